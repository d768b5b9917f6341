from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

from .relationship_visit_record import OUTCOMES


class RelationshipVisitSummary(models.Model):
    """区域客户拜访总结: what came of a regional plan (F18.5, P1 ⑦).

    Done against planned per customer is counted from the plan's visits; the author adds why
    somebody was not visited, what was learned and what comes next.
    """
    _name = 'relationship.visit.summary'
    _description = "Area Visit Summary"
    _inherit = [
        'relationship.document', 'relationship.own.name.mixin', 'relationship.input.guard',
        'relationship.assembled.mixin']
    _order = 'date_to desc, id desc'
    _rec_names_search = ['name', 'plan_id.name', 'user_id.name']
    _check_company_auto = True
    _relationship_sequence_code = 'relationship.visit.summary'
    _relationship_sequence_prefix = 'QZ'
    _approval_person_fields = ('user_id',)
    _team_person_field = 'user_id'
    _sealed_fields = frozenset({
        'company_id', 'department_id', 'date_from', 'date_to', 'areas', 'planned_count', 'done_count',
        'done_rate', 'customer_count', 'visited_count', *(f'{code}_count' for code, _label in OUTCOMES)})

    plan_id = fields.Many2one(
        'relationship.visit.plan', "Visit Plan", required=True, index=True, ondelete='restrict',
        check_company=True, copy=False, domain=[('kind', '=', 'regional'), ('approval_state', '=', 'approved')])
    company_id = fields.Many2one(related='plan_id.company_id', store=True, precompute=True, default=None)
    department_id = fields.Many2one(related='plan_id.department_id', store=True, default=None)
    date_from = fields.Date("From", related='plan_id.date_from', store=True)
    date_to = fields.Date("To", related='plan_id.date_to', store=True)
    areas = fields.Char("Areas", compute='_compute_areas', store=True)
    user_id = fields.Many2one(
        'res.users', "Written by", required=True, default=lambda self: self.env.user,
        domain=[('share', '=', False)], check_company=True, index=True)
    line_ids = fields.One2many('relationship.visit.summary.line', 'summary_id', "Customers")
    customer_count = fields.Integer("Customers Planned", compute='_compute_counts', store=True)
    visited_count = fields.Integer("Customers Visited", compute='_compute_counts', store=True)
    planned_count = fields.Integer("Visits Planned", compute='_compute_counts', store=True)
    done_count = fields.Integer("Visits Done", compute='_compute_counts', store=True)
    done_rate = fields.Float("Completion (%)", compute='_compute_counts', store=True, digits=(5, 1), aggregator='avg')
    success_count = fields.Integer("A. Agreed", compute='_compute_counts', store=True)
    hopeful_count = fields.Integer("B. Promising", compute='_compute_counts', store=True)
    again_count = fields.Integer("C. Visit again", compute='_compute_counts', store=True)
    hopeless_count = fields.Integer("D. No prospect", compute='_compute_counts', store=True)
    observe_count = fields.Integer("E. Keep watching", compute='_compute_counts', store=True)
    results = fields.Text()
    problems = fields.Text()
    lessons = fields.Text("Lessons Learned")
    next_steps = fields.Text()
    focus_ids = fields.Many2many(
        'res.partner', 'relationship_visit_summary_focus_rel', 'summary_id', 'partner_id',
        string="Next Focus Customers", check_company=True, ondelete='restrict',
        help="For the key-customer visit plan that follows (P1 ⑧).")

    _plan_unique = models.UniqueIndex(
        "(plan_id) WHERE approval_state != 'cancelled'", "This plan has its summary already: open that one.")

    @api.depends('name', 'plan_id.name')
    def _compute_display_name(self):
        for summary in self:
            summary.display_name = " ".join(
                part for part in (summary.name, summary.sudo().plan_id.name) if part)

    @api.depends('plan_id.area_ids.name')
    def _compute_areas(self):
        for summary in self:
            summary.areas = summary._print_list(summary.sudo().plan_id.area_ids.mapped('name'))[:200]

    @api.depends('line_ids.planned_count', 'line_ids.done_count')
    def _compute_counts(self):
        """The lines added up; the rate counts a customer at most as often as planned."""
        outcomes = [f'{code}_count' for code, _label in OUTCOMES]
        for summary in self:
            lines = summary.line_ids
            summary.customer_count = len(lines)
            summary.visited_count = len(lines.filtered('done_count'))
            for name in ('planned_count', 'done_count', *outcomes):
                summary[name] = sum(lines.mapped(name))
            kept = sum(min(line.planned_count, line.done_count) for line in lines)
            summary.done_rate = 100.0 * kept / summary.planned_count if summary.planned_count else 0.0

    @api.constrains('plan_id')
    def _check_plan_id(self):
        for summary in self:
            summary.plan_id.sudo(False).check_access('read')  # constraints run in sudo
            plan = summary.plan_id.sudo()
            if plan.kind != 'regional' or plan.approval_state != 'approved':
                raise ValidationError(self.env._(
                    "%s is not an approved regional plan: summaries are written about those.", plan.name))

    @api.model_create_multi
    def create(self, vals_list):
        """A new summary brings the figures of its plan along."""
        self.flush_model(['approval_state'])  # one cancelled a moment ago gives its plan free
        summaries = super().create(vals_list)
        summaries._assemble()
        return summaries

    def write(self, vals):
        if 'plan_id' in vals and any(summary.plan_id.id != vals['plan_id'] for summary in self):
            raise UserError(self.env._("A summary stays with its plan. Delete the draft and write the other one."))
        return super().write(vals)

    # ------------------------------------------------------------------
    # Assembly
    # ------------------------------------------------------------------

    @api.model
    def _from_plan(self, plan):
        """The summary of ``plan``; made from it when there is none.

        :raise AccessError: the plan is not the user's to read
        """
        plan.ensure_one()
        plan.check_access('read')
        found = self.search([('plan_id', '=', plan.id), ('approval_state', '!=', 'cancelled')], limit=1)
        return found or self.create({'plan_id': plan.id})

    def action_open_plan(self):
        """Open the plan this summary is about."""
        self.ensure_one()
        self.check_access('read')
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Visit Plan"), 'view_mode': 'form',
            'res_model': 'relationship.visit.plan', 'res_id': self.plan_id.id}

    def _assemble(self):
        """Make the customers' lines agree with the plan and its visits; propose the focus once."""
        for summary in self.sudo():
            lines = summary.line_ids
            first = not lines
            lines._take_over(lines, 'partner_id', {'summary_id': summary.id}, lines._plan_sources(summary.plan_id))
            if first:
                again = summary.line_ids.filtered(lambda line: line.hopeful_count or line.again_count or line.problem_open)
                summary.focus_ids = [Command.set(again.partner_id.ids)]

    def _approval_submit_problems(self):
        """Messages with remedies for all that keeps this summary from being submitted."""
        self.ensure_one()
        problems = super()._approval_submit_problems()
        if self.plan_id.sudo().approval_state != 'approved':
            problems.append(self.env._("The plan is no longer approved: there is nothing to sum up."))
        if missed := self.line_ids.filtered(lambda line: line.is_missed and not (line.reason or '').strip()):
            problems.append(self.env._(
                "Say why fewer visits than planned took place: %s.", ", ".join(missed.mapped('customer_name'))))
        if not (self.lessons or '').strip():
            problems.append(self.env._("The lessons are empty: say what to do better next time."))
        return problems
