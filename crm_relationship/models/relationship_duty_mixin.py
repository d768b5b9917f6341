from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from odoo.addons.document_approval.models.approval_sealed import SEAL


class RelationshipDutyMixin(models.AbstractModel):
    """Something a person has to do by a day, in step with an activity both ways.

    Moving, handing over or finishing either of the two does the same to the other
    (`mail_activity_duty.py`). Duties far ahead have no activity yet: a nightly job opens it when
    the day comes within the company's horizon, so nobody's list is a year long.
    """
    _name = 'relationship.duty.mixin'
    _description = "Duty of a Person"
    _inherit = ['approval.sealed', 'relationship.input.guard']
    _check_company_auto = True
    _sealed_fields = frozenset({'state', 'done_date', 'done_by_id', 'activity_id', 'cancel_reason'})

    #: fields that the owner may still change while the duty is planned
    _duty_open_fields = frozenset({'date', 'user_id', 'result'})

    name = fields.Char("What to Do", required=True)
    user_id = fields.Many2one(
        'res.users', "Responsible", required=True, index=True, check_company=True, domain=[('share', '=', False)])
    date = fields.Date("Due", required=True, index=True)
    state = fields.Selection(
        [('planned', "Planned"), ('done', "Done"), ('cancelled', "Cancelled")],
        default='planned', required=True, readonly=True, copy=False, index=True, group_expand=True)
    result = fields.Text()
    done_date = fields.Datetime("Done on", readonly=True, copy=False)
    done_by_id = fields.Many2one('res.users', "Done by", readonly=True, copy=False)
    cancel_reason = fields.Char("Reason of the Cancellation", readonly=True, copy=False)
    activity_id = fields.Many2one(
        'mail.activity', "Activity", readonly=True, copy=False, index='btree_not_null', ondelete='set null')
    is_overdue = fields.Boolean("Overdue", compute='_compute_is_overdue', search='_search_is_overdue')
    can_carry_out = fields.Boolean(compute='_compute_can_carry_out')

    @api.depends('state', 'date')
    def _compute_is_overdue(self):
        for company, duties in self.grouped('company_id').items():
            today = company._relationship_today() if company else fields.Date.context_today(self)
            for duty in duties:
                duty.is_overdue = bool(duty.state == 'planned' and duty.date and duty.date < today)

    def _search_is_overdue(self, operator, value):
        """Planned and before today, counted where each company is."""
        if operator != 'in':
            return NotImplemented
        companies = self.env['res.company'].sudo().search([])
        late = Domain('state', '=', 'planned') & Domain.OR(
            Domain('company_id', 'in', group.ids) & Domain('date', '<', today)
            for today, group in companies.grouped(lambda company: company._relationship_today()).items())
        return late if True in value else ~late

    @api.depends_context('uid')
    @api.depends('state', 'user_id')
    def _compute_can_carry_out(self):
        writable = self._filtered_access('write')
        for duty in self:
            duty.can_carry_out = duty.state == 'planned' and duty in writable

    def write(self, vals):
        self._check_duty_open(vals)
        result = super().write(vals)
        self._duty_tell_activity(vals)
        return result

    def _check_duty_open(self, vals):
        """What is done or cancelled is part of the record; a planned duty changes day, person and result."""
        if closed := self.filtered(lambda duty: duty.state != 'planned'):
            raise UserError(self.env._("“%s” is part of the record and can no longer be changed.", closed[0].name))
        if 'user_id' in vals and any(duty.user_id.id != vals['user_id'] for duty in self):
            self._check_may_hand_over()

    def _check_may_hand_over(self):
        """Raise unless the user may give the duty to somebody else: nobody unloads on colleagues."""
        user = self.env.user
        if user.id != api.SUPERUSER_ID and not user.has_group('crm_relationship.group_supervisor'):
            raise AccessError(self.env._("A supervisor hands tasks over to a colleague. Ask yours."))

    # ------------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------------

    def action_done(self):
        """The duties are carried out; their activities are done with them."""
        duties = self._check_carry_out()
        duties._duty_done()

    def action_undo(self):
        """It was not done after all: planned again, with a new activity."""
        self.check_access('write')
        if self.filtered(lambda duty: duty.state != 'done'):
            raise UserError(self.env._("Only what is marked as done can be taken back."))
        self._check_undo()
        duties = self.sudo()
        earlier = {duty: duty.activity_id for duty in duties}
        duties._sealed_write({
            'state': 'planned', 'done_date': False, 'done_by_id': False, 'activity_id': False}, SEAL)
        duties._duty_open_activities()
        for duty in duties:
            duty.activity_id._go_on_with(earlier[duty])
        duties._duty_changed()

    def _check_undo(self):
        """Hook: raise when a done duty may not be taken back any more."""

    def _check_carry_out(self):
        """Return the planned ones of ``self`` in sudo when the user may carry them out; raise otherwise."""
        self.check_access('write')
        if self.filtered(lambda duty: duty.state == 'cancelled'):
            raise UserError(self.env._("This is cancelled: there is nothing left to do."))
        return self.sudo().filtered(lambda duty: duty.state == 'planned')

    # ------------------------------------------------------------------
    # In step with the activity
    # ------------------------------------------------------------------

    def _duty_document(self):
        """The record with whose activities this duty appears."""
        raise NotImplementedError

    def _duty_done(self):
        """Mark as done by the current user, the activity too; sudo records."""
        self._duty_close()
        for duty in self.filtered('activity_id.active'):
            duty.activity_id.action_feedback(feedback=duty.result)

    def _duty_close(self, result=None):
        """Mark as done by the current user; sudo records.

        :param str result: what came of it, where it was said on the activity
        """
        values = {'state': 'done', 'done_date': fields.Datetime.now(), 'done_by_id': self.env.uid}
        self._sealed_write({**values, 'result': result} if result else values, SEAL)
        self._duty_changed()

    def _duty_cancel(self, reason):
        """Call the planned ones off, with their activities; sudo records."""
        planned = self.filtered(lambda duty: duty.state == 'planned')
        planned.activity_id.filtered('active').unlink()
        planned._sealed_write({'state': 'cancelled', 'cancel_reason': reason}, SEAL)
        planned._duty_changed()

    def _duty_changed(self):
        """Hook: duties were done, taken back or cancelled."""

    def _duty_tell_activity(self, vals):
        """Day and person of the activity follow; only what differs is written, so the two never chase each other."""
        if not vals.keys() & {'date', 'user_id'}:
            return
        for duty in self.sudo().filtered('activity_id.active'):
            activity, changes = duty.activity_id, {}
            if activity.date_deadline != duty.date:
                changes['date_deadline'] = duty.date
            if activity.user_id != duty.user_id:
                changes['user_id'] = duty.user_id.id
            if changes:
                activity.write(changes)
        self.sudo()._duty_open_activities()

    def _duty_follow_activity(self, vals):
        """Day and person of planned duties follow their activity, which somebody changed; sudo records."""
        for duty in self:
            activity, changes = duty.activity_id, {}
            if 'date_deadline' in vals and duty.date != activity.date_deadline:
                changes['date'] = activity.date_deadline
            if 'user_id' in vals and duty.user_id != activity.user_id:
                if not activity.user_id:
                    raise UserError(self.env._("“%s” needs somebody who is responsible.", duty.name))
                changes['user_id'] = activity.user_id.id
            if changes:
                duty.write(changes)

    @api.model
    def _duty_due_domain(self):
        """Planned duties within each company's horizon that have no activity and somebody to do them."""
        companies = self.env['res.company'].sudo().search([])
        near = Domain.OR(
            Domain('company_id', '=', company.id) & Domain('date', '<=', company._duty_horizon()) for company in companies)
        return near & Domain([('state', '=', 'planned'), ('activity_id', '=', False), ('user_id.active', '=', True)])

    def _duty_open_activities(self):
        """An activity for each planned duty within the horizon that has none; sudo records."""
        for company, duties in self.grouped('company_id').items():
            limit = company._duty_horizon()
            duties.filtered(
                lambda duty, limit=limit: duty.state == 'planned' and duty.date <= limit
                and duty.user_id.active and not duty.activity_id.active)._duty_create_activities()

    def _duty_create_activities(self):
        """One call for all; nobody gets a mail for each of a year's steps."""
        todo = self.env.ref('mail.mail_activity_data_todo')
        documents = [duty._duty_document() for duty in self]
        models_ = {name: self.env['ir.model']._get_id(name) for name in {document._name for document in documents}}
        activities = self.env['mail.activity'].sudo().with_context(mail_activity_quick_update=True).create([{
            'activity_type_id': todo.id,
            'res_model_id': models_[document._name],
            'res_id': document.id,
            'user_id': duty.user_id.id,
            'date_deadline': duty.date,
            'summary': duty.name,
            'automated': True,
        } for duty, document in zip(self, documents)])
        for duty, activity in zip(self, activities):
            duty._sealed_write({'activity_id': activity.id}, SEAL)
