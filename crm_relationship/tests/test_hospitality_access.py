from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .hospitality_common import HospitalityCase

ROLES = ('specialist', 'specialist2', 'supervisor', 'manager', 'gm', 'finance', 'keeper', 'office', 'deputy',
         'appadmin', 'employee')
#: Who reads a request of `specialist` (department of `supervisor`), by its state.
READERS = {
    'draft': {'specialist', 'supervisor', 'manager', 'gm', 'appadmin'},
    'pending at supervisor': {'specialist', 'supervisor', 'manager', 'gm', 'appadmin'},
    'pending at finance': {'specialist', 'supervisor', 'manager', 'gm', 'finance', 'appadmin'},
    'approved': {'specialist', 'supervisor', 'manager', 'gm', 'finance', 'appadmin'},
    'rejected': {'specialist', 'supervisor', 'manager', 'gm', 'appadmin'},
    'cancelled': {'specialist', 'supervisor', 'manager', 'gm', 'appadmin'},
}


@tagged('post_install', '-at_install')
class TestHospitalityAccess(HospitalityCase):
    """What each role may see and do, in each state (R3, DESIGN.md 5)."""

    def in_state(self, state):
        request = self.apply()
        if state == 'pending at supervisor':
            self.sign(request)
        elif state == 'pending at finance':
            self.sign(request, 'supervisor', 'manager')
        elif state == 'approved':
            self.sign(request, 'supervisor', 'manager', 'finance')
        elif state == 'rejected':
            self.sign(request).sudo().approval_request_id.with_user(
                self.users['supervisor'])._decide('reject', note="不同意")
        elif state == 'cancelled':
            request._approval_do_cancel("取消")
        request.invalidate_recordset()
        return request

    def test_read_matrix(self):
        """Role × state: found by search, readable, and the lines go with the request."""
        for state, readers in READERS.items():
            request = self.in_state(state)
            lines = request.budget_line_ids | request.budget_line_ids.browse()
            for role in ROLES:
                with self.subTest(f"{role}: {state}"):
                    expected = role in readers
                    mine = request.with_user(self.users[role]).with_company(self.company)
                    self.assertEqual(mine.has_access('read'), expected)
                    self.assertEqual(bool(mine.search([('id', '=', request.id)])), expected)
                    rows = lines.with_user(self.users[role])
                    self.assertEqual(bool(rows.search([('id', 'in', lines.ids)])), expected)
                    self.assertEqual(rows.has_access('read'), expected)
                    guests = request.guest_ids.with_user(self.users[role])
                    self.assertEqual(bool(guests.search([('id', 'in', guests.ids)])), expected)

    def test_write_matrix(self):
        """Only the applicant's side writes, and only while it is a draft."""
        for state in ('draft', 'pending at supervisor', 'approved'):
            request = self.in_state(state)
            for role in ROLES:
                with self.subTest(f"{role}: {state}"):
                    mine = request.with_user(self.users[role])
                    if role == 'specialist' and state == 'draft':
                        mine.venue = "新地点"
                        mine.budget_line_ids[0].amount = 800
                        continue
                    with self.assertRaises(UserError):
                        mine.venue = "改"
                    with self.assertRaises(UserError):
                        request.budget_line_ids[0].with_user(self.users[role]).amount = 1
                    with self.assertRaises(UserError):
                        request.guest_ids.with_user(self.users[role]).unlink()
                    with self.assertRaises(UserError):
                        mine.unlink()

    def test_create_matrix(self):
        """Any department needs the specialist role to apply (P4 ①)."""
        for role in ROLES:
            with self.subTest(role):
                if self.users[role].has_group('crm_relationship.group_specialist'):
                    self.assertTrue(self.apply(role))
                else:
                    with self.assertRaises(AccessError):
                        self.apply(role)

    def test_submit_needs_write(self):
        for role in ROLES:
            if role == 'specialist':
                continue
            request = self.apply()
            with self.subTest(role), self.assertRaises(AccessError):
                request.with_user(self.users[role]).action_approval_submit()

    def test_decide_matrix(self):
        """Only the person whose turn it is signs; everybody else is told so."""
        order = ['supervisor', 'manager', 'gm', 'finance']
        request = self.sign(self.apply(meals=8000))
        for turn in order:
            for role in ROLES:
                if role != turn:
                    with self.subTest(f"{role} at {turn}'s turn"), self.assertRaises(UserError):
                        request.with_user(self.users[role]).action_approval_approve()
            waiting = request.with_user(self.users[turn]).search([('approval_can_decide', '=', True)])
            self.assertEqual(waiting, request)
            self.sign(request, turn)
        self.assertEqual(request.approval_state, 'approved')

    def test_plan_matrix(self):
        """Those with a part in the occasion and their supervisors carry out the plan."""
        allowed = {'specialist', 'supervisor', 'manager', 'appadmin'}
        for role in ROLES:
            request = self.in_state('approved')
            with self.subTest(role):
                step = request.step_ids[0].with_user(self.users[role])
                if role in allowed:
                    step.action_done()
                    self.assertTrue(step.done)
                else:
                    with self.assertRaises(AccessError):
                        step.action_done()
                    with freeze_time(fields.Datetime.now() + timedelta(days=7)), self.assertRaises(AccessError):
                        request.with_user(self.users[role]).action_report()

    def test_attending(self):
        """Attending lets a specialist read and carry out, not change."""
        request = self.approved(host_ids=[Command.create({'employee_id': self.employees['specialist2'].id})])
        mine = request.with_user(self.users['specialist2'])
        self.assertTrue(mine.has_access('read'))
        self.assertFalse(mine.has_access('write'))
        mine.step_ids[0].action_done()
        with freeze_time(fields.Datetime.now() + timedelta(days=7)):
            report = self.env['relationship.hospitality.report'].browse(mine.action_report()['res_id'])
        self.assertEqual(report.reporter_id, self.users['specialist2'])

    def test_supervisor_sees_team_only(self):
        """The other department's request is not the supervisor's, until its manager is."""
        request = self.apply('specialist2')
        supervisor = request.with_user(self.users['supervisor'])
        self.assertFalse(supervisor.has_access('read'))
        self.sales.manager_id = self.employees['supervisor']
        supervisor.invalidate_recordset()
        self.assertTrue(supervisor.has_access('read'))
        self.sales.manager_id = False
        self.employees['specialist2'].parent_id = self.employees['supervisor']
        supervisor.invalidate_recordset()
        self.assertTrue(supervisor.has_access('read'))
        self.assertIn(request, supervisor.search([]))

    def test_signers_keep_reading(self):
        """A past signer without further rights reads on."""
        request = self.sign(self.apply(), 'supervisor', 'manager', 'finance')
        self.users['supervisor'].group_ids = self.env.ref('base.group_user')
        self.assertTrue(request.with_user(self.users['supervisor']).has_access('read'))
        self.assertTrue(request.with_user(self.users['supervisor']).budget_line_ids.has_access('read'))

    def test_reports(self):
        """Reports follow the same levels; strangers see none of the amounts."""
        request = self.approved()
        report = self.report_on(request, meals=1000)
        for role in ROLES:
            with self.subTest(role):
                expected = role in READERS['draft']
                self.assertEqual(report.with_user(self.users[role]).has_access('read'), expected)
                self.assertEqual(
                    report.expense_line_ids.with_user(self.users[role]).has_access('read'), expected)
                self.assertEqual(
                    report.with_user(self.users[role]).has_access('write'), role == 'specialist')

    def test_strangers(self):
        """Portal and public see nothing of ours, by no model."""
        request = self.approved()
        self.report_on(request)
        portal = new_test_user(self.env, login='h_portal', groups='base.group_portal')
        names = [name for name in self.env if name.startswith('relationship.hospitality')]
        self.assertGreaterEqual(len(names), 9)
        for name in names:
            for user in (portal, self.env.ref('base.public_user')):
                with self.subTest(f"{name} {user.login}"), self.assertRaises(AccessError):
                    self.env[name].with_user(user).search([])

    def test_settings_of_administrators(self):
        """Items and checklist are read by all staff and changed by administrators."""
        for role in ROLES:
            with self.subTest(role):
                item = self.meals.with_user(self.users[role])
                self.assertTrue(item.name)
                if role == 'appadmin':
                    item.sequence = 21
                else:
                    with self.assertRaises(AccessError):
                        item.sequence = 22

    def test_step_cannot_be_moved_away(self):
        """A step put on somebody else's plan is refused."""
        mine, foreign = self.approved(), self.approved('specialist2', arranger_id=self.users['specialist2'].id)
        with self.assertRaises(AccessError):
            mine.with_user(self.users['specialist']).step_ids[0].hospitality_id = foreign
