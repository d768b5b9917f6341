"""Sets the budgets of the demo company: two years, a raise, and proposals for the next year."""

from datetime import date

from odoo import api, fields, models

from . import budget_scenes as scenes
from .relationship_demo import NINE


class RelationshipDemo(models.AbstractModel):
    """Yearly budgets of the demo companies."""

    _inherit = "relationship.demo"

    @api.model
    def _load_budgets(self):
        """Load once: does nothing where a budget exists already."""
        if self.env["relationship.budget"].search_count([], limit=1):
            return
        year = fields.Date.today().year
        for age in (1, 0):
            with self._clock(self._workday(date(year - age, 1, 10)), NINE):
                self._set_budgets("base.main_company", scenes.BUDGETS, year, age)
                self._set_budgets("company_suzhou", scenes.SUZHOU, year, age)
        with self._clock(min(self._workday(date(year, 7, 3)), fields.Date.today()), NINE):
            budgets = self.env["relationship.budget"].with_user(self._ref("user_manager")).search(
                [("year", "=", year)], order="id")
            for number, amount, reason in scenes.RAISES:
                budgets[number].write({"amount": amount, "change_reason": reason})
        self.env["relationship.budget"].with_user(self._ref("user_supervisor")).with_company(
            self._ref("base.main_company")).create([{
                "department_id": self._ref("department_relations").id, "kind": kind, "year": year + 1, "amount": amount,
                "note": note} for kind, amount, note in scenes.PROPOSALS])

    def _set_budgets(self, company, budgets, year, age):
        """The budgets of ``year - age``, set by the manager, in the subsidiary by the administrator."""
        company = self._ref(company)
        manager = self._ref("user_manager")
        user = manager if company in manager.company_ids else self.env.ref("base.user_admin")
        self.env["relationship.budget"].with_user(user).with_company(company).create([{
            "department_id": department and self._ref(f"department_{department}").id, "kind": kind, "effect": effect,
            "year": year - age, "amount": amounts[1 - age]} for department, kind, effect, *amounts in budgets])
