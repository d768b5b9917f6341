from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.document_approval.models.approval_sealed import SEAL

from .gift_plan_common import GiftPlanCase


@tagged('post_install', '-at_install')
class TestGiftPlanAccess(GiftPlanCase):
    """Role × action on plan, lines, customers left out and rules; sealed fields; two companies."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.abroad = cls.env['res.company'].create({'name': "Abroad Works"})
        cls.users['stranger'] = new_test_user(
            cls.env, login='h_stranger', groups='crm_relationship.group_service_manager,crm_relationship.group_general_manager',
            company_id=cls.abroad.id, company_ids=[Command.set(cls.abroad.ids)])

    def setUp(self):
        super().setUp()
        self.profile = self.known('core', 100, "甲")
        self.known('core', 50, "乙", people=0)
        self.own = self.plan(budget=1000)
        self.own.action_propose()

    def check(self, records, **rights):
        """``read='specialist gm', write='…'``: exactly these roles have the right, by access and by search."""
        for role, user in self.users.items():
            company = self.abroad if role == 'stranger' else self.company
            seen = records.with_user(user).with_context(allowed_company_ids=company.ids)
            for operation, roles in rights.items():
                with self.subTest(model=records._name, operation=operation, role=role):
                    self.assertEqual(seen.has_access(operation), role in roles.split())
            if seen.browse().has_access('read'):
                with self.subTest(model=records._name, search=role):
                    self.assertEqual(bool(seen.search_count([('id', 'in', records.ids)])), role in rights['read'].split())

    def test_draft(self):
        readers = 'specialist supervisor manager gm appadmin'
        self.check(self.own, read=readers, write='specialist', unlink='specialist')
        self.check(self.own.line_ids, read=readers, write='specialist', unlink='specialist')
        self.check(self.own.left_out_ids, read=readers, write='', unlink='')

    def test_approved(self):
        """Gift keeper and finance read what is approved; writing is locked by the approval, not by access."""
        self.approve(self.own)
        readers = 'specialist supervisor manager gm appadmin keeper finance'
        self.check(self.own, read=readers, write='specialist')
        self.check(self.own.line_ids, read=readers, write='specialist')

    def test_rules(self):
        rule = self.env.ref('crm_relationship.gift_rule_core')
        self.check(rule, read='specialist specialist2 supervisor manager appadmin stranger', write='appadmin', unlink='appadmin')
        own = rule.copy({'company_id': self.company.id})
        self.check(own, read='specialist specialist2 supervisor manager appadmin', write='appadmin')
        for values, message in (
                ({'value': -1}, "cannot be negative"), ({'value': float('inf')}, "enter a number"), ({'quantity': 0}, "more than zero"),
                ({'product_id': self.machine.id}, "gift catalogue")):
            with self.subTest(values), self.assertRaisesRegex(ValidationError, message):
                own.with_user(self.users['appadmin']).write(values)

    def test_sealed(self):
        """State, totals, what was proposed and the request of a line are nobody's to write."""
        plan, line = self.own, self.own.line_ids
        request = self.given(self.profile, '2026-03-01')
        for values in ({'approval_state': 'approved'}, {'name': 'LJ1'}, {'amount_total': 1}, {'line_count': 9}):
            with self.subTest(values), self.assertRaises(UserError):
                plan.write(values)
            with self.subTest(values), self.assertRaises(UserError):
                self.plan(**values)
        for values in ({'is_proposed': True}, {'request_line_id': request.line_ids.id}):
            with self.subTest(values), self.assertRaises(UserError):
                line.write(values)
            with self.subTest(values), self.assertRaises(UserError):
                self.with_lines(self.line(self.profile, **values))
        copy = plan.with_context(default_request_line_id=request.line_ids.id, default_approval_state='approved').copy()
        self.assertFalse(copy.line_ids.request_line_id)
        self.assertEqual(copy.approval_state, 'draft')
        with self.assertRaises(UserError):
            self.own.left_out_ids.sudo().write({'reason': 'budget'})

    def test_official(self):
        """A signer who may not see the mark of officials does not learn it from who is left out."""
        Mark = self.env['res.partner']._fields['relationship_official']
        plan = self.own
        plan.action_approval_submit()
        reader = self.users['employee']
        plan.sudo().approval_request_id.task_ids[:1]._sealed_write({'user_id': reader.id}, SEAL)
        for role, user in (('specialist', self.users['specialist']), ('employee', reader)):
            rows = plan.left_out_ids.with_user(user).with_context(allowed_company_ids=self.company.ids)
            rows.invalidate_recordset()
            plan.invalidate_recordset()
            allowed = self.env['res.partner'].with_user(user)._has_field_access(Mark, 'read')
            self.assertEqual(allowed, role == 'specialist')
            self.assertTrue(rows.read(['partner_id'])[0]['partner_id'])
            form = plan.with_user(user).get_view(view_type='form')['arch']
            self.assertEqual('name="reason"' in form, allowed)
            if not allowed:
                with self.assertRaises(AccessError):
                    rows.read(['reason'])
                with self.assertRaises(AccessError):
                    rows.search([('reason', '=', 'official')])

    def test_fuzz(self):
        """Odd arguments end in a message, not in a traceback."""
        plan = self.own
        for values, error in (
                ({'occasion': 'nonsense'}, ValueError), ({'budget': "1e999"}, ValidationError), ({'date_from': "never"}, ValueError),
                ({'title': "\x00"}, ValidationError), ({'purpose': "x" * 999}, ValidationError),
                ({'line_ids': [Command.create({'partner_id': self.customer.id, 'quantity': float('nan')})]}, ValidationError)):
            with self.subTest(str(values)[:40]), self.assertRaises(error):
                plan.write(values)
        empty = plan.browse()
        self.assertEqual(empty.action_propose()['tag'], 'display_notification')
        empty.action_clear_proposed()
        with self.assertRaises(UserError):
            empty.action_make_requests()
        with self.assertRaises(AccessError):
            plan.line_ids.with_user(self.users['employee']).action_make_requests()

    def test_team(self):
        """A supervisor plans for the team; a plan of the other department's specialist is none of it."""
        two = self.users['specialist2']
        plan = self.plan('supervisor', user_id=two.id)
        self.assertEqual(plan.department_id, self.sales)
        self.check(plan, read='specialist2 supervisor manager gm appadmin', write='specialist2 supervisor')
