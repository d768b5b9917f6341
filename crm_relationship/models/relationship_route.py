"""访问路线: whom one person visits on a day, in which order (P1 ③)."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

from .relationship_area import SPEED_MAX, TRAVEL_MODES

STOPS_MAX = 80
OPEN_STATES = ("draft", "rejected", "withdrawn")


class RelationshipRoute(models.Model):
    """A route is a signed document with ordered stops; the service manager approves it (划分访问路线→审核).

    Times are computed from the order of the stops (`relationship_route_plan.py`); "Optimise" only sets the order.
    """

    _name = "relationship.route"
    _description = "Visit Route"
    _inherit = ["relationship.document", "relationship.own.name.mixin", "relationship.input.guard", "approval.mixin"]
    _order = "day desc, id desc"
    _rec_names_search = ["name", "area_id.name", "user_id.name"]
    _check_company_auto = True
    _relationship_sequence_code = "relationship.route"
    _relationship_sequence_prefix = "LX"
    _team_person_field = "user_id"
    _approval_person_fields = ("user_id",)

    user_id = fields.Many2one(
        "res.users", string="Visitor", required=True, index=True, check_company=True, tracking=True,
        default=lambda self: self.env.user, domain=[("share", "=", False)],
    )
    department_id = fields.Many2one(
        compute="_compute_department_id", store=True, readonly=True, precompute=True, default=None
    )
    area_id = fields.Many2one(
        "relationship.area", string="Visit Area", index="btree_not_null", check_company=True, ondelete="restrict", tracking=True
    )
    day = fields.Date(
        string="Day of the Route", required=True, index=True, copy=False, tracking=True,
        default=lambda self: self._default_day(),
    )
    weekday = fields.Char(compute="_compute_weekday")
    travel_mode = fields.Selection(
        TRAVEL_MODES, string="Travel", compute="_compute_from_area", store=True, readonly=False, required=True, precompute=True
    )
    speed_kmh = fields.Float(
        string="Speed (km/h)", digits=(5, 1), compute="_compute_speed_kmh", store=True, readonly=False, precompute=True,
        help="Average speed on the road.",
    )
    start_kind = fields.Selection(
        [("company", "The company's address"), ("own", "Another address")],
        string="Start", compute="_compute_from_area", store=True, readonly=False, required=True, precompute=True,
    )
    start_partner_id = fields.Many2one(
        "res.partner", string="Start Address", check_company=True, ondelete="restrict",
        compute="_compute_from_area", store=True, readonly=False, precompute=True,
    )
    returns = fields.Boolean(
        string="Back by Closing Time", default=True, help="The way back to the start belongs to the working day."
    )
    note = fields.Text(string="Remarks")
    traffic_note = fields.Text(related="area_id.traffic_note", string="Traffic Notes")
    stop_ids = fields.One2many("relationship.route.stop", "route_id", string="Stops", copy=True)

    _sealed_fields = frozenset({"department_id"})

    @api.model
    def _default_day(self):
        """The company's next working day."""
        today = self.env.company._relationship_today()
        days = self.env.company._workdays(today + timedelta(days=1), today + timedelta(days=15))
        return days[0] if days else today + timedelta(days=1)

    @api.depends("user_id", "company_id")
    def _compute_department_id(self):
        """Of the visitor's employee; read with sudo, because departments live on ``hr.version``."""
        for route in self:
            employee = route.user_id.sudo().with_company(route.company_id).employee_id
            route.department_id = employee.department_id

    @api.depends("day")
    @api.depends_context("lang")
    def _compute_weekday(self):
        for route in self:
            route.weekday = format_date(self.env, route.day, date_format="EEEE") if route.day else False

    @api.depends("area_id")
    def _compute_from_area(self):
        """The area's way of travelling and start; without an area by car from the company."""
        for route in self:
            area = route.area_id
            route.travel_mode = area.travel_mode or route.travel_mode or "drive"
            route.start_kind = area.start_kind or route.start_kind or "company"
            route.start_partner_id = area.start_partner_id if area else route.start_partner_id

    @api.depends("area_id", "travel_mode", "company_id")
    def _compute_speed_kmh(self):
        for route in self:
            area = route.area_id
            same = area and area.travel_mode == route.travel_mode
            route.speed_kmh = area._speed() if same else route.company_id._visit_speed(route.travel_mode)

    @api.depends("name", "day", "user_id.name")
    def _compute_display_name(self):
        for route in self:
            day = format_date(self.env, route.day) if route.day else ""
            route.display_name = " ".join(filter(None, (route.name, day, route.user_id.name)))

    # ------------------------------------------------------------------
    # Checks
    # ------------------------------------------------------------------

    @api.constrains("day", "speed_kmh", "start_kind", "start_partner_id")
    def _check_route(self):
        for route in self:
            if not 2000 <= route.day.year <= route.company_id._relationship_today().year + 3:
                raise ValidationError(self.env._("The day of the route is out of reach: choose one within the next years."))
            if not 1 <= route.speed_kmh <= SPEED_MAX:
                raise ValidationError(self.env._("The speed must be between 1 and %s km/h.", SPEED_MAX))
            if route.start_kind == "own" and not route.start_partner_id:
                raise ValidationError(self.env._("Choose the address at which the day begins, or start at the company."))

    @api.constrains("stop_ids")
    def _check_stops(self):
        if any(len(route.stop_ids) > STOPS_MAX for route in self):
            raise ValidationError(self.env._("A route has at most %s stops. Make a second one.", STOPS_MAX))

    def _approval_submit_problems(self):
        """Messages with remedies for all that keeps this route from being submitted."""
        self.ensure_one()
        problems = []
        if not self.stop_ids:
            problems.append(self.env._("The route has no stops: add the customers to be visited."))
        if unfit := self.stop_ids.filtered("reason"):
            problems.append(self.env._(
                "These customers do not fit into the day: %s. Optimise the order, or take them off the route.",
                ", ".join(unfit.partner_id.mapped("display_name")),
            ))
        if unwanted := self.stop_ids.filtered(lambda stop: stop._no_visit_windows() and not (stop.note or "").strip()):
            problems.append(self.env._(
                "At a time the customer does not want visitors: %s. Change the appointment, or say in the note of the "
                "stop why you go all the same.", ", ".join(unwanted.partner_id.mapped("display_name")),
            ))
        if not self._start_place():
            problems.append(self.env._("The start of the route has no coordinates: enter them on its contact."))
        return problems

    def _check_open(self):
        """:raise UserError: not for this user, or already submitted"""
        self.check_access("write")
        for route in self:
            if route.approval_state not in OPEN_STATES:
                raise UserError(self.env._("%s is submitted and can no longer be changed.", route.name))
