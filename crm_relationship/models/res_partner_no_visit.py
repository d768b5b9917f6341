"""What the no-visit windows (F1.7) mean for a moment and for a day: asked by visits, plans and routes."""

from odoo import models

from ..tools.visit_windows import hits, local_days, window_interval, without


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _no_visit_windows(self):
        """The windows of these contacts and of the customers they belong to; three queries at most."""
        return (self | self.commercial_partner_id).relationship_no_visit_ids

    def _no_visit_windows_hit(self, start_utc, stop_utc, tz=None):
        """The windows that a visit from ``start_utc`` to ``stop_utc`` falls into (F1.7).

        A visit that ends when a window begins, or begins when it ends, does not hit it.

        :param datetime start_utc: naive UTC
        :param datetime stop_utc: naive UTC, not before the start
        :param str tz: time zone whose clock the windows are read on; default the current company's
        :return: relationship.no.visit, windows of the commercial partner among them
        """
        zone = tz or self.env.company._relationship_timezone()
        return self._no_visit_windows().filtered(lambda window: hits(window, start_utc, stop_utc, zone))

    def _visit_intervals(self, day, opening, tz=None):
        """The parts of ``opening`` in which one of these contacts may be called on on ``day``.

        Windows are turned inside out: what the customer does not forbid is allowed.

        :param date day: local day
        :param opening: pairs of naive UTC moments, such as ``company._visit_hours(day)``
        :return: sorted, disjoint pairs; empty when the day is forbidden as a whole
        """
        zone = tz or self.env.company._relationship_timezone()
        days = {day, *(touched for start, stop in opening for touched in local_days(start, stop, zone))}
        return without(opening, [
            interval for window in self._no_visit_windows() for touched in days
            if (interval := window_interval(window, touched, zone))
        ])
