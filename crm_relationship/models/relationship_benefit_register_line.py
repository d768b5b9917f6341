from odoo import fields, models

from .relationship_benefit import KINDS


class RelationshipBenefit(models.Model):
    _inherit = 'relationship.benefit'

    def _register_values(self, register, number):
        """This row of the ledger as row ``number`` of ``register``."""
        self.ensure_one()
        return {
            'register_id': register.id,
            'sequence': number,
            'date': self.date,
            'recipient': self.recipient_id.sudo().name,
            'customer': self.commercial_partner_id.sudo().name,
            'kind': self.kind,
            'document': self.name,
            'given_by': self.user_id.sudo().name,
            'state': self.state,
            'amount': self.amount,
            'is_over_cap': self.is_over_cap,
        }


class RelationshipBenefitRegisterLine(models.Model):
    """One row of a register, as it stood; written by filling in and by nothing else."""
    _name = 'relationship.benefit.register.line'
    _description = "Row of the Hospitality and Gift Register"
    _inherit = ['approval.sealed', 'relationship.child.mixin']
    _order = 'register_id, sequence, id'
    _rec_name = 'document'
    _sealed_model = True
    _document_field = 'register_id'

    register_id = fields.Many2one('relationship.benefit.register', required=True, index=True, ondelete='cascade')
    currency_id = fields.Many2one(related='register_id.company_id.currency_id')
    sequence = fields.Integer("No.", aggregator=None)
    date = fields.Date()
    recipient = fields.Char("Beneficiary")
    customer = fields.Char()
    kind = fields.Selection(KINDS)
    document = fields.Char("Number")
    given_by = fields.Char("Given by")
    state = fields.Selection(
        selection=lambda self: self.env['relationship.benefit']._fields['state']._description_selection(self.env),
        string="Status")
    amount = fields.Monetary()
    is_over_cap = fields.Boolean("Over a Cap")
