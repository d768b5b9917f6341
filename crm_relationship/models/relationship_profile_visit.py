"""A customer's area and how often he is visited (P1 ④)."""

from odoo import api, fields, models

from odoo.addons.document_approval.models.approval_sealed import SEAL

from .relationship_tier_visit import check_interval


class RelationshipProfile(models.Model):
    """The last visit is written by the visit when it is done; when the next is due is computed."""

    _inherit = "relationship.profile"

    _sealed_fields = frozenset({"last_visit_date"})

    area_id = fields.Many2one(
        "relationship.area", string="Visit Area", index="btree_not_null", check_company=True, ondelete="set null"
    )
    visit_interval_manual = fields.Integer(
        string="Visit Every (days), by Hand",
        help="Days from one visit to the next for this customer, 7 to 730. 0: as the value tier says.",
    )
    visit_interval = fields.Integer(
        string="Visit Every (days)", compute="_compute_visit_interval", help="By hand, else of the value tier. 0: no visits by the calendar."
    )
    last_visit_date = fields.Date(string="Last Visit", readonly=True, copy=False, index="btree_not_null")
    visit_due_date = fields.Date(string="Next Visit Due", compute="_compute_visit_due")
    visit_days_overdue = fields.Integer(string="Days Overdue", compute="_compute_visit_due")

    @api.depends("visit_interval_manual", "tier_id.visit_interval")
    def _compute_visit_interval(self):
        for profile in self:
            profile.visit_interval = profile.visit_interval_manual or profile.tier_id.visit_interval

    @api.depends("visit_interval", "last_visit_date")
    def _compute_visit_due(self):
        """From the list of visits due, so that form and list cannot differ; one query for a page."""
        due = self.env["relationship.visit.due"].sudo().search_fetch(
            [("profile_id", "in", self._origin.ids)], ["due_date", "days_overdue"]
        )
        by_profile = {row.id: row for row in due}
        for profile in self:
            row = by_profile.get(profile._origin.id, due.browse())
            profile.visit_due_date = row.due_date
            profile.visit_days_overdue = row.days_overdue

    @api.constrains("visit_interval_manual")
    def _check_visit_interval_manual(self):
        check_interval(self, "visit_interval_manual")

    def _visit_done(self, day):
        """A visit took place on the local ``day``; an earlier one than the last changes nothing."""
        news = self.sudo().filtered(lambda profile: not profile.last_visit_date or profile.last_visit_date < day)
        news._sealed_write({"last_visit_date": day}, SEAL)
