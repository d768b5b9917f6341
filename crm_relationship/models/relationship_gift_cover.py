from contextlib import contextmanager

from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from odoo.addons.document_approval.models.approval_mixin import APPROVED_STATES

from ..tools.gift_cover import GiftCover
from .relationship_gift_cost import gaps

#: Outcomes of gifts whose cost may be entered
COUNTED = ('planned', 'given')


class RelationshipGiftRequestLine(models.Model):
    _inherit = 'relationship.gift.request.line'

    def _claimable(self):
        """The gifts somebody may have paid for: not those that came back or were not taken; sudo records."""
        return self.filtered(lambda line: line.outcome in COUNTED)

    def _cost_days(self):
        """The days on whose report the gift may stand: when it was to be given, and when it was."""
        self.ensure_one()
        return {self.date_gift, self.outcome_date or self.date_gift}


class RelationshipGiftRequest(models.Model):
    """What the gifts of approved requests may cost, each once: on a visit, or on the applicant's daily report."""
    _inherit = 'relationship.gift.request'

    # ------------------------------------------------------------------
    # What changes what is covered
    # ------------------------------------------------------------------

    def write(self, vals):
        """What another visit, or none, covers from now on was not spent on the one before."""
        if 'visit_id' not in vals:
            return super().write(vals)
        with self._gift_costs_stay_covered():
            return super().write(vals)

    def _hand_over(self, lines, outcome, day, **values):
        """A gift that comes back covers no cost: that is corrected first, unless it is signed or claimed already."""
        with self._gift_costs_stay_covered(correctable=outcome != 'given'):
            return super()._hand_over(lines, outcome, day, **values)

    def _approval_set_cancelled(self, reason):
        """What is cancelled covers nothing: what was spent on it comes off first."""
        with self._gift_costs_stay_covered():
            super()._approval_set_cancelled(reason)

    @contextmanager
    def _gift_costs_stay_covered(self, correctable=False):
        """Raise ValidationError when approved gifts cover less of what was entered than before.

        :param correctable: look only at costs that can still be changed
        """
        requests = self.sudo().filtered(lambda request: request.approval_state in APPROVED_STATES)
        self.env['relationship.benefit.turn']._take(requests.commercial_partner_id)
        before = requests._gift_gaps()
        yield
        for document, (cost, approved) in requests._gift_gaps().items():
            was_cost, was_approved = before.get(document, (0.0, 0.0))
            more = document.company_id.currency_id.compare_amounts(cost - approved, was_cost - was_approved) > 0
            if more and not (correctable and document._gift_cost_is_final()):
                raise ValidationError(document._gift_gap_text(cost, approved))

    def _gift_gaps(self):
        """What approved gifts of these customers do not cover, of visits and of daily reports."""
        found = {}
        for request in self:
            found.update(gaps(request._visits_with_gifts(request.company_id, request.commercial_partner_id)))
            found.update(gaps(request._days_with_gifts()))
        return found

    # ------------------------------------------------------------------
    # What is covered
    # ------------------------------------------------------------------

    @api.model
    def _approved_gifts(self, company, domain):
        """Approved requests of ``company`` that fit ``domain``, everybody's (sudo)."""
        return self.sudo().search(
            Domain('company_id', '=', company.id) & Domain('approval_state', 'in', APPROVED_STATES) & Domain(domain))

    def _approved_value(self, fits=lambda line: True):
        """What the gifts of ``self`` still given may cost, in company currency; an audit may have lowered it.

        :param fits: which lines count
        """
        total, claimable = 0.0, self.line_ids._claimable()
        for request in self:
            approval = request.approval_request_id
            total += max(min(
                sum(line.value_company for line in request.line_ids & claimable if fits(line)),
                request.amount_company - approval.amount + approval.approved_amount), 0.0)
        return total

    @api.model
    def _gift_cover(self, company, customer):
        """What the approved gifts of ``customer`` cover, and what takes of it (sudo).

        :rtype: GiftCover
        """
        requests = self._approved_gifts(company, [('commercial_partner_id', '=', customer.id)])
        own = {visit: part._approved_value() for visit, part in requests.grouped('visit_id').items()}
        common, cells = requests.filtered(lambda request: not request.visit_id), {}
        for request in common:
            for day in {day for line in request.line_ids for day in line._cost_days()}:
                key = (request.applicant_id.id, day)
                cells[key] = cells.get(key, 0.0) + request._approved_value(lambda line, day=day: day in line._cost_days())
        return GiftCover(
            own=own, pool=own.pop(common.visit_id, 0.0), cells=cells,
            visits=self._visits_with_gifts(company, customer)._gift_costs(), days=common._days_with_gifts()._gift_costs())

    @api.model
    def _visits_with_gifts(self, company, customer):
        """The visits to ``customer`` on which something was spent on gifts (sudo)."""
        return self.env['relationship.visit.expense'].sudo().search([
            *self._gift_cost_domain(company), ('actual_amount', '>', 0),
            ('visit_id.commercial_partner_id', '=', customer.id)]).visit_id

    def _days_with_gifts(self):
        """The daily reports the gifts of ``self`` may stand on that have gifts of no visit (sudo)."""
        dates = {day for line in self.line_ids for day in line._cost_days()}
        return self.env['relationship.visit.day.expense'].sudo().search([
            *self._gift_cost_domain(self.company_id), ('amount', '>', 0), ('visit_id', '=', False),
            ('user_id', 'in', self.applicant_id.ids), ('date', 'in', list(dates)),
            ('day_id.approval_state', '!=', 'cancelled')]).day_id

    @api.model
    def _gift_cost_domain(self, companies):
        return [
            ('item_id', 'in', self.env['relationship.hospitality.item']._gift_items().ids),
            ('company_id', 'in', companies.ids)]
