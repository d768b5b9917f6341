"""A customer on a route: when, how long, and why not."""

from math import ceil, floor

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools.great_circle import coordinates
from ..tools.route_problem import DAY_FULL, NO_COORDINATES, NO_TIME, ORDER, TOO_FAR
from ..tools.visit_windows import moment_of

SHORTEST, LONGEST = 5, 480
# The computed fields of a stop that is not visited.
NO_TIMES = {
    "is_fitted": False, "number": 0, "reason": False, "arrival": False, "begin": False, "departure": False,
    "travel_minutes": 0, "travel_km": 0.0, "wait_minutes": 0,
}


class RelationshipRouteStop(models.Model):
    """What people enter is signed with the route; the times are computed from it and sealed."""

    _name = "relationship.route.stop"
    _description = "Stop of a Visit Route"
    _inherit = ["relationship.child.mixin", "approval.line.mixin", "approval.sealed", "relationship.input.guard"]
    _order = "route_id, sequence, id"
    _rec_name = "partner_id"
    _check_company_auto = True
    _document_field = "route_id"
    _approval_document_field = "route_id"
    _sealed_fields = frozenset({
        "is_fitted", "number", "reason", "arrival", "begin", "departure", "travel_minutes", "travel_km", "wait_minutes",
        "visit_id",
    })

    route_id = fields.Many2one("relationship.route", string="Route", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="route_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=1000)
    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, check_company=True, index=True, ondelete="restrict"
    )
    visit_minutes = fields.Integer(
        string="Visit (minutes)", required=True, default=lambda self: self.env.company.relationship_visit_minutes
    )
    priority = fields.Selection(
        [("0", "Normal"), ("1", "Important"), ("2", "Very important"), ("3", "Must")], required=True, default="0",
        help="A customer is never left out for a less important one.",
    )
    appointment = fields.Float(
        string="Appointment at", help="Local time agreed with the customer; the visit begins then. 0:00: none."
    )
    note = fields.Char()
    no_visit_text = fields.Char(related="partner_id.relationship_no_visit_text", string="No Visits")
    address = fields.Char(compute="_compute_map_links")
    map_links = fields.Html(string="Open in Map", compute="_compute_map_links", sanitize=False)
    visit_id = fields.Many2one(
        "relationship.visit", string="Visit", readonly=True, copy=False, ondelete="set null", index="btree_not_null"
    )

    # Computed from the order, in relationship_route_plan.py
    is_fitted = fields.Boolean(string="Fits", compute="_compute_times", store=True)
    number = fields.Integer(string="No.", compute="_compute_times", store=True, aggregator=None)
    reason = fields.Selection(
        [
            (NO_COORDINATES, "No coordinates"),
            (NO_TIME, "No allowed time that day"),
            (TOO_FAR, "Too far to be reached in its hours"),
            (ORDER, "Fits, but not at this place"),
            (DAY_FULL, "The day is full"),
        ],
        string="Why Not", compute="_compute_times", store=True,
    )
    arrival = fields.Datetime(compute="_compute_times", store=True)
    begin = fields.Datetime(string="Visit Begins", compute="_compute_times", store=True)
    departure = fields.Datetime(compute="_compute_times", store=True)
    travel_minutes = fields.Integer(string="Travel (minutes)", compute="_compute_times", store=True)
    travel_km = fields.Float(string="Travel (km)", digits=(8, 1), compute="_compute_times", store=True)
    wait_minutes = fields.Integer(string="Waiting (minutes)", compute="_compute_times", store=True)

    _partner_uniq = models.Constraint("UNIQUE (route_id, partner_id)", "A customer is on a route once.")

    @api.depends(
        "sequence", "partner_id", "visit_minutes", "priority", "appointment",
        "route_id.stop_ids.sequence", "route_id.stop_ids.partner_id", "route_id.stop_ids.visit_minutes",
        "route_id.stop_ids.appointment", "route_id.day", "route_id.area_id", "route_id.speed_kmh", "route_id.start_kind",
        "route_id.start_partner_id", "route_id.returns", "route_id.company_id",
    )
    def _compute_times(self):
        for route, stops in self.grouped("route_id").items():
            values = route._stop_values()
            for stop in stops:
                # in a dialog of its own a stop is not among the route's yet
                stop.update(values.get(stop) or values.get(stop._origin) or NO_TIMES)

    @api.depends("partner_id.partner_latitude", "partner_id.partner_longitude", "partner_id.name", "partner_id.contact_address")
    @api.depends_context("lang")
    def _compute_map_links(self):
        for stop in self:
            stop.map_links = stop.partner_id._map_links_html() if stop.partner_id else False
            stop.address = stop.partner_id._address_line() if stop.partner_id else False

    @api.constrains("visit_minutes", "appointment")
    def _check_times(self):
        for stop in self:
            if not SHORTEST <= stop.visit_minutes <= LONGEST:
                raise ValidationError(self.env._(
                    "The visit to %(customer)s must take between %(low)s and %(high)s minutes.",
                    customer=stop.partner_id.display_name, low=SHORTEST, high=LONGEST,
                ))
            if not 0 <= stop.appointment < 24:
                raise ValidationError(self.env._("An appointment lies between 0:00 and 24:00."))

    @api.constrains("partner_id", "route_id")
    def _check_partner(self):
        """One plans for customers one sees, and for those nobody looks after."""
        for stop in self:
            if problem := stop.partner_id._relationship_problem(stop.company_id):
                raise ValidationError(problem)
        if self.env.user.id == SUPERUSER_ID:
            return
        profiles = self.env["relationship.profile"].sudo().search([
            ("partner_id", "in", self.partner_id.commercial_partner_id.ids), ("company_id", "in", self.company_id.ids),
            ("user_id", "!=", False),
        ]).with_user(self.env.user)
        hidden = profiles - profiles._filtered_access("read")
        if hidden:
            raise UserError(self.env._(
                "%(customer)s is a customer of %(owner)s. Ask to share it with you, or for a task there.",
                customer=hidden[0].sudo().partner_id.display_name, owner=hidden[0].sudo().user_id.name,
            ))

    def _no_visit_windows(self):
        """The customer's no-visit windows that an appointment falls into, or a window entered after the route was made."""
        self.ensure_one()
        if not (self.begin and self.departure):
            return self.env["relationship.no.visit"]
        return self.partner_id.sudo()._no_visit_windows_hit(
            self.begin, self.departure, self.company_id._relationship_timezone())

    def _visit_values(self):
        """The visit of an approved stop. A window entered after the approval does not stop it."""
        values = {
            "partner_id": self.partner_id.id, "user_id": self.route_id.user_id.id, "company_id": self.company_id.id,
            "date_start": self.begin, "duration": self.visit_minutes / 60}
        if self._no_visit_windows():
            values["no_visit_reason"] = (self.note or "").strip() or self.env._(
                "Approved with %s before the customer said so", self.route_id.name)
        return values

    @api.model
    def _approval_content_fields(self):
        """What is signed is the route, not the visits made from it later."""
        return [field for field in super()._approval_content_fields() if field.name != "visit_id"]

    def _place(self):
        """Coordinates of the customer, or None."""
        partner = self.partner_id
        return coordinates(partner.partner_latitude, partner.partner_longitude)

    def _windows(self, midnight, opening, zone):
        """When the visit may take place, in whole minutes after ``midnight``: an appointment, else what the customer allows.

        :param opening: working hours as pairs of moments
        """
        self.ensure_one()
        if self.appointment:
            begin = round((moment_of(self.route_id.day, self.appointment, zone) - midnight).total_seconds() / 60)
            return ((begin, begin + self.visit_minutes),)
        return tuple(
            (ceil((start - midnight).total_seconds() / 60), floor((stop - midnight).total_seconds() / 60))
            for start, stop in self.partner_id.sudo()._visit_intervals(self.route_id.day, opening, zone)
        )
