import math

# Beyond this no business amount lies; a double still counts cents exactly below it.
MAX_AMOUNT = 1e13


def is_sound_amount(value):
    """True for a finite amount from 0 to :data:`MAX_AMOUNT` (SECURITY.md, rule 9)."""
    return math.isfinite(value) and 0 <= value <= MAX_AMOUNT
