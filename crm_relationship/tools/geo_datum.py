"""Coordinates of Chinese maps: WGS-84 (GPS), GCJ-02 (高德, 腾讯, Apple, Google in China) and BD-09 (百度).

Chinese maps are drawn with a shift of some hundred metres; a GPS position shown on them lies in the next
street. The shift is a published series of sines. Outside of China nothing is shifted. Places are pairs
``(latitude, longitude)`` in degrees. Plain Python, no Odoo.
"""

from math import atan2, cos, hypot, pi, radians, sin, sqrt

# The ellipsoid of Krasovsky 1940, in which the shift is computed.
SEMI_MAJOR, ECCENTRICITY_2 = 6378245.0, 0.00669342162296594323
BD_TURN = pi * 3000.0 / 180.0
WGS84, GCJ02, BD09 = "wgs84", "gcj02", "bd09"
DATUMS = (WGS84, GCJ02, BD09)
# South, north, west, east of the box in which the maps shift.
CHINA = (0.8293, 55.8271, 72.004, 137.8347)


def in_china(place):
    """Whether the shift applies: the box the maps themselves use, islands and neighbours included."""
    south, north, west, east = CHINA
    return south <= place[0] <= north and west <= place[1] <= east


def convert(place, source, target):
    """``place`` from one datum to another; both are values of :data:`DATUMS`.

    :raise ValueError: a datum nobody knows
    """
    if source not in DATUMS or target not in DATUMS:
        raise ValueError(f"Unknown datum: {source} to {target}")
    if source == target or not in_china(place):
        return place
    gcj = wgs84_to_gcj02(place) if source == WGS84 else bd09_to_gcj02(place) if source == BD09 else place
    if target == WGS84:
        return gcj02_to_wgs84(gcj)
    return gcj02_to_bd09(gcj) if target == BD09 else gcj


def wgs84_to_gcj02(place):
    """From the satellites to the Chinese map."""
    if not in_china(place):
        return place
    latitude, longitude = place
    north, east = _shift(latitude - 35.0, longitude - 105.0)
    angle = radians(latitude)
    curve = 1 - ECCENTRICITY_2 * sin(angle) ** 2
    north = north * 180.0 / (SEMI_MAJOR * (1 - ECCENTRICITY_2) / (curve * sqrt(curve)) * pi)
    east = east * 180.0 / (SEMI_MAJOR / sqrt(curve) * cos(angle) * pi)
    return latitude + north, longitude + east


def gcj02_to_wgs84(place):
    """The way back, by approaching it: the shift has no inverse in a formula. Exact to millimetres."""
    if not in_china(place):
        return place
    guess = place
    for _step in range(10):
        there = wgs84_to_gcj02(guess)
        guess = guess[0] - (there[0] - place[0]), guess[1] - (there[1] - place[1])
    return guess


def gcj02_to_bd09(place):
    """To Baidu's map, which shifts once more."""
    latitude, longitude = place
    radius = hypot(longitude, latitude) + 0.00002 * sin(latitude * BD_TURN)
    angle = atan2(latitude, longitude) + 0.000003 * cos(longitude * BD_TURN)
    return radius * sin(angle) + 0.006, radius * cos(angle) + 0.0065


def bd09_to_gcj02(place):
    """From Baidu's map, by approaching it as in :func:`gcj02_to_wgs84`."""
    guess = place[0] - 0.006, place[1] - 0.0065
    for _step in range(10):
        there = gcj02_to_bd09(guess)
        guess = guess[0] - (there[0] - place[0]), guess[1] - (there[1] - place[1])
    return guess


def _shift(y, x):
    """Metres north and east of the shift, ``y`` and ``x`` in degrees from 35° north, 105° east."""
    common = (20.0 * sin(6.0 * x * pi) + 20.0 * sin(2.0 * x * pi)) * 2.0 / 3.0
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + common
    north += (20.0 * sin(y * pi) + 40.0 * sin(y / 3.0 * pi)) * 2.0 / 3.0
    north += (160.0 * sin(y / 12.0 * pi) + 320.0 * sin(y * pi / 30.0)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + common
    east += (20.0 * sin(x * pi) + 40.0 * sin(x / 3.0 * pi)) * 2.0 / 3.0
    east += (150.0 * sin(x / 12.0 * pi) + 300.0 * sin(x / 30.0 * pi)) * 2.0 / 3.0
    return north, east
