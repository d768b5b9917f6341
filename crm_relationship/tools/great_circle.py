"""Distance between two places on the globe. Plain Python, no Odoo."""

from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS_KM = 6371.0088


def great_circle_km(here, there):
    """Kilometres along the surface between two places given as ``(latitude, longitude)`` in degrees."""
    (lat_a, lon_a), (lat_b, lon_b) = (map(radians, place) for place in (here, there))
    half = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin((lon_b - lon_a) / 2) ** 2
    # Rounding may push opposite ends of the globe a hair over 1.
    return 2 * EARTH_RADIUS_KM * asin(sqrt(min(1.0, half)))


def coordinates(latitude, longitude):
    """The place as a pair, or None where none is recorded: core stores "unknown" as 0, 0."""
    return (latitude, longitude) if latitude or longitude else None
