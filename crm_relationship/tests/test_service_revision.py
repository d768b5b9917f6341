from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .service_common import ServiceCase


@tagged('post_install', '-at_install')
class TestServiceRevision(ServiceCase):
    """《客户服务方案》的问题 → 改进: problems, the next revision, what changed, superseding (P5 ⑨)."""

    def problem(self, scheme, role='specialist', **values):
        return self.model(role, 'relationship.service.problem').create({
            'plan_id': scheme.id, 'name': "客户夜班无人接听", 'cause': "联系时间不合适", **values})

    def test_loop(self):
        """Problem → revision that answers it → approved → the older one superseded, its future replaced."""
        scheme = self.in_force()
        past = scheme.action_ids.filtered(lambda action: str(action.date) < '2026-05-20')
        problem = self.problem(scheme, action_id=past[0].id)
        self.assertEqual(scheme.open_problem_count, 1)
        with freeze_time('2026-05-20 02:00:00'):
            revision = self.revise(scheme)
            self.assertEqual((revision.revision, revision.previous_id, revision.stage), (2, scheme, 'draft'))
            self.assertEqual(str(revision.date_from), '2026-05-20')
            self.assertEqual(revision.taken_problem_ids, problem)
            self.assertEqual(problem.state, 'taken')
            with self.assertRaises(ValidationError) as caught:
                revision.action_approval_submit()
            self.assertIn(problem.name, str(caught.exception))
            problem.with_user(self.users['specialist']).improvement = "改为白班联系"
            revision.line_ids[0].frequency = 'fortnight'
            self.sign(revision, 'supervisor', 'manager')
        self.assertEqual((scheme.stage, scheme.superseded_by_id, str(scheme.superseded_date)),
                         ('superseded', revision, '2026-05-20'))
        self.assertEqual(revision.stage, 'in_force')
        self.assertEqual(problem.state, 'improved')
        self.assertEqual(set(past.mapped('state')), {'planned'}, "what is past remains, done or not")
        coming = scheme.action_ids - past
        self.assertEqual(set(coming.mapped('state')), {'cancelled'})
        self.assertIn(revision.name, coming[0].cancel_reason)
        self.assertTrue(all(str(action.date) >= '2026-05-20' for action in revision.action_ids))
        self.assertTrue(revision.action_ids)
        self.assertEqual(self.profile.service_plan_id, revision)

    def test_changes(self):
        """Texts, services changed, added and dropped, and the problems: each in words."""
        scheme = self.in_force()
        self.problem(scheme)
        revision = self.revise(scheme)
        revision.taken_problem_ids.improvement = "改为白班联系"
        revision.goals = "满意度 98% 以上"
        revision.line_ids[0].write({'frequency': 'week', 'cost': 150.0})
        revision.line_ids[1].unlink()
        revision.write({'line_ids': [self.line("备件寄存", 'once')]})
        changes = {change['label']: (change['before'], change['after']) for change in revision._revision_changes()}
        self.assertEqual(changes["Service Goals"], ("满意度 95% 以上", "满意度 98% 以上"))
        self.assertEqual(changes["月度回访: How Often"], ("Monthly", "Weekly"))
        self.assertIn("200", changes["月度回访: Cost per Time"][0])
        self.assertEqual(changes["Dropped: 季度设备巡检"], ("Quarterly, 电话或上门", ""))
        self.assertEqual(changes["Added: 备件寄存"], ("", "Once, 电话或上门"))
        self.assertEqual(changes["Problem: 客户夜班无人接听"], ("联系时间不合适", "改为白班联系"))
        self.assertEqual(len(changes), 6, "nothing that stayed is named")
        self.assertIn("满意度 98% 以上", revision.change_html)

    def test_no_changes(self):
        revision = self.revise(self.in_force())
        self.assertFalse(revision._revision_changes())
        self.assertFalse(revision.previous_id._revision_changes())

    def test_hostile_change(self):
        """Markup in what changed is shown, not obeyed."""
        revision = self.revise(self.in_force())
        revision.goals = "<img src=x onerror=alert(1)>"
        self.assertNotIn("<img", revision.change_html)

    def test_one_open_revision(self):
        """Pressing again opens the same draft; somebody else is told whose it is."""
        scheme = self.in_force()
        revision = self.revise(scheme)
        self.assertEqual(self.revise(scheme), revision)
        self.assertEqual(self.revise(scheme, 'supervisor'), revision)
        revision.unlink()
        self.assertNotEqual(self.revise(scheme), revision)

    def test_abandoned_revision(self):
        """Deleted or cancelled, a revision gives its problems back."""
        scheme = self.in_force()
        problem = self.problem(scheme)
        revision = self.revise(scheme)
        revision.unlink()
        self.assertEqual((problem.state, problem.revision_id.id), ('open', False))
        revision = self.revise(scheme)
        revision._approval_do_cancel("不再需要")
        self.assertEqual((problem.state, revision.stage, scheme.stage), ('open', 'cancelled', 'in_force'))
        self.assertTrue(self.revise(scheme))

    def test_rejected_revision_is_mended(self):
        """Rejected, the revision is a draft still and the older scheme stays in force."""
        scheme = self.in_force()
        revision = self.revise(scheme)
        revision.goals = "更高"
        revision.action_approval_submit()
        revision.sudo().approval_request_id.with_user(self.users['supervisor'])._decide('reject', note="目标不清楚")
        self.env.invalidate_all()
        self.assertEqual((revision.stage, revision.approval_state, scheme.stage), ('draft', 'rejected', 'in_force'))
        revision.goals = "满意度 99%"
        self.sign(revision, 'supervisor', 'manager')
        self.assertEqual((revision.stage, scheme.stage), ('in_force', 'superseded'))

    def test_key_stays(self):
        """A revision is of the same customer."""
        revision = self.revise(self.in_force())
        for values in ({'partner_id': self.other_customer.id}, {'scope': 'tier', 'tier_id': self.tier.id}):
            with self.subTest(values), self.assertRaises(UserError):
                self.as_user(revision, 'manager').sudo().write(values)

    def test_who_revises(self):
        """Author and supervisors; nobody from another department, and nothing that is not in force."""
        scheme = self.in_force(self.tier_scheme())
        with self.assertRaises(AccessError):
            self.as_user(scheme, 'specialist2').action_new_revision()
        with self.assertRaises(UserError):
            self.scheme().action_new_revision()

    def test_future_revision(self):
        """A revision for later leaves the actions before its begin to the older scheme."""
        scheme = self.in_force()
        revision = self.revise(scheme)
        revision.date_from = '2026-09-01'
        self.sign(revision, 'supervisor', 'manager')
        self.assertEqual({action.state for action in scheme.action_ids if str(action.date) < '2026-09-01'}, {'planned'})
        self.assertEqual({action.state for action in scheme.action_ids if str(action.date) >= '2026-09-01'}, {'cancelled'})
        self.assertEqual(str(min(revision.action_ids.mapped('date'))), '2026-09-16', "the services keep their rhythm")

    def test_order_of_lines(self):
        """Lines shown in another order than they were written in are the lines they were."""
        scheme = self.scheme()
        scheme.line_ids[0].sequence = 90
        scheme.invalidate_recordset()
        revision = self.revise(self.in_force(scheme))
        revision.invalidate_recordset()
        self.assertEqual(revision.line_ids.mapped('name'), ["季度设备巡检", "月度回访"])
        self.assertEqual(revision.line_ids.origin_id.mapped('name'), ["季度设备巡检", "月度回访"])
        self.assertFalse(revision._revision_changes())

    def test_problem_rules(self):
        """Only on the scheme in force, by oneself, today or earlier; what is closed stays."""
        with self.assertRaises(UserError):
            self.problem(self.scheme())
        scheme = self.in_force()
        for values in ({'date': '2026-03-12'}, {'user_id': self.users['specialist2'].id}, {'name': "长" * 201}):
            with self.subTest(values), self.assertRaises(ValidationError):
                self.problem(scheme, **values)
        problem = self.problem(scheme, date='2026-03-11')
        with self.assertRaises(AccessError):
            problem.action_drop()
        supervisor = self.as_user(problem, 'supervisor')
        with self.assertRaises(UserError):
            supervisor.action_drop()
        supervisor.improvement = "已现场解释"
        supervisor.action_drop()
        self.assertEqual(problem.state, 'dropped')
        with self.assertRaises(UserError):
            problem.name = "改写"

    def test_problem_is_signed_with_the_revision(self):
        """What the signers saw of a problem cannot change while they sign."""
        scheme = self.in_force()
        problem = self.problem(scheme)
        revision = self.revise(scheme)
        problem.with_user(self.users['specialist']).improvement = "改为白班联系"
        revision.action_approval_submit()
        with self.assertRaises(UserError):
            problem.with_user(self.users['specialist']).improvement = "什么也不做"

    def test_problem_found_meanwhile(self):
        """What is found while the revision is being signed stays open, on the revision."""
        scheme = self.in_force()
        revision = self.revise(scheme)
        revision.goals = "更高"
        self.sign(revision, 'supervisor')
        late = self.problem(scheme, name="备件缺货", action_id=scheme.action_ids[0].id)
        self.sign(revision, 'manager')
        self.assertEqual((late.state, late.plan_id), ('open', revision))
        self.assertEqual(self.revise(revision).taken_problem_ids, late)
        with self.assertRaises(ValidationError):
            self.problem(revision, action_id=self.in_force(
                self.scheme('specialist2', partner_id=self.other_customer.id)).sudo().action_ids[0].id)
