from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .visit_common import VisitCase

ROLES = ('specialist', 'specialist2', 'supervisor', 'manager', 'gm', 'finance', 'keeper', 'office', 'deputy',
         'appadmin', 'employee')
ALWAYS = {'specialist', 'supervisor', 'manager', 'gm', 'appadmin'}
WRITERS = {'specialist', 'supervisor', 'manager', 'appadmin'}


@tagged('post_install', '-at_install')
class TestVisitAccess(VisitCase):
    """What each role may see and do (DESIGN.md 5)."""

    def test_read_matrix(self):
        """Role × visit: found by search, readable, and the lines and moves go with it."""
        employees = self.employees
        cases = {
            'plain': ({}, ALWAYS),
            'with costs': ({'expense_line_ids': self.costs(meals=10)}, ALWAYS | {'finance'}),
            'accompanied': ({'companion_ids': [Command.link(employees['specialist2'].id)]}, ALWAYS | {'specialist2'}),
            # an employee without our roles goes along: the calendar is enough
            'with a colleague': ({'companion_ids': [Command.link(employees['employee'].id)]}, ALWAYS),
        }
        for name, (values, readers) in cases.items():
            visit = self.plan(**values)
            visit.write({'date_start': self.at(3)})
            for role in ROLES:
                with self.subTest(f"{role}: {name}"):
                    expected = role in readers
                    mine = self.model(role, 'relationship.visit').browse(visit.id)
                    self.assertEqual(mine.has_access('read'), expected)
                    self.assertEqual(bool(mine.search([('id', '=', visit.id)])), expected)
                    for lines in (visit.expense_line_ids, visit.move_ids):
                        rows = lines.with_user(self.users[role])
                        self.assertEqual(rows.search([('id', 'in', lines.ids)]).ids, lines.ids if expected else [])

    def test_shared_customer(self):
        """Who owns or shares the customer sees every visit there, and writes none of others."""
        visit = self.plan('supervisor')
        mine = self.model('specialist', 'relationship.visit').browse(visit.id)
        self.assertTrue(mine.has_access('read'))
        self.assertFalse(mine.has_access('write'))
        theirs = self.model('specialist2', 'relationship.visit').browse(visit.id)
        self.assertFalse(theirs.has_access('read'))
        self.profile.shared_user_ids = self.users['specialist2']
        self.env.invalidate_all()
        self.assertTrue(theirs.has_access('read'))
        self.assertFalse(theirs.has_access('write'))

    def test_write_matrix(self):
        """Role × action on a specialist's visit."""
        def acts(visit):
            return {
                'write': lambda: visit.write({'subject': "改"}),
                'move': lambda: visit._visit_reschedule(self.at(4), "改期"),
                'confirm': visit.action_confirm,
                'reschedule dialog': visit.action_reschedule,
                'lines': lambda: visit.expense_line_ids.write({'actual_amount': 1}),
                'add line': lambda: visit.env['relationship.visit.expense'].create(
                    {'visit_id': visit.id, 'item_id': self.gifts.id}),
                'submit': visit.action_approval_submit,
                'cancel': lambda: visit._approval_do_cancel("停产"),
            }
        for role in ROLES:
            for name in acts(self.model(role, 'relationship.visit')):
                visit = self.plan(expense_line_ids=self.costs(meals=10))
                act = acts(self.model(role, 'relationship.visit').browse(visit.id))[name]
                with self.subTest(f"{role}: {name}"):
                    if role in WRITERS:
                        act()
                    else:
                        with self.assertRaises(AccessError), self.cr.savepoint():
                            act()
                self.env.invalidate_all()

    def test_create_matrix(self):
        """Role × whose customer × for whom; one that nobody looks after becomes the first visitor's."""
        own, others, nobodys = self.customer, self.customer2, self.customer3
        for role, partner, visitor, allowed in (
                ('specialist', own, 'specialist', True), ('specialist', others, 'specialist', False),
                ('specialist', own, 'specialist2', False), ('supervisor', own, 'specialist', True),
                ('supervisor', own, 'supervisor', True), ('supervisor', others, 'supervisor', False),
                ('manager', others, 'specialist', True), ('appadmin', own, 'appadmin', True),
                ('gm', own, 'gm', False), ('finance', own, 'finance', False), ('employee', own, 'employee', False),
                ('specialist', nobodys, 'specialist', True)):
            with self.subTest(role=role, partner=partner.name, visitor=visitor):
                values = {'partner_id': partner.id, 'user_id': self.users[visitor].id}
                if allowed:
                    visit = self.plan(role, **values)
                    self.assertEqual(visit.sudo().profile_id.partner_id, partner)
                else:
                    with self.assertRaises(UserError), self.cr.savepoint():
                        self.plan(role, **values)
        self.assertEqual(visit.profile_id.user_id, self.users['specialist'])
        with self.assertRaises(UserError), self.cr.savepoint():
            self.plan('specialist2', partner_id=nobodys.id)

    def test_customer_by_write(self):
        """What may not be planned may not be written either."""
        visit = self.plan()
        with self.assertRaisesRegex(UserError, "is a customer of"), self.cr.savepoint():
            visit.write({'partner_id': self.customer2.id})

    def test_task_opens(self):
        """A task with somebody else's customer is reason enough."""
        self.customer2.activity_schedule(
            'mail.mail_activity_data_call', user_id=self.users['specialist'].id, summary="协助处理问题")
        self.assertTrue(self.plan(partner_id=self.customer2.id))

    def test_signer_reads(self):
        """The general manager's deputy for a day: whoever is asked for a signature reads the visit."""
        visit = self.plan('specialist2', partner_id=self.customer2.id, expense_line_ids=self.costs(meals=10))
        lead = self.users['supervisor']
        self.assertFalse(self.model('supervisor', 'relationship.visit').browse(visit.id).has_access('read'))
        visit.action_approval_submit()
        self.assertIn(lead, visit.approval_reader_ids)
        self.assertTrue(self.model('supervisor', 'relationship.visit').browse(visit.id).has_access('read'))

    def test_event_is_private(self):
        """Colleagues see that somebody is busy and nothing more."""
        visit = self.plan(place="苏州工厂", companion_ids=[Command.link(self.employees['supervisor'].id)])
        for role, seen in (('specialist', True), ('supervisor', True), ('specialist2', False), ('manager', False)):
            self.env.invalidate_all()  # Odoo keeps the name for whoever read it first
            event = self.event_of(visit, role)
            self.assertEqual(self.customer.name in event.display_name, seen, role)
            self.assertEqual(bool(event.read(['location'])[0]['location']), seen, role)

    def test_counts(self):
        """The customer's button counts what the reader sees."""
        self.plan()
        for role, count in (('specialist', 1), ('specialist2', 0), ('manager', 1), ('finance', 0)):
            self.assertEqual(self.customer.with_user(self.users[role]).with_company(self.company).visit_count, count)


