from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from . import approval_content
from .approval_mixin import EDITABLE_STATES
from .approval_route import PlannedStep, Router
from .approval_sealed import SEAL


class ApprovalRequest(models.Model):
    """One attempt to get one document signed: the frozen route, its tasks and its events.

    This file holds what a request is and how it starts; ``approval_request_decision.py`` holds
    how it goes on and ends.
    """
    _name = 'approval.request'
    _description = "Approval Request"
    _inherit = ['approval.sealed']
    _order = 'id desc'
    _rec_name = 'document_name'
    _sealed_model = True

    res_model = fields.Char(string="Document Model", required=True, readonly=True)
    res_id = fields.Many2oneReference(string="Document", model_field='res_model', required=True, readonly=True)
    document_name = fields.Char(string="Document Name", required=True, readonly=True)
    document_type = fields.Char(compute='_compute_document_type', compute_sudo=True)
    purpose = fields.Selection(
        selection=[('approve', "Approval"), ('cancel', "Cancellation")],
        required=True, default='approve', readonly=True)
    reason = fields.Text(string="Reason of the Cancellation", readonly=True)
    attempt = fields.Integer(required=True, default=1, readonly=True)
    state = fields.Selection(
        selection=[
            ('pending', "Pending"),
            ('approved', "Approved"),
            ('rejected', "Rejected"),
            ('withdrawn', "Withdrawn"),
        ], required=True, default='pending', readonly=True, index=True)
    company_id = fields.Many2one('res.company', required=True, readonly=True, index=True)
    currency_id = fields.Many2one(related='company_id.currency_id')
    amount = fields.Monetary(
        readonly=True, help="The amount in company currency, at the rate of the day of submission.")
    approved_amount = fields.Monetary(
        readonly=True, help="The amount approved; an audit may lower it, nobody can raise it.")
    has_amount = fields.Boolean(readonly=True)
    requester_id = fields.Many2one('res.users', required=True, readonly=True, index=True, ondelete='restrict')
    policy_version_id = fields.Many2one(
        'approval.policy.version', string="Policy", required=True, readonly=True, ondelete='restrict')
    date_submitted = fields.Datetime(string="Submitted On", required=True, readonly=True)
    date_closed = fields.Datetime(string="Closed On", readonly=True)
    content = fields.Json(
        readonly=True, groups=fields.NO_ACCESS,  # may hold what an administrator cannot read on the document
        help="What was submitted, field by field.")
    content_hash = fields.Char(required=True, readonly=True)
    attachment_ids = fields.Many2many(
        'ir.attachment', string="Signed Files", readonly=True, ondelete='restrict',
        help="The files that belong to the signed content. They cannot be changed or deleted.")
    revision = fields.Integer(required=True, default=0, readonly=True)
    step_ids = fields.One2many('approval.request.step', 'request_id', readonly=True)
    task_ids = fields.One2many('approval.task', 'request_id', readonly=True)
    event_ids = fields.One2many('approval.event', 'request_id', readonly=True)

    _open_unique = models.UniqueIndex(
        "(res_model, res_id) WHERE state = 'pending'", "This document is waiting for signatures already.")
    _document = models.Index("(res_model, res_id, attempt)")

    @api.depends('res_model')
    @api.depends_context('lang')
    def _compute_document_type(self):
        for request in self:
            model = self.env['ir.model']._get(request.res_model)
            request.document_type = model.name or request.res_model

    def _documents(self):
        """``{request.id: document}`` as sudo, one prefetch for all documents of a model."""
        documents = {}
        for res_model, requests in self.grouped('res_model').items():
            records = self.env[res_model].sudo().browse(requests.mapped('res_id'))
            documents.update(zip(requests.ids, records))
        return documents

    # ------------------------------------------------------------------
    # Submission (APPROVAL.md rules 1 to 3)
    # ------------------------------------------------------------------

    @api.model
    def _submit(self, documents):
        """Open a request for each document, or for none of them.

        :param documents: recordset inheriting ``approval.mixin``; the caller checked the access
        :raise UserError: naming the document, the cause and the remedy
        """
        if not documents:
            raise UserError(self.env._("Choose the documents to submit."))
        self._lock_documents(documents)
        for document in documents:
            if document.approval_state not in EDITABLE_STATES:
                raise UserError(self.env._("%s was submitted already.", document.display_name))
        documents._approval_check_submit()
        # What is signed is what the database will hold: amounts as rounded, texts as sanitized.
        self.env.flush_all()
        self.env.invalidate_all()
        documents = documents.sudo()
        amounts, related = documents._approval_company_amounts(), documents._approval_related()
        weights = documents._approval_weights(amounts, related)
        policies = self._choose_policies(documents, weights)
        routes = self._plan_routes(documents, policies, weights)
        notes = documents._approval_submit_notes()
        requests = self.sudo()._open_requests(documents, policies, amounts)
        requests._note_related(related)
        for document, request in zip(documents, requests):
            document._sealed_write({'approval_request_id': request.id}, SEAL)
        documents._sealed_write({
            'approval_state': 'pending',
            'approval_requester_id': self.env.uid,
            'approval_cancel_request_id': False,
        }, SEAL)
        requests._start(
            [(request, routes[document.id]) for request, document in zip(requests, documents)], notes)
        return requests

    @api.model
    def _submit_cancellation(self, documents, reason):
        """Ask those who approved ``documents`` to consent to their cancellation (rule 5)."""
        self._lock_documents(documents)
        documents = documents.sudo()
        plans, direct = [], documents.browse()
        for document in documents:
            approved = document.approval_request_id
            if document.approval_cancel_request_id.state == 'pending':
                raise UserError(self.env._(
                    "The cancellation of %s was asked for already.", document.display_name))
            if approved.requester_id != self.env.user:
                raise UserError(self.env._(
                    "Only %(requester)s, who asked for %(document)s, can cancel it.",
                    requester=approved.requester_id.name, document=document.display_name))
            signers = approved.task_ids.filtered(
                lambda task: task.state == 'approved' and task.kind != 'review').user_id.filtered('active')
            if signers:
                plans.append((document, signers))
            elif approved.task_ids.filtered(lambda task: task.state == 'approved'):
                raise UserError(self.env._(
                    "Everybody who approved %s has left. Ask the administrator to reactivate one of them.",
                    document.display_name))
            else:
                direct |= document
        direct._approval_set_cancelled(reason)
        self._start_cancellations(plans, reason)

    def _start_cancellations(self, plans, reason):
        if not plans:
            return
        documents = plans[0][0].concat(*(document for document, _signers in plans[1:]))
        amounts = {
            document.id: document.approval_request_id.approved_amount
            if document.approval_request_id.has_amount else None
            for document in documents
        }
        versions = {document.id: document.approval_request_id.policy_version_id for document in documents}
        requests = self.sudo()._open_requests(documents, versions, amounts, purpose='cancel', reason=reason)
        consent = self.env['approval.policy.step']
        routes = []
        for request, (document, signers) in zip(requests, plans):
            document._sealed_write({'approval_cancel_request_id': request.id}, SEAL)
            step = consent.new({
                'name': self.env._("Consent to the cancellation"), 'kind': 'approve',
                'approver_type': 'users', 'user_ids': signers.ids, 'mode': 'all',
            })
            routes.append((request, [PlannedStep(step, signers)]))
        requests._start(routes)

    def _lock_documents(self, documents):
        """Make a second submission at the same moment fail in the database and be tried again."""
        documents.flush_recordset()
        self.env.execute_query(SQL(
            "SELECT id FROM %s WHERE id IN %s ORDER BY id FOR UPDATE",
            SQL.identifier(documents._table), tuple(documents.ids)))

    def _choose_policies(self, documents, amounts):
        """``{document.id: policy version}``, the policy's steps still being those of the version."""
        policies = self.env['approval.policy'].sudo()._policy_for(documents, amounts)
        missing = [
            policies[document.id]._explain_no_policy(document, amounts[document.id])
            for document in documents if not policies[document.id]
        ]
        if missing:
            raise UserError("\n".join(missing))
        used = self.env['approval.policy'].sudo().union(*policies.values())
        versions = used._current_version()
        return {document_id: versions[policy.id] for document_id, policy in policies.items()}

    def _plan_routes(self, documents, versions, amounts):
        """``{document.id: planned steps}``; every document that nobody can sign is named at once."""
        router = Router(self.env)
        routes, errors, extra = {}, [], documents._approval_extra_steps()
        for document in documents:
            steps = document._approval_steps(versions[document.id].policy_id, extra.get(document.id, ()))
            if not steps:  # an explicit policy says that no approval is needed
                routes[document.id] = []
                continue
            excluded = self.env['approval.delegation']._with_delegates(
                document._approval_persons() | self.env.user, document.company_id)
            route = router.plan(steps, document, self.env.user, excluded, amounts[document.id])
            routes[document.id] = route.steps
            if route.error:
                errors.append(f"{document.display_name}: {route.error}")
        if errors:
            raise UserError("\n".join(errors))
        return routes

    def _open_requests(self, documents, versions, amounts, **values):
        """Create the request of each document with its frozen content."""
        self.flush_model(['state'])  # the database refuses a second open request of a document
        contents = approval_content.collect(documents)
        attempts = dict(self._read_group(
            [('res_model', '=', documents._name), ('res_id', 'in', documents.ids)], ['res_id'], ['__count']))
        return self._sealed_create([{
            'res_model': documents._name,
            'res_id': document.id,
            'document_name': document.display_name,
            'attempt': attempts.get(document.id, 0) + 1,
            'company_id': document.company_id.id,
            'amount': amounts[document.id] or 0.0,
            'approved_amount': amounts[document.id] or 0.0,
            'has_amount': amounts[document.id] is not None,
            'requester_id': self.env.uid,
            'policy_version_id': versions[document.id].id,
            'date_submitted': fields.Datetime.now(),
            'content': contents[document.id],
            'content_hash': approval_content.fingerprint(contents[document.id]),
            'attachment_ids': [fields.Command.set([int(key) for key in contents[document.id]['files']])],
            **values,
        } for document in documents], SEAL)

    def _start(self, plans, notes=None):
        """Freeze the routes, record the submission and ask the first signers.

        :param plans: list of (request, planned steps); no steps: no approval needed
        :param dict notes: ``{document.id: what the event of the submission says}``
        """
        notes = notes or {}
        steps = self.env['approval.request.step'].sudo()._freeze(plans)
        self.env['approval.event']._append([
            {'request': request, 'action': 'submit', 'note': request.reason or notes.get(request.res_id)}
            for request in self
        ] + [
            {'request': step.request_id, 'step': step, 'action': 'skip', 'note': step.skip_reason}
            for step in steps if step.state == 'skipped'
        ] + [
            {'request': request, 'action': 'no_approval'} for request, planned in plans if not planned
        ])
        for res_model, requests in self.grouped('res_model').items():
            documents = self.env[res_model].sudo().browse(requests.mapped('res_id'))
            if requests[:1].purpose == 'approve':
                documents._approval_submitted()
        self._log({request.id: self.env._("Submitted for approval.") if request.purpose == 'approve'
                   else self.env._("Cancellation asked for: %s", request.reason) for request in self})
        self._advance()
