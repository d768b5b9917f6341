"""Plays a year of visits through the models' own methods: planned, moved, applied for, made, called off."""

from datetime import datetime, timedelta

from odoo import api, fields, models
from odoo.fields import Command

from . import customer_scenes
from . import visit_scenes as scenes
from .relationship_demo import NINE, SIX_PM

BEHIND, AHEAD = 350, 28


class RelationshipDemo(models.AbstractModel):
    _inherit = "relationship.demo"

    @api.model
    def _load_visits(self):
        """Load once: does nothing where visits exist already."""
        if self.env["relationship.visit"].search_count([], limit=1):
            return
        if "zh_CN" in dict(self.env["res.lang"].get_installed()):
            self = self.with_context(lang="zh_CN")
        today = fields.Date.today()
        for number, (key, company, day, hours) in enumerate(self._visit_rounds(today)):
            if day < today:
                self._play_visit(number, key, company, day, hours, today)
            else:
                self._plan_visit(number, key, company, day, hours, today)
        self._play_visits_today(today)
        self._play_applications(today)

    def _visit_rounds(self, today):
        """Every visit of the year and the weeks to come, by day: (customer, company, day, hours)."""
        rounds = []
        for place, (key, (apart, hours)) in enumerate(scenes.ROUNDS.items()):
            company = self._company_of(key)
            worked = company._workdays(today - timedelta(days=BEHIND), today + timedelta(days=AHEAD))
            first = today - timedelta(days=BEHIND - place * 3 % apart)
            for step in range((BEHIND + AHEAD) // apart):
                later = [day for day in worked if day >= first + timedelta(days=step * apart)]
                if later:
                    rounds.append((key, company, later[0], hours))
        return sorted(rounds, key=lambda visit: (visit[2], visit[0]))

    def _visitor(self, key):
        return self._ref(f"user_{customer_scenes.CUSTOMERS[key][7] or 'specialist'}")

    def _make_visit(self, key, company, day, hours, **values):
        """A visit planned by its visitor for the first free time of ``day``."""
        user = self._visitor(key)
        customer = self._ref(f"customer_{key}")
        people = customer.child_ids.filtered(lambda person: not person.is_company)
        start = customer._visit_next_slot(company, user, day, hours)
        return self.env["relationship.visit"].with_user(user).with_company(company).create({
            "partner_id": customer.id, "date_start": start, "duration": hours,
            "contact_ids": [Command.set(people[:2].ids)], **values,
        })

    def _purpose(self, number, key):
        if key in scenes.PROBLEMS and number % 3 == 0:
            return "problem"
        return "relationship"

    def _play_visit(self, number, key, company, day, hours, today):
        """One visit of the past: planned a week before, then made, now and then moved or called off."""
        with self._clock(day - timedelta(days=7), NINE):
            visit = self._make_visit(
                key, company, day, hours, purpose=self._purpose(number, key),
                companion_ids=self._companions(number, company))
            journey = scenes.JOURNEYS.get(key) if number % 2 else None
            if journey:
                visit.expense_line_ids = self._lines(journey)
                visit.advance_amount = journey[0][1] if number % 4 == 1 else 0.0
        if journey:
            self._sign(visit, day - timedelta(days=6), ("supervisor", "manager", "finance"))
            self._pay(visit, day - timedelta(days=5))
        with self._clock(day - timedelta(days=2), NINE):
            if number % 13 == 5 and not journey:
                visit._visit_cancel(scenes.CANCELS[number % len(scenes.CANCELS)])
                return
            if number % 9 == 2:
                visit._visit_reschedule(visit.date_start + timedelta(hours=2), scenes.MOVES[number % len(scenes.MOVES)])
        start = visit.date_start
        with self._clock(start.date(), start.hour + hours + 1):
            if day > today - timedelta(days=12) and number % 6 == 3:
                return
            visit._visit_start(start + timedelta(minutes=number % 11 - 4))
            visit._visit_finish(visit.date_stop + timedelta(minutes=number % 17 - 6))
            if journey:
                for item, _budget, actual in journey:
                    item = self._ref(f"hospitality_item_{item}")
                    visit.expense_line_ids.filtered(lambda line, item=item: line.item_id == item).actual_amount = actual

    def _plan_visit(self, number, key, company, day, hours, today):
        """One visit of the weeks to come; most appointments are made already."""
        with self._clock(today - timedelta(days=3), NINE):
            visit = self._make_visit(
                key, company, day, hours, purpose=self._purpose(number, key),
                companion_ids=self._companions(number, company))
            if number % 3:
                visit._visit_confirm()

    def _play_visits_today(self, today):
        """Both specialists have something to do today; two visits of tomorrow collide."""
        for hour, key in enumerate(("hengtai", "shenan", "tianyuan", "zhongyi")):
            start = datetime.combine(today, datetime.min.time()) + timedelta(hours=NINE + 1 + hour * 2)
            with self._clock(today - timedelta(days=4), NINE):
                visit = self._visit_at(key, start, no_visit_reason="客户主动相约")
                visit._visit_confirm()
        start = datetime.combine(today + timedelta(days=1), datetime.min.time()) + timedelta(hours=SIX_PM - 3)
        for minutes, key in ((0, "xineng"), (30, "beichen")):
            self._visit_at(key, start + timedelta(minutes=minutes), purpose="problem", no_visit_reason="客户紧急求助")

    def _visit_at(self, key, start, **values):
        customer = self._ref(f"customer_{key}")
        return self.env["relationship.visit"].with_user(self._visitor(key)).with_company(self._company_of(key)).create(
            {"partner_id": customer.id, "date_start": start, "duration": 1.0, **values})

    def _play_applications(self, today):
        """What the signers and finance find: a draft, one submitted, one half signed, one with its advance due."""
        for key, days, costs, advance, signers in scenes.APPLICATIONS:
            with self._clock(today - timedelta(days=1), NINE):
                company = self._company_of(key)
                visit = self._make_visit(
                    key, company, today + timedelta(days=days), 2.0, purpose="relationship", advance_amount=advance,
                    expense_line_ids=self._lines(costs), cost_note="高铁与当地交通按标准报销")
            if signers is not None:
                self._sign(visit, today - timedelta(days=1), signers)

    # ------------------------------------------------------------------
    # Acts
    # ------------------------------------------------------------------

    def _companions(self, number, company):
        """Now and then the supervisor comes along."""
        along = number % 6 == 0 and company == self._ref("base.main_company")
        return [Command.set(self._ref("employee_supervisor").ids)] if along else []

    def _lines(self, costs):
        return [Command.create({
            "item_id": self._ref(f"hospitality_item_{item}").id, "budget_amount": budget,
        }) for item, budget, *_actual in costs]

    def _pay(self, visit, day):
        """Finance hands out the advance that was approved."""
        if visit.approval_state == "approved" and visit.advance_amount:
            with self._clock(day, NINE):
                visit.with_user(self._ref("user_finance")).action_advance_paid()
