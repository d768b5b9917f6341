from odoo import fields, models

from .approval_sealed import SEAL


class ApprovalTask(models.Model):
    """A delegate is asked beside the principal: one task more, which counts as the principal's signature."""
    _inherit = 'approval.task'

    delegation_id = fields.Many2one(
        'approval.delegation', string="Delegation", readonly=True, index='btree_not_null', ondelete='restrict')
    principal_id = fields.Many2one(
        'res.users', string="On Behalf Of", readonly=True, ondelete='restrict',
        help="Whose signature it is, when somebody else is asked in his or her place.")

    def _signer(self):
        """Whose signature the task is: the principal's, or the user's own."""
        self.ensure_one()
        return self.principal_id or self.user_id

    def _open(self):
        super()._open()
        self._add_delegates()

    def _add_delegates(self):
        """Ask the delegates of those who are asked for a signature."""
        Delegation = self.env['approval.delegation']
        if not Delegation._running():
            return
        pairs = [
            (task, delegation)
            for task in self.sudo() if task.state == 'pending' and not task.delegation_id
            for delegation in Delegation._active_for(task.user_id, task.company_id)
            if task._may_be_delegated(delegation)]
        if not pairs:
            return
        self.sudo()._sealed_create([{
            'request_id': task.request_id.id, 'step_id': task.step_id.id, 'user_id': delegation.delegate_id.id,
            'principal_id': task.user_id.id, 'delegation_id': delegation.id,
        } for task, delegation in pairs], SEAL)._open()

    def _may_be_delegated(self, delegation):
        """True when the delegate may sign in place of the task's holder, and is not asked already."""
        request, delegate = self.request_id, delegation.delegate_id
        asked = request.task_ids.filtered(lambda task: task.state == 'pending' or (
            task.step_id == self.step_id and task.state in ('waiting', 'approved'))).user_id
        return (
            delegation._covers(request) and self._is_employee(delegate) and delegate not in asked
            and delegate not in request._excluded_signers() and not self._is_below(delegate, request.requester_id))

    def _is_below(self, user, boss):
        """True when ``boss`` leads ``user`` in the company of the task, whatever company anybody works in just now.

        Nobody signs what the own manager asks for in another's name.
        """
        self.ensure_one()
        employee = user.sudo().with_company(self.company_id).employee_id
        seen = employee
        while employee.parent_id and employee.parent_id not in seen:
            employee = employee.parent_id
            seen |= employee
            if employee.user_id == boss:
                return True
        return False

    def _may_still_sign(self, holders):
        if not self.delegation_id:
            return super()._may_still_sign(holders)
        own = self.step_id.task_ids.filtered(
            lambda task: task.user_id == self.principal_id and not task.delegation_id)[:1]
        return (
            self.delegation_id._covers(self.request_id) and self._is_employee(self.user_id)
            and not self._is_below(self.user_id, self.request_id.requester_id)
            and self._is_employee(self.principal_id) and (own.rerouted or self.principal_id in holders))

    def _counterparts(self):
        """The open tasks that ask for the same signatures as ``self``: of the principal, or of the delegates."""
        found = self.browse()
        for task in self:
            found |= task.step_id._asked_tasks().filtered(
                lambda other, own=task: other != own and other._signer() == own._signer())
        return found - self
