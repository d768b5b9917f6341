from odoo import api, fields, models
from odoo.tools import SQL


class RelationshipProfile(models.Model):
    """Where interactions and complaints come from (N9, N16); one key, one interaction.

    A calendar meeting, the activity that planned it and the hospitality it
    invites to share the key of the event. Activities and meetings have no
    company: the one of the user in charge counts.
    """
    _inherit = 'relationship.profile'

    @api.model
    def _fact_tables(self):
        return super()._fact_tables() + ['relationship_interaction', 'relationship_feedback']

    @api.model
    def _local_day(self, company, column):
        """The company's calendar day of a UTC timestamp ``column``."""
        return SQL("(%s AT TIME ZONE 'UTC' AT TIME ZONE %s)::date", column, company._relationship_timezone())

    @api.model
    def _interaction_fact_queries(self, company):
        return super()._interaction_fact_queries(company) + [
            self._logged_interactions(company), self._done_activities(company),
            self._held_meetings(company), self._held_hospitality(company), self._answered_feedback(company)]

    @api.model
    def _logged_interactions(self, company):
        return SQL(
            """
            SELECT commercial_partner_id AS partner_id, %s AS day, 'interaction:' || id AS key
              FROM relationship_interaction WHERE company_id = %s
            """, self._local_day(company, SQL("date")), company.id)

    @api.model
    def _done_activities(self, company):
        """Activities on the customer's contacts of a type that means contact; done ones are archived."""
        return SQL(
            """
            SELECT contact.commercial_partner_id AS partner_id, activity.date_done AS day,
                   COALESCE('event:' || activity.calendar_event_id, 'activity:' || activity.id) AS key
              FROM mail_activity AS activity
              JOIN mail_activity_type AS kind ON kind.id = activity.activity_type_id AND kind.relationship_is_contact
              JOIN res_partner AS contact ON contact.id = activity.res_id
              JOIN res_users AS person ON person.id = activity.user_id AND person.company_id = %s
             WHERE activity.res_model = 'res.partner' AND NOT activity.active AND activity.date_done IS NOT NULL
            """, company.id)

    @api.model
    def _held_meetings(self, company):
        """Meetings that are over, with somebody of the customer who did not decline."""
        return SQL(
            """
            SELECT contact.commercial_partner_id AS partner_id, 'event:' || event.id AS key,
                   CASE WHEN event.allday THEN event.start_date ELSE %s END AS day
              FROM calendar_event AS event
              JOIN calendar_attendee AS attendee
                ON attendee.event_id = event.id AND attendee.state IS DISTINCT FROM 'declined'
              JOIN res_partner AS contact ON contact.id = attendee.partner_id
              JOIN res_users AS host ON host.id = event.user_id AND host.company_id = %s
             WHERE event.active AND event.stop <= %s
            """, self._local_day(company, SQL("event.start")), company.id, fields.Datetime.now())

    @api.model
    def _held_hospitality(self, company):
        return SQL(
            """
            SELECT commercial_partner_id AS partner_id, %s AS day,
                   COALESCE('event:' || event_id, 'hospitality:' || id) AS key
              FROM relationship_hospitality
             WHERE company_id = %s AND held_date IS NOT NULL AND supplement_of_id IS NULL
               AND approval_state IN ('approved', 'settled')
            """, self._local_day(company, SQL("date_start")), company.id)

    @api.model
    def _answered_feedback(self, company):
        return SQL(
            """
            SELECT commercial_partner_id AS partner_id, %s AS day, 'feedback:' || id AS key
              FROM relationship_feedback WHERE company_id = %s AND answered_at IS NOT NULL
            """, self._local_day(company, SQL("answered_at")), company.id)

    @api.model
    def _complaint_fact_queries(self, company):
        return super()._complaint_fact_queries(company) + [SQL(
            """
            SELECT commercial_partner_id AS partner_id, date AS day, 'feedback:' || id AS key
              FROM relationship_feedback WHERE company_id = %s AND kind = 'complaint'
            """, company.id)]

    @api.model
    def _relinked_tables(self):
        """Tables with a customer (commercial_partner_id), a company and a profile that follows them."""
        return ['relationship_interaction', 'relationship_feedback']

    @api.model
    def _relink_contacts(self, company):
        """Hang what happened with a customer on the customer's present profile, after merges and moves."""
        for table in self._relinked_tables():
            self.env.cr.execute(SQL(
                """
                UPDATE %(table)s AS contact SET profile_id = profile.id
                  FROM relationship_profile AS profile
                 WHERE profile.company_id = %(company)s AND contact.company_id = %(company)s
                   AND profile.partner_id = contact.commercial_partner_id
                   AND contact.profile_id IS DISTINCT FROM profile.id
                """, table=SQL.identifier(table), company=company.id))
