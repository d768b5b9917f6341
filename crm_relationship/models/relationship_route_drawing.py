"""The picture of a route on its form, and the map behind it where the company has one."""

from odoo import api, fields, models
from odoo.tools import format_time

from ..tools.geo_datum import WGS84, convert
from ..tools.route_drawing import map_tiles, route_drawing


class RelationshipRoute(models.Model):
    """Drawn on the server from coordinates. Tiles are named only when the company set an address for them."""

    _inherit = "relationship.route"

    drawing = fields.Html(string="Drawing of the Route", compute="_compute_drawing", sanitize=False)
    map_tiles = fields.Json(string="Map", compute="_compute_drawing")
    time_text = fields.Char(string="The Day", compute="_compute_time_text", help="On the clock where the company is.")

    @api.depends("stop_ids.number", "stop_ids.sequence", "stop_ids.partner_id", "start_kind", "start_partner_id", "returns")
    @api.depends_context("lang")
    def _compute_drawing(self):
        for route in self:
            company = route.company_id.sudo()
            stops = [
                (route._drawn(place), stop.partner_id.name or "", stop._drawing_title(), stop.number)
                for stop in route.stop_ids.sorted(lambda stop: (stop.sequence, stop.id or 0)) if (place := stop._place())
            ]
            start = route._start_place()
            start = start and (route._drawn(start), route._start_address().name or self.env._("Start"))
            route.drawing = route_drawing(
                stops, start, self.env._("Drawing of the route with its numbered stops"), route.returns,
                on_map=bool(company.relationship_map_tile_url),
            ) if stops else False
            route.map_tiles = {
                "url": company.relationship_map_tile_url,
                "attribution": company.relationship_map_attribution or "",
                "tiles": map_tiles([stop[0] for stop in stops] + ([start[0]] if start else [])),
            } if stops and company.relationship_map_tile_url else False

    @api.depends("time_start", "time_finish")
    def _compute_time_text(self):
        for route in self:
            route.time_text = route._print_span(route.time_start, route.time_finish)

    def _drawn(self, place):
        """A place in the datum of the company's map; without a map as it is."""
        company = self.company_id.sudo()
        return convert(place, WGS84, company.relationship_map_datum) if company.relationship_map_tile_url else place

    def _print_clock(self, moment):
        """The time of day where the company is."""
        zone = self.company_id._relationship_timezone()
        return format_time(self.env, moment, tz=zone, time_format="HH:mm") if moment else ""

    def _print_span(self, start, finish):
        """Two times of day, from and to; empty without them."""
        return f"{self._print_clock(start)}–{self._print_clock(finish)}" if start and finish else ""


class RelationshipRouteStop(models.Model):
    _inherit = "relationship.route.stop"

    time_text = fields.Char(string="Time of the Visit", compute="_compute_time_text", help="On the clock where the company is.")

    @api.depends("begin", "departure", "route_id.company_id")
    def _compute_time_text(self):
        for stop in self:
            stop.time_text = stop.route_id._print_span(stop.begin, stop.departure)

    def _drawing_title(self):
        """What the drawing tells about the stop: its customer and when it is visited, or why not."""
        self.ensure_one()
        if not self.is_fitted:
            reasons = dict(self._fields["reason"]._description_selection(self.env))
            return f"{self.partner_id.display_name}: {reasons.get(self.reason, '')}"
        return f"{self.number}. {self.partner_id.display_name}, {self.route_id._print_clock(self.begin)}"
