from odoo import fields, models


class RelationshipVisitReview(models.TransientModel):
    """The note of whoever accepts reports, or the reason of whoever sends them back."""
    _name = 'relationship.visit.review'
    _description = "Check of Visit Reports"
    _inherit = ['relationship.input.guard']

    decision = fields.Selection([('accept', "Accept the Report"), ('return', "Send Back")], required=True, default='accept')
    visit_ids = fields.Many2many('relationship.visit', string="Visits", required=True)
    note = fields.Text()

    def action_confirm(self):
        """Decide on all of them, or on none.

        :raise UserError: when one does not wait to be checked, or a reason is missing
        """
        self.ensure_one()
        self.check_access('write')
        if self.decision == 'accept':
            self.visit_ids._accept_report(self.note)
        else:
            self.visit_ids._return_report(self.note)
        return {'type': 'ir.actions.act_window_close'}
