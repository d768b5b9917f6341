from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    relationship_gift_department_id = fields.Many2one(
        related='company_id.relationship_gift_department_id', readonly=False,
        domain="[('company_id', 'in', (False, company_id))]")
    relationship_gift_proof = fields.Selection(
        related='company_id.relationship_gift_proof', readonly=False, required=True)
    relationship_gift_cash_words = fields.Char(
        related='company_id.relationship_gift_cash_words', readonly=False)
