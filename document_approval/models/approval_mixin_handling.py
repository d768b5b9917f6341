from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from .approval_event import SIGNING_ACTIONS

#: tasks whose holders read the document: they are asked, decided, or wait to be asked again
READING_TASKS = Domain('state', 'in', ('pending', 'approved', 'rejected')) | (
    Domain('keeps_reading', '=', True) & Domain('state', 'in', ('waiting', 'superseded')))
TURNING_ACTIONS = SIGNING_ACTIONS | {'return'}


class ApprovalMixin(models.AbstractModel):
    """What else a document's screen offers: give away, send back, ask more people, send copies, urge (rule 7)."""
    _inherit = 'approval.mixin'

    approval_can_copy = fields.Boolean(compute='_compute_approval_can_copy')
    approval_can_urge = fields.Boolean(compute='_compute_approval_can_copy')
    approval_returned = fields.Text(string="Reason of the Return", compute='_compute_approval_returned')

    @api.depends('approval_state', 'approval_requester_id')
    @api.depends_context('uid')
    def _compute_approval_can_copy(self):
        """Copies: who asks, writes or signs, once it was submitted. Urging: who asks or writes, while it waits."""
        submitted = self._origin.filtered(lambda document: document.sudo().approval_request_id)
        writable = submitted._filtered_access('write')
        signing = set(self.env['approval.task'].sudo().search(READING_TASKS & Domain([
            ('res_model', '=', self._name), ('res_id', 'in', submitted.ids), ('user_id', '=', self.env.uid),
        ])).mapped('res_id')) if submitted else set()
        for document in self:
            asks = document._origin in submitted and (
                document._origin in writable or document.approval_requester_id == self.env.user)
            document.approval_can_copy = asks or document._origin.id in signing
            document.approval_can_urge = asks and bool(document._approval_open_request())

    @api.depends('approval_state')
    def _compute_approval_returned(self):
        """Why the document came back to the step it waits for, until somebody signs again."""
        for document in self:
            last = document._approval_open_request().event_ids.filtered(
                lambda event: event.action in TURNING_ACTIONS).sorted('sequence')[-1:]
            document.approval_returned = last.action == 'return' and f"{last.actor_name}: {last.note}"

    def _approval_open_request(self):
        """The request that waits for signatures, of approval or of cancellation; as sudo, may be empty."""
        self.ensure_one()
        document = self.sudo()
        return (document.approval_cancel_request_id.filtered(lambda request: request.state == 'pending')
                or document.approval_request_id.filtered(lambda request: request.state == 'pending'))

    # ------------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------------

    def action_approval_more(self):
        """Open the dialog of what else there is to do with one document: transfer, return, add, copy."""
        if len(self) != 1:
            raise UserError(self.env._("Choose one document."))
        self.check_access('read')
        return self.env['approval.route.change']._open(self)

    def action_approval_urge(self):
        """Remind those who are asked for a signature now.

        :raise UserError: not the user's to urge, too early, or nobody is asked
        """
        self.check_access('read')
        requests = self.env['approval.request'].union(*(document._approval_open_request() for document in self))
        reminded = requests.sudo(False)._urge()
        return {
            'type': 'ir.actions.client', 'tag': 'display_notification',
            'params': {
                'type': 'success', 'message': self.env._("Reminded: %s", ", ".join(reminded.mapped('name'))),
                'next': {'type': 'ir.actions.client', 'tag': 'soft_reload'},
            },
        }

    # ------------------------------------------------------------------
    # Who reads
    # ------------------------------------------------------------------

    @api.depends('approval_state')
    def _compute_approval_reader_ids(self):
        mine = Domain('res_model', '=', self._name) & Domain('res_id', 'in', self._origin.ids)
        tasks = self.env['approval.task'].sudo().search(READING_TASKS & mine)
        copies = self.env['approval.copy'].sudo().search(mine)
        signers, readers = tasks.grouped('res_id'), copies.grouped('res_id')
        for document in self:
            document_id = document._origin.id
            document.approval_reader_ids = (
                signers.get(document_id, tasks.browse()).user_id | readers.get(document_id, copies.browse()).user_id)

    def _search_approval_reader_ids(self, operator, value):
        if operator == 'any':
            return self._approval_read_by(self.env['res.users']._search(value))
        if operator != 'in':
            return NotImplemented
        found = self._approval_read_by([user_id for user_id in value if type(user_id) is int])
        return found | ~self._approval_read_by(None) if False in value else found

    def _approval_read_by(self, user_ids):
        """A domain of the documents that ``user_ids``, or anybody for None, read as signers or by a copy."""
        return (
            Domain('id', 'in', self._approval_subselect('approval.task', user_ids, READING_TASKS))
            | Domain('id', 'in', self._approval_subselect('approval.copy', user_ids, Domain.TRUE)))

    def _approval_subselect(self, model, user_ids, domain):
        """A query of the ids of documents with rows of ``model`` in ``domain`` of ``user_ids``, or anybody for None."""
        users = Domain.TRUE if user_ids is None else Domain('user_id', 'in', user_ids)
        rows = self.env[model].sudo()._search(users & domain & Domain('res_model', '=', self._name))
        return rows.subselect(SQL.identifier(rows.table, 'res_id'))
