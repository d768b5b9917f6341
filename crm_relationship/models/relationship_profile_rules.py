from odoo import api, models

#: what the company's settings give to the rules: key -> field of res.company
COMPANY_RULES = {
    'sales_months': 'relationship_sales_months',
    'growth_months': 'relationship_growth_months',
    'rfm_months': 'relationship_rfm_months',
    'grade_basis': 'relationship_grade_basis',
    'activity_months': 'relationship_activity_months',
    'activity_high': 'relationship_activity_high',
    'risk_drop_percent': 'relationship_risk_drop_percent',
    'risk_silence_months': 'relationship_risk_silence_months',
    'risk_complaint_months': 'relationship_risk_complaint_months',
    'abc_a_percent': 'relationship_abc_a_percent',
    'abc_b_percent': 'relationship_abc_b_percent',
    'potential_high_percent': 'relationship_potential_high_percent',
    'potential_medium_percent': 'relationship_potential_medium_percent',
    'stage_new_months': 'relationship_stage_new_months',
    'stage_sleep_months': 'relationship_stage_sleep_months',
    'stage_lost_months': 'relationship_stage_lost_months',
    'value_years': 'relationship_value_years',
    'retention_low_percent': 'relationship_retention_low_percent',
    'retention_medium_percent': 'relationship_retention_medium_percent',
    'retention_high_percent': 'relationship_retention_high_percent',
}
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
