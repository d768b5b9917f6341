from odoo import fields, models

from .approval_request_step import OPEN_STATES
from .approval_route import Router


class ApprovalTask(models.Model):
    """Who may take a signature over, and the handing over itself (APPROVAL.md rules 3 and 7)."""
    _inherit = 'approval.task'

    keeps_reading = fields.Boolean(
        readonly=True, help="Who was asked, or signed what was returned, reads on while others are asked.")

    def _hand_over(self, user, action, reason):
        """Ask ``user`` in place of the holders of ``self``, one task of each request; the caller checked both.

        :param str action: the event's: ``reroute`` by an administrator, ``transfer`` by the holder
        """
        requests = self.request_id
        self.env['approval.event']._append([{
            'request': task.request_id, 'step': task.step_id, 'action': action,
            'note': f"{task.user_id.name} → {user.name}: {reason}",
        } for task in self])
        texts = {task.request_id.id: self.env._(
            "%(step)s: %(old)s → %(new)s. %(reason)s",
            step=task.step_id.name, old=task.user_id.name, new=user.name, reason=reason) for task in self}
        new_tasks = self._add([(task.step_id, user) for task in self], rerouted=True)
        self._counterparts()._close('superseded')
        self._close('transferred')
        new_tasks._open()
        requests._log(texts)
        requests._touch()

    def _explain_unfit(self, user, asked):
        """Why ``user`` may not sign this request at all, or ''.

        :param asked: users who are asked for a signature already
        """
        request = self.request_id
        if user in request._excluded_signers() | asked:
            return self.env._(
                "%(user)s asked for, changed or signed %(document)s, or is asked already. Choose somebody else.",
                user=user.name, document=request.document_name)
        if not self._is_employee(user):
            return self.env._(
                "%(user)s is no employee with access to %(company)s.",
                user=user.name, company=request.company_id.name)
        return ''

    def _explain_no_newcomer(self, router, document, user):
        """Why ``user`` may not be brought in by a signer, or ''.

        Whoever signs a step of the policy is kept for it: used up elsewhere, the policy's step would
        go to nobody or to the next level.
        """
        request = self.request_id
        steps = request.step_ids.filtered(lambda step: step.state in OPEN_STATES)
        if problem := self._explain_unfit(user, steps._asked_tasks().user_id):
            return problem
        for step in steps - self.step_id:
            if user in router.holders(step, document, request.requester_id):
                return self.env._(
                    "%(user)s signs “%(step)s” of this document. Choose somebody else.",
                    user=user.name, step=step.name)
        if not router.reads_type(user, request.res_model):
            return self.env._(
                "%(user)s has no access to documents of the type “%(type)s”. Choose somebody else.",
                user=user.name, type=request.document_type)
        return ''

    def _explain_no_transfer(self, router, document, user):
        """Why the holder may not give the task to ``user``, or ''. It never leads to somebody lesser."""
        request, step = self.request_id, self.step_id
        if problem := self._explain_no_newcomer(router, document, user):
            return problem
        if self._is_below(user, request.requester_id):
            return self.env._(
                "%(user)s works under %(requester)s, who asks for the signature. Choose somebody else.",
                user=user.name, requester=request.requester_id.name)
        if user not in self._equals(router, document):
            return self.env._(
                "%(user)s neither holds the role “%(step)s” nor has at least your authority. Choose somebody who "
                "does, or ask the administrator.", user=user.name, step=step.name)
        if request._is_beyond(router, step, user, document) and not request._next_levels(step):
            return self.env._(
                "The amount is above the authority of %s, and no higher level follows. Choose somebody else.", user.name)
        return ''

    def _equals(self, router, document):
        """Users with at least the standing of the task's holder for this step, before anybody is excluded.

        They hold the step's role or a higher one of the same kind, lead the holder, or have a signing
        authority for such documents that reaches at least as far as the holder's.
        """
        step, company = self.step_id, self.company_id
        users = router.holders(step, document, self.requester_id) | self._leaders(self.user_id)
        here = [('share', '=', False), ('company_ids', 'in', company.ids)]
        search = self.env['res.users'].sudo().search
        group = step.group_id if step.approver_type == 'group' else step.group_id.browse()
        if higher := (group.all_implied_by_ids - group).filtered(
                lambda other: other.privilege_id and other.privilege_id == group.privilege_id):
            users |= search([('all_group_ids', 'in', higher.ids), *here])
        lines = self.env['approval.authority'].sudo().search([('company_id', 'in', [company.id, False])])
        authorised = search(['|', ('id', 'in', lines.user_id.ids), ('all_group_ids', 'in', lines.group_id.ids), *here])
        limits = self.env['approval.authority']._limits_for(
            authorised | self.user_id, company, document._name, fields.Date.context_today(self))
        floor = max(limits[self.user_id.id], 0.0)
        return users | authorised.filtered(lambda user: limits[user.id] >= floor)

    def _leaders(self, user):
        """Everybody who leads ``user``, up to the top."""
        employee = user.sudo().with_company(self.company_id).employee_id
        seen = employee
        while employee.parent_id and employee.parent_id not in seen:
            employee = employee.parent_id
            seen |= employee
        return seen.user_id - user

    def _transfer_candidates(self):
        """The users to whom the holder may give the task: what the dialog offers."""
        self.ensure_one()
        router, document = Router(self.env), self.request_id._documents()[self.request_id.id]
        return self._equals(router, document).filtered(
            lambda user: not self._explain_no_transfer(router, document, user))
