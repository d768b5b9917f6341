from odoo import fields, models


class RelationshipHospitalityStepTemplate(models.Model):
    """A line of the checklist every new plan starts with (P3 ③–⑦, P4 ④⑤)."""
    _name = 'relationship.hospitality.step.template'
    _description = "Hospitality Checklist Line"
    _inherit = ['relationship.input.guard']
    _order = 'kind, sequence, id'

    name = fields.Char("What to Do", required=True, translate=True)
    kind = fields.Selection(
        [('reception', "Reception"), ('dining', "Dining")], required=True, default='reception')
    sequence = fields.Integer(default=10)
    responsible = fields.Selection(
        [('arranger', "The arranger"), ('applicant', "The applicant")],
        required=True, default='arranger')
    company_id = fields.Many2one('res.company', help="Empty: for all companies.", index='btree_not_null')
    active = fields.Boolean(default=True)
