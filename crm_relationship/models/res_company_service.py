"""Settings of service plans and suggestions, company by company."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

#: whole-number settings with their bounds: (field, low, high)
SERVICE_SETTINGS = (
    ('relationship_duty_horizon_days', 0, 366),
    ('relationship_suggestion_days', 1, 90),
)


class ResCompany(models.Model):
    _inherit = 'res.company'

    relationship_duty_horizon_days = fields.Integer(
        "Activities Ahead (days)", default=31,
        help="Steps of service plans and measures appear among people's activities that many days before they are due.")
    relationship_suggestion_days = fields.Integer(
        "Answer to Suggestions (days)", default=7,
        help="Calendar days within which a supervisor or manager answers a suggestion.")

    @api.constrains(*[name for name, _low, _high in SERVICE_SETTINGS])
    def _check_relationship_service(self):
        for company in self:
            for name, low, high in SERVICE_SETTINGS:
                if not low <= company[name] <= high:
                    raise ValidationError(self.env._(
                        "%(setting)s must be between %(low)s and %(high)s.",
                        setting=self._fields[name]._description_string(self.env), low=low, high=high))

    def _duty_horizon(self):
        """The last day whose steps are among people's activities today."""
        self.ensure_one()
        return fields.Date.add(self._relationship_today(), days=self.relationship_duty_horizon_days)
