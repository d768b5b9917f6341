"""The festivals of the Chinese lunar calendar on which business gifts are usual.

Dates are a table rather than an algorithm: they are few, public, and compared with the public
holidays the application ships (tests/test_gift_plan_period.py).
"""

from datetime import date

#: Month and day of Spring Festival (lunar 1-1), Dragon Boat (5-5) and Mid-Autumn (8-15), by year
TABLE = {
    2024: ("02-10", "06-10", "09-17"),
    2025: ("01-29", "05-31", "10-06"),
    2026: ("02-17", "06-19", "09-25"),
    2027: ("02-06", "06-09", "09-15"),
    2028: ("01-26", "05-28", "10-03"),
    2029: ("02-13", "06-16", "09-22"),
    2030: ("02-03", "06-05", "09-12"),
    2031: ("01-23", "06-24", "10-01"),
    2032: ("02-11", "06-12", "09-19"),
    2033: ("01-31", "06-01", "09-08"),
    2034: ("02-19", "06-20", "09-27"),
    2035: ("02-08", "06-10", "09-16"),
    2036: ("01-28", "05-30", "10-04"),
    2037: ("02-15", "06-18", "09-24"),
    2038: ("02-04", "06-07", "09-13"),
    2039: ("01-24", "05-27", "10-02"),
    2040: ("02-12", "06-14", "09-20"),
    2041: ("02-01", "06-03", "09-10"),
    2042: ("01-22", "06-22", "09-28"),
    2043: ("02-10", "06-11", "09-17"),
    2044: ("01-30", "05-31", "10-05"),
    2045: ("02-17", "06-19", "09-25"),
    2046: ("02-06", "06-08", "09-15"),
    2047: ("01-26", "05-29", "10-04"),
    2048: ("02-14", "06-15", "09-22"),
    2049: ("02-02", "06-04", "09-11"),
    2050: ("01-23", "06-23", "09-30"),
    2051: ("02-11", "06-13", "09-19"),
    2052: ("02-01", "06-01", "09-07"),
    2053: ("02-19", "06-20", "09-26"),
    2054: ("02-08", "06-10", "09-16"),
    2055: ("01-28", "05-30", "10-05"),
    2056: ("02-15", "06-17", "09-24"),
    2057: ("02-04", "06-06", "09-13"),
    2058: ("01-24", "06-25", "10-02"),
    2059: ("02-12", "06-14", "09-21"),
    2060: ("02-02", "06-03", "09-09"),
}
COLUMNS = ("spring", "dragon_boat", "mid_autumn")
#: Festivals on the same day every year
FIXED = {"new_year": "01-01", "national": "10-01"}
FESTIVALS = (*COLUMNS, *FIXED)


def festival(name, year):
    """The day of a festival in a year of the common calendar.

    :param name: one of ``FESTIVALS``
    :return: a date; None for a lunar festival in a year the table does not know
    """
    if name in FIXED:
        month_day = FIXED[name]
    elif year in TABLE:
        month_day = TABLE[year][COLUMNS.index(name)]
    else:
        return None
    return date.fromisoformat(f"{year:04d}-{month_day}")


def next_festival(name, day):
    """The first day of the festival on or after ``day``; None beyond the table."""
    dates = (festival(name, year) for year in (day.year, day.year + 1))
    return next((found for found in dates if found and found >= day), None)
