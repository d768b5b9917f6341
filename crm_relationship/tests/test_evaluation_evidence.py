from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.document_approval.models.approval_sealed import SEAL

from .evaluation_common import EvaluationCase


@tagged('post_install', '-at_install')
class TestEvaluationEvidence(EvaluationCase):
    """What an evaluation rests on: the customer's numbers and the files, of the period and as they were signed."""

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
