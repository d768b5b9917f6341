from odoo import api, fields, models
from odoo.fields import Command, Domain

from odoo.addons.document_approval.models.approval_mixin import EDITABLE_STATES
from odoo.addons.document_approval.models.approval_sealed import SEAL

from ..tools.visit_proposal import Wish
from .relationship_visit import AHEAD
from .relationship_visit_plan_propose import place_of


class RelationshipVisitPlan(models.Model):
    """What follows the decision: visits with their events, carried-over ones, a plan called off (P1 ⑥)."""
    _inherit = 'relationship.visit.plan'

    visit_ids = fields.One2many('relationship.visit', 'plan_id', "Visits", copy=False)
    is_summary_due = fields.Boolean(
        "To Sum Up", compute='_compute_is_summary_due',
        help="The period of a regional plan is over, or all its visits are done.")

    @api.depends('kind', 'stage')
    def _compute_is_summary_due(self):
        for plan in self:
            plan.is_summary_due = plan.kind == 'regional' and plan.stage in ('over', 'complete')

    def action_calendar(self):
        """The visits of one plan in the calendar: planned ones while it is a draft, then the real ones."""
        self.ensure_one()
        if self.approval_state != 'approved':
            return super().action_calendar()
        return self._open_visits('calendar', 'list', 'kanban', 'form')

    def action_open_visits(self):
        """The visits made from one plan, as a list."""
        self.ensure_one()
        return self._open_visits('list', 'calendar', 'kanban', 'form')

    def _open_visits(self, *modes):
        """The action of the visits of one plan, in these kinds of view."""
        self.check_access('read')
        action = self.env['ir.actions.act_window']._for_xml_id('crm_relationship.relationship_visit_action')
        return {
            **action, 'name': self.display_name, 'domain': [('plan_id', '=', self.id)],
            'views': [(False, mode) for mode in modes], 'view_mode': ','.join(modes),
            'context': {'create': False, 'initial_date': fields.Date.to_string(self.date_from)}}

    # ------------------------------------------------------------------
    # Approved: the visits are made, once and all of them
    # ------------------------------------------------------------------

    def _approval_approved(self):
        super()._approval_approved()
        for plan in self.sudo():
            plan._make_visits()

    def _make_visits(self):
        """Make the visits of one plan as superuser; what they replace is cancelled.

        Runs inside the approval: when one visit cannot be made, nothing is, and the signature is not
        given either. A time that is no longer free is no such reason: the visit is made and marked.
        """
        lines = self.line_ids.filtered(lambda line: not line.visit_ids)
        warnings = {line: line.warning for line in lines if line.warning}
        now = fields.Datetime.now()
        warnings.update({
            line: self.env._("The time has passed: move the visit or record what came of it.")
            for line in lines if line.date_stop <= now})
        Visit = self.env['relationship.visit'].with_user(api.SUPERUSER_ID).with_company(self.company_id)
        visits = Visit.create([line._visit_values() for line in lines])
        for line, visit in zip(lines, visits):
            visit._sealed_write({'plan_line_id': line.id, 'preparer_id': self.preparer_id.id}, SEAL)
        lines._carry_over_done()
        for line, visit in zip(lines, visits):
            if line in warnings:
                visit._message_log(body=self.env._("Made from %(plan)s. %(warning)s", plan=self.name, warning=warnings[line]))
        self._message_log(body=self.env._(
            "%(count)s visits were made, %(warned)s of them at a time that is not free.",
            count=len(visits), warned=len(warnings)))

    # ------------------------------------------------------------------
    # Cancelled
    # ------------------------------------------------------------------

    def _approval_cancelled(self, reason):
        """Call off the visits to come and tell the people; what has an application of its own is named."""
        super()._approval_cancelled(reason)
        for plan in self.sudo():
            visits = plan.visit_ids.filtered(lambda visit: visit.stage in AHEAD)
            free = visits.filtered(lambda visit: visit.approval_state in EDITABLE_STATES)
            if free:
                free._visit_cancel(self.env._("%(plan)s was cancelled: %(reason)s", plan=plan.name, reason=reason))
            if bound := visits - free:
                plan._message_log(body=self.env._(
                    "%s: the costs were applied for. Cancel these visits there.", ", ".join(bound.mapped('name'))))

    # ------------------------------------------------------------------
    # Carried over
    # ------------------------------------------------------------------

    def action_carry_over(self):
        """Take in the visits of earlier plans that did not take place."""
        self.check_access('write')
        self._check_approval_unlocked()
        return self._propose_result(sum(len(plan._propose(due=False)) for plan in self))

    def _undone_lines(self):
        """Lines of the visitors' earlier plans whose visit is overdue and not carried over yet."""
        Line = self.env['relationship.visit.plan.line'].sudo()
        taken = Domain('successor_ids', 'any', [('plan_id.approval_state', 'not in', ('cancelled', 'rejected'))])
        return Line.search(Domain([
            ('company_id', '=', self.company_id.id), ('user_id', 'in', self.member_ids.ids),
            ('plan_id', '!=', self.id), ('is_overdue', '=', True), ('plan_id.kind', '=', self.kind),
            ('partner_id.active', '=', True)]) & ~taken)

    def _carried_wishes(self, undone, first, openings):
        """Undone visits as wishes that come before all others, the oldest first."""
        return [Wish(
            customer=line.partner_id.id, person=line.user_id.id, minutes=round(line.duration * 60),
            rank=(float('-inf'), line.id), earliest=first, due=line.due_date or self.company_id._local_day(line.date_start),
            area=line.area_id.id or None, place=place_of(line.partner_id),
            opening=openings(line.partner_id, line.area_id),
            data={
                'carried_line_id': line.id, 'purpose': line.purpose, 'cost': line.cost,
                'contact_ids': [Command.set(line.contact_ids.ids)],
                'reason': self.env._("Carried over from %(plan)s: %(reason)s", plan=line.plan_id.name, reason=line.reason or '-')[:200],
            }) for line in undone]


class RelationshipVisitPlanLine(models.Model):
    """The visit that a signed line becomes."""
    _inherit = 'relationship.visit.plan.line'

    def _visit_values(self):
        """What the visit takes over from its line."""
        self.ensure_one()
        plan = self.plan_id
        values = {
            'company_id': plan.company_id.id,
            'currency_id': plan.currency_id.id,
            'partner_id': self.partner_id.id,
            'contact_ids': [Command.set(self.contact_ids.ids)],
            'user_id': self.user_id.id,
            'date_start': self.date_start,
            'duration': self.duration,
            'purpose': self.purpose,
            'previous_visit_id': self.carried_line_id.visit_id.id,
            'no_visit_reason': self.no_visit_reason,
        }
        if self.is_forbidden and not self.no_visit_reason:
            values['no_visit_reason'] = self.env._("Approved with %s before the customer said so", plan.name)
        if self.cost:
            item = self.env.ref('crm_relationship.hospitality_item_other')
            values['expense_line_ids'] = [Command.create({'item_id': item.id, 'budget_amount': self.cost})]
        return values

    def _carry_over_done(self):
        """Visits that were carried over into these lines do not take place any more."""
        for line in self.carried_line_id:
            visit = line.visit_id
            if visit.stage in AHEAD and visit.approval_state in EDITABLE_STATES:
                visit._visit_cancel(self.env._("Carried over into %s", line.successor_ids.plan_id[-1:].name))
