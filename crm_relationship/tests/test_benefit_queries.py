from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .benefit_common import BenefitCase


@tagged('post_install', '-at_install')
class TestBenefitQueries(BenefitCase):
    """What is left costs a few queries, however many guests, rows and requests there are."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['relationship.benefit.cap'].with_context(active_test=False).search([]).active = True
        cls.guests = cls.env['res.partner'].create([
            {'name': f"客人{number}", 'parent_id': cls.customer.id} for number in range(20)])

    def count(self, function):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        function()
        self.env.flush_all()
        return self.cr.sql_log_count - before

    def test_form_with_twenty_guests(self):
        """The table of twenty guests costs what that of two costs."""
        few, many = self.dinner(*self.guests[:2]), self.dinner(*self.guests)
        few.benefit_left_html  # noqa: B018 (fills the caches of the registry)
        two = self.count(lambda: few.benefit_left_html)
        self.assertLessEqual(self.count(lambda: many.benefit_left_html), two)
        self.assertLess(two, 25)
        self.assertEqual(str(many.benefit_left_html).count("客人"), 40, "two caps for each guest")

    def test_submission(self):
        """Checking ten requests costs as many queries as checking two."""
        self.company.relationship_split_days = 7
        batch = self.env['relationship.hospitality'].concat(*(
            self.dinner(*self.guests[:5], date_start=fields.Datetime.now() + timedelta(days=6 + day)) for day in range(12)))

        def check(documents):
            documents._approval_check_submit()
            documents._approval_related()
            documents._approval_extra_steps()

        check(batch[:1])
        two = self.count(lambda: check(batch[:2]))
        self.assertLessEqual(self.count(lambda: check(batch[2:])), two + 2)

    def test_ledger(self):
        """80 rows of the list cost what 8 cost."""
        requests = self.env['relationship.gift.request'].concat(*(
            self.gift(*((guest, 1) for guest in self.guests)) for _n in range(4)))
        requests.action_approval_submit()
        names = {name: {} for name in ('date', 'kind', 'name', 'amount', 'state', 'currency_id', 'is_over_cap')}
        for name in ('recipient_id', 'commercial_partner_id', 'user_id'):
            names[name] = {'fields': {'display_name': {}}}
        for role in ('specialist', 'supervisor', 'manager', 'finance'):
            ledger = self.model(role, 'relationship.benefit')
            ledger.web_search_read([], names, limit=1)
            few = self.count(lambda ledger=ledger: ledger.web_search_read([], names, limit=8))
            many = self.count(lambda ledger=ledger: ledger.web_search_read([], names, limit=80))
            with self.subTest(role):
                self.assertEqual(few, many)
                self.assertLess(many, 25)

    def test_partners(self):
        """The smart button of many cards: two queries."""
        self.gift((self.contact, 1)).action_approval_submit()
        partners = self.guests.with_user(self.users['manager'])
        one = self.count(lambda: partners[:1].mapped('relationship_benefit_count'))
        self.assertLessEqual(self.count(lambda: partners.mapped('relationship_benefit_count')), one)

    def test_guests_are_contacts(self):
        request = self.apply(guest_ids=[Command.create({'partner_id': guest.id}) for guest in self.guests])
        self.assertEqual(len(request._benefit_shares()), 20)
