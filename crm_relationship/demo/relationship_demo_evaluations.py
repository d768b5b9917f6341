"""Judges the demo company's customers over several years, by its people and through the buttons' own code."""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

from . import evaluation_scenes as scenes
from .customer_scenes import CUSTOMERS
from .relationship_demo import NINE


class RelationshipDemo(models.AbstractModel):
    _inherit = "relationship.demo"

    @api.model
    def _load_evaluations(self):
        """Load once: does nothing where somebody was judged already."""
        if self.env["relationship.evaluation"].search_count([], limit=1):
            return
        if "zh_CN" in dict(self.env["res.lang"].get_installed()):
            self = self.with_context(lang="zh_CN")
        today = fields.Date.today()
        for key, years in scenes.YEARS.items():
            for ago, grades in years.items():
                self._judge_year(key, date(today.year - ago, 12, 15), grades)
        for key, occasion, grades, signers, verdict, reason in scenes.NOW:
            evaluation = self._judge(key, today - timedelta(days=2), grades, occasion)
            evaluation.write({"verdict_chosen": verdict, "verdict_reason": reason})
            if signers is not None:
                self._sign(evaluation, today - timedelta(days=2), signers)
        self._propose_round(today)

    def _judge_year(self, key, day, grades):
        evaluation = self._judge(key, day, grades, "annual")
        self._sign(evaluation, day, ("supervisor", "manager", "gm"))
        proposals = evaluation.effect_ids.filtered(lambda effect: effect.kind == "credit")
        with self._clock(day + timedelta(days=3), NINE):
            self.env["mail.activity"].browse(proposals.mapped("res_id")).with_user(
                self._ref("user_finance")).action_feedback("已按建议调整" if evaluation.verdict == "develop" else "已改为预付款")

    def _judge(self, key, day, grades, occasion):
        """An evaluation by the owner of the customer, graded on ``day``."""
        owner = self._ref(f"user_{CUSTOMERS[key][7]}")
        with self._clock(day, NINE):
            evaluation = self.env["relationship.evaluation"].with_user(owner).with_company(self._company_of(key)).create({
                "partner_id": self._ref(f"customer_{key}").id, "occasion": occasion, "year": str(day.year),
                "conclusion": scenes.CONCLUSIONS[key],
            })
            scale = {grade.sequence: grade for grade in evaluation.scorecard_id.grade_ids}
            for place, (line, letter) in enumerate(zip(evaluation.line_ids.sorted(), grades)):
                if letter != "-":
                    line.write({"grade_id": scale["ABCDE".index(letter) + 1].id, "evidence": scenes.EVIDENCE[place]})
            for line in evaluation.line_ids.filtered(lambda line: not line.grade_id):
                line.write({"grade_id": scale[3].id, "evidence": "无数据，按走访情况评定"})
        return evaluation

    def _propose_round(self, today):
        """The supervisor proposes what is due this year: mostly not begun yet."""
        with self._clock(today - timedelta(days=1), NINE):
            self.env["relationship.evaluation.round"].with_user(self._ref("user_supervisor")).with_company(
                self._ref("base.main_company")).create({
                    "date_deadline": today + relativedelta(months=1)}).action_propose()
