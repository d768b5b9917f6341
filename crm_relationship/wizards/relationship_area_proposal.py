"""Visit areas proposed from coordinates (P1 ③): looked at first, written when somebody says so."""

from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command, Domain

from ..tools.area_clusters import centre, cluster, radius_km
from ..tools.great_circle import coordinates, great_circle_km


class RelationshipAreaProposal(models.TransientModel):
    """The customers to divide, and the areas they would make."""

    _name = "relationship.area.proposal"
    _description = "Proposal of Visit Areas"
    _inherit = ["relationship.input.guard"]

    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    size = fields.Integer(
        string="Customers per Area", required=True, default=lambda self: self.env.company.relationship_area_size
    )
    reach_km = fields.Integer(
        string="Reach (km)", required=True, default=lambda self: self.env.company.relationship_area_reach,
        help="How far a customer may be from the centre of an area at most.",
    )
    scope = fields.Selection(
        [("free", "Customers without an area"), ("all", "All customers, areas anew")],
        string="Divide", required=True, default="free",
    )
    user_id = fields.Many2one("res.users", string="Only Customers of", domain=[("share", "=", False)])
    line_ids = fields.One2many("relationship.area.proposal.line", "proposal_id", string="Proposed Areas")
    unplaced_ids = fields.Many2many(
        "relationship.profile", "relationship_area_proposal_unplaced_rel", "proposal_id", "profile_id",
        string="Without Coordinates", readonly=True,
    )
    customer_count = fields.Integer(string="Customers to Divide", compute="_compute_counts")
    unplaced_count = fields.Integer(string="Customers without Coordinates", compute="_compute_counts")

    @api.depends("line_ids.profile_ids", "unplaced_ids")
    def _compute_counts(self):
        for proposal in self:
            proposal.customer_count = len(proposal.line_ids.profile_ids)
            proposal.unplaced_count = len(proposal.unplaced_ids)

    @api.constrains("size", "reach_km")
    def _check_size(self):
        if any(not 1 <= proposal.reach_km <= 2000 for proposal in self):
            raise ValidationError(self.env._("The reach of an area lies between 1 and 2,000 km."))
        if any(not 2 <= proposal.size <= 500 for proposal in self):
            raise ValidationError(self.env._("An area holds between 2 and 500 customers."))

    def action_propose(self):
        """Make the list of areas anew; nothing but the list is written."""
        self.ensure_one()
        self.check_access("write")
        profiles = self._profiles()
        places = {
            profile: place for profile in profiles
            if (place := coordinates(profile.partner_id.partner_latitude, profile.partner_id.partner_longitude))
        }
        numbered = {profile.id: place for profile, place in places.items()}
        self.line_ids.unlink()
        taken = self.env["relationship.area"].sudo().search([("company_id", "=", self.company_id.id)]).mapped("name")
        names = set(taken)
        self.write({
            "unplaced_ids": [Command.set((profiles - profiles.browse(numbered)).ids)],
            "line_ids": [
                Command.create(self._line_values(number, profiles.browse(keys), numbered, names))
                for number, keys in enumerate(cluster(numbered, self.size, self.reach_km), start=1)
            ],
        })
        return self._reopen()

    def _profiles(self):
        """The customers to divide: those of the scope the user may change."""
        domain = Domain("company_id", "=", self.company_id.id)
        if self.scope == "free":
            domain &= Domain("area_id", "=", False)
        if self.user_id:
            domain &= Domain("user_id", "=", self.user_id.id)
        return self.env["relationship.profile"].search(domain, order="id")._filtered_access("write")

    def _line_values(self, number, profiles, places, names):
        """A proposed area: named after the place most of its customers are in, looked after by who owns most of them.

        :param set names: those taken already; the new one joins them
        """
        middle, home = centre(places, profiles.ids), self.company_id.partner_id.sudo()
        start = coordinates(home.partner_latitude, home.partner_longitude)
        where = self._most(profiles.partner_id.mapped("city")) or self._most(
            [state.name for state in profiles.partner_id.state_id]) or self.env._("Area")
        name = next(name for name in (f"{where} {count}" for count in range(1, len(names) + 2)) if name not in names)
        names.add(name)
        return {
            "sequence": number,
            "name": name,
            # who is far from everybody makes no area, unless somebody says so
            "is_chosen": len(profiles) > 1,
            "user_id": (self._most([profile.user_id for profile in profiles]) or self.env.user).id,
            "profile_ids": [Command.set(profiles.ids)],
            "latitude": middle[0],
            "longitude": middle[1],
            "radius_km": radius_km(places, profiles.ids),
            "distance_km": great_circle_km(start, middle) if start else 0.0,
        }

    @api.model
    def _most(self, values):
        """The value that comes most often, the first of several; empty ones do not count."""
        counted = Counter(value for value in values if value)
        return counted.most_common(1)[0][0] if counted else None

    def action_apply(self):
        """Write the areas of the list that are ticked, and put their customers into them."""
        self.ensure_one()
        self.check_access("write")
        if not self.env.user.has_group("crm_relationship.group_specialist"):
            raise AccessError(self.env._("Areas are made by the customer relations staff."))
        lines = self.line_ids.filtered("is_chosen")
        if not lines:
            raise UserError(self.env._("No area is chosen: tick those to be made, or propose again."))
        areas = self.env["relationship.area"]
        for line in lines:
            areas |= areas.create({
                "name": line.name, "user_id": line.user_id.id, "company_id": self.company_id.id,
                "sequence": 10 * line.sequence,
            })
            line.profile_ids.write({"area_id": areas[-1].id})
        action = self.env["ir.actions.act_window"]._for_xml_id("crm_relationship.relationship_area_action")
        return {**action, "domain": [("id", "in", areas.ids)], "target": "main"}

    def _reopen(self):
        return {
            "type": "ir.actions.act_window", "name": self.env._("Propose Areas"), "res_model": self._name,
            "res_id": self.id, "view_mode": "form", "target": "new",
        }


class RelationshipAreaProposalLine(models.TransientModel):
    _name = "relationship.area.proposal.line"
    _description = "Proposed Visit Area"
    _inherit = ["relationship.input.guard"]
    _order = "sequence, id"

    proposal_id = fields.Many2one("relationship.area.proposal", required=True, ondelete="cascade")
    sequence = fields.Integer()
    is_chosen = fields.Boolean(string="Make It", default=True)
    name = fields.Char(string="Area", required=True)
    user_id = fields.Many2one("res.users", string="Responsible", domain=[("share", "=", False)])
    profile_ids = fields.Many2many(
        "relationship.profile", "relationship_area_proposal_line_rel", "line_id", "profile_id", string="Customers", readonly=True
    )
    customer_count = fields.Integer(string="Number of Customers", compute="_compute_customer_count")
    latitude = fields.Float(digits=(10, 7), readonly=True)
    longitude = fields.Float(digits=(10, 7), readonly=True)
    radius_km = fields.Float(string="Radius (km)", digits=(8, 1), readonly=True)
    distance_km = fields.Float(string="Distance (km)", digits=(8, 1), readonly=True)

    @api.depends("profile_ids")
    def _compute_customer_count(self):
        for line in self:
            line.customer_count = len(line.profile_ids)
