"""Daily visit reports in the general settings."""

from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    relationship_day_report_collect = fields.Boolean(
        related="company_id.relationship_day_report_collect", readonly=False
    )
    relationship_day_report_hour = fields.Integer(related="company_id.relationship_day_report_hour", readonly=False)
    relationship_day_report_late_hours = fields.Integer(
        related="company_id.relationship_day_report_late_hours", readonly=False
    )
    relationship_visit_grace_minutes = fields.Integer(
        related="company_id.relationship_visit_grace_minutes", readonly=False
    )
