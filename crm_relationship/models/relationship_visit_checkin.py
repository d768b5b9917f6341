from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from odoo.addons.document_approval.models.approval_sealed import SEAL

VERDICTS = [('verified', "Verified"), ('far', "Too Far"), ('no_position', "No Position")]
#: Why a check-in has no verdict by position
REASONS = [
    ('button', "Started or finished without asking for a position"),
    ('no_consent', "No consent to store the position"),
    ('denied', "The phone refused its position"),
    ('timeout', "The phone did not find its position in time"),
    ('unavailable', "The phone has no position"),
    ('insecure', "The connection is not secure (HTTPS), so the browser gives no position"),
    ('imprecise', "The position was too imprecise"),
    ('customer', "The customer's position is not known yet"),
]
#: Five digits are a metre: enough for a distance, and no more (PIPL: as little as needed).
DIGITS = 5
#: What tells where somebody was
POSITION_FIELDS = frozenset({'latitude', 'longitude', 'accuracy_m'})
PURGE_BATCH = 1000


class RelationshipVisitCheckin(models.Model):
    """One check-in or check-out: when by the server's clock, how far from the customer, and for a time where.

    The coordinates belong to the person: read by him or her and, where the company says so, by the
    supervisor; deleted after the company's number of days or when consent is withdrawn. Verdict
    and distance remain, and are shown on the visit to all who read it.
    """
    _name = 'relationship.visit.checkin'
    _description = "Visit Check-in"
    _inherit = ['approval.sealed']
    _order = 'moment, id'
    _rec_name = 'kind'
    _sealed_model = True
    _check_company_auto = True

    visit_id = fields.Many2one('relationship.visit', "Visit", required=True, readonly=True, index=True, ondelete='cascade')
    company_id = fields.Many2one('res.company', required=True, readonly=True, index=True)
    user_id = fields.Many2one('res.users', "By", required=True, readonly=True, index=True, ondelete='restrict')
    kind = fields.Selection([('in', "Check-in"), ('out', "Check-out")], required=True, readonly=True)
    moment = fields.Datetime(required=True, readonly=True, index=True)
    delay_minutes = fields.Integer(
        "Sent Later by (min)", readonly=True, aggregator=None,
        help="By the phone's own account: it had no connection when the button was pressed.")
    has_position = fields.Boolean("Position Stored", readonly=True, index=True)
    latitude = fields.Float(digits=(8, DIGITS), readonly=True, aggregator=None, exportable=False)
    longitude = fields.Float(digits=(8, DIGITS), readonly=True, aggregator=None, exportable=False)
    accuracy_m = fields.Integer("Accuracy (m)", readonly=True, aggregator=None, exportable=False)
    distance_m = fields.Integer("Distance (m)", readonly=True, aggregator=None)
    radius_m = fields.Integer("Radius (m)", readonly=True, aggregator=None)
    verdict = fields.Selection(VERDICTS, "Position Check", required=True, readonly=True)
    reason = fields.Selection(REASONS, "Why without Position", readonly=True)
    purged = fields.Boolean("Position Deleted", readonly=True)
    token = fields.Char(readonly=True, exportable=False)
    is_supervised = fields.Boolean(compute='_compute_is_supervised', search='_search_is_supervised')

    _once = models.Constraint(
        'UNIQUE (visit_id, kind)', "This visit has its check-in, or its check-out, already.")

    @api.depends_context('uid')
    def _compute_is_supervised(self):
        supervised = self.sudo().filtered_domain(self._supervised_domain())
        for checkin in self:
            checkin.is_supervised = checkin in supervised

    def _search_is_supervised(self, operator, value):
        """Check-ins whose positions the current user reads as supervisor; for the record rule."""
        if operator != 'in':
            return NotImplemented
        domain = self._supervised_domain()
        return domain if True in value else ~domain

    @api.model
    def _supervised_domain(self):
        """The team's visits, in companies that let supervisors see positions."""
        companies = self.env['res.company'].sudo().search([('relationship_position_readers', '=', 'supervisor')])
        visits = self.env['relationship.visit'].sudo()._search(self.env['relationship.visit']._team_domain())
        return Domain('company_id', 'in', companies.ids) & Domain('visit_id', 'in', visits)

    def _export_rows(self, fields, *, _is_toplevel_call=True):
        """Positions never leave as a file, whoever asks, not through the visit either."""
        if any(path and path[0] in POSITION_FIELDS for path in fields):
            raise AccessError(self.env._("Positions are not exported. Verdict and distance can be."))
        return super()._export_rows(fields, _is_toplevel_call=_is_toplevel_call)

    # ------------------------------------------------------------------
    # Forgetting
    # ------------------------------------------------------------------

    def _forget_position(self):
        """Delete where it was; verdict and distance remain."""
        self.sudo()._sealed_write({
            'latitude': False, 'longitude': False, 'accuracy_m': False, 'has_position': False, 'purged': True}, SEAL)

    @api.model
    def _cron_purge(self):
        """Forget the positions that are older than their company keeps them; can be stopped and goes on later."""
        cron = self.env['ir.cron']
        for company in self.env['res.company'].sudo().search([]):
            limit = fields.Datetime.now() - timedelta(days=company.relationship_position_days)
            domain = [('company_id', '=', company.id), ('has_position', '=', True), ('moment', '<', limit)]
            while batch := self.sudo().search(domain, limit=PURGE_BATCH):
                batch._forget_position()
                if not cron._commit_progress(len(batch)):
                    return

    # ------------------------------------------------------------------
    # Telling
    # ------------------------------------------------------------------

    def _visit_values(self):
        """What all readers of the visit see of this check-in: when and how far, never where."""
        prefix = 'checkin' if self.kind == 'in' else 'checkout'
        return {
            f'{prefix}_time': self.moment, f'{prefix}_verdict': self.verdict,
            f'{prefix}_distance_m': self.distance_m, f'{prefix}_reason': self.reason}

    def _answer(self):
        """What the phone shows after the tap."""
        self.ensure_one()
        label = dict(self._fields['kind']._description_selection(self.env))[self.kind]
        verdict = dict(self._fields['verdict']._description_selection(self.env))[self.verdict]
        if self.verdict == 'no_position':
            reason = dict(self._fields['reason']._description_selection(self.env)).get(self.reason, '')
            message = self.env._("%(kind)s recorded. %(reason)s.", kind=label, reason=reason)
        else:
            message = self.env._(
                "%(kind)s recorded: %(verdict)s, %(distance)s m from the customer.", kind=label,
                verdict=verdict, distance=self.distance_m)
        return {
            'kind': self.kind, 'moment': fields.Datetime.to_string(self.moment), 'verdict': self.verdict,
            'distance_m': self.distance_m, 'reason': self.reason, 'message': message}
