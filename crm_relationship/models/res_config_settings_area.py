"""Areas and routes in the general settings."""

from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    relationship_area_size = fields.Integer(related="company_id.relationship_area_size", readonly=False)
    relationship_area_reach = fields.Integer(related="company_id.relationship_area_reach", readonly=False)
    relationship_visit_minutes = fields.Integer(related="company_id.relationship_visit_minutes", readonly=False)
    relationship_travel_speed = fields.Float(related="company_id.relationship_travel_speed", readonly=False)
    relationship_detour_factor = fields.Float(related="company_id.relationship_detour_factor", readonly=False)
    relationship_map_tile_url = fields.Char(related="company_id.relationship_map_tile_url", readonly=False)
    relationship_map_datum = fields.Selection(related="company_id.relationship_map_datum", readonly=False, required=True)
    relationship_map_attribution = fields.Char(related="company_id.relationship_map_attribution", readonly=False)
