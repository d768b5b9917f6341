from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """The company's approvals in the settings."""
    _inherit = 'res.config.settings'

    approval_mail_links = fields.Boolean(related='company_id.approval_mail_links', readonly=False)
    approval_mail_days = fields.Integer(related='company_id.approval_mail_days', readonly=False)
    approval_escalation_days = fields.Integer(related='company_id.approval_escalation_days', readonly=False)
