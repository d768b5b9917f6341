"""Plays the key accounts' and the problem customers' year through the documents' own methods."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Command

from . import key_scenes as scenes
from .relationship_demo import NINE

MONTHS_INTO_THE_PLAN = 5


class RelationshipDemo(models.AbstractModel):
    """Key account plans and countermeasure sheets of the demo company."""

    _inherit = "relationship.demo"

    @api.model
    def _load_key_accounts(self):
        """Load once: does nothing where a plan exists already."""
        if self.env["relationship.key.account"].search_count([], limit=1):
            return
        if "zh_CN" in dict(self.env["res.lang"].get_installed()):
            self.env["ir.module.module"]._load_module_terms(["document_approval", "crm_relationship"], ["zh_CN"])
            self = self.with_context(lang="zh_CN")
        today = fields.Date.today()
        self._play_plans(today)
        self._play_sheets(today)
        self._play_draft(today)

    def _play_plans(self, today):
        """One plan some months into its year, one that waits for the general manager."""
        start = today.replace(day=1) - relativedelta(months=MONTHS_INTO_THE_PLAN)
        day = self._workday(start + timedelta(days=9))
        plan = self._plan(day, start, scenes.KEY_CUSTOMERS)
        with self._clock(day, NINE + 1):
            plan.action_approval_submit()
        for hour, (signer, note) in enumerate(scenes.OPINIONS.items(), start=NINE + 3):
            with self._clock(day, hour):
                self._opine(plan, signer, note)
        for customer, (_reason, _growth, measures) in zip(plan.customer_ids, scenes.KEY_CUSTOMERS.values()):
            for measure, (_name, _login, days, feedback) in zip(customer.measure_ids.sorted("id"), measures):
                if feedback:
                    with self._clock(day + timedelta(days=days - 3), NINE + 4):
                        measure.activity_id.with_user(measure.user_id).action_feedback(feedback=feedback)
        day = self._workday(today - timedelta(days=2))
        coming = self._plan(day, today.replace(day=1) + relativedelta(months=1), scenes.NEXT_CUSTOMERS)
        with self._clock(day, NINE + 1):
            coming.action_approval_submit()
        with self._clock(day, NINE + 5):
            self._opine(coming, "manager", scenes.NEXT_OPINION)

    def _plan(self, day, start, customers):
        """A draft written by the supervisor for the twelve months from ``start``, by the twelve before."""
        with self._clock(day, NINE):
            plan = self._as_supervisor("relationship.key.account").create({
                "date_from": start - relativedelta(years=1), "date_to": start - timedelta(days=1)})
            plan.action_compute()
            Customer = self._as_supervisor("relationship.key.account.customer")
            for key, (reason, growth, measures) in customers.items():
                chosen = Customer._choose(plan, self._customer(key))
                chosen.write({
                    "reason": "；".join(filter(None, [chosen.reason, reason])),
                    "target_year": round(max(chosen.base_amount, 100000) * growth, -3),
                    "measure_ids": [Command.create({
                        "name": name, "user_id": self._ref(f"user_{login}").id, "date_deadline": day + timedelta(days=days),
                    }) for name, login, days, _feedback in measures],
                })
                chosen.action_spread_last_year()
        return plan

    def _play_sheets(self, today):
        """F7 and F8, signed a month ago, partly carried out."""
        day = self._workday(today - timedelta(days=28))
        for kind, lines in (("important", scenes.IMPORTANT), ("problem", scenes.PROBLEMS)):
            with self._clock(day, NINE):
                sheet = self._as_supervisor("relationship.countermeasure").create({
                    "kind": kind,
                    "policy_line_ids": [Command.create({"name": text}) for text in scenes.POLICIES] if kind == "important" else [],
                })
                profiles = self.env["relationship.profile"].browse().union(*map(self._customer, lines))
                self._as_supervisor("relationship.countermeasure.line").create(sheet._proposed_values(profiles))
                for line, (problem, strategy, login, days, *_rest) in zip(sheet.line_ids.sorted("sequence"), lines.values()):
                    line.write({
                        "problem": problem or line.problem, "strategy": strategy, "user_id": self._ref(f"user_{login}").id,
                        "date_deadline": day + timedelta(days=days),
                    })
            self._sign(sheet, day, ("manager",))
            for line, (*_words, follow_up, result) in zip(sheet.line_ids.sorted("sequence"), lines.values()):
                mine = line.with_user(line.user_id)
                with self._clock(day + timedelta(days=14), NINE + 3):
                    if follow_up:
                        mine.follow_up = follow_up
                    if result:
                        mine.result = result
                        mine.action_close()

    def _play_draft(self, today):
        """What the system proposes, waiting to be written."""
        with self._clock(self._workday(today - timedelta(days=1)), NINE):
            sheet = self._as_supervisor("relationship.countermeasure").create({"kind": "problem", "note": scenes.DRAFT_NOTE})
            sheet.action_propose()

    def _opine(self, document, signer, note):
        """Sign with an opinion of one's own."""
        document.sudo().approval_request_id.with_user(self._ref(f"user_{signer}"))._decide("approve", note=note)
        document.invalidate_recordset()

    def _as_supervisor(self, model_name):
        return self.env[model_name].with_user(self._ref("user_supervisor")).with_company(self._ref("base.main_company"))

    def _customer(self, key):
        """The profile of that demo customer in the main company."""
        return self.env["relationship.profile"]._for_partners(self._ref(f"customer_{key}"), self._ref("base.main_company"))
