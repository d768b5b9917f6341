from odoo import api, fields, models
from odoo.exceptions import ValidationError


class RelationshipHospitalityExpense(models.Model):
    """What one cost item came to (支出费用报告, F15.9): budget, actual amount and 备注."""
    _name = 'relationship.hospitality.expense'
    _description = "Hospitality Expense Line"
    _inherit = [
        'relationship.child.mixin', 'approval.line.mixin', 'approval.sealed',
        'relationship.input.guard']
    _order = 'report_id, sequence, id'
    _check_company_auto = True
    _document_field = 'report_id'
    _approval_document_field = 'report_id'
    _sealed_fields = frozenset({'budget_amount', 'difference'})

    report_id = fields.Many2one(
        'relationship.hospitality.report', "Report", required=True, ondelete='cascade', index=True)
    company_id = fields.Many2one(related='report_id.company_id', store=True, index=True)
    currency_id = fields.Many2one(related='report_id.currency_id')
    item_id = fields.Many2one(
        'relationship.hospitality.item', "Item", required=True, ondelete='restrict',
        check_company=True, domain=[('on_report', '=', True)])
    sequence = fields.Integer(related='item_id.report_sequence', store=True)
    budget_amount = fields.Monetary("Budget", compute='_compute_budget_amount', store=True)
    amount = fields.Monetary("Actual")
    difference = fields.Monetary(compute='_compute_difference', store=True)
    remark = fields.Char(help="Explains a difference between budget and actual amount.")
    receipt = fields.Binary(attachment=True)
    receipt_name = fields.Char("Name of the Receipt")
    explanation_missing = fields.Boolean(compute='_compute_explanation_missing')

    _item_unique = models.Constraint(
        'UNIQUE (report_id, item_id)', "Each cost item has one line: add the amounts up.")

    @api.depends(
        'item_id', 'report_id.hospitality_id.approval_state',
        'report_id.hospitality_id.budget_line_ids.amount',
        'report_id.hospitality_id.supplement_ids.approval_state',
        'report_id.hospitality_id.supplement_ids.budget_line_ids.amount')
    def _compute_budget_amount(self):
        """The approved budget of the item, supplements included."""
        for report, lines in self.grouped('report_id').items():
            budgets = {}
            for budget in report.hospitality_id._approved_chain().budget_line_ids:
                budgets[budget.item_id] = budgets.get(budget.item_id, 0.0) + budget.amount
            for line in lines:
                line.budget_amount = budgets.get(line.item_id, 0.0)

    @api.depends('budget_amount', 'amount')
    def _compute_difference(self):
        for line in self:
            line.difference = line.amount - line.budget_amount

    @api.depends('difference', 'remark')
    def _compute_explanation_missing(self):
        for line in self:
            differs = not line.currency_id or not line.currency_id.is_zero(line.difference)
            line.explanation_missing = differs and not (line.remark or '').strip()

    @api.constrains('amount')
    def _check_amount(self):
        if any(line.amount < 0 for line in self):
            raise ValidationError(self.env._("An expense cannot be negative: enter zero or more."))
