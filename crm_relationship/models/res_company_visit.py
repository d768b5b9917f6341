from odoo import fields, models


class ResCompany(models.Model):
    """When a visit needs an application (P2 ②)."""
    _inherit = 'res.company'

    relationship_visit_application = fields.Selection(
        [('costs_off_plan', "Visits with costs, unless on an approved plan"),
         ('costs', "All visits with costs"),
         ('all', "All visits")],
        "Visit Applications", required=True, default='costs_off_plan',
        help="Which visits need an approved application before they begin. One with an advance always does.")
