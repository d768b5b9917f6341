from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import LazyTranslate

from odoo.addons.document_approval.models.approval_sealed import SEAL

_lt = LazyTranslate(__name__)

RETURN_ACTIVITY = 'crm_relationship.mail_activity_type_visit_returned'


class RelationshipVisit(models.Model):
    """⑨ 接受、检查报告: a supervisor or manager accepts the report or sends it back, never who visited."""
    _inherit = 'relationship.visit'

    _sealed_fields = frozenset({
        'report_state', 'checked_by_id', 'checked_date', 'check_note', 'returned_by_id', 'returned_date',
        'return_reason'})

    report_state = fields.Selection(
        [('open', "To Write"), ('to_check', "To Check"), ('returned', "Sent Back"), ('accepted', "Report Accepted")],
        "Report", default='open', required=True, readonly=True, copy=False, index=True)
    checked_by_id = fields.Many2one('res.users', "Accepted by", readonly=True, copy=False)
    checked_date = fields.Datetime("Accepted on", readonly=True, copy=False)
    check_note = fields.Text("Note on the Report", readonly=True, copy=False)
    returned_by_id = fields.Many2one('res.users', "Sent Back by", readonly=True, copy=False)
    returned_date = fields.Datetime("Sent Back on", readonly=True, copy=False)
    return_reason = fields.Text("Why It Was Sent Back", readonly=True, copy=False)
    can_check_report = fields.Boolean(compute='_compute_can_check_report')

    @api.depends('report_state', 'user_id', 'companion_ids', 'minutes_by_id')
    @api.depends_context('uid')
    def _compute_can_check_report(self):
        for visit in self:
            visit.can_check_report = visit.report_state == 'to_check' and not visit._review_hindrance()

    def _review_hindrance(self):
        """Why the current user does not judge this report; '' when he or she may."""
        if not self.env.user.has_group('crm_relationship.group_supervisor'):
            return self.env._("Reports are checked by supervisors and managers.")
        if self._is_visitor(self.env.user) or self.env.user == self.sudo().minutes_by_id:
            return self.env._("Nobody checks the report of his or her own visit: %s.", self.display_name)
        return ''

    def action_accept_report(self):
        """Ask for the note and accept; for one report or many."""
        return self._open_review('accept', self.env._("Accept the Report"))

    def action_return_report(self):
        """Ask for the reason and send the report back."""
        return self._open_review('return', self.env._("Send the Report Back"))

    def _open_review(self, decision, title):
        self._check_can_review()
        return {
            'type': 'ir.actions.act_window', 'name': title, 'res_model': 'relationship.visit.review',
            'view_mode': 'form', 'target': 'new',
            'context': {'default_decision': decision, 'default_visit_ids': self.ids}}

    def _check_can_review(self):
        """Raise unless each report waits to be checked and the user may do it."""
        self.check_access('read')
        for visit in self:
            if hindrance := visit._review_hindrance():
                raise AccessError(hindrance)
            if visit.report_state != 'to_check':
                raise UserError(self.env._(
                    "The report of %s does not wait to be checked.", visit.display_name))

    def _accept_report(self, note):
        """Accept: who and when are sealed, and the record is locked."""
        self._lock_reports()
        self._check_can_review()
        self.sudo()._sealed_write({
            'report_state': 'accepted', 'checked_by_id': self.env.uid, 'checked_date': fields.Datetime.now(),
            'check_note': note or False}, SEAL)
        for visit in self:
            visit.sudo().message_post(body=self.env._(
                "Report accepted by %(person)s. %(note)s", person=self.env.user.name, note=note or ''))
        self.sudo().activity_feedback([RETURN_ACTIVITY])

    def _return_report(self, reason):
        """Send back with a reason; the visitor finds an activity and completes the minutes again."""
        if not (reason or '').strip():
            raise UserError(self.env._("Say what is missing or wrong, so that the visitor can mend it."))
        self._lock_reports()
        self._check_can_review()
        self.sudo()._sealed_write({
            'report_state': 'returned', 'returned_by_id': self.env.uid, 'returned_date': fields.Datetime.now(),
            'return_reason': reason}, SEAL)
        for visit in self.sudo():
            visit.message_post(body=self.env._(
                "Report sent back by %(person)s: %(reason)s", person=self.env.user.name, reason=reason))
            visit._minutes_activity(RETURN_ACTIVITY, visit.user_id, _lt("Mend the report: %s", reason[:80]))

    def _lock_reports(self):
        """Two who decide at once meet at the row; the second sees what the first decided."""
        self.env.flush_all()
        self.env.cr.execute("SELECT 1 FROM relationship_visit WHERE id = ANY(%s) ORDER BY id FOR UPDATE", [self.ids])
        self.invalidate_recordset()
