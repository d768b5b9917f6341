"""Whom to visit and when: intervals at their bounds, the list against a computation of its own, rights, companies."""

from datetime import date, timedelta

from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .customer_common import CustomerCase

NOW = "2026-03-11 17:00:00"  # Thursday, 12 March, one o'clock at night in Shanghai
TODAY = date(2026, 3, 12)
# (tier's interval, by hand, days since the last visit or None), (due in days, state, unvisited)
CASES = (
    ((30, 0, 0), (30, "later", False)),
    ((30, 0, 22), (8, "later", False)),
    ((30, 0, 23), (7, "soon", False)),
    ((30, 0, 30), (0, "soon", False)),
    ((30, 0, 31), (-1, "overdue", True)),
    ((30, 7, 7), (0, "soon", False)),
    ((30, 7, 8), (-1, "overdue", True)),
    ((0, 7, 8), (-1, "overdue", True)),
    ((0, 730, 729), (1, "soon", False)),
    ((0, 0, 500), (None, "none", False)),
    ((30, 0, None), (10, "later", True)),  # entered 20 days ago
    ((0, 20, None), (0, "soon", True)),
    ((0, 19, None), (-1, "overdue", True)),
    ((0, 0, None), (None, "none", False)),
)


@tagged("post_install", "-at_install")
class TestVisitDue(CustomerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NOW))
        cls.company.resource_calendar_id.tz = "Asia/Shanghai"
        cls.other_company.resource_calendar_id.tz = "America/New_York"
        cls.tiers = {
            days: cls.env["relationship.tier"].create({"name": f"Every {days}", "visit_interval": days})
            for days in (0, 30)
        }

    def customer(self, tier=30, manual=0, days=None, owner=None, company=None, name="Customer"):
        profile = self.new_customer(name, owner=owner, company=company)
        profile.visit_interval_manual = manual
        profile.flush_recordset()
        self.env.cr.execute(
            "UPDATE relationship_profile SET tier_id = %s, create_date = %s WHERE id = %s",
            [self.tiers[tier].id, TODAY - timedelta(days=20), profile.id],
        )
        profile.invalidate_recordset()
        if days is not None:
            profile._visit_done(TODAY - timedelta(days=days))
        return profile

    def due(self, profile, user=None):
        return self.env["relationship.visit.due"].with_user(user or self.env.user).search([("profile_id", "=", profile.id)])

    def test_exact_bounds(self):
        for (tier, manual, days), (due, state, unvisited) in CASES:
            with self.subTest((tier, manual, days)):
                row = self.due(self.customer(tier, manual, days))
                self.assertEqual(row.due_date, TODAY + timedelta(days=due) if due is not None else False)
                self.assertEqual((row.state, bool(row.unvisited)), (state, unvisited))
                self.assertEqual(row.days_overdue, max(-due, 0) if due is not None else 0)
                self.assertEqual(row.is_due, state in ("overdue", "soon"))
                self.assertEqual(row.is_never, days is None)
                profile = row.profile_id
                self.assertEqual((profile.visit_due_date, profile.visit_days_overdue), (row.due_date, row.days_overdue))
                self.assertEqual(profile.visit_interval, manual or tier)

    def test_against_python(self):
        """Counts per tier and owner as the report shows them, by a loop over the same customers."""
        people = (self.specialist, self.colleague)
        profiles = self.env["relationship.profile"]
        for number, ((tier, manual, days), _expected) in enumerate(CASES * 3):
            profiles |= self.customer(tier, manual, days, owner=people[number % 2], name=f"Customer {number}")
        expected = {}
        for profile in profiles:
            days = profile.visit_interval_manual or profile.tier_id.visit_interval
            last = profile.last_visit_date
            key = expected.setdefault((profile.tier_id, profile.user_id), [0, 0, []])
            key[0] += 1
            late = days > 0 and (not last or (TODAY - last).days > days)
            key[1] += late
            if days:
                key[2].append(100.0 * late)
        groups = self.env["relationship.visit.due"]._read_group(
            [("profile_id", "in", profiles.ids)], ["tier_id", "user_id"],
            ["customers:sum", "unvisited:sum", "unvisited_percent:avg"],
        )
        self.assertEqual(len(groups), len(expected))
        for tier, user, customers, unvisited, percent in groups:
            count, late, percents = expected[tier, user]
            self.assertEqual((customers, unvisited), (count, late))
            self.assertAlmostEqual(percent or 0, sum(percents) / len(percents) if percents else 0, 6)

    def test_today_is_the_companys(self):
        """Where it is still the 11th, a visit due on the 11th is not overdue."""
        last = date(2026, 3, 4)
        here, abroad = self.customer(0, 7), self.customer(0, 7, company=self.other_company)
        (here | abroad)._visit_done(last)
        self.assertEqual(self.due(here).state, "overdue")
        row = self.due(abroad.with_context(allowed_company_ids=self.other_company.ids))
        self.assertEqual((row.due_date, row.state), (date(2026, 3, 11), "soon"))

    def test_last_visit_is_sealed(self):
        profile = self.customer(30, 0, 10, owner=self.specialist)
        for door in (
            lambda: profile.with_user(self.specialist).write({"last_visit_date": "2026-03-12"}),
            lambda: profile.with_user(self.administrator).write({"last_visit_date": False}),
            lambda: self.env["relationship.profile"].with_user(self.specialist).create(
                {"partner_id": self.env["res.partner"].create({"name": "X"}).id, "last_visit_date": "2026-03-12"}),
        ):
            with self.assertRaises(UserError), self.cr.savepoint():
                door()
        news = self.env["relationship.profile"].with_context(default_last_visit_date="2026-03-12").create(
            {"partner_id": self.env["res.partner"].create({"name": "Y"}).id})
        self.assertFalse(news.last_visit_date)
        self.assertEqual(profile.last_visit_date, TODAY - timedelta(days=10))

    def test_an_earlier_visit_changes_nothing(self):
        profile = self.customer(30, 0, 3)
        profile._visit_done(TODAY - timedelta(days=9))
        self.assertEqual(profile.last_visit_date, TODAY - timedelta(days=3))
        profile._visit_done(TODAY)
        self.assertEqual(profile.last_visit_date, TODAY)

    def test_intervals_at_their_bounds(self):
        profile, tier = self.customer(), self.tiers[30]
        for days, fits in ((0, True), (7, True), (730, True), (6, False), (731, False), (-1, False), (1, False)):
            for record, name in ((profile, "visit_interval_manual"), (tier, "visit_interval")):
                with self.subTest((name, days)):
                    if fits:
                        record[name] = days
                        continue
                    with self.assertRaises(ValidationError), self.cr.savepoint():
                        record[name] = days

    def test_shipped_intervals(self):
        intervals = {name: self.env.ref(f"crm_relationship.tier_{name}").visit_interval
                     for name in ("strategic", "core", "potential", "basic")}
        self.assertEqual(intervals, {"strategic": 30, "core": 30, "potential": 90, "basic": 365})

    def test_who_sees_what(self):
        """As the customer: own, shared and planned; the team's; the company's; another company's never."""
        own = self.customer(days=50, owner=self.specialist)
        shared = self.new_customer("Shared", owner=self.colleague, shared=self.specialist)
        others = self.customer(days=50, owner=self.colleague)
        abroad = self.customer(days=50, company=self.other_company)
        everything = own | shared | others | abroad
        expected = {
            self.specialist: own | shared, self.colleague: shared | others, self.supervisor: own,  # the specialist is the team
            self.service_manager: own | shared | others, self.general_manager: own | shared | others,
            self.stranger: abroad,
        }
        for user, profiles in expected.items():
            rows = self.env["relationship.visit.due"].with_user(user).with_context(
                allowed_company_ids=user.company_ids.ids).search([("profile_id", "in", everything.ids)])
            with self.subTest(user.login):
                self.assertEqual(rows.profile_id.sudo(), profiles)
        for user in (self.employee, self.finance):
            self.assertFalse(self.env["relationship.visit.due"].with_user(user).has_access("read"))

    def test_nobody_writes_it(self):
        row = self.due(self.customer(days=50, owner=self.specialist))
        for user in (self.specialist, self.administrator):
            for operation in ("write", "create", "unlink"):
                self.assertFalse(row.with_user(user).has_access(operation))

    def test_filters_of_the_screen(self):
        rows = {
            case: self.due(self.customer(*case))
            for case in ((30, 0, 31), (30, 0, 30), (30, 0, None), (0, 0, None))
        }
        Due = self.env["relationship.visit.due"].browse([row.id for row in rows.values()])

        def found(domain):
            return {case for case, row in rows.items() if row in Due.search([("id", "in", Due.ids), *domain])}

        self.assertEqual(found([("state", "=", "overdue")]), {(30, 0, 31)})
        self.assertEqual(found([("is_due", "=", True)]), {(30, 0, 31), (30, 0, 30)})
        self.assertEqual(found([("is_never", "=", True)]), {(30, 0, None), (0, 0, None)})
        self.assertEqual(found([("unvisited", "=", 1)]), {(30, 0, 31), (30, 0, None)})

    def test_queries(self):
        """A page of 80 costs what one of 8 costs, under 25 queries."""
        for number in range(80):
            self.customer(days=number, owner=self.specialist, name=f"Customer {number}")
        model = self.env["relationship.visit.due"].with_user(self.specialist)
        shown = {name: {} for name in ("interval", "last_visit_date", "due_date", "days_overdue", "state", "unvisited")}
        shown.update({name: {"fields": {"display_name": {}}} for name in ("partner_id", "tier_id", "user_id", "area_id")})

        def count(limit):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.assertEqual(len(model.web_search_read([], shown, limit=limit)["records"]), limit)
            return self.cr.sql_log_count - before

        count(1)
        few = count(8)
        self.assertEqual(count(80), few)
        self.assertLess(few, 25)
