"""What a phone sends at check-in, judged. Plain Python, no Odoo."""

import math
from typing import NamedTuple

from .great_circle import great_circle_km

#: A browser that knows no better says so with a huge circle; beyond this it is no position at all.
ACCURACY_MAX_M = 5000
METRES_MAX = 20_040_000


class Position(NamedTuple):
    """A place on the globe in WGS-84 degrees, and the radius in metres within which the phone is sure of it."""

    latitude: float
    longitude: float
    accuracy_m: int

    def stored(self):
        """As much of it as is kept: five digits are a metre."""
        return {"latitude": round(self.latitude, 5), "longitude": round(self.longitude, 5), "accuracy_m": self.accuracy_m}


class UnsoundPosition(ValueError):
    """The numbers are not a place: not finite, out of the globe, or no numbers."""


def read_position(sent):
    """The position in what a browser sent, or None where it sent none.

    :param dict sent: ``latitude``, ``longitude``, ``accuracy``; whatever else it holds is not looked at
    :raise UnsoundPosition: for numbers no phone sends
    """
    latitude, longitude, accuracy = (sent.get(name) for name in ("latitude", "longitude", "accuracy"))
    if latitude is None and longitude is None:
        return None
    latitude, longitude = _number(latitude, 90), _number(longitude, 180)
    accuracy = _number(0 if accuracy is None else accuracy, METRES_MAX)
    if accuracy < 0:
        raise UnsoundPosition
    if not latitude and not longitude:
        return None  # core stores "unknown" as 0, 0
    return Position(latitude, longitude, math.ceil(accuracy))


def _number(value, bound):
    """``value`` as a float between plus and minus ``bound``."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise UnsoundPosition
    if not math.isfinite(value) or abs(value) > bound:
        raise UnsoundPosition
    return float(value)


def judge(position, customer, radius_m):
    """Whether ``position`` is at the customer: ``(verdict, distance in whole metres or None, reason)``.

    The circle in which the phone may be counts for it, but at most as far as the radius itself:
    otherwise the worst phone would be right everywhere.

    :param customer: ``(latitude, longitude)`` or None where it is not known
    :param int radius_m: how far from the customer's place counts as there; the bound itself does
    """
    if position is None:
        return "no_position", None, None
    if position.accuracy_m > ACCURACY_MAX_M:
        return "no_position", None, "imprecise"
    if customer is None:
        return "no_position", None, "customer"
    distance = round(great_circle_km((position.latitude, position.longitude), customer) * 1000)
    near = distance <= radius_m + min(position.accuracy_m, radius_m)
    return ("verified" if near else "far"), distance, None
