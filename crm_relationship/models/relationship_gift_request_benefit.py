from odoo import models
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
        shares = {}
        for line in self.line_ids:
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
