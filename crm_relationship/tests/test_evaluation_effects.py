from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .evaluation_common import EvaluationCase


@tagged('post_install', '-at_install')
class TestEvaluationEffects(EvaluationCase):
    """A signed verdict acts, says so, and can be taken back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.card.action_draft()
        cls.card.measure_ids = [
            (0, 0, {'verdict': 'develop', 'kind': 'visit_interval', 'percent': 50}),
            (0, 0, {'verdict': 'develop', 'kind': 'credit', 'text': "提高信用额度"}),
            (0, 0, {'verdict': 'end', 'kind': 'visit_interval', 'percent': 300}),
            (0, 0, {'verdict': 'end', 'kind': 'countermeasure', 'text': "清理往来账款"}),
            (0, 0, {'verdict': 'end', 'kind': 'credit', 'text': "仅限预付款发货"})]
        cls.card.action_activate()
        cls.env.ref('crm_relationship.tier_core').visit_interval = 30

    def ended(self):
        evaluation = self.grade(self.evaluate(), **{"销售额": 'E', "增长率": 'E', "战略契合度": 'E'})
        return self.sign(evaluation, 'supervisor', 'manager')

    def effect(self, evaluation, kind):
        return evaluation.effect_ids.filtered(lambda effect: effect.kind == kind)

    def credit_activities(self):
        return self.env['mail.activity'].search([
            ('res_model', '=', 'res.partner'), ('res_id', '=', self.customer.id)])

    def test_develop(self):
        """Visits twice as often as the tier says, and a proposal to finance."""
        evaluation = self.signed(letter='A')
        self.assertEqual(self.profile.visit_interval_manual, 15)
        visit = self.effect(evaluation, 'visit_interval')
        self.assertEqual((visit.state, visit.old_value, visit.new_value), ('done', '0', '15'))
        self.assertEqual((visit.old_text, visit.new_text), ("by the value tier", "every 15 days"))
        activity = self.credit_activities()
        self.assertEqual(activity.user_id, self.users['finance'])
        self.assertIn("提高信用额度", activity.summary)
        self.assertNotIn("84", activity.summary + (activity.note or ''), "finance learns no score")
        self.assertIn("50", self.evaluate(occasion='special').measure_text or "50")

    def test_interval_bounds(self):
        """The interval stays within what plans can hold; without one nothing changes."""
        for interval, percent, expected in (
                (30, 50, 15), (10, 50, 7), (8, 10, 7), (300, 300, 730), (365, 200, 730), (31, 50, 16), (0, 50, None)):
            self.profile.visit_interval_manual = 0
            self.env.ref('crm_relationship.tier_core').visit_interval = interval
            card = self.new_card(
                [("战略契合度", 100, 'manual', None)], measures=[('develop', 'visit_interval', percent, False)], sequence=200)
            evaluation = self.grade(self.evaluate(occasion='special', scorecard_id=card.id), **{"战略契合度": 'A'})
            self.sign(evaluation, 'supervisor', 'manager')
            with self.subTest(interval=interval, percent=percent):
                if expected is None:
                    self.assertEqual(evaluation.effect_ids.state, 'skipped')
                    self.assertFalse(self.profile.visit_interval_manual)
                else:
                    self.assertEqual(self.profile.visit_interval_manual, expected)

    def test_never_against_its_direction(self):
        """The same verdict twice is no more than once, and what people set closer already stays."""
        first = self.signed(letter='A')
        again = self.signed(letter='A', occasion='special')
        self.assertEqual(self.profile.visit_interval_manual, 15)
        self.assertEqual([self.effect(e, 'visit_interval').state for e in (first, again)], ['undone', 'done'])
        for manual, percent, expected in ((10, 50, 10), (20, 50, 15), (200, 300, 200), (60, 300, 90), (0, 100, 0)):
            self.profile.visit_interval_manual = manual
            card = self.new_card(
                [("战略契合度", 100, 'manual', None)], measures=[('develop', 'visit_interval', percent, False)], sequence=200)
            evaluation = self.grade(self.evaluate(occasion='special', scorecard_id=card.id), **{"战略契合度": 'A'})
            self.sign(evaluation, 'supervisor', 'manager')
            with self.subTest(manual=manual, percent=percent):
                self.assertEqual(self.profile.visit_interval_manual, expected)

    def test_end(self):
        """Fewer visits, a line on the sheet of problem customers, a proposal."""
        evaluation = self.ended()
        self.assertEqual(self.profile.visit_interval_manual, 90)
        line = self.env['relationship.countermeasure.line'].search([('profile_id', '=', self.profile.id)])
        self.assertEqual((line.kind, line.strategy), ('problem', "清理往来账款"))
        self.assertEqual(set(evaluation.effect_ids.mapped('state')), {'done'})

    def test_newer_verdict(self):
        """A newer verdict starts from the tier's interval again; cancelled, the one before is in force as it was."""
        today = self.company._relationship_today()
        old = self.grade(self.evaluate(date=today - timedelta(days=365), year=str(today.year - 1)), **{
            "销售额": 'E', "增长率": 'E', "战略契合度": 'E'})
        self.sign(old, 'supervisor', 'manager')
        interval = self.effect(old, 'visit_interval')
        self.assertEqual((self.profile.visit_interval_manual, interval.state), (90, 'done'))
        kept = self.signed(letter='C')  # maintain, which has no measure
        self.assertEqual((kept.verdict, kept.effect_ids.ids), ('maintain', []))
        self.assertEqual((self.profile.visit_interval_manual, interval.state), (0, 'undone'))
        self.assertIn(kept.name, interval.note)
        self.assertEqual(self.effect(old, 'credit').state, 'done', "proposals stay with whoever has them")
        self.cancel(kept)
        self.assertEqual((self.profile.visit_interval_manual, interval.state, interval.note), (90, 'done', False))
        better = self.signed(letter='A', occasion='special')
        self.assertEqual((self.profile.visit_interval_manual, self.effect(better, 'visit_interval').old_value), (15, '0'))
        self.assertEqual(interval.superseded_by_id, better)

    def test_newer_verdict_keeps_changes(self):
        """An interval that somebody changed since is theirs, whatever the newer verdict; so it is when that is cancelled."""
        old = self.ended()
        self.profile.visit_interval_manual = 45
        kept = self.signed(letter='C', occasion='special')
        self.assertEqual((self.profile.visit_interval_manual, self.effect(old, 'visit_interval').state), (45, 'done'))
        self.profile.visit_interval_manual = 90
        again = self.signed(letter='C', occasion='special')
        self.assertEqual((self.profile.visit_interval_manual, self.effect(old, 'visit_interval').state), (0, 'undone'))
        self.profile.visit_interval_manual = 20
        self.cancel(again | kept)
        self.assertEqual((self.profile.visit_interval_manual, self.effect(old, 'visit_interval').state), (20, 'undone'))

    def test_undo(self):
        """The manager takes it back: everything is as before."""
        evaluation = self.ended()
        evaluation.with_user(self.users['manager']).action_undo_effects()
        self.assertEqual(self.profile.visit_interval_manual, 0)
        self.assertFalse(self.env['relationship.countermeasure.line'].search([('profile_id', '=', self.profile.id)]))
        self.assertFalse(self.credit_activities())
        self.assertEqual(set(evaluation.effect_ids.mapped('state')), {'undone'})
        self.assertEqual(evaluation.effect_ids.undone_by_id, self.users['manager'])
        self.assertEqual(self.profile.evaluation_verdict, 'end', "the verdict itself stands")
        evaluation.with_user(self.users['manager']).action_undo_effects()  # nothing left to do
        self.assertEqual(self.profile.visit_interval_manual, 0)

    def test_undo_one(self):
        evaluation = self.ended()
        self.effect(evaluation, 'credit').with_user(self.users['manager']).action_undo()
        self.assertFalse(self.credit_activities())
        self.assertEqual(self.profile.visit_interval_manual, 90)

    def test_undo_keeps_later_changes(self):
        """What somebody changed since is theirs."""
        evaluation = self.ended()
        self.profile.visit_interval_manual = 45
        line = self.env['relationship.countermeasure.line'].search([('profile_id', '=', self.profile.id)])
        line.strategy = "法务跟进"
        self.credit_activities().action_done()
        evaluation.with_user(self.users['manager']).action_undo_effects()
        self.assertEqual(set(evaluation.effect_ids.mapped('state')), {'kept'})
        self.assertEqual((self.profile.visit_interval_manual, line.exists().strategy), (45, "法务跟进"))

    def test_who_undoes(self):
        """The service manager or the general manager; nobody below, and nobody writes an effect."""
        evaluation = self.ended()
        for role in ('specialist', 'supervisor'):
            with self.subTest(role), self.assertRaises(AccessError):
                evaluation.with_user(self.users[role]).action_undo_effects()
            with self.subTest(role), self.assertRaises(AccessError):
                evaluation.effect_ids[0].with_user(self.users[role]).action_undo()
        for door in (
                lambda: evaluation.effect_ids[0].sudo().write({'state': 'undone'}),
                lambda: evaluation.effect_ids[0].sudo().unlink(),
                lambda: self.env['relationship.evaluation.effect'].create(
                    {'evaluation_id': evaluation.id, 'kind': 'credit', 'state': 'done', 'date': '2026-01-01'}),
                lambda: evaluation.write({'effect_ids': [(5,)]})):
            with self.assertRaises(UserError):
                door()
        self.assertTrue(evaluation.with_user(self.users['gm']).can_undo_effects)
        self.effect(evaluation, 'credit').with_user(self.users['gm']).action_undo()
        evaluation.with_user(self.users['gm']).action_undo_effects()
        self.assertEqual(set(evaluation.effect_ids.mapped('state')), {'undone'})

    def test_persons_do_not_undo(self):
        """A service manager with a part in the evaluation does not undo alone what the general manager signed."""
        evaluation = self.sign(self.ready('manager', letter='A'), 'gm')
        self.assertEqual(self.profile.visit_interval_manual, 15)
        mine = evaluation.with_user(self.users['manager'])
        self.assertFalse(mine.can_undo_effects)
        for door in (mine.action_undo_effects, self.effect(mine, 'visit_interval').action_undo):
            with self.assertRaisesRegex(AccessError, "Ask the general manager"):
                door()
        self.assertEqual(self.profile.visit_interval_manual, 15)
        evaluation.with_user(self.users['gm']).action_undo_effects()
        self.assertEqual(self.profile.visit_interval_manual, 0)

    def cancel(self, evaluations):
        """Cancelled with the consent of whoever signed last."""
        for evaluation in evaluations:
            evaluation._approval_do_cancel("数据有误")
            consent = evaluation.sudo().approval_cancel_request_id.with_user(self.users['manager'])
            consent._decide('approve', note="同意")
        evaluations.invalidate_recordset()

    def test_cancel(self):
        """Cancelled by consent, verdict and effects were never there."""
        first = self.signed(letter='A', date='2025-03-01', year='2025')
        self.profile.visit_interval_manual = 0
        evaluation = self.ended()
        self.assertEqual(self.profile.evaluation_verdict, 'end')
        self.cancel(evaluation)
        self.assertEqual((evaluation.approval_state, evaluation.stage), ('cancelled', 'cancelled'))
        self.assertEqual((self.profile.evaluation_id, self.profile.evaluation_verdict), (first, 'develop'))
        self.assertEqual(self.profile.visit_interval_manual, 0)
        self.assertEqual(set(evaluation.effect_ids.mapped('state')), {'undone'})

    def test_overtaken(self):
        """An evaluation signed after a later one changes nothing any more."""
        old = self.ready(letter='A', date='2025-03-01', year='2025')
        self.ended()
        self.sign(old, 'supervisor', 'manager')
        self.assertEqual(set(old.effect_ids.mapped('state')), {'skipped'})
        self.assertEqual(self.profile.visit_interval_manual, 90)

    def test_credit_person(self):
        """The person of the settings; else finance; else the service manager; else it says so."""
        self.company.relationship_credit_user_id = self.users['manager']
        self.signed(letter='A')
        self.assertEqual(self.credit_activities().user_id, self.users['manager'])
        self.company.relationship_credit_user_id = False
        self.assertEqual(self.company._relationship_credit_person(), self.users['finance'])
        self.users['finance'].active = False
        self.assertEqual(self.company._relationship_credit_person(), self.users['manager'])
