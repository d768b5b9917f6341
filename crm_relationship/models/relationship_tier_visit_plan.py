from odoo import fields, models
from odoo.tools.sql import column_exists

#: Of the tiers this application ships; what a company changes stays.
KEY_TIERS = ('tier_strategic', 'tier_core')


class RelationshipTier(models.Model):
    """Whose customers the plan for key customers is about (P1 ⑧)."""
    _inherit = 'relationship.tier'

    is_key = fields.Boolean("Important Customers", help="Visit plans for important customers propose the customers of this tier.")

    def _auto_init(self):
        """Databases made before visit plans existed get the mark on the shipped tiers, once."""
        is_new = not column_exists(self.env.cr, self._table, 'is_key')
        result = super()._auto_init()
        if is_new:
            for name in KEY_TIERS:
                if tier := self.env.ref(f'crm_relationship.{name}', raise_if_not_found=False):
                    self.env.cr.execute("UPDATE relationship_tier SET is_key = TRUE WHERE id = %s", [tier.id])
        return result
