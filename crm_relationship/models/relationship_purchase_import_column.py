from odoo import fields, models


class RelationshipPurchaseImportColumn(models.Model):
    """One column of an import's file, and what it is."""

    _name = "relationship.purchase.import.column"
    _description = "Column of a Purchase File"
    _order = "position, id"

    import_id = fields.Many2one("relationship.purchase.import", required=True, ondelete="cascade", index=True)
    position = fields.Integer("Column", readonly=True)
    name = fields.Char("Heading", readonly=True)
    sample = fields.Char("Examples", readonly=True)
    target = fields.Selection(
        [("order_no", "Order number"), ("order_line", "Order line"), ("customer_ref", "Customer number"),
         ("customer_name", "Customer name"), ("date", "Purchase date"), ("amount", "Amount"), ("cost", "Cost"),
         ("quantity", "Quantity"), ("product_code", "Product code"), ("product_name", "Product name"),
         ("salesperson", "Salesperson")],
        "Is", help="Leave empty what is not needed.")

    _target_uniq = models.UniqueIndex(
        "(import_id, target) WHERE target IS NOT NULL", "Two columns cannot be the same thing. Empty one of them.")
