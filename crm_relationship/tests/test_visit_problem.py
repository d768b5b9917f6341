from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .visit_field_common import VisitFieldCase

TODAY = fields.Date.today


@tagged('post_install', '-at_install')
class TestVisitProblem(VisitFieldCase):
    """A problem and its reminder on the customer, in step both ways (F13.17–18, N23)."""

    def setUp(self):
        super().setUp()
        self.visit = self.underway()

    def reminder(self, problem):
        problem.invalidate_recordset()
        return problem.sudo().activity_id

    def reminders(self):
        """All reminders of the customer, done ones too."""
        return self.env['mail.activity'].with_context(active_test=False).search([
            ('res_model', '=', 'res.partner'), ('res_id', '=', self.customer.id),
            ('activity_type_id', '=', self.env.ref('crm_relationship.mail_activity_type_visit_problem').id)])

    # ------------------------------------------------------------------
    # From the problem to the activity
    # ------------------------------------------------------------------

    def test_open_problem_is_an_activity(self):
        problem = self.problem(self.visit, user_id=self.users['specialist2'].id)
        activity = self.reminder(problem)
        self.assertEqual((activity.res_model, activity.res_id), ('res.partner', self.customer.id))
        self.assertEqual(activity.user_id, self.users['specialist2'])
        self.assertEqual((activity.summary, activity.date_deadline), (problem.name, problem.date_deadline))

    def test_defaults(self):
        """Noted in one line: mine, in a week."""
        problem = self.model('specialist', 'relationship.visit.problem').create(
            {'visit_id': self.visit.id, 'name': "备件缺货"})
        self.assertEqual((problem.user_id, problem.state), (self.users['specialist'], 'open'))
        self.assertEqual(problem.date_deadline, self.company._relationship_today() + timedelta(days=7))

    def test_from_the_form(self):
        """By the visit's own lines, as the form saves them."""
        self.visit.write({'problem_ids': [
            Command.create({'name': "噪声"}), Command.create({'name': "已调整参数", 'state': 'solved'})]})
        self.assertEqual((self.visit.open_count, self.visit.solved_count), (1, 1))
        self.assertEqual(len(self.reminders()), 1)

    def test_changes_follow(self):
        problem = self.problem(self.visit)
        activity = self.reminder(problem)
        problem.write({
            'user_id': self.users['specialist2'].id, 'date_deadline': TODAY() + timedelta(days=9), 'name': "交期延误十天"})
        self.assertEqual(self.reminder(problem), activity, "the same reminder, changed")
        self.assertEqual(
            (activity.user_id, activity.date_deadline, activity.summary),
            (self.users['specialist2'], TODAY() + timedelta(days=9), "交期延误十天"))

    def test_solved_is_done(self):
        problem = self.problem(self.visit)
        activity = self.reminder(problem)
        problem.solution = "改用空运"
        problem.action_solve()
        self.assertFalse(activity.active)
        self.assertEqual(activity.feedback, "改用空运")
        self.assertEqual((problem.solved_by_id, problem.solved_date), (self.users['specialist'], fields.Datetime.now()))
        problem.action_solve()
        self.assertEqual(len(self.reminders()), 1)

    def test_opened_again(self):
        problem = self.problem(self.visit)
        problem.action_solve()
        problem.action_reopen()
        self.assertEqual((problem.state, problem.solved_date, problem.solved_by_id.id), ('open', False, False))
        self.assertTrue(self.reminder(problem).active)
        self.assertEqual(len(self.reminders().filtered('active')), 1)

    def test_without_owner_or_date_no_reminder(self):
        problem = self.problem(self.visit)
        problem.user_id = False
        self.assertFalse(self.reminders())
        problem.user_id = self.users['specialist2']
        self.assertEqual(self.reminder(problem).user_id, self.users['specialist2'])
        problem.date_deadline = False
        self.assertFalse(self.reminders())

    def test_deleted_problem_takes_its_reminder_along(self):
        self.problem(self.visit).unlink()
        self.assertFalse(self.reminders())

    def test_deleted_plan_takes_problems_along(self):
        visit = self.plan()
        problem = self.problem(visit)
        visit.unlink()
        self.assertFalse(problem.exists())
        self.assertFalse(self.reminders())

    def test_context_does_not_silence(self):
        """No key of a caller keeps the reminder from being made."""
        problem = self.model('specialist', 'relationship.visit.problem').with_context(
            mail_activity_automation_skip=True, mail_activity_quick_update=True, tracking_disable=True,
        ).create({'visit_id': self.visit.id, 'name': "静默"})
        self.assertTrue(self.reminder(problem))

    # ------------------------------------------------------------------
    # From the activity to the problem
    # ------------------------------------------------------------------

    def test_done_is_solved(self):
        problem = self.problem(self.visit, user_id=self.users['specialist2'].id)
        self.reminder(problem).with_user(self.users['specialist2']).action_feedback("已补发")
        self.assertEqual((problem.state, problem.solution), ('solved', "已补发"))
        self.assertEqual(problem.solved_by_id, self.users['specialist2'])

    def test_archived_and_restored(self):
        problem = self.problem(self.visit)
        activity = self.reminder(problem)
        activity.action_archive()
        self.assertEqual(problem.state, 'solved')
        activity.action_unarchive()
        self.assertEqual(problem.state, 'open')
        self.assertEqual(self.reminder(problem), activity)

    def test_rescheduled_and_given_away(self):
        problem = self.problem(self.visit)
        activity = self.reminder(problem).with_user(self.users['specialist'])
        activity.date_deadline = TODAY() + timedelta(days=20)
        self.assertEqual(problem.date_deadline, TODAY() + timedelta(days=20))
        activity.user_id = self.users['specialist2']
        self.assertEqual(problem.user_id, self.users['specialist2'])
        self.assertEqual(len(self.reminders()), 1)

    def test_cancelling_the_reminder(self):
        """A person cannot; when the system does, there is a new one."""
        problem = self.problem(self.visit)
        activity = self.reminder(problem)
        with self.assertRaisesRegex(UserError, "open problem"):
            activity.with_user(self.users['specialist']).sudo(False).unlink()
        activity.sudo().unlink()
        self.assertTrue(self.reminder(problem).active)
        problem.action_solve()
        self.reminder(problem).with_user(self.users['specialist']).sudo(False).unlink()

    def test_owner_leaves(self):
        """Open problems go back to the visitor."""
        problem = self.problem(self.visit, user_id=self.users['specialist2'].id)
        self.users['specialist2'].action_archive()
        self.assertEqual(problem.user_id, self.users['specialist'])
        self.assertEqual(self.reminder(problem).user_id, self.users['specialist'])
        self.users['specialist'].action_archive()
        self.assertFalse(problem.user_id)
        self.assertEqual(problem.state, 'open')
        self.assertFalse(self.reminder(problem))

    # ------------------------------------------------------------------
    # Access and abuse
    # ------------------------------------------------------------------

    def test_owner_settles_without_the_visit(self):
        """Somebody else's problem to solve: seen, settled, not rewritten; nobody else touches it."""
        problem = self.problem(self.visit, user_id=self.users['employee'].id)
        self.env.invalidate_all()
        theirs = problem.with_user(self.users['employee'])
        self.assertFalse(self.visit.with_user(self.users['employee']).has_access('read'))
        self.assertEqual(theirs.search([]), theirs)
        with self.assertRaises(AccessError):
            theirs.name = "没有问题"
        with self.assertRaises(UserError):
            theirs.unlink()
        stranger = problem.with_user(self.users['keeper'])
        self.assertFalse(stranger.search([]))
        for act in (stranger.action_solve, lambda: stranger.write({'state': 'solved'})):
            with self.assertRaises(AccessError):
                act()
        theirs.solution = "更换齿轮"
        theirs.action_solve()
        self.assertEqual((problem.state, problem.solved_by_id), ('solved', self.users['employee']))

    def test_write_matrix(self):
        """Noted by the visitor, the team's supervisor and the manager; read by who reads the visit."""
        writers = {'specialist', 'supervisor', 'manager', 'appadmin'}
        for role in self.users:
            with self.subTest(role):
                Problem = self.model(role, 'relationship.visit.problem')
                if role in writers:
                    self.assertTrue(Problem.create({'visit_id': self.visit.id, 'name': role}))
                else:
                    with self.assertRaises(AccessError):
                        Problem.create({'visit_id': self.visit.id, 'name': role})
        problem = self.problem(self.visit)
        for role in ('specialist', 'supervisor', 'manager', 'gm', 'appadmin'):
            self.assertTrue(problem.with_user(self.users[role]).search([('id', '=', problem.id)]), role)
        for role in ('specialist2', 'employee', 'keeper'):
            self.assertFalse(problem.with_user(self.users[role]).search([('id', '=', problem.id)]), role)

    def test_sealed(self):
        problem = self.problem(self.visit)
        other = self.reminder(self.problem(self.visit, name="另一个"))
        for values in ({'activity_id': other.id}, {'solved_date': fields.Datetime.now()},
                       {'solved_by_id': self.users['manager'].id}, {'company_id': 1}):
            with self.subTest(values=values), self.assertRaises(UserError):
                problem.write(values)
        with self.assertRaises(UserError):
            problem.visit_id = self.plan()
        for name in ("", "   "):
            with self.assertRaises(ValidationError):
                problem.name = name

    def test_after_acceptance(self):
        """What it was stays; who solves it, when and how goes on."""
        visit = self.handed_in()
        problem = self.problem(visit)
        visit.with_user(self.users['supervisor'])._accept_report("")
        for act in (lambda: problem.write({'name': "别的"}), problem.unlink, lambda: self.problem(visit),
                    lambda: visit.write({'problem_ids': [Command.create({'name': "补一个"})]})):
            with self.assertRaises(UserError):
                act()
        problem.date_deadline = TODAY() + timedelta(days=30)
        self.reminder(problem).with_user(self.users['specialist']).action_feedback("完成")
        self.assertEqual((problem.state, problem.solution), ('solved', "完成"))
