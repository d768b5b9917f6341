from datetime import timedelta

from odoo import models
from odoo.fields import Domain

from .relationship_benefit import BINDING


class RelationshipHospitality(models.Model):
    """What guests get by hospitality: each head's share of the budget, or of what was spent."""
    _inherit = 'relationship.hospitality'
    _benefit_kind = 'hospitality'
    _benefit_triggers = (
        'guest_ids.partner_id', 'guest_ids.name', 'attendee_count', 'budget_total', 'currency_id', 'company_id', 'date',
        'date_start', 'partner_id', 'supplement_of_id')

    def _benefit_day(self):
        """The company's calendar day of the occasion."""
        start = self.date_start
        return self.company_id._local_day(start) if start and self.company_id and 1900 < start.year < 9999 else False

    def _benefit_shares(self):
        """An equal share of the budget for each guest with a contact; who is named twice eats twice."""
        shares, share = {}, self._benefit_total() / (self.attendee_count or 1)
        for guest in self.guest_ids:
            if partner := guest.partner_id._origin:
                shares[partner] = shares.get(partner, 0.0) + share
        return shares

    def _benefit_total(self):
        """Own budget, as lowered by the audit; what was spent once that is signed."""
        if self.approval_state not in BINDING:
            return self.budget_company
        base = self.supplement_of_id or self
        if any(report.approval_state in BINDING for report in base.report_ids):
            return 0.0 if self.supplement_of_id else self.actual_company
        approval = self.approval_request_id
        return max(self.budget_company - approval.amount + approval.approved_amount, 0.0)

    def _benefit_chain(self):
        base = (self.supplement_of_id or self)._origin
        return (base | base.supplement_ids) - self._origin

    def _benefit_uncounted(self):
        return [guest.name for guest in self.guest_ids if guest.name and not guest.partner_id]

    def _benefit_table(self):
        """One venue on one day: a table divided over several customers is still one table."""
        venue = " ".join((self.venue or '').lower().split())
        return (self._benefit_day(), venue) if venue else None

    def _benefit_neighbours(self, first, last, traces):
        people = {partner for trace in traces for partner in trace.people}
        firms = {firm for trace in traces for firm in trace.firms}
        tables = {trace.document.venue for trace in traces if trace.table}
        near = Domain('date_start', '>=', first - timedelta(days=1)) & Domain('date_start', '<', last + timedelta(days=2))
        who = Domain('commercial_partner_id', 'in', list(firms)) | Domain('guest_ids.partner_id', 'in', list(people)) | Domain(
            'guest_ids.partner_id.commercial_partner_id', 'in', list(firms))
        same_table = Domain.OR(Domain('venue', '=ilike', table.strip().replace('%', r'\%')) for table in tables)
        return near & (who | same_table)
