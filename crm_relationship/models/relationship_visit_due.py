"""Whom to visit and when: the frequency of visits against the last one (P1 ④, 未在周期内拜访)."""

from odoo import fields, models
from odoo.tools import SQL

# A customer counts as due this many days ahead, so that next week can be planned.
SOON_DAYS = 7
# Stages of a visit that is still to come.
AHEAD = ("planned", "scheduled", "underway")


class RelationshipVisitDue(models.Model):
    """A row per customer of the roster; its id is the profile's.

    The interval is the customer's own, else the tier's; customers without one have no due date.
    A visit is due one interval after the last. Who was never visited is due one interval after
    entering the roster. Days are the company's calendar days.
    """

    _name = "relationship.visit.due"
    _description = "Visit Due"
    _inherit = ["relationship.child.mixin"]
    _auto = False
    _order = "due_date, id"
    _rec_name = "partner_id"
    _document_field = "profile_id"

    profile_id = fields.Many2one("relationship.profile", string="Customer Profile", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    company_id = fields.Many2one("res.company", string="Company", readonly=True)
    user_id = fields.Many2one("res.users", string="Owner", readonly=True)
    area_id = fields.Many2one("relationship.area", string="Visit Area", readonly=True)
    tier_id = fields.Many2one("relationship.tier", string="Value Tier", readonly=True)
    interval = fields.Integer(string="Visit Every (days)", readonly=True, aggregator="avg")
    last_visit_date = fields.Date(string="Last Visit", readonly=True)
    due_date = fields.Date(string="Visit Due on", readonly=True)
    planned_date = fields.Date(string="Next Visit Planned", readonly=True, help="The next visit still to come, in the company's days.")
    days_overdue = fields.Integer(string="Days Overdue", readonly=True, aggregator="max")
    state = fields.Selection(
        [("overdue", "Overdue"), ("soon", "Due Within a Week"), ("later", "Later"), ("none", "No Visits Planned by Interval")],
        string="Status", readonly=True,
    )
    is_due = fields.Boolean(string="Due for a Visit", readonly=True, help="Overdue, or due within a week.")
    is_never = fields.Boolean(string="Never Visited", readonly=True)
    customers = fields.Integer(string="Customers", readonly=True)
    unvisited = fields.Integer(
        string="Unvisited in Its Cycle", readonly=True,
        help="Customers to be visited by interval without a visit in their last cycle.",
    )
    unvisited_percent = fields.Float(
        string="Unvisited in Its Cycle (%)", readonly=True, aggregator="avg", digits=(5, 1),
        help="Of the customers to be visited by interval.",
    )

    @property
    def _table_query(self):
        self.env["relationship.profile"].flush_model(
            ["partner_id", "company_id", "user_id", "area_id", "tier_id", "visit_interval_manual", "last_visit_date"]
        )
        self.env["relationship.tier"].flush_model(["visit_interval"])
        self.env["relationship.visit"].flush_model(["profile_id", "date_start", "stage"])
        return SQL("SELECT %s FROM %s", self._select(), self._from())

    def _select(self):
        """The columns, from those of the innermost query."""
        return SQL(
            """row.id, row.id AS profile_id, row.partner_id, row.company_id, row.user_id, row.area_id, row.tier_id,
               row.interval, row.last_visit_date, row.due_date, planned.planned_date,
               GREATEST(row.today - row.due_date, 0) AS days_overdue,
               CASE WHEN row.due_date IS NULL THEN 'none' WHEN row.due_date < row.today THEN 'overdue'
                    WHEN row.due_date <= row.today + %(soon)s THEN 'soon' ELSE 'later' END AS state,
               COALESCE(row.due_date <= row.today + %(soon)s, FALSE) AS is_due,
               row.last_visit_date IS NULL AS is_never,
               1 AS customers,
               row.unvisited::int AS unvisited,
               CASE WHEN row.interval > 0 THEN 100.0 * row.unvisited::int END AS unvisited_percent""",
            soon=SOON_DAYS,
        )

    def _from(self):
        """Customers with their interval and dates, each beside the day it is in its company."""
        companies = self.env["res.company"].sudo().search([])
        today = SQL(", ").join(
            SQL("(%s, %s::date, %s)", company.id, company._relationship_today(), company._relationship_timezone())
            for company in companies
        )
        return SQL(
            """(SELECT base.*,
                       CASE WHEN base.interval > 0
                            THEN COALESCE(base.last_visit_date, base.entered) + base.interval END AS due_date,
                       base.interval > 0 AND (base.last_visit_date IS NULL
                            OR base.last_visit_date + base.interval < base.today) AS unvisited
                  FROM (SELECT profile.id, profile.partner_id, profile.company_id, profile.user_id, profile.area_id,
                               profile.tier_id, profile.last_visit_date, day.today, day.zone,
                               (profile.create_date AT TIME ZONE 'UTC' AT TIME ZONE day.zone)::date AS entered,
                               COALESCE(NULLIF(profile.visit_interval_manual, 0), tier.visit_interval, 0) AS interval
                          FROM relationship_profile profile
                          JOIN (VALUES %s) AS day(company_id, today, zone) ON day.company_id = profile.company_id
                     LEFT JOIN relationship_tier tier ON tier.id = profile.tier_id) base) row
               LEFT JOIN LATERAL (
                         SELECT min((visit.date_start AT TIME ZONE 'UTC' AT TIME ZONE row.zone)::date) AS planned_date
                           FROM relationship_visit visit
                          WHERE visit.profile_id = row.id AND visit.stage IN %s
                            AND visit.date_start >= (row.today::timestamp AT TIME ZONE row.zone AT TIME ZONE 'UTC')) planned ON TRUE""",
            today, AHEAD,
        )

    def action_open(self):
        """The customer behind the row."""
        self.ensure_one()
        self.check_access("read")
        return self.profile_id.action_open()
