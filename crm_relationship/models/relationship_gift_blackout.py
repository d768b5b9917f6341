from odoo import models
from odoo.exceptions import UserError

from .relationship_benefit_check import Finding


class RelationshipGiftRequest(models.Model):
    """A tender opened between the approval and the hand-over stops the gift on its way."""
    _inherit = 'relationship.gift.request'

    def _check_blackout(self):
        """Stop a gift on its way when a tender was opened after the approval.

        One that only warns is noted on the request.

        :raise UserError: a blackout that refuses is on today
        """
        self.ensure_one()
        request, today = self.sudo(), self.company_id._relationship_today()
        customers = request.commercial_partner_id | request.line_ids.recipient_id.commercial_partner_id
        tenders = self.env['relationship.tender']._open_for(request.company_id, customers, today, today)
        for tender in tenders.sorted(lambda tender: tender.effect != 'block'):
            finding = Finding.blackout(self.env, tender)
            if tender.effect == 'block':
                raise UserError(self.env._(
                    "%(request)s: %(finding)s Gifts stay on the shelf meanwhile; those that are out are brought back.",
                    request=request.display_name, finding=finding))
            request._message_log(body=finding)
