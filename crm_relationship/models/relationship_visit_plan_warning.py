from odoo import api, fields, models
from odoo.tools import SQL, format_datetime

from ..tools.visit_windows import hits


class RelationshipVisitPlanLine(models.Model):
    """What speaks against the time of a planned visit: told, not forbidden, except no-visit windows."""
    _inherit = 'relationship.visit.plan.line'

    is_forbidden = fields.Boolean(
        "No Visit Wanted", compute='_compute_warning', help="At a time the customer does not want visitors.")
    warning = fields.Char(compute='_compute_warning')

    @api.depends('date_start', 'date_stop', 'user_id', 'partner_id', 'plan_id', 'no_visit_reason')
    @api.depends_context('lang', 'tz')
    def _compute_warning(self):
        """Day off, no-visit window, another appointment of the visitor: a fixed number of queries."""
        dated = self.filtered(lambda line: line.date_start and line.date_stop and line.company_id)
        (self - dated).update({'is_forbidden': False, 'warning': False})
        for company, lines in dated.grouped('company_id').items():
            days = {line: company._local_day(line.date_start) for line in lines}
            workdays = set(company._workdays(min(days.values()), max(days.values())))
            forbidden = lines._forbidding_windows(company)
            collisions = lines._collisions()
            for line in lines:
                window = forbidden.get(line)
                line.is_forbidden = bool(window)
                line.warning = " ".join(text for text in (
                    window and self.env._("The customer does not want visitors then: %s.", window.display_name),
                    days[line] not in workdays and self.env._("Not a working day."),
                    collisions.get(line._origin.id)) if text) or False

    def _forbidding_windows(self, company):
        """The first no-visit window each line falls into: ``{line: relationship.no.visit}``."""
        partners = self.partner_id.sudo()
        by_partner = partners._no_visit_windows().grouped('partner_id')
        zone, found = company._relationship_timezone(), {}
        for line in self:
            partner = line.partner_id
            for window in (window for key in (partner | partner.commercial_partner_id)
                           for window in by_partner.get(key, ())):
                if hits(window, line.date_start, line.date_stop, zone):
                    found[line] = window
                    break
        return found

    def _collisions(self):
        """What else the visitors have at the same time, in words: ``{line id: text}``.

        Lines of other people's drafts do not count, those of the same plan and of plans under way do.
        """
        self.flush_recordset(['date_start', 'date_stop', 'user_id', 'plan_id'])
        ids = tuple(self._origin.ids)
        if not ids:
            return {}
        rows = self.env.execute_query(SQL(
            """SELECT DISTINCT ON (line.id) line.id, other.kind, other.id
                 FROM relationship_visit_plan_line line
                 JOIN LATERAL (%s) other ON TRUE
                WHERE line.id IN %s
             ORDER BY line.id, other.kind, other.id""", self._collision_query(), ids))
        models_ = {'line': self.browse(), 'visit': self.env.get('relationship.visit')}
        result = {}
        for line_id, kind, other_id in rows:
            other = models_[kind].sudo().browse(other_id)
            result[line_id] = self.env._(
                "%(visitor)s is at %(customer)s then (%(document)s, %(time)s).",
                visitor=other.user_id.name, customer=other.partner_id.name,
                document=other.plan_id.name if kind == 'line' else other.name,
                time=format_datetime(self.env, other.date_start, dt_format='short'))
        return result

    @api.model
    def _collision_query(self):
        """Rows (kind, id) of what overlaps with the row ``line``."""
        self.env['relationship.visit.plan'].flush_model(['approval_state'])
        return SQL(
            """SELECT 'line' AS kind, other.id
                 FROM relationship_visit_plan_line other
                 JOIN relationship_visit_plan plan ON plan.id = other.plan_id
                WHERE other.user_id = line.user_id AND other.id <> line.id
                  AND other.date_start < line.date_stop AND other.date_stop > line.date_start
                  AND (other.plan_id = line.plan_id OR plan.approval_state = 'pending')""")


class RelationshipVisitPlan(models.Model):
    """What speaks against the period of a plan."""
    _inherit = 'relationship.visit.plan'

    holiday_warning = fields.Char(compute='_compute_holiday_warning')

    @api.depends('date_from', 'date_to', 'company_id')
    @api.depends_context('lang')
    def _compute_holiday_warning(self):
        """Public holidays are published year by year: nobody should plan into an unknown one unawares."""
        for plan in self:
            known = plan.company_id and plan.date_from and plan.date_to and 0 <= (plan.date_to - plan.date_from).days <= 366
            years = self.env['relationship.workday']._years_missing(
                plan.company_id, plan.date_from, plan.date_to) if known else ()
            plan.holiday_warning = self.env._(
                "The public holidays of %s are not entered yet: ask an administrator to import them.",
                ", ".join(map(str, years))) if years else False
