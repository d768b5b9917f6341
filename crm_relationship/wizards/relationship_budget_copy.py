from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..models.relationship_budget import YEARS

#: Percent: more than this is a slip of the pen.
RAISE_MAX = 500


class RelationshipBudgetCopy(models.TransientModel):
    """Carries the budgets of a year over to another one, raised or lowered by a percentage (R1.3)."""
    _name = 'relationship.budget.copy'
    _description = "Copy Budgets to Another Year"
    _inherit = ['relationship.input.guard']

    company_id = fields.Many2one('res.company', "Company", required=True, default=lambda self: self.env.company)
    year_from = fields.Integer("From Year", required=True, default=lambda self: self.env.company._relationship_today().year)
    year_to = fields.Integer("To Year", required=True, default=lambda self: self.env.company._relationship_today().year + 1)
    percent = fields.Float("Raise by (%)", digits=(5, 1), help="Negative: lower.")
    budget_ids = fields.Many2many('relationship.budget', compute='_compute_budget_ids', string="Budgets to Copy")
    present_count = fields.Integer("There Already", compute='_compute_budget_ids')

    @api.depends('company_id', 'year_from', 'year_to')
    def _compute_budget_ids(self):
        """Those in force, without the ones the other year has already."""
        Budget = self.env['relationship.budget']
        for wizard in self:
            source = Budget.search([
                ('company_id', '=', wizard.company_id.id), ('year', '=', wizard.year_from), ('state', '=', 'active')])
            there = {(budget.department_id, budget.kind) for budget in Budget.search([
                ('company_id', '=', wizard.company_id.id), ('year', '=', wizard.year_to)])}
            wizard.budget_ids = source.filtered(lambda budget: (budget.department_id, budget.kind) not in there)
            wizard.present_count = len(source) - len(wizard.budget_ids)

    @api.constrains('year_from', 'year_to', 'percent')
    def _check_numbers(self):
        for wizard in self:
            if wizard.year_from not in YEARS or wizard.year_to not in YEARS or wizard.year_from == wizard.year_to:
                raise ValidationError(self.env._("Choose two different years between %(first)s and %(last)s.",
                                                 first=YEARS[0], last=YEARS[-1]))
            if not -100 <= wizard.percent <= RAISE_MAX:
                raise ValidationError(self.env._("Raise by at least -100 and at most %s percent.", RAISE_MAX))

    def action_copy(self):
        """Make the budgets of the other year and show them. What is there already stays as it is.

        :raise ValidationError: nothing to copy
        """
        self.ensure_one()
        self.check_access('write')
        if not self.budget_ids:
            raise ValidationError(self.env._(
                "Nothing to copy from %(year)s: it has no budgets, or the other year has them all.", year=self.year_from))
        self.env['relationship.budget'].create([{
            'company_id': budget.company_id.id,
            'department_id': budget.department_id.id,
            'year': self.year_to,
            'kind': budget.kind,
            'amount': budget.currency_id.round(budget.amount * (1 + self.percent / 100)),
            'effect': budget.effect,
            'user_id': budget.user_id.id,
            'change_reason': self.env._("Copied from %(year)s, %(percent)s%%", year=self.year_from, percent=f"{self.percent:+g}"),
        } for budget in self.budget_ids])
        action = self.env['ir.actions.act_window']._for_xml_id('crm_relationship.relationship_budget_action')
        return {**action, 'domain': [('year', '=', self.year_to)], 'context': {}}
