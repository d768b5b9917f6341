from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..models.approval_content import names_of_contacts
from ..models.approval_mixin import APPROVED_STATES


class MergePartnerAutomatic(models.TransientModel):
    """Contacts that signed documents name are merged on record, and only where the documents stay what was signed."""
    _inherit = 'base.partner.merge.automatic.wizard'

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        sources = set(partner_ids) - set(dst_partner.ids if dst_partner else ())
        signed = self.sudo()._get_signed_requests(sources)
        result = super()._merge(partner_ids, dst_partner, extra_checks)
        self.env.flush_all()
        self.env.invalidate_all()
        if broken := signed - signed._filter_standing():
            # Two rows of one document that differ by the contact alone: the merge deletes one of them.
            raise UserError(self.env._(
                "These contacts cannot be merged: %s would no longer be what was signed. "
                "Archive the contact that is not needed instead.",
                ", ".join(sorted(set(broken.mapped('document_name'))))))
        return result

    def _log_merge_operation(self, src_partners, dst_partner):
        super()._log_merge_operation(src_partners, dst_partner)
        self.env['approval.partner.merge']._note(src_partners, dst_partner)

    def _get_signed_requests(self, partner_ids):
        """Requests that are pending or approved on documents that name one of the contacts, and that stand."""
        requests = self.env['approval.request']
        for res_model in self.env['approval.policy']._approval_models():
            model = self.env[res_model].with_context(active_test=False)
            domains = [Domain(name, 'in', list(partner_ids)) for name in names_of_contacts(model)]
            if domains:
                requests |= model.search(
                    Domain('approval_state', 'in', ('pending', *APPROVED_STATES)) & Domain.OR(domains)
                ).approval_request_id
        return requests._filter_standing()
