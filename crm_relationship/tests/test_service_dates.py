from datetime import date, timedelta

from odoo.tests import BaseCase, tagged

from ..tools.service_dates import STEPS, occurrences, on_workdays


def days(*texts):
    return [date.fromisoformat(text) for text in texts]


@tagged('post_install', '-at_install')
class TestServiceDates(BaseCase):
    """Frequencies at month ends and in leap years; working days. Against tables written by hand."""

    CASES = [
        # first, frequency, start, stop, expected
        ('2026-03-16', 'once', '2026-01-01', '2026-12-31', ['2026-03-16']),
        ('2026-03-16', 'once', '2026-03-17', '2026-12-31', []),
        ('2026-03-16', 'once', '2026-03-16', '2026-03-16', ['2026-03-16']),
        ('2026-03-16', 'week', '2026-03-16', '2026-04-06', ['2026-03-16', '2026-03-23', '2026-03-30', '2026-04-06']),
        ('2026-03-16', 'week', '2026-03-17', '2026-04-05', ['2026-03-23', '2026-03-30']),
        ('2026-12-28', 'fortnight', '2026-12-28', '2027-01-31', ['2026-12-28', '2027-01-11', '2027-01-25']),
        ('2026-01-31', 'month', '2026-01-31', '2026-05-31',
         ['2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31']),
        ('2028-01-31', 'month', '2028-01-31', '2028-03-31', ['2028-01-31', '2028-02-29', '2028-03-31']),
        ('2026-01-30', 'month', '2026-02-01', '2026-03-30', ['2026-02-28', '2026-03-30']),
        ('2025-11-30', 'quarter', '2025-11-30', '2026-08-31', ['2025-11-30', '2026-02-28', '2026-05-30', '2026-08-30']),
        ('2026-08-31', 'half_year', '2026-08-31', '2027-08-31', ['2026-08-31', '2027-02-28', '2027-08-31']),
        ('2024-02-29', 'year', '2024-02-29', '2028-02-29',
         ['2024-02-29', '2025-02-28', '2026-02-28', '2027-02-28', '2028-02-29']),
        ('2026-06-01', 'month', '2026-01-01', '2026-05-31', []),
    ]

    def test_table(self):
        for first, frequency, start, stop, expected in self.CASES:
            with self.subTest(first=first, frequency=frequency, start=start, stop=stop):
                self.assertEqual(
                    occurrences(*days(first), frequency, *days(start, stop)), days(*expected))

    def test_part_of_the_period(self):
        """A narrower period shows the same days, never others: making a plan in parts is making it at once."""
        first, stop = days('2026-01-31', '2028-12-31')
        middle = date(2027, 5, 17)
        for frequency in STEPS:
            with self.subTest(frequency):
                whole = occurrences(first, frequency, first, stop)
                parts = (occurrences(first, frequency, first, middle)
                         + occurrences(first, frequency, middle + timedelta(days=1), stop))
                self.assertEqual(whole, parts)

    def test_workdays(self):
        """The next working day; the last one at the end; a long holiday merges days."""
        start, stop = days('2026-09-21', '2026-10-18')
        every = [start + timedelta(days=number) for number in range((stop - start).days + 1)]
        holiday = set(days(*(f'2026-10-0{n}' for n in range(1, 9))))
        work = [day for day in every if day.weekday() < 5 and day not in holiday]
        cases = [
            (['2026-09-22'], ['2026-09-22']),
            (['2026-09-26'], ['2026-09-28']),
            (['2026-10-01', '2026-10-08', '2026-10-15'], ['2026-10-09', '2026-10-15']),
            (['2026-10-17'], ['2026-10-16']),
        ]
        for given, expected in cases:
            with self.subTest(given=given):
                pairs = on_workdays(days(*given), work, start, stop)
                self.assertEqual([done for _slot, done in pairs], days(*expected))
                self.assertTrue({slot for slot, _done in pairs} <= set(days(*given)))

    def test_no_workday_at_all(self):
        self.assertEqual(on_workdays(days('2026-10-03'), [], *days('2026-10-01', '2026-10-07')), [])

    def test_before_the_start(self):
        """What was due before the plan is made is done on its first working day."""
        start, stop = days('2026-03-14', '2026-03-20')  # a Saturday
        work = days('2026-03-16', '2026-03-17', '2026-03-18', '2026-03-19', '2026-03-20')
        self.assertEqual(on_workdays(days('2026-03-02'), work, start, stop), [tuple(days('2026-03-02', '2026-03-16'))])
