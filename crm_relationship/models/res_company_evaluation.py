from odoo import fields, models


class ResCompany(models.Model):
    """Who answers credit proposals, and the latest round of evaluations."""
    _inherit = 'res.company'

    relationship_credit_user_id = fields.Many2one(
        'res.users', "Decides on Credit Proposals", domain="[('share', '=', False), ('company_ids', 'in', id)]",
        help="Gets the proposals that follow from evaluations. Empty: a finance auditor of the company, else a "
             "service manager.")
    # Two people who propose a round at once both write it, so the second is tried again and finds the first's work.
    relationship_round_date = fields.Datetime("Last Round of Evaluations", readonly=True)

    def _relationship_credit_person(self):
        """Who gets credit proposals: the person set, else the first finance auditor, else a service manager."""
        self.ensure_one()
        person = self.sudo().relationship_credit_user_id
        if person.active and self in person.company_ids:
            return person
        Users = self.env['res.users'].sudo()
        for name in ('group_finance_auditor', 'group_service_manager'):
            group = self.env.ref(f'crm_relationship.{name}')
            if person := Users.search([
                    ('all_group_ids', 'in', group.ids), ('share', '=', False), ('company_ids', 'in', self.ids)],
                    order='id', limit=1):
                return person
        return Users
