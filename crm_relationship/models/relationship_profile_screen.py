"""What the customers' screens show beside the profile itself."""

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL, formatLang

from ..tools.trend_chart import bar_chart

TREND_MONTHS, TREND_RECENT = 12, 6


class RelationshipProfile(models.Model):
    """The contact's data beside the labels, the next step, and the trend; nothing is stored here."""

    _inherit = "relationship.profile"

    # From the contact, so that lists, pivots and searches can use them
    number = fields.Char(related="partner_id.ref", string="Customer Number", readonly=False)
    avatar_128 = fields.Image(related="partner_id.avatar_128")
    phone = fields.Char(related="partner_id.phone")
    email = fields.Char(related="partner_id.email")
    street = fields.Char(related="partner_id.street")
    city = fields.Char(related="partner_id.city")
    state_id = fields.Many2one(related="partner_id.state_id", string="Province")
    industry_id = fields.Many2one(related="partner_id.industry_id", string="Business Category")
    category_id = fields.Many2many(related="partner_id.category_id", string="Tags", readonly=False)
    contact_address = fields.Char(related="partner_id.contact_address_inline", string="Address")
    distance_km = fields.Float(string="Distance (km)", digits=(8, 1), compute="_compute_distance")
    distance_source = fields.Selection(related="partner_id.relationship_distance_source")
    no_visit_text = fields.Char(related="partner_id.relationship_no_visit_text", string="No Visits")
    comment = fields.Html(related="partner_id.comment", string="Remarks")

    next_step_date = fields.Date(string="Next Step Due", compute="_compute_next_step")
    next_step = fields.Char(compute="_compute_next_step")
    next_step_state = fields.Selection(
        [("overdue", "Overdue"), ("today", "Today"), ("planned", "Planned")],
        string="Next Step State",
        compute="_compute_next_step",
    )
    tier_color = fields.Integer(related="tier_id.color", string="Colour of the Tier")
    grade_color = fields.Integer(related="grade_id.color", string="Colour of the Grade")

    trend_chart = fields.Html(
        string="Sales by Month", compute="_compute_trend_chart", sanitize=False,
        help="Net sales of the last twelve months; the last six stand out.",
    )

    @api.depends("partner_id.relationship_distance_km", "company_id")
    def _compute_distance(self):
        """From the profile's company, whichever company the reader works in."""
        for company, profiles in self.grouped("company_id").items():
            for profile in profiles.with_company(company):
                profile.distance_km = profile.partner_id.relationship_distance_km

    # ------------------------------------------------------------------
    # Next step
    # ------------------------------------------------------------------

    @api.depends("partner_id")
    @api.depends_context("uid", "lang")
    def _compute_next_step(self):
        """The earliest open activity with the customer or one of its people; two queries for a page."""
        contacts = self.env["res.partner"].search_fetch(
            [("commercial_partner_id", "in", self.partner_id.ids)], ["commercial_partner_id"]
        )
        activities = self.env["mail.activity"].search(
            [("res_model", "=", "res.partner"), ("res_id", "in", contacts.ids)], order="date_deadline desc, id desc"
        )
        customer_of = {contact.id: contact.commercial_partner_id.id for contact in contacts}
        # Later ones first, so that the earliest is what remains.
        earliest = {customer_of[activity.res_id]: activity for activity in activities}
        for profile in self:
            activity = earliest.get(profile.partner_id.id)
            profile.next_step = activity and (activity.summary or activity.activity_type_id.name)
            profile.next_step_date = activity and activity.date_deadline
            profile.next_step_state = activity and activity.state

    # ------------------------------------------------------------------
    # Trend
    # ------------------------------------------------------------------

    @api.depends("partner_id", "company_id", "amount_12m")
    @api.depends_context("lang")
    def _compute_trend_chart(self):
        """A bar per month, this month last; empty for customers who bought nothing in that time."""
        for company, profiles in self.grouped("company_id").items():
            months = self._trend_months(company)
            sales = profiles._monthly_sales(company, months[0])
            for profile in profiles:
                own = sales.get(profile.partner_id.id)
                profile.trend_chart = own and bar_chart(
                    [
                        (self._month_label(month), own.get(month, 0.0), formatLang(
                            self.env, own.get(month, 0.0), currency_obj=profile.currency_id,
                        ))
                        for month in months
                    ],
                    self.env._("Sales by month"), TREND_RECENT,
                )

    @api.model
    def _trend_months(self, company):
        """First days of the months shown, oldest first."""
        this_month = company._relationship_today().replace(day=1)
        return [this_month - relativedelta(months=back) for back in reversed(range(TREND_MONTHS))]

    @api.model
    def _month_label(self, month):
        """The month's number, or the year where it begins."""
        return f"{month:%Y}" if month.month == 1 else str(month.month)

    def _monthly_sales(self, company, first_day):
        """Net sales of these customers by month, from all sources of purchases; one query.

        :return: dict of partner id to dict of first day of month to amount in company currency
        """
        self.check_access("read")
        queries = self._purchase_fact_queries(company)
        if not (queries and self):
            return {}
        self.env.flush_all()  # the sources are SQL that names no fields to flush
        facts = SQL(" UNION ALL ").join(SQL("SELECT partner_id, day, amount FROM (%s) source", query) for query in queries)
        rows = self.env.execute_query(SQL(
            """SELECT partner_id, date_trunc('month', day)::date, SUM(amount)
                 FROM (%s) facts
                WHERE partner_id = ANY(%s) AND day >= %s
             GROUP BY 1, 2""",
            facts, self.partner_id.ids, first_day,
        ))
        sales = {}
        for partner_id, month, amount in rows:
            sales.setdefault(partner_id, {})[month] = float(amount or 0.0)
        return sales
