from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """From where gifts are taken, in the general settings."""
    _inherit = 'res.config.settings'

    relationship_gift_picking_type_id = fields.Many2one(
        related='company_id.relationship_gift_picking_type_id', readonly=False,
        domain="[('code', '=', 'outgoing'), ('company_id', '=', company_id)]")
    relationship_gift_location_id = fields.Many2one(
        related='company_id.relationship_gift_location_id', readonly=False,
        domain="[('usage', '=', 'internal'), ('company_id', 'in', (False, company_id))]")
