from odoo import fields, models
from odoo.tools import LazyTranslate

from .approval_route import Router, deadline
from .approval_sealed import SEAL

_lt = LazyTranslate(__name__)


class ApprovalTask(models.Model):
    """A late signer's manager is asked beside him or her; either signature counts (APPROVAL.md rule 8).

    The manager signs in the own name, under the own authority, and only where he or she may: the
    exclusions are those of every signer. Nothing is ever decided by the clock.
    """
    _inherit = 'approval.task'

    escalated_from_id = fields.Many2one(
        'approval.task', string="In Place Of", readonly=True, index='btree_not_null', ondelete='cascade',
        help="The late signature beside which this one was asked for.")
    escalated = fields.Boolean(readonly=True, help="The manager was asked.")

    def _is_escalation_due(self, cache):
        """True when the company's working days after the deadline are over."""
        self.ensure_one()
        days, late_since = self.company_id.approval_escalation_days, self.deadline
        if not days or not late_since:
            return False
        key = self.company_id, late_since
        if key not in cache:  # asking the calendar takes queries
            # The days are whole ones: they begin with the morning after the deadline, the end of a working day.
            cache[key] = deadline(self.company_id, days, start=late_since)
        return cache[key] < fields.Datetime.now()

    def _find_manager(self, router, document):
        """The first person above the late signer who may sign this step; an empty recordset for nobody."""
        self.ensure_one()
        employee = self.user_id.sudo().with_company(self.company_id).employee_id
        seen, excluded = employee, self.request_id._excluded_signers(document)
        # Where one signature is enough, one manager of several late people is enough too.
        managers = self.step_id._asked_tasks().filtered('escalated_from_id').user_id if self.step_id.mode == 'any' \
            else self.user_id.browse()
        while employee.parent_id and employee.parent_id not in seen:
            employee = employee.parent_id
            seen |= employee
            user = employee.user_id
            if not employee.active or not user:
                continue
            if user in managers or self._may_be_escalated_to(user, excluded, router, document):
                return user
        return self.user_id.browse()

    def _may_be_escalated_to(self, user, excluded, router, document):
        """True when ``user`` may sign the step beside the one who is late."""
        request, step = self.request_id, self.step_id
        if user in excluded | request.requester_id or not self._is_employee(user):
            return False
        if user in request.task_ids.filtered(lambda task: task.state == 'pending').user_id:
            return False  # asked already
        if self._is_below(user, request.requester_id):
            return False
        if request._is_beyond(router, step, user, document) and not request._next_levels(step):
            return False  # the signature would not be enough, and no higher level follows
        return not self._is_needed_later(user)

    def _is_needed_later(self, user):
        """True when a step to come needs ``user``: nobody signs twice in one request."""
        for step in self.request_id.step_ids.filtered(lambda step: step.state == 'waiting'):
            people = step.task_ids.filtered(lambda task: task.state == 'waiting').user_id
            if user in people and (step.mode == 'all' or len(people) == 1):
                return True
        return False

    def _may_still_sign(self, holders):
        """A manager may while the late signer could and the manager is still above."""
        if not self.escalated_from_id:
            return super()._may_still_sign(holders)
        late = self.escalated_from_id
        return (
            self._is_employee(self.user_id) and late._may_still_sign(holders)
            and self._is_below(late.user_id, self.user_id))

    def _may_be_delegated(self, delegation):
        """The manager is asked in person: what somebody else is late with is not passed on."""
        return not self.escalated_from_id and super()._may_be_delegated(delegation)

    def _explain_no_transfer(self, router, document, user):
        if self.escalated_from_id:
            return self.env._("You are asked beside %s, who alone can give the signature to somebody else.",
                              self.escalated_from_id.user_id.name)
        return super()._explain_no_transfer(router, document, user)

    def _notify_signers(self, subject):
        managers = self.filtered('escalated_from_id')
        super(ApprovalTask, self - managers)._notify_signers(subject)
        if self.env.context.get('approval_escalating'):  # says only why one is asked
            subject = _lt("Overdue: your signature is asked for beside a late one")
        super(ApprovalTask, managers)._notify_signers(subject)

    def _counterparts(self):
        """The late signer's task and the manager's stand for one signature."""
        found = super()._counterparts()
        for task in self:
            late = task.escalated_from_id or task
            found |= task.step_id._asked_tasks().filtered(
                lambda other, late=late: (other.escalated_from_id or other)._signer() == late._signer())
        return found - self


class ApprovalRequest(models.Model):
    _inherit = 'approval.request'

    def _escalate(self):
        """Ask the managers of those who stay late after the reminder, once each."""
        calendar = {}
        late = self.task_ids.filtered(
            lambda task: task.state == 'pending' and task.reminded and not task.escalated
            and not task.delegation_id and not task.escalated_from_id and task._is_escalation_due(calendar))
        if not late:
            return
        router, documents = Router(self.env), self._documents()
        added = late.browse()
        for task in late:
            manager = task._find_manager(router, documents[task.request_id.id])
            if not manager:
                continue  # nobody is above, or nobody there may sign: looked for again next time
            task._sealed_write({'escalated': True}, SEAL)
            self.env['approval.event']._append([{
                'request': task.request_id, 'step': task.step_id, 'action': 'escalate',
                'note': f"{task.user_id.name} → {manager.name}"}])
            if manager not in task.step_id._asked_tasks().user_id:
                added |= task._add([(task.step_id, manager)], escalated_from_id=task.id, reminded=True)
        added.with_context(approval_escalating=True)._open()

