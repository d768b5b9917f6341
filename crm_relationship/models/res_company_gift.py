from odoo import fields, models


class ResCompany(models.Model):
    """What a company sets for gifts."""
    _inherit = 'res.company'

    relationship_gift_department_id = fields.Many2one(
        'hr.department', "Gift-Keeping Department", domain="[('company_id', 'in', (False, id))]",
        help="Proposed on gift requests as the department that keeps the gifts.")
    relationship_gift_proof = fields.Selection(
        [('any', "A photo or the recipient's signature"), ('none', "Not asked for")],
        "Proof of the Hand-over", required=True, default='any')
