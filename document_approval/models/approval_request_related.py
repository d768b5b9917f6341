from odoo import fields, models

from .approval_sealed import SEAL


class ApprovalRequest(models.Model):
    """What counts together with the amount of a request, frozen at its submission."""
    _inherit = 'approval.request'

    related_amount = fields.Monetary(
        string="Counted With It", readonly=True,
        help="Amounts of other documents that count together with this one, in company currency: "
             "signers' limits are compared with the sum.")
    related_names = fields.Char(string="Counted Together With", readonly=True)

    def _get_weight(self):
        """The amount that limits are compared with: its own and what counts together with it."""
        self.ensure_one()
        return self.amount + self.related_amount

    def _note_related(self, related):
        """Keep the amounts and names of the other documents (:meth:`approval.mixin._approval_related`)."""
        for request in self:
            amount, names = related.get(request.res_id, (0.0, ()))
            if names:
                request._sealed_write({'related_amount': amount, 'related_names': ", ".join(names)}, SEAL)
