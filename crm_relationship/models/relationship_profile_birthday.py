"""Birthdays of the customer's people, in time to congratulate."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from .res_partner_contact import PERSONAL

AHEAD_DAYS = 14


class RelationshipProfile(models.Model):
    _inherit = "relationship.profile"

    birthday_soon = fields.Char(
        string="Birthdays Ahead",
        compute="_compute_birthday_soon",
        search="_search_birthday_soon",
        groups=PERSONAL,
        help="People of the customer with a birthday within two weeks.",
    )

    @api.depends("partner_id.relationship_birthday", "partner_id.child_ids.relationship_birthday")
    @api.depends_context("tz")
    def _compute_birthday_soon(self):
        """Names with the day, the next birthday first; one query for a page."""
        people = self.env["res.partner"].search(
            Domain("commercial_partner_id", "in", self.partner_id.ids) & self._birthday_domain()
        )
        order = {day: index for index, day in enumerate(self._days_ahead())}
        by_customer = people.sorted(lambda person: order[_month_day(person)]).grouped("commercial_partner_id")
        for profile in self:
            profile.birthday_soon = ", ".join(
                f"{person.name} ({person.relationship_birthday:%m-%d})"
                for person in by_customer.get(profile.partner_id, ())
            )

    def _search_birthday_soon(self, operator, value):
        """``!= False`` finds customers with a birthday ahead; other questions are not answered."""
        if operator != "in" or list(value) != [False]:
            return NotImplemented
        self.env["res.partner"].flush_model(["commercial_partner_id"])
        people = self.env["res.partner"]._search(self._birthday_domain())
        return ~Domain("partner_id", "in", people.subselect("commercial_partner_id"))

    @api.model
    def _days_ahead(self):
        """The coming days as ``(month, day)``; 29 February is kept on the 28th of other years."""
        today = fields.Date.context_today(self)
        days = []
        for offset in range(AHEAD_DAYS + 1):
            day = today + timedelta(days=offset)
            days.append((day.month, day.day))
            if (day.month, day.day) == (2, 28) and (day + timedelta(days=1)).month == 3:
                days.append((2, 29))
        return days

    @api.model
    def _birthday_domain(self):
        """People whose birthday is among the coming days, whatever the year."""
        days = {}
        for month, day in self._days_ahead():
            days.setdefault(month, []).append(day)
        return Domain.OR(
            Domain("relationship_birthday.month_number", "=", month)
            & Domain("relationship_birthday.day_of_month", "in", numbers)
            for month, numbers in days.items()
        )


def _month_day(person):
    return person.relationship_birthday.month, person.relationship_birthday.day
