from odoo import api, fields, models
from odoo.exceptions import ValidationError


class RelationshipHospitalityBudget(models.Model):
    """The amount asked for one cost item (招待费用预算, F14.9)."""
    _name = 'relationship.hospitality.budget'
    _description = "Hospitality Budget Line"
    _inherit = ['relationship.child.mixin', 'approval.line.mixin', 'relationship.input.guard']
    _order = 'hospitality_id, sequence, id'
    _check_company_auto = True
    _document_field = 'hospitality_id'
    _approval_document_field = 'hospitality_id'

    hospitality_id = fields.Many2one(
        'relationship.hospitality', "Request", required=True, ondelete='cascade', index=True)
    company_id = fields.Many2one(related='hospitality_id.company_id', store=True, index=True)
    currency_id = fields.Many2one(related='hospitality_id.currency_id')
    item_id = fields.Many2one(
        'relationship.hospitality.item', "Item", required=True, ondelete='restrict',
        check_company=True, domain=[('on_request', '=', True)])
    sequence = fields.Integer(related='item_id.sequence', store=True)
    amount = fields.Monetary()

    _item_unique = models.Constraint(
        'UNIQUE (hospitality_id, item_id)',
        "Each cost item has one line: add the amounts up.")

    @api.constrains('amount')
    def _check_amount(self):
        if any(line.amount < 0 for line in self):
            raise ValidationError(self.env._("A budget cannot be negative: enter zero or more."))
