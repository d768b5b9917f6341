from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """When a visit needs an application, per company."""
    _inherit = 'res.config.settings'

    relationship_visit_application = fields.Selection(
        related='company_id.relationship_visit_application', readonly=False, required=True)
