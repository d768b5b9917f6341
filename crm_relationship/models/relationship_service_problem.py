from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.document_approval.models.approval_sealed import SEAL


class RelationshipServiceProblem(models.Model):
    """《客户服务方案》的问题: what went wrong in carrying a scheme out, and what the next one does about it (P5 ⑨).

    Open problems go along into the next revision, whose author says how it improves on them; they
    are signed with that revision.
    """
    _name = 'relationship.service.problem'
    _description = "Problem of a Service Scheme"
    _inherit = ['relationship.child.mixin', 'approval.line.mixin', 'approval.sealed', 'relationship.input.guard']
    _order = 'date desc, id desc'
    _check_company_auto = True
    _document_field = 'plan_id'
    _approval_document_field = 'revision_id'
    _sealed_fields = frozenset({'state', 'revision_id'})

    plan_id = fields.Many2one(
        'relationship.service.plan', "Service Scheme", required=True, ondelete='cascade', index=True)
    revision_id = fields.Many2one(
        'relationship.service.plan', "Taken into", readonly=True, copy=False, ondelete='restrict',
        index='btree_not_null')
    company_id = fields.Many2one(related='plan_id.company_id', store=True, index=True)
    action_id = fields.Many2one(
        'relationship.service.action', "Action", check_company=True, ondelete='restrict', index='btree_not_null',
        domain="[('plan_id', '=', plan_id)]")
    date = fields.Date(
        "Found on", required=True, default=lambda self: self.env.company._relationship_today())
    user_id = fields.Many2one(
        'res.users', "Found by", required=True, default=lambda self: self.env.user, check_company=True,
        domain=[('share', '=', False)], ondelete='restrict', index=True)
    name = fields.Char("Problem", required=True)
    cause = fields.Text()
    improvement = fields.Text()
    state = fields.Selection(
        [('open', "Open"), ('taken', "In Revision"), ('improved', "Improved"), ('dropped', "Not Pursued")],
        default='open', required=True, readonly=True, copy=False, index=True)

    @api.model
    def _approval_content_fields(self):
        """What the signers of the revision see of a problem."""
        return [self._fields[name] for name in ('cause', 'improvement', 'name')]

    @api.model_create_multi
    def create(self, vals_list):
        problems = super().create(vals_list)
        if idle := problems.sudo().plan_id.filtered(lambda plan: plan.stage != 'in_force'):
            raise UserError(self.env._(
                "%s is not in force. Problems are noted on the scheme in force.", idle[0].name))
        return problems

    def write(self, vals):
        if 'plan_id' in vals and any(problem.plan_id.id != vals['plan_id'] for problem in self):
            raise UserError(self.env._("A problem stays with its scheme."))
        self._check_open()
        return super().write(vals)

    @api.constrains('date', 'user_id', 'action_id', 'plan_id')
    def _check_finding(self):
        """Found by oneself, not in the future, and on an action of the scheme or of one it revises."""
        for problem in self:
            if problem.date > problem.company_id._relationship_today():
                raise ValidationError(self.env._("A problem cannot be found in the future."))
            if problem.action_id and problem.action_id.plan_id not in problem.plan_id._revision_chain():
                raise ValidationError(self.env._("The action belongs to another scheme."))
            if problem.user_id != self.env.user and not self.env[
                    'relationship.team.mixin']._may_act_for_others():
                raise ValidationError(self.env._("Note the problems you found yourself."))

    def action_drop(self):
        """Close it without a change of the scheme: a supervisor decides so, and says why in the improvement."""
        self.check_access('write')
        if not self.env.user.has_group('crm_relationship.group_supervisor'):
            raise AccessError(self.env._("Only supervisors close a problem without a revision."))
        for problem in self:
            if problem.state != 'open':
                raise UserError(self.env._("Only open problems can be closed."))
            if not (problem.improvement or '').strip():
                raise UserError(self.env._("Say under “Improvement” why nothing has to change."))
        self.sudo()._sealed_write({'state': 'dropped'}, SEAL)

    def _check_open(self):
        """What led to a revision, or was closed, is part of the record."""
        if closed := self.filtered(lambda problem: problem.state in ('improved', 'dropped')):
            raise UserError(self.env._(
                "“%s” is part of the record and can no longer be changed.", closed[0].name))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_open(self):
        if any(problem.state != 'open' for problem in self):
            raise UserError(self.env._("Only open problems can be deleted."))
