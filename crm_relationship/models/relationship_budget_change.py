from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.document_approval.models.approval_sealed import SEAL

from .relationship_budget import EFFECTS


class RelationshipBudgetChange(models.Model):
    """One change of a budget: from, to, why, who, when. Written by the budget, only added to."""
    _name = 'relationship.budget.change'
    _description = "Budget Change"
    _inherit = ['relationship.child.mixin', 'approval.sealed']
    _order = 'id desc'
    _rec_name = 'budget_id'
    _sealed_model = True
    _document_field = 'budget_id'

    budget_id = fields.Many2one(
        'relationship.budget', "Budget", required=True, readonly=True, ondelete='cascade', index=True)
    company_id = fields.Many2one(related='budget_id.company_id', store=True, index=True)
    currency_id = fields.Many2one(related='budget_id.currency_id')
    from_amount = fields.Monetary("From Amount", readonly=True)
    to_amount = fields.Monetary("To Amount", readonly=True)
    from_effect = fields.Selection(EFFECTS, "Before, When Exceeded", readonly=True)
    to_effect = fields.Selection(EFFECTS, "When Exceeded", readonly=True)
    reason = fields.Char(readonly=True)
    user_id = fields.Many2one('res.users', "Changed by", required=True, readonly=True, ondelete='restrict')
    moment = fields.Datetime("Changed on", required=True, readonly=True)

    def _sealed_write(self, vals, seal):
        """History is added to, never changed, not even by this process."""
        raise UserError(self.env._("The history of a budget is only added to."))


class RelationshipBudget(models.Model):
    """The budget's log (R1.3)."""
    _inherit = 'relationship.budget'

    change_ids = fields.One2many('relationship.budget.change', 'budget_id', "Changes", readonly=True)
    change_reason = fields.Char("Reason of the Change", store=False, help="Kept with the change of amount or effect.")

    def _log_change(self, before, reason):
        """Append one change.

        :param dict before: amount and effect before
        :param reason: text or None
        """
        self.ensure_one()
        self.env['relationship.budget.change'].sudo()._sealed_create([{
            'budget_id': self.id,
            'from_amount': before['amount'],
            'to_amount': self.amount,
            'from_effect': before['effect'],
            'to_effect': self.effect,
            'reason': reason,
            'user_id': self.env.uid,
            'moment': fields.Datetime.now(),
        }], SEAL)
        self.invalidate_recordset(['change_ids'])
