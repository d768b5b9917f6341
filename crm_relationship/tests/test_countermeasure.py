from psycopg2.errors import UniqueViolation

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .key_common import KeyCase


@tagged('post_install', '-at_install')
class TestCountermeasure(KeyCase):
    """F7 and F8: who is proposed, signing, following up, closing."""

    def falling(self, name="Falling", **values):
        profile = self.new_customer(name, city="苏州")
        self.label(profile, **{
            'churn_risk': 'high', 'amount_12m': 300000, 'amount_6m': 100000, 'amount_6m_before': 200000, 'growth': -0.5,
            'has_growth': True, 'last_interaction_date': '2026-01-10', **values})
        return profile

    # ------------------------------------------------------------------
    # Proposals
    # ------------------------------------------------------------------

    def test_problem_bounds(self):
        """By risk, and by a drop of at least 30 %: the bound is a drop."""
        cases = (
            ('high', 'high', 0.5, True, True), ('medium', 'medium', 0.1, True, True), ('low', 'low', 0.0, True, False),
            ('at the bound', 'low', -0.3, True, True), ('above the bound', 'low', -0.299999, True, False),
            ('growth unknown', 'low', -0.9, False, False), ('no label', None, 0.0, False, False))
        profiles = {
            name: self.falling(name, churn_risk=risk, growth=growth, has_growth=known)
            for name, risk, growth, known, _expected in cases}
        sheet = self.sheet()
        sheet.action_propose()
        listed = sheet.line_ids.profile_id
        for name, *_labels, expected in cases:
            with self.subTest(name):
                self.assertEqual(profiles[name] in listed, expected)

    def test_problem_switches(self):
        """Each reason can be switched off."""
        high, medium = self.falling("H", growth=0.1), self.falling("M", churn_risk='medium', growth=0.1)
        drop = self.falling("D", churn_risk='low')
        for off, rest in (('with_high_risk', medium | drop), ('with_medium_risk', high | drop), ('with_falling', high | medium)):
            with self.subTest(off):
                sheet = self.sheet(**{off: False})
                sheet.action_propose()
                self.assertEqual(sheet.line_ids.profile_id, rest)
                sheet.unlink()

    def test_important(self):
        """Customers of the sheet's tiers, the largest first; other tiers not."""
        core, strategic, basic = (self.new_customer(name) for name in ("Core", "Strategic", "Basic"))
        self.label(core, tier_id=self.tier['core'].id, amount_12m=600000)
        self.label(strategic, tier_id=self.tier['strategic'].id, amount_12m=1200000)
        self.label(basic, tier_id=self.tier['basic'].id, amount_12m=9000000)
        sheet = self.sheet(kind='important')
        self.assertEqual(sheet.tier_ids, self.tier['strategic'] | self.tier['core'])
        sheet.action_propose()
        self.assertEqual(sheet.line_ids.sorted('sequence').mapped('profile_id'), strategic | core)
        self.assertFalse(any(sheet.line_ids.mapped('problem')), "important customers' problems are for people")

    def test_order_and_limit(self):
        """High risk first, then what was lost; the rest is told, not lost in silence."""
        self.company.relationship_countermeasure_limit = 2
        small = self.falling("Small loss", amount_6m=150000)
        large = self.falling("Large loss", amount_6m=10000)
        self.falling("Medium", churn_risk='medium', amount_6m=0)
        sheet = self.sheet()
        message = sheet.action_propose()['params']['message']
        self.assertEqual(sheet.line_ids.sorted('sequence').mapped('profile_id'), large | small)
        self.assertIn("1 more", message)

    def test_no_duplicates(self):
        """Proposing again adds nobody; who is on another open sheet is not proposed, until it is closed."""
        profile = self.falling()
        first = self.sheet()
        first.action_propose()
        first.action_propose()
        self.assertEqual(len(first.line_ids), 1)
        other = self.sheet('manager')
        other.action_propose()
        self.assertFalse(other.line_ids)
        with mute_logger('odoo.sql_db'), self.assertRaises(UniqueViolation), self.cr.savepoint():
            first.line_ids.copy()
        first._approval_do_cancel("Not needed")
        other.action_propose()
        self.assertEqual(other.line_ids.profile_id, profile)

    def test_own_customers_only(self):
        """A specialist's sheet lists the customers he may see; other companies' never appear."""
        mine, foreign = self.falling("Mine"), self.falling("Foreign")
        foreign.user_id = self.users['specialist2']
        abroad = self.make_company("Abroad", 'EUR')
        away = self.new_customer("Away", owner=None, company=abroad)
        self.label(away, churn_risk='high')
        sheet = self.sheet('specialist')
        sheet.action_propose()
        self.assertEqual(sheet.line_ids.profile_id, mine)
        with self.assertRaises(UserError):
            self.sheet('manager', line_ids=[(0, 0, {'profile_id': away.id})])

    def test_figures_are_frozen(self):
        """Numbers are those of the day of the proposal, sealed against everybody."""
        profile = self.falling(last_complaint_date='2026-03-01', last_purchase_date='2026-02-01')
        sheet = self.sheet()
        sheet.action_propose()
        line = sheet.line_ids
        self.label(profile, amount_6m=1, growth=-0.99)
        self.assertEqual(
            (line.amount_6m, line.amount_6m_before, line.growth, line.days_silent), (100000, 200000, -0.5, 60))
        self.assertEqual(line.location, "苏州")
        self.assertIn("50.0", line.problem)
        for text in ("100,000.00", "200,000.00", "-50.0", "60"):
            self.assertIn(text, line.trend_text)
        for name in ('amount_6m', 'growth', 'churn_risk', 'figures_date', 'state', 'closed_date', 'activity_id', 'done_date'):
            with self.subTest(name), self.assertRaises(UserError):
                line.sudo().write({name: False})
            with self.subTest(name), self.assertRaises(UserError):
                line.sudo().create({'sheet_id': sheet.id, 'profile_id': profile.id, name: False})

    def test_sales_scope(self):
        """销售范围: the three products bought most of."""
        profile = self.falling()
        products = self.env['product.product'].create([{'name': f"P{number}"} for number in range(4)])
        for number, product in enumerate(products):
            self.buy(profile.partner_id, ('2026-01-05', 1000 * (number + 1)))
            self.env.cr.execute(
                "UPDATE relationship_purchase SET product_id = %s WHERE id = (SELECT max(id) FROM relationship_purchase)",
                [product.id])
        sheet = self.sheet()
        sheet.action_propose()
        self.assertEqual(sheet.line_ids.sales_scope, "P3, P2, P1")
        self.buy(profile.partner_id, ('2026-01-06', 9000))
        self.env.cr.execute(
            "UPDATE relationship_purchase SET product_name = '主轴组件' WHERE id = (SELECT max(id) FROM relationship_purchase)")
        self.assertEqual(profile._sales_scopes(self.company), {profile.partner_id.id: "主轴组件, P3, P2"})

    # ------------------------------------------------------------------
    # From other documents
    # ------------------------------------------------------------------

    def test_propose_line(self):
        """The first proposal makes the sheet, the next joins it, nobody is listed twice, nobody is an editor."""
        Sheet = self.model('manager', 'relationship.countermeasure')
        one, two = self.falling("One"), self.falling("Two")
        line = Sheet._propose_line(one, 'problem', "评估结果：终止关系", "逐步退出")
        sheet = line.sheet_id
        self.assertEqual((line.problem, line.strategy, line.user_id), ("评估结果：终止关系", "逐步退出", one.user_id))
        self.assertTrue(sheet.is_collecting)
        self.assertEqual(sheet.preparer_id, self.users['supervisor'], "the owner's superior completes it")
        self.assertFalse(sheet.approval_editors)
        self.assertEqual(Sheet._propose_line(two, 'problem', "回款慢", False).sheet_id, sheet)
        self.assertEqual(Sheet._propose_line(one, 'problem', "再次投诉", "x"), line)
        self.assertEqual(line.problem, "评估结果：终止关系\n再次投诉")
        Sheet._propose_line(one, 'problem', "再次投诉", "x")
        self.assertEqual(line.problem.count("再次投诉"), 1)
        self.assertNotEqual(Sheet._propose_line(one, 'important', "", "扩大合作").sheet_id, sheet)
        # and the manager, whose decision caused it, may sign what the supervisor submits
        sheet.line_ids.filtered(lambda each: not each.strategy).strategy = "催收"
        mine = self.as_role(sheet, 'supervisor')
        mine.action_approval_submit()
        self.assertFalse(sheet.is_collecting)
        self.sign(mine, 'manager')
        self.assertEqual(sheet.approval_state, 'approved')
        self.assertEqual(Sheet._propose_line(one, 'problem', "第三次", "x"), line, "an open signed line is not doubled")
        self.assertNotIn("第三次", line.problem)
        self.assertTrue(sheet.message_ids.filtered(lambda message: "第三次" in message.body))
        self.assertNotEqual(Sheet._propose_line(self.falling("Three"), 'problem', "y", "x").sheet_id, sheet)

    # ------------------------------------------------------------------
    # Life
    # ------------------------------------------------------------------

    def test_submission_names_what_is_missing(self):
        """Owner, problem, strategy and due date, with the customers' names."""
        sheet = self.sheet()
        with self.assertRaisesRegex(ValidationError, "Nobody is listed"):
            sheet.action_approval_submit()
        profile = self.new_customer("缺资料客户", owner=None)
        line = self.env['relationship.countermeasure.line'].with_user(self.users['supervisor']).create(
            {'sheet_id': sheet.id, 'profile_id': profile.id, 'date_deadline': '2026-03-10'})
        for missing, values in (
            ("Nobody is responsible", {'user_id': self.users['specialist'].id}), ("problem is not described", {'problem': "a"}),
            ("no strategy", {'strategy': "b"}), ("due date is missing or past", {'date_deadline': '2026-03-11'})):
            with self.assertRaisesRegex(ValidationError, f"{missing}.*缺资料客户"):
                sheet.action_approval_submit()
            line.write(values)
        sheet.action_approval_submit()
        self.assertEqual(sheet.stage, 'signing')

    def test_lock(self):
        """Once signed the strategies stand; follow-up and result stay open, also through the sheet."""
        sheet = self.signed_sheet(self.new_customer("One"), self.new_customer("Two"))
        line, last = sheet.line_ids
        for values in ({'strategy': "别的"}, {'user_id': self.users['supervisor'].id}, {'date_deadline': '2027-01-01'}, {'problem': "x"}):
            with self.subTest(values=values), self.assertRaisesRegex(UserError, "cannot be changed"):
                self.as_role(line, 'supervisor').write(values)
        for command in ((0, 0, {'profile_id': self.new_customer().id}), (1, line.id, {'strategy': "x"}), (2, last.id, 0),
                        (4, self.ready_sheet(self.new_customer()).line_ids.id, 0)):
            with self.subTest(command=command), self.assertRaisesRegex(UserError, "cannot be changed|stays as it is"), self.cr.savepoint():
                self.as_role(sheet, 'supervisor').line_ids = [command]
        self.as_role(sheet, 'supervisor').line_ids = [(1, line.id, {'follow_up': "已安排"})]
        self.assertEqual(line.follow_up, "已安排")

    def test_follow_up(self):
        """The strategy is an activity on the customer; what is reported with it is the follow-up."""
        profile = self.new_customer()
        line = self.signed_sheet(profile).line_ids
        activity = line.activity_id
        self.assertEqual(
            (activity.res_model, activity.res_id, activity.user_id, activity.date_deadline),
            ('res.partner', profile.partner_id.id, self.users['specialist'], fields.Date.to_date('2026-04-01')))
        self.as_role(line, 'specialist').follow_up = "已电话沟通"
        activity.with_user(self.users['specialist']).action_feedback(feedback="客户同意面谈")
        self.assertIn("客户同意面谈", line.follow_up)
        self.assertTrue(line.follow_up.startswith("已电话沟通"))
        self.assertEqual(line.done_by_id, self.users['specialist'])
        self.assertEqual(line.state, 'open', "the follow-up is done, the result is still to be written")

    def test_closing(self):
        """A line closes with its result, the sheet with its last line; a supervisor opens again."""
        sheet = self.ready_sheet(self.new_customer("One"), self.new_customer("Two"))
        line, last = sheet.line_ids
        mine = self.as_role(line, 'specialist')
        mine.result = "尚未批准"
        with self.assertRaisesRegex(UserError, "not approved"):
            mine.action_close()
        self.sign(sheet, 'manager')
        self.assertEqual(sheet.stage, 'carrying')
        mine.result = "  "
        with self.assertRaisesRegex(UserError, "write the result"):
            mine.action_close()
        mine.result = "恢复每月订货"
        mine.action_close()
        self.assertEqual((line.state, line.closed_by_id, sheet.stage), ('closed', self.users['specialist'], 'carrying'))
        with self.assertRaisesRegex(UserError, "closed"):
            mine.result = "改写"
        with self.assertRaisesRegex(UserError, "stays on record"):
            mine.action_follow_undo()
        self.assertTrue(line.done_date)
        self.as_role(last, 'supervisor').result = "终止合作"
        self.as_role(last, 'supervisor').action_close()
        self.assertFalse(last.activity_id.active)
        self.assertEqual(sheet.stage, 'closed')
        self.assertTrue(sheet.closed_date)
        with self.assertRaises(AccessError):
            mine.action_reopen()
        self.as_role(line, 'supervisor').action_reopen()
        self.assertEqual((line.state, sheet.stage), ('open', 'carrying'))
        self.assertTrue(line.activity_id.active)

    def test_activity_in_step(self):
        """A moved activity shows beside the promised day; a deleted one can be scheduled again."""
        line = self.signed_sheet(self.new_customer()).line_ids
        line.activity_id.write({'date_deadline': '2026-04-20', 'user_id': self.users['specialist2'].id})
        self.assertEqual(
            (str(line.date_deadline), str(line.scheduled_date), line.scheduled_user_id),
            ('2026-04-01', '2026-04-20', self.users['specialist2']))
        line.activity_id.unlink()
        line.invalidate_recordset()
        self.assertTrue(line.is_unscheduled)
        self.as_role(line, 'specialist').action_follow_schedule()
        self.assertEqual(line.activity_id.user_id, self.users['specialist'])

    def test_cancelled(self):
        """A cancelled sheet takes its activities away; one with results stays."""
        one, two = self.new_customer("One"), self.new_customer("Two")
        sheet = self.signed_sheet(one)
        activity = sheet.line_ids.activity_id
        self.as_role(sheet, 'supervisor')._approval_do_cancel("客户合并")
        self.sign_cancellation(sheet)
        self.assertEqual((sheet.stage, bool(activity.exists())), ('cancelled', False))
        kept = self.signed_sheet(two)
        kept.line_ids.result = "已恢复"
        kept.line_ids.action_close()
        with self.assertRaisesRegex(UserError, "results already"):
            self.as_role(kept, 'supervisor')._approval_do_cancel("太晚")

    def sign_cancellation(self, sheet):
        """The approvers agree."""
        sheet.sudo().approval_cancel_request_id.with_user(self.users['manager'])._decide('approve')
        sheet.invalidate_recordset()

    def test_overdue(self):
        """Overdue is an open, signed line after its day."""
        sheet = self.ready_sheet(self.new_customer())
        Line = self.env['relationship.countermeasure.line']
        with self.at('2026-04-02 02:00:00'):
            self.assertFalse(Line.search([('is_overdue', '=', True), ('sheet_id', '=', sheet.id)]))
        self.sign(sheet, 'manager')
        for moment, late in (('2026-04-01 02:00:00', False), ('2026-04-02 02:00:00', True)):
            with self.subTest(moment), self.at(moment):
                sheet.invalidate_recordset()
                sheet.line_ids.invalidate_recordset()
                self.assertEqual(sheet.line_ids.is_overdue, late)
                self.assertEqual(bool(Line.search([('is_overdue', '=', True), ('sheet_id', '=', sheet.id)])), late)
                self.assertEqual(sheet.overdue_count, int(late))
