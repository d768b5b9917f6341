"""The customers' screens: what they show, how they are searched, and how many queries that takes."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo.tests import tagged

from .customer_common import CustomerCase

LABELS = {"churn_risk": "high", "activity_level": "medium", "abc_class": "b", "growth_potential": "low"}


@tagged("post_install", "-at_install")
class TestCustomerScreens(CustomerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.profile = cls.new_customer("Screen Works", owner=cls.specialist, city="Suzhou")

    def found(self, domain):
        return self.env["relationship.profile"].search([("company_id", "=", self.company.id), *domain])

    def filter_domain(self, name):
        """The domain of a filter as the search view writes it."""
        from lxml import etree  # noqa: PLC0415

        from odoo.tools.safe_eval import safe_eval  # noqa: PLC0415
        arch = self.env["relationship.profile"].get_view(view_type="search")["arch"]
        node = etree.fromstring(arch).find(f".//filter[@name='{name}']")
        return safe_eval(node.get("domain"), {"uid": self.specialist.id})

    def test_filters_at_their_bounds(self):
        """A month of silence, risk, falling purchases, owners: just inside, just outside."""
        strategic = self.env.ref("crm_relationship.tier_strategic")
        month_ago = self.today - relativedelta(months=1)
        other = self.new_customer("Other Works")
        for name, inside, outside in (
            ("strategic_silent", {"tier_id": strategic.id, "last_interaction_date": month_ago - timedelta(days=1)},
             {"tier_id": strategic.id, "last_interaction_date": month_ago}),
            ("strategic_silent", {"tier_id": strategic.id, "last_interaction_date": None},
             {"tier_id": None, "last_interaction_date": None}),
            ("silent", {"last_interaction_date": None}, {"last_interaction_date": self.today}),
            ("high_risk", {"churn_risk": "high"}, {"churn_risk": "medium"}),
            ("purchases_fell", {"has_growth": True, "growth": -0.01}, {"has_growth": True, "growth": 0.0}),
            ("purchases_fell", {"has_growth": True, "growth": -0.01}, {"has_growth": False, "growth": None}),
            ("complaint", {"last_complaint_date": month_ago}, {"last_complaint_date": month_ago - timedelta(days=1)}),
            ("not_bought", {"has_purchase": False}, {"has_purchase": True}),
        ):
            with self.subTest(name=name, inside=inside):
                self.write_labels(self.profile, **inside)
                self.write_labels(other, **outside)
                self.assertEqual(self.found(self.filter_domain(name)), self.profile)
        for name, expected in (("mine", self.profile), ("no_owner", other)):
            with self.subTest(name):
                self.assertEqual(self.found(self.filter_domain(name)), expected)
        other.shared_user_ids = self.specialist
        self.assertEqual(self.found(self.filter_domain("mine")), self.profile | other)

    def test_every_filter_and_group_works(self):
        """No filter and no group of the search view ends in an error."""
        from lxml import etree  # noqa: PLC0415

        from odoo.tools.safe_eval import safe_eval  # noqa: PLC0415
        profiles = self.env["relationship.profile"].with_user(self.specialist)
        arch = etree.fromstring(profiles.get_view(view_type="search")["arch"])
        for node in arch.iter("filter"):
            with self.subTest(node.get("name")):
                if node.get("domain"):
                    profiles.search_count(safe_eval(node.get("domain"), {"uid": self.specialist.id}))
                else:
                    group = safe_eval(node.get("context"))["group_by"]
                    profiles.formatted_read_group([], [group], ["amount_12m:sum", "__count"])
        for node in arch.iter("field"):
            with self.subTest(node.get("name")):
                domain = node.get("filter_domain")
                if domain:
                    profiles.search_count(safe_eval(domain, {"self": "x"}))
                else:
                    operator = "=" if profiles._fields[node.get("name")].type == "selection" else "ilike"
                    value = "high" if operator == "=" else "x"
                    if node.get("name") != "need_orientation":
                        profiles.search_count([(node.get("name"), operator, value)])

    def test_next_step(self):
        """The earliest open activity with the customer or its people, and how pressing it is."""
        person = self.new_person(self.profile)
        for days, state in ((3, "planned"), (0, "today"), (-2, "overdue")):
            person.activity_schedule(
                "mail.mail_activity_data_call", summary=f"In {days}", user_id=self.specialist.id,
                date_deadline=self.today + timedelta(days=days))
            self.profile.invalidate_recordset()
            with self.subTest(days=days):
                profile = self.profile_as(self.profile, self.specialist)
                self.assertEqual((profile.next_step, profile.next_step_state), (f"In {days}", state))
        person.activity_ids.action_done()
        self.profile.invalidate_recordset()
        self.assertFalse(self.profile.next_step_date)

    def test_every_role_opens_every_view(self):
        """All views of a customer, and what they show, for all who may read customers."""
        for user in (self.specialist, self.supervisor, self.service_manager, self.administrator, self.general_manager):
            profile = self.profile_as(self.profile, user)
            views = profile.get_views([(False, kind) for kind in ("kanban", "list", "form", "pivot", "graph", "search")])
            with self.subTest(user.login):
                names = {name: {} for name in views["models"]["relationship.profile"]["fields"] if name in self.shown(profile, "form")}
                record = profile.web_read(names)[0]
                self.assertEqual(record["number"], self.profile.number)
                self.assertEqual("birthday_soon" in record, user != self.general_manager)

    # ------------------------------------------------------------------
    # Trend
    # ------------------------------------------------------------------

    def purchase(self, profile, day, amount):
        """A purchase as an import writes it."""
        source = self.env["relationship.purchase.source"].search([("company_id", "=", profile.company_id.id)], limit=1) or \
            self.env["relationship.purchase.source"].create({"name": "Test", "company_id": profile.company_id.id})
        self.env.cr.execute(
            """INSERT INTO relationship_purchase (partner_id, company_id, source_id, date, amount, order_key, order_line)
               SELECT %s, %s, %s, %s, %s, 'T' || COUNT(*), 1 FROM relationship_purchase""",
            [profile.partner_id.id, profile.company_id.id, source.id, day, amount])
        profile.invalidate_recordset()

    def test_trend_months(self):
        """Twelve months, this one last; the month before the first is out; refunds pull down; other customers are out."""
        profile = self.new_customer("Trend Works")
        this_month = self.company._relationship_today().replace(day=1)
        first = this_month - relativedelta(months=11)
        for customer, day, amount in (
            (profile, this_month, 100), (profile, this_month, -30), (profile, first, 5), (profile, first - timedelta(days=1), 7777),
            (self.profile, this_month, 9999),
        ):
            self.purchase(customer, day, amount)
        sales = profile._monthly_sales(self.company, first)[profile.partner_id.id]
        self.assertEqual(sales, {this_month: 70.0, first: 5.0})
        chart = profile.trend_chart
        self.assertEqual(chart.count("<rect"), 12)
        self.assertIn("70.00", chart)
        self.assertNotIn("7,777", chart)
        self.assertNotIn("9,999", chart)
        self.assertFalse(self.new_customer("No Sales").trend_chart)

    def test_trend_is_refused_with_the_customer(self):
        from odoo.exceptions import AccessError  # noqa: PLC0415
        with self.assertRaises(AccessError):
            self.profile.with_user(self.colleague)._monthly_sales(self.company, self.today)

    # ------------------------------------------------------------------
    # Contacts
    # ------------------------------------------------------------------

    def test_labels_on_contacts(self):
        """The customer and its people show the current company's labels, and are found by them."""
        self.write_labels(self.profile, **LABELS)
        person = self.new_person(self.profile)
        here = self.env["res.partner"].with_user(self.specialist).with_context(allowed_company_ids=self.company.ids)
        for contact in (self.profile.partner_id, person):
            contact = here.browse(contact.id)
            self.assertEqual(contact.relationship_churn_risk, "high")
            self.assertEqual((contact.relationship_abc_class, contact.relationship_growth_potential), ("b", "low"))
            self.assertEqual(contact.relationship_owner_id, self.specialist)
        found = here.search([("relationship_churn_risk", "=", "high"), ("relationship_activity_level", "in", ["medium", "high"])])
        self.assertEqual(found, here.browse([self.profile.partner_id.id, person.id]) & found)
        self.assertEqual(len(found), 2)
        self.assertEqual(here.search([("relationship_abc_class", "=", "b"), ("relationship_growth_potential", "=", "low")]), found)
        self.assertFalse(here.search([("relationship_abc_class", "=", "a")]) & found)
        self.assertEqual(here.search([("relationship_owner_id", "ilike", "speciali"), ("is_company", "=", True)]), self.profile.partner_id)

    def test_other_companys_labels(self):
        """The same contact is a customer of two companies, each with its own labels."""
        partner = self.profile.partner_id
        abroad = self.env["relationship.profile"]._for_partners(partner, self.other_company)
        self.write_labels(self.profile, churn_risk="high")
        self.write_labels(abroad, churn_risk="low")
        self.assertEqual(partner.with_company(self.company).relationship_churn_risk, "high")
        both = partner.with_context(allowed_company_ids=(self.other_company | self.company).ids)
        self.assertEqual(both.relationship_churn_risk, "low")
        self.assertTrue(both.search_count([("id", "=", partner.id), ("relationship_churn_risk", "=", "low")]))
        self.assertFalse(both.search_count([("id", "=", partner.id), ("relationship_churn_risk", "=", "high")]))

    # ------------------------------------------------------------------
    # Budgets
    # ------------------------------------------------------------------

    def page_queries(self, view_type, count):
        """Queries the page of ``count`` customers takes the specialist, as the client asks for it."""
        profiles = self.env["relationship.profile"].with_user(self.specialist).with_context(allowed_company_ids=self.company.ids)
        arch = profiles.get_views([(False, view_type)])["models"]["relationship.profile"]["fields"]
        specification = {
            name: {"fields": {"display_name": {}}} if field.get("type") in ("many2one", "many2many") else {}
            for name, field in arch.items() if name not in ("change_ids", "override_ids", "interaction_ids", "avatar_128")
            and name in self.shown(profiles, view_type)
        }
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        page = profiles.web_search_read([("user_id", "=", self.specialist.id)], specification, limit=count)
        self.assertEqual(len(page["records"]), count)
        return self.env.cr.sql_log_count - before

    def shown(self, profiles, view_type):
        from lxml import etree  # noqa: PLC0415
        return {node.get("name") for node in etree.fromstring(profiles.get_view(view_type=view_type)["arch"]).iter("field")}

    def test_pages_stay_within_their_budget(self):
        """80 rows take fewer than 28 queries, and 8 as many."""
        partners = self.env["res.partner"].create([
            {"name": f"Row {index}", "is_company": True, "user_id": self.specialist.id, "child_ids": [(0, 0, {"name": "Person"})]}
            for index in range(80)])
        self.env["relationship.profile"]._for_partners(partners, self.company)
        self.env["relationship.no.visit"].create([{"partner_id": partner.id, "weekday": "0"} for partner in partners])
        for partner in partners:
            partner.activity_schedule("mail.mail_activity_data_call", user_id=self.specialist.id)
        tag = self.env["res.partner.category"].create({"name": "Tagged"})
        self.env["relationship.profile"].search([("partner_id", "in", partners.ids)]).tag_ids = tag
        for view_type in ("list", "kanban"):
            self.page_queries(view_type, 80)  # fill the caches of access rights and settings
            few, many = self.page_queries(view_type, 8), self.page_queries(view_type, 80)
            with self.subTest(view_type, few=few, many=many):
                self.assertLess(many, 28)
                self.assertEqual(many, few)

    def test_tags_by_dimension(self):
        """A tag takes its dimension's colour unless it has one."""
        tags = self.env["res.partner.category"].create([
            {"name": "S", "relationship_dimension": "static"}, {"name": "B", "relationship_dimension": "behaviour"},
            {"name": "V", "relationship_dimension": "value"}, {"name": "Own", "relationship_dimension": "value", "color": 7},
        ])
        self.assertEqual(tags.mapped("color"), [4, 2, 10, 7])
