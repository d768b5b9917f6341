"""拜访区域: customers near each other that one person looks after (P1 ①②)."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ..tools.great_circle import coordinates, great_circle_km

TRAVEL_MODES = [("drive", "By car"), ("transit", "By public transport"), ("cycle", "By bicycle"), ("walk", "On foot")]
SPEED_MAX = 200


class RelationshipArea(models.Model):
    """An area has its customers (``relationship.profile.area_id``), its traffic notes and the way people travel in it.

    A specialist sees the areas he or she is responsible for and those of his or her customers, a
    supervisor the team's, a service manager the company's. What is counted here is what the reader may see.
    """

    _name = "relationship.area"
    _description = "Visit Area"
    _inherit = ["relationship.printed", "relationship.team.mixin", "relationship.input.guard"]
    _order = "sequence, name, id"
    _check_company_auto = True
    _team_person_field = "user_id"

    name = fields.Char(string="Area", required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    color = fields.Integer(string="Colour")
    company_id = fields.Many2one(
        "res.company", string="Company", required=True, index=True, default=lambda self: self.env.company
    )
    user_id = fields.Many2one(
        "res.users", string="Responsible", index=True, check_company=True, domain=[("share", "=", False)],
        default=lambda self: self.env.user,
    )
    profile_ids = fields.One2many("relationship.profile", "area_id", string="Customers")
    traffic_note = fields.Text(
        string="Traffic Notes", help="交通考察分析: roads, jams, parking, bus and metro lines, what to mind on the way."
    )
    travel_mode = fields.Selection(TRAVEL_MODES, string="Travel", required=True, default="drive")
    speed_kmh = fields.Float(
        string="Speed (km/h)", digits=(5, 1), help="Average speed on the road. 0: the usual one of the way of travelling."
    )
    start_kind = fields.Selection(
        [("company", "The company's address"), ("own", "Another address")],
        string="Start", required=True, default="company",
    )
    start_partner_id = fields.Many2one(
        "res.partner", string="Start Address", check_company=True, help="Where the day begins, such as a branch or a hotel."
    )
    hour_from = fields.Float(string="Visits from", help="Local time. Both hours empty: the company's working hours.")
    hour_to = fields.Float(string="Visits until", help="Local time. Both hours empty: the company's working hours.")

    customer_count = fields.Integer(string="Number of Customers", compute="_compute_customers")
    unplaced_count = fields.Integer(string="Without Coordinates", compute="_compute_customers")
    latitude = fields.Float(string="Latitude of the Centre", digits=(10, 7), compute="_compute_customers")
    longitude = fields.Float(string="Longitude of the Centre", digits=(10, 7), compute="_compute_customers")
    distance_km = fields.Float(
        string="Distance (km)", digits=(8, 1), compute="_compute_customers",
        help="From the start to the centre of the customers, as the crow flies.",
    )
    due_count = fields.Integer(string="Visits Due", compute="_compute_due_count")

    _name_uniq = models.UniqueIndex("(company_id, name) WHERE active", "The company has an area of this name already.")
    _hours_check = models.Constraint(
        "CHECK((hour_from = 0 AND hour_to = 0) OR (hour_from >= 0 AND hour_to <= 24 AND hour_from < hour_to))",
        "Visiting hours go from earlier to later, between 0:00 and 24:00.",
    )

    @api.constrains("name", "speed_kmh", "start_kind", "start_partner_id")
    def _check_travel(self):
        for area in self:
            if not (area.name or "").strip():
                raise ValidationError(self.env._("Give the area a name."))
            if not (area.speed_kmh == 0 or 1 <= area.speed_kmh <= SPEED_MAX):
                raise ValidationError(self.env._("The speed must be between 1 and %s km/h, or 0 for the usual one.", SPEED_MAX))
            if area.start_kind == "own" and not area.start_partner_id:
                raise ValidationError(self.env._("Choose the address at which the day begins, or start at the company."))

    @api.depends("profile_ids.partner_id.partner_latitude", "profile_ids.partner_id.partner_longitude", "start_partner_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_customers(self):
        """Counts and centre of the customers the reader may see; one query for a page of areas."""
        found = self._customer_figures()
        for area in self:
            count, unplaced, latitude, longitude = found.get(area._origin.id, (0, 0, None, None))
            area.customer_count, area.unplaced_count = count, unplaced
            area.latitude, area.longitude = latitude or 0.0, longitude or 0.0
            start = area._start_place()
            centre = coordinates(area.latitude, area.longitude)
            area.distance_km = great_circle_km(start, centre) if start and centre else 0.0

    def _customer_figures(self):
        """dict of area id to ``(customers, customers without coordinates, latitude, longitude)``."""
        Profile = self.env["relationship.profile"]
        if not (self.ids and Profile.has_access("read")):
            return {}
        readable = Profile._search([("area_id", "in", self.ids)]).subselect()
        self.env["res.partner"].flush_model(["partner_latitude", "partner_longitude"])
        rows = self.env.execute_query(SQL(
            """SELECT profile.area_id, count(*), count(*) FILTER (WHERE NOT place.known),
                      avg(partner.partner_latitude) FILTER (WHERE place.known),
                      avg(partner.partner_longitude) FILTER (WHERE place.known)
                 FROM relationship_profile profile
                 JOIN res_partner partner ON partner.id = profile.partner_id
                CROSS JOIN LATERAL (SELECT COALESCE(partner.partner_latitude, 0) <> 0
                                        OR COALESCE(partner.partner_longitude, 0) <> 0 AS known) place
                WHERE profile.id IN %s
             GROUP BY profile.area_id""", readable,
        ))
        return {
            area: (count, unplaced, float(latitude or 0.0), float(longitude or 0.0))
            for area, count, unplaced, latitude, longitude in rows
        }

    def _compute_due_count(self):
        """Customers of the area whose visit is due, those without a visit in time included."""
        Due = self.env["relationship.visit.due"]
        counts = dict(Due._read_group(
            [("area_id", "in", self.ids), ("is_due", "=", True)], ["area_id"], ["__count"]
        )) if Due.has_access("read") else {}
        for area in self:
            area.due_count = counts.get(area._origin, 0)

    # ------------------------------------------------------------------
    # What routes ask
    # ------------------------------------------------------------------

    def _start_place(self):
        """Coordinates at which a day in this area begins, or None."""
        self.ensure_one()
        own = self.start_kind == "own" and self.start_partner_id
        address = (own or self.company_id.partner_id).sudo()
        return coordinates(address.partner_latitude, address.partner_longitude)

    def _speed(self):
        """Average speed in km/h: the area's own, else the usual one of its way of travelling."""
        self.ensure_one()
        return self.speed_kmh or self.company_id._visit_speed(self.travel_mode)

    # ------------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------------

    def action_customers(self):
        """The customers of this area."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("crm_relationship.relationship_profile_action")
        return {**action, "domain": [("area_id", "=", self.id)], "context": {"default_area_id": self.id}}

    def action_due(self):
        """The area's customers by their next visit."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("crm_relationship.relationship_visit_due_action")
        return {**action, "domain": [("area_id", "=", self.id)], "context": {"search_default_due": 1}}

    # ------------------------------------------------------------------
    # Print
    # ------------------------------------------------------------------

    def _print_customers(self):
        """The customers the reader may see, the nearest first."""
        self.ensure_one()
        profiles = self.env["relationship.profile"].search([("area_id", "=", self.id)])
        return profiles.sorted(lambda profile: (profile.distance_km, profile.id))

    def _print_check_sheet(self):
        """Lists of customers leave as files under Odoo's own permission to export (X49)."""
        self.env["relationship.customer.sheet"]._print_check_sheet()
