from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.document_approval.models.approval_sealed import SEAL

from ..tools.key_ranking import MEASURES, ranking


class RelationshipKeyAccount(models.Model):
    """The three rankings of F6 (N2): computed in one statement, then frozen with the document."""
    _inherit = 'relationship.key.account'

    ranking_ids = fields.One2many('relationship.key.account.ranking', 'account_id', "Rankings", readonly=True)
    sales_ranking_ids = fields.One2many(
        'relationship.key.account.ranking', 'account_id', "Top Sales", readonly=True, domain=[('measure', '=', 'sales')])
    growth_ranking_ids = fields.One2many(
        'relationship.key.account.ranking', 'account_id', "Top Growth", readonly=True, domain=[('measure', '=', 'growth')])
    margin_ranking_ids = fields.One2many(
        'relationship.key.account.ranking', 'account_id', "Top Margin Rate", readonly=True,
        domain=[('measure', '=', 'margin')])
    computed_at = fields.Datetime("Rankings as of", readonly=True, copy=False)
    places = fields.Integer("Places", readonly=True, copy=False)
    minimum_sales = fields.Monetary("Minimum Sales for Rates", readonly=True, copy=False)
    left_out_note = fields.Char("Left Out", readonly=True, copy=False)

    _sealed_fields = frozenset({'computed_at', 'places', 'minimum_sales', 'left_out_note'})

    def action_compute(self):
        """Rank the company's customers by what they bought, as of now; only while it is a draft.

        The rankings are the company's, whoever's customers are among them: that is why only
        supervisors and above make these plans.
        """
        self.check_access('write')
        if not self.env.user.has_group('crm_relationship.group_supervisor'):
            raise AccessError(self.env._("Only supervisors and above compute rankings: they show the whole company's sales."))
        self._approval_touch()  # refuses when signed
        for plan in self:
            plan._compute_rankings()

    def _compute_rankings(self):
        """Replace the frozen rankings by those of this moment; what was copied from them follows."""
        self.ensure_one()
        self._drop_rankings()
        plan, company = self.sudo(), self.company_id.sudo()
        facts = plan.env['relationship.profile']._purchase_fact_queries(company)
        plan.env.flush_all()  # the sources are SQL that names no fields to flush
        rows = plan.env.execute_query(ranking(
            facts, (self.date_from, self.date_to), self._before(), company.relationship_key_minimum,
            company.relationship_key_places, self.state_ids.ids))
        listed = [row for row in rows if row[1]]
        partners = plan.env['res.partner'].browse({row[1] for row in listed})
        profiles = {
            profile.partner_id.id: profile.id
            for profile in plan.env['relationship.profile']._for_partners(partners, company)}
        plan.env['relationship.key.account.ranking']._sealed_create(
            self._ranking_values(listed, profiles), SEAL)
        plan._sealed_write({
            'computed_at': fields.Datetime.now(),
            'places': company.relationship_key_places,
            'minimum_sales': company.relationship_key_minimum,
            'left_out_note': self._left_out([row for row in rows if not row[1]]),
        }, SEAL)
        self.invalidate_recordset()
        self.customer_ids._freeze_sales()
        self.customer_ids._propose_reasons()

    def _ranking_values(self, rows, profiles):
        """One dict per ranked customer, in the order of the lists."""
        positions = dict.fromkeys(MEASURES, 0)
        values = []
        for measure, partner_id, place, name, amount, before, growth, margin_rate in rows:
            positions[measure] += 1
            values.append({
                'account_id': self.id, 'measure': measure, 'place': place, 'position': positions[measure],
                'profile_id': profiles[partner_id], 'name': name, 'amount': amount, 'amount_before': before,
                'growth': growth or 0.0, 'has_growth': growth is not None,
                'margin_rate': margin_rate or 0.0, 'has_margin': margin_rate is not None,
            })
        return values

    def _left_out(self, rows):
        """Whom equal figures kept off a list, in words; False when nobody."""
        labels = dict(self.env['relationship.key.account.ranking']._fields['measure']._description_selection(self.env))
        return "; ".join(
            self.env._("%(ranking)s: %(count)s customers with equal figures are too many to list",
                       ranking=labels[row[0]], count=row[2])
            for row in rows) or False

    def _drop_rankings(self):
        """Take the frozen rankings away."""
        plans = self.sudo()
        plans.ranking_ids._remove(SEAL)
        plans._sealed_write(dict.fromkeys(('computed_at', 'places', 'minimum_sales', 'left_out_note'), False), SEAL)

    @api.model
    def _print_place(self, row):
        """How a place reads on the paper where it is not the row's number."""
        return self.env._("(place %s)", row.place) if row.place != row.position else ""

    def _print_headings(self):
        """What stands over the three lists."""
        places = self.places or self.company_id.relationship_key_places
        return [
            self.env._("Top %s in Sales", places), self.env._("Top %s in Sales Growth", places),
            self.env._("Top %s in Sales Margin Rate", places)]

    def _print_ranking_rows(self):
        """The three lists side by side: tuples (number, sales, growth, margin), empty records where a list ends."""
        self.ensure_one()
        lists = [self.sales_ranking_ids, self.growth_ranking_ids, self.margin_ranking_ids]
        empty = self.env['relationship.key.account.ranking']
        length = max(self.places or 0, *map(len, lists))
        return [
            (number + 1, *(ranked[number] if number < len(ranked) else empty for ranked in lists))
            for number in range(length)]
