from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class RelationshipSuggestionMeasure(models.Model):
    """A measure of an accepted suggestion: who does what until when, in step with an activity (R2.2)."""
    _name = 'relationship.suggestion.measure'
    _description = "Measure of a Suggestion"
    _inherit = ['relationship.child.mixin', 'relationship.duty.mixin']
    _order = 'date, id'
    _document_field = 'suggestion_id'

    suggestion_id = fields.Many2one(
        'relationship.suggestion', "Suggestion", required=True, ondelete='restrict', index=True)
    company_id = fields.Many2one(related='suggestion_id.company_id', store=True, precompute=True, index=True)

    @api.model_create_multi
    def create(self, vals_list):
        """Measures are set by those who answer, on what was accepted."""
        measures = super().create(vals_list)
        measures._check_may_set()
        measures.sudo()._duty_open_activities()
        return measures

    def write(self, vals):
        if 'suggestion_id' in vals and any(measure.suggestion_id.id != vals['suggestion_id'] for measure in self):
            raise UserError(self.env._("A measure stays with its suggestion."))
        if vals.keys() - self._duty_open_fields - {'suggestion_id'}:
            self._check_may_set()
        return super().write(vals)

    def _check_may_set(self):
        """Raise unless the user may set measures, on accepted suggestions."""
        user = self.env.user
        if user.id != api.SUPERUSER_ID and not user.has_group('crm_relationship.group_supervisor'):
            raise AccessError(self.env._("Measures are set by supervisors and managers."))
        if any(measure.suggestion_id.state != 'accepted' for measure in self.sudo()):
            raise UserError(self.env._("Measures belong to accepted suggestions only."))

    def action_cancel(self):
        """Call the measures off."""
        self.check_access('write')
        self._check_may_set()
        self.sudo()._duty_cancel(self.env._("Called off by %s", self.env.user.name))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_planned(self):
        self._check_may_set()
        if any(measure.state != 'planned' for measure in self):
            raise UserError(self.env._("What was done stays on record."))
        self.sudo().activity_id.filtered('active').unlink()

    def _duty_document(self):
        return self.suggestion_id
