"""Where a place lies on the square map of the world that tile servers cut up. Plain Python, no Odoo."""

from math import asinh, cos, floor, pi, radians, tan

TILE, ZOOM_MAX = 256, 18
# The map ends where it is a square.
LATITUDE_MAX = 85.0511
EQUATOR_KM = 40075.017


def pixel(place, zoom):
    """Pixels east and south of the map's north-west corner."""
    latitude = min(max(place[0], -LATITUDE_MAX), LATITUDE_MAX)
    size = TILE * 2 ** zoom
    return (place[1] + 180.0) / 360.0 * size, (1.0 - asinh(tan(radians(latitude))) / pi) / 2.0 * size


def best_zoom(places, width, height):
    """The closest zoom at which all places lie inside of so many pixels."""
    for zoom in range(ZOOM_MAX, 0, -1):
        columns, rows = zip(*(pixel(place, zoom) for place in places))
        if max(columns) - min(columns) <= width and max(rows) - min(rows) <= height:
            return zoom
    return 0


def km_per_pixel(latitude, zoom):
    """Kilometres on the ground that one pixel covers."""
    return EQUATOR_KM * max(cos(radians(latitude)), 0.01) / (TILE * 2 ** zoom)


def tiles(zoom, left, top, width, height):
    """The tiles behind a part of the map: dicts of x, y, z and of where they lie in it, in pixels.

    :param left: pixels from the western edge of the world to the part's, ``top`` from the northern
    """
    count = 2 ** zoom
    return [
        {"z": zoom, "x": column % count, "y": row, "left": column * TILE - left, "top": row * TILE - top}
        for row in range(max(floor(top / TILE), 0), min(floor((top + height) / TILE), count - 1) + 1)
        for column in range(floor(left / TILE), floor((left + width) / TILE) + 1)
    ]
