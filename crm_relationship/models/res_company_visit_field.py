from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

#: field: (least, most)
BOUNDS = {
    'relationship_checkin_radius': (20, 20000),
    'relationship_position_days': (1, 365),
    'relationship_minutes_hours': (1, 240),
    'relationship_minutes_escalate_hours': (1, 240),
}
#: The longest closure of a company that working hours are counted over.
DAYS_AHEAD = 90


class ResCompany(models.Model):
    """What a company sets for visits in the field: check-in, preparation, minutes."""
    _inherit = 'res.company'

    relationship_checkin_radius = fields.Integer(
        "Check-in Radius (m)", default=300,
        help="How far from the customer's position counts as being there, where the customer has no radius of its own.")
    relationship_position_days = fields.Integer(
        "Positions Kept (days)", default=30,
        help="After this time where somebody checked in is deleted; the verdict and the distance remain.")
    relationship_position_readers = fields.Selection(
        [('person', "The person only"), ('supervisor', "The person and the supervisor")],
        "Who Sees Positions", required=True, default='supervisor')
    relationship_preparation_gate = fields.Selection(
        [('off', "Not asked for"), ('warn', "Warn"), ('block', "Do not let the visit begin")],
        "Missing Preparation", required=True, default='block')
    relationship_minutes_hours = fields.Integer("Minutes Due within (hours)", default=24)
    relationship_minutes_basis = fields.Selection(
        [('clock', "Hours of the clock"), ('working', "Working hours")], "Hours Counted", required=True, default='clock')
    relationship_minutes_escalate_hours = fields.Integer(
        "Supervisor Told after (hours)", default=24, help="Hours between the visitor's reminder and the supervisor's.")

    @api.constrains(*BOUNDS)
    def _check_visit_field_settings(self):
        for company in self:
            for name, (least, most) in BOUNDS.items():
                if not least <= company[name] <= most:
                    raise ValidationError(self.env._(
                        "%(setting)s must be between %(least)s and %(most)s.", least=least, most=most,
                        setting=self._fields[name]._description_string(self.env)))

    def _after_working_hours(self, moment, hours):
        """The moment (UTC) at which ``hours`` working hours have passed since ``moment``.

        Hours of the clock where the company does not work that much in the next months.
        """
        self.ensure_one()
        left = timedelta(hours=hours)
        first = self._local_day(moment)
        windows = self._work_windows(first, first + timedelta(days=DAYS_AHEAD))
        for start, stop in (pair for day in sorted(windows) for pair in windows[day]):
            start = max(start, moment)
            if start >= stop:
                continue
            if left <= stop - start:
                return start + left
            left -= stop - start
        return moment + timedelta(hours=hours)
