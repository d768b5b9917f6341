from odoo import api, models


class RelationshipVisitRecordLine(models.AbstractModel):
    """Rows of a visit's record: they follow the visit's access and are locked with its report."""
    _name = 'relationship.visit.record.line'
    _description = "Line of a Visit's Record"
    _inherit = ['relationship.child.mixin', 'relationship.input.guard']

    _document_field = 'visit_id'
    #: what goes on after the report was accepted
    _follow_up_fields = frozenset()

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.visit_id._check_record_open()
        return lines

    def write(self, vals):
        if not self._follow_up_fields.issuperset(vals):
            self.visit_id._check_record_open()
        result = super().write(vals)
        if 'visit_id' in vals:
            self.visit_id._check_record_open()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_accepted(self):
        self.visit_id._check_record_open()
