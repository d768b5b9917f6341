from odoo import fields, models
from odoo.tools import SQL, formatLang

from odoo.addons.document_approval.models.approval_sealed import SEAL


class RelationshipVisit(models.Model):
    """F12.7–12: what is known about the customer, frozen at the moment the minutes are completed."""
    _inherit = 'relationship.visit'

    _sealed_fields = frozenset({
        'f12_growth', 'f12_has_growth', 'f12_credit', 'f12_margin_rate', 'f12_has_margin', 'f12_overall',
        'f12_ranking', 'f12_ranking_total', 'f12_date'})

    f12_growth = fields.Float("Growth Rate", digits=(16, 6), readonly=True, copy=False, aggregator=None)
    f12_has_growth = fields.Boolean("Growth was Known", readonly=True, copy=False)
    f12_credit = fields.Char("Credit", readonly=True, copy=False)
    f12_margin_rate = fields.Float("Gross Margin", digits=(16, 6), readonly=True, copy=False, aggregator=None)
    f12_has_margin = fields.Boolean("Margin was Known", readonly=True, copy=False)
    f12_overall = fields.Char("Overall Evaluation", readonly=True, copy=False)
    f12_ranking = fields.Integer(
        "Ranking", readonly=True, copy=False, aggregator=None,
        help="The customer's place by sales of 12 months among the company's customers with sales; 0: none.")
    f12_ranking_total = fields.Integer("Customers Ranked", readonly=True, copy=False, aggregator=None)
    f12_date = fields.Datetime("Figures as of", readonly=True, copy=False)
    f12_standing = fields.Char("Standing in the Industry")
    other_note = fields.Text("Others")

    def _freeze_figures(self, moment):
        """Write the figures where they are not frozen yet; they stay what they were at ``moment``."""
        for visit in self.filtered(lambda visit: not visit.f12_date):
            visit._sealed_write({**visit._figures(), 'f12_date': moment}, SEAL)

    def _figures(self):
        """F12.7–11 as they are now; empty where unknown."""
        profile = self.profile_id
        rank, ranked = self._sales_rank(profile)
        return {
            'f12_growth': profile.growth, 'f12_has_growth': profile.has_growth,
            'f12_margin_rate': profile.margin_rate, 'f12_has_margin': profile.has_margin,
            'f12_credit': self._credit_text(), 'f12_overall': self._overall_text(profile),
            'f12_ranking': rank, 'f12_ranking_total': ranked,
        }

    def _overall_text(self, profile):
        """综合评价: the value tier and the sales grade in words."""
        return " / ".join(filter(None, [profile.tier_id.name, profile.grade_id.name])) or False

    def _credit_text(self):
        """信用度: trust and credit limit, which accounting brings; empty without it."""
        partner = self.commercial_partner_id.with_company(self.company_id)
        parts = []
        if 'trust' in partner._fields and partner.trust:
            parts.append(dict(partner._fields['trust']._description_selection(self.env)).get(partner.trust))
        if 'credit_limit' in partner._fields and partner.credit_limit:
            parts.append(formatLang(self.env, partner.credit_limit, currency_obj=self.company_id.currency_id))
        return " / ".join(filter(None, parts)) or False

    def _sales_rank(self, profile):
        """(place, number of places) by sales of 12 months in the company; (0, n) for one without sales."""
        self.env['relationship.profile'].flush_model(['amount_12m', 'company_id'])
        [(better, ranked)] = self.env.execute_query(SQL(
            "SELECT count(*) FILTER (WHERE amount_12m > %s), count(*) FROM relationship_profile"
            " WHERE company_id = %s AND amount_12m > 0", profile.amount_12m, self.company_id.id))
        return (better + 1 if profile.amount_12m > 0 else 0), ranked

    def _tell_roster(self):
        """The customers' last visits, and the labels that follow from them."""
        for visit in self:
            profile = visit.profile_id or self.env['relationship.profile']._for_partners(
                visit.partner_id, visit.company_id)
            profile._visit_done(visit.company_id._local_day(visit.actual_start))
            profile._refresh_profiles()
