from odoo import api, models
from odoo.exceptions import UserError

FOLLOWED = ('user_id', 'date_deadline')


class MailActivity(models.Model):
    """The activity of an open problem is that problem's reminder: what happens to one happens to both."""
    _inherit = 'mail.activity'

    def _own_problems(self):
        """Problems whose present reminder is among these activities.

        Looked up from the problem, whose side of the link is sealed.
        """
        return self.env['relationship.visit.problem'].sudo().search([('activity_id', 'in', self.ids)])

    def write(self, vals):
        result = super().write(vals)
        if not {'active', *FOLLOWED}.isdisjoint(vals):
            problems = self._own_problems()
            if problems and 'active' in vals:
                problems._activity_reopened() if vals['active'] else problems._activity_done(False)
            problems._activity_changed([name for name in FOLLOWED if name in vals])
        return result

    def _action_done(self, feedback=False, attachment_ids=None):
        problems = self._own_problems()
        result = super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
        problems._activity_done(feedback)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_open_problem(self):
        """An open problem keeps its reminder: cancelling it would forget the problem.

        The system itself may (a user is archived, contacts are merged): `unlink` makes a new one then.
        """
        problems = self._own_problems().filtered(lambda problem: problem.state == 'open')
        if problems and not self.env.su:
            raise UserError(self.env._(
                "This is the reminder of an open problem: %s. Mark it as done when it is solved, or give it to "
                "somebody else.", ", ".join(problems.mapped('name'))))

    def unlink(self):
        problems = self._own_problems().filtered(lambda problem: problem.state == 'open')
        result = super().unlink()
        problems.exists()._sync_activity()
        return result
