"""On what occasion a customer is given something, and when that is."""

from odoo.tools import SQL, date_utils

from ..tools.lunar_festivals import FESTIVALS, next_festival

#: Gifts on days of the customers' own
PERSONAL_DAYS = ('birthday', 'anniversary')
OCCASIONS = [
    ('spring', "Spring Festival"), ('dragon_boat', "Dragon Boat Festival"), ('mid_autumn', "Mid-Autumn Festival"),
    ('new_year', "New Year"), ('national', "National Day"), ('birthday', "Birthdays of Contacts"),
    ('anniversary', "Anniversaries of Cooperation"), ('other', "Other Occasion")]


def period_of(company, occasion, today):
    """The period a new plan covers: until the next day of the festival, else the coming month.

    :return: tuple of first and last day
    """
    if occasion in FESTIVALS and (day := next_festival(occasion, today)):
        return date_utils.subtract(day, days=company.relationship_gift_lead_days), day
    first = date_utils.add(date_utils.start_of(today, 'month'), months=1)
    return first, date_utils.end_of(first, 'month')


def recurring_days(first, last):
    """SELECT of ``key`` (month and day as MMDD) and ``day``, the first day of the period that has it.

    29 February is kept on the 28th of years without it.
    """
    return SQL(
        """
        SELECT key, MIN(day) AS day
          FROM (SELECT day::date AS day, to_char(day, 'MMDD') AS key
                  FROM generate_series(%(first)s::date, %(last)s::date, '1 day') AS day
             UNION ALL
                SELECT day::date, '0229'
                  FROM generate_series(%(first)s::date, %(last)s::date, '1 day') AS day
                 WHERE to_char(day, 'MMDD') = '0228' AND to_char(day + INTERVAL '1 day', 'MMDD') = '0301') AS days
      GROUP BY key
        """, first=first, last=last)
