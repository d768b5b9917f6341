"""Sharing out an amount so that the parts add up to it."""

from decimal import Decimal


def spread(total, weights, rounding=0.01):
    """``total`` in parts like ``weights``, each a multiple of ``rounding``, that sum to it exactly.

    What rounding leaves over goes, one unit each, to the parts that lost most by it, the first of
    equals first. Weights that are all zero or negative count as equal.

    >>> spread(100, [1, 1, 1])
    [33.34, 33.33, 33.33]
    >>> spread(1000, [3, 1], rounding=1)
    [750.0, 250.0]
    >>> spread(10, [0, 0], rounding=0.01)
    [5.0, 5.0]
    """
    unit = Decimal(str(rounding))
    units = int((Decimal(str(total)) / unit).to_integral_value())
    shares = [max(Decimal(str(weight)), Decimal(0)) for weight in weights]
    if not any(shares):
        shares = [Decimal(1)] * len(shares)
    whole = sum(shares)
    exact = [units * share / whole for share in shares]
    parts = [int(part) for part in exact]
    order = sorted(range(len(parts)), key=lambda place: (parts[place] - exact[place], place))
    for place in order[:units - sum(parts)]:
        parts[place] += 1
    return [float(part * unit) for part in parts]
