from odoo import api, models

from .res_company_classification import COMPANY_RULES

#: the ladders: key -> model
LADDERS = {
    'tiers': 'relationship.tier',
    'grades': 'relationship.grade',
    'segments': 'relationship.rfm.segment',
}


class RelationshipProfile(models.Model):
    """The rules of a company as plain data: for the pass, its versions and the try-out."""
    _inherit = 'relationship.profile'

    @api.model
    def _rules(self, company):
        """The settings of ``company`` and the ladders it is classified by, in their order.

        Names are the source language's, so that the same rules always read the same.
        """
        rules = {key: company[name] for key, name in COMPANY_RULES.items()}
        for key, model in LADDERS.items():
            rules[key] = self.env[model].with_context(lang='en_US')._for_company(company)._snapshot()
        # bands are read from the best down, whatever their order on the screen
        rules['grades'].sort(key=lambda grade: -grade['percent_min'])
        return rules
