from odoo import api, fields, models

from .approval_request_step import OPEN_STATES
from .approval_sealed import SEAL

POSITIONS = [('before', "Before"), ('beside', "Beside"), ('after', "After")]


class ApprovalRequestStep(models.Model):
    """Steps that a signer added, steps that wait again, and people chosen in place of others (rule 7)."""
    _inherit = 'approval.request.step'

    added_by_id = fields.Many2one(
        'res.users', string="Added By", readonly=True, ondelete='restrict',
        help="The signer who asked for this signature on top of those of the policy.")
    added_position = fields.Selection(POSITIONS, string="Added", readonly=True)

    def _rank(self):
        """Where the step stands in its route; greater is later."""
        self.ensure_one()
        return self.sequence, self.id

    def _with_chosen(self, users, skip, excluded):
        """Who is asked, given ``users`` whom the step names: people chosen in place of others stay chosen.

        After a return, whoever gave the signature away is not asked again, the one who took it is.

        :return: (users, reason the step may be skipped or ''), as :meth:`Router.candidates`
        """
        self.ensure_one()
        asked = self._asked_tasks()
        chosen = asked.filtered('rerouted').user_id - excluded
        gave_away = self.task_ids.filtered(lambda task: task.state == 'transferred').user_id - asked.user_id
        return (users - gave_away | chosen) or users, '' if chosen else skip

    def _is_dispensable(self, users):
        """True when the step may be left out for want of people: nothing of the policy gets lost."""
        self.ensure_one()
        return not users and (self.optional or bool(self.added_by_id))

    def _signed_names(self):
        """The names of those whose signatures count."""
        return [task._signer().name for task in self.task_ids if task.state == 'approved']

    def _pause(self):
        """A pending step waits for one that was put before it; its holders keep reading the document."""
        pending = self.task_ids.filtered(lambda task: task.state == 'pending')
        pending._close('waiting', keeps_reading=True)
        self._sealed_write({'state': 'waiting', 'deadline': False}, SEAL)

    def _reset(self):
        """The steps are asked again from the beginning; their signatures stay in the record and count no more."""
        chosen = []
        for step in self:
            counting = step.task_ids.filtered(lambda task: task.state in (*OPEN_STATES, 'approved'))
            signers = self.env['res.users'].union(*(task._signer() for task in counting))
            chosen += [(step, user) for user in step.task_ids.filtered(
                lambda task, signers=signers: task.rerouted and task.user_id in signers).user_id]
        tasks = self.task_ids
        signed = tasks.filtered(lambda task: task.state == 'approved')
        tasks.filtered(lambda task: task.state in OPEN_STATES)._close('superseded')
        signed._sealed_write({'state': 'superseded', 'keeps_reading': True}, SEAL)
        self._sealed_write({'state': 'waiting', 'skip_reason': False, 'deadline': False}, SEAL)
        self.env['approval.task']._add(chosen, rerouted=True)

    @api.model
    def _insert(self, own, position, values):
        """A step more in the route of ``own``, before or behind it; the others keep their order.

        :param dict values: of the new step; ``name`` is a function of an environment, for each language
        """
        steps = list(own.request_id.step_ids.sorted())
        place = steps.index(own)
        if position != 'before':
            place += 1
            while place < len(steps) and steps[place].added_position in ('beside', 'after'):
                place += 1
        name = values['name']
        english = self.with_context(lang='en_US')
        step = english._sealed_create([{
            **values, 'name': name(english.env), 'request_id': own.request_id.id,
            'added_by_id': self.env.uid, 'added_position': position,
        }], SEAL)
        for code, _label in self.env['res.lang'].get_installed():
            if code != 'en_US':
                translated = step.with_context(lang=code)
                translated._sealed_write({'name': name(translated.env)}, SEAL)
        steps.insert(place, step.with_env(self.env))
        for number, other in enumerate(steps, 1):
            if other.sequence != 10 * number:
                other._sealed_write({'sequence': 10 * number}, SEAL)
        return step.with_env(self.env)
