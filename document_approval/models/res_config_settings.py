from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    approval_urge_hours = fields.Integer(related='company_id.approval_urge_hours', readonly=False)
