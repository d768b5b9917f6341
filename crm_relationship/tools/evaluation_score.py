"""How an evaluation adds up (F9). Plain decimals, no Odoo: a bound that is met exactly counts.

得分 of an indicator = weight (%) × points of its grade ÷ 100; 合计 is their sum; 标准分 is what the
sum would be with the best grade everywhere. The score in percent is 合计 ÷ 标准分, cut after two
decimals and never rounded up, so that a percentage on the screen never reaches a bound that was missed.
"""

from decimal import ROUND_DOWN, Decimal

CENT, EXACT = Decimal("0.01"), Decimal("0.000001")
VERDICTS = ("develop", "maintain", "end")


def exact(number):
    """A stored float as the decimal people typed: 33.33, not 33.3299999."""
    return Decimal(str(number or 0.0)).quantize(EXACT)


def cut(number, places):
    """``number`` (a Decimal) cut after ``places`` decimals, as a float."""
    return float(number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_DOWN))


def weighted(weight, points):
    """得分: the points of a grade by the indicator's weight in percent."""
    return cut(exact(weight) * exact(points) / 100, 4)


def total(scores):
    """合计 of floats that mean decimals: 0.1 + 0.2 is 0.3."""
    return float(sum(map(exact, scores), Decimal(0)))


def percentage(points, standard):
    """Score in percent of the standard score, cut after two decimals; 0 without a standard score."""
    return cut(exact(points) * 100 / exact(standard), 2) if standard else 0.0


def verdict_of(percent, develop_min, maintain_min):
    """发展, 维持 or 终止 by thresholds; each bound belongs to the better verdict."""
    if exact(percent) >= exact(develop_min):
        return "develop"
    return "maintain" if exact(percent) >= exact(maintain_min) else "end"


def grade_of(value, bounds, lower_is_better=False):
    """The grade a number earns.

    :param value: the number
    :param bounds: ``(grade, bound)`` from the best grade to the worst; a bound belongs to its grade, and the
        worst takes what is left, whatever its bound
    :param lower_is_better: bounds are upper limits (complaints, days) instead of lower ones
    """
    number = exact(value)
    for grade, bound in bounds[:-1]:
        if number <= exact(bound) if lower_is_better else number >= exact(bound):
            return grade
    return bounds[-1][0]


def misplaced(bounds, lower_is_better=False):
    """The first of ``bounds`` that is not worse than the one before it (the worst grade needs none), or None."""
    for (_better, before), (grade, bound) in zip(bounds[:-1], bounds[1:-1]):
        if exact(bound) <= exact(before) if lower_is_better else exact(bound) >= exact(before):
            return grade
    return None
