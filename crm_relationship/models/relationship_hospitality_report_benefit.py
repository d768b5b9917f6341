from odoo import fields, models

from .relationship_hospitality_benefit import divide, gift_part


class RelationshipHospitalityReport(models.Model):
    """Caps and blackouts once more, by who came, when, and what it cost.

    The request was checked by its plan. Money that is spent cannot be refused: a cap or blackout
    that refuses asks for a reason here, and for the compliance signature.
    """
    _inherit = 'relationship.hospitality.report'
    _benefit_is_spent = True
    _benefit_splits = False
    _benefit_triggers = (
        'guest_ids.partner_id', 'guest_ids.name', 'host_ids', 'expense_line_ids.amount', 'expense_line_ids.item_id',
        'date_start', 'hospitality_id')

    benefit_reason = fields.Text(
        "Why over the Cap", copy=False, help="Needed where a cap or a blackout would have refused what was spent.")

    def _benefit_day(self):
        """The company's calendar day on which it took place."""
        start = self.date_start
        return self.company_id._local_day(start) if start and self.company_id and 1900 < start.year < 9999 else False

    def _benefit_shares_by_kind(self):
        """Gifts divided among the guests who came, the rest among everybody at the table."""
        return divide(
            self._benefit_total(), gift_part(self.expense_line_ids), self.guest_ids, len(self.guest_ids) + len(self.host_ids))

    def _benefit_total(self):
        """What was spent, at the rate of the request's application date, as the ledger has it once signed."""
        company = self.company_id
        return (self.currency_id or company.currency_id)._convert(
            self.actual_total, company.currency_id, company, self.hospitality_id.date or fields.Date.context_today(self),
            round=False)

    def _benefit_recorded(self):
        """The request and its supplements, whose place the report takes."""
        return self.hospitality_id | self.hospitality_id.supplement_ids

    def _benefit_uncounted(self):
        return [guest.name for guest in self.guest_ids if guest.name and not guest.partner_id]

    def _benefit_problems(self, finding):
        """Who spent what is forbidden says why."""
        problems = super()._benefit_problems(finding)
        if finding.is_forbidden and not (self.benefit_reason or '').strip():
            problems.append(self.env._(
                "%s Say in “Why over the Cap” why it was spent.", " ".join(finding.warnings(self.env))))
        return problems
