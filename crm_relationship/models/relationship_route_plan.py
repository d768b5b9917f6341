"""From a route's stops to their times and back: what the planner is asked, and what it answers."""

from datetime import timedelta
from math import ceil, floor

from odoo import api, fields, models

from odoo.addons.document_approval.models.approval_sealed import SEAL

from ..tools.great_circle import coordinates
from ..tools.route_plan import MAX_PRIORITY, Stop, plan_route, time_route
from ..tools.visit_windows import moment_of
from .relationship_route_stop import NO_TIMES

MINUTE = timedelta(minutes=1)


class RelationshipRoute(models.Model):
    """Times are local days of the company; minutes count from its midnight."""

    _inherit = "relationship.route"

    _sealed_fields = frozenset({
        "stop_count", "fitted_count", "travel_minutes", "travel_km", "visit_minutes", "return_minutes", "return_km",
        "time_start", "time_finish",
    })

    stop_count = fields.Integer(string="Number of Stops", compute="_compute_totals", store=True)
    fitted_count = fields.Integer(string="Stops That Fit", compute="_compute_totals", store=True)
    travel_minutes = fields.Integer(string="On the Road (minutes)", compute="_compute_totals", store=True)
    travel_km = fields.Float(string="On the Road (km)", digits=(8, 1), compute="_compute_totals", store=True)
    visit_minutes = fields.Integer(string="With Customers (minutes)", compute="_compute_totals", store=True)
    return_minutes = fields.Integer(string="Way Back (minutes)", compute="_compute_totals", store=True)
    return_km = fields.Float(string="Way Back (km)", digits=(8, 1), compute="_compute_totals", store=True)
    time_start = fields.Datetime(string="Departure", compute="_compute_totals", store=True)
    time_finish = fields.Datetime(string="Finish", compute="_compute_totals", store=True)

    @api.depends(
        "stop_ids.is_fitted", "stop_ids.arrival", "stop_ids.departure", "stop_ids.travel_minutes", "stop_ids.visit_minutes",
        "day", "returns", "speed_kmh", "start_kind", "start_partner_id",
    )
    def _compute_totals(self):
        for route in self:
            result, midnight = route._timed() if route.day else (None, None)
            made = {visit.key for visit in result.visits} if result else ()
            route.update({
                "stop_count": len(route.stop_ids),
                "fitted_count": len(made),
                "travel_minutes": result.travel_minutes if result else 0,
                "travel_km": result.travel_km if result else 0.0,
                "visit_minutes": sum(visit.departure - visit.begin for visit in result.visits) if result else 0,
                "return_minutes": result.return_minutes if result else 0,
                "return_km": result.return_km if result else 0.0,
                "time_start": midnight + MINUTE * route._hours()[0][0] if made else False,
                "time_finish": midnight + MINUTE * result.finish if made else False,
            })

    def _start_address(self):
        """The contact at which the day begins."""
        self.ensure_one()
        own = self.start_kind == "own" and self.start_partner_id
        return (own or self.company_id.partner_id).sudo()

    def _start_place(self):
        """Coordinates of the start, or None."""
        address = self._start_address()
        return coordinates(address.partner_latitude, address.partner_longitude)

    # ------------------------------------------------------------------
    # The planner
    # ------------------------------------------------------------------

    def _midnight(self):
        """The moment at which the day of the route begins where the company is."""
        return moment_of(self.day, 0, self.company_id._relationship_timezone())

    def _midnight_after(self):
        """The moment at which the day of the route ends."""
        return moment_of(self.day, 24, self.company_id._relationship_timezone())

    def _hours(self):
        """Working hours of the day in whole minutes after midnight, cut to those of the area; empty on a day off."""
        self.ensure_one()
        midnight = self._midnight()
        area = self.area_id.sudo()
        first, last = (area.hour_from * 60, area.hour_to * 60) if area.hour_from or area.hour_to else (0, 24 * 60)
        hours = [
            (max(ceil((start - midnight) / MINUTE), round(first)), min(floor((stop - midnight) / MINUTE), round(last)))
            for start, stop in self.company_id._visit_hours(self.day)
        ]
        return [(start, stop) for start, stop in hours if start < stop]

    def _planner_stops(self, hours):
        """The stops in their order as the planner wants them; its key is the record."""
        midnight, zone = self._midnight(), self.company_id._relationship_timezone()
        opening = [(midnight + MINUTE * start, midnight + MINUTE * stop) for start, stop in hours]
        stops = self.stop_ids.sorted(lambda stop: (stop.sequence, stop.id or 0)).filtered("partner_id")
        # one look at all windows, then they are in the cache
        stops.partner_id.sudo()._no_visit_windows()
        return [
            Stop(
                stop, stop._place(), max(stop.visit_minutes, 1),
                stop._windows(midnight, opening, zone),
                MAX_PRIORITY if stop.appointment else int(stop.priority or 0),
            ) for stop in stops
        ]

    def _plan(self, planner):
        """The Route that ``planner`` makes of the stops, and the midnight its minutes count from."""
        self.ensure_one()
        hours, start = self._hours(), self._start_place()
        return planner(
            self._planner_stops(hours), start, hours, end=start if self.returns else None,
            speed_kmh=max(self.speed_kmh, 1.0), detour=self.company_id.relationship_detour_factor,
        ), self._midnight()

    def _timed(self):
        """The stops in their own order."""
        return self._plan(time_route)

    def _stop_values(self):
        """Values of the computed fields of every stop, as a dict of stop to values."""
        self.ensure_one()
        values = {stop: dict(NO_TIMES) for stop in self.stop_ids}
        if not self.day:
            return values
        result, midnight = self._timed()
        for number, visit in enumerate(result.visits, start=1):
            values[visit.key].update({
                "is_fitted": True, "number": number,
                "arrival": midnight + MINUTE * visit.arrival,
                "begin": midnight + MINUTE * visit.begin,
                "departure": midnight + MINUTE * visit.departure,
                "travel_minutes": visit.travel_minutes, "travel_km": visit.travel_km,
                "wait_minutes": visit.begin - visit.arrival,
            })
        for stop, reason in result.unfitted:
            values[stop]["reason"] = reason
        return values

    def action_optimise(self):
        """Put the stops into the best order found; what does not fit comes last, with its reason."""
        self._check_open()
        for route in self:
            result, _midnight = route._plan(plan_route)
            order = [visit.key for visit in result.visits] + [stop for stop, _reason in result.unfitted]
            # one touch for all stops instead of one for each
            route._approval_touch()
            for place, stop in enumerate(order, start=1):
                if stop.sequence != 10 * place:
                    stop._sealed_write({"sequence": 10 * place}, SEAL)
