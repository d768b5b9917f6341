from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_datetime

from . import approval_content
from .approval_route import Router
from .approval_sealed import SEAL
from .approval_text import is_blank


class ApprovalRequest(models.Model):
    """How a request goes on and ends: signatures, rejection, recall, and people who left."""
    _inherit = 'approval.request'

    # ------------------------------------------------------------------
    # Decision (APPROVAL.md rules 2, 3, 6 and 11)
    # ------------------------------------------------------------------

    def _decide(self, action, note=None, revisions=None, lowered_amount=None):
        """Sign or reject the requests of ``self`` that wait for the current user.

        :param str action: ``approve`` or ``reject``
        :param str note: the opinion or the reason; a rejection needs one
        :param dict revisions: ``{request.id: revision}`` the user saw; another one is refused
        :param float lowered_amount: an auditor's lower amount, in company currency
        :return: ``{'done': requests, 'refused': {request.id: message}}``
        :raise UserError: when none of the requests can be decided
        """
        self = self.sudo().browse(self.ids)
        self._lock()
        self._prefetch_route()
        router = Router(self.env)
        tasks = self.env['approval.task'].search(
            [('request_id', 'in', self.ids), ('user_id', '=', self.env.uid), ('state', '=', 'pending')])
        task_by_request = {task.request_id.id: task for task in tasks}
        refused = self._explain_undecidable(router, task_by_request, action, note, revisions or {}, lowered_amount)
        done = self.filtered(lambda request: request.id not in refused)
        if not done:
            raise UserError("\n".join(refused.values()) or self.env._("There is nothing to decide."))
        tasks = tasks.browse(task.id for task in task_by_request.values() if task.request_id in done)  # one each
        if action == 'reject':
            done._apply_rejection(tasks, note)
        else:
            done._apply_signatures(router, tasks, note, lowered_amount)
        done._touch()
        return {'done': done, 'refused': refused}

    def _explain_undecidable(self, router, task_by_request, action, note, revisions, lowered_amount):
        """``{request.id: why the current user cannot decide it}`` for those that cannot be decided."""
        documents = self._documents()
        contents = {}
        for res_model, requests in self.grouped('res_model').items():
            records = documents[requests[:1].id].concat(*(documents[request.id] for request in requests[1:]))
            signed_files = approval_content.file_ids(requests.mapped('content'))
            for document_id, content in approval_content.collect(records, signed_files).items():
                contents[res_model, document_id] = content
        refused = {}
        for request in self:
            message = request._explain_task(task_by_request.get(request.id), revisions.get(request.id))
            if not message and not request._stands(contents[request.res_model, request.res_id], documents[request.id]):
                message = self.env._("Its content is not what was submitted. It must be recalled and submitted again.")
            if not message:
                message = request._explain_signer(
                    router, task_by_request[request.id], documents[request.id], action, note, lowered_amount)
            if message:
                refused[request.id] = f"{request.document_name}: {message}"
        return refused

    def _stands(self, content, document):
        """True when the document's ``content`` is what was submitted, and the record of it is intact."""
        return (
            approval_content.fingerprint(self.content) == self.content_hash
            and approval_content.is_same(self.content, content, document))

    def _explain_task(self, task, revision):
        """Why there is nothing to sign for the current user, or ''."""
        self.ensure_one()
        last = self._last_event()
        if self.state != 'pending':
            return self.env._(
                "It was decided meanwhile: “%(state)s” by %(user)s on %(date)s.",
                state=dict(self._fields['state']._description_selection(self.env))[self.state],
                user=last.actor_name, date=format_datetime(self.env, last.date))
        if not task:
            return "".join(self._explain_not_my_turn())
        if revision is not None and revision != self.revision:
            return self.env._(
                "Somebody acted on it since you opened it (%(user)s, %(date)s). Look at it again, then decide.",
                user=last.actor_name, date=format_datetime(self.env, last.date))
        return ''

    def _explain_signer(self, router, task, document, action, note, lowered_amount):
        """Why this signer may not give this signature, or ''. People are checked at this moment."""
        user, step = task._signer(), task.step_id
        if problem := self._explain_person(router, task, document):
            return problem
        if action == 'reject':
            if is_blank(note):
                return self.env._("Please write why you reject it, so that it can be put right.")
            return ''
        if step.note_required and is_blank(note):
            return self.env._("This step asks for your written opinion.")
        if lowered_amount is not None and not (
                step.kind == 'audit' and self.has_amount and 0 < lowered_amount <= self.approved_amount
                and not self.currency_id.is_zero(lowered_amount)):
            return self.env._("Only an audit may change the amount, and only to a lower one above zero.")
        if self._is_beyond(router, step, user, document) and not self._next_levels(step):
            return self.env._("The amount is above your authority, and no higher level follows. "
                              "Ask the administrator to reroute it.")
        return ''

    def _apply_signatures(self, router, tasks, note, lowered_amount):
        """Record the signatures, close the steps they complete and go on."""
        now = fields.Datetime.now()
        tasks._close('approved', actor_id=self.env.uid, date_decided=now)
        documents = self._documents()
        beyond = {
            task.id: task.request_id._is_beyond(router, task.step_id, task._signer(), documents[task.request_id.id])
            for task in tasks
        }
        self.env['approval.event']._append([{
            'request': task.request_id, 'step': task.step_id, 'note': note, 'principal': task._signer(),
            'action': 'endorse' if beyond[task.id] else task.step_id.kind,
        } for task in tasks])
        if lowered_amount is not None:
            self._lower_amount(tasks, lowered_amount)
        tasks._counterparts()._close('superseded')
        signed = tasks.step_id.filtered(lambda step: step._is_signed())
        signed._close('signed')
        final = signed.filtered(
            lambda step: step.ends_within_authority and not any(
                step.request_id._is_beyond(router, step, task._signer(), documents[step.request_id.id])
                for task in step.task_ids if task.state == 'approved'))
        signed.browse().union(*(step.request_id._next_levels(step) for step in final))._close(
            'skipped', self.env._("Within the authority of %s.", self.env.user.name))
        self._log({
            task.request_id.id: self.env._("%(step)s: signed. %(note)s", step=task.step_id.name, note=note or '')
            for task in tasks
        })
        self.filtered(lambda request: request in signed.request_id)._advance()

    def _apply_rejection(self, tasks, note):
        now = fields.Datetime.now()
        tasks._close('rejected', actor_id=self.env.uid, date_decided=now)
        self.env['approval.event']._append([{
            'request': task.request_id, 'step': task.step_id, 'action': 'reject', 'note': note,
            'principal': task._signer(),
        } for task in tasks])
        tasks.step_id._close('rejected')
        self._finish('rejected', reason=note)

    def _lower_amount(self, tasks, amount):
        for task in tasks:
            if amount == task.request_id.approved_amount:
                continue
            self.env['approval.event']._append([{
                'request': task.request_id, 'step': task.step_id, 'action': 'lower',
                'note': f"{task.request_id.approved_amount:.2f} → {amount:.2f}",
            }])
            task.request_id._sealed_write({'approved_amount': amount}, SEAL)

    def _is_beyond(self, router, step, user, document):
        """True when the signature of ``user`` only endorses: the amount is above the authority."""
        return step.ends_within_authority and not router.is_within_authority(
            step, user, document, self._get_weight())

    def _next_levels(self, step):
        """The policy's reviews and approvals still to come after ``step``; audits and added ones are asked anyway."""
        return self.step_ids.filtered(
            lambda later: later.state == 'waiting' and later.kind != 'audit' and not later.added_by_id
            and (later.sequence, later.id) > (step.sequence, step.id))

    def _excluded_signers(self, document=None):
        """Users who may not sign: maker, editors, persons named, and who signed in this request."""
        self.ensure_one()
        document = document if document is not None else self._documents()[self.id]
        signed = self.task_ids.filtered(lambda task: task.state == 'approved')
        signers = signed.actor_id | signed.principal_id
        if self.purpose == 'cancel':
            return self.requester_id | signers
        persons = document._approval_persons()
        return self.env['approval.delegation']._with_delegates(persons, self.company_id) | signed.user_id | signers

    def _explain_not_my_turn(self):
        """One sentence per request: who is asked for a signature now."""
        sentences = []
        for step in self.sudo().step_ids.filtered(lambda step: step.state == 'pending'):
            people = step.task_ids.filtered(lambda task: task.state == 'pending').user_id
            sentences.append(
                self.env._("It waits for %(people)s (%(step)s), not for you.",
                           people=", ".join(people.mapped('name')), step=step.name)
                if people else
                self.env._("Nobody can sign “%s” at present; the administrators were told.", step.name))
        return sentences

    # ------------------------------------------------------------------
    # Going on and ending
    # ------------------------------------------------------------------

    def _advance(self):
        """Open the next step of each request that waits for nobody now, or finish those with no step left."""
        self._prefetch_route()
        router = Router(self.env)
        documents = self._documents()
        users_by_step = {}
        finished = self.browse()
        for request in self.filtered(lambda request: 'pending' not in request.step_ids.mapped('state')):
            step, users = request._next_step(router, documents[request.id])
            if not step:
                finished |= request
            elif users:
                users_by_step[step.id] = users
            else:
                request._get_stuck(step)
        self.env['approval.request.step'].browse(users_by_step)._activate(users_by_step)
        finished._finish('approved')

    def _next_step(self, router, document):
        """The next step and who may sign it at this moment; steps left to the next level are closed."""
        self.ensure_one()
        excluded = self._excluded_signers(document)
        for step in self.step_ids.filtered(lambda step: step.state == 'waiting').sorted():
            users, skip = step._with_chosen(
                *router.candidates(step, document, self.requester_id, excluded), excluded)
            if not skip or not (step._is_dispensable(users) or self._next_levels(step).filtered(
                    lambda later: later.kind == 'approve')):
                return step, users
            step._close('skipped', skip)
            self.env['approval.event']._append(
                [{'request': self, 'step': step, 'action': 'skip', 'note': skip}])
        return self.env['approval.request.step'], self.env['res.users']

    def _finish(self, state, reason=None):
        """Close the requests in ``state`` and carry the outcome to the documents."""
        if not self:
            return
        self.step_ids.filtered(lambda step: step.state in ('waiting', 'pending'))._close('cancelled')
        self._sealed_write({'state': state, 'date_closed': fields.Datetime.now()}, SEAL)
        labels = dict(self._fields['state']._description_selection(self.env))
        self._log({request.id: f"{labels[state]}. {reason or ''}" for request in self})
        for (res_model, purpose), requests in self.grouped(lambda r: (r.res_model, r.purpose)).items():
            documents = self.env[res_model].sudo().browse(requests.mapped('res_id'))
            if purpose == 'approve':
                documents._sealed_write({'approval_state': state}, SEAL)
                if state == 'rejected':
                    documents._approval_rejected(reason)
                else:
                    getattr(documents, f'_approval_{state}')()
            elif state == 'approved':
                for request, document in zip(requests, documents):
                    document._approval_set_cancelled(request.reason)
            for requester, own in requests.grouped('requester_id').items():
                if requester != self.env.user:
                    own._notify(requester, labels[state], reason)

    def _recall(self):
        """The requester takes the documents back before the last signature (rule 5)."""
        self = self.sudo().browse(self.ids)
        if not self:
            raise UserError(self.env._("Only a submitted document can be recalled."))
        self._lock()
        self._prefetch_route()
        for request in self:
            if request.requester_id != self.env.user:
                raise UserError(self.env._(
                    "Only %(requester)s, who asked for it, can recall %(document)s.",
                    requester=request.requester_id.name, document=request.document_name))
            if request.state != 'pending':
                raise UserError(self.env._(
                    "%(document)s: %(problem)s",
                    document=request.document_name, problem=request._explain_task(None, None)))
        self.env['approval.event']._append([{'request': request, 'action': 'withdraw'} for request in self])
        self._finish('withdrawn')
        self._touch()

    # ------------------------------------------------------------------
    # Concurrency (rule 11)
    # ------------------------------------------------------------------

    def _lock(self):
        """Lock the rows. A transaction that started before another one's change fails here in the
        database, is tried again by Odoo and then sees the new state."""
        self.env.flush_all()
        if self.ids:
            self.env.execute_query(SQL(
                "SELECT id FROM approval_request WHERE id IN %s ORDER BY id FOR UPDATE", tuple(self.ids)))
        self.invalidate_recordset()

    def _prefetch_route(self):
        """Read the steps and tasks of all requests at once; a loop would read them for each."""
        self.step_ids.task_ids.mapped('state')

    def _touch(self):
        """Count the change, so that whoever saw the state before it is refused."""
        for revision, requests in self.grouped('revision').items():
            requests._sealed_write({'revision': revision + 1}, SEAL)
