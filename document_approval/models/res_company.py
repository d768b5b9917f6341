from odoo import fields, models


class ResCompany(models.Model):
    _inherit = 'res.company'

    approval_urge_hours = fields.Integer(
        string="Hours Between Reminders", default=4, required=True,
        help="How long the requester waits before the signers of a document can be reminded again.")

    _approval_urge_hours_range = models.Constraint(
        "CHECK(approval_urge_hours BETWEEN 1 AND 720)",
        "Between two reminders lie 1 to 720 hours: correct the number.")
