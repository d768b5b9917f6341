from datetime import datetime

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.document_approval.models.approval_amount import is_sound_amount
from odoo.addons.document_approval.models.approval_mixin import EDITABLE_STATES
from odoo.addons.document_approval.models.approval_sealed import SEAL

from ..tools.own_companies import of_own_companies
from .relationship_budget import YEARS


class RelationshipBudgetMixin(models.AbstractModel):
    """A signed document that takes money of a yearly budget (R1.6): shows what is left, warns or stops.

    Pending documents count, so what is left is reserved from the submission on and free again when
    the document is recalled, rejected, cancelled or lowered.

    A model says what it asks for (:meth:`_budget_demand`), which of its fields that depends on, and
    how its documents are read by SQL (:meth:`_budget_source_queries`).
    """
    _name = 'relationship.budget.mixin'
    _description = "Document on a Budget"
    _inherit = ['approval.mixin']

    #: which of the budgets
    _budget_kind = None
    #: what the demand is computed from
    _budget_fields = ()
    _sealed_fields = frozenset({'budget_excess'})

    budget_status = fields.Text("Budget Left", compute='_compute_budget_status', compute_sudo=True)
    budget_level = fields.Selection(
        [('fine', "Fine"), ('warn', "Warn"), ('stop', "Stop")], compute='_compute_budget_status', compute_sudo=True)
    company_currency_id = fields.Many2one('res.currency', string="Company Currency")  # related by every model
    budget_excess = fields.Monetary(
        "Beyond the Yearly Budget", currency_field='company_currency_id', readonly=True, copy=False,
        help="By how much the document exceeded the budget of its year when it was submitted, in company currency.")

    def _budget_demand(self):
        """What one document asks of the budgets beside what it holds already.

        :return: ``{year: amount in company currency}``, years as the company's calendar has them
        """
        self.ensure_one()
        return {}

    def _budget_counted(self):
        """What of the demand other documents' entries count already, ``{year: amount in company currency}``."""
        self.ensure_one()
        return {}

    @api.model
    def _budget_source_queries(self, years):
        """SELECTs of the documents as entries, see `relationship.budget` ``_budget_sources``."""
        return []

    def _budget_year(self, moment):
        """The company's year of a UTC moment or of a date, None for none and for absurd ones still being typed."""
        if not moment or moment.year not in YEARS or not self.company_id:
            return None
        return self.company_id._local_day(moment).year if isinstance(moment, datetime) else moment.year

    def _budget_asks(self):
        """The demand without what no budget can hold."""
        return {year: amount for year, amount in self._budget_demand().items() if year and is_sound_amount(amount)}

    def _budget_key(self, year):
        self.ensure_one()
        return (self.company_id.id, self._budget_kind, year, self.department_id._origin.id or 0)

    @api.model
    def _budget_label(self):
        return dict(self.env['relationship.budget']._fields['kind']._description_selection(self.env))[self._budget_kind]

    # ------------------------------------------------------------------
    # On the form
    # ------------------------------------------------------------------

    @api.depends(lambda self: (*self._budget_fields, 'approval_state') if self._budget_fields else ())
    @api.depends_context('lang')
    def _compute_budget_status(self):
        """What is left, live, until the document is decided."""
        open_ones = of_own_companies(self, '_compute_budget_status').filtered(
            lambda document: document.approval_state in (*EDITABLE_STATES, 'pending') and document._budget_may_be_told())
        (self - open_ones).update({'budget_status': False, 'budget_level': False})
        demands = {document: document._budget_asks() for document in open_ones}
        budgets = self.env['relationship.budget']._find(
            {document._budget_key(year) for document, demand in demands.items() for year in demand})
        for document, demand in demands.items():
            found = {year: budgets.get(document._budget_key(year)) for year in demand}
            lines = [line for year, budget in found.items()
                     if (line := document._budget_line(budget, year, demand[year]))]
            document.budget_status = "\n".join(text for text, _level in lines) or False
            document.budget_level = max(
                (level for _text, level in lines), key=('fine', 'warn', 'stop').index, default=False)

    def _budget_may_be_told(self):
        """False for a document being typed whose department is neither the user's nor that of the stored one.

        `onchange` takes the department from the caller. Supervisors write for others and may ask.
        """
        self.ensure_one()
        if self.id or self.env['relationship.team.mixin']._may_act_for_others():
            return True
        department, stored = self.department_id._origin, self._origin
        if stored and (stored.company_id, stored.department_id) == (self.company_id, department):
            return True
        own = self.env['hr.employee'].sudo().search([
            ('user_id', '=', self.env.uid), ('company_id', '=', self.company_id.id)]).department_id
        return department in own if department else not own

    def _budget_line(self, budget, year, asked):
        """Text and level for one year, or None where nothing limits."""
        currency = self.company_id.currency_id
        if not budget:
            if self.company_id.relationship_budget_missing == 'stop' and currency.compare_amounts(asked, 0) > 0:
                return self._budget_missing_text(year), 'stop'
            return None
        left = budget.amount - sum(budget._figures(without=self).get(budget.id, {}).values())
        left += self._budget_counted().get(year, 0.0)
        after = left - asked
        exceeded = currency.compare_amounts(after, 0) < 0 < currency.compare_amounts(asked, 0)
        return self.env._(
            "%(kind)s budget %(year)s, %(department)s: %(left)s of %(budget)s left, %(after)s after this document.",
            kind=self._budget_label(), year=year, department=budget._whose(), left=currency.format(left),
            budget=currency.format(budget.amount), after=currency.format(after)), budget.effect if exceeded else 'fine'

    def _budget_missing_text(self, year):
        return self.env._(
            "There is no %(kind)s budget %(year)s for %(department)s. Ask your service manager to set one.",
            kind=self._budget_label(), year=year,
            department=self.department_id.name or self.company_id.name)

    # ------------------------------------------------------------------
    # At submission
    # ------------------------------------------------------------------

    def _approval_check_submit(self):
        """Refuse what exceeds a budget that stops; under a lock, several documents one after the other.

        :raise UserError: naming document, department, year, kind, budget, left, asked and the remedy
        """
        super()._approval_check_submit()
        documents = self.sudo()
        if problems := documents._budget_problems(documents._budget_asked()):
            raise UserError("\n".join(problems))

    @api.model
    def _budget_problems(self, asked):
        """Messages for what budgets that stop do not bear of ``asked``, as :meth:`_budget_asked` gives it; they are locked."""
        budgets = self.env['relationship.budget']._find({key for _document, key, _amount in asked})
        found = self.env['relationship.budget'].sudo().union(*budgets.values())
        found._reserve()
        figures = found._figures()
        left = {budget: budget.amount - sum(figures.get(budget.id, {}).values()) for budget in found}
        problems = []
        for document, key, amount in asked:
            budget = budgets.get(key)
            if not budget:
                if document.company_id.relationship_budget_missing == 'stop':
                    problems.append(document._budget_missing_text(key[2]))
                continue
            before = left[budget] + document._budget_counted().get(key[2], 0.0)
            rest = before - amount
            if budget.effect == 'stop' and budget.currency_id.compare_amounts(rest, 0) < 0:
                problems.append(document._budget_stop_text(budget, before, amount))
            else:
                left[budget] = rest
        return problems

    def _budget_asked(self):
        """List of (document, key, amount) of all that is asked for, in order."""
        return [
            (document, document._budget_key(year), amount)
            for document in self for year, amount in document._budget_asks().items()
            if document.company_id.currency_id.compare_amounts(amount, 0) > 0]

    def _budget_stop_text(self, budget, left, asked):
        currency = budget.currency_id
        return self.env._(
            "%(document)s asks for %(asked)s, but %(left)s is left of the %(kind)s budget %(year)s of %(department)s "
            "(%(budget)s). Ask for less, or ask %(responsible)s for a larger budget.",
            document=self.display_name, asked=currency.format(asked), left=currency.format(left),
            kind=self._budget_label(), year=budget.year, department=budget._whose(),
            budget=currency.format(budget.amount), responsible=budget.user_id.name)

    def _approval_submitted(self):
        """Keep by how much the documents exceed a budget that only warns; the signers see it."""
        super()._approval_submitted()
        documents = self.sudo()
        asked = documents._budget_asked()
        budgets = self.env['relationship.budget']._find({key for _document, key, _amount in asked})
        found = self.env['relationship.budget'].sudo().union(*budgets.values())
        found.invalidate_recordset()
        over = {budget: -budget.amount_left for budget in found}  # these documents count by now
        excess = dict.fromkeys(documents, 0.0)
        for document, key, amount in reversed(asked):
            if budget := budgets.get(key):
                part = budget.currency_id.round(min(amount, max(over[budget], 0.0)))
                over[budget] -= part
                excess[document] += part
        for document, amount in excess.items():
            if amount or document.budget_excess:
                document._sealed_write({'budget_excess': amount}, SEAL)
        documents._message_log_batch(bodies={
            document.id: self.env._(
                "Beyond the %(kind)s budget by %(amount)s.", kind=self._budget_label(),
                amount=document.company_id.currency_id.format(amount))
            for document, amount in excess.items() if amount})
