"""When a customer does not want visitors (F1.7)."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date

MIDNIGHT = 24.0


class RelationshipNoVisit(models.Model):
    """A window in which nobody should call on the customer, with a sentence people read.

    The window is every day that fits ``weekday`` and lies between the dates, from ``hour_from``
    to ``hour_to`` in the customer's local time. Whatever is left empty does not limit it.
    """

    _name = "relationship.no.visit"
    _description = "No-Visit Window"
    _inherit = ["relationship.input.guard"]
    _order = "partner_id, date_from, weekday, hour_from, id"

    partner_id = fields.Many2one("res.partner", string="Customer", required=True, index=True, ondelete="cascade")
    weekday = fields.Selection(
        [
            ("all", "Every day"),
            ("workdays", "Monday to Friday"),
            ("weekend", "Weekend"),
            ("0", "Monday"),
            ("1", "Tuesday"),
            ("2", "Wednesday"),
            ("3", "Thursday"),
            ("4", "Friday"),
            ("5", "Saturday"),
            ("6", "Sunday"),
        ],
        string="Weekday",
        required=True,
        default="all",
    )
    hour_from = fields.Float(string="From", help="Local time. Both hours empty: all day.")
    hour_to = fields.Float(string="To", help="Local time. Both hours empty: all day.")
    date_from = fields.Date(string="First Day")
    date_to = fields.Date(string="Last Day")
    note = fields.Char(string="Reason")

    _hours_check = models.Constraint(
        "CHECK((hour_from = 0 AND hour_to = 0) OR (hour_from >= 0 AND hour_to <= 24 AND hour_from < hour_to))",
        "No-visit windows: the hours go from earlier to later, between 0:00 and 24:00.",
    )
    _dates_check = models.Constraint(
        "CHECK(date_from <= date_to)", "No-visit windows: the first day comes before the last."
    )

    @api.constrains("hour_from", "hour_to", "date_from", "date_to", "weekday")
    def _check_says_something(self):
        """A window on every hour of every day would forbid all visits for ever."""
        for window in self:
            hours, dates = window.hour_from or window.hour_to, window.date_from or window.date_to
            if window.weekday == "all" and not (hours or dates):
                raise ValidationError(self.env._("No-visit windows: give hours or dates, or choose a weekday."))

    @api.depends("weekday", "hour_from", "hour_to", "date_from", "date_to", "note")
    @api.depends_context("lang")
    def _compute_display_name(self):
        days = dict(self._fields["weekday"]._description_selection(self.env))
        for window in self:
            window.display_name = window._sentence(days)

    def _sentence(self, days):
        """The window in words, in the reader's language: "Monday 09:00–10:30, 2026-10-01 – (stocktaking)".

        :param days: labels of ``weekday``
        """
        self.ensure_one()
        env = self.env
        dates = self._dates_text()
        has_hours = self.hour_from or self.hour_to
        if has_hours:
            hours = env._("%(start)s–%(end)s", start=_clock(self.hour_from), end=_clock(self.hour_to))
            text = env._("%(day)s %(hours)s", day=days.get(self.weekday, ""), hours=hours)
        elif self.weekday == "all" and dates:
            text, dates = dates, ""
        else:
            text = env._("%(day)s, all day", day=days.get(self.weekday, ""))
        if dates:
            text = env._("%(window)s, %(dates)s", window=text, dates=dates)
        return env._("%(window)s (%(reason)s)", window=text, reason=self.note) if self.note else text

    def _dates_text(self):
        """The dates in words; empty when the window has none."""
        env, first, last = self.env, self.date_from, self.date_to
        if first and last:
            if first == last:
                return format_date(env, first)
            return env._("%(first)s – %(last)s", first=format_date(env, first), last=format_date(env, last))
        if first:
            return env._("from %(first)s", first=format_date(env, first))
        return env._("until %(last)s", last=format_date(env, last)) if last else ""


def _clock(hours):
    """Hours as on a clock: 9.5 is 09:30."""
    minutes = min(round(hours * 60), int(MIDNIGHT * 60))
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
