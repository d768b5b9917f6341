"""Where the stops of a route come from, and the visits that are made from it."""

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from odoo.addons.document_approval.models.approval_sealed import SEAL

from .relationship_route import STOPS_MAX

AHEAD = ("planned", "scheduled")


class RelationshipRoute(models.Model):
    _inherit = "relationship.route"

    visit_count = fields.Integer(string="Visits", compute="_compute_visit_count")

    def _compute_visit_count(self):
        for route in self:
            route.visit_count = len(route.stop_ids.visit_id)

    # ------------------------------------------------------------------
    # Stops
    # ------------------------------------------------------------------

    def action_add_due(self):
        """Customers whose visit is due by the day of the route: the area's, else the visitor's; overdue ones matter more."""
        self._check_open()
        for route in self:
            domain = Domain("area_id", "=", route.area_id.id) if route.area_id else Domain("user_id", "=", route.user_id.id)
            due = self.env["relationship.visit.due"].search(
                domain & Domain("company_id", "=", route.company_id.id) & Domain("due_date", "<=", route.day)
                & Domain("planned_date", "=", False)
            )
            route._add_stops(due.partner_id, {row.partner_id: "1" for row in due if row.days_overdue})
        return True

    def action_add_area(self):
        """All customers of the area that the user may see."""
        self._check_open()
        for route in self:
            if not route.area_id:
                raise UserError(self.env._("Choose a visit area first."))
            route._add_stops(route.area_id.profile_ids._filtered_access("read").partner_id)
        return True

    def action_add_visits(self):
        """The visitor's visits of the day; those with an appointment keep their time."""
        self._check_open()
        for route in self:
            midnight, zone = route._midnight(), route.company_id._local_zone()
            visits = self.env["relationship.visit"].search([
                ("user_id", "=", route.user_id.id), ("company_id", "=", route.company_id.id), ("stage", "in", AHEAD),
                ("date_start", ">=", midnight), ("date_start", "<", route._midnight_after()),
            ], order="date_start, id")
            if not visits:
                raise UserError(self.env._("No visits are planned for this day."))
            known = {stop.partner_id.commercial_partner_id: stop for stop in route.stop_ids}
            for visit in visits:
                stop = known.get(visit.commercial_partner_id)
                values = {"visit_minutes": min(max(round(visit.duration * 60), 5), 480)}
                if visit.stage == "scheduled":
                    local = fields.Datetime.context_timestamp(self.with_context(tz=zone.zone), visit.date_start)
                    values["appointment"] = local.hour + local.minute / 60
                if stop:
                    stop.write(values)
                else:
                    stop = self.env["relationship.route.stop"].create(
                        {"route_id": route.id, "partner_id": visit.partner_id.id, **values})
                    known[visit.commercial_partner_id] = stop
                stop._sealed_write({"visit_id": visit.id}, SEAL)
        return True

    def _add_stops(self, partners, priorities=None):
        """Add the customers that are not on the route yet, as many as it may have, and find the best order."""
        self.ensure_one()
        room = STOPS_MAX - len(self.stop_ids)
        news = (partners - self.stop_ids.partner_id)[:room]
        if not news:
            raise UserError(self.env._("There is nobody to add: all of them are on the route or on the calendar."))
        self.write({"stop_ids": [
            Command.create({"partner_id": partner.id, "priority": (priorities or {}).get(partner, "0")}) for partner in news
        ]})
        self.action_optimise()

    # ------------------------------------------------------------------
    # Visits
    # ------------------------------------------------------------------

    def action_create_visits(self):
        """Plan a visit for every stop of the approved route, at the time the route gives it."""
        self.check_access("read")
        for route in self:
            if route.approval_state != "approved":
                raise UserError(self.env._("%s is not approved: visits are planned from approved routes.", route.name))
            stops = route.stop_ids.filtered(lambda stop: stop.is_fitted and not stop.visit_id)
            if not stops:
                raise UserError(self.env._("All stops of %s have their visits already.", route.name))
            visits = self.env["relationship.visit"].create([stop._visit_values() for stop in stops])
            for stop, visit in zip(stops.sudo(), visits):
                stop._sealed_write({"visit_id": visit.id}, SEAL)
        return self.action_visits()

    def action_visits(self):
        """The visits of these routes."""
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("crm_relationship.relationship_visit_action")
        return {**action, "domain": [("id", "in", self.stop_ids.visit_id.ids)]}
