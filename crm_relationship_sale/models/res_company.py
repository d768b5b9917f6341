from odoo import fields, models


class ResCompany(models.Model):
    """What of Odoo's own sales counts as purchases of the customers."""

    _inherit = "res.company"

    relationship_sale_facts = fields.Selection(
        [("order", "Confirmed sale orders"), ("invoice", "Posted invoices"), ("none", "Neither")],
        string="Purchases of Customers",
        required=True,
        default="order",
        help="Orders count on the day they are confirmed, less what was refunded and not invoiced again. "
             "Invoices count on their date, refunds as negative. Neither: only imported purchases count.",
    )

    def _relationship_rule_fields(self):
        return super()._relationship_rule_fields() | {"relationship_sale_facts"}
