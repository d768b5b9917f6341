from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .plan_common import MONDAY, PlanCase


@tagged('post_install', '-at_install')
class TestPlanAccess(PlanCase):
    """Role × action, sealed fields, input nobody should get through, two companies."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.employees['specialist2'].department_id = cls.sales
        other = cls.env['res.company'].create({'name': "别的公司"})
        cls.stranger = new_test_user(
            cls.env, login='p_stranger', groups='crm_relationship.group_service_manager', company_id=other.id,
            company_ids=[Command.set(other.ids)])
        cls.users['stranger'] = cls.stranger

    def setUp(self):
        super().setUp()
        self.own = self.make_lines(self.line())

    def seen_by(self, role, record):
        """The record as ``role`` meets it in his or her own company."""
        user = self.users[role]
        return record.with_user(user).with_context(allowed_company_ids=user.company_ids.ids)

    def can(self, role, action, record):
        """True when ``role`` may do ``action``."""
        return self.seen_by(role, record).has_access(action)

    def test_matrix(self):
        """Who reads, writes and deletes a draft of the specialist, its lines and what was not placed."""
        self.own.with_user(self.specialist).action_propose()
        expected = {
            'specialist': ('read', 'write', 'unlink'), 'specialist2': (), 'supervisor': ('read',), 'manager': ('read',),
            'gm': ('read',), 'finance': (), 'keeper': (), 'employee': (), 'appadmin': ('read',), 'stranger': ()}
        for role, allowed in expected.items():
            for action in ('read', 'write', 'unlink'):
                for record in (self.own, self.own.line_ids):
                    with self.subTest(f"{role} {action} {record._name}"):
                        self.assertEqual(self.can(role, action, record), action in allowed)

    def test_signers_read(self):
        """Whoever is asked to sign reads plan and lines; visitors of a plan do, too."""
        self.own.line_ids.write({'cost': 9000})
        self.sign(self.own, 'supervisor', 'manager')
        lone = new_test_user(
            self.env, login='p_gm2', groups='crm_relationship.group_general_manager', company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)])
        self.assertTrue(self.own.with_user(lone).has_access('read'))
        team = self.make_plan('supervisor', member_ids=[Command.set(self.users['specialist2'].ids)])
        self.assertTrue(self.can('specialist2', 'read', team))
        self.assertFalse(self.can('specialist2', 'write', team))

    def test_for_oneself(self):
        """A specialist plans for nobody else, by no way; a supervisor does."""
        two = self.users['specialist2']
        for values in ({'user_id': two.id}, {'member_ids': [Command.link(two.id)]}):
            with self.subTest(values), self.assertRaisesRegex(ValidationError, "for yourself only"):
                self.make_plan(**values)
            with self.subTest(values), self.assertRaises(UserError):
                self.own.with_user(self.specialist).write(values)
        with self.assertRaisesRegex(ValidationError, "not among the visitors"):
            self.own.line_ids.with_user(self.specialist).user_id = two
        with self.assertRaisesRegex(ValidationError, "at least one visitor"):
            self.own.with_user(self.specialist).member_ids = False
        team = self.make_plan('supervisor', user_id=two.id, member_ids=[Command.set((two | self.specialist).ids)])
        self.assertEqual(team.preparer_id, self.supervisor)

    def test_customers_of_others(self):
        """No line for a customer one does not see; none for an archived one."""
        with self.assertRaisesRegex(ValidationError, "is a customer of"):
            self.make_lines(self.line(self.customer2))
        self.make_lines(self.line(self.customer3))  # nobody's customer
        self.customer3.active = False
        with self.assertRaisesRegex(ValidationError, "is archived"):
            self.make_lines(self.line(self.customer3))

    def test_sealed(self):
        """State, counters and the origin of lines are nobody's to write."""
        plan, line = self.own.with_user(self.specialist), self.own.line_ids.with_user(self.specialist)
        for values in ({'approval_state': 'approved'}, {'name': 'JH1'}, {'cost_total': 1}, {'line_count': 9}):
            with self.subTest(values), self.assertRaises(UserError):
                plan.write(values)
            with self.subTest(values), self.assertRaises(UserError):
                self.make_plan(**values)
        for values in ({'is_proposed': True}, {'due_date': '2026-01-01'}, {'carried_line_id': line.id}):
            with self.subTest(values), self.assertRaises(UserError):
                line.write(values)
            with self.subTest(values), self.assertRaises(UserError):
                self.make_lines(self.line(**values))
        copy = plan.with_context(default_carried_line_id=line.id, default_approval_state='approved').copy()
        self.assertFalse(copy.line_ids.carried_line_id)
        self.assertEqual(copy.approval_state, 'draft')
        Unplaced = self.model('specialist', 'relationship.visit.plan.unplaced')
        with self.assertRaises(UserError):
            Unplaced.create({'plan_id': plan.id, 'partner_id': self.customer.id, 'reason': 'full'})
        with self.assertRaises(UserError):
            Unplaced.sudo().create({'plan_id': plan.id, 'partner_id': self.customer.id, 'reason': 'full'})
        with self.assertRaises(UserError):
            self.model('specialist', 'relationship.visit').create(self.visit_values(plan_line_id=line.id))

    def test_visits_keep_their_line(self):
        """A visit cannot be hung onto a plan's approval, nor taken off it."""
        self.approve(self.own)
        free = self.plan()
        line = self.own.line_ids
        for visit, value in ((free, line.id), (self.own.visit_ids, False)):
            with self.assertRaises(UserError):
                visit.with_user(self.specialist).plan_line_id = value

    def test_buttons(self):
        """Every button asks who presses it."""
        draft = self.own
        for role in ('specialist2', 'supervisor', 'manager', 'employee', 'stranger'):
            record = self.seen_by(role, draft)
            for name in ('action_propose', 'action_carry_over', 'action_clear_proposed', 'action_approval_submit'):
                with self.subTest(f"{role} {name}"), self.assertRaises(AccessError):
                    getattr(record, name)()
        for role in ('specialist2', 'employee', 'stranger'):
            for name in ('action_calendar', 'action_open_visits'):
                with self.subTest(f"{role} {name}"), self.assertRaises(AccessError):
                    getattr(self.seen_by(role, draft), name)()

    @mute_logger('odoo.sql_db')
    def test_numbers_and_texts(self):
        """What no plan can hold is refused when it is written."""
        cases = [
            {'duration': 0}, {'duration': -1}, {'duration': 24.01}, {'duration': float('nan')}, {'cost': -0.01},
            {'cost': 1e308}, {'reason': "长" * 201}, {'reason': "a\x00b"}, {'date_start': '1999-12-31 10:00:00'},
            {'date_start': '2101-01-02 10:00:00'}, {'partner_id': False}, {'contact_ids': [Command.set(self.customer2.ids)]}]
        for values in cases:
            with self.subTest(values), self.assertRaises(Exception) as caught, self.env.cr.savepoint():
                self.own.line_ids.with_user(self.specialist).write(values)
                self.env.flush_all()
            self.assertNotIsInstance(caught.exception, (TypeError, KeyError, AttributeError))
        for values in ({'date_to': '2026-03-01'}, {'date_to': '2027-03-17'}, {'date_from': '0206-03-16'}):
            with self.subTest(values), self.assertRaises(Exception) as caught, self.env.cr.savepoint():
                self.own.with_user(self.specialist).write(values)
                self.env.flush_all()
            self.assertNotIsInstance(caught.exception, (TypeError, KeyError, AttributeError))

    def test_companies(self):
        """Areas and customers of another company do not get into a plan; nothing leaks by search."""
        area = self.env['relationship.area'].create({'name': "他区", 'company_id': self.stranger.company_id.id})
        with self.assertRaises(UserError):
            self.env['relationship.visit.plan'].browse(self.own.id).area_ids = area
        for name in ('relationship.visit.plan', 'relationship.visit.plan.line', 'relationship.visit.plan.unplaced',
                     'relationship.visit.plan.report'):
            self.assertFalse(self.seen_by('stranger', self.env[name]).search([]), name)

    def test_workdays(self):
        """Everybody sees holidays, administrators keep them, other companies' stay theirs."""
        values = {'name': "厂庆", 'date_from': MONDAY, 'company_id': self.company.id}
        for role in ('specialist', 'supervisor', 'manager'):
            with self.assertRaises(AccessError):
                self.model(role, 'relationship.workday').create(values)
        day = self.model('appadmin', 'relationship.workday').create(values)
        self.assertTrue(self.can('employee', 'read', day))
        self.assertFalse(self.can('stranger', 'read', day))
