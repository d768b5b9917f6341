"""Enters visit areas with their customers, and plays some routes through the models' own methods."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command

from . import area_scenes as scenes
from .relationship_demo import NINE


class RelationshipDemo(models.AbstractModel):
    _inherit = "relationship.demo"

    @api.model
    def _load_areas(self):
        """Load once: does nothing where areas exist already."""
        if self.env["relationship.area"].search_count([], limit=1):
            return
        today = fields.Date.today()
        self._enter_locals(today)
        for number, (key, values) in enumerate(scenes.AREAS.items(), start=1):
            self._enter_area(number, key, *values)
        for area, days, minutes, customers, state in scenes.ROUTES:
            self._play_route(area, self._workday_from(today, days), minutes, customers, state, today)

    def _enter_locals(self, today):
        """Small customers round Shanghai, registered by their owners."""
        company = self._ref("base.main_company")
        for key, (name, street, latitude, longitude, phone, owner, _area, interval, ago) in scenes.LOCALS.items():
            partner = self._make(f"customer_{key}", "res.partner", {
                "name": name, "street": street, "city": "上海", "phone": phone, "is_company": True,
                "state_id": self._ref("base.state_cn_SH").id, "country_id": self._ref("base.cn").id,
                "partner_latitude": latitude or 0.0, "partner_longitude": longitude or 0.0,
            })
            profile = self.env["relationship.profile"]._for_partners(partner, company)
            profile.write({"user_id": self._ref(f"user_{owner}").id, "visit_interval_manual": interval})
            if ago is not None:
                profile._visit_done(today - timedelta(days=ago))
        for key, (weekday, hour_from, hour_to, _dates, note) in scenes.WINDOWS.items():
            self.env["relationship.no.visit"].create({
                "partner_id": self._ref(f"customer_{key}").id, "weekday": weekday, "hour_from": hour_from,
                "hour_to": hour_to, "note": note,
            })

    def _enter_area(self, number, key, name, responsible, travel_mode, others, note):
        area = self._make(f"area_{key}", "relationship.area", {
            "name": name, "user_id": self._ref(f"user_{responsible}").id, "travel_mode": travel_mode,
            "company_id": self._ref("base.main_company").id, "traffic_note": note, "sequence": number, "color": number + 2,
        })
        keys = [local for local, values in scenes.LOCALS.items() if values[6] == key] + list(others)
        partners = self.env["res.partner"].union(*(self._ref(f"customer_{name}") for name in keys))
        self.env["relationship.profile"]._for_partners(partners, area.company_id).write({"area_id": area.id})

    def _play_route(self, area, day, minutes, customers, state, today):
        """A route in the best order, signed as far as ``state`` says; visits are planned from approved ones to come."""
        made = min(day, today) - timedelta(days=3)
        area = self._ref(f"area_{area}")
        with self._clock(made, NINE):
            route = self.env["relationship.route"].with_user(area.user_id).with_company(area.company_id).create({
                "area_id": area.id, "day": day, "date": made, "note": scenes.NOTE,
                "stop_ids": [
                    Command.create({"partner_id": self._ref(f"customer_{key}").id, "visit_minutes": minutes})
                    for key in customers
                ],
            })
            route.action_optimise()
        if state != "draft":
            self._sign(route, made, ("manager",) if state == "approved" else ())

    def _workday_from(self, today, days):
        """The main company's working day so many working days from ``today``, back or ahead."""
        company = self._ref("base.main_company")
        if days < 0:
            return company._workdays(today - timedelta(days=30), today)[days - 1]
        return company._workdays(today + timedelta(days=1), today + timedelta(days=30))[days - 1]
