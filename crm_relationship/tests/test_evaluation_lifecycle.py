from datetime import date, timedelta

from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .evaluation_common import EvaluationCase


@tagged('post_install', '-at_install')
class TestEvaluation(EvaluationCase):
    """From the first look at the numbers to the signed verdict (F9)."""

    def test_numbers_give_grades(self):
        """Sales of 600,000 are a B, growth of 12 % a B; the rest is for the evaluator."""
        evaluation = self.evaluate()
        self.assertEqual(self.letters(evaluation), {"销售额": 'B', "增长率": 'B', "战略契合度": False})
        self.assertEqual(evaluation.line_ids.mapped('number'), [600000, 12, 0])
        self.assertEqual((evaluation.stage, evaluation.progress, evaluation.verdict), ('proposed', '2/3', False))
        self.assertEqual((evaluation.total, evaluation.standard), (64, 100))
        self.assertEqual(evaluation.name[:3], 'PG2')
        self.assertEqual((evaluation.owner_id, evaluation.tier_id.id),
                         (self.users['specialist'], self.env.ref('crm_relationship.tier_core').id))

    def test_bounds_of_numbers(self):
        """Each bound of a number belongs to its grade."""
        for amount, growth, expected in (
                (1000000, 0.20, 'AA'), (999999.99, 0.199999, 'BB'), (500000, 0.1, 'BB'), (200000, 0, 'CC'),
                (199999.99, -0.000001, 'DD'), (100000, -0.1, 'DD'), (99999.99, -0.100001, 'EE'), (-5, -1, 'EE')):
            self.set_figures(self.profile, amount_12m=amount, growth=growth)
            evaluation = self.evaluate(occasion='special')
            with self.subTest(amount=amount, growth=growth):
                self.assertEqual("".join(line.grade_id.name for line in evaluation.line_ids[:2]), expected)

    def test_verdict(self):
        """Totals and verdict through the thresholds 80 and 60, by the grade of the last indicator."""
        for sales, growth, letter, percent, verdict in (
                ('B', 'B', 'B', 80, 'develop'), ('B', 'B', 'C', 76, 'maintain'), ('A', 'A', 'E', 84, 'develop'),
                ('C', 'C', 'C', 60, 'maintain'), ('C', 'C', 'D', 56, 'end'), ('A', 'A', 'A', 100, 'develop'),
                ('E', 'E', 'E', 20, 'end')):
            evaluation = self.evaluate(occasion='special')
            self.grade(evaluation, **{"销售额": sales, "增长率": growth, "战略契合度": letter})
            with self.subTest(sales + growth + letter):
                self.assertEqual((evaluation.percent, evaluation.verdict_suggested, evaluation.verdict),
                                 (percent, verdict, verdict))

    def test_submit_problems(self):
        """Everything that is missing is named at once, with the remedy."""
        evaluation = self.evaluate()
        with self.assertRaisesRegex(ValidationError, "Without a grade: 战略契合度"):
            evaluation.action_approval_submit()
        line = evaluation.line_ids[2]
        line.grade_id = self.grade_of(evaluation, 'A')
        with self.assertRaisesRegex(ValidationError, "without evidence: 战略契合度"):
            evaluation.action_approval_submit()
        line.evidence = "  "
        evaluation.line_ids[0].grade_id = self.grade_of(evaluation, 'A')
        with self.assertRaisesRegex(ValidationError, "without evidence: 销售额, 战略契合度"):
            evaluation.action_approval_submit()
        evaluation.line_ids.evidence = "年度合同"
        evaluation.verdict_chosen = 'end'
        self.assertTrue(evaluation.is_verdict_different)
        with self.assertRaisesRegex(ValidationError, "give the reason"):
            evaluation.action_approval_submit()
        evaluation.verdict_reason = "客户将退出该业务"
        evaluation.period_end = self.company._relationship_today() + timedelta(days=1)
        with self.assertRaisesRegex(ValidationError, "in the future"):
            evaluation.action_approval_submit()
        evaluation.period_end = self.company._relationship_today()
        evaluation.action_approval_submit()
        self.assertEqual((evaluation.stage, evaluation.verdict), ('pending', 'end'))

    def test_date_in_the_future(self):
        """An evaluation of a later date would be the last one for years."""
        today = self.company._relationship_today()
        evaluation = self.ready()
        evaluation.write({'date': today + timedelta(days=3650)})
        evaluation.write({'period_start': today - timedelta(days=364), 'period_end': today})
        with self.assertRaisesRegex(ValidationError, "dated in the future"):
            evaluation.action_approval_submit()
        evaluation.write({'date': today})
        evaluation.action_approval_submit()

    def test_other_scorecard(self):
        """Another scorecard brings its own indicators."""
        evaluation = self.evaluate()
        other = self.new_card([("订单数", 100, 'order_count', (9, 6, 3, 1))], sequence=99)
        evaluation.scorecard_id = other
        self.assertEqual(evaluation.line_ids.mapped('name'), ["订单数"])
        self.assertEqual(evaluation.line_ids.grade_id.name, 'E')
        draft = self.new_card([("指标", 100, 'manual', None)], active=False)
        with self.assertRaisesRegex(ValidationError, "is a draft"):
            evaluation.scorecard_id = draft
        with self.assertRaisesRegex(ValidationError, "of the scorecard"):
            evaluation.line_ids.grade_id = self.card.grade_ids[0]

    def test_customer_carries_the_verdict(self):
        """Verdict, score and date on the customer: the latest signed one, whatever is signed when."""
        old = self.ready(letter='E', date=date(2025, 3, 1), year='2025')
        new = self.signed(letter='A')
        self.assertEqual(
            (self.profile.evaluation_verdict, self.profile.evaluation_score, self.profile.evaluation_id),
            ('develop', 84, new))
        self.sign(old, 'supervisor', 'manager')
        self.assertEqual((old.verdict, self.profile.evaluation_id), ('maintain', new), "an older one changes nothing")
        self.assertEqual((new.previous_id, new.previous_percent, new.percent_change), (old, 68, 16))
        profile = self.profile.with_user(self.users['manager'])
        self.assertEqual(profile.search([('evaluation_verdict', '=', 'develop'), ('id', '=', profile.id)]), profile)
        self.assertIn("2025", profile.evaluation_trend)
        self.assertIn("84.0 %", profile.evaluation_trend)

    def test_one_a_year(self):
        """A second yearly evaluation is refused, a special one is not, and a cancelled one makes room."""
        first = self.evaluate()
        self.env.flush_all()
        with mute_logger('odoo.sql_db'), self.assertRaises(UniqueViolation) as caught, self.cr.savepoint():
            self.evaluate()
            self.env.flush_all()
        self.assertIn('yearly_unique', str(caught.exception))
        self.evaluate(occasion='special')
        first._approval_do_cancel("重复")
        self.evaluate()
        self.env.flush_all()

    def test_merged_customers(self):
        """Each with its yearly evaluation of the year: none is lost, one stays the year's, what was signed stays as it is."""
        year = self.company._relationship_today().year
        others = [self.new_profile(name=name) for name in ("恒泰电子（重复）", "恒泰（重复）")]

        def yearly(*evaluations):
            return self.env['relationship.evaluation'].union(*(self.ready(profile=profile, year=str(which)) if not signed else
                self.sign(self.ready(profile=profile, year=str(which)), 'supervisor', 'manager')
                for profile, which, signed in evaluations)).sudo()

        both = yearly((self.profile, year, True), (others[0], year, True))
        drafts = yearly((self.profile, year - 1, False), (others[0], year - 1, False))
        mixed = yearly((self.profile, year - 2, False), (others[0], year - 2, True), (others[1], year - 2, False))
        others[0].sudo().user_id = self.users['specialist2']
        customers = self.customer | others[0].partner_id | others[1].partner_id
        self.env['base.partner.merge.automatic.wizard']._merge(customers.ids, self.customer)
        self.env.invalidate_all()
        found = both | drafts | mixed
        self.assertEqual(found.exists(), found)
        self.assertEqual((found.commercial_partner_id, found.profile_id), (self.customer, self.profile))
        self.assertEqual(drafts.owner_id, self.profile.user_id, "open ones are the kept customer's owner's")
        self.assertEqual(both.mapped('occasion'), ['annual', 'annual'], "as it was signed")
        self.assertEqual(both.mapped('is_second'), [False, True])
        self.assertFalse((both | mixed).approval_request_id._verify(), "every signature still stands")
        self.assertEqual(drafts.mapped('occasion'), ['annual', 'special'])
        self.assertEqual(mixed.mapped('occasion'), ['special', 'annual', 'special'])
        self.assertIn(both[0].name, both[1].message_ids[0].body)
        self.assertFalse((drafts | mixed).filtered('is_second'))

    def test_evaluate_button(self):
        """One tap: begins an evaluation, opens the one under way, and is special once the year is done."""
        profile = self.profile.with_user(self.users['specialist']).with_company(self.company)
        first = profile.action_evaluate()['res_id']
        self.assertEqual(profile.action_evaluate()['res_id'], first)
        evaluation = self.model('specialist', 'relationship.evaluation').browse(first)
        self.assertEqual(evaluation.occasion, 'annual')
        self.sign(self.grade(evaluation, **{"战略契合度": 'B'}), 'supervisor', 'manager')
        again = evaluation.browse(profile.action_evaluate()['res_id'])
        self.assertEqual((again.occasion, again == evaluation), ('special', False))

    def test_who_is_judged(self):
        """Companies in the roster only, and only those one sees."""
        stranger = self.env['res.partner'].create({'name': "陌生公司", 'is_company': True})
        with self.assertRaisesRegex(ValidationError, "Register Customer"):
            self.model('specialist', 'relationship.evaluation').create({'partner_id': stranger.id})
        with self.assertRaisesRegex(ValidationError, "evaluate the company"):
            self.model('specialist', 'relationship.evaluation').create({'partner_id': self.contact.id})
        with self.assertRaisesRegex(AccessError, "share the customer"):
            self.evaluate('specialist2')
        evaluation = self.evaluate()
        with self.assertRaisesRegex(UserError, "stays with its customer"):
            evaluation.partner_id = stranger

    # ------------------------------------------------------------------
    # Separation
    # ------------------------------------------------------------------

    def test_owner_never_signs(self):
        """Owner and evaluator sign nothing; one level up signs instead."""
        self.profile.user_id = self.users['supervisor']
        evaluation = self.ready('supervisor')
        self.sign(evaluation)
        steps = {step.name: step.state for step in evaluation.sudo().approval_request_id.step_ids}
        self.assertEqual(steps['Supervisor review'], 'skipped')
        with self.assertRaises(UserError):
            evaluation.with_user(self.users['supervisor']).action_approval_approve()
        self.sign(evaluation, 'manager')
        self.assertEqual(evaluation.approval_state, 'approved')

    def test_manager_as_evaluator(self):
        """What the service manager evaluated, the general manager signs."""
        evaluation = self.sign(self.ready('manager'))
        for role in ('supervisor', 'manager'):
            with self.subTest(role), self.assertRaises(UserError):
                self.sign(evaluation, role)
        self.sign(evaluation, 'gm')
        self.assertEqual(evaluation.approval_state, 'approved')

    def test_manager_as_owner(self):
        """The same where the service manager looks after the customer and somebody else evaluates."""
        self.profile.user_id = self.users['manager']
        self.profile.shared_user_ids = self.users['specialist']
        evaluation = self.sign(self.ready(), 'supervisor')
        self.assertEqual(evaluation.owner_id, self.users['manager'])
        with self.assertRaises(UserError):
            self.sign(evaluation, 'manager')

    def test_changing_hands_does_not_help(self):
        """Giving the customer away while it is signed frees nobody, taking it over bars."""
        self.profile.user_id = self.users['manager']
        self.profile.shared_user_ids = self.users['specialist']
        evaluation = self.sign(self.ready(), 'supervisor')
        self.profile.user_id = self.users['specialist2']
        self.assertEqual(evaluation.owner_id, self.users['manager'])
        self.assertIn(self.users['manager'], evaluation.sudo()._approval_persons())
        self.assertIn(self.users['specialist2'], evaluation.sudo()._approval_persons())

    def test_evaluator_is_oneself(self):
        """A specialist evaluates in the own name only; a supervisor may name somebody."""
        with self.assertRaisesRegex(ValidationError, "for yourself only"):
            self.evaluate(evaluator_id=self.users['specialist2'].id)
        evaluation = self.evaluate('supervisor', evaluator_id=self.users['specialist'].id)
        self.assertEqual(evaluation.evaluator_id, self.users['specialist'])

    def test_hand_over(self):
        """A supervisor hands an evaluation over and may still sign it."""
        self.profile.shared_user_ids = self.users['specialist2']
        evaluation = self.evaluate()
        dialog = self.model('supervisor', 'relationship.evaluation.reassign').create({
            'evaluation_ids': [(6, 0, evaluation.ids)], 'user_id': self.users['specialist2'].id})
        dialog.action_reassign()
        self.assertEqual(evaluation.evaluator_id, self.users['specialist2'])
        self.assertNotIn(self.users['supervisor'].id, evaluation.sudo().approval_editors)
        self.sign(self.ready(occasion='special'))
        self.grade(evaluation.with_user(self.users['specialist2']), **{"战略契合度": 'B'})
        self.sign(evaluation.with_user(self.users['specialist2']), 'supervisor', 'manager')
        self.assertEqual(evaluation.approval_state, 'approved')
        with self.assertRaisesRegex(UserError, "submitted already"):
            dialog.action_reassign()