@tagged('post_install', '-at_install')
class TestVisitCompany(VisitCase):
    """Two companies keep apart."""

    def test_other_company(self):
        other = self.env['res.company'].create({'name': "苏州子公司（测试）", 'currency_id': self.env.ref('base.CNY').id})
        boss = new_test_user(
            self.env, login='v_boss', groups='crm_relationship.group_service_manager', company_id=other.id,
            company_ids=[Command.set(other.ids)])
        visit = self.plan(expense_line_ids=self.costs(meals=10))
        visit.write({'date_start': self.at(3)})
        for name, records in (('relationship.visit', visit), ('relationship.visit.move', visit.move_ids),
                              ('relationship.visit.expense', visit.expense_line_ids)):
            model = self.env[name].with_user(boss)
            self.assertFalse(model.search([('id', 'in', records.ids)]), name)
            self.assertFalse(model.browse(records.ids).has_access('read'), name)
        for values in ({'user_id': self.users['specialist'].id}, {'companion_ids': [Command.link(self.employees['specialist'].id)]},
                       {'company_id': self.company.id}):
            with self.subTest(values), self.assertRaises(UserError), self.cr.savepoint():
                self.env['relationship.visit'].with_user(boss).create(
                    {'partner_id': self.customer3.id, 'date_start': self.at(), 'user_id': boss.id, 'company_id': other.id, **values})

    def test_overlap_across_companies(self):
        """A person is one person in both companies; the other company's visit is told by number and time."""
        other = self.env['res.company'].create({'name': "苏州子公司（测试）", 'currency_id': self.env.ref('base.CNY').id})
        user = self.users['manager']
        user.company_ids += other
        first = self.plan('manager')
        second = self.env['relationship.visit'].with_user(user).with_company(other).create(
            {'partner_id': self.customer3.id, 'date_start': self.at(), 'company_id': other.id})
        self.assertTrue(second.has_overlap)
        self.assertIn(first.name, second.overlap_warning)

    def test_foreign_customer(self):
        """A customer of another company, or an archived one, is not visited."""
        other = self.env['res.company'].create({'name': "苏州子公司（测试）", 'currency_id': self.env.ref('base.CNY').id})
        foreign = self.env['res.partner'].create({'name': "外部", 'is_company': True, 'company_id': other.id})
        gone = self.env['res.partner'].create({'name': "旧客户", 'is_company': True, 'active': False})
        for partner in (foreign, gone):
            with self.subTest(partner.name), self.assertRaises(UserError), self.cr.savepoint():
                self.plan('manager', partner_id=partner.id)
