from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.classification_metrics import union
from ..tools.evaluation_score import cut, exact

#: how long after a period the metrics of the profile still tell of it
STALE = timedelta(days=31)


class RelationshipProfile(models.Model):
    """The customer's numbers that an evaluation reads (F9): one query per source, however many customers.

    A number is a dict for JSON: ``value``, ``day`` (true on), and what it is made of. A customer
    without the number is not in the answer; it is judged by hand then.
    """
    _inherit = 'relationship.profile'

    def _evaluation_numbers(self, company, sources, start, end):
        """The numbers of these customers of ``company``.

        :param sources: keys of the sources wanted (`relationship_scorecard_indicator.SOURCES`)
        :param start, end: first and last day of the period judged
        :return: ``{source: {partner id: number}}``
        """
        return {source: getattr(self, f'_number_{source}')(company, start, end) for source in sources}

    def _own_numbers(self, end, value_of, **details_of):
        """Numbers out of the metrics of the profile, which tell of the last pass.

        They say nothing about a period that ended long before it.

        :param value_of: function of a profile that answers None where the number is unknown
        """
        numbers = {}
        for profile in self:
            today = profile.company_id._relationship_today()
            day = profile.computed_date or today
            value = value_of(profile) if max(day, today) <= end + STALE else None
            if value is not None:
                numbers[profile.partner_id.id] = {
                    'value': value, 'day': fields.Date.to_string(day),
                    **{key: profile[name] for key, name in details_of.items()}}
        return numbers

    # ------------------------------------------------------------------
    # From the last pass of the classification
    # ------------------------------------------------------------------

    def _number_amount_12m(self, _company, _start, end):
        return self._own_numbers(end, lambda profile: profile.amount_12m if profile.has_purchase else None)

    def _number_lifetime_amount(self, _company, _start, end):
        return self._own_numbers(end, lambda profile: profile.amount_total if profile.has_purchase else None)

    def _number_growth(self, _company, _start, end):
        """In percent; unknown without earlier sales (DESIGN.md 4)."""
        return self._own_numbers(
            end, lambda profile: cut(exact(profile.growth) * 100, 4) if profile.has_growth else None,
            now='amount_6m', before='amount_6m_before')

    def _number_margin_rate(self, _company, _start, end):
        """In percent; unknown without costs."""
        return self._own_numbers(
            end, lambda profile: cut(exact(profile.margin_rate) * 100, 4) if profile.has_margin else None)

    def _number_wallet_share(self, _company, _start, end):
        """Our part of the customer's yearly demand, in percent; unknown where nobody entered the demand."""
        def share(profile):
            months = (profile.sudo().rule_version_id.rules or {}).get('sales_months', 12)
            return cut(
                exact(profile.amount_12m) * 1200 / (months * exact(profile.annual_demand)), 4) if profile.annual_demand else None
        return self._own_numbers(end, share)

    def _number_cooperation_years(self, _company, _start, end):
        """Whole months since the first purchase, as years."""
        def years(profile):
            if not profile.first_purchase_date or profile.first_purchase_date > end:
                return None
            past = relativedelta(end, profile.first_purchase_date)
            return cut(exact(past.years * 12 + past.months) / 12, 1)
        return self._own_numbers(end, years)

    def _number_interaction_count(self, _company, _start, end):
        return self._own_numbers(end, lambda profile: float(profile.interaction_count_3m))

    # ------------------------------------------------------------------
    # Counted in the period
    # ------------------------------------------------------------------

    def _number_order_count(self, company, start, end):
        return self._count_numbers(
            self._purchase_fact_queries(company), ('partner_id', 'day', 'amount', 'order_key'), 'order_key', start, end,
            SQL("amount > 0"))

    def _number_complaint_count(self, company, start, end):
        return self._count_numbers(
            self._complaint_fact_queries(company), ('partner_id', 'day', 'key'), 'key', start, end)

    def _count_numbers(self, queries, columns, key, start, end, condition=None):
        """How many different ``key`` each customer has in the period: none is 0, which is a number too."""
        self.env.flush_all()  # the sources are SQL that names no fields to flush
        rows = self.env.execute_query(SQL(
            """SELECT partner_id, count(DISTINCT %s) FROM (%s) AS fact
                WHERE partner_id = ANY(%s) AND day BETWEEN %s AND %s AND %s GROUP BY partner_id""",
            SQL.identifier(key), union(queries, columns), self.partner_id.ids, start, end, condition or SQL("TRUE")))
        counts = dict(rows)
        return {partner.id: {'value': float(counts.get(partner.id, 0)), 'day': fields.Date.to_string(end)}
                for partner in self.partner_id}

    @api.model
    def _satisfaction_fact_queries(self, company):
        """What customers of ``company`` said about their satisfaction, from 1 to 5.

        :return: list of SQL with the columns ``partner_id`` (commercial partner), ``day`` (date), ``amount`` (1 to 5)
        """
        return [SQL(
            """
            SELECT commercial_partner_id AS partner_id, %s AS day, satisfaction::numeric AS amount
              FROM relationship_visit WHERE company_id = %s AND stage = 'done' AND satisfaction IS NOT NULL
            """, self._local_day(company, SQL("date_start")), company.id)]

    def _number_satisfaction(self, company, start, end):
        """The mean of what was said in the period, cut after two decimals."""
        self.env.flush_all()
        rows = self.env.execute_query(SQL(
            """SELECT partner_id, avg(amount), count(*) FROM (%s) AS fact
                WHERE partner_id = ANY(%s) AND day BETWEEN %s AND %s GROUP BY partner_id""",
            union(self._satisfaction_fact_queries(company), ('partner_id', 'day', 'amount')),
            self.partner_id.ids, start, end))
        return {
            partner_id: {'value': cut(exact(mean), 2), 'count': count, 'day': fields.Date.to_string(end)}
            for partner_id, mean, count in rows}

    def _number_payment_days(self, company, start, end):
        """Days from the date of an invoice until it was paid, weighted by amount; known with Invoicing installed only.

        Invoices of the period that are fully paid count; those still open say nothing yet.
        """
        if 'account.move' not in self.env:
            return {}
        self.env.flush_all()
        rows = self.env.execute_query(SQL(
            """
            SELECT partner_id, sum(amount * days) / NULLIF(sum(amount), 0), count(*)
              FROM (SELECT move.commercial_partner_id AS partner_id, move.amount_total_signed AS amount,
                           max(part.max_date) - move.invoice_date AS days
                      FROM account_move AS move
                      JOIN account_move_line AS line ON line.move_id = move.id
                      JOIN account_account AS account
                        ON account.id = line.account_id AND account.account_type = 'asset_receivable'
                      JOIN account_partial_reconcile AS part ON part.debit_move_id = line.id
                     WHERE move.company_id = %s AND move.move_type = 'out_invoice' AND move.state = 'posted'
                       AND move.payment_state IN ('paid', 'in_payment') AND move.amount_total_signed > 0
                       AND move.invoice_date BETWEEN %s AND %s AND move.commercial_partner_id = ANY(%s)
                     GROUP BY move.id) AS paid
             GROUP BY partner_id
            """, company.id, start, end, self.partner_id.ids))
        return {
            partner_id: {'value': cut(exact(max(days, 0)), 1), 'count': count, 'day': fields.Date.to_string(end)}
            for partner_id, days, count in rows if days is not None}
