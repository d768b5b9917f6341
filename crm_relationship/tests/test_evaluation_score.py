from decimal import Decimal

from odoo.exceptions import UserError, ValidationError
from odoo.tests import BaseCase, tagged

from ..tools.evaluation_score import grade_of, misplaced, percentage, total, verdict_of, weighted
from .evaluation_common import EvaluationCase


@tagged('post_install', '-at_install')
class TestEvaluationArithmetic(BaseCase):
    """Weights, bounds and verdicts as tables of cases (F9); no database."""

    def test_verdict_bounds(self):
        """Each bound belongs to the better verdict; a hundredth below does not reach it."""
        for percent, expected in (
                (100, 'develop'), (80.01, 'develop'), (80, 'develop'), (79.99, 'maintain'), (60.01, 'maintain'),
                (60, 'maintain'), (59.99, 'end'), (0, 'end')):
            with self.subTest(percent):
                self.assertEqual(verdict_of(percent, 80, 60), expected)

    def test_percentage_is_cut(self):
        for points, standard, expected in (
                (79.9999, 100, 79.99), (80, 100, 80), (2, 3, 66.66), (3.9999, 5, 79.99), (4, 5, 80), (0, 100, 0),
                (5, 0, 0), (33.33, 33.33, 100)):
            with self.subTest(points=points, standard=standard):
                self.assertEqual(percentage(points, standard), expected)

    def test_scores(self):
        for weight, points, expected in (
                (20, 100, 20), (33.33, 80, 26.664), (12.5, 60, 7.5), (0.01, 20, 0.002), (100, 0, 0)):
            with self.subTest(weight=weight, points=points):
                self.assertEqual(weighted(weight, points), expected)
        self.assertEqual(total([0.1, 0.2]), 0.3)
        self.assertEqual(total([26.664] * 3), 79.992)

    def test_grades(self):
        """A bound belongs to its grade, the worst grade takes the rest; both directions."""
        up = [('A', 20), ('B', 10), ('C', 0), ('D', 999)]
        for value, expected in (
                (20, 'A'), (20.0001, 'A'), (19.9999, 'B'), (10, 'B'), (9.9999, 'C'), (0, 'C'), (-0.0001, 'D'), (-99, 'D')):
            with self.subTest(value):
                self.assertEqual(grade_of(value, up), expected)
        down = [('A', 0), ('B', 2), ('C', 5), ('D', 0)]
        for value, expected in ((0, 'A'), (0.0001, 'B'), (2, 'B'), (3, 'C'), (5, 'C'), (5.0001, 'D'), (99, 'D')):
            with self.subTest(value):
                self.assertEqual(grade_of(value, down, True), expected)

    def test_misplaced(self):
        for bounds, lower, expected in (
                ((3, 2, 1, 9), False, None), ((3, 3, 1, 0), False, 1), ((3, 2, 2, 0), False, 2), ((1, 2, 3, 0), False, 1),
                ((1, 2, 3, 0), True, None), ((1, 1, 3, 0), True, 1), ((0, 2, 1, 0), True, 2), ((0, 0), False, None)):
            with self.subTest(bounds=bounds, lower=lower):
                self.assertEqual(misplaced(list(enumerate(bounds)), lower), expected)


