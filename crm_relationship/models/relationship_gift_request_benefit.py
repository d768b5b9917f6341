from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain


class RelationshipGiftRequest(models.Model):
    """What people get by a gift request: the value of their gifts, unless the keeper has them back."""
    _inherit = 'relationship.gift.request'
    _benefit_triggers = (
        'line_ids.recipient_id', 'line_ids.value_company', 'line_ids.is_back', 'currency_id', 'company_id', 'date_gift',
        'partner_id')

    def _benefit_day(self):
        return self.date_gift

    def _benefit_shares_by_kind(self):
        return self._benefit_shares_of(self.line_ids)

    def _benefit_shares_of(self, lines):
        shares = {}
        for line in lines:
            if (partner := line.recipient_id._origin) and not line.is_back:
                shares[partner] = shares.get(partner, 0.0) + line.value_company
        return {'gift': shares}

    def _benefit_total(self):
        return sum(line.value_company for line in self.line_ids if not line.is_back)

    def _benefit_neighbours(self, first, last, traces):
        people = {partner for trace in traces for partner in trace.people}
        firms = {firm for trace in traces for firm in trace.firms}
        return Domain('date_gift', '>=', first) & Domain('date_gift', '<=', last) & (
            Domain('commercial_partner_id', 'in', list(firms)) | Domain('line_ids.recipient_id', 'in', list(people))
            | Domain('line_ids.recipient_id.commercial_partner_id', 'in', list(firms)))

    def _check_hand_over_year(self, lines, day):
        """What is handed over in another year than it was asked for counts there: caps and budget are asked again.

        :raise UserError: they would refuse it, or ask for a signature nobody gave for that year
        """
        if day.year == self.date_gift.year:
            return
        self._benefit_take_turns()
        there = lines | self.line_ids.filtered(
            lambda line: line.outcome != 'planned' and line.outcome_date and line.outcome_date.year == day.year)
        finding = self._benefit_findings({self: self._benefit_shares_of(there)}, {self: day})[self]
        value = sum(lines.mapped('value_company'))
        if problems := [
                *(finding.crossing(self.env, check) for check in finding.crossed('block', 'step')),
                *self._budget_problems([(self, self._budget_key(day.year), value)])]:
            raise UserError(self.env._(
                "%(request)s was approved for %(approved)s, and what is handed over now counts in %(year)s:\n%(problems)s\n"
                "Bring the gifts back to the gift keeper and make a new request for %(year)s.",
                request=self.display_name, approved=self.date_gift.year, year=day.year, problems="\n".join(problems)))
