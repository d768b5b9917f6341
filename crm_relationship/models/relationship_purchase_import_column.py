from odoo import api, fields, models
from odoo.exceptions import UserError


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

    @api.constrains("target", "import_id", "position")
    def _check_import_is_open(self):
        """:raise UserError: the import is done, and its columns say how"""
        if any(column.import_id.state not in ("draft", "checked") for column in self):
            raise UserError(self.env._("This file is imported or about to be."))

    @api.model_create_multi
    def create(self, vals_list):
        columns = super().create(vals_list)
        columns.import_id._ask_another_check()
        return columns

    def write(self, vals):
        imports = self.import_id
        res = super().write(vals)
        (imports | self.import_id)._ask_another_check()
        return res

    def unlink(self):
        imports = self.import_id
        res = super().unlink()
        imports._ask_another_check()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_imported(self):
        self._check_import_is_open()
