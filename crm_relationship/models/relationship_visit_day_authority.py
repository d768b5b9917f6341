from odoo import api, fields, models

from odoo.addons.document_approval.models.approval_mixin import APPROVED_STATES


class RelationshipVisitDay(models.Model):
    """What the signers of a daily report authorise: costs that nobody approved before (APPROVAL.md rules 3 and 10).

    Those are the person's own costs of the day, and what visits cost beyond their approved
    application and its supplements, or else beyond their approved plan. Gifts were approved by their
    own requests (`relationship_gift_cost.py`).
    """
    _inherit = 'relationship.visit.day'

    _approval_amount_field = 'authority_amount'

    authority_amount = fields.Monetary(
        "Amount to Authorise", compute='_compute_authority_amount', compute_sudo=True,
        help="What the signers' authority is compared with: own costs of the day, and what visits cost beyond "
             "their approved budget. Gifts have requests of their own.")

    @api.depends(
        'expense_line_ids.amount', 'expense_line_ids.item_id', 'expense_line_ids.visit_id.approval_state', 'expense_line_ids.visit_id.budget_total',
        'expense_line_ids.visit_id.plan_line_id')
    def _compute_authority_amount(self):
        for day in self:
            own = day.expense_line_ids.filtered(lambda line: not line.visit_id and not line.item_id.is_gift)
            day.authority_amount = sum(own.mapped('amount')) + sum(day._visit_excesses().values())

    def _visit_excesses(self):
        """``{visit: what its costs on this report exceed its approval by}``, in company currency."""
        self.ensure_one()
        excesses, currency = {}, self.currency_id
        for visit, lines in self.expense_line_ids.filtered('visit_id').grouped('visit_id').items():
            gifts = sum(lines.filtered('item_id.is_gift').mapped('amount'))
            excess = sum(lines.mapped('amount')) - visit._cost_approved(self.date, gifts)
            # each cost in a foreign currency was rounded on its own
            slack = currency.rounding * len(lines) if visit.currency_id != currency else 0.0
            if currency.compare_amounts(excess, slack) > 0:
                excesses[visit] = currency.round(excess)
        return excesses


class RelationshipVisit(models.Model):
    _inherit = 'relationship.visit'

    def _cost_approved(self, date, gifts):
        """What may be spent on this visit without asking again, in company currency at the rate of ``date``.

        :param gifts: what of it is spent on gifts: what exceeds the application's budget for them is
            approved by their own requests
        """
        self.ensure_one()
        if self.approval_state not in APPROVED_STATES:
            return self._budget_planned() + gifts
        company = self.company_id
        own = sum(self.expense_line_ids.filtered('item_id.is_gift').mapped('budget_amount'))
        approved, own = (
            self.currency_id._convert(amount, company.currency_id, company, date or company._relationship_today())
            for amount in (self._approval_settlement_basis() or 0.0, own))
        return approved + max(gifts - own, 0.0)
