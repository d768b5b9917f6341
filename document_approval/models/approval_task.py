from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import LazyTranslate

from .approval_route import local_day
from .approval_sealed import SEAL
from .approval_text import is_blank

_lt = LazyTranslate(__name__)


class ApprovalTask(models.Model):
    """One person asked for one signature. While it is pending, its holder may read the document."""
    _name = 'approval.task'
    _description = "Approval Task"
    _inherit = ['approval.sealed']
    _order = 'deadline, id'
    _rec_name = 'document_name'
    _sealed_model = True

    request_id = fields.Many2one('approval.request', required=True, index=True, readonly=True, ondelete='cascade')
    step_id = fields.Many2one('approval.request.step', required=True, index=True, readonly=True, ondelete='cascade')
    user_id = fields.Many2one(
        'res.users', string="Signer", required=True, readonly=True, ondelete='restrict')
    actor_id = fields.Many2one(
        'res.users', string="Signed By", readonly=True, ondelete='restrict')
    state = fields.Selection(
        selection=[
            ('waiting', "Waiting"),
            ('pending', "Pending"),
            ('approved', "Approved"),
            ('rejected', "Rejected"),
            ('transferred', "Transferred"),
            ('superseded', "Superseded"),
            ('cancelled', "Cancelled"),
        ], required=True, default='waiting', readonly=True)
    date_decided = fields.Datetime(string="Decided On", readonly=True)
    reminded = fields.Boolean(readonly=True)
    rerouted = fields.Boolean(
        readonly=True, help="An administrator, or the signer whom the policy names, chose this one instead.")
    res_model = fields.Char(related='request_id.res_model', store=True)
    res_id = fields.Many2oneReference(related='request_id.res_id', store=True)
    document_name = fields.Char(related='request_id.document_name')
    document_type = fields.Char(related='request_id.document_type')
    company_id = fields.Many2one(related='request_id.company_id', store=True)
    currency_id = fields.Many2one(related='request_id.currency_id')
    amount = fields.Monetary(related='request_id.amount')
    requester_id = fields.Many2one(related='request_id.requester_id', store=True)
    purpose = fields.Selection(related='request_id.purpose')
    date_submitted = fields.Datetime(related='request_id.date_submitted')
    revision = fields.Integer(related='request_id.revision')
    kind = fields.Selection(related='step_id.kind')
    deadline = fields.Datetime(related='step_id.deadline', store=True)
    is_overdue = fields.Boolean(compute='_compute_is_overdue', search='_search_is_overdue')

    _mine = models.Index("(user_id, state, res_model, res_id)")
    _document = models.Index("(res_model, res_id)")

    @api.depends('state', 'deadline')
    def _compute_is_overdue(self):
        now = fields.Datetime.now()
        for task in self:
            task.is_overdue = task.state == 'pending' and bool(task.deadline) and task.deadline < now

    def _search_is_overdue(self, operator, value):
        if operator != 'in':
            return NotImplemented
        overdue = Domain('state', '=', 'pending') & Domain('deadline', '<', fields.Datetime.now())
        return overdue if True in value else ~overdue

    # ------------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------------

    def action_approve(self):
        """Sign the selected tasks of the current user, or open the dialog where something must be written."""
        return self._open_decision('approve')

    def action_reject(self):
        """Open the dialog that asks why the selected documents are rejected."""
        return self._open_decision('reject')

    def action_more(self):
        """Open the dialog of what else there is to do with the one document: transfer, return, add, copy."""
        return self._document().action_approval_more()

    def action_urge(self):
        """Remind those who are asked to sign the one document."""
        return self._document().action_approval_urge()

    def action_open_document(self):
        """Open the document the task is about."""
        if len(self) != 1:
            raise UserError(self.env._("Choose one document to open."))
        self.check_access('read')
        return {
            'type': 'ir.actions.act_window',
            'res_model': self.res_model,
            'res_id': self.res_id,
            'views': [(False, 'form')],
        }

    def _document(self):
        """The document of one task, with the rights of the user, who reads the task."""
        if len(self) != 1:
            raise UserError(self.env._("Choose one document."))
        self.check_access('read')
        return self.env[self.res_model].browse(self.res_id)

    def _open_decision(self, action):
        self.check_access('read')
        mine = self.filtered(lambda task: task.state == 'pending' and task.user_id == self.env.user)
        if not mine:
            raise UserError(self.env._("None of these documents waits for your signature any more."))
        return mine.request_id._open_decision(action)

    # ------------------------------------------------------------------
    # Engine
    # ------------------------------------------------------------------

    @api.model
    def _search_mine(self, documents):
        """The pending tasks of the current user on ``documents``, as sudo."""
        return self.sudo().search([
            ('res_model', '=', documents._name), ('res_id', 'in', documents.ids),
            ('user_id', '=', self.env.uid), ('state', '=', 'pending'),
        ])

    @api.model
    def _add(self, steps_and_users, **values):
        """Ask each user of ``steps_and_users`` (pairs) for a signature, later: the tasks wait."""
        return self.sudo()._sealed_create([
            {'request_id': step.request_id.id, 'step_id': step.id, 'user_id': user.id, **values}
            for step, user in steps_and_users
        ], SEAL)

    def _open(self):
        """Waiting tasks become pending: the signers get an activity and one message for all of them."""
        if not self:
            return
        self._sealed_write({'state': 'pending'}, SEAL)
        activity_type = self.env.ref('document_approval.mail_activity_approval')
        model_ids = {name: self.env['ir.model']._get_id(name) for name in set(self.mapped('res_model'))}
        activities = self.env['mail.activity'].sudo().with_context(mail_activity_quick_update=True).create([{
            'activity_type_id': activity_type.id,
            'res_model_id': model_ids[task.res_model],
            'res_id': task.res_id,
            'user_id': task.user_id.id,
            'date_deadline': local_day(task.company_id, task.deadline or fields.Datetime.now()),
            'summary': task.step_id.name,
        } for task in self])
        for activity, task in zip(activities, self):
            activity._sealed_write({'approval_task_id': task.id}, SEAL)  # flushed together
        self._notify_signers(_lt("Waiting for your signature"))

    def _close(self, state, **values):
        """End the tasks in ``state``; their activities disappear."""
        if not self:
            return
        self._sealed_write({'state': state, **values}, SEAL)
        self.env['mail.activity'].sudo().search([('approval_task_id', 'in', self.ids)]).unlink()

    def _notify_signers(self, subject):
        """One message to each set of people who are asked to sign the same documents."""
        requests_of_user = self.grouped('user_id')
        people_of_requests = {}
        for user, tasks in requests_of_user.items():
            people_of_requests.setdefault(tasks.request_id, self.env['res.users'])
            people_of_requests[tasks.request_id] |= user
        for requests, users in people_of_requests.items():
            requests._notify(users, subject, tasks=self.filtered(lambda task, u=users: task.user_id in u))

    def _is_employee(self, user):
        """True when ``user`` works in the task's company and has not left."""
        user = user.sudo()
        return user.active and not user.share and self.company_id in user.company_ids

    def _may_still_sign(self, holders):
        """True when the person asked is one of ``holders`` or was chosen by an administrator, and is here."""
        return self._is_employee(self.user_id) and (self.rerouted or self.user_id in holders)

    def _reroute(self, user, reason):
        """Give pending tasks to ``user``. Administrators reroute with a reason; they do not approve (rule 3).

        :raise UserError: without a reason, or when ``user`` may not sign
        """
        if not self.env.user.has_group('document_approval.group_approval_administrator'):
            raise UserError(self.env._("Only approval administrators may reroute."))
        if is_blank(reason):
            raise UserError(self.env._("Please say why the signature is asked of somebody else."))
        if not self:
            raise UserError(self.env._("Choose the signatures to reroute."))
        tasks = self.sudo()
        tasks.request_id._lock()
        if len(tasks.request_id) < len(tasks):
            raise UserError(self.env._("One person signs a document once: choose one signature of each document."))
        for task in tasks:
            if problem := task._explain_no_reroute(user):
                raise UserError(problem)
        tasks._hand_over(user, 'reroute', reason)

    def _is_reroutable(self):
        """True while the task is pending, or was the task of a step on which nobody is left."""
        self.ensure_one()
        step = self.step_id
        return self.state == 'pending' or step.state == 'pending' and not step._asked_tasks()

    def _explain_no_reroute(self, user):
        """Why the task cannot be given to ``user``, or ''. A step on which nobody is left can."""
        request, step = self.request_id, self.step_id
        asked = step._asked_tasks() | request.task_ids.filtered(lambda task: task.state == 'pending')
        if not self._is_reroutable():
            return self.env._("%s does not wait for this signature any more.", request.document_name)
        if user == self.env.user:
            return self.env._("Administrators reroute; they do not approve. Choose somebody else than yourself.")
        return self._explain_unfit(user, asked.user_id)
