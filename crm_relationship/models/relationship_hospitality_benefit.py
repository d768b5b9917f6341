from datetime import timedelta

from odoo import models
from odoo.fields import Domain

from .relationship_benefit import BINDING


def gift_part(lines):
    """The part of the money of ``lines``, of a budget or a report, that gift items are: from 0 to 1."""
    total = sum(lines.mapped('amount'))
    return sum(line.amount for line in lines if line.item_id.is_gift) / total if total else 0.0


def divide(total, gifts, guests, heads):
    """What ``guests`` get of ``total``: the part ``gifts`` is theirs alone, the rest all ``heads``' at the table.

    Who is named twice gets twice; who has no contact stands as the empty contact.

    :return: ``{kind: {contact: amount}}``, without a kind of which there is nothing
    """
    kinds = {}
    for kind, share in (
            ('hospitality', total * (1 - gifts) / (heads or 1)), ('gift', total * gifts / (len(guests) or 1))):
        if gifts == (1.0 if kind == 'hospitality' else 0.0):
            continue
        people = kinds[kind] = {}
        for guest in guests:
            person = guest.partner_id._origin
            if person or guest.name:
                people[person] = people.get(person, 0.0) + share
    return kinds


class RelationshipHospitality(models.Model):
    """What guests get by hospitality: each head's share of the budget, or of what was spent."""
    _inherit = 'relationship.hospitality'
    _benefit_triggers = (
        'guest_ids.partner_id', 'guest_ids.name', 'attendee_count', 'budget_line_ids.amount', 'budget_line_ids.item_id',
        'budget_total', 'currency_id', 'company_id', 'date', 'date_start', 'partner_id', 'supplement_of_id')

    def _benefit_day(self):
        """The company's calendar day of the occasion."""
        start = self.date_start
        return self.company_id._local_day(start) if start and self.company_id and 1900 < start.year < 9999 else False

    def _benefit_shares_by_kind(self):
        """Gifts divided among the guests, the rest among everybody at the table; who is named twice gets twice."""
        return divide(self._benefit_total(), self._benefit_gift_part(), self.guest_ids, self.attendee_count)

    def _benefit_gift_part(self):
        """The part of the money that gift items are, from 0 to 1, on the paper that counts."""
        base = self.supplement_of_id or self
        report = base.report_ids.filtered(lambda report: report.approval_state in BINDING)[:1]
        return gift_part(report.expense_line_ids or self.budget_line_ids)

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
        near = Domain('date_start', '>=', first - timedelta(days=1)) & Domain('date_start', '<', last + timedelta(days=2))
        who = Domain('commercial_partner_id', 'in', list(firms)) | Domain('guest_ids.partner_id', 'in', list(people)) | Domain(
            'guest_ids.partner_id.commercial_partner_id', 'in', list(firms))
        # which venue is the same is for `_benefit_table` alone to say: the window is small
        return near & (who | Domain('venue', '!=', False)) if any(trace.table for trace in traces) else near & who
