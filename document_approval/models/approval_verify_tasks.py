from odoo import fields, models

from .approval_event import SIGNING_ACTIONS
from .approval_request_step import OPEN_STATES

#: events by which somebody else than the policy names is asked for a signature
ROUTING_ACTIONS = frozenset({'reroute', 'transfer', 'add_signer'})
#: seconds between the moment of a signature and the event written for it in the same transaction
MOMENT = 600


class ApprovalRequest(models.Model):
    """Tasks, steps and the document say what the events say, in both directions."""
    _inherit = 'approval.request'

    def _verify_steps(self):
        """Findings about the tasks and the steps of one request."""
        events = self.event_ids.sorted('sequence')
        yield from self._verify_tasks(events)
        for step in self.step_ids:
            yield from self._verify_step(step, events.filtered(lambda event, s=step: event.step_id == s))

    def _verify_tasks(self, events):
        moments = {}
        for event in events:
            if event.action in SIGNING_ACTIONS or event.action == 'reject':
                key = event.step_id.id, event.actor_id.id, event.principal_id.id
                state = 'rejected' if event.action == 'reject' else 'approved'
                moments[(*key, state)] = event
        signed = set()
        for task in self.task_ids.filtered(lambda task: task.state in ('approved', 'rejected')):
            key = task.step_id.id, task.actor_id.id, task._signer().id, task.state
            signed.add(key)
            event = moments.get(key)
            if not event or task.actor_id != task.user_id:
                yield self.env._("the signature of %s is not the one of its event", task.user_id.name)
            elif abs((event.date - (task.date_decided or fields.Datetime.now())).total_seconds()) > MOMENT:
                yield self.env._("the time of the signature of %s was changed", task.user_id.name)
        for key, event in moments.items():
            if key not in signed and not event.is_void:
                yield self.env._("event %(position)s (%(action)s) has no signature any more",
                                 position=event.sequence, action=event.action)

    def _verify_step(self, step, events):
        """One step with its own events."""
        actions = set(events.mapped('action'))
        tasks = step.task_ids
        asked = tasks.filtered(lambda task: task.state in OPEN_STATES)
        if asked and step.state not in OPEN_STATES:
            yield self.env._("a task of step “%s” is open although the step is closed", step.name)
        if step.state == 'pending' and self.state == 'pending' and 'stuck' not in actions and not asked:
            yield self.env._("step “%s” waits for nobody", step.name)
        if step.state == 'rejected' and 'reject' not in actions:
            yield self.env._("step “%s” counts as rejected without an event", step.name)
        if step.state == 'cancelled' and self.state in ('pending', 'approved'):
            yield self.env._("step “%s” was left out without an event", step.name)
        if step.state == 'skipped' and 'skip' not in actions and not self._is_spared(step):
            yield self.env._("step “%s” was left out without an event", step.name)
        counting = tasks.filtered(lambda task: task.state in (*OPEN_STATES, 'approved', 'rejected'))
        if (counting.filtered('rerouted') and not actions & ROUTING_ACTIONS
                or counting.escalated_from_id and 'escalate' not in actions):
            yield self.env._("step “%s” asks somebody the policy does not name, without an event", step.name)

    def _is_spared(self, step):
        """True when an earlier signature was final, so that ``step`` is not asked for (rule 2)."""
        final = self.event_ids.filtered(
            lambda event: event.action in SIGNING_ACTIONS and event.action != 'endorse' and not event.is_void
            and event.step_id.ends_within_authority).step_id
        return step.kind != 'audit' and any(
            (earlier.sequence, earlier.id) < (step.sequence, step.id) for earlier in final)

    def _verify_latest(self):
        """``{(model, document id): id of its newest request for an approval}``."""
        found = {}
        for res_model, requests in self.grouped('res_model').items():
            found.update(((res_model, res_id), newest) for res_id, newest in self._read_group(
                [('res_model', '=', res_model), ('res_id', 'in', requests.mapped('res_id')), ('purpose', '=', 'approve')],
                ['res_id'], ['id:max']))
        return found

    def _verify_place(self, found, newest):
        """The document points to its newest request and names its requester; its signed files are intact."""
        if found is None or self.purpose != 'approve' or newest != self.id:
            return
        document, _content = found
        if document.approval_request_id != self or document.approval_requester_id != self.requester_id:
            yield self.env._("the document does not name this request and its requester")
        if (self.state == 'approved' and document.approval_state == 'cancelled'
                and document.approval_cancel_request_id.state != 'approved'
                and self.task_ids.filtered(lambda task: task.state == 'approved')):
            yield self.env._("the document is “%s” without an event", document.approval_state)
        if self.state in ('pending', 'approved'):
            yield from self._verify_files()

    def _verify_files(self):
        """The bytes of the signed files are those whose checksum was signed."""
        files = self.env['ir.attachment'].with_context(skip_res_field_check=True, bin_size=False)
        for file_id, (name, checksum) in self.content['files'].items():
            attachment = files.browse(int(file_id)).exists()
            # a file that is gone is found by comparing the content
            if attachment and checksum and attachment._compute_checksum(attachment.raw or b'') != checksum:
                yield self.env._("file “%s” is not the one that was signed", name)
            attachment.invalidate_recordset(['raw', 'datas'])
