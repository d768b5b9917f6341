from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.document_approval.models.approval_mixin import APPROVED_STATES
from odoo.addons.document_approval.models.approval_sealed import SEAL


class RelationshipHospitality(models.Model):
    """What follows the decision: the plan with checklist, event and funds (P3 ③–⑧, P4 ③–⑤)."""
    _name = 'relationship.hospitality'
    _inherit = ['relationship.hospitality', 'relationship.event.mixin']

    _approval_open_fields = frozenset({'step_ids'})
    _sealed_fields = frozenset({
        'held_date', 'stage', 'funds_supported', 'funds_by_id', 'funds_date'})

    stage = fields.Selection(
        [('application', "Application"), ('planned', "Planned"), ('held', "Held"),
         ('reported', "Reported"), ('closed', "Closed"), ('cancelled', "Called Off")],
        compute='_compute_stage', store=True, index=True, group_expand=True, recursive=True)
    is_planned = fields.Boolean("To Take Place", compute='_compute_is_planned')
    step_ids = fields.One2many('relationship.hospitality.step', 'hospitality_id', "Checklist")
    step_progress = fields.Char("Checklist Progress", compute='_compute_step_progress')
    held_date = fields.Datetime("Held on", readonly=True, copy=False)
    funds_supported = fields.Boolean("Funds Supported", readonly=True, copy=False)
    funds_by_id = fields.Many2one('res.users', "Funds Confirmed by", readonly=True, copy=False)
    funds_date = fields.Datetime("Funds Confirmed on", readonly=True, copy=False)
    can_arrange = fields.Boolean(compute='_compute_can_arrange')

    @api.depends('approval_state', 'held_date', 'report_ids.approval_state', 'supplement_of_id.stage')
    def _compute_stage(self):
        """Where the occasion stands; an approved supplement stands where its request does."""
        for request in self:
            reports = set(request.report_ids.mapped('approval_state'))
            if request.approval_state in ('cancelled', 'rejected'):
                request.stage = 'cancelled'
            elif request.approval_state not in APPROVED_STATES:
                request.stage = 'application'
            elif request.supplement_of_id:
                request.stage = request.supplement_of_id.stage
            elif reports.intersection(APPROVED_STATES):
                request.stage = 'closed'
            elif 'pending' in reports:
                request.stage = 'reported'
            else:
                request.stage = 'held' if request.held_date else 'planned'

    @api.depends('approval_state', 'supplement_of_id')
    def _compute_is_planned(self):
        for request in self:
            request.is_planned = request.approval_state in APPROVED_STATES and not request.supplement_of_id

    @api.depends('step_ids.done')
    def _compute_step_progress(self):
        for request in self:
            steps = request.step_ids
            request.step_progress = f"{len(steps.filtered('done'))}/{len(steps)}" if steps else False

    @api.depends_context('uid')
    @api.depends('applicant_id', 'preparer_id', 'arranger_id', 'host_ids.employee_id')
    def _compute_can_arrange(self):
        supervisor = self.env.user.has_group('crm_relationship.group_supervisor')
        for request in self:
            request.can_arrange = supervisor or self.env.user in request.sudo()._people()

    def _people(self):
        """Users with a part in the occasion: who asked, who arranges, who attends."""
        return (self.applicant_id | self.preparer_id | self.arranger_id
                | self.host_ids.employee_id.user_id)

    def _check_can_arrange(self):
        """Raise unless the current user has a part in each of the occasions."""
        self.check_access('read')
        if not all(self.mapped('can_arrange')):
            raise AccessError(self.env._(
                "Only the applicant, the arranger, our attendees and their supervisors carry out the plan."))

    # ------------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------------

    def action_mark_held(self):
        """The occasion took place; the report is next (P3 ⑧)."""
        self._check_can_arrange()
        now = fields.Datetime.now()
        for request in self:
            if not request.is_planned:
                raise UserError(self.env._("%s is not approved: there is nothing to hold.", request.name))
            if request.date_start > now:
                raise UserError(self.env._(
                    "%s has not begun yet. Mark it as held once it took place.", request.name))
        self.filtered(lambda r: not r.held_date).sudo()._sealed_write({'held_date': now}, SEAL)

    def action_funds_support(self):
        """接待款项支持: finance confirms that the money is at hand (P3, lane 财务部)."""
        self.check_access('read')
        if not self.env.user.has_group('crm_relationship.group_finance_auditor'):
            raise AccessError(self.env._("Only the finance department confirms funds."))
        for request in self.sudo():
            if request.approval_state not in APPROVED_STATES:
                raise UserError(self.env._(
                    "%s is not approved: funds are confirmed for approved requests only.", request.name))
        news = self.sudo().filtered(lambda r: not r.funds_supported)
        news._sealed_write({
            'funds_supported': True, 'funds_by_id': self.env.uid, 'funds_date': fields.Datetime.now()}, SEAL)
        news._message_log_batch(bodies={r.id: self.env._("Finance confirmed the funds.") for r in news})

    # ------------------------------------------------------------------
    # After the decision
    # ------------------------------------------------------------------

    def _approval_approved(self):
        super()._approval_approved()
        requests = self.sudo().filtered('is_planned')
        requests._plan_create_steps()
        requests._event_create()
        requests._event_tell('approved')

    def _approval_rejected(self, reason):
        super()._approval_rejected(reason)
        self._plan_call_off('rejected', reason)

    def _approval_cancelled(self, reason):
        super()._approval_cancelled(reason)
        self._plan_call_off('cancelled', reason)

    def _plan_create_steps(self):
        """The checklist of each kind, from the templates (P3 ③–⑦, P4 ④⑤)."""
        templates = self.env['relationship.hospitality.step.template'].sudo().search(
            [('company_id', 'in', [False, *self.company_id.ids])])
        self.env['relationship.hospitality.step'].sudo().create([{
            'hospitality_id': request.id,
            'sequence': template.sequence,
            'name': template.with_context(lang=request.applicant_id.lang).name,
            'responsible_id': request[f'{template.responsible}_id'].id,
        } for request in self for template in templates
            if template.kind == request.kind and template.company_id in (request.company_id, template.company_id.browse())])

    def _event_values(self):
        self.ensure_one()
        kinds = dict(self._fields['kind']._description_selection(self.env))
        return {
            'name': f"{kinds[self.kind]}: {self.partner_id.display_name}",
            'start': self.date_start,
            'stop': self.date_stop,
            'location': self.venue,
            'user_id': self.arranger_id.id,
        }

    def _event_people(self):
        """Our people on the event: the arranger and the attendees, with or without a login."""
        employees = self.host_ids.employee_id
        return self.arranger_id.partner_id | employees.user_id.partner_id | employees.filtered(
            lambda employee: not employee.user_id).work_contact_id

    def _event_changed(self, names):
        """Compare with the signed request, whoever changed the event and however."""
        for request in self.filtered('is_planned'):
            event = request.event_id
            if not event.active or (event.start, event.stop) != (request.date_start, request.date_stop):
                raise self._event_error()

    def _event_removed(self):
        """The invitation disappears by cancelling the request, which tells everybody."""
        if self.filtered('is_planned'):
            raise self._event_error()

    @api.model
    def _event_error(self):
        return UserError(self.env._(
            "This event belongs to an approved hospitality request. To move it or to call it off, "
            "cancel the request and apply again."))

    def _plan_call_off(self, what, reason):
        """Take event and checklist back and tell everybody who was to be there (P4 ③)."""
        requests = self.sudo()
        requests.step_ids._sealed_write({'called_off': True}, SEAL)
        requests._event_remove()
        requests._event_tell(what, reason)

    def _event_news(self, what):
        """The headline of a message, in the language of the environment."""
        return {
            'approved': self.env._("Hospitality approved: please keep the time free and prepare"),
            'rejected': self.env._("Hospitality rejected: it does not take place"),
            'cancelled': self.env._("Hospitality cancelled: it does not take place"),
        }[what]

    def _event_timezone(self):
        """The arranger's: hospitality is often arranged away from the office."""
        return self.arranger_id.tz or super()._event_timezone()

    def _plan_ticked(self):
        """When nothing on the checklist is open any more, the occasion has been held."""
        finished = self.filtered(
            lambda r: r.is_planned and not r.held_date and all(r.step_ids.mapped('done')))
        finished._sealed_write({'held_date': fields.Datetime.now()}, SEAL)
