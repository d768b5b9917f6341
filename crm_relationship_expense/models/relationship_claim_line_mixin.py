from odoo import fields, models

from .hr_expense_settlement import PAID_STATES

#: Where a cost stands on its way to being paid, the furthest last.
CLAIM_STATES = [
    ('to_claim', "To Claim"), ('refused', "Claim Refused"), ('claimed', "Claimed"), ('approved', "Claim Approved"),
    ('posted', "Posted"), ('paid', "Paid")]
STATE_OF_EXPENSE = {
    'draft': 'claimed', 'submitted': 'claimed', 'approved': 'approved', 'posted': 'posted',
    **dict.fromkeys(PAID_STATES, 'paid')}


class RelationshipClaimLineMixin(models.AbstractModel):
    """A cost line that is claimed as an expense, once; a refused or deleted one sets it free again."""
    _name = 'relationship.claim.line.mixin'
    _description = "Cost to Be Claimed"

    #: the expense's link to this line, and the field with the cost
    _claim_link = None
    _claim_amount_field = 'amount'

    claim_state = fields.Selection(
        CLAIM_STATES, "Claim", compute='_compute_claim_state', compute_sudo=True)

    def _compute_claim_state(self):
        for line in self:
            claims = line._line_claims()
            live = claims._relationship_live()[:1]
            if live:
                line.claim_state = STATE_OF_EXPENSE[live.state]
            elif not line[self._claim_amount_field]:
                line.claim_state = False
            else:
                line.claim_state = 'refused' if claims else 'to_claim'

    def _line_claims(self):
        """All expenses ever made of this cost, as far as they were not deleted."""
        return self.claim_ids

    def _is_open(self):
        """True when there is a cost that no expense claims at present."""
        self.ensure_one()
        return self.claim_state in ('to_claim', 'refused')

    def _claim_key(self):
        """What makes the claim of this cost unique in the database."""
        self.ensure_one()
        return f'{self._name},{self.id}'

    def _claim_links(self):
        """The links of the expense to this line and the documents around it, and the customer."""
        self.ensure_one()
        return {self._claim_link: self.id, 'relationship_source_key': self._claim_key()}

    def _claim_note(self):
        """What the person wrote about the cost."""
        return False
