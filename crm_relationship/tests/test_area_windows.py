"""No-visit windows (F1.7) against moments and days: exact bounds, zones, summer time, the customer's company."""

from datetime import date, datetime

from odoo.tests import tagged

from .customer_common import CustomerCase

# 2026-03-11 is a Wednesday; Shanghai is eight hours ahead of UTC all year.
# (weekday, from, to, first day, last day), visit from, to (local hours that day), whether it hits
BOUNDS = (
    (("2", 9, 10.5, None, None), 10.5, 11, False),
    (("2", 9, 10.5, None, None), 10.49, 11, True),
    (("2", 9, 10.5, None, None), 8, 9, False),
    (("2", 9, 10.5, None, None), 8, 9.01, True),
    (("2", 9, 10.5, None, None), 9, 9, True),
    (("2", 9, 10.5, None, None), 10.5, 10.5, False),
    (("2", 9, 10.5, None, None), 8, 12, True),
    (("2", 9, 10.5, None, None), 9.5, 9.75, True),
    (("3", 9, 10.5, None, None), 9, 10, False),
    (("workdays", 9, 10, None, None), 9, 10, True),
    (("weekend", 9, 10, None, None), 9, 10, False),
    (("all", 9, 10, "2026-03-12", None), 9, 10, False),
    (("all", 9, 10, "2026-03-11", None), 9, 10, True),
    (("all", 9, 10, None, "2026-03-10"), 9, 10, False),
    (("all", 9, 10, None, "2026-03-11"), 9, 10, True),
    (("all", 0, 0, "2026-03-11", "2026-03-11"), 0, 0.25, True),
    (("all", 0, 0, "2026-03-11", "2026-03-11"), 23.75, 24, True),
    (("all", 18, 24, None, None), 23.99, 24.5, True),
    (("3", 0, 1, None, None), 23, 24, False),
    (("3", 0, 1, None, None), 23, 24.5, True),
)


@tagged("post_install", "-at_install")
class TestVisitWindows(CustomerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.resource_calendar_id.tz = "Asia/Shanghai"
        cls.partner = cls.env["res.partner"].create({"name": "Shy Customer", "is_company": True})
        cls.person = cls.env["res.partner"].create({"name": "Person", "parent_id": cls.partner.id})

    def window(self, weekday="all", hour_from=0, hour_to=0, date_from=None, date_to=None, partner=None):
        return self.env["relationship.no.visit"].create({
            "partner_id": (partner or self.partner).id, "weekday": weekday, "hour_from": hour_from, "hour_to": hour_to,
            "date_from": date_from, "date_to": date_to,
        })

    def moment(self, hours, day=11):
        """A UTC moment at local ``hours`` of a day of March 2026."""
        return datetime.fromtimestamp(
            datetime(2026, 3, day).timestamp() + round((hours - 8) * 3600)
        )

    def test_exact_bounds(self):
        for values, start, stop, expected in BOUNDS:
            window = self.window(*values)
            with self.subTest((values, start, stop)):
                hit = self.partner._no_visit_windows_hit(self.moment(start), self.moment(stop), "Asia/Shanghai")
                self.assertEqual(hit, window if expected else window.browse())
            window.unlink()

    def test_company_and_person(self):
        """A person's own windows and those of the customer count for the person; the person's not for the customer."""
        own, all_of_them = self.window("2", 9, 10, partner=self.person), self.window("2", 9, 10)
        times = self.moment(9), self.moment(10)
        self.assertEqual(self.person._no_visit_windows_hit(*times), own | all_of_them)
        self.assertEqual(self.partner._no_visit_windows_hit(*times), all_of_them)

    def test_zone(self):
        """The same moment is nine o'clock in one place only; the company's zone is the default."""
        window = self.window("2", 9, 10)
        times = datetime(2026, 3, 11, 1), datetime(2026, 3, 11, 2)
        self.assertEqual(self.partner._no_visit_windows_hit(*times), window)
        self.assertFalse(self.partner._no_visit_windows_hit(*times, "Europe/Berlin"))
        self.assertFalse(self.partner._no_visit_windows_hit(*times, "America/New_York"))

    def test_summer_time(self):
        """Berlin, 29 March 2026: two o'clock becomes three. 25 October: three becomes two."""
        window = self.window("6", 3, 4)
        hit = self.partner._no_visit_windows_hit
        self.assertEqual(hit(datetime(2026, 3, 29, 1), datetime(2026, 3, 29, 2), "Europe/Berlin"), window)
        self.assertFalse(hit(datetime(2026, 3, 29, 2), datetime(2026, 3, 29, 3), "Europe/Berlin"))
        window.write({"hour_from": 2, "hour_to": 2.5})
        # both times the clock shows half past two on that day
        self.assertEqual(hit(datetime(2026, 10, 25, 0, 10), datetime(2026, 10, 25, 0, 20), "Europe/Berlin"), window)
        self.assertEqual(hit(datetime(2026, 10, 25, 1, 10), datetime(2026, 10, 25, 1, 20), "Europe/Berlin"), window)
        self.assertFalse(hit(datetime(2026, 10, 25, 1, 30), datetime(2026, 10, 25, 2), "Europe/Berlin"))

    def test_allowed_intervals(self):
        """Working hours minus windows, in UTC."""
        opening = self.company._visit_hours(date(2026, 3, 11))
        self.assertEqual(opening, [(self.moment(8), self.moment(12)), (self.moment(13), self.moment(17))])
        self.assertEqual(self.partner._visit_intervals(date(2026, 3, 11), opening), opening)
        self.window("2", 9, 10)
        self.window("workdays", 11.5, 14)
        self.window("3", 0, 0)
        self.assertEqual(self.person._visit_intervals(date(2026, 3, 11), opening), [
            (self.moment(8), self.moment(9)), (self.moment(10), self.moment(11.5)), (self.moment(14), self.moment(17)),
        ])
        self.window("2", 0, 0)
        self.assertEqual(self.partner._visit_intervals(date(2026, 3, 11), opening), [])

    def test_a_day_off(self):
        self.assertEqual(self.company._visit_hours(date(2026, 3, 14)), [])
        self.company.resource_calendar_id = False
        self.assertEqual(
            self.company.with_context(tz="Asia/Shanghai")._visit_hours(date(2026, 3, 14)),
            [(datetime(2026, 3, 14, 8), datetime(2026, 3, 14, 18))], "without a calendar and a zone: 8 to 18 UTC")
