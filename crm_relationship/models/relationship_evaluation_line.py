from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tools import format_date, formatLang

from odoo.addons.document_approval.models.approval_mixin import EDITABLE_STATES

from ..tools.evaluation_score import weighted
from .relationship_scorecard_indicator import SOURCES


class RelationshipEvaluationLine(models.Model):
    """One indicator of an evaluation (F9.3–8): weight, grade, score, evidence and remarks.

    The number a grade was read from is kept with what it is made of: after submission nothing
    reads the customer again, so it stays the evidence it was.
    """
    _name = 'relationship.evaluation.line'
    _description = "Evaluation Line"
    _inherit = [
        'relationship.child.mixin', 'approval.line.mixin', 'approval.sealed', 'relationship.input.guard']
    _order = 'evaluation_id, sequence, id'
    _rec_name = 'name'
    _check_company_auto = True
    _document_field = 'evaluation_id'
    _approval_document_field = 'evaluation_id'
    _sealed_fields = frozenset({
        'evaluation_id', 'sequence', 'indicator_id', 'weight', 'source', 'number', 'has_number', 'details', 'grade_proposed_id', 'score', 'points'})

    evaluation_id = fields.Many2one(
        'relationship.evaluation', "Evaluation", required=True, ondelete='cascade', index=True)
    company_id = fields.Many2one(related='evaluation_id.company_id', store=True, index=True)
    scorecard_id = fields.Many2one(related='evaluation_id.scorecard_id')
    indicator_id = fields.Many2one(
        'relationship.scorecard.indicator', "Indicator", required=True, readonly=True, ondelete='restrict', index=True)
    name = fields.Char(related='indicator_id.name', string="Indicator Name")
    guide = fields.Char(related='indicator_id.guide')
    sequence = fields.Integer(readonly=True)
    weight = fields.Float("Weight (%)", digits=(5, 2), readonly=True)
    source = fields.Selection(SOURCES, "Read from", readonly=True)
    number = fields.Float(digits=(16, 4), readonly=True, aggregator='avg')
    has_number = fields.Boolean("Number is Known", readonly=True)
    details = fields.Json(readonly=True, help="What the number is made of, and the day it was true.")
    number_text = fields.Char("Number Read", compute='_compute_number_text')
    grade_proposed_id = fields.Many2one(
        'relationship.scorecard.grade', "Grade of the Number", readonly=True, ondelete='restrict')
    grade_id = fields.Many2one(
        'relationship.scorecard.grade', "Score Grade", ondelete='restrict', index='btree_not_null',
        domain="[('scorecard_id', '=', scorecard_id)]")
    points = fields.Float(related='grade_id.points', store=True, aggregator='avg')
    score = fields.Float(digits=(16, 4), compute='_compute_score', store=True, aggregator='avg')
    is_adjusted = fields.Boolean("Grade Changed by Hand", compute='_compute_is_adjusted')
    evidence = fields.Text(help="What the grade rests on: figures, documents, events.")
    attachment_ids = fields.Many2many(
        'ir.attachment', 'relationship_evaluation_line_attachment_rel', string="Files", ondelete='restrict')
    note = fields.Char("Remarks")
    is_locked = fields.Boolean(compute='_compute_is_locked')
    meaning_text = fields.Text("What Each Grade Means", compute='_compute_meaning_text')

    _indicator_unique = models.Constraint(
        'UNIQUE (evaluation_id, indicator_id)', "Each indicator is judged once.")

    @api.depends('weight', 'grade_id.points')
    def _compute_score(self):
        """得分: weight × points ÷ 100; nothing without a grade."""
        for line in self:
            line.score = weighted(line.weight, line.grade_id.points)

    @api.depends('grade_id', 'grade_proposed_id', 'has_number')
    def _compute_is_adjusted(self):
        for line in self:
            line.is_adjusted = line.has_number and bool(line.grade_id) and line.grade_id != line.grade_proposed_id

    @api.depends('evaluation_id.approval_state')
    def _compute_is_locked(self):
        for line in self:
            line.is_locked = line.evaluation_id.approval_state not in EDITABLE_STATES

    @api.depends('indicator_id')
    @api.depends_context('lang')
    def _compute_meaning_text(self):
        for line in self:
            line.meaning_text = "\n".join(row._text() for row in line.indicator_id.meaning_ids.sorted())

    @api.depends('number', 'has_number', 'details', 'source')
    @api.depends_context('lang')
    def _compute_number_text(self):
        """The frozen number with what it is made of, in the reader's language."""
        for line in self:
            if line.source in (False, 'manual'):
                line.number_text = False
            elif not line.has_number:
                line.number_text = self.env._("unknown")
            else:
                line.number_text = line._number_text()

    def _number_text(self):
        """The number as people read it: figure, unit, what it is made of, day."""
        details, source = self.details or {}, self.source
        money = self.company_id.currency_id
        if source in ('amount_12m', 'lifetime_amount'):
            text = formatLang(self.env, self.number, currency_obj=money)
        elif source in ('growth', 'margin_rate', 'wallet_share'):
            text = f"{formatLang(self.env, self.number, digits=1)} %"
        else:
            text = formatLang(self.env, self.number, digits=0 if float(self.number).is_integer() else 1)
        if source == 'growth':
            text += " " + self.env._(
                "(%(now)s after %(before)s)", now=formatLang(self.env, details.get('now'), currency_obj=money),
                before=formatLang(self.env, details.get('before'), currency_obj=money))
        elif details.get('count') is not None:
            text += " " + self.env._("(from %s records)", details['count'])
        day = fields.Date.to_date(details.get('day'))
        return f"{text}, {format_date(self.env, day)}" if day else text

    def action_open(self):
        """The indicator on its own: what each grade means, evidence and files."""
        self.ensure_one()
        self.check_access('read')
        return {'type': 'ir.actions.act_window', 'name': self.name, 'res_model': self._name, 'res_id': self.id,
                'view_mode': 'form', 'target': 'new'}

    @api.constrains('grade_id')
    def _check_grade(self):
        if any(line.grade_id.scorecard_id - line.evaluation_id.scorecard_id for line in self):
            raise ValidationError(self.env._("Choose a grade of the scorecard that the evaluation is made by."))

    @api.model_create_multi
    def create(self, vals_list):
        """Lines come with the scorecard only (`relationship.evaluation._make_lines`)."""
        self._check_as_the_scorecard()
        return super().create(vals_list)

    def unlink(self):
        self._check_as_the_scorecard()
        return super().unlink()

    @api.private
    def _sealed_unlink(self, seal):
        """Remove the lines of a scorecard that is no longer the evaluation's."""
        self._check_seal(seal)
        return super().unlink()

    @api.model
    def _check_as_the_scorecard(self):
        """Nobody adds or removes a line; `_sealed_create` and `_sealed_unlink` do not ask."""
        raise UserError(self.env._(
            "The scorecard says which indicators are judged. Choose another scorecard to judge by others."))

    def write(self, vals):
        result = super().write(vals)
        if 'attachment_ids' in vals:
            self._keep_files()
        return result

    def _keep_files(self):
        """Files belong to their line from the start: signed and locked with it.

        Of a file that belongs to another record the line gets a copy: what is done to the original
        later does not reach the evidence, and the evidence does not lock what is another's.
        """
        for line in self:
            place = {'res_model': self._name, 'res_id': line.id}
            line.attachment_ids.filtered(lambda file: not file.res_id).write(place)
            foreign = line.attachment_ids.filtered(
                lambda file, line=line: (file.res_model, file.res_id) != (line._name, line.id))
            if foreign:
                foreign.check_access('read')
                copies = [file.copy({
                    **place, 'name': file.name, 'res_field': False, 'public': False, 'access_token': False})
                    for file in foreign]
                line.write({'attachment_ids': [
                    *(Command.unlink(file.id) for file in foreign), *(Command.link(file.id) for file in copies)]})
