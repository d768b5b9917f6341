"""The customers' screens in the browser, at a desk and on a phone."""

from dateutil.relativedelta import relativedelta

from odoo.tests import tagged

from odoo.addons.document_approval.tests.tour_common import PhoneMixin, TourCase

from .customer_common import CustomerMixin


class CustomerTourCase(CustomerMixin, TourCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_customers()
        cls.profile = cls.new_customer("Tour Works", owner=cls.specialist, phone="021-5955 0106")
        cls.env["relationship.no.visit"].create({"partner_id": cls.profile.partner_id.id, "weekday": "0", "hour_from": 9, "hour_to": 10.5})
        source = cls.env["relationship.purchase.source"].create({"name": "Tour", "company_id": cls.company.id})
        today = cls.company._relationship_today()
        cls.env.flush_all()
        for number, months, amount in ((1, 1, 6000), (2, 9, 60000), (3, 30, 9000)):
            cls.env.cr.execute(
                """INSERT INTO relationship_purchase (partner_id, company_id, source_id, date, amount, order_key, order_line)
                   VALUES (%s, %s, %s, %s, %s, %s, 1)""",
                [cls.profile.partner_id.id, cls.company.id, source.id, today - relativedelta(months=months), amount, f"T-{number}"])
        cls.env["relationship.profile"]._run_pass(cls.company)

    def tour(self, name, path, user):
        self.start_tour(path, name, login=user.login)

    def logged(self):
        return self.env["relationship.interaction"].search([("partner_id", "=", self.profile.partner_id.id)])


@tagged("post_install", "-at_install")
class TestCustomerDesk(CustomerTourCase):
    def test_customer_360(self):
        """Fallen sales and silence make high risk; the talk logged on the way brings it down again."""
        self.assertEqual(self.profile.churn_risk, "high")
        self.tour("customer_360_desk", "/odoo/customer-roster", self.specialist)
        talk = self.logged()
        self.assertEqual((talk.channel, talk.summary, talk.user_id), ("wechat", "Asked for a new quotation", self.specialist))
        self.assertEqual(self.profile.churn_risk, "low")

    def test_override(self):
        """The supervisor sets a label aside with a reason; the computed one stays beside it."""
        self.tour("customer_override", "/odoo/customer-roster", self.supervisor)
        override = self.env["relationship.profile.override"].search([("profile_id", "=", self.profile.id)])
        self.assertEqual((override.label, override.author_id, override.reason), ("churn_risk", self.supervisor, "Contract signed yesterday"))
        self.assertEqual((self.profile.churn_risk, self.profile.churn_risk_computed), ("low", "high"))

    def test_register(self):
        partner = self.env["res.partner"].create({"name": "New Works", "is_company": True})
        self.tour("customer_register", f"/odoo/res.partner/{partner.id}", self.specialist)
        profile = self.env["relationship.profile"].search([("partner_id", "=", partner.id)])
        self.assertEqual((profile.user_id, profile.company_id), (self.specialist, self.company))

    def test_sheet_from_the_list(self):
        self.tour("customer_sheet", "/odoo/customer-roster?view_type=list", self.specialist)
        sheet = self.env["relationship.customer.sheet"].search([("company_id", "=", self.company.id)])
        self.assertEqual(sheet.line_ids.profile_id, self.profile)

    def test_try_a_rule(self):
        """The administrator sees who would move, and nothing moves."""
        tier = self.profile.tier_id
        self.tour("classification_tryout", "/odoo/action-crm_relationship.relationship_tryout_action", self.administrator)
        self.assertEqual(self.profile.tier_id, tier)


@tagged("post_install", "-at_install")
class TestCustomerPhone(PhoneMixin, CustomerTourCase):
    def test_customer_360(self):
        """A call is logged in two taps."""
        self.tour("customer_360_phone", "/odoo/customer-roster", self.specialist)
        self.assertEqual((self.logged().channel, self.logged().user_id), ("call", self.specialist))
