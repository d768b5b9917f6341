from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

STATES = [('late', "Late"), ('underway', "Underway"), ('next', "Next"), ('done', "Done")]


class RelationshipVisitProgress(models.Model):
    """今日拜访进度: who is where in today's list of visits, one row per person and company.

    Today is the company's local day. A visit counts where it was planned for today or begun today.
    It is late when its start passed by more than the company's grace without a check-in.
    """
    _name = 'relationship.visit.progress'
    _description = "Today's Visit Progress"
    _inherit = ['relationship.team.mixin']
    _auto = False
    _order = 'late_count desc, next_start, id'
    _rec_name = 'user_id'
    _team_person_field = 'user_id'
    _depends = {
        'relationship.visit': ['user_id', 'company_id', 'stage', 'date_start', 'actual_start', 'actual_stop'],
        'res.company': ['relationship_visit_grace_minutes', 'resource_calendar_id'],
        'resource.calendar': ['tz'],
    }

    company_id = fields.Many2one('res.company', "Company", readonly=True)
    user_id = fields.Many2one('res.users', "Visitor", readonly=True)
    date = fields.Date("Today", readonly=True)
    state = fields.Selection(STATES, readonly=True)
    visit_count = fields.Integer("Visits", readonly=True)
    done_count = fields.Integer("Visits Done", readonly=True)
    underway_count = fields.Integer("Visits Underway", readonly=True)
    ahead_count = fields.Integer("To Come", readonly=True)
    late_count = fields.Integer("Visits Late", readonly=True)
    done_percent = fields.Float("Progress (%)", readonly=True, aggregator='avg')
    current_visit_id = fields.Many2one('relationship.visit', "Where Now", readonly=True)
    last_visit_id = fields.Many2one('relationship.visit', "Last Visit", readonly=True)
    last_done = fields.Datetime("Last Finished", readonly=True)
    next_visit_id = fields.Many2one('relationship.visit', "Next Visit", readonly=True)
    next_start = fields.Datetime("Next Appointment", readonly=True)
    stops = fields.Json("Today's List", compute='_compute_stops')

    @property
    def _table_query(self):
        """The clock is a parameter, so that one moment counts for all rows."""
        now = fields.Datetime.now()
        return SQL(
            """
            WITH visits AS (
                SELECT visit.*, (%(now)s AT TIME ZONE 'UTC' AT TIME ZONE zone.name)::date AS today,
                       visit.stage IN ('planned', 'scheduled') AS is_ahead,
                       visit.stage IN ('planned', 'scheduled') AND visit.date_start
                           < %(now)s - make_interval(mins => company.relationship_visit_grace_minutes) AS is_late
                  FROM relationship_visit AS visit
                  JOIN res_company AS company ON company.id = visit.company_id
                  JOIN res_partner AS place ON place.id = company.partner_id
             LEFT JOIN resource_calendar AS calendar ON calendar.id = company.resource_calendar_id
            CROSS JOIN LATERAL (SELECT COALESCE(calendar.tz, place.tz, 'UTC') AS name) AS zone
                 WHERE visit.stage != 'cancelled'
                   AND (visit.date_start BETWEEN %(now)s - INTERVAL '2 days' AND %(now)s + INTERVAL '2 days'
                        OR visit.actual_start BETWEEN %(now)s - INTERVAL '2 days' AND %(now)s)
                   AND (COALESCE(visit.actual_start, visit.date_start) AT TIME ZONE 'UTC' AT TIME ZONE zone.name)::date
                       = (%(now)s AT TIME ZONE 'UTC' AT TIME ZONE zone.name)::date
            )
            SELECT min(id) AS id, company_id, user_id, min(today) AS date,
                   count(*) AS visit_count,
                   count(*) FILTER (WHERE stage = 'done') AS done_count,
                   count(*) FILTER (WHERE stage = 'underway') AS underway_count,
                   count(*) FILTER (WHERE is_ahead) AS ahead_count,
                   count(*) FILTER (WHERE is_late) AS late_count,
                   100.0 * count(*) FILTER (WHERE stage = 'done') / count(*) AS done_percent,
                   CASE WHEN count(*) FILTER (WHERE is_late) > 0 THEN 'late'
                        WHEN count(*) FILTER (WHERE stage = 'underway') > 0 THEN 'underway'
                        WHEN count(*) FILTER (WHERE is_ahead) > 0 THEN 'next'
                        ELSE 'done' END AS state,
                   (array_agg(id ORDER BY actual_start DESC) FILTER (WHERE stage = 'underway'))[1] AS current_visit_id,
                   (array_agg(id ORDER BY actual_stop DESC) FILTER (WHERE stage = 'done'))[1] AS last_visit_id,
                   max(actual_stop) FILTER (WHERE stage = 'done') AS last_done,
                   (array_agg(id ORDER BY date_start, id) FILTER (WHERE is_ahead))[1] AS next_visit_id,
                   min(date_start) FILTER (WHERE is_ahead) AS next_start
              FROM visits
             GROUP BY company_id, user_id
            """, now=now)

    def _stop_domain(self):
        """Today's visits of the people in ``self``; one company has one today."""
        Visit = self.env['relationship.visit']
        return Domain.OR(
            Visit._on_day_domain(company, rows[0].date) & Domain('user_id', 'in', rows.user_id.ids)
            & Domain('stage', '!=', 'cancelled')
            for company, rows in self.grouped('company_id').items())

    @api.depends_context('uid', 'lang', 'tz')
    def _compute_stops(self):
        """Each person's list for the card: time, customer, where it stands; one search for a page.

        Read with sudo: whoever may see a person's progress sees where the person goes today.
        """
        now = fields.Datetime.now()
        visits = self.env['relationship.visit'].sudo().search(self._stop_domain(), order='date_start, id')
        by_person = visits.grouped(lambda visit: (visit.company_id.id, visit.user_id.id))
        following = set(self.next_visit_id.ids)
        labels = {**dict(self._fields['state']._description_selection(self.env)), 'ahead': self.env._("To Come")}
        for row in self:
            grace = row.company_id.sudo().relationship_visit_grace_minutes
            mine = by_person.get((row.company_id.id, row.user_id.id), visits.browse())
            states = {visit: visit._progress_state(now, grace, following) for visit in mine}
            row.stops = [{
                'id': visit.id,
                'time': fields.Datetime.context_timestamp(self, visit.date_start).strftime('%H:%M'),
                'name': visit.partner_id.name,
                'state': state,
                'label': labels[state],
            } for visit, state in states.items()]

    def action_open_visits(self):
        """The person's visits of today, in order."""
        self.ensure_one()
        self.check_access('read')
        return {
            'type': 'ir.actions.act_window', 'res_model': 'relationship.visit', 'view_mode': 'kanban,list,form',
            'name': self.env._("Today: %s", self.user_id.name), 'domain': list(self._stop_domain())}
