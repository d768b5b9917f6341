from odoo import fields, models


class MailActivityType(models.Model):
    _inherit = 'mail.activity.type'

    relationship_is_contact = fields.Boolean(
        "Counts as Interaction", help="Done activities of this type count as interactions with the customer.")
