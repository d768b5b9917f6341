from odoo import api, fields, models
from odoo.exceptions import ValidationError

LONGEST_YEARS = 5


class RelationshipSuggestion(models.Model):
    """需求信息资料统计: what customers said and need in a period, counted and frozen (R2.2)."""
    _inherit = 'relationship.suggestion'

    _sealed_fields = frozenset({'statistics'})

    statistics_from = fields.Date(
        "Figures from", required=True,
        default=lambda self: fields.Date.subtract(fields.Date.context_today(self), months=3))
    statistics_to = fields.Date(
        "Figures until", required=True, default=lambda self: fields.Date.context_today(self))
    statistics = fields.Json(readonly=True, copy=False)
    statistics_html = fields.Html("Figures", compute='_compute_statistics_html', sanitize=False)

    @api.constrains('statistics_from', 'statistics_to')
    def _check_statistics_period(self):
        for suggestion in self:
            latest = fields.Date.add(suggestion.statistics_from, years=LONGEST_YEARS)
            if not suggestion.statistics_from <= suggestion.statistics_to <= latest:
                raise ValidationError(self.env._("The figures are of a period of at most five years, and its end lies after its begin."))

    @api.depends('statistics', 'statistics_from', 'statistics_to', 'partner_id', 'state')
    @api.depends_context('lang', 'uid')
    def _compute_statistics_html(self):
        """A draft shows the figures of now, as far as the reader may see them; later the frozen ones."""
        for suggestion in self:
            suggestion.statistics_html = self.env['ir.qweb']._render(
                'crm_relationship.suggestion_statistics', {'rows': suggestion._statistics_rows()})

    def _statistics_rows(self):
        """The figures in words: list of dicts ``source``, ``kind``, ``count``; empty ones left out."""
        figures = self.statistics if self.state != 'draft' else self._statistics_now()
        rows = []
        for source, model, field, _domain in self._statistics_sources():
            kinds = dict(self.env[model]._fields[field]._description_selection(self.env))
            rows += [
                {'source': source, 'kind': kinds.get(kind, self.env._("Not said")), 'count': count}
                for kind, count in (figures or {}).get(f'{model}.{field}', {}).items()]
        return rows

    def _statistics_sources(self):
        """What is counted: ``(label, model, selection field, domain)``; later issues add the needs."""
        period = self._statistics_domain('date')
        return [
            (self.env._("Feedback"), 'relationship.feedback', 'kind', period),
            (self.env._("Need orientation of the customers"), 'relationship.profile', 'need_orientation', self._customer_domain('partner_id')),
        ]

    def _statistics_domain(self, field):
        return [(field, '>=', self.statistics_from), (field, '<=', self.statistics_to),
                *self._customer_domain('commercial_partner_id')]

    def _customer_domain(self, field):
        """The company's, and the customer's where one is named."""
        customer = self.partner_id.commercial_partner_id
        return [('company_id', '=', self.company_id.id), *([(field, '=', customer.id)] if customer else [])]

    def _statistics_now(self):
        """The figures as the current user may see them: ``{source: {kind: count}}``."""
        self.ensure_one()
        if not (self.statistics_from and self.statistics_to):
            return {}
        figures = {}
        for _label, model, field, domain in self._statistics_sources():
            if self.env[model].has_access('read'):
                figures[f'{model}.{field}'] = {
                    kind or 'none': count for kind, count in self.env[model]._read_group(domain, [field], ['__count'])}
        return figures
