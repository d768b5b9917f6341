"""When daily visit reports are due and collected (F13)."""

from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import ValidationError

MAX_LATE_HOURS = 240
MAX_GRACE_MINUTES = 240


class ResCompany(models.Model):
    _inherit = "res.company"

    relationship_day_report_collect = fields.Boolean(
        string="Collect Daily Reports",
        default=True,
        help="In the evening, who finished visits and has no report of the day gets one as a draft, and a reminder.",
    )
    relationship_day_report_hour = fields.Integer(
        string="Hour of Collection", default=18, help="Full hour of the company's day, 0 to 23."
    )
    relationship_day_report_late_hours = fields.Integer(
        string="Late After",
        default=24,
        help="Hours after the end of the day within which its report is submitted. Later ones are marked as late.",
    )

    relationship_visit_grace_minutes = fields.Integer(
        string="Visits Are Late After",
        default=15,
        help="Minutes after its start without a check-in from which a visit shows as late in today's progress.",
    )

    @api.constrains(
        "relationship_day_report_hour", "relationship_day_report_late_hours", "relationship_visit_grace_minutes")
    def _check_relationship_day_report(self):
        for company in self:
            if not 0 <= company.relationship_day_report_hour <= 23:
                raise ValidationError(self.env._("The hour of collecting daily reports must be between 0 and 23."))
            if not 0 <= company.relationship_day_report_late_hours <= MAX_LATE_HOURS:
                raise ValidationError(self.env._(
                    "Daily reports can be due at most %s hours after the end of the day.", MAX_LATE_HOURS))
            if not 0 <= company.relationship_visit_grace_minutes <= MAX_GRACE_MINUTES:
                raise ValidationError(self.env._(
                    "Visits can be late after at most %s minutes.", MAX_GRACE_MINUTES))

    def _local_day_bounds(self, day):
        """The UTC moments at which a local ``day`` of the company begins and the next one begins."""
        zone = self._local_zone()
        return _day_start(zone, day), _day_start(zone, day + timedelta(days=1))


def _day_start(zone, day):
    """The first moment of ``day`` in ``zone``, as naive UTC; also where the clock skips or repeats midnight."""
    midnight = datetime.combine(day, time.min)
    both = [zone.localize(midnight, is_dst=is_dst).astimezone(pytz.utc) for is_dst in (True, False)]
    inside = [moment for moment in both if moment.astimezone(zone).date() == day]
    return min(inside or both).replace(tzinfo=None)
