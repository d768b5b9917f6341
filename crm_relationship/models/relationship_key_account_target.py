from odoo import api, fields, models
from odoo.exceptions import ValidationError


class RelationshipKeyAccountTarget(models.Model):
    """The part of a key customer's target that one person answers for in one quarter (N8)."""
    _name = 'relationship.key.account.target'
    _description = "Key Customer Target"
    _inherit = ['relationship.staying.mixin', 'relationship.child.mixin', 'approval.line.mixin', 'relationship.input.guard']
    _order = 'customer_id, quarter, id'
    _check_company_auto = True
    _document_field = 'account_id'
    _approval_document_field = 'account_id'
    _staying_fields = ('customer_id',)

    customer_id = fields.Many2one(
        'relationship.key.account.customer', "Key Customer", required=True, ondelete='cascade', index=True)
    account_id = fields.Many2one(related='customer_id.account_id', store=True, index=True)
    company_id = fields.Many2one(related='customer_id.company_id', store=True, index=True)
    profile_id = fields.Many2one(related='customer_id.profile_id', store=True, index=True, string="Customer")
    currency_id = fields.Many2one(related='company_id.currency_id')
    quarter = fields.Selection(
        [('1', "1st Quarter"), ('2', "2nd Quarter"), ('3', "3rd Quarter"), ('4', "4th Quarter")],
        required=True, default='1', help="Counted from the first month of the plan year.")
    user_id = fields.Many2one(
        'res.users', "Responsible", required=True, ondelete='restrict', index=True, check_company=True,
        domain=[('share', '=', False)], default=lambda self: self.env.user)
    amount = fields.Monetary("Target")

    _quarter_uniq = models.Constraint(
        'UNIQUE(customer_id, quarter, user_id)', "This person has a target for the quarter already: add the amounts up.")

    @api.constrains('amount')
    def _check_amount(self):
        if any(target.amount < 0 for target in self):
            raise ValidationError(self.env._("A sales target cannot be negative."))
