from odoo import api, models
from odoo.exceptions import AccessError

from .approval_content import collect, file_ids, fingerprint, is_same
from .approval_event import SIGNING_ACTIONS
from .approval_mixin import APPROVED_STATES

#: state of a finished request -> the events one of which ended it
CLOSING_ACTIONS = {
    'approved': {'review', 'approve', 'audit', 'endorse', 'no_approval', 'skip', 'lower'},
    'rejected': {'reject'},
    'withdrawn': {'withdraw'},
}


class ApprovalRequest(models.Model):
    """Does the record still say what was signed? Finds what was done past the application (APPROVAL.md, Beyond).

    Whoever changes rows in the database leaves a chain that does not close: each event carries a
    hash of itself and of the event before it, the content its fingerprint, and states, tasks
    and documents must agree with the events.
    """
    _inherit = 'approval.request'

    def action_verify(self):
        """Check the chosen requests and say what was found, to administrators.

        :raise AccessError: for everybody else
        """
        if not self.env.user.has_group('document_approval.group_approval_administrator'):
            raise AccessError(self.env._("Only approval administrators verify the record."))
        self.check_access('read')
        problems = self._verify()
        lines = [
            f"{request.document_name}: {problem}" for request in self for problem in problems.get(request.id, ())]
        lines += self._verify_witnesses().values()
        return {
            'type': 'ir.actions.client', 'tag': 'display_notification',
            'params': {
                'type': 'danger' if lines else 'success', 'sticky': bool(lines),
                'title': self.env._("The record was tampered with") if lines
                else self.env._("The record is intact"),
                'message': "\n".join(lines) or self.env._("Requests verified: %s", len(self)),
            },
        }

    def _verify(self):
        """What does not close, per request; set-based.

        :return: ``{request.id: [problem, …]}`` for the requests with problems
        """
        self = self.sudo()
        self.env.flush_all()
        self.invalidate_recordset()
        documents = self._verify_documents()
        latest = self._verify_latest()
        names = self.step_ids._get_name_translations()
        found = {}
        for request in self:
            problems = [
                *request._verify_chain(), *request._verify_head(), *request._verify_terms(names),
                *request._verify_signatures(), *request._verify_steps(), *request._verify_outcome(),
                *request._verify_document(*documents.get(request.id, (None, None))),
                *request._verify_settlement(documents.get(request.id, (None, None))[0]),
                *request._verify_place(documents.get(request.id), latest.get((request.res_model, request.res_id)))]
            if problems:
                found[request.id] = problems
        return found

    def _verify_chain(self):
        """Events: numbered without a gap, each with its own hash and that of the one before."""
        events = self.event_ids.sorted('sequence')
        if not events or events[0].action != 'submit':
            yield self.env._("the event of its submission is missing")
        previous = False
        for position, event in enumerate(events, 1):
            if event.sequence != position:
                yield self.env._("event %s is missing", position)
                return
            if event.previous_hash != previous or not event._is_intact():
                yield self.env._("event %(position)s (%(action)s) was changed", position=position, action=event.action)
            if event.content_hash != self.content_hash:
                yield self.env._("event %s was made on another content", position)
            previous = event.hash
        if fingerprint(self.content) != self.content_hash:
            yield self.env._("the content that was submitted was changed")

    def _verify_signatures(self):
        """Every signature has its event; for the other way round see ``_verify_steps``."""
        signed = {
            (event.step_id.id, event.actor_id.id) for event in self.event_ids
            if event.action in SIGNING_ACTIONS and not event.is_void or event.action == 'reject'}
        decided = {
            (task.step_id.id, task.actor_id.id) for task in self.task_ids if task.state in ('approved', 'rejected')}
        if decided - signed:
            yield self.env._("a signature has no event")
        for step in self.step_ids.filtered(lambda step: step.state == 'signed'):
            if not any(step_id == step.id for step_id, _actor in signed):
                yield self.env._("step “%s” counts as signed without an event", step.name)

    def _verify_outcome(self):
        """The state is the one the last deciding event led to."""
        actions = set(self.event_ids.mapped('action'))
        if self.state == 'pending':
            if actions & {'reject', 'withdraw', 'no_approval'}:
                yield self.env._("it is pending although it was decided")
        elif not actions & CLOSING_ACTIONS[self.state] or self.state == 'approved' and 'reject' in actions:
            yield self.env._("no event led to its state “%s”", self.state)
        elif self.state == 'approved' and any(step.state in ('waiting', 'pending') for step in self.step_ids):
            yield self.env._("it is approved although steps are open")

    def _verify_documents(self):
        """``{request.id: (document, its content)}`` of the latest requests on documents that still exist."""
        found = {}
        for res_model, requests in self.grouped('res_model').items():
            if res_model not in self.env:
                continue
            records = self.env[res_model].sudo().browse(requests.mapped('res_id')).exists()
            contents = collect(records, file_ids(requests.mapped('content'))) if records else {}
            by_id = {record.id: record for record in records}
            found.update({
                request.id: (by_id[request.res_id], contents[request.res_id])
                for request in requests if request.res_id in by_id})
        return found

    def _filter_standing(self):
        """The requests whose documents exist and are what was submitted."""
        found = self._verify_documents()
        return self.filtered(
            lambda request: request.id in found and request._stands(found[request.id][1], found[request.id][0]))

    def _verify_document(self, document, content):
        """The document says what its latest request says, in state and content."""
        if document is None:
            yield self.env._("its document was deleted")
            return
        if self.purpose != 'approve' or document.approval_request_id != self:
            return
        allowed = {'pending': {'pending'}, 'approved': {*APPROVED_STATES, 'cancelled'}}.get(
            self.state, {self.state, 'cancelled'})
        if document.approval_state not in allowed:
            yield self.env._("the document is “%s” without an event", document.approval_state)
        if self.state in ('pending', 'approved') and not is_same(self.content, content, document):
            yield self.env._("the document is not what was signed")

    @api.model
    def _verify_unsigned(self, res_model):
        """Documents of a model that count as submitted although no request says so, as a recordset."""
        return self.env[res_model].sudo().with_context(active_test=False).search([
            ('approval_state', 'in', ('pending', *APPROVED_STATES)), ('approval_request_id', '=', False)])

    @api.model
    def _verify_everything(self, batch=500):
        """All requests and all documents of the database; memory is bounded by ``batch``.

        :return: generator of (what, problem) as texts
        """
        last, missing = 0, {}
        while requests := self.sudo().search([('id', '>', last)], order='id', limit=batch):
            last = requests[-1].id
            for request_id, problems in requests._verify().items():
                request = self.sudo().browse(request_id)
                for problem in problems:
                    yield f"{request.res_model},{request.res_id} {request.document_name}", problem
            missing.update(requests._verify_witnesses())
            self.env.invalidate_all()
        for event_id, problem in missing.items():
            yield f"approval.event,{event_id}", problem
        for res_model in self.env['approval.policy']._approval_models():
            for document in self._verify_unsigned(res_model):
                yield f"{res_model},{document.id}", self.env._(
                    "the document is “%s” without an event", document.approval_state)
