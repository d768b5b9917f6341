"""Contacts that are merged: each company keeps one profile of the customer, and nothing that was written is lost."""

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.document_approval.models.approval_sealed import SEAL

from .key_common import KeyCase


@tagged('post_install', '-at_install')
class TestCustomerMerge(KeyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.abroad = cls.make_company("Abroad", 'EUR')
        cls.env.user.company_ids += cls.abroad
        cls.one = cls.new_customer("One")
        cls.two = cls.new_customer("Two", owner='specialist2')

    def merge(self, kept, *gone, user=None):
        """Merge the contacts of the profiles ``gone`` into that of ``kept``."""
        wizard = self.env['base.partner.merge.automatic.wizard']
        if user:
            wizard = wizard.with_user(user).with_context(allowed_company_ids=user.company_ids.ids)
        target = wizard.env['res.partner'].browse(kept.partner_id.id)
        wizard._merge([target.id, *(profile.partner_id.id for profile in gone)], target)
        self.env.invalidate_all()

    def change(self, profile):
        return self.env['relationship.profile.change']._sealed_create([{
            'profile_id': profile.id, 'company_id': profile.company_id.id, 'label': 'churn_risk', 'from_value': 'low',
            'to_value': 'high', 'date': '2026-02-01 08:00:00'}], SEAL)

    def override(self, profile, label, value):
        return self.env['relationship.profile.override'].create({
            'profile_id': profile.id, 'label': label, label: value, 'reason': "谈判中", 'date_until': '2026-12-31'})

    def test_other_companies_keep_theirs(self):
        """The target is unknown in the other company: its profile moves, with owner, demand, override, history and shares."""
        there = self.new_customer("There", owner=None, company=self.abroad)
        stranger, colleague = (self.make_user(login, 'specialist', self.abroad) for login in ('there', 'beside'))
        here = self.env['relationship.profile']._for_partners(there.partner_id, self.company)
        there.write({'user_id': stranger.id, 'shared_user_ids': [Command.link(colleague.id)], 'annual_demand': 500})
        override = self.override(there, 'churn_risk', 'high')
        changes = there.change_ids | self.change(there)
        self.merge(self.one, here)
        self.assertEqual(there.exists(), there)
        self.assertEqual((there.partner_id, there.user_id, there.annual_demand), (self.one.partner_id, stranger, 500))
        self.assertEqual((there.change_ids, there.active_override_ids, there.shared_user_ids), (changes, override, colleague))
        self.assertFalse(here.exists())
        self.assertEqual(self.one.user_id, self.users['specialist'])

    def test_what_hangs_on_both(self):
        """History, ended overrides, tags, sheets, shares and tasks of both are the kept one's; its own labels hold."""
        tag, both = self.env['res.partner.category'].create([{'name': "Tag"}, {'name': "Both"}])
        self.env['relationship.profile.tag'].create([
            {'profile_id': profile.id, 'category_id': category.id}
            for profile, category in ((self.one, both), (self.two, both), (self.two, tag))])
        mine, hers = self.override(self.one, 'churn_risk', 'low'), self.override(self.two, 'churn_risk', 'high')
        level = self.override(self.two, 'activity_level', 'high')
        changes = (self.one | self.two).change_ids | self.change(self.one) | self.change(self.two)
        self.two.write({'shared_user_ids': [Command.set((self.users['gm'] | self.users['supervisor']).ids)], 'annual_demand': 900})
        self.one.shared_user_ids = self.users['gm']
        self.one.user_id = False
        self.two.partner_id.activity_schedule('mail.mail_activity_data_call', user_id=self.users['specialist'].id)
        sheet = self.env['relationship.customer.sheet'].create({'kind': 'roster', 'company_id': self.company.id})
        sheet.action_fill()
        lines = sheet.line_ids
        self.merge(self.one, self.two)
        self.assertFalse(self.two.exists())
        self.assertEqual(lines.exists().profile_id, self.one)
        tags = self.one.tag_line_ids.filtered(lambda line: line.category_id in tag | both)
        self.assertEqual(tags.category_id, tag | both)
        self.assertEqual(len(tags), 2)
        self.assertEqual(self.one.change_ids & changes, changes)
        self.assertEqual(self.one.override_ids, mine | hers | level)
        self.assertEqual(self.one.active_override_ids, mine | level)
        self.assertTrue(hers.ended_at)
        self.assertEqual(self.one.shared_user_ids, self.users['gm'] | self.users['supervisor'])
        self.assertEqual((self.one.user_id, self.one.annual_demand), (self.users['specialist2'], 900))
        self.assertTrue(self.as_role(self.one, 'specialist').is_my_task)

    def test_documents(self):
        """Key account plans and countermeasure sheets keep their rows, also where both customers are on one."""
        for profile, amount in ((self.one, 30000), (self.two, 20000)):
            self.buy(profile.partner_id, ('2024-05-01', 20000), ('2025-05-01', amount, 100))
        plan = self.model('supervisor', 'relationship.key.account').create({})
        plan.action_compute()
        plan.sales_ranking_ids.action_choose()
        plan.customer_ids.measure_ids = [Command.create({
            'name': "走访", 'user_id': self.users['specialist'].id, 'date_deadline': '2026-05-31'})]
        self.sign(plan, 'manager', 'gm')
        rankings, customers, targets = plan.ranking_ids, plan.customer_ids, plan.customer_ids.target_ids
        self.assertEqual(customers.profile_id, self.one | self.two)
        shared, own = self.signed_sheet(self.one, self.two), self.signed_sheet(self.two)
        lines = shared.line_ids | own.line_ids
        partner = self.one.partner_id
        self.merge(self.one, self.two)
        for rows in (rankings, customers, targets, lines):
            self.assertEqual(rows.exists(), rows)
            self.assertEqual(rows.profile_id, self.one)
        for rows in (customers, lines):
            self.assertEqual(rows.partner_id, partner)
        self.assertEqual(sorted(lines.mapped(lambda line: line.merged_name or "")), ["", "", "Two"])
        self.assertEqual(sorted(customers.mapped(lambda customer: customer.merged_name or "")), ["", "Two"])
        self.assertEqual(own.line_ids.merged_name, False)
        requests = (shared | own).sudo().approval_request_id | plan.sudo().approval_request_id
        self.assertEqual(set(requests.mapped('state')), {'approved'})
        self.assertFalse(requests._verify(), "what was signed stands")
        self.assertEqual(set(lines.mapped('strategy')), {"总监走访，提出挽留方案"})

    def test_three(self):
        """Two into a contact that is no customer yet: the one that is left moves."""
        new = self.new_partner("New")
        wizard = self.env['base.partner.merge.automatic.wizard']
        wizard._merge((new | self.one.partner_id | self.two.partner_id).ids, new)
        self.env.invalidate_all()
        left = self.env['relationship.profile'].search([('partner_id', '=', new.id)])
        self.assertEqual(len(left), 1)
        self.assertEqual((self.one | self.two).exists(), left)

    def test_whoever_may_change_both(self):
        """Merging a colleague's customer into one's own would hand it over."""
        for kept, gone in ((self.one, self.two), (self.two, self.one)):
            (self.one | self.two).partner_id.email = "same@example.com"
            with self.subTest(kept.display_name), self.assertRaisesRegex(AccessError, "Two"), self.cr.savepoint():
                self.merge(kept, gone, user=self.users['specialist'])
        self.merge(self.one, self.two, user=self.users['manager'])
        self.assertEqual((self.one | self.two).exists(), self.one)
