from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date


class RelationshipVisit(models.Model):
    """A visit and the daily report it stands on (F13)."""
    _inherit = 'relationship.visit'
    _sealed_fields = frozenset({'day_id'})

    day_id = fields.Many2one(
        'relationship.visit.day', "Daily Report", readonly=True, copy=False, index='btree_not_null',
        ondelete='set null')

    @api.model
    def _on_day_domain(self, company, day):
        """Domain of the company's visits on a local ``day``: begun on it, or else planned for it."""
        start, stop = company._local_day_bounds(day)

        def within(name):
            return Domain(name, '>=', start) & Domain(name, '<', stop)

        return Domain('company_id', '=', company.id) & (
            within('actual_start') | Domain('actual_start', '=', False) & within('date_start'))

    def action_open_day(self):
        """Open the daily report of this visit's day; the visitor's tap puts it together when there is none.

        :raise UserError: the visit stands on no report, and the user is not the visitor: nobody else's
            look at a visit writes a report, which would keep its reader from signing it
        """
        self.ensure_one()
        self.check_access('read')
        day = self.day_id
        day.check_access('read')
        if not day:
            date = self.company_id._local_day(self.actual_start or self.date_start)
            if self.env.user != self.user_id:
                raise UserError(self.env._(
                    "%(visit)s is on no daily report yet: %(user)s makes the one of %(date)s.",
                    visit=self.display_name, user=self.user_id.name, date=format_date(self.env, date)))
            day = day._for_day(self.user_id, self.company_id, date)
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Daily Visit Report"), 'view_mode': 'form',
            'res_model': day._name, 'res_id': day.id}

    def _progress_state(self, now, grace, following):
        """Where the visit stands on today's list: done, underway, late, next or ahead.

        :param grace: minutes after its start before a visit is late
        :param following: ids of the visits that come next
        """
        if self.stage in ('done', 'underway'):
            return self.stage
        if self.date_start < now - timedelta(minutes=grace):
            return 'late'
        return 'next' if self.id in following else 'ahead'
