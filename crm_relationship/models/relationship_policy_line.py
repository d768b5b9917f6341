from calendar import monthrange
from datetime import date

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.document_approval.models.approval_sealed import SEAL

MONTHS = [
    ('1', "January"), ('2', "February"), ('3', "March"), ('4', "April"), ('5', "May"), ('6', "June"),
    ('7', "July"), ('8', "August"), ('9', "September"), ('10', "October"), ('11', "November"), ('12', "December")]


class RelationshipPolicyLine(models.Model):
    """One measure of a yearly plan: what, in which month, by whom, for how much, and whether it is done."""
    _name = 'relationship.policy.line'
    _description = "Measure of the Year"
    _inherit = ['relationship.revision.line.mixin']
    _order = 'plan_id, month_number, sequence, id'
    _check_company_auto = True
    _document_field = 'plan_id'
    _approval_document_field = 'plan_id'
    _revision_summary_fields = ('month', 'user_id', 'budget')
    _sealed_fields = frozenset({'month_number', 'done', 'done_by_id', 'done_date'})

    plan_id = fields.Many2one('relationship.policy', "Yearly Plan", required=True, ondelete='cascade', index=True)
    company_id = fields.Many2one(related='plan_id.company_id', store=True, index=True)
    currency_id = fields.Many2one(related='plan_id.currency_id')
    origin_id = fields.Many2one(
        'relationship.policy.line', "Line of the Previous Version", readonly=True, copy=False,
        index='btree_not_null', ondelete='set null')
    sequence = fields.Integer(default=10)
    name = fields.Char("Measure", required=True)
    month = fields.Selection(MONTHS, required=True, default='1')
    month_number = fields.Integer(compute='_compute_month_number', store=True, aggregator=None)
    user_id = fields.Many2one(
        'res.users', "Responsible", required=True, check_company=True, domain=[('share', '=', False)], ondelete='restrict')
    budget = fields.Monetary()
    done = fields.Boolean(readonly=True, copy=False)
    done_by_id = fields.Many2one('res.users', "Done by", readonly=True, copy=False)
    done_date = fields.Datetime("Done on", readonly=True, copy=False)
    is_overdue = fields.Boolean("Overdue", compute='_compute_is_overdue')
    can_tick = fields.Boolean(compute='_compute_can_tick')

    @api.depends('month')
    def _compute_month_number(self):
        for line in self:
            line.month_number = int(line.month or 0)

    @api.depends('done', 'month', 'plan_id.year', 'plan_id.stage')
    def _compute_is_overdue(self):
        """Not done when its month is over, in the plan in force."""
        for line in self:
            plan, month = line.plan_id, int(line.month or 0)
            counts = plan.stage == 'in_force' and not line.done and month and 1 <= plan.year <= 9999
            line.is_overdue = bool(counts) and plan.company_id._relationship_today() > date(
                plan.year, month, monthrange(plan.year, month)[1])

    @api.depends_context('uid')
    @api.depends('user_id', 'plan_id.stage')
    def _compute_can_tick(self):
        supervisor = self.env.user.has_group('crm_relationship.group_supervisor')
        for line in self:
            line.can_tick = line.plan_id.stage == 'in_force' and (supervisor or line.user_id == self.env.user)

    @api.constrains('budget')
    def _check_budget(self):
        if any(line.budget < 0 for line in self):
            raise ValidationError(self.env._("A budget cannot be negative: enter zero or more."))

    def action_done(self):
        """The measure is carried out."""
        self._check_may_tick()
        self.filtered(lambda line: not line.done).sudo()._sealed_write({
            'done': True, 'done_by_id': self.env.uid, 'done_date': fields.Datetime.now()}, SEAL)

    def action_undo(self):
        """It was not carried out after all."""
        self._check_may_tick()
        self.sudo()._sealed_write({'done': False, 'done_by_id': False, 'done_date': False}, SEAL)

    def _check_may_tick(self):
        """Raise unless the plan is in force and the user is responsible or a supervisor."""
        self.check_access('read')
        if any(line.plan_id.stage != 'in_force' for line in self):
            raise UserError(self.env._("Only measures of the plan in force are carried out."))
        if not all(self.mapped('can_tick')):
            raise AccessError(self.env._("Only who is responsible, and supervisors, mark a measure as done."))
