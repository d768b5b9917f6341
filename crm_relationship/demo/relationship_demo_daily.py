"""Plays the evenings after the visits: daily reports handed in, signed, late or sent back; plans summed up."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command, Domain

from . import daily_scenes as scenes
from .relationship_demo import NINE, SIX_PM

#: Days back in which everybody wrote daily reports.
REPORT_DAYS = 45
SIGNERS = ("supervisor", "manager", "gm")


class RelationshipDemo(models.AbstractModel):
    _inherit = "relationship.demo"

    @api.model
    def _load_visit_days(self):
        """Load once: does nothing where daily reports exist already."""
        if self.env["relationship.visit.day"].search_count([], limit=1):
            return
        if "zh_CN" in dict(self.env["res.lang"].get_installed()):
            self = self.with_context(lang="zh_CN")
        today = fields.Date.today()
        self._play_today(today)
        visits = self.env["relationship.visit"].search([
            ("stage", "=", "done"), ("actual_start", ">=", fields.Datetime.now() - timedelta(days=REPORT_DAYS))])
        evenings = {(visit.company_id._local_day(visit.actual_start), visit.user_id, visit.company_id) for visit in visits}
        for number, (day, user, company) in enumerate(
                sorted(evenings, key=lambda evening: (evening[0], evening[1].id, evening[2].id))):
            self._play_evening(number, day, user, company, today)
        self._play_summaries(today)

    def _play_today(self, today):
        """Today's visits go on as the clock of the installation says: some are made, one is underway."""
        now = fields.Datetime.now()
        visits = self.env["relationship.visit"].search([
            ("stage", "in", ("planned", "scheduled")), ("approval_state", "=", "draft"),
            ("date_start", "<=", now), ("date_start", ">", now - timedelta(hours=12))], order="date_start")
        for number, visit in enumerate(visits):
            visit = visit.with_user(visit.user_id).with_company(visit.company_id)
            if visit.date_stop <= now:
                visit._visit_start(visit.date_start)
                visit._visit_finish(visit.date_stop)
                talk, outcome = scenes.TALKS[number % len(scenes.TALKS)]
                visit.write({"talk": talk, "outcome": outcome})
            elif number == len(visits) - 1:
                visit._visit_start(visit.date_start)

    def _play_evening(self, number, day, user, company, today):
        """One report: written in the evening as a rule, signed the day after; the last ones are still waiting."""
        age = (today - day).days
        late = number % 11 == 7
        written = day + timedelta(days=3 if late and age > 3 else 0)
        with self._clock(written, SIX_PM + 1):
            if age > 7:
                self._fill_in(number, day, user, company)
            report = self.env["relationship.visit.day"].with_user(user).with_company(company)._for_day(user, company, day)
            if number % 2:
                item, amount, note = scenes.OWN_COSTS[number % len(scenes.OWN_COSTS)]
                report.expense_line_ids = [Command.create({
                    "item_id": self._ref(f"hospitality_item_{item}").id, "amount": amount, "note": note})]
        if age < 1 or late and age <= 3 or report._approval_submit_problems():
            return
        self._sign(report, written + timedelta(days=1 if age > 1 else 0), SIGNERS if age > 4 else SIGNERS[:age % 2])
        if number % 7 == 3 and report.with_user(self._ref("user_supervisor")).approval_can_decide:
            with self._clock(written + timedelta(days=1), SIX_PM):
                self._decide(report, "supervisor", "reject", scenes.REJECTION)

    def _fill_in(self, number, day, user, company):
        """Visits of the day that nobody wrote anything about yet."""
        visits = self.env["relationship.visit"].with_user(user).with_company(company)
        for place, visit in enumerate(visits.search(visits._on_day_domain(company, day) & Domain([
                ("user_id", "=", user.id), ("stage", "=", "done"), ("outcome", "=", False)]))):
            talk, outcome = scenes.TALKS[(number + place) % len(scenes.TALKS)]
            visit.write({"talk": talk, "outcome": outcome})

    def _play_summaries(self, today):
        """Regional plans whose time is over are summed up: the older ones signed, the last one a draft."""
        plans = self.env["relationship.visit.plan"].search([
            ("kind", "=", "regional"), ("approval_state", "=", "approved"), ("date_to", "<", today)], order="date_to")
        for number, plan in enumerate(plans):
            day = plan.date_to + timedelta(days=1)
            with self._clock(day, NINE):
                plan = plan.with_user(plan.user_id).with_company(plan.company_id)
                summary = self.env["relationship.visit.summary"].with_user(plan.user_id).with_company(
                    plan.company_id)._from_plan(plan)
                for place, line in enumerate(summary.line_ids.filtered("is_missed")):
                    line.reason = scenes.REASONS[place % len(scenes.REASONS)]
                summary.write(scenes.SUMMARIES[number % len(scenes.SUMMARIES)])
            if number < len(plans) - 1:
                self._sign(summary, day, SIGNERS)
