from odoo import fields, models


class ResCompany(models.Model):
    """From where a company's gifts are taken."""
    _inherit = 'res.company'

    relationship_gift_picking_type_id = fields.Many2one(
        'stock.picking.type', "Operation Type of Gifts",
        domain="[('code', '=', 'outgoing'), ('company_id', '=', id)]",
        help="Deliveries of gifts are made with it. Empty: the deliveries of the company's first warehouse.")
    relationship_gift_location_id = fields.Many2one(
        'stock.location', "Location of Gifts",
        domain="[('usage', '=', 'internal'), ('company_id', 'in', (False, id))]",
        help="Where the keeper takes gifts from. Empty: where the operation type takes them from.")

    def _gift_picking_type(self):
        """The operation type gifts are issued with; empty where the company has no warehouse."""
        self.ensure_one()
        company = self.sudo()
        chosen = company.relationship_gift_picking_type_id
        if chosen.company_id == company and chosen.active:
            return chosen
        return self.env['stock.warehouse'].sudo().search([('company_id', '=', self.id)], limit=1).out_type_id

    def _gift_location(self):
        """The location gifts are taken from."""
        self.ensure_one()
        chosen = self.sudo().relationship_gift_location_id
        usable = chosen.active and chosen.company_id in (self, self.browse())
        return chosen if chosen and usable else self._gift_picking_type().default_location_src_id
