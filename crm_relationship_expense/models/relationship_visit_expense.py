from odoo import api, fields, models
from odoo.exceptions import UserError

CLAIMED_FIELDS = frozenset({'item_id', 'actual_amount', 'receipt', 'receipt_name', 'visit_id'})


class RelationshipVisitExpense(models.Model):
    """A visit's cost, claimed from the visit or from the daily report that took it over; once."""
    _name = 'relationship.visit.expense'
    _inherit = ['relationship.visit.expense', 'relationship.claim.line.mixin']

    _claim_link = 'relationship_visit_line_id'
    _claim_amount_field = 'actual_amount'

    claim_ids = fields.One2many('hr.expense', 'relationship_visit_line_id', "Expenses", readonly=True)

    @api.depends('claim_ids.state', 'claim_ids.approval_state', 'actual_amount')
    def _compute_claim_state(self):
        super()._compute_claim_state()

    def _claim_links(self):
        return {**super()._claim_links(), 'relationship_visit_id': self.visit_id.id}

    def _claim_note(self):
        return self.note

    def write(self, vals):
        """What is claimed stays as it was claimed."""
        if CLAIMED_FIELDS & vals.keys():
            self._check_not_claimed()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_claimed(self):
        if claimed := self.sudo().filtered('claim_ids'):
            raise UserError(self.env._(
                "%s was claimed as an expense and stays on record.", ", ".join(claimed.item_id.mapped('name'))))

    def _check_not_claimed(self):
        for line in self.sudo():
            if line.claim_ids._relationship_live():
                raise UserError(self.env._(
                    "%(item)s of %(visit)s is claimed as an expense. Have that one refused or delete it first.",
                    item=line.item_id.name, visit=line.visit_id.name))
