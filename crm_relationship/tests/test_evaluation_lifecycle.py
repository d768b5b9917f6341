from datetime import date, timedelta

from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.document_approval.models.approval_sealed import SEAL

from .evaluation_common import EvaluationCase


@tagged('post_install', '-at_install')
class TestEvaluation(EvaluationCase):
    """From the first look at the numbers to the signed verdict (F9)."""

    def letters(self, evaluation):
        return {line.name: line.grade_id.name for line in evaluation.line_ids}

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

    def test_file_as_evidence(self):
        """A file is evidence too: it belongs to its line, and is locked with it."""
        evaluation = self.evaluate()
        line = evaluation.line_ids[2]
        file = self.model('specialist', 'ir.attachment').create({
            'name': "会议纪要.txt", 'raw': b'x', 'res_model': line._name, 'res_id': 0})
        line.write({'grade_id': self.grade_of(evaluation, 'A').id, 'attachment_ids': [(4, file.id)]})
        self.assertEqual((file.res_model, file.res_id), (line._name, line.id))
        evaluation.action_approval_submit()
        for door in (file.unlink, lambda: file.write({'raw': b'y'}), lambda: line.write({'attachment_ids': [(5,)]})):
            with self.assertRaises(UserError), self.cr.savepoint():
                door()
        self.assertFalse(file.with_user(self.users['finance']).has_access('read'))

    def test_file_of_another_record(self):
        """Evidence out of another record is copied: what happens to the original later does not touch it."""
        evaluation = self.ready()
        line, other = evaluation.line_ids[2], self.evaluate(occasion='special').line_ids[2]
        File = self.model('specialist', 'ir.attachment')
        foreign, public = File.create([
            {'name': "合同.txt", 'raw': b'x', 'res_model': other._name, 'res_id': other.id},
            {'name': "公开.txt", 'raw': b'p', 'res_model': other._name, 'res_id': other.id, 'public': True}])
        secret = self.env['ir.attachment'].create({
            'name': "机密.txt", 'raw': b's', 'res_model': 'res.company', 'res_id': self.env.ref('base.main_company').id})
        with self.assertRaises(AccessError), self.cr.savepoint():
            line.write({'attachment_ids': [(4, secret.id)]})
        evaluation.write({'line_ids': [(1, line.id, {'attachment_ids': [(4, foreign.id), (4, public.id)]})]})
        line.write({'note': "见附件"})
        kept = line.attachment_ids.sorted('id')
        self.assertEqual(kept.mapped('raw'), [b'x', b'p'])
        self.assertFalse(kept & (foreign | public))
        self.assertEqual({(file.res_model, file.res_id, file.public) for file in kept}, {(line._name, line.id, False)})
        self.sign(evaluation, 'supervisor', 'manager')
        foreign.write({'raw': b'y'})
        foreign.unlink()
        self.assertEqual(kept.mapped('raw'), [b'x', b'p'])
        for door in (kept[0].unlink, lambda: kept[0].write({'raw': b'z'})):
            with self.assertRaises(UserError), self.cr.savepoint():
                door()

    def test_file_moved_away(self):
        """A file named as evidence is signed wherever it went before the submission."""
        evaluation = self.ready()
        line, other = evaluation.line_ids[2], self.evaluate(occasion='special').line_ids[2]
        file = self.model('specialist', 'ir.attachment').create({'name': "会议纪要.txt", 'raw': b'x'})
        line.write({'attachment_ids': [(4, file.id)]})
        file.write({'res_id': other.id})
        self.sign(evaluation)
        self.assertIn(file, evaluation.sudo().approval_request_id.attachment_ids)
        for door in (file.unlink, lambda: file.write({'raw': b'y'}), lambda: file.write({'res_id': line.id})):
            with self.assertRaises(UserError), self.cr.savepoint():
                door()
        self.sign(evaluation, 'supervisor', 'manager')
        self.assertEqual(evaluation.approval_state, 'approved')

    def test_freeze(self):
        """After submission the customer's numbers move, the evaluation does not."""
        evaluation = self.sign(self.ready())
        before = evaluation.line_ids.read(['number', 'number_text', 'details', 'grade_id', 'score', 'weight'])
        self.set_figures(self.profile, amount_12m=1, growth=-0.9, amount_6m=1, amount_6m_before=9)
        evaluation.invalidate_recordset()
        with self.assertRaises(UserError):
            evaluation.action_read_numbers()
        self.sign(evaluation, 'supervisor', 'manager')
        self.assertEqual(evaluation.line_ids.read(['number', 'number_text', 'details', 'grade_id', 'score', 'weight']), before)
        self.assertEqual(evaluation.approval_state, 'approved')
        self.assertIn("336,000", evaluation.line_ids[1].number_text)
        for door in (
                lambda: evaluation.line_ids[0].write({'grade_id': self.grade_of(evaluation, 'A').id}),
                lambda: evaluation.line_ids[0].write({'evidence': "改"}),
                lambda: evaluation.write({'conclusion': "改"}),
                lambda: evaluation.write({'verdict_chosen': 'end'}),
                lambda: evaluation.write({'scorecard_id': self.env.ref('crm_relationship.scorecard_key').id}),
                evaluation.line_ids[0].unlink, evaluation.unlink):
            with self.assertRaises(UserError), self.cr.savepoint():
                door()

    def test_moved_numbers_are_read_again(self):
        """Numbers of an earlier day that mean another grade now have to be looked at."""
        evaluation = self.ready()
        with freeze_time(fields.Datetime.now() + timedelta(days=3)):
            self.set_figures(self.profile, growth=0.13)
            evaluation._approval_check_submit()  # moved, but the same grade
            self.set_figures(self.profile, growth=0.25)
            with self.assertRaisesRegex(ValidationError, "增长率.*Read Numbers Again"):
                evaluation.action_approval_submit()
            evaluation.action_read_numbers()
            self.assertEqual(self.letters(evaluation)["增长率"], 'A')
            evaluation.action_approval_submit()
        self.assertEqual(evaluation.line_ids[1].number, 25)

    def test_numbers_of_the_period(self):
        """Another period has other numbers, whichever way it is changed; nothing is signed with those of before."""
        today = self.company._relationship_today()
        evaluation = self.ready(letter='A')
        self.assertEqual((evaluation.numbers_start, evaluation.numbers_end), evaluation._period())
        long_ago = today - timedelta(days=400)
        for values in ({'date': long_ago}, {'period_end': long_ago, 'period_start': long_ago - timedelta(days=300)}):
            with self.subTest(values):
                evaluation.write(values)
                self.assertEqual(evaluation.line_ids.mapped('has_number'), [False] * 3, "nothing is known so long ago")
                self.assertEqual(self.letters(evaluation), {"销售额": False, "增长率": False, "战略契合度": 'A'})
                self.assertEqual((evaluation.numbers_date, evaluation.numbers_end), (today, long_ago))
                evaluation.write({'date': today, 'period_start': today - timedelta(days=364), 'period_end': today})
                self.assertEqual(self.letters(evaluation), {"销售额": 'B', "增长率": 'B', "战略契合度": 'A'})
                self.assertEqual((evaluation.numbers_start, evaluation.numbers_end), evaluation._period())
        evaluation.sudo()._sealed_write({'period_end': today - timedelta(days=1)}, SEAL)
        with self.assertRaisesRegex(ValidationError, "another period.*Read Numbers Again"):
            evaluation.action_approval_submit()
        evaluation.action_read_numbers()
        evaluation.action_approval_submit()

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

    def test_hand_made_grades_stay(self):
        """Reading again leaves a grade that somebody chose."""
        evaluation = self.grade(self.evaluate(), **{"销售额": 'D'})
        self.set_figures(self.profile, amount_12m=2000000, growth=0.3)
        evaluation.action_read_numbers()
        self.assertEqual(self.letters(evaluation), {"销售额": 'D', "增长率": 'A', "战略契合度": False})
        self.assertTrue(evaluation.line_ids[0].is_adjusted)
        self.assertEqual(evaluation.line_ids[0].grade_proposed_id.name, 'A')

    def test_unknown_numbers(self):
        """What is not known is judged by hand."""
        self.set_figures(self.profile, has_growth=False, growth=None)
        evaluation = self.evaluate()
        line = evaluation.line_ids[1]
        self.assertEqual((line.has_number, bool(line.grade_id), line.number_text), (False, False, "unknown"))
        self.grade(evaluation, **{"增长率": 'C', "战略契合度": 'B'})
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
        customers = self.customer | others[0].partner_id | others[1].partner_id
        self.env['base.partner.merge.automatic.wizard']._merge(customers.ids, self.customer)
        self.env.invalidate_all()
        found = both | drafts | mixed
        self.assertEqual(found.exists(), found)
        self.assertEqual(found.commercial_partner_id, self.customer)
        self.assertEqual(both.mapped('occasion'), ['annual', 'annual'], "as it was signed")
        self.assertEqual(both.mapped('is_second'), [False, True])
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
