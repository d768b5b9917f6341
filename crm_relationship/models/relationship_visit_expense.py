from odoo import api, fields, models
from odoo.exceptions import ValidationError


class RelationshipVisitExpense(models.Model):
    """One cost item of a visit: what was asked for and what it came to (F18.2, F13.7-9).

    The budget is signed with the application; the actual amount, its note and
    the receipt stay open.
    """
    _name = 'relationship.visit.expense'
    _description = "Visit Cost Line"
    _inherit = ['relationship.child.mixin', 'approval.line.mixin', 'relationship.input.guard']
    _order = 'visit_id, sequence, id'
    _check_company_auto = True
    _document_field = 'visit_id'
    _approval_document_field = 'visit_id'
    _approval_open_fields = frozenset({'actual_amount', 'note', 'receipt', 'receipt_name'})

    visit_id = fields.Many2one('relationship.visit', "Visit", required=True, ondelete='cascade', index=True)
    company_id = fields.Many2one(related='visit_id.company_id', store=True, index=True)
    currency_id = fields.Many2one(related='visit_id.currency_id')
    item_id = fields.Many2one(
        'relationship.hospitality.item', "Item", required=True, ondelete='restrict', check_company=True)
    sequence = fields.Integer(related='item_id.sequence', store=True)
    budget_amount = fields.Monetary("Budget")
    actual_amount = fields.Monetary("Actual")
    note = fields.Char("Remarks")
    receipt = fields.Binary(attachment=True)
    receipt_name = fields.Char("Name of the Receipt")

    _item_unique = models.Constraint(
        'UNIQUE (visit_id, item_id)', "Each cost item has one line: add the amounts up.")

    @api.constrains('budget_amount', 'actual_amount')
    def _check_amounts(self):
        if any(line.budget_amount < 0 or line.actual_amount < 0 for line in self):
            raise ValidationError(self.env._("Costs cannot be negative: enter zero or more."))
