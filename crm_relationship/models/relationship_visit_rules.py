from datetime import datetime, timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from .relationship_visit import AHEAD, DURATION_MAX

# The span of dates that calendars and plans are asked about.
AHEAD_MAX = timedelta(days=732)
DATE_MIN = datetime(2000, 1, 1)
#: Stages in which a visit takes its people's time.
BUSY = (*AHEAD, 'underway')


class RelationshipVisit(models.Model):
    """When a visit may be: inside sound dates, outside no-visit windows (F1.7), best without overlaps."""
    _inherit = 'relationship.visit'

    no_visit_reason = fields.Char(
        "Reason for the Visit All the Same", copy=False,
        help="Why the customer is visited in a no-visit window.")
    no_visit_warning = fields.Char(compute='_compute_no_visit_warning')
    day_warning = fields.Char(compute='_compute_day_warning')
    overlap_warning = fields.Char(compute='_compute_overlap')
    has_overlap = fields.Boolean("Overlaps", compute='_compute_overlap', search='_search_has_overlap')

    _busy_index = models.Index("(user_id, date_start, date_stop) WHERE stage IN ('planned', 'scheduled', 'underway')")

    @api.constrains('date_start', 'duration')
    def _check_time(self):
        last = fields.Datetime.now() + AHEAD_MAX
        for visit in self:
            if not (visit.date_start and DATE_MIN <= visit.date_start <= last):
                raise ValidationError(self.env._(
                    "The visit is out of reach: choose a date within the next two years."))
            if not 0 < visit.duration <= DURATION_MAX:
                raise ValidationError(self.env._(
                    "A visit lasts more than 0 and at most %s hours. Plan one visit for each day.", DURATION_MAX))

    # ------------------------------------------------------------------
    # No-visit windows
    # ------------------------------------------------------------------

    def _no_visit_windows(self):
        """The windows of the customer that this visit falls into."""
        self.ensure_one()
        if not (self.date_start and self.date_stop and DATE_MIN <= self.date_start < self.date_stop):
            return self.env['relationship.no.visit']
        return self.partner_id.sudo()._no_visit_windows_hit(
            self.date_start, self.date_stop, self.company_id._relationship_timezone())

    @api.depends('partner_id', 'company_id', 'date_start', 'date_stop', 'stage')
    @api.depends_context('lang')
    def _compute_no_visit_warning(self):
        for visit in self:
            windows = visit._no_visit_windows() if visit.stage in AHEAD else ()
            visit.no_visit_warning = self.env._(
                "%(customer)s does not want visits then: %(windows)s.", customer=visit.partner_id.display_name,
                windows="; ".join(window.display_name for window in windows)) if windows else False

    @api.constrains('partner_id', 'date_start', 'duration', 'no_visit_reason')
    def _check_no_visit(self):
        """However the visit came to its time, a window needs a reason; records of the past need none."""
        now = fields.Datetime.now()
        for visit in self:
            if visit.stage not in AHEAD or not visit.date_stop or visit.date_stop <= now or (visit.no_visit_reason or '').strip():
                continue
            if visit.no_visit_warning:
                raise ValidationError(self.env._(
                    "%s Choose another time, or give the reason why you go all the same.", visit.no_visit_warning))

    def write(self, vals):
        """A reason given for one window does not open another one."""
        if not {'date_start', 'duration', 'partner_id'} & vals.keys() or str(vals.get('no_visit_reason') or '').strip():
            return super().write(vals)
        reasoned = self.filtered('no_visit_reason')
        before = {visit: visit._no_visit_windows() for visit in reasoned}
        result = super().write(vals)
        for visit in reasoned:
            if visit._no_visit_windows() - before[visit]:
                super(RelationshipVisit, visit).write({'no_visit_reason': False})
        return result

    # ------------------------------------------------------------------
    # Days off
    # ------------------------------------------------------------------

    @api.depends('date_start', 'company_id', 'stage')
    @api.depends_context('lang')
    def _compute_day_warning(self):
        """A visit on a day off of the company is allowed, and said; one question for each company."""
        now = fields.Datetime.now()
        ahead = self.filtered(lambda v: v.stage in AHEAD and v.date_start and now <= v.date_start <= now + AHEAD_MAX)
        (self - ahead).day_warning = False
        for company, visits in ahead.grouped('company_id').items():
            days = {visit: company._local_day(visit.date_start) for visit in visits}
            worked = set(company._workdays(min(days.values()), max(days.values())))
            for visit, day in days.items():
                visit.day_warning = self.env._(
                    "%s is not a working day.", format_date(self.env, day)) if day not in worked else False

    # ------------------------------------------------------------------
    # Overlaps
    # ------------------------------------------------------------------

    @api.depends('date_start', 'date_stop', 'user_id', 'companion_ids', 'stage')
    def _compute_overlap(self):
        """Other visits of the same people at the same time; adjacent ones do not overlap.

        Searched in SQL for the whole list at once and beyond the reader's
        rights: a colleague's visit is exactly the one to know of. Only number,
        visitor and time are told.
        """
        clashes = self._overlapping_ids()
        others = self.sudo().browse({other for ids in clashes.values() for other in ids})
        names = {visit.id: f"{visit.name} ({visit.user_id.name}, {visit._event_when()})" for visit in others}
        for visit in self:
            ids = clashes.get(visit._origin.id or visit.id, ())
            visit.has_overlap = bool(ids)
            visit.overlap_warning = self.env._(
                "Somebody has another visit at this time: %s.", ", ".join(names[i] for i in ids)) if ids else False

    def _overlapping_ids(self):
        """Ids of the other visits that share a person and a time: ``{id or NewId: [ids]}``; two queries."""
        visits = self.filtered(
            lambda v: v.stage in BUSY and v.date_start and v.date_stop and v.date_start < v.date_stop).sudo()
        employees = visits.companion_ids._origin | self.env['hr.employee'].sudo().search(
            [('user_id', 'in', visits.user_id._origin.ids)])
        rows, keys = [], []
        for visit in visits:
            keys.append(visit._origin.id or visit.id)
            users = visit.user_id._origin | visit.companion_ids._origin.user_id
            own = visit.companion_ids._origin | employees.filtered(lambda e, u=users: e.user_id in u)
            rows.append(SQL(
                "(%s, %s, %s::timestamp, %s::timestamp, %s::int[], %s::int[])", len(keys) - 1,
                visit._origin.id or 0, visit.date_start, visit.date_stop, users.ids, own.ids))
        found = {}
        for position, other in self._query_overlaps(rows) if rows else ():
            found.setdefault(keys[position], []).append(other)
        return found

    @api.model
    def _query_overlaps(self, rows):
        """Pairs (position, id) of busy visits that overlap ``rows`` and share a user or an employee."""
        self.flush_model(['stage', 'date_start', 'date_stop', 'user_id', 'companion_ids'])
        return self.env.execute_query(SQL(
            """SELECT DISTINCT mine.position, other.id
                 FROM (VALUES %(rows)s) AS mine (position, id, start, stop, users, employees)
                 JOIN relationship_visit other
                   ON other.date_start < mine.stop AND other.date_stop > mine.start AND other.id != mine.id
                  AND other.stage IN ('planned', 'scheduled', 'underway')
            LEFT JOIN relationship_visit_companion_rel companion ON companion.visit_id = other.id
                WHERE other.user_id = ANY(mine.users) OR companion.employee_id = ANY(mine.employees)
             ORDER BY 1, 2""", rows=SQL(", ").join(rows)))

    def _search_has_overlap(self, operator, value):
        if operator != 'in':
            return NotImplemented
        self.flush_model(['stage', 'date_start', 'date_stop', 'user_id', 'companion_ids'])
        clashing = Domain('id', 'in', SQL(
            """(WITH person AS (
                    SELECT v.id, v.date_start, v.date_stop, e.id AS employee, v.user_id AS login
                      FROM relationship_visit v LEFT JOIN hr_employee e ON e.user_id = v.user_id
                     WHERE v.stage IN ('planned', 'scheduled', 'underway')
                     UNION
                    SELECT v.id, v.date_start, v.date_stop, e.id, e.user_id
                      FROM relationship_visit v
                      JOIN relationship_visit_companion_rel c ON c.visit_id = v.id
                      JOIN hr_employee e ON e.id = c.employee_id
                     WHERE v.stage IN ('planned', 'scheduled', 'underway'))
                SELECT a.id FROM person a JOIN person b
                    ON a.id != b.id AND a.date_start < b.date_stop AND a.date_stop > b.date_start
                   AND (a.login = b.login OR a.employee = b.employee))"""))
        return clashing if True in value else ~clashing
