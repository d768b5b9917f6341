from odoo import api, fields, models
from odoo.exceptions import ValidationError


class RelationshipCountermeasurePolicy(models.Model):
    """扩大重要客户数量的基本方针: one basic policy for winning more important customers (F7.7)."""
    _name = 'relationship.countermeasure.policy'
    _description = "Basic Policy for Important Customers"
    _inherit = ['relationship.staying.mixin', 'relationship.child.mixin', 'approval.line.mixin', 'relationship.input.guard']
    _order = 'sheet_id, sequence, id'
    _document_field = 'sheet_id'
    _approval_document_field = 'sheet_id'
    _staying_fields = ('sheet_id',)

    sheet_id = fields.Many2one(
        'relationship.countermeasure', "Sheet", required=True, ondelete='cascade', index=True)
    company_id = fields.Many2one(related='sheet_id.company_id', store=True, index=True)
    sequence = fields.Integer(default=10)
    name = fields.Text("Policy", required=True)

    @api.constrains('name')
    def _check_name(self):
        if any(not (policy.name or '').strip() for policy in self):
            raise ValidationError(self.env._("Write the policy down, or delete its line."))
