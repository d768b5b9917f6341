from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.document_approval.models.approval_mixin import EDITABLE_STATES


class RelationshipKeyAccountRanking(models.Model):
    """One place of one ranking (F6.2–4), as it was when it was computed; written by that alone."""
    _name = 'relationship.key.account.ranking'
    _description = "Key Account Ranking"
    _inherit = ['relationship.child.mixin', 'approval.line.mixin', 'approval.sealed']
    _order = 'account_id desc, measure desc, position'
    _sealed_model = True
    _check_company_auto = True
    _document_field = 'account_id'
    _approval_document_field = 'account_id'
    # not signed but for its name: contacts that are merged leave one profile
    _approval_open_fields = frozenset({'profile_id'})

    account_id = fields.Many2one('relationship.key.account', "Plan", required=True, ondelete='cascade', index=True)
    company_id = fields.Many2one(related='account_id.company_id', store=True, index=True)
    currency_id = fields.Many2one(related='company_id.currency_id')
    measure = fields.Selection(
        [('sales', "Sales Amount"), ('growth', "Sales Growth"), ('margin', "Sales Margin Rate")], required=True)
    place = fields.Integer(required=True, aggregator=None, help="Equal figures share a place.")
    position = fields.Integer(required=True, aggregator=None, help="The row in the list.")
    profile_id = fields.Many2one(
        'relationship.profile', "Customer", required=True, ondelete='restrict', index=True, check_company=True)
    name = fields.Char("Customer Name", required=True)
    amount = fields.Monetary("Sales Amount")
    amount_before = fields.Monetary("Sales Before")
    growth = fields.Float(digits=(16, 6), aggregator=None)
    has_growth = fields.Boolean("Growth is Known")
    margin_rate = fields.Float("Margin Rate", digits=(16, 6), aggregator=None)
    has_margin = fields.Boolean("Margin is Known")
    is_chosen = fields.Boolean("Key Customer", compute='_compute_is_chosen')

    @api.depends('account_id.customer_ids.profile_id')
    def _compute_is_chosen(self):
        for row in self:
            row.is_chosen = row.profile_id in row.account_id.customer_ids.profile_id

    def _print_rate(self):
        """The rate the row is ranked by, as percent."""
        self.ensure_one()
        return f"{100 * (self.growth if self.measure == 'growth' else self.margin_rate):.1f}%"

    @api.private
    def _remove(self, seal):
        """Delete rows of a sealed model; for holders of the seal."""
        self._check_seal(seal)
        return models.BaseModel.unlink(self)

    def action_choose(self):
        """Make these customers key ones: reason, target and its quarters are filled in from the figures."""
        self.check_access('read')
        plans = self.account_id
        plans.check_access('write')
        for plan in plans:
            plan.customer_ids._choose(plan, self.filtered(lambda row, plan=plan: row.account_id == plan).profile_id)

    def action_unchoose(self):
        """Take these customers off the key ones again, as long as the plan is not submitted."""
        self.check_access('read')
        plans = self.account_id
        plans.check_access('write')
        if any(plan.approval_state not in EDITABLE_STATES for plan in plans):
            raise UserError(self.env._("The plan is submitted: its key customers stay as they are."))
        for row in self:
            row.account_id.customer_ids.filtered(lambda customer, row=row: customer.profile_id == row.profile_id).unlink()
