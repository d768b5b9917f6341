"""Customers near each other in areas of a workable size. Plain Python, no Odoo, the same answer on every run.

The customers are halved along the longer side of their box until no part is too big (so that every part is
about as full as the next), then customers move to the area whose centre is nearer while it has room. What
still reaches too far is halved again: who is far from everybody ends in an area of his own.
"""

from math import ceil, cos, radians

from .great_circle import great_circle_km

ROUNDS = 12


def cluster(places, size, reach_km=None):
    """Lists of keys that make an area each, the biggest first.

    :param places: dict of key to ``(latitude, longitude)``; keys can be sorted
    :param size: how many customers an area holds at most, at least 1
    :param reach_km: how far a customer may be from the centre of the area at most
    """
    if not places:
        return []
    groups = _halve(places, sorted(places, key=lambda key: (places[key], key)), ceil(len(places) / size))
    for _round in range(ROUNDS):
        if not _settle(places, groups, size):
            break
    if reach_km:
        groups = [part for group in groups if group for part in _within(places, group, reach_km)]
    groups = [sorted(group, key=lambda key: (great_circle_km(places[key], centre(places, group)), key)) for group in groups if group]
    return sorted(groups, key=lambda group: (-len(group), group[0]))


def centre(places, keys):
    """The mean place of some customers."""
    latitudes, longitudes = zip(*(places[key] for key in keys))
    return sum(latitudes) / len(latitudes), sum(longitudes) / len(longitudes)


def radius_km(places, keys):
    """Kilometres from the centre to the customer farthest from it."""
    middle = centre(places, keys)
    return max(great_circle_km(middle, places[key]) for key in keys)


def _halve(places, keys, parts):
    """``parts`` groups of nearly equal size, by cutting across the longer side again and again."""
    if parts <= 1 or len(keys) <= 1:
        return [keys]
    latitudes, longitudes = zip(*(places[key] for key in keys))
    tall = max(latitudes) - min(latitudes)
    wide = (max(longitudes) - min(longitudes)) * cos(radians(latitudes[0]))
    axis = 0 if tall > wide else 1
    ordered = sorted(keys, key=lambda key: (places[key][axis], places[key], key))
    left = parts // 2
    cut = round(len(ordered) * left / parts)
    return _halve(places, ordered[:cut], left) + _halve(places, ordered[cut:], parts - left)


def _within(places, keys, reach_km):
    """The customers of one area in parts none of which reaches too far."""
    if len(keys) <= 1 or radius_km(places, keys) <= reach_km:
        return [keys]
    halves = _halve(places, keys, 2)
    for _round in range(ROUNDS):
        if not _settle(places, halves, len(keys)):
            break
    return [part for half in halves for part in _within(places, half, reach_km)]


def _settle(places, groups, size):
    """Move customers to the nearest centre with room, and swap two who both gain; True when somebody moved."""
    centres = [centre(places, group) if group else None for group in groups]
    moved = False
    for here, group in enumerate(groups):
        for key in list(group):
            way = great_circle_km(places[key], centres[here])
            gains = sorted(
                (great_circle_km(places[key], there) - way, number)
                for number, there in enumerate(centres) if there and number != here
            )
            for gain, there in gains:
                if gain >= -1e-9:
                    break
                if len(groups[there]) < size and len(group) > 1:
                    group.remove(key)
                    groups[there].append(key)
                    moved = True
                    break
                if partner := _swap_partner(places, groups[there], centres[there], centres[here], gain):
                    group.remove(key)
                    groups[there].remove(partner)
                    group.append(partner)
                    groups[there].append(key)
                    moved = True
                    break
    return moved


def _swap_partner(places, group, own, other, gain):
    """The customer of a full area who loses least by going to ``other``, if both together win."""
    cost, key = min(
        (great_circle_km(places[key], other) - great_circle_km(places[key], own), key) for key in group
    )
    return key if cost + gain < -1e-9 else None
