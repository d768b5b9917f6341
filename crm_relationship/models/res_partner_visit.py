from datetime import time, timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..tools.visit_windows import without

SLOT_DAYS = 30


class ResPartner(models.Model):
    """The contact's card shows the visits and starts one."""
    _inherit = 'res.partner'

    visit_count = fields.Integer(
        compute='_compute_visit_count', groups='base.group_user',
        help="Visits the current user may see, to the whole customer company.")

    @api.depends_context('uid', 'allowed_company_ids')
    def _compute_visit_count(self):
        counts = dict(self.env['relationship.visit']._read_group(
            [('commercial_partner_id', 'in', self.commercial_partner_id.ids)],
            ['commercial_partner_id'], ['__count']))
        for partner in self:
            partner.visit_count = counts.get(partner.commercial_partner_id, 0)

    def action_open_visits(self):
        """The visits to this customer company."""
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('crm_relationship.relationship_visit_action')
        return {
            **action, 'domain': [('commercial_partner_id', '=', self.commercial_partner_id.id)],
            'context': {'default_partner_id': self.id}}

    def action_plan_visit(self):
        """A small dialog for the next visit here: customer, time and purpose."""
        self.ensure_one()
        self.check_access('read')
        if not self.env.user.has_group('crm_relationship.group_specialist'):
            raise AccessError(self.env._("Visits are planned by the customer relations staff."))
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Plan a Visit"),
            'res_model': 'relationship.visit', 'view_mode': 'form', 'target': 'new',
            'views': [(self.env.ref('crm_relationship.relationship_visit_view_form_quick').id, 'form')],
            'context': {
                'default_partner_id': self.id, 'default_company_id': self.env.company.id,
                'default_date_start': fields.Datetime.to_string(self._visit_next_slot(self.env.company, self.env.user))}}

    def _visit_next_slot(self, company, user, day=None, hours=1.0):
        """The first time from ``day`` on at which ``user`` can call here.

        In working hours, outside no-visit windows, beside the user's other visits; looked for
        over a month, else the next full hour a day ahead.

        :param day: local date; default the day the next visit is due, tomorrow at the earliest
        :return: naive UTC datetime
        """
        self.ensure_one()
        now = fields.Datetime.now()
        tomorrow = company._local_day(now) + timedelta(days=1)
        if day is None:
            profile = self.env['relationship.profile'].sudo().search([
                ('partner_id', '=', self.commercial_partner_id.id), ('company_id', '=', company.id)])
            day = max(profile.visit_due_date or tomorrow, tomorrow)
        last = day + timedelta(days=SLOT_DAYS)
        busy = self.env['relationship.visit'].sudo().search([
            ('user_id', '=', user.id), ('stage', 'in', ('planned', 'scheduled', 'underway')),
            ('date_stop', '>', company._local_moment(day, time.min)),
            ('date_start', '<', company._local_moment(last, time.max))])
        taken = [(visit.date_start, visit.date_stop) for visit in busy]
        windows = company._work_windows(day, last)
        for worked in sorted(windows):
            free = self.sudo()._visit_intervals(worked, windows[worked], company._relationship_timezone())
            for start, stop in without(free, taken):
                if start > now and stop - start >= timedelta(hours=hours):
                    return start
        return now.replace(minute=0, second=0) + timedelta(days=1, hours=1)