@tagged('post_install', '-at_install')
class TestScorecard(EvaluationCase):
    """Templates: exactly 100, bounds in order, frozen in use, versions, and whom they are for."""

    def test_weights(self):
        """Anything but exactly 100 is refused, with the sum in the message."""
        for weights, said in (((50, 30, 20), None), ((33.33, 33.33, 33.34), None), ((50, 30, 19.99), "99.99"),
                              ((50, 30, 20.01), "100.01"), ((40, 30, 20), "90"), ((33.33, 33.33, 33.33), "99.99")):
            card = self.new_card([(f"指标{n}", weight, 'manual', None) for n, weight in enumerate(weights)], active=False)
            with self.subTest(weights):
                if said is None:
                    card.action_activate()
                    self.assertEqual(card.state, 'active')
                else:
                    with self.assertRaisesRegex(ValidationError, f"add up to {said},"):
                        card.action_activate()
                    self.assertEqual(card.state, 'draft')

    def test_single_weights(self):
        for weight in (0, -1, 100.01, float('nan'), float('inf')):
            with self.subTest(weight), self.assertRaises(ValidationError):
                self.new_card([("指标", weight, 'manual', None)], active=False)

    def test_thresholds(self):
        for develop, maintain, fits in ((80, 60, True), (100, 0.01, True), (60, 60, False), (50, 60, False),
                                        (100.01, 60, False), (80, 0, False), (80, -1, False)):
            with self.subTest(develop=develop, maintain=maintain):
                if fits:
                    self.new_card([], active=False, develop_min=develop, maintain_min=maintain)
                else:
                    with self.assertRaises(ValidationError):
                        self.new_card([], active=False, develop_min=develop, maintain_min=maintain)

    def test_scale_and_bounds(self):
        """What decides nothing is refused when the scorecard is to be used."""
        for bounds, fits in (((4, 3, 2, 1), True), ((4, 3, 3, 1), False), ((0, 0, 0, 0), False), ((1, 2, 3, 4), False)):
            card = self.new_card([("增长率", 100, 'growth', bounds)], active=False)
            with self.subTest(bounds):
                if fits:
                    card.action_activate()
                else:
                    with self.assertRaisesRegex(ValidationError, "增长率"):
                        card.action_activate()
        card = self.new_card([("投诉", 100, 'complaint_count', (0, 1, 2, 3))])
        self.assertTrue(card.indicator_ids.lower_is_better)
        flat = self.new_card([("指标", 100, 'manual', None)], active=False)
        flat.grade_ids[1].points = 100
        with self.assertRaisesRegex(ValidationError, "fewer points"):
            flat.action_activate()

    def test_frozen_in_use(self):
        """In use, nothing that counts can change, by no door; whom it is for can."""
        card = self.card
        card.tier_ids = self.env.ref('crm_relationship.tier_core')
        doors = (
            lambda: card.write({'develop_min': 70}),
            lambda: card.write({'indicator_ids': [(1, card.indicator_ids[0].id, {'weight': 40})]}),
            lambda: card.indicator_ids[0].write({'weight': 40}),
            lambda: card.indicator_ids[0].unlink(),
            lambda: card.indicator_ids[0].copy(),
            lambda: card.grade_ids[0].write({'points': 200}),
            lambda: card.meaning_ids[0].write({'bound': 1}),
            lambda: card.meaning_ids[0].update_field_translations('meaning', {'en_US': "Other"}),
            lambda: self.env['relationship.scorecard.measure'].create(
                {'scorecard_id': card.id, 'verdict': 'end', 'kind': 'credit', 'text': "x"}),
            lambda: card.write({'state': 'draft'}),
            lambda: card.write({'version': 7}),
            card.unlink,
        )
        for number, door in enumerate(doors):
            with self.subTest(number), self.assertRaises(UserError), self.cr.savepoint():
                door()

    def test_versions(self):
        """A change is the next version; the one before is replaced when it is activated."""
        self.evaluate()
        with self.assertRaises(UserError):
            self.card.action_draft()
        draft = self.env['relationship.scorecard'].browse(self.card.action_new_version()['res_id'])
        self.assertEqual(self.card.action_new_version()['res_id'], draft.id, "a version begun is opened again")
        self.assertEqual((draft.version, draft.state, draft.previous_id), (2, 'draft', self.card))
        self.assertEqual(
            [(row.indicator_id.name, row.grade_id.name, row.bound) for row in draft.meaning_ids.sorted()],
            [(row.indicator_id.name, row.grade_id.name, row.bound) for row in self.card.meaning_ids.sorted()])
        self.assertFalse(draft.meaning_ids & self.card.meaning_ids)
        draft.indicator_ids[0].weight = 45
        draft.indicator_ids[1].weight = 35
        draft.action_activate()
        self.assertEqual((self.card.state, draft.state), ('retired', 'active'))
        profile = self.new_profile(name="新客户")
        self.assertEqual(self.evaluate(profile=profile).scorecard_id, draft)

    def test_back_to_draft(self):
        """Unused, a scorecard may go back to draft."""
        self.card.action_draft()
        self.card.indicator_ids[0].name = "年销售额"
        self.assertEqual(self.card.state, 'draft')

    def test_whom_it_is_for(self):
        """Tiers, categories and tags; the company's own before the shared, then the order."""
        Scorecard = self.env['relationship.scorecard']
        tag = self.env['res.partner.category'].create({'name': "VIP"})
        self.card.tier_ids = self.env.ref('crm_relationship.tier_strategic')
        tagged_card = self.new_card([("指标", 100, 'manual', None)], sequence=1)
        tagged_card.category_ids = tag
        for tier, categories, expected in (
                ('strategic', tag.browse(), self.card), ('core', tag, tagged_card), ('strategic', tag, tagged_card),
                ('core', tag.browse(), self.env.ref('crm_relationship.scorecard_key')),
                ('potential', tag.browse(), self.env.ref('crm_relationship.scorecard_potential')),
                ('basic', tag.browse(), self.env.ref('crm_relationship.scorecard_general'))):
            profile = self.new_profile(name=f"{tier}客户", tier=tier)
            profile.partner_id.category_id = categories
            with self.subTest(tier=tier, categories=categories):
                self.assertEqual(Scorecard._for_profiles(profile)[profile], expected)

    def test_shipped(self):
        """The shipped scorecards are in use, weigh 100 and give every indicator its grades."""
        for name in ('key', 'potential', 'general'):
            card = self.env.ref(f'crm_relationship.scorecard_{name}')
            with self.subTest(name):
                self.assertEqual(card.state, 'active')
                self.assertEqual(sum(Decimal(str(w)) for w in card.indicator_ids.mapped('weight')), 100)
                self.assertFalse(card._problems())
                self.assertEqual(len(card.meaning_ids), len(card.indicator_ids) * 5)
                for indicator in card.indicator_ids.filtered(lambda i: i.source == 'manual'):
                    self.assertTrue(all(indicator.meaning_ids.mapped('meaning')))
        months = {name: self.env.ref(f'crm_relationship.tier_{name}').evaluation_months
                  for name in ('strategic', 'core', 'potential', 'basic')}
        self.assertEqual(months, {'strategic': 12, 'core': 12, 'potential': 24, 'basic': 0})
