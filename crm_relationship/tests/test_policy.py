from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .service_common import ServiceCase


@tagged('post_install', '-at_install')
class TestPolicy(ServiceCase):
    """客户关系管理制度 and 年度客户关系维护计划: versions, signatures, reading, progress (R1.1)."""

    def approve(self, policy):
        return self.sign(policy, 'manager', 'gm')

    def revise(self, policy, role='supervisor'):
        return super().revise(policy, role)

    def test_versions(self):
        """The next version comes into force with the general manager's signature and supersedes the first."""
        first = self.approve(self.policy())
        self.assertEqual((first.stage, first.revision), ('in_force', 1))
        second = self.revise(first)
        second.text = "<h2>总则</h2><p>第一条 按计划并经批准拜访。</p>"
        self.sign(second, 'manager')
        self.assertEqual((first.stage, second.stage), ('in_force', 'draft'))
        self.sign(second, 'gm')
        self.assertEqual((first.stage, second.stage, second.revision), ('superseded', 'in_force', 2))
        changes = second._revision_changes()
        self.assertEqual([change['label'] for change in changes], ["Text"])
        self.assertEqual((changes[0]['before'], changes[0]['after']), ("第一条 按计划拜访。", "第一条 按计划并经批准拜访。"))

    def test_rules_beside_each_other(self):
        """Different rules are in force together; a year has one plan."""
        self.approve(self.policy())
        other = self.approve(self.policy(subject="招待管理制度"))
        self.assertEqual(other.stage, 'in_force')
        self.approve(self.yearly())
        with self.assertRaises(ValidationError):
            self.yearly(subject="另一份计划").action_approval_submit()
        self.assertEqual(self.approve(self.yearly(year=2027)).stage, 'in_force')

    def test_who_signs(self):
        """Service manager first, then the general manager; never the author."""
        policy = self.policy()
        policy.action_approval_submit()
        for role in ('supervisor', 'gm', 'specialist'):
            with self.subTest(role), self.assertRaises(UserError):
                policy.sudo().approval_request_id.with_user(self.users[role])._decide('approve', note="同意")
        own = self.policy('manager', subject="经理起草")
        own.action_approval_submit()
        with self.assertRaises(UserError):
            own.sudo().approval_request_id.with_user(self.users['manager'])._decide('approve', note="同意")

    def test_bounds(self):
        for year, sound in ((1999, False), (2000, True), (2100, True), (2101, False), (-1, False)):
            with self.subTest(year), self.env.cr.savepoint() as savepoint:
                if sound:
                    self.yearly(year=year)
                else:
                    with self.assertRaises(ValidationError):
                        self.yearly(year=year)
                savepoint.rollback()
        with self.assertRaises(ValidationError):
            self.policy(text="<p>%s</p>" % ("长" * 100_000))
        with self.assertRaises(ValidationError):
            self.yearly().line_ids[0].budget = -1
        with self.assertRaises(ValidationError):
            self.policy(text="<p> </p>").action_approval_submit()
        with self.assertRaises(ValidationError):
            self.yearly(line_ids=[]).action_approval_submit()

    def test_sanitised(self):
        """Scripts and event handlers never reach the text; headings and lists stay."""
        policy = self.policy(text='<h2>总则</h2><ul><li onclick="x()">一</li></ul><script>alert(1)</script><a href="javascript:y()">z</a>')
        for evil in ('<script', 'onclick', 'javascript:'):
            self.assertNotIn(evil, policy.text)
        self.assertIn('<h2>', policy.text)

    def test_reading(self):
        """Everybody concerned acknowledges once; the list of who has not; a new version asks again."""
        policy = self.approve(self.policy())
        concerned = self.env['res.users'].browse(
            self.users[role].id for role in ('specialist', 'specialist2', 'supervisor', 'manager', 'appadmin'))
        self.assertTrue(concerned <= policy.missing_reader_ids)
        self.assertFalse(self.users['finance'] & policy.missing_reader_ids)
        mine = self.as_user(policy, 'specialist2')
        self.assertTrue(mine.is_reading_due)
        mine.action_acknowledge()
        mine.action_acknowledge()
        self.env.invalidate_all()
        self.assertEqual(len(policy.reader_ids), 1)
        self.assertEqual(policy.reader_ids.user_id, self.users['specialist2'])
        self.assertFalse(mine.is_reading_due)
        self.assertNotIn(self.users['specialist2'], policy.missing_reader_ids)
        second = self.revise(policy)
        second.subject = "客户拜访管理制度（修订）"
        self.approve(second)
        self.assertTrue(self.as_user(second, 'specialist2').is_reading_due)
        with self.assertRaises(UserError):
            self.as_user(policy, 'specialist').action_acknowledge()

    def test_reading_is_sealed(self):
        """Nobody says for somebody else that it was read."""
        policy = self.approve(self.policy())
        Reader = self.model('appadmin', 'relationship.policy.reader')
        values = {'policy_id': policy.id, 'user_id': self.users['specialist'].id, 'date': '2026-03-11 02:00:00'}
        with self.assertRaises(UserError):
            Reader.create(values)
        with self.assertRaises(UserError):
            Reader.sudo().create(values)
        self.as_user(policy, 'specialist').action_acknowledge()
        with self.assertRaises(UserError):
            policy.reader_ids.sudo().unlink()
        with self.assertRaises(UserError):
            policy.reader_ids.sudo().user_id = self.users['gm']
        with self.assertRaises(AccessError):
            self.as_user(policy, 'finance').action_acknowledge()

    def test_search_reading_due(self):
        policy, draft = self.approve(self.policy()), self.policy()
        Policy = self.model('specialist', 'relationship.policy')
        self.assertEqual(Policy.search([('is_reading_due', '=', True)]) & (policy | draft), policy)
        self.as_user(policy, 'specialist').action_acknowledge()
        self.assertFalse(Policy.search([('is_reading_due', '=', True)]) & policy)
        self.assertIn(policy, Policy.search([('is_reading_due', '=', False)]))

    def test_remind(self):
        policy = self.approve(self.policy())
        with self.assertRaises(AccessError):
            self.as_user(policy, 'specialist').action_remind_readers()
        self.as_user(policy, 'supervisor').action_remind_readers()
        told = self.env['mail.message'].search([
            ('model', '=', policy._name), ('res_id', '=', policy.id), ('message_type', '=', 'user_notification')])
        self.assertIn(self.users['specialist2'].partner_id, told.notified_partner_ids | told.partner_ids)

    def test_yearly_progress(self):
        """Ticked by who is responsible or a supervisor, in the plan in force; overdue when the month is over."""
        plan = self.yearly()
        self.assertEqual(plan.budget_total, 25000)
        with self.assertRaises(UserError):
            self.as_user(plan.line_ids[0], 'supervisor').action_done()
        self.approve(plan)
        march, june = plan.line_ids
        with self.assertRaises(AccessError):
            self.as_user(june, 'specialist').action_done()
        self.as_user(march, 'specialist').action_done()
        self.assertEqual((march.done, march.done_by_id, plan.progress), (True, self.users['specialist'], 50.0))
        self.as_user(march, 'supervisor').action_undo()
        self.assertEqual(plan.progress, 0.0)
        for moment, late in (('2026-03-31 15:59:00', 0), ('2026-03-31 16:01:00', 1), ('2026-06-30 16:01:00', 2)):
            with self.subTest(moment), freeze_time(moment):
                self.env.invalidate_all()
                self.assertEqual(plan.overdue_count, late)
        for values in ({'done': True}, {'done_by_id': self.users['gm'].id}, {'budget': 1.0}):
            with self.subTest(values), self.assertRaises(UserError):
                self.as_user(june, 'supervisor').write(values)

    def test_progress_goes_along(self):
        """What was done under the older version of the year's plan is done in the next one."""
        plan = self.approve(self.yearly())
        self.as_user(plan.line_ids[0], 'specialist').action_done()
        revision = self.revise(plan)
        revision.line_ids[1].budget = 18000
        self.approve(revision)
        self.assertEqual(revision.line_ids.mapped('done'), [True, False])
        self.assertEqual(revision.progress, 50.0)

    def test_progress_of_the_right_measure(self):
        """Measures are shown by month, not as they were written; what is done stays with its own."""
        plan = self.yearly(line_ids=[
            Command.create({'name': name, 'month': month, 'user_id': self.users['specialist'].id})
            for name, month in (("年终答谢会", '12'), ("春季走访", '3'))])
        plan.invalidate_recordset()
        self.approve(plan)
        self.as_user(plan.line_ids[0], 'specialist').action_done()
        revision = self.approve(self.revise(plan))
        self.assertEqual(revision.line_ids.filtered('done').name, "春季走访")
        self.assertFalse(revision._revision_changes())

    def test_year_stays(self):
        revision = self.revise(self.approve(self.yearly()))
        with self.assertRaises(ValidationError):
            revision.year = 2027
