from odoo import api, fields, models
from odoo.tools import SQL

from .approval_route import deadline
from .approval_sealed import SEAL

OPEN_STATES = ('waiting', 'pending')


class ApprovalRequestStep(models.Model):
    """A step of a request: the policy's definition frozen at submission, and how far it is."""
    _name = 'approval.request.step'
    _description = "Approval Request Step"
    _inherit = ['approval.step.mixin', 'approval.sealed']
    _order = 'request_id, sequence, id'
    _sealed_model = True

    name = fields.Char(translate=True)
    # A group goes with its addon; a request that waits for it is reported as stuck.
    group_id = fields.Many2one(ondelete='set null')
    request_id = fields.Many2one('approval.request', required=True, index=True, readonly=True, ondelete='cascade')
    policy_step_id = fields.Many2one('approval.policy.step', readonly=True, ondelete='set null')
    state = fields.Selection(
        selection=[
            ('waiting', "Waiting"),
            ('pending', "Pending"),
            ('signed', "Signed"),
            ('rejected', "Rejected"),
            ('skipped', "Skipped"),
            ('cancelled', "Cancelled"),
        ], required=True, default='waiting', readonly=True)
    skip_reason = fields.Char(readonly=True)
    deadline = fields.Datetime(readonly=True)
    task_ids = fields.One2many('approval.task', 'step_id', readonly=True)

    @api.model
    def _freeze(self, plans):
        """Store planned routes with their tasks.

        :param plans: list of (request, list of :class:`~.approval_route.PlannedStep`)
        """
        planned_steps = [(request, planned) for request, steps in plans for planned in steps]
        steps = self._sealed_create([{
            **self._definition_values(planned.step._definition()),
            'request_id': request.id,
            'policy_step_id': planned.step._origin.id,
            'state': 'skipped' if planned.skipped else 'waiting',
            'skip_reason': planned.skipped,
        } for request, planned in planned_steps], SEAL)
        steps._copy_translations()
        self.env['approval.task']._add([
            (step, user) for step, (_request, planned) in zip(steps, planned_steps) for user in planned.users])
        return steps

    def _copy_translations(self):
        """Give the frozen names the policy's names in every language."""
        self.flush_recordset()
        self.env.execute_query(SQL(
            """UPDATE approval_request_step frozen SET name = defined.name
                 FROM approval_policy_step defined
                WHERE defined.id = frozen.policy_step_id AND frozen.id = ANY(%s) RETURNING frozen.id""",
            self.ids))
        self.invalidate_recordset(['name'])

    def _activate(self, users_by_step):
        """Open the steps: exactly ``users_by_step[step.id]`` are asked for a signature now."""
        deadlines = {}  # asking the calendar takes queries
        for step in self:
            key = step.request_id.company_id, step.days_allowed
            if key not in deadlines:
                deadlines[key] = deadline(*key)
            users = users_by_step[step.id]
            tasks = step.task_ids.filtered(lambda task: task.state == 'waiting')
            (tasks.filtered(lambda task: task.user_id not in users))._close('superseded')
            self.env['approval.task']._add([(step, user) for user in users - tasks.user_id])
            step._sealed_write({
                'state': 'pending',
                'deadline': deadlines[key],
            }, SEAL)
        self.task_ids.filtered(lambda task: task.state == 'waiting')._open()

    def _asked_tasks(self):
        """The tasks that still wait for somebody."""
        return self.task_ids.filtered(lambda task: task.state in OPEN_STATES)

    def _is_signed(self):
        """True when enough of the people asked have signed."""
        self.ensure_one()
        asked = self.task_ids.filtered(lambda task: task.state in ('waiting', 'pending', 'approved'))
        signed = asked.filtered(lambda task: task.state == 'approved')
        if self.mode == 'any' or not signed:
            return bool(signed)
        return {task._signer() for task in signed} == {task._signer() for task in asked}

    def _close(self, state, reason=False):
        """Close open steps: ``signed``, ``rejected``, ``skipped`` or ``cancelled``; nobody is asked any more."""
        self._sealed_write({'state': state, 'skip_reason': reason}, SEAL)
        open_tasks = self.task_ids.filtered(lambda task: task.state in OPEN_STATES)
        open_tasks._close('cancelled' if state == 'cancelled' else 'superseded')
