from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .approval_content import changed_names, with_merged_contacts
from .approval_mixin import APPROVED_STATES, EDITABLE_STATES
from .ir_attachment import posting_files


class ApprovalMixin(models.AbstractModel):
    """What a document's screen shows of its approval: what I may do, the route, the history."""
    _inherit = 'approval.mixin'

    approval_can_submit = fields.Boolean(compute='_compute_approval_rights')
    approval_can_recall = fields.Boolean(compute='_compute_approval_rights')
    approval_can_cancel = fields.Boolean(compute='_compute_approval_rights')
    approval_can_decide = fields.Boolean(
        string="Waiting for Me", compute='_compute_approval_can_decide', search='_search_approval_can_decide')
    approval_reader_ids = fields.Many2many(
        'res.users', string="Signers", compute='_compute_approval_reader_ids', search='_search_approval_reader_ids',
        help="People asked for a signature now, those who signed and who got a copy: they may read the document.")
    approval_step_name = fields.Char(string="Waiting For", compute='_compute_approval_progress')
    approval_is_overdue = fields.Boolean(string="Overdue", compute='_compute_approval_progress')
    approval_amount = fields.Float(
        string="Approved Amount", compute='_compute_approval_progress', digits=(16, 2),
        help="In company currency: what the last approval allows.")
    approval_revision = fields.Integer(compute='_compute_approval_progress')
    approval_submitted_date = fields.Datetime(string="Submitted On", compute='_compute_approval_progress')
    approval_decided_date = fields.Datetime(string="Decided On", compute='_compute_approval_progress')
    approval_rejection = fields.Text(string="Reason of the Rejection", compute='_compute_approval_notes')
    approval_changes = fields.Char(
        string="Changed Since", compute='_compute_approval_notes',
        help="What changed since the previous attempt.")
    approval_route_html = fields.Html(
        string="Route", compute='_compute_approval_html', sanitize=False)
    approval_history_html = fields.Html(
        string="History", compute='_compute_approval_html', sanitize=False)

    @api.model
    def _selection_approval_state(self):
        """By method, so that every document has the states in all languages of this addon."""
        return list({
            'draft': self.env._("Draft"),
            'pending': self.env._("Pending"),
            'approved': self.env._("Approved"),
            'settled': self.env._("Settled"),
            'rejected': self.env._("Rejected"),
            'withdrawn': self.env._("Withdrawn"),
            'cancelled': self.env._("Cancelled"),
        }.items())

    @api.depends('approval_state', 'approval_requester_id')
    @api.depends_context('uid')
    def _compute_approval_rights(self):
        writable = self._filtered_access('write')
        for document in self:
            mine = document.approval_requester_id == self.env.user
            editable = document.approval_state in EDITABLE_STATES
            may_edit = editable and (document in writable or not document.id)
            document.approval_can_submit = may_edit and bool(document.id)
            document.approval_can_recall = mine and document.approval_state == 'pending'
            document.approval_can_cancel = bool(document.id) and (
                may_edit or mine and document.approval_state == 'approved'
                and document.sudo().approval_cancel_request_id.state != 'pending')

    @api.depends('approval_state')
    @api.depends_context('uid')
    def _compute_approval_can_decide(self):
        mine = set(self.env['approval.task']._search_mine(self._origin).mapped('res_id'))
        for document in self:
            document.approval_can_decide = document._origin.id in mine

    def _search_approval_can_decide(self, operator, value):
        if operator != 'in':
            return NotImplemented
        waiting = Domain('id', 'in', self._approval_subselect(
            'approval.task', self.env.user.ids, Domain('state', '=', 'pending')))
        return waiting if True in value else ~waiting

    @api.depends('approval_state', 'approval_request_id')
    def _compute_approval_progress(self):
        documents_sudo = self.sudo()
        (documents_sudo.approval_cancel_request_id | documents_sudo.approval_request_id)._prefetch_route()
        for document, document_sudo in zip(self, documents_sudo):
            cancelling = document_sudo.approval_cancel_request_id
            approval = document_sudo.approval_request_id
            request = cancelling if cancelling.state == 'pending' else approval
            pending = request.step_ids.filtered(lambda step: step.state == 'pending')
            document.approval_step_name = ", ".join(pending.mapped('name'))
            document.approval_is_overdue = any(pending.task_ids.mapped('is_overdue'))
            document.approval_amount = (
                approval.approved_amount if document.approval_state in APPROVED_STATES else 0.0)
            document.approval_revision = request.revision
            document.approval_submitted_date = request.date_submitted
            document.approval_decided_date = request.date_closed

    @api.depends('approval_state', 'approval_request_id')
    def _compute_approval_notes(self):
        for document, document_sudo in zip(self, self.sudo()):
            request = document_sudo.approval_request_id
            rejections = request.event_ids.filtered(lambda event: event.action == 'reject')
            document.approval_rejection = rejections[-1:].note if document.approval_state == 'rejected' else False
            previous = self.env['approval.request'].sudo().search([
                ('res_model', '=', self._name), ('res_id', '=', document._origin.id),
                ('purpose', '=', 'approve'), ('id', '<', request.id),
            ], limit=1) if request and document.approval_state == 'pending' else request.browse()
            names = changed_names(
                with_merged_contacts(previous.content, document_sudo), request.content) if previous else []
            document.approval_changes = ", ".join(
                document._fields[name]._description_string(self.env) for name in names if name in document._fields)

    @api.depends('approval_state', 'approval_request_id')
    def _compute_approval_html(self):
        """Rendered from the engine's records for everybody who may read the document itself."""
        qweb = self.env['ir.qweb']
        for document in self:
            values = {'doc': document.sudo(), 'approval': document.sudo().approval_request_id}
            document.approval_route_html = qweb._render('document_approval.approval_route', values)
            document.approval_history_html = qweb._render('document_approval.approval_history', values)

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """Mail makes no document: who wrote it, and what, is not proven by a mail."""
        raise UserError(self.env._("“%s” is not made by mail. Create it in the application.", self._description))

    def message_update(self, msg_dict, update_vals=None):
        """A reply joins the conversation and changes nothing else."""
        if update_vals:
            raise UserError(self.env._("“%s” is not changed by mail. Open it in the application.", self._description))
        return super().message_update(msg_dict, update_vals)

    def _process_attachments_for_post(self, attachments, attachment_ids, message_values):
        with posting_files():
            return super()._process_attachments_for_post(attachments, attachment_ids, message_values)
