from odoo import api, fields, models
from odoo.fields import Domain


class RelationshipKeyAccountMeasure(models.Model):
    """实现目标的行动措施 (F6.8): what somebody does by when to reach a key customer's target.

    With the plan's approval each becomes an activity on the customer; see `relationship.followed.mixin`.
    """
    _name = 'relationship.key.account.measure'
    _description = "Key Customer Measure"
    _inherit = [
        'relationship.staying.mixin', 'relationship.child.mixin', 'approval.line.mixin', 'relationship.followed.mixin',
        'relationship.input.guard']
    _order = 'customer_id, date_deadline, id'
    _check_company_auto = True
    _document_field = 'account_id'
    _approval_document_field = 'account_id'
    _staying_fields = ('customer_id',)
    _approval_open_fields = frozenset({'activity_id', 'done_date', 'done_by_id', 'done_note'})

    customer_id = fields.Many2one(
        'relationship.key.account.customer', "Key Customer", required=True, ondelete='cascade', index=True)
    account_id = fields.Many2one(related='customer_id.account_id', store=True, index=True)
    company_id = fields.Many2one(related='customer_id.company_id', store=True, index=True)
    profile_id = fields.Many2one(related='customer_id.profile_id', store=True, index=True, string="Customer")
    approval_state = fields.Selection(related='account_id.approval_state', store=True, string="Plan State")
    name = fields.Char("Measure", required=True)
    user_id = fields.Many2one(default=lambda self: self.env.user)

    def _is_ready(self):
        """Whether it can be promised: somebody active, and a day that is not past."""
        self.ensure_one()
        return bool(
            self.user_id.active and self.date_deadline and self.date_deadline >= fields.Date.context_today(self))

    def _follow_counts(self):
        self.ensure_one()
        return self.sudo().account_id.approval_state == 'approved'

    @api.model
    def _follow_open_domain(self):
        return Domain('done_date', '=', False) & Domain('approval_state', '=', 'approved')

    def _follow_partner(self):
        return self.profile_id.partner_id

    def _follow_summary(self):
        return f"{self.account_id.name}: {self.name}"[:200]
