from collections import Counter

from odoo import api, fields, models
from odoo.fields import Domain

from .relationship_gift_plan_propose import COUNTED


class RelationshipGiftPlanLine(models.Model):
    """What a planner and a signer should look at before a gift is planned; for a whole list in a few queries."""
    _inherit = 'relationship.gift.plan.line'

    warning = fields.Char(compute='_compute_warning')

    @api.depends('partner_id', 'recipient_id', 'product_id', 'name', 'date_gift', 'plan_id.line_ids.partner_id')
    @api.depends_context('lang', 'uid')
    def _compute_warning(self):
        """Who it goes to: an official, a state-owned firm, nobody; planned twice, a gift near in time, a cash equivalent."""
        near = self._near_gifts()
        marks = self.env['res.partner']
        marks_shown = marks._has_field_access(marks._fields['relationship_official'], 'read')
        patterns = {company: company._gift_cash_pattern() for company in self.company_id}
        planned = Counter((line.plan_id, line.partner_id, line.recipient_id) for line in self.plan_id.line_ids)
        for line in self:
            twice = planned[line.plan_id, line.partner_id, line.recipient_id] > 1
            person, customer = line.recipient_id.sudo(), line.commercial_partner_id.sudo()
            texts = (
                self.env._("Public official.") if marks_shown and person.relationship_official else '',
                self.env._("State-owned firm.") if marks_shown and customer.relationship_state_owned else '',
                self.env._("Nobody to give it to.") if line.partner_id and not line.recipient_id else '',
                self.env._("Planned twice.") if line.partner_id and twice else '',
                self.env._("Another gift on %s.", near[line.id]) if line.id in near else '',
                self.env._("Cash equivalent.") if line._is_cash(patterns) else '')
            line.warning = " ".join(filter(None, texts))

    def _is_cash(self, patterns):
        """Whether the gift is as good as money; ``patterns``: of `_gift_cash_pattern`, by company."""
        self.ensure_one()
        return bool(self.company_id) and self.company_id._is_gift_cash(
            self.product_id, self.name, patterns[self.company_id])

    def _near_gifts(self):
        """The day of another gift to the customer within the days between gifts: ``{line id: date}``."""
        gifts = {}
        for company, lines in self.filtered('date_gift').grouped('company_id').items():
            limit = company.sudo().relationship_gift_interval_days
            dates = lines.mapped('date_gift')
            days = {}
            for partner, day in self.env['relationship.gift.request'].sudo()._read_group(
                    Domain([('company_id', '=', company.id), ('approval_state', 'in', COUNTED),
                            ('commercial_partner_id', 'in', lines.commercial_partner_id.ids),
                            ('date_gift', '>', fields.Date.subtract(min(dates), days=limit)),
                            ('date_gift', '<', fields.Date.add(max(dates), days=limit)),
                            ('line_ids', 'any', [('outcome', 'in', ('planned', 'given'))])]),
                    ['commercial_partner_id', 'date_gift:day']):
                days.setdefault(partner.id, []).append(day)
            for line in lines.filtered(lambda line: line.state == 'draft'):
                for day in days.get(line.commercial_partner_id.id, ()):
                    if abs((day - line.date_gift).days) < limit:
                        gifts[line.id] = day
        return gifts
