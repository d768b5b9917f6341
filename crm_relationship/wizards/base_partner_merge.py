"""What customers that are merged have in common.

Service: one scheme stays in force, no step is planned twice. Evaluations: one is the year's. Nothing is lost.
"""

from odoo import models

from odoo.addons.document_approval.models.approval_mixin import EDITABLE_STATES
from odoo.addons.document_approval.models.approval_sealed import SEAL


class MergePartnerAutomatic(models.TransientModel):
    _inherit = 'base.partner.merge.automatic.wizard'

    def _update_foreign_keys(self, src_partners, dst_partner):
        """Make room first: what meets a unique index would be deleted by the merge."""
        self._merge_service(src_partners.sudo(), dst_partner.sudo())
        self._merge_evaluations(src_partners.sudo(), dst_partner.sudo())
        return super()._update_foreign_keys(src_partners, dst_partner)

    def _merge_service(self, sources, target):
        """The target's scheme stays in force, and its planned steps; those of the sources, and of the tier, give way."""
        Plan, Action = self.env['relationship.service.plan'].sudo(), self.env['relationship.service.action'].sudo()
        schemes = Plan.search([
            ('commercial_partner_id', 'in', (sources | target).ids), ('stage', '=', 'in_force'), ('scope', '=', 'customer')])
        for company, rivals in schemes.grouped('company_id').items():
            kept = rivals.filtered(lambda scheme: scheme.commercial_partner_id == target) or rivals[:1]
            for scheme in rivals - kept:
                scheme._sealed_write({
                    'stage': 'superseded', 'superseded_by_id': kept.id,
                    'superseded_date': company._relationship_today()}, SEAL)
                scheme.action_ids._give_way(kept)
            kept._tier_actions(sources | target, max(kept.date_from, company._relationship_today()))._give_way(kept)
        planned = Action.search([('partner_id', 'in', (sources | target).ids), ('state', '=', 'planned')])
        for same in planned.grouped(lambda action: (action.line_id, action.date_slot)).values():
            kept = same.filtered(lambda action: action.partner_id == target)[:1] or same[:1]
            (same - kept)._duty_cancel(self.env._("Planned for %s already", target.display_name))
        self.env.flush_all()

    def _merge_evaluations(self, sources, target):
        """Of several yearly evaluations of one year, one that is signed stays it, rather the target's than another."""
        customer = target.commercial_partner_id
        yearly = self.env['relationship.evaluation'].sudo().search([
            ('commercial_partner_id', 'in', (sources | customer).ids), ('occasion', '=', 'annual'),
            ('approval_state', '!=', 'cancelled'), ('is_second', '=', False)], order='id')
        for same in yearly.grouped(lambda evaluation: (evaluation.company_id, evaluation.year)).values():
            kept = same.sorted(lambda evaluation: (
                evaluation.approval_state in EDITABLE_STATES, evaluation.commercial_partner_id != customer))[:1]
            (same - kept)._make_way(kept)
        self.env.flush_all()
