from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class RelationshipPurchase(models.Model):
    """购买记录: what a customer bought, as a shop's or an ERP system's file told it.

    One row is one line of the file. Rows are written by imports alone, in SQL, and by nobody
    changed; a wrong import is undone as a whole. Who wrote a row and when is the import's to tell,
    so the rows do without columns for it, of which there may be millions.
    """

    _name = "relationship.purchase"
    _description = "Purchase Record"
    _order = "date desc, id desc"
    _log_access = False
    _rec_name = "order_key"
    _check_company_auto = True

    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, readonly=True, ondelete="restrict", check_company=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="restrict")
    currency_id = fields.Many2one(related="company_id.currency_id", string="Currency")
    date = fields.Date("Purchase Date", required=True, readonly=True)
    amount = fields.Monetary(required=True, readonly=True, help="Net of tax as in the file; refunds are negative.")
    cost = fields.Monetary(readonly=True, help="Empty when the file had none.")
    quantity = fields.Float(readonly=True, digits=(16, 3))
    product_id = fields.Many2one("product.product", "Product", readonly=True, index="btree_not_null", ondelete="set null")
    product_name = fields.Char("Product in the File", readonly=True)
    salesperson = fields.Char(readonly=True)
    order_key = fields.Char(
        "Order", required=True, readonly=True, help="The order's number; where a file has none, a fingerprint of the row.")
    order_line = fields.Integer("Order Line", required=True, readonly=True, default=1, aggregator=None)
    customer_ref = fields.Char("Customer in the File", readonly=True)
    source_id = fields.Many2one(
        "relationship.purchase.source", "Source", required=True, readonly=True, ondelete="restrict", check_company=True)
    import_id = fields.Many2one(
        "relationship.purchase.import", "Import", readonly=True, ondelete="restrict", check_company=True)
    import_row = fields.Integer("Row in the File", readonly=True, aggregator=None)
    is_customer_readable = fields.Boolean(compute="_compute_is_customer_readable", search="_search_is_customer_readable")

    _order_uniq = models.Constraint(
        # A source is one company's
        "UNIQUE(source_id, order_key, order_line)", "This line of the order is there already.")
    _customer_index = models.Index("(partner_id, company_id, date)")
    _company_date_index = models.Index("(company_id, date)")
    # The rows of an import lie together, so a hundredth of a full index finds them
    _import_index = models.Index("USING brin (import_id)")

    @api.depends_context("uid")
    def _compute_is_customer_readable(self):
        readable = self.sudo().search([("id", "in", self.ids), ("is_customer_readable", "=", True)])
        for purchase in self:
            purchase.is_customer_readable = purchase.sudo() in readable

    def _search_is_customer_readable(self, operator, value):
        """Purchases whose customer's profile in the same company the user may read; for record rules."""
        if operator != "in":
            return NotImplemented
        profiles = self.env["relationship.profile"].sudo(False)._search([])

        def readable(model, alias, query):
            return SQL(
                "EXISTS (SELECT 1 FROM relationship_profile profile WHERE profile.partner_id = %s"
                " AND profile.company_id = %s AND profile.id IN %s)",
                SQL.identifier(alias, "partner_id"), SQL.identifier(alias, "company_id"), profiles.subselect())

        domain = Domain.custom(to_sql=readable)
        return domain if True in value else ~domain
