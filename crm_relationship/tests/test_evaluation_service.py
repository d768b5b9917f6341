from odoo.fields import Command
from odoo.tests import tagged

from .evaluation_common import EvaluationCase


@tagged('post_install', '-at_install')
class TestEvaluationService(EvaluationCase):
    """F9 feeds the service scheme (R1.5): a verdict proposes the next one, visibly, and can be taken back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.card.action_draft()
        cls.card.measure_ids = [Command.create({'verdict': 'develop', 'kind': 'service', 'text': "加强巡检"})]
        cls.card.action_activate()

    def judged(self, **values):
        return self.signed(letter='A', conclusion="设备老化，停机增多", **values)

    def scheme(self, effect):
        return self.env['relationship.service.plan'].browse(effect.res_id).exists()

    def in_force(self):
        """A scheme of the customer that is in force."""
        scheme = self.model('specialist', 'relationship.service.plan').create({
            'subject': "年度服务方案", 'partner_id': self.customer.id, 'situation': "合作三年", 'goals': "满意",
            'line_ids': [Command.create({'name': "月度回访", 'frequency': 'month'})]})
        return self.sign(scheme, 'supervisor', 'manager')

    def test_new_scheme(self):
        """Without a scheme a draft is begun in the owner's name, who is told; a second verdict begins no second one."""
        evaluation = self.judged()
        effect = evaluation.effect_ids
        scheme = self.scheme(effect)
        self.assertEqual((effect.state, effect.note, effect.new_text), ('done', scheme.name, "加强巡检"))
        self.assertEqual(
            (scheme.stage, scheme.user_id, scheme.preparer_id, scheme.partner_id, scheme.company_id),
            ('draft', self.users['specialist'], self.users['specialist'], self.customer, self.company))
        self.assertEqual(scheme.situation, f"{evaluation.name}\n设备老化，停机增多\n加强巡检")
        self.assertIn(evaluation.name, scheme.subject)
        self.assertEqual(scheme.activity_ids.user_id, self.users['specialist'])
        again = self.judged(occasion='special').effect_ids
        self.assertEqual(again.state, 'skipped')
        self.assertIn(scheme.name, again.note)

    def test_revision(self):
        """A scheme in force is revised: what the evaluation found stands before what it said; undone, the draft goes."""
        scheme = self.in_force()
        evaluation = self.judged()
        revision = self.scheme(evaluation.effect_ids)
        self.assertEqual((revision.previous_id, revision.stage, scheme.stage), (scheme, 'draft', 'in_force'))
        self.assertEqual(revision.situation, f"{evaluation.name}\n设备老化，停机增多\n加强巡检\n合作三年")
        self.assertEqual(revision.line_ids.mapped('name'), ["月度回访"])
        evaluation.with_user(self.users['manager']).action_undo_effects()
        self.assertEqual(evaluation.effect_ids.state, 'undone')
        self.assertFalse(revision.exists())
        self.assertEqual(scheme.stage, 'in_force')

    def test_undo_keeps_work(self):
        """A draft goes as it was proposed only."""
        evaluation = self.judged()
        effect = evaluation.effect_ids
        scheme = self.scheme(effect)
        for values in ({'goals': "少停机"}, {'situation': "改写"}, {'line_ids': [Command.create({'name': "巡检"})]}):
            with self.subTest(values), self.env.cr.savepoint() as savepoint:
                scheme.with_user(self.users['specialist']).write(values)
                effect.with_user(self.users['manager']).action_undo()
                self.assertEqual((effect.state, bool(scheme.exists())), ('kept', True))
                savepoint.rollback()
                self.env.invalidate_all()
        effect.with_user(self.users['manager']).action_undo()
        self.assertEqual((effect.state, bool(scheme.exists())), ('undone', False))

    def test_nobody(self):
        """Without anybody to write it the verdict is signed all the same."""
        evaluation = self.ready(letter='A')
        self.profile.user_id = False
        self.sign(evaluation, 'supervisor')
        self.users['specialist'].active = False
        self.sign(evaluation, 'manager')
        self.assertEqual((evaluation.approval_state, evaluation.effect_ids.state), ('approved', 'skipped'))
