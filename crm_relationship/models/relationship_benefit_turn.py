from hashlib import sha256

from odoo import api, fields, models
from odoo.tools import SQL


class RelationshipBenefitTurn(models.Model):
    """Whose turn it is to check what a person or a customer gets, or what a table costs: a counter for each.

    A lock alone is not enough: a transaction that waited for it still sees the ledger as it was
    when it began. Counting up makes the later one fail in the database; Odoo tries it again, and
    then it sees the other's request.
    """
    _name = 'relationship.benefit.turn'
    _description = "Turn of the Benefit Check"
    _rec_name = 'partner_id'
    _log_access = False

    partner_id = fields.Many2one('res.partner', "Contact", index=True, ondelete='cascade')
    table_key = fields.Char("Table", help="Stands for a company's day and venue.")
    number = fields.Integer(required=True, default=0)

    _partner_unique = models.Constraint('UNIQUE (partner_id)', "A contact has one counter.")
    _table_unique = models.Constraint('UNIQUE (table_key)', "A table has one counter.")

    @api.model
    def _take(self, partners, tables=()):
        """Let no other transaction check ``partners`` or ``tables`` at the same moment.

        In the order of their ids, so that two requests with the same people never wait for each
        other in a circle.

        :param tables: tuples that name a company, a day and a venue
        """
        # a venue may be longer than what an index takes
        keys = {sha256(repr(table).encode()).hexdigest() for table in tables}
        for column, values in (('partner_id', partners.ids), ('table_key', keys)):
            if values:
                self.env.cr.execute(SQL(
                    """INSERT INTO relationship_benefit_turn AS turn (%(column)s, number)
                            SELECT value, 1 FROM unnest(%(values)s) AS value ORDER BY value
                       ON CONFLICT (%(column)s) DO UPDATE SET number = turn.number + 1""",
                    column=SQL.identifier(column), values=sorted(values)))
        self.invalidate_model(flush=False)
