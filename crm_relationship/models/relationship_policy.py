from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import html2plaintext

from odoo.addons.document_approval.models.approval_sealed import SEAL

YEARS = range(2000, 2101)
TEXT_MAX = 100_000


class RelationshipPolicy(models.Model):
    """客户关系管理制度, 年度客户关系维护计划: the department's rules and its plan of a year (R1.1).

    Drafted by supervisors with the help of specialists (R2.1), approved by the service manager and
    the general manager, read and acknowledged by everybody concerned
    (`relationship_policy_reader.py`).
    """
    _name = 'relationship.policy'
    _description = "Rules or Yearly Plan"
    _inherit = [
        'relationship.document', 'relationship.team.mixin', 'relationship.input.guard',
        'relationship.revision.mixin']
    _order = 'date desc, id desc'
    _rec_names_search = ['name', 'subject']
    _check_company_auto = True
    _relationship_sequence_code = 'relationship.policy'
    _relationship_sequence_prefix = 'GZ'
    _revision_key_fields = ('kind', 'year')
    _revision_compared = ('subject', 'date_from', 'text')
    _revision_line_compared = ('name', 'month', 'user_id', 'budget')
    _approval_open_fields = frozenset({'reader_ids'})
    _print_faces = {'policy': ('line_ids',)}
    _sealed_fields = frozenset({'root_id'})

    kind = fields.Selection(
        [('rules', "Customer Relations Rules"), ('yearly', "Yearly Maintenance Plan")], required=True, default='rules',
        index=True)
    subject = fields.Char(required=True, tracking=True)
    year = fields.Integer(
        aggregator=None, help="The year of a yearly plan; one plan is in force for it.")
    date_from = fields.Date(
        "Valid from", required=True, default=lambda self: fields.Date.context_today(self), tracking=True)
    text = fields.Html(sanitize=True, sanitize_attributes=True, sanitize_style=True, strip_classes=True)
    currency_id = fields.Many2one(related='company_id.currency_id', string="Currency")
    line_ids = fields.One2many('relationship.policy.line', 'plan_id', "Measures", copy=True)
    budget_total = fields.Monetary("Budget", compute='_compute_budget_total', store=True)
    progress = fields.Float(
        compute='_compute_progress', digits=(5, 1), aggregator=None, help="Measures done, of all in the plan.")
    overdue_count = fields.Integer("Overdue Measures", compute='_compute_progress')
    previous_id = fields.Many2one(
        'relationship.policy', "Revision of", readonly=True, copy=False, index='btree_not_null',
        ondelete='restrict', check_company=True)
    superseded_by_id = fields.Many2one(
        'relationship.policy', "Superseded by", readonly=True, copy=False, ondelete='restrict', index='btree_not_null')
    root_id = fields.Many2one(
        'relationship.policy', "First Version", readonly=True, copy=False, ondelete='restrict', index=True)

    _yearly_in_force_unique = models.UniqueIndex(
        "(company_id, year) WHERE stage = 'in_force' AND kind = 'yearly'",
        "Another plan of this year came into force at the same moment.")
    _rules_in_force_unique = models.UniqueIndex(
        "(root_id) WHERE stage = 'in_force' AND kind = 'rules'",
        "Another version of these rules came into force at the same moment.")

    @api.depends('name', 'subject')
    def _compute_display_name(self):
        for policy in self:
            policy.display_name = f"{policy.name} {policy.subject or ''}".strip()

    @api.depends('line_ids.budget')
    def _compute_budget_total(self):
        for policy in self:
            policy.budget_total = sum(policy.line_ids.mapped('budget'))

    @api.depends('line_ids.done', 'line_ids.month', 'year', 'stage')
    def _compute_progress(self):
        for policy in self:
            lines = policy.line_ids
            policy.progress = 100.0 * len(lines.filtered('done')) / len(lines) if lines else 0.0
            policy.overdue_count = len(lines.filtered('is_overdue'))

    @api.model_create_multi
    def create(self, vals_list):
        today = fields.Date.context_today(self)
        policies = super().create([
            {**vals, 'year': vals.get('year') or today.year} if vals.get('kind', self.env.context.get('default_kind')) == 'yearly'
            else {**vals, 'year': 0} for vals in vals_list])
        for policy in policies.sudo():
            policy._sealed_write({'root_id': policy.id}, SEAL)
        return policies

    @api.onchange('kind', 'year')
    def _onchange_kind(self):
        """A plan speaks about a whole year."""
        if self.kind != 'yearly':
            self.year = 0
            return
        self.year = self.year or fields.Date.context_today(self).year
        if self.year in YEARS:
            self.date_from = fields.Date.to_date(f'{self.year}-01-01')

    @api.constrains('kind', 'year')
    def _check_year(self):
        if any(policy.kind == 'yearly' and policy.year not in YEARS for policy in self):
            raise ValidationError(self.env._("Enter the year of the plan, between 2000 and 2100."))

    @api.constrains('text')
    def _check_text(self):
        if any(len(policy.text or '') > TEXT_MAX for policy in self):
            raise ValidationError(self.env._("The text is too long. Attach pictures and long appendices as files."))

    def _revision_rivals(self):
        """Several rules may be in force beside each other, but only one plan of a year."""
        if self.kind == 'yearly':
            return super()._revision_rivals()
        return self.sudo().search([
            ('root_id', '=', self.root_id.id), ('stage', '=', 'in_force'), ('id', '!=', self.id)])

    def _revision_created(self, revision):
        super()._revision_created(revision)
        revision.sudo()._sealed_write({'root_id': self.root_id.id}, SEAL)

    def _revision_in_force(self):
        """What was done under the older version of a plan is done."""
        super()._revision_in_force()
        for line in self.line_ids.filtered('origin_id.done'):
            origin = line.origin_id
            line._sealed_write({'done': True, 'done_by_id': origin.done_by_id.id, 'done_date': origin.done_date}, SEAL)

    def _approval_submit_problems(self):
        problems = super()._approval_submit_problems()
        if self.kind == 'rules' and not html2plaintext(self.text or '').strip():
            problems.append(self.env._("The text is empty: write the rules down."))
        if self.kind == 'yearly' and not self.line_ids:
            problems.append(self.env._("There are no measures: add what is done in which month, and by whom."))
        return problems
