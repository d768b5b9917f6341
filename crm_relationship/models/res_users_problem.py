from odoo import models


class ResUsers(models.Model):
    _inherit = 'res.users'

    def action_archive(self):
        """Open problems of somebody who leaves go back to the visitor, else they stand there without an owner."""
        result = super().action_archive()
        problems = self.env['relationship.visit.problem'].sudo().search([
            ('user_id', 'in', self.ids), ('state', '=', 'open')])
        for problem in problems:
            visitor = problem.visit_id.user_id
            problem.user_id = visitor if visitor.active else False
        return result
