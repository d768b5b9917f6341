from datetime import timedelta

from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .plan_common import FRIDAY, MONDAY, PlanCase
from .test_visit_day_print import PapersMixin

SUMMARY = 'relationship.visit.summary'


@tagged('post_install', '-at_install')
class TestVisitSummary(PapersMixin, PlanCase):
    """F18.5: done against planned, as an independent count says; typed text stays; signed in order."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.employees['specialist'].parent_id = cls.employees['supervisor']
        cls.speak_chinese()
        customers = [profile.partner_id for profile in cls.customers(4)]
        # four customers, the first is visited twice: five visits planned
        case = cls()
        cls.plan_doc = case.approve(case.make_lines(*[
            case.line(customer, day=MONDAY + timedelta(days=number % 5), hour=9 + number // 5)
            for number, customer in enumerate([*customers, customers[0]])]))
        cls.customers_planned = customers
        cls.startClassPatcher(freeze_time('2026-03-21 02:00:00'))

    def finish(self, number, outcome, talk="谈妥", problems=()):
        """The visit of line ``number`` took place."""
        visit = self.plan_doc.line_ids[number].visit_ids
        visit = self.model('specialist', 'relationship.visit').browse(visit.id)
        visit._visit_finish(visit.date_stop)
        visit.write({'talk': talk, 'outcome': outcome})
        for name, state in problems:
            self.problem(visit, name, state=state)
        return visit

    def summary(self, role='specialist'):
        plan = self.plan_doc.with_user(self.users[role])
        return self.model(role, SUMMARY).browse(plan.action_write_summary()['res_id'])

    def test_figures(self):
        """Per customer planned, done, outcomes, open problems, against SQL on the visits."""
        self.finish(0, 'success', "第一次")
        self.finish(4, 'again', "第二次", [("价格", 'open'), ("交期", 'solved')])
        self.finish(1, 'hopeless')
        summary = self.summary()
        self.env.flush_all()
        self.env.cr.execute("""
            SELECT v.commercial_partner_id, count(*), count(*) FILTER (WHERE v.stage = 'done'),
                   string_agg(v.outcome, ',' ORDER BY v.date_start)
              FROM relationship_visit v WHERE v.plan_id = %s GROUP BY 1""", [self.plan_doc.id])
        expected = {row[0]: row[1:] for row in self.env.cr.fetchall()}
        self.assertEqual(len(summary.line_ids), 4)
        for line in summary.line_ids:
            planned, done, outcomes = expected[line.partner_id.id]
            self.assertEqual((line.planned_count, line.done_count), (planned, done))
            self.assertEqual(line.last_outcome or None, outcomes.split(',')[-1] if outcomes else None)
            self.assertEqual(
                [line.success_count, line.again_count, line.hopeless_count],
                [(outcomes or '').count(code) for code in ('success', 'again', 'hopeless')])
        first = summary.line_ids.filtered(lambda line: line.partner_id == self.customers_planned[0])
        self.assertEqual((first.result, first.problem, first.problem_open), ("第一次\n第二次", "价格", 1))
        self.assertEqual(
            (summary.planned_count, summary.done_count, summary.customer_count, summary.visited_count), (5, 3, 4, 2))
        self.assertAlmostEqual(summary.done_rate, 60)
        self.assertEqual(summary.focus_ids, self.customers_planned[0], "proposed: to visit again")
        self.assertEqual((summary.date_from, summary.date_to, summary.name[:2]), (MONDAY, FRIDAY, 'QZ'))

    def test_refresh_keeps_text(self):
        summary = self.summary()
        line = summary.line_ids[1]
        line.reason = "客户出差"
        summary.focus_ids = False
        self.finish(0, 'hopeful', "新结果")
        summary.action_refresh()
        self.assertEqual((line.reason, summary.line_ids[0].result, summary.done_count), ("客户出差", "新结果", 1))
        self.assertFalse(summary.focus_ids, "the proposal is made once")
        summary.line_ids[0].result = "手写"
        self.finish(4, 'again')
        summary.action_refresh()
        self.assertEqual(summary.line_ids[0].result, "手写")

    def test_submission(self):
        """Missed visits need a reason, and lessons are asked for; then two sign in order."""
        for number in (0, 1, 2, 4):
            self.finish(number, 'again')
        summary = self.summary()
        with self.assertRaisesRegex(ValidationError, "客户0003(.|\n)*(lessons|经验)"):
            summary.action_approval_submit()
        summary.line_ids[3].reason = "客户停产检修"
        summary.write({'lessons': "提前两天确认", 'next_steps': "下月补访"})
        self.sign(summary, 'supervisor', 'manager')
        self.assertEqual(summary.approval_state, 'approved')
        self.assertEqual([s['box'] for s in summary._approval_signatures()][1:], ['supervisor', 'manager'])
        self.assertRaises(UserError, summary.action_refresh)
        self.finish(3, 'success')
        self.assertEqual(summary.done_count, 4, "a signed summary stays")

    def test_one_per_plan(self):
        summary = self.summary()
        self.assertEqual(self.summary(), summary)
        with self.assertRaises(UniqueViolation), mute_logger('odoo.sql_db'), self.cr.savepoint():
            self.model('specialist', SUMMARY).create({'plan_id': self.plan_doc.id})
        summary._approval_do_cancel("重写")
        self.assertNotEqual(self.summary(), summary)

    def test_only_approved_regional_plans(self):
        with freeze_time('2026-03-11 02:00:00'):
            draft = self.make_lines(self.line(hour=13))
        with self.assertRaises(ValidationError):
            self.model('specialist', SUMMARY).create({'plan_id': draft.id})

    def test_abuse(self):
        """Figures, customers and the plan are not set by hand; lines are neither added nor taken off."""
        summary = self.summary()
        line = summary.line_ids[0]
        for vals in ({'done_count': 9}, {'partner_id': self.customer.id}, {'planned_count': 1}, {'success_count': 5}):
            self.assertRaises(UserError, line.write, vals)
        for vals in ({'done_count': 9}, {'planned_count': 9}, {'company_id': 1}, {'areas': "x"}):
            self.assertRaises(UserError, summary.write, vals)
        self.assertRaises(UserError, summary.write, {'line_ids': [(0, 0, {'partner_id': self.customer.id})]})
        self.assertRaises(UserError, line.unlink)
        self.assertRaises(UserError, summary.write, {'line_ids': [(5, 0, 0)]})

    def test_access(self):
        """Own, the team's, the company's; a stranger, a colleague and finance see nothing."""
        summary = self.summary()
        for role, reads in (('specialist', True), ('supervisor', True), ('manager', True), ('gm', True),
                            ('specialist2', False), ('finance', False), ('keeper', False), ('employee', False)):
            with self.subTest(role):
                mine = self.model(role, SUMMARY)
                self.assertEqual(bool(mine.search([('id', '=', summary.id)])), reads)
                self.assertEqual(bool(mine.env[summary.line_ids._name].search([('summary_id', '=', summary.id)])), reads)
                self.assertEqual(mine.browse(summary.id).has_access('write'), role == 'specialist')
        with self.assertRaises(AccessError):
            self.plan_doc.with_user(self.users['specialist2']).action_write_summary()

    def test_papers(self):
        """F18.4, F18.5, F18.6 in Chinese."""
        self.finish(0, 'success', "签单", [("付款方式", 'open')])
        summary = self.summary()
        summary.line_ids[1].reason = "客户停产检修"
        summary.write({'lessons': "提前两天确认", 'next_steps': "下月补访", 'results': "签单一家"})
        tree = self.tree('visit_summary', summary)
        text = tree.text_content()
        for expected in ("区域客户拜访总结", "客户停产检修", "提前两天确认", "下月补访", "签单一家", "付款方式", "未签", "20.0"):
            self.assertIn(expected, text)
        heads = self.heads(tree)
        start = heads.index("客户")
        self.assertEqual(heads[start:start + 7], ["客户", "计划", "完成", "成果", "结果", "问题", "未拜访原因"])
        tree = self.tree('visit_plan_regional', self.plan_doc)
        text = tree.text_content()
        for expected in ("区域拜访计划", "星期一", "2026/03/16", "09:00", "客户0000", "建立关系", "Supervisor", "Manager"):
            self.assertIn(expected, text)
        with freeze_time('2026-03-11 02:00:00'):
            key = self.make_lines(self.line(hour=14), kind='key')
        text = self.tree('visit_plan_key', key).text_content()
        self.assertIn("重要客户拜访计划", text)
        self.assertIn("未签", text)
