from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .approval_sealed import SEAL
from .approval_text import is_blank

EDITABLE_STATES = ('draft', 'rejected', 'withdrawn')
#: Signed: a settled document is an approved one whose money is out.
APPROVED_STATES = ('approved', 'settled')


class ApprovalMixin(models.AbstractModel):
    """Makes any document a signed document (APPROVAL.md).

    A document inherits the mixin, has a ``company_id`` and may name:

    * ``_approval_amount_field``: the Monetary total that bands and limits are compared with;
    * ``_approval_open_fields``: stored fields that stay writable after submission. Everything
      else is locked from submission on, child lines too (:class:`ApprovalLineMixin`);
    * ``_approval_person_fields``: users or employees who may never sign (owner, applicant).

    Rights per state (the requester is the user who submitted)::

                    draft, rejected, withdrawn    pending              approved                      settled
        edit        who may write the document    nobody               nobody                        nobody
        submit      who may write the document    --                   --                            --
        decide      --                            holder of a task     --                            --
        recall      --                            requester            --                            --
        cancel      who may write the document    --                   requester, with consent       nobody
    """
    _name = 'approval.mixin'
    _description = "Document with Approval"
    _inherit = ['approval.sealed', 'mail.thread', 'mail.activity.mixin']

    _approval_amount_field = None
    _approval_currency_field = 'currency_id'
    _approval_open_fields = frozenset()
    _approval_person_fields = ()
    _sealed_fields = frozenset({
        'approval_state', 'approval_request_id', 'approval_cancel_request_id',
        'approval_requester_id', 'approval_editors',
    })

    approval_state = fields.Selection(
        selection='_selection_approval_state', string="Approval", default='draft', required=True,
        readonly=True, copy=False, index=True)
    approval_request_id = fields.Many2one(
        'approval.request', string="Approval Request", readonly=True, copy=False, index='btree_not_null',
        help="The latest attempt to get this document approved.")
    approval_cancel_request_id = fields.Many2one(
        'approval.request', string="Cancellation Request", readonly=True, copy=False,
        help="The consent asked for cancelling an approved document.")
    approval_requester_id = fields.Many2one(
        'res.users', string="Requester", readonly=True, copy=False, index='btree_not_null')
    approval_editors = fields.Json(
        string="Edited By", readonly=True, copy=False,
        help="Ids of all users who changed the content. They may not sign it.")

    # ------------------------------------------------------------------
    # Create, write, unlink: the lock (APPROVAL.md rule 4)
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        documents = super().create(vals_list)
        documents._approval_note_editor()
        return documents

    def write(self, vals):
        content_touched = not self._approval_open_names().issuperset(vals)
        if content_touched:
            self._check_approval_unlocked()
        result = super().write(vals)
        if content_touched:
            self._approval_note_editor()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        """Drafts go; what was submitted once, or cancelled with a reason, stays on record."""
        if kept := self.filtered(
                lambda document: document.sudo().approval_request_id or document.approval_state != 'draft'):
            raise UserError(self.env._(
                "%(documents)s stays on record: only drafts that were never submitted can be deleted. Cancel it instead.",
                documents=", ".join(kept.mapped('display_name'))))

    @api.model
    def _approval_open_names(self):
        """Names that may be written on a locked document: the authors' lists, chatter, activities.

        The lists of all parts of the model count, so several files can each open their own fields.
        """
        return (
            frozenset().union(*(
                parent.__dict__.get('_approval_open_fields', ()) for parent in type(self).__mro__))
            | self._get_sealed_fields()  # refused elsewhere, with a clearer message
            | self.env['mail.thread']._fields.keys()
            | self.env['mail.activity.mixin']._fields.keys()
        )

    def _check_approval_unlocked(self):
        """Raise UserError when a document of ``self`` is submitted, approved or cancelled."""
        for document in self:
            if document.approval_state in EDITABLE_STATES:
                continue
            if document.approval_state == 'pending':
                remedy = self.env._("The requester can recall it, change it and submit it again.")
            elif document.approval_state == 'approved':
                remedy = self.env._("What was signed stays as it is. Ask for its cancellation and make a new one.")
            elif document.approval_state == 'settled':
                remedy = self.env._("What was paid stays on record and is neither changed nor cancelled.")
            else:
                remedy = self.env._("Make a copy to start again.")
            raise UserError(self.env._(
                "%(document)s cannot be changed any more: its approval is “%(state)s”. %(remedy)s",
                document=document.display_name, remedy=remedy,
                state=dict(self._fields['approval_state']._description_selection(self.env))[document.approval_state]))

    def _approval_note_editor(self):
        """Remember who changed the content: no editor may sign (rule 3)."""
        if self.env.uid == api.SUPERUSER_ID:
            return
        for document in self.sudo():
            editors = document.approval_editors or []
            if self.env.uid not in editors:
                document._sealed_write({'approval_editors': [*editors, self.env.uid]}, SEAL)

    # ------------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------------

    def action_approval_submit(self):
        """Ask for approval of the documents in ``self``.

        :raise UserError: not editable, no policy fits, or nobody can sign, with cause and remedy
        """
        self.check_access('write')
        self.env['approval.request']._submit(self)
        return True

    def action_approval_approve(self):
        """Sign: at once where nothing has to be written, else by the decision dialog."""
        self.check_access('read')
        requests = self._approval_requests_for_me()
        if len(requests) == 1 and not requests._needs_dialog():
            requests._decide('approve', revisions=requests._revisions_seen())
            return True
        return requests._open_decision('approve')

    def action_approval_reject(self):
        """Open the dialog that asks for the reason of a rejection."""
        self.check_access('read')
        return self._approval_requests_for_me()._open_decision('reject')

    def action_approval_recall(self):
        """Take the documents back before the last signature (rule 5).

        :raise UserError: when the user is not the requester or the decision has been made
        """
        self.check_access('read')
        self.sudo().approval_request_id.sudo(False)._recall()
        return True

    def action_approval_cancel(self):
        """Open the dialog that asks for the reason of a cancellation."""
        self.check_access('read')
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Cancel"),
            'res_model': 'approval.cancel',
            'view_mode': 'form',
            'target': 'new',
            'context': {'default_res_model': self._name, 'default_res_ids': str(self.ids)},
        }

    def _approval_requests_for_me(self):
        """The open requests of ``self`` that wait for a signature of the current user.

        :raise UserError: when there is none, saying who is to sign
        """
        requests = self.env['approval.task']._search_mine(self).request_id
        if not requests:
            raise UserError("\n".join(
                self.sudo().approval_request_id._explain_not_my_turn()
                or [self.env._("This document is not waiting for a signature.")]))
        return requests

    def _approval_do_cancel(self, reason):
        """Cancel ``self``: at once while nothing is approved, else by asking the approvers (rule 5).

        :param str reason: told to everybody concerned; must not be blank
        :raise UserError: pending, already cancelled, settled, or not the requester
        """
        if is_blank(reason):
            raise UserError(self.env._("Please say why the document is cancelled."))
        self.check_access('read')
        approved = self.filtered(lambda document: document.approval_state == 'approved')
        approved._approval_check_cancel()
        direct = self - approved
        direct.check_access('write')
        direct._check_approval_unlocked()
        direct._approval_set_cancelled(reason)
        if approved:
            self.env['approval.request']._submit_cancellation(approved, reason)

    def _approval_set_cancelled(self, reason):
        self.sudo()._sealed_write({'approval_state': 'cancelled'}, SEAL)
        self.sudo()._message_log_batch(
            bodies={document.id: self.env._("Cancelled: %s", reason) for document in self})
        self._approval_cancelled(reason)

    # ------------------------------------------------------------------
    # Who signs, who signed
    # ------------------------------------------------------------------

    def _approval_persons(self):
        """Users who may not sign ``self``: maker, editors, and the named persons (rule 3)."""
        self.ensure_one()
        editors = self.env['res.users'].browse(self.approval_editors or ())
        persons = self.create_uid | editors | self.approval_requester_id
        for name in self._approval_person_fields:
            persons |= self[name] if self[name]._name == 'res.users' else self[name].user_id
        return persons

    def _approval_signatures(self):
        """What the printed form shows as signed, in order, from the events and nothing else.

        :return: list of dicts: ``box`` (code of the place on the paper), ``step``, ``name``,
            ``actor``, ``principal``, ``date`` (UTC datetime), ``note``, ``kind``
        """
        self.ensure_one()
        return self.sudo().approval_request_id._signatures()

    # ------------------------------------------------------------------
    # Hooks of the document's author, inside the transition
    # ------------------------------------------------------------------

    def _approval_check_submit(self):
        """Raise ValidationError when a document is not fit to be submitted: all that is missing at once."""
        for document in self:
            if problems := [problem for problem in document._approval_submit_problems() if problem]:
                raise ValidationError("\n".join([
                    self.env._("%s cannot be submitted yet:", document.display_name),
                    *(f"• {problem}" for problem in problems)]))

    def _approval_submit_problems(self):
        """What keeps one document from being submitted: messages with the remedy, empty ones ignored."""
        return []

    def _approval_check_cancel(self):
        """Raise UserError when an approved document may not be cancelled any more (settled)."""

    def _approval_submitted(self):
        """The documents were submitted."""

    def _approval_approved(self):
        """The last signature was given."""

    def _approval_rejected(self, reason):
        """A signer rejected the documents."""

    def _approval_withdrawn(self):
        """The requester took the documents back."""

    def _approval_cancelled(self, reason):
        """The documents were cancelled."""
