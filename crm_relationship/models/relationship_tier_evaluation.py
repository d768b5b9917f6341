from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

MONTHS_MAX = 120
#: months between two evaluations of the shipped tiers
SHIPPED_MONTHS = {'strategic': 12, 'core': 12, 'potential': 24, 'basic': 0}


class RelationshipTier(models.Model):
    """How often customers of a tier are judged."""
    _inherit = 'relationship.tier'

    evaluation_months = fields.Integer(
        "Evaluate Every (months)", help="0: customers of this tier are not due by themselves.")

    @api.constrains('evaluation_months')
    def _check_evaluation_months(self):
        if any(not 0 <= tier.evaluation_months <= MONTHS_MAX for tier in self):
            raise ValidationError(self.env._("Evaluations are due every 0 to %s months.", MONTHS_MAX))

    @api.model
    def _load_evaluation_months(self):
        """Give the shipped tiers their months where nobody set any: 0 set by hand is not empty."""
        for name, months in SHIPPED_MONTHS.items():
            tier = self.env.ref(f'crm_relationship.tier_{name}', raise_if_not_found=False)
            if tier:
                self.env.cr.execute(SQL(
                    "UPDATE relationship_tier SET evaluation_months = %s WHERE id = %s AND evaluation_months IS NULL",
                    months, tier.id))
        self.invalidate_model(['evaluation_months'])
