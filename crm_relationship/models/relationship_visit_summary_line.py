from odoo import api, fields, models

from .relationship_input_guard import TEXT_MAX
from .relationship_visit_record import OUTCOMES

OUTCOME_COUNTS = tuple(f'{code}_count' for code, _label in OUTCOMES)


class RelationshipVisitSummaryLine(models.Model):
    """One customer of a regional plan: planned and done, results, why not, what is open (F18.5)."""
    _name = 'relationship.visit.summary.line'
    _description = "Customer of an Area Visit Summary"
    _inherit = [
        'relationship.snapshot.mixin', 'relationship.child.mixin', 'approval.line.mixin',
        'relationship.input.guard']
    _order = 'summary_id, id'
    _rec_name = 'customer_name'
    _check_company_auto = True
    _document_field = 'summary_id'
    _approval_document_field = 'summary_id'
    _typed_fields = frozenset({'result', 'problem', 'reason'})
    _sealed_fields = frozenset({
        'summary_id', 'partner_id', 'customer_name', 'planned_count', 'done_count', 'last_outcome',
        'problem_open', *OUTCOME_COUNTS})

    summary_id = fields.Many2one(
        'relationship.visit.summary', "Summary", required=True, readonly=True, ondelete='cascade', index=True)
    company_id = fields.Many2one(related='summary_id.company_id', store=True, index=True)
    partner_id = fields.Many2one(
        'res.partner', "Customer", required=True, readonly=True, ondelete='restrict', index=True)
    customer_name = fields.Char("Customer Name", readonly=True)
    planned_count = fields.Integer("As Planned", readonly=True)
    done_count = fields.Integer("Done", readonly=True)
    last_outcome = fields.Selection(OUTCOMES, "Latest Outcome", readonly=True)
    success_count = fields.Integer("A", readonly=True)
    hopeful_count = fields.Integer("B", readonly=True)
    again_count = fields.Integer("C", readonly=True)
    hopeless_count = fields.Integer("D", readonly=True)
    observe_count = fields.Integer("E", readonly=True)
    problem_open = fields.Integer("Open Problems", readonly=True)
    is_missed = fields.Boolean("Below Plan", compute='_compute_is_missed')
    result = fields.Text()
    problem = fields.Text("Problems")
    reason = fields.Char("Why Not Visited")

    _partner_unique = models.Constraint(
        'UNIQUE (summary_id, partner_id)', "A customer stands on a summary once.")

    @api.depends('planned_count', 'done_count')
    def _compute_is_missed(self):
        for line in self:
            line.is_missed = line.done_count < line.planned_count

    @api.ondelete(at_uninstall=False)
    def _unlink_except_taken(self):
        """A customer leaves the summary when the plan has it no more, never by hand."""
        self._refuse_by_hand(
            self.sudo().filtered(lambda line: line.partner_id in line.summary_id.plan_id.line_ids.commercial_partner_id),
            self.env._("The summary lists every customer of its plan."))

    @api.model
    def _plan_sources(self, plan):
        """One dict of values per customer of ``plan`` (a sudo record), in the plan's order."""
        visits = self.env['relationship.visit'].sudo().search([
            ('plan_line_id', 'in', plan.line_ids.ids), ('stage', '=', 'done')], order='date_start, id')
        done = visits.grouped(lambda visit: visit.plan_line_id.commercial_partner_id)
        return [
            self._plan_source(customer, len(planned), done.get(customer, visits.browse()))
            for customer, planned in plan.line_ids.grouped('commercial_partner_id').items()]

    @api.model
    def _plan_source(self, customer, planned_count, done):
        outcomes = done.mapped('outcome')
        problems = done.problem_ids.filtered(lambda problem: problem.state == 'open')
        return {
            'partner_id': customer.id,
            'customer_name': (customer.name or '')[:200],
            'planned_count': planned_count,
            'done_count': len(done),
            'last_outcome': done[-1:].outcome,
            'problem_open': len(problems),
            'result': "\n".join(talk for talk in done.mapped('talk') if talk)[:TEXT_MAX['text']] or False,
            'problem': "\n".join(problems.mapped('name'))[:TEXT_MAX['text']] or False,
            **{name: outcomes.count(code) for name, (code, _label) in zip(OUTCOME_COUNTS, OUTCOMES, strict=True)},
        }
