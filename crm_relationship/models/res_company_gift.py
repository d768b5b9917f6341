from odoo import fields, models


class ResCompany(models.Model):
    """What a company sets for gifts."""
    _inherit = 'res.company'

    relationship_gift_department_id = fields.Many2one(
        'hr.department', "Gift-Keeping Department", domain="[('company_id', 'in', (False, id))]",
        help="Proposed on gift requests as the department that keeps the gifts.")
