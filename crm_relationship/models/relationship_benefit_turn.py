from odoo import api, fields, models
from odoo.tools import SQL


class RelationshipBenefitTurn(models.Model):
    """Whose turn it is to check what a person or a customer gets: a counter per contact.

    A lock alone is not enough: a transaction that waited for it still sees the ledger as it was
    when it began. Counting up makes the later one fail in the database; Odoo tries it again, and
    then it sees the other's request.
    """
    _name = 'relationship.benefit.turn'
    _description = "Turn of the Benefit Check"
    _rec_name = 'partner_id'
    _log_access = False

    partner_id = fields.Many2one('res.partner', "Contact", required=True, index=True, ondelete='cascade')
    number = fields.Integer(required=True, default=0)

    _partner_unique = models.Constraint('UNIQUE (partner_id)', "A contact has one counter.")

    @api.model
    def _take(self, partners):
        """Let no other transaction check ``partners`` at the same moment.

        In the order of their ids, so that two requests with the same people never wait for each
        other in a circle.
        """
        if not partners:
            return
        self.env.cr.execute(SQL(
            """INSERT INTO relationship_benefit_turn AS turn (partner_id, number)
                    SELECT id, 1 FROM unnest(%s) AS id ORDER BY id
               ON CONFLICT (partner_id) DO UPDATE SET number = turn.number + 1""", sorted(partners.ids)))
        self.invalidate_model(flush=False)
