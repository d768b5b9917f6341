from odoo import api, models
from odoo.tools import SQL

# Company currency: the rate is that of the order, from the company's currency into the order's
RATE = SQL("COALESCE(NULLIF(o.currency_rate, 0), 1)::numeric")
# A product without a cost is one whose cost nobody entered, not a present. A discount costs nothing: it
# lowers the margin of what it was given on, so it counts where that margin is known
LINE_COST = SQL(
    """CASE WHEN l.purchase_price <> 0 THEN l.purchase_price::numeric / %s
            WHEN l.price_subtotal < 0 AND l.product_uom_qty > 0 AND EXISTS (
                 SELECT FROM sale_order_line k WHERE k.order_id = l.order_id AND k.purchase_price <> 0) THEN 0 END""", RATE)


class RelationshipProfile(models.Model):
    """Odoo's own sales as facts of the classification (DESIGN.md 4)."""

    _inherit = "relationship.profile"

    @api.model
    def _purchase_fact_queries(self, company):
        queries = super()._purchase_fact_queries(company)
        facts = company.sudo().relationship_sale_facts
        if facts == "order":
            queries += [self._sale_order_facts(company), self._sale_refund_facts(company)]
        elif facts == "invoice":
            queries.append(self._sale_invoice_facts(company))
        return queries

    @api.model
    def _fact_tables(self):
        return super()._fact_tables() + ["sale_order", "sale_order_line", "account_move", "account_move_line"]

    @api.model
    def _sale_order_facts(self, company):
        """The lines of confirmed orders, untaxed; down payments are part of what is paid, not of what is bought.

        What is given away counts with its cost, which lowers the margin.
        """
        return SQL(
            """SELECT c.commercial_partner_id AS partner_id,
                      (o.date_order AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date AS day,
                      round(l.price_subtotal / %(rate)s, %(places)s) AS amount,
                      round(%(cost)s * l.product_uom_qty::numeric, %(places)s) AS cost,
                      l.product_id, concat('sale-', o.id) AS order_key
                 FROM sale_order_line l JOIN sale_order o ON o.id = l.order_id JOIN res_partner c ON c.id = o.partner_id
                WHERE o.state = 'sale' AND o.company_id = %(company)s AND l.display_type IS NULL
                  AND l.is_downpayment IS NOT TRUE AND (l.price_subtotal <> 0 OR l.purchase_price * l.product_uom_qty <> 0)""",
            tz=company._relationship_timezone(), rate=RATE, cost=LINE_COST,
            places=company.currency_id.decimal_places, company=company.id)

    @api.model
    def _sale_refund_facts(self, company):
        """What posted refunds took back of confirmed orders, as negative facts on the day of the last refund.

        A refund that corrects an invoice is invoiced again: what is invoiced above the order is
        taken off the refund, so the order counts once. The cost goes back in the same proportion.
        A discount taken back is no purchase on that day: it no longer lowers the order, on the order's.
        """
        return SQL(
            """SELECT c.commercial_partner_id AS partner_id,
                      CASE WHEN b.back > 0 THEN i.day ELSE (o.date_order AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date END AS day,
                      round(-b.back, %(places)s) AS amount,
                      round(-b.back / NULLIF(t.subtotal, 0) * %(cost)s * l.product_uom_qty::numeric,
                            %(places)s) AS cost,
                      l.product_id, concat('sale-', o.id) AS order_key
                 FROM sale_order_line l JOIN sale_order o ON o.id = l.order_id JOIN res_partner c ON c.id = o.partner_id
                 JOIN (SELECT r.order_line_id, max(m.invoice_date) FILTER (WHERE m.move_type = 'out_refund') AS day,
                              sum(a.balance) FILTER (WHERE m.move_type = 'out_refund') AS refunded,
                              COALESCE(sum(-a.balance) FILTER (WHERE m.move_type = 'out_invoice'), 0) AS invoiced
                         FROM sale_order_line_invoice_rel r
                         JOIN account_move_line a ON a.id = r.invoice_line_id
                         JOIN account_move m ON m.id = a.move_id
                        WHERE m.state = 'posted' AND m.move_type IN ('out_invoice', 'out_refund') AND m.company_id = %(company)s
                     GROUP BY r.order_line_id) i ON i.order_line_id = l.id
                CROSS JOIN LATERAL (SELECT sign(l.price_subtotal) AS sign, l.price_subtotal / %(rate)s AS subtotal) t
                CROSS JOIN LATERAL (
                      SELECT i.refunded - t.sign * GREATEST(t.sign * (i.invoiced - t.subtotal), 0) AS back) b
                WHERE o.state = 'sale' AND o.company_id = %(company)s AND l.display_type IS NULL
                  AND l.is_downpayment IS NOT TRUE AND b.back * t.sign > 0""",
            tz=company._relationship_timezone(), rate=RATE, cost=LINE_COST, places=company.currency_id.decimal_places, company=company.id)

    @api.model
    def _sale_invoice_facts(self, company):
        """The product lines of posted customer invoices and refunds; the cost is that of the order line behind.

        A refund belongs to its invoice: a discount it takes back is no order of its own.
        """
        return SQL(
            """SELECT m.commercial_partner_id AS partner_id, m.invoice_date AS day, -a.balance AS amount,
                      round(s.cost * CASE m.move_type WHEN 'out_refund' THEN -a.quantity ELSE a.quantity END, %(places)s) AS cost,
                      a.product_id, concat('invoice-', COALESCE(m.reversed_entry_id, m.id)) AS order_key
                 FROM account_move_line a JOIN account_move m ON m.id = a.move_id
            LEFT JOIN LATERAL (
                      SELECT %(cost)s AS cost FROM sale_order_line_invoice_rel r
                        JOIN sale_order_line l ON l.id = r.order_line_id JOIN sale_order o ON o.id = l.order_id
                       WHERE r.invoice_line_id = a.id ORDER BY l.id LIMIT 1) s ON true
                WHERE m.state = 'posted' AND m.move_type IN ('out_invoice', 'out_refund') AND m.company_id = %(company)s
                  AND a.display_type = 'product' AND (a.balance <> 0 OR s.cost * a.quantity <> 0)""",
            cost=LINE_COST, places=company.currency_id.decimal_places, company=company.id)
