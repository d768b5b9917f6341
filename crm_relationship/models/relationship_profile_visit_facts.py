from odoo import api, models
from odoo.tools import SQL


class RelationshipProfile(models.Model):
    """A visit that took place is one interaction (N9), together with its calendar event."""
    _inherit = 'relationship.profile'

    @api.model
    def _fact_tables(self):
        return super()._fact_tables() + ['relationship_visit']

    @api.model
    def _interaction_fact_queries(self, company):
        return super()._interaction_fact_queries(company) + [self._done_visits(company)]

    @api.model
    def _done_visits(self, company):
        return SQL(
            """
            SELECT commercial_partner_id AS partner_id, %s AS day,
                   COALESCE('event:' || event_id, 'visit:' || id) AS key
              FROM relationship_visit
             WHERE company_id = %s AND stage = 'done' AND commercial_partner_id IS NOT NULL
            """, self._local_day(company, SQL("COALESCE(actual_start, date_start)")), company.id)
