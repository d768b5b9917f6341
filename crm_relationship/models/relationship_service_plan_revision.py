from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.document_approval.models.approval_sealed import SEAL


class RelationshipServicePlan(models.Model):
    """《客户服务方案》的改进: problems found in carrying a scheme out lead to its next revision (P5 ⑨)."""
    _inherit = 'relationship.service.plan'

    _approval_open_fields = frozenset({'problem_ids', 'action_ids', 'taken_problem_ids'})
    _print_faces = {'scheme': (), 'plan': ('action_ids',)}
    _revision_compared = ('subject', 'date_from', 'date_to', 'situation', 'needs', 'preferences', 'goals')
    _revision_line_compared = ('name', 'standard', 'frequency', 'date_first', 'user_id', 'cost')

    previous_id = fields.Many2one(
        'relationship.service.plan', "Revision of", readonly=True, copy=False, index='btree_not_null',
        ondelete='restrict', check_company=True)
    superseded_by_id = fields.Many2one(
        'relationship.service.plan', "Superseded by", readonly=True, copy=False, ondelete='restrict',
        index='btree_not_null')
    problem_ids = fields.One2many('relationship.service.problem', 'plan_id', "Problems Found", copy=False)
    taken_problem_ids = fields.One2many('relationship.service.problem', 'revision_id', "Problems Taken Along", copy=False)
    open_problem_count = fields.Integer("Open Problems", compute='_compute_open_problem_count')

    @api.depends_context('uid')
    @api.depends('problem_ids.state')
    def _compute_open_problem_count(self):
        counts = dict(self.env['relationship.service.problem']._read_group(
            [('plan_id', 'in', self.ids), ('state', '=', 'open')], ['plan_id'], ['__count']))
        for plan in self:
            plan.open_problem_count = counts.get(plan._origin, 0)

    def action_report_problem(self):
        """Open the dialog for a problem found in carrying this scheme out."""
        self.ensure_one()
        self.check_access('read')
        return self._action_report_problem(self.env['relationship.service.action'])

    def _action_report_problem(self, action):
        if self.sudo().stage != 'in_force':
            raise UserError(self.env._("Problems are noted on the scheme in force. Revise the draft itself."))
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Report Problem"), 'view_mode': 'form',
            'res_model': 'relationship.service.problem', 'target': 'new',
            'context': {'default_plan_id': self.id, 'default_action_id': action.id}}

    def _revision_values(self):
        """The revision is written by whoever starts it."""
        return {**super()._revision_values(), 'user_id': self.env.uid}

    def _revision_created(self, revision):
        """It begins where the older one still stands, its services go on in their rhythm; open problems come along.

        Only now that the lines know their origin may their first day lie before the begin.
        """
        super()._revision_created(revision)
        today = self.company_id._relationship_today()
        revision.with_context(mail_notrack=True).date_from = min(max(today, self.date_from), self.date_to)
        for line in revision.line_ids.filtered(lambda line: line.date_first != line.origin_id.date_first):
            line.date_first = line.origin_id.date_first
        self.sudo().problem_ids.filtered(lambda problem: problem.state == 'open')._sealed_write(
            {'revision_id': revision.id, 'state': 'taken'}, SEAL)

    def _revision_changes(self):
        """The problems solved come after the texts and the services that changed."""
        return super()._revision_changes() + [
            {'label': self.env._("Problem: %s", problem.name), 'before': problem.cause or '',
             'after': problem.improvement or ''}
            for problem in self.sudo().taken_problem_ids]

    def _approval_submit_problems(self):
        """A revision answers the problems it was made for."""
        problems = super()._approval_submit_problems()
        if unanswered := self.taken_problem_ids.filtered(lambda problem: not (problem.improvement or '').strip()):
            problems.append(self.env._(
                "Say how the scheme improves on: %s.", ", ".join(unanswered.mapped('name'))))
        return problems

    def _revision_in_force(self):
        super()._revision_in_force()
        self.taken_problem_ids._sealed_write({'state': 'improved'}, SEAL)
        # what was found while the revision was being signed stays open, on the revision now
        self.previous_id.problem_ids.filtered(lambda problem: problem.state == 'open')._sealed_write(
            {'plan_id': self.id}, SEAL)

    def _approval_cancelled(self, reason):
        super()._approval_cancelled(reason)
        self.sudo()._release_problems()

    def unlink(self):
        self.sudo()._release_problems()
        return super().unlink()

    def _release_problems(self):
        """Problems of a revision that comes to nothing are open again."""
        self.taken_problem_ids.filtered(lambda problem: problem.state == 'taken')._sealed_write(
            {'revision_id': False, 'state': 'open'}, SEAL)
