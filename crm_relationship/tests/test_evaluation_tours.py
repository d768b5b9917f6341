from odoo.tests import tagged

from odoo.addons.document_approval.tests.tour_common import PhoneMixin

from .evaluation_common import EvaluationMixin
from .tour_common import RoleTourCase


class EvaluationTourCase(EvaluationMixin, RoleTourCase):
    """People judging and signing in the browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['res.lang']._activate_lang('en_US')
        cls.set_up_evaluation()
        for user in cls.users.values():
            user.lang = 'en_US'
        cls.card.action_draft()
        cls.card.measure_ids = [(0, 0, {'verdict': 'develop', 'kind': 'visit_interval', 'percent': 50})]
        cls.card.action_activate()
        cls.env.ref('crm_relationship.tier_core').visit_interval = 30


@tagged('post_install', '-at_install')
class TestEvaluationDesk(EvaluationTourCase):
    def test_evaluate(self):
        self.tour('evaluation_at_desk', f'/odoo/customer-roster/{self.profile.id}', 'specialist')
        evaluation = self.profile.evaluation_ids
        self.assertEqual((evaluation.stage, evaluation.percent, evaluation.verdict), ('pending', 84, 'develop'))
        self.assertEqual((evaluation.conclusion, evaluation.line_ids[2].evidence), ("建议扩大合作", "框架协议"))

    def test_sign_and_undo(self):
        evaluation = self.sign(self.ready(letter='A'), 'supervisor')
        self.tour('evaluation_sign_and_undo', '/odoo/evaluations-waiting', 'manager')
        self.assertEqual(evaluation.approval_state, 'approved')
        self.assertEqual((evaluation.effect_ids.state, self.profile.visit_interval_manual), ('undone', 0))

    def test_round(self):
        action = self.env.ref('crm_relationship.relationship_evaluation_round_action')
        self.tour('evaluation_round', f'/odoo/action-{action.id}', 'manager')
        self.assertEqual(self.profile.evaluation_ids.mapped('stage'), ['proposed'])

    def test_new_version(self):
        self.evaluate()
        self.tour('evaluation_new_version', f'/odoo/scorecards/{self.card.id}', 'appadmin')
        new = self.env['relationship.scorecard'].search([('previous_id', '=', self.card.id)])
        self.assertEqual((new.state, self.card.state, new.indicator_ids.mapped('weight')), ('active', 'retired', [40, 40, 20]))


@tagged('post_install', '-at_install')
class TestEvaluationPhone(PhoneMixin, EvaluationTourCase):
    def test_evaluate(self):
        evaluation = self.evaluate()
        self.tour('evaluation_on_phone', '/odoo/customer-evaluations', 'specialist')
        self.assertEqual((evaluation.stage, evaluation.line_ids[2].grade_id.name), ('pending', 'B'))
