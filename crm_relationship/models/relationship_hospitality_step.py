from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.document_approval.models.approval_sealed import SEAL


class RelationshipHospitalityStep(models.Model):
    """One thing to do in a reception or dining plan (P3 ③–⑦, P4 ④⑤).

    Who ticked it and when are sealed: only `action_done` and `action_undo`
    write them.
    """
    _name = 'relationship.hospitality.step'
    _description = "Hospitality Plan Step"
    _inherit = ['relationship.child.mixin', 'approval.sealed', 'relationship.input.guard']
    _order = 'hospitality_id, sequence, id'
    _document_field = 'hospitality_id'
    _sealed_fields = frozenset({'done', 'done_by_id', 'done_date', 'called_off'})

    hospitality_id = fields.Many2one(
        'relationship.hospitality', "Request", required=True, ondelete='cascade', index=True)
    company_id = fields.Many2one(related='hospitality_id.company_id', store=True, index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char("What to Do", required=True)
    responsible_id = fields.Many2one('res.users', "Responsible", domain=[('share', '=', False)])
    note = fields.Char()
    done = fields.Boolean(readonly=True)
    done_by_id = fields.Many2one('res.users', "Done by", readonly=True)
    done_date = fields.Datetime("Done at", readonly=True)
    called_off = fields.Boolean(readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        steps = super().create(vals_list)
        steps._check_open()
        return steps

    def write(self, vals):
        self._check_open()
        result = super().write(vals)
        if 'hospitality_id' in vals:
            # a rule is asked before a change; the plan a step moves to counts as well
            self.check_access('write')
        return result

    def action_done(self):
        """Tick the steps. The last tick of a plan marks the hospitality as held."""
        steps = self._check_can_tick().filtered(lambda step: not step.done)
        steps._sealed_write({
            'done': True, 'done_by_id': self.env.uid, 'done_date': fields.Datetime.now()}, SEAL)
        steps.hospitality_id._plan_ticked()

    def action_undo(self):
        """Take a tick back, as long as the hospitality is not reported."""
        steps = self._check_can_tick()
        if steps.hospitality_id.filtered('report_id'):
            raise UserError(self.env._("The report exists already: the checklist can no longer change."))
        steps._sealed_write({'done': False, 'done_by_id': False, 'done_date': False}, SEAL)

    def _check_can_tick(self):
        """Return the steps in sudo if the user has a part in their plan; raise otherwise."""
        self.check_access('read')
        if self.filtered('called_off'):
            raise UserError(self.env._("This hospitality is called off: there is nothing left to do."))
        steps = self.sudo()
        for step in steps:
            if step.responsible_id != self.env.user:
                step.hospitality_id.sudo(False)._check_can_arrange()
        return steps

    def _check_open(self):
        """What was done, called off or reported is part of the record and stays as it is."""
        for step in self.sudo():
            if step.done or step.called_off or step.hospitality_id.report_ids:
                raise UserError(self.env._(
                    "“%s” is part of the record and can no longer be changed.", step.name))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_open(self):
        self._check_open()
