from markupsafe import Markup

from odoo import api, fields, models

#: source of purchases -> (model, action, field with the customer, what of it counts)
DOCUMENTS = {
    "order": ("sale.order", "sale.action_orders", "partner_id.commercial_partner_id", [("state", "=", "sale")]),
    "invoice": ("account.move", "account.action_move_out_invoice_type", "commercial_partner_id",
                [("state", "=", "posted"), ("move_type", "in", ["out_invoice", "out_refund"])]),
}


class RelationshipProfile(models.Model):
    """A customer's orders open where they are: in Sales or Invoicing, the imported ones beside them."""

    _inherit = "relationship.profile"

    imported_purchase_count = fields.Integer(
        "Imported", compute="_compute_imported_purchase_count", help="Imported purchases beside Odoo's own sales.")

    @api.depends("partner_id", "company_id")
    @api.depends_context("uid")
    def _compute_imported_purchase_count(self):
        """0 where there is nothing beside them: “Orders” leads to the imported ones itself then."""
        for profile in self:
            profile.imported_purchase_count = profile._sale_action() and self.env["relationship.purchase"].search_count([
                ("partner_id", "=", profile.partner_id.id), ("company_id", "=", profile.company_id.id)])

    def action_purchases(self):
        """The orders or invoices that count as purchases; without any the imported purchases."""
        if action := self._sale_action():
            return action
        action = self.action_imported_purchases()
        if self.sudo()._sale_action():
            action["help"] = Markup("<p class='o_view_nocontent_empty_folder'>%s</p><p>%s</p>") % (
                self.env._("This customer's orders are in Sales"),
                self.env._("You see the figures made from them, not the orders. Ask the salesperson, or ask for access to Sales."))
        return action

    def action_imported_purchases(self):
        """The imported purchases of this customer in this company."""
        return super().action_purchases()

    def _sale_action(self):
        """A list of what the company counts as purchases of this customer; None where the user sees none."""
        self.ensure_one()
        model, xmlid, partner_field, counting = DOCUMENTS.get(self.company_id.sudo().relationship_sale_facts, (None,) * 4)
        if not (model and self.partner_id and self.env[model].has_access("read")):
            return None
        action = self._action_of_customer(xmlid, partner_field)
        action["domain"] += counting
        return action if self.env[model].search_count(action["domain"], limit=1) else None
