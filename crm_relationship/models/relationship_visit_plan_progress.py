from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .relationship_visit import AHEAD, STAGES

#: Counters of a plan by the state of its lines
COUNTERS = {
    'planned_count': ('planned',), 'scheduled_count': ('scheduled', 'underway'), 'done_count': ('done',),
    'dropped_count': ('cancelled', 'carried')}


class RelationshipVisitPlanLine(models.Model):
    """What became of a planned visit."""
    _inherit = 'relationship.visit.plan.line'

    visit_ids = fields.One2many('relationship.visit', 'plan_line_id', "Visits", copy=False)
    visit_id = fields.Many2one('relationship.visit', "Visit", compute='_compute_visit_id', compute_sudo=True)
    successor_ids = fields.One2many('relationship.visit.plan.line', 'carried_line_id', "Carried over to", copy=False)
    state = fields.Selection(
        [('draft', "To Be Approved"), *STAGES, ('carried', "Carried Over")], string="Status",
        compute='_compute_state', store=True, index=True)
    visit_date = fields.Datetime("Visit on", compute='_compute_visit_id', compute_sudo=True)
    is_overdue = fields.Boolean("Overdue", compute='_compute_is_overdue', search='_search_is_overdue')

    @api.depends('visit_ids.date_start')
    def _compute_visit_id(self):
        for line in self:
            line.visit_id = line.visit_ids[:1]
            line.visit_date = line.visit_id.date_start

    @api.depends('visit_ids.stage', 'plan_id.approval_state', 'successor_ids.visit_ids')
    def _compute_state(self):
        for line in self:
            visit = line.visit_ids[:1]
            if not visit:
                line.state = 'cancelled' if line.plan_id.approval_state == 'cancelled' else 'draft'
            elif visit.stage == 'cancelled' and line.successor_ids.visit_ids:
                line.state = 'carried'
            else:
                line.state = visit.stage

    @api.depends('state', 'visit_ids.date_stop')
    def _compute_is_overdue(self):
        now = fields.Datetime.now()
        for line in self:
            stop = line.sudo().visit_id.date_stop
            line.is_overdue = bool(line.state in AHEAD and stop and stop <= now)

    def _search_is_overdue(self, operator, value):
        if operator != 'in':
            return NotImplemented
        domain = Domain('state', 'in', AHEAD) & Domain('visit_ids', 'any!', [('date_stop', '<=', fields.Datetime.now())])
        return domain if True in value else ~domain

    @api.model
    def _collision_query(self):
        """Visits to come take the time of their visitor and companions, too, except the one of the line itself."""
        self.env['relationship.visit'].flush_model(
            ['stage', 'user_id', 'companion_ids', 'date_start', 'date_stop', 'plan_line_id'])
        return SQL(
            """%s UNION ALL
               SELECT 'visit', other.id
                 FROM relationship_visit other
                WHERE other.stage IN ('planned', 'scheduled', 'underway')
                  AND (other.user_id = line.user_id OR EXISTS (
                       SELECT FROM relationship_visit_companion_rel companion
                         JOIN hr_employee employee ON employee.id = companion.employee_id
                        WHERE companion.visit_id = other.id AND employee.user_id = line.user_id))
                  AND other.plan_line_id IS DISTINCT FROM line.id
                  AND other.date_start < line.date_stop AND other.date_stop > line.date_start""",
            super()._collision_query())


class RelationshipVisitPlan(models.Model):
    """How far a plan is: planned, appointments made, done, dropped; in one query for a page of plans."""
    _inherit = 'relationship.visit.plan'

    planned_count = fields.Integer("To Do", compute='_compute_progress')
    scheduled_count = fields.Integer("Appointment Made", compute='_compute_progress')
    done_count = fields.Integer("Done", compute='_compute_progress')
    dropped_count = fields.Integer("Dropped", compute='_compute_progress', help="Cancelled or carried over.")
    overdue_count = fields.Integer("Overdue Visits", compute='_compute_progress')
    completion = fields.Float(
        "Completion (%)", compute='_compute_progress', digits=(5, 1), help="Visits done of those planned.")
    stage = fields.Selection(
        [('draft', "Draft"), ('pending', "Being Approved"), ('coming', "Coming"), ('running', "Running"),
         ('over', "Period Over"), ('complete', "Complete"), ('cancelled', "Cancelled")],
        compute='_compute_stage')

    @api.depends('line_ids.state', 'line_ids.is_overdue')
    def _compute_progress(self):
        Line = self.env['relationship.visit.plan.line'].sudo()
        groups = Line._read_group([('plan_id', 'in', self.ids)], ['plan_id', 'state'], ['__count'])
        counts = {(plan.id, state): count for plan, state, count in groups}
        overdue = dict(Line._read_group(
            [('plan_id', 'in', self.ids), ('is_overdue', '=', True)], ['plan_id'], ['__count']))
        for plan in self:
            for name, states in COUNTERS.items():
                plan[name] = sum(counts.get((plan._origin.id, state), 0) for state in states)
            plan.overdue_count = overdue.get(plan._origin, 0)
            plan.completion = 100.0 * plan.done_count / plan.line_count if plan.line_count else 0.0

    @api.depends('approval_state', 'date_from', 'date_to', 'line_count', 'done_count', 'dropped_count')
    def _compute_stage(self):
        for plan in self:
            if plan.approval_state == 'approved':
                plan.stage = plan._stage_approved()
            else:
                plan.stage = plan.approval_state if plan.approval_state in ('pending', 'cancelled') else 'draft'

    def _stage_approved(self):
        """Where an approved plan stands on the company's day."""
        today = self.company_id._local_day(fields.Datetime.now())
        if self.done_count + self.dropped_count == self.line_count:
            return 'complete'
        if today < self.date_from:
            return 'coming'
        return 'running' if today <= self.date_to else 'over'
