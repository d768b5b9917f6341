from odoo import api, fields, models
from odoo.fields import Command, Domain

from odoo.addons.document_approval.models.approval_mixin import APPROVED_STATES, EDITABLE_STATES
from odoo.addons.document_approval.models.approval_sealed import SEAL


class RelationshipVisitDay(models.Model):
    """How a daily report is put together from the day's visits, once and again (DESIGN.md 1.3).

    A visit belongs to the local day of the company on which it began. It stands on one report
    only: the visit itself says on which. What a submitted report says stays, whatever becomes of
    the visit afterwards.
    """
    _inherit = 'relationship.visit.day'
    _sealed_fields = frozenset({'companion_taken'})

    companion_taken = fields.Json("Companions Taken Over", readonly=True, copy=False)
    missing_visit_count = fields.Integer(
        "Visits Not on the Report", compute='_compute_missing_visit_count',
        help="Visits of the day that were finished after the report had been submitted.")

    @api.depends('approval_state', 'line_ids.visit_id')
    def _compute_missing_visit_count(self):
        for day in self:
            submitted = day.approval_state in ('pending', *APPROVED_STATES) and isinstance(day.id, int)
            day.missing_visit_count = day.sudo()._day_visits().search_count(
                day.sudo()._visit_domain() & Domain('day_id', '=', False)) if submitted else 0

    # ------------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------------

    @api.model
    def action_open_today(self):
        """Open my report of today; put it together when there is none: the one tap of the evening."""
        self.check_access('create')
        company = self.env.company
        day = self._for_day(self.env.user, company, company._relationship_today())
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Daily Visit Report"), 'res_model': self._name,
            'view_mode': 'form', 'views': [(False, 'form')], 'res_id': day.id}

    # ------------------------------------------------------------------
    # Assembly
    # ------------------------------------------------------------------

    @api.model
    def _for_day(self, user, company, date):
        """The report of ``user`` for ``date``; made when there is none, and up to date for who may write it."""
        day = self.with_company(company).search([
            ('user_id', '=', user.id), ('company_id', '=', company.id), ('date', '=', date),
            ('approval_state', '!=', 'cancelled')], limit=1)
        if not day:
            return self.with_company(company).create({'user_id': user.id, 'company_id': company.id, 'date': date})
        if day.approval_state in EDITABLE_STATES and day.has_access('write'):
            day._assemble()
        return day

    def _assemble(self):
        """Make lines, costs and companions of unsubmitted reports agree with the visits of their day."""
        for day in self.sudo():
            visits = day._day_visits().search(day._visit_domain(), order='date_start, id')
            (day.line_ids.visit_id - visits)._sealed_write({'day_id': False}, SEAL)
            visits.filtered(lambda visit: not visit.day_id)._sealed_write({'day_id': day.id}, SEAL)
            document = {'day_id': day.id}
            lines, costs = day.line_ids, day.expense_line_ids
            lines._take_over(lines, 'visit_id', document, day._line_sources(visits))
            costs._take_over(
                costs.filtered('visit_id'), 'visit_expense_id', document, day._expense_sources(visits))
            day.expense_line_ids.filtered('visit_id')._take_receipts()
            day._take_companions(visits)

    @api.model
    def _day_visits(self):
        return self.env['relationship.visit'].sudo()

    def _visit_domain(self):
        """The finished visits of this person, company and local day that no other report has."""
        self.ensure_one()
        return self._day_visits()._on_day_domain(self.company_id, self.date) & Domain([
            ('user_id', '=', self.user_id.id), ('stage', '=', 'done'), ('day_id', 'in', [False, self.id])])

    def _line_sources(self, visits):
        problems = self._problem_counts(visits)
        return [{
            'visit_id': visit.id,
            'partner_id': visit.partner_id.id,
            'customer_name': (visit.commercial_partner_id.name or '')[:200],
            'date_start': visit.actual_start or visit.date_start,
            'persons': self._print_list(visit.contact_ids.mapped('name'))[:200],
            'purpose': visit.purpose,
            'talk': visit.talk,
            'outcome': visit.outcome,
            'problem_solved': problems[visit][0],
            'problem_open': problems[visit][1],
        } for visit in visits]

    def _problem_counts(self, visits):
        """What the day did about problems, per visit (F13.17, F13.18).

        Handled are the problems raised on the day's visits that were solved by the end of the
        day, and problems from earlier visits to the same customers that were solved on it; those
        count at the first visit to the customer. Not handled are the rest of the day's problems.

        :return: ``{visit: (handled, not handled)}``
        """
        self.ensure_one()
        start, stop = self.company_id._local_day_bounds(self.date)
        counts = {}
        for visit in visits:
            handled = visit.problem_ids.filtered(
                lambda problem: problem.state == 'solved' and (not problem.solved_date or problem.solved_date < stop))
            counts[visit] = len(handled), len(visit.problem_ids - handled)
        earlier = self.env['relationship.visit.problem'].sudo().search([
            ('visit_id', 'not in', visits.ids), ('company_id', '=', self.company_id.id),
            ('commercial_partner_id', 'in', visits.commercial_partner_id.ids),
            ('state', '=', 'solved'), ('solved_date', '>=', start), ('solved_date', '<', stop),
            '|', ('user_id', '=', self.user_id.id), ('visit_id.user_id', '=', self.user_id.id)])
        for customer, problems in earlier.grouped('commercial_partner_id').items():
            first = visits.filtered(lambda visit, customer=customer: visit.commercial_partner_id == customer)[0]
            handled, left = counts[first]
            counts[first] = handled + len(problems), left
        return counts

    def _expense_sources(self, visits):
        """What the visits cost, in the company's currency at the rate of the day."""
        company = self.company_id
        return [{
            'visit_id': cost.visit_id.id,
            'visit_expense_id': cost.id,
            'item_id': cost.item_id.id,
            'amount': cost.currency_id._convert(cost.actual_amount, company.currency_id, company, self.date),
            'note': cost.note,
        } for cost in visits.expense_line_ids if cost.actual_amount]

    def _take_companions(self, visits):
        """Who came along on any visit; people added or taken off by hand stay so.

        Whoever works for another company by now stands on the visit only: a report has people of its company.
        """
        before, current = set(self.companion_taken or ()), set(self.companion_ids.ids)
        moved = (visits.companion_ids | self.companion_ids).filtered(lambda person: person.company_id != self.company_id)
        source = set((visits.companion_ids - self.user_id.employee_ids - moved).ids)
        wanted = (source - (before - current) | current - before) - set(moved.ids)
        if wanted != current:
            self.write({'companion_ids': [Command.set(sorted(wanted))]})
        if source != before:
            self._sealed_write({'companion_taken': sorted(source)}, SEAL)

    def _release_visits(self):
        """The visits of these reports wait for a report again."""
        self.sudo().line_ids.visit_id._sealed_write({'day_id': False}, SEAL)

    # ------------------------------------------------------------------
    # Approval
    # ------------------------------------------------------------------

    def _approval_submit_problems(self):
        """Messages with remedies for all that keeps this report from being submitted."""
        self.ensure_one()
        problems = super()._approval_submit_problems()
        if not (self.line_ids or self.expense_line_ids):
            problems.append(self.env._(
                "There is nothing to report: finish a visit of the day, or enter a cost."))
        if silent := self.line_ids.filtered(lambda line: not (line.talk or '').strip()):
            problems.append(self.env._(
                "The summary of the talk is missing for %s.", ", ".join(silent.mapped('customer_name'))))
        if undecided := self.line_ids.filtered(lambda line: not line.outcome):
            problems.append(self.env._(
                "The outcome A–E is missing for %s: choose it on the visit.",
                ", ".join(undecided.mapped('customer_name'))))
        return problems

    def _approval_cancelled(self, reason):
        super()._approval_cancelled(reason)
        self._release_visits()

    def action_open_visits(self):
        """The visits behind the lines; their own rules decide who reads them."""
        self.ensure_one()
        self.check_access('read')
        mine = [('day_id', '=', self.id)]
        return {
            'type': 'ir.actions.act_window', 'res_model': 'relationship.visit', 'view_mode': 'list,form',
            'domain': mine, 'name': self.env._("Visits")}
