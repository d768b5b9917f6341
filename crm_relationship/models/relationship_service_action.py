from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from odoo.addons.document_approval.models.approval_sealed import SEAL

# A step may be made up for after the period it belongs to.
GRACE = timedelta(days=92)


class RelationshipServiceAction(models.Model):
    """One dated step of a 客户服务计划 (F18.13, P5 ⑧): what is done for which customer on which day.

    Made from an approved scheme only; people change the day, hand it over, and say what came of it.
    """
    _name = 'relationship.service.action'
    _description = "Service Action"
    _inherit = ['relationship.duty.mixin', 'relationship.team.mixin']
    _order = 'date, id'
    _rec_names_search = ['name', 'partner_id.name']
    _team_person_field = 'user_id'
    _sealed_fields = frozenset({
        'plan_id', 'line_id', 'company_id', 'partner_id', 'profile_id', 'name', 'date_slot', 'date_planned',
        'is_replaced'})

    plan_id = fields.Many2one(
        'relationship.service.plan', "Service Scheme", required=True, readonly=True, ondelete='restrict', index=True)
    line_id = fields.Many2one(
        'relationship.service.line', "Service Item", required=True, readonly=True, ondelete='restrict', index=True)
    company_id = fields.Many2one('res.company', "Company", required=True, readonly=True, index=True)
    partner_id = fields.Many2one('res.partner', "Customer", required=True, readonly=True, ondelete='restrict', index=True)
    commercial_partner_id = fields.Many2one(
        related='partner_id.commercial_partner_id', store=True, string="Customer Company", index=True)
    profile_id = fields.Many2one(
        'relationship.profile', "Customer in the Roster", readonly=True, ondelete='set null', index='btree_not_null')
    name = fields.Char(readonly=True)
    standard = fields.Char(related='line_id.standard')
    date_slot = fields.Date("Day by the Frequency", required=True, readonly=True)
    date_planned = fields.Date(
        "Planned Day", required=True, readonly=True, help="The working day on which the plan put it; the due day may be moved.")
    is_replaced = fields.Boolean(
        "Gave Way", readonly=True, copy=False, help="Cancelled because another scheme took over; it may be planned anew.")
    # a name of its own: the team's are the people's, and the schemes' that the team wrote
    is_team_document = fields.Boolean(compute='_compute_is_team_action')
    timing = fields.Selection(
        [('overdue', "Overdue"), ('today', "Today"), ('planned', "Planned"), ('done', "Done"), ('cancelled', "Cancelled")],
        "Timing", compute='_compute_timing')

    _slot_unique = models.UniqueIndex(
        "(line_id, partner_id, date_slot) WHERE state = 'planned'", "This action exists already.")

    @api.depends('name', 'partner_id.name')
    def _compute_display_name(self):
        for action in self:
            action.display_name = f"{action.name or ''}: {action.partner_id.name or ''}"

    @api.depends_context('uid')
    @api.depends('user_id', 'profile_id')
    def _compute_is_team_action(self):
        team = self.sudo().filtered_domain(self._team_domain())
        for action in self:
            action.is_team_document = action in team

    @api.model
    def _team_domain(self):
        """What the current user's team has to do, and what is done for the team's customers."""
        led = self.env['relationship.profile']._team_domain()
        return led | Domain('profile_id', 'any', led)

    @api.depends('state', 'date')
    def _compute_timing(self):
        for company, actions in self.grouped('company_id').items():
            today = company._relationship_today() if company else fields.Date.context_today(self)
            for action in actions:
                timing = 'overdue' if action.date and action.date < today else 'planned'
                action.timing = ('today' if action.date == today else timing) if action.state == 'planned' else action.state

    @api.constrains('date')
    def _check_date(self):
        for action in self:
            plan = action.plan_id
            if not plan.date_from <= action.date <= plan.date_to + GRACE:
                raise ValidationError(self.env._(
                    "%(day)s lies outside the scheme: choose a day between its begin and three months after its end.",
                    day=action.date))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Service actions stay on record. Cancel the ones that are not needed."))

    def action_cancel_open(self):
        """Ask why the action is not carried out."""
        self.check_access('write')
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Cancel Action"), 'view_mode': 'form',
            'res_model': 'relationship.service.cancel', 'target': 'new', 'context': {'default_action_ids': self.ids}}

    def action_report_problem(self):
        """Note what went wrong in carrying it out: it leads to the next revision (P5 ⑨)."""
        self.ensure_one()
        return self.plan_id._action_report_problem(self)

    def _check_undo(self):
        if self.sudo().plan_id.filtered(lambda plan: plan.stage != 'in_force'):
            raise UserError(self.env._("The scheme is no longer in force: what was done stays on record."))

    def _give_way(self, plan):
        """The planned ones end: ``plan`` says from now on what is done for the customer; sudo records."""
        planned = self.filtered(lambda action: action.state == 'planned')
        planned._duty_cancel(self.env._("Superseded by %s", plan.name))
        planned._sealed_write({'is_replaced': True}, SEAL)

    def _duty_document(self):
        """The customer: there the owner finds it as the next step."""
        return self.partner_id

    def _duty_changed(self):
        """A step carried out is an interaction (N9): the customer's labels follow."""
        profiles = self.profile_id
        if len(profiles) <= 20:
            profiles._refresh_profiles()
