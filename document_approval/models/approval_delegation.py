from odoo import api, fields, models, tools
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from .approval_amount import MAX_AMOUNT, is_sound_amount
from .approval_route import today
from .approval_sealed import SEAL
from .approval_text import is_blank


class ApprovalDelegation(models.Model):
    """B signs for A for some days: "B for A" on screen and paper (APPROVAL.md, Delegation).

    A delegation is never changed: it ends by its date or by the button, and another one takes
    its place. The delegate is asked beside the principal, whose authority it is; one signature of
    either is enough. There are no chains: what was delegated is not delegated on.
    """
    _name = 'approval.delegation'
    _description = "Delegation of Signatures"
    _inherit = ['approval.input.guard', 'approval.sealed']
    _order = 'date_from desc, id desc'
    _rec_name = 'delegate_id'

    user_id = fields.Many2one(
        'res.users', string="For", required=True, index=True, ondelete='restrict',
        default=lambda self: self.env.user, domain=[('share', '=', False)], help="Whose signatures are given.")
    delegate_id = fields.Many2one(
        'res.users', string="Signed by", required=True, index=True, ondelete='restrict',
        domain=[('share', '=', False)], help="Who signs in the meantime.")
    company_id = fields.Many2one('res.company', string="Company", index=True, help="Empty: in every company.")
    model_ids = fields.Many2many(
        'ir.model', string="Document types", help="Empty: every type of document.",
        domain=lambda self: self.env['approval.policy']._approval_model_domain())
    date_from = fields.Date(string="From", required=True, default=fields.Date.context_today)
    date_to = fields.Date(string="Until", required=True)
    limit = fields.Float(
        string="Up to and including", aggregator=None,
        help="Documents above this amount wait for the principal, in the currency of the document's company. "
             "0: whatever the principal may sign.")
    reason = fields.Char(required=True)
    ended_at = fields.Datetime(string="Ended at", readonly=True, copy=False)
    ended_by_id = fields.Many2one('res.users', string="Ended by", readonly=True, copy=False)
    state = fields.Selection(
        [('planned', "Planned"), ('active', "Active"), ('ended', "Ended")], compute='_compute_state', search='_search_state')

    _sealed_fields = frozenset({'ended_at', 'ended_by_id'})
    _dates_in_order = models.Constraint(
        "CHECK(date_from <= date_to)", "The delegation ends before it begins: correct the dates.")
    _two_people = models.Constraint("CHECK(user_id <> delegate_id)", "Nobody signs for himself: choose somebody else.")

    @api.depends('user_id', 'delegate_id')
    def _compute_display_name(self):
        for delegation in self:
            delegation.display_name = self.env._(
                "%(delegate)s for %(principal)s",
                delegate=delegation.delegate_id.name, principal=delegation.user_id.name)

    @api.depends('date_from', 'date_to', 'ended_at')
    def _compute_state(self):
        for delegation in self:
            day = today(delegation.company_id or self.env.company)
            delegation.state = (
                'ended' if delegation.ended_at or delegation.date_to and delegation.date_to < day
                else 'planned' if delegation.date_from and delegation.date_from > day else 'active')

    def _search_state(self, operator, value):
        if operator != 'in':
            return NotImplemented
        day = today(self.env.company)
        ended = Domain('ended_at', '!=', False) | Domain('date_to', '<', day)
        domains = {
            'ended': ended, 'planned': ~ended & Domain('date_from', '>', day),
            'active': ~ended & Domain('date_from', '<=', day)}
        return Domain.OR(domains[state] for state in value if state in domains)

    # ------------------------------------------------------------------
    # What may be delegated to whom
    # ------------------------------------------------------------------

    @api.constrains('limit', 'reason', 'model_ids')
    def _check_values(self):
        for delegation in self:
            if not is_sound_amount(delegation.limit):
                raise ValidationError(self.env._("The limit must lie between 0 and %s.", f"{MAX_AMOUNT:,.0f}"))
            if is_blank(delegation.reason):
                raise ValidationError(self.env._("Please say why the signatures are delegated."))
            self.env['approval.policy']._check_approval_models(delegation.model_ids)

    @api.constrains('user_id', 'delegate_id', 'company_id')
    def _check_people(self):
        for delegation in self:
            for person in delegation.user_id | delegation.delegate_id:
                here = not delegation.company_id or delegation.company_id in person.company_ids
                if person.share or not person.active or not here:
                    raise ValidationError(self.env._("%s is no employee who can sign here.", person.name))

    @api.constrains('user_id', 'delegate_id', 'company_id', 'model_ids', 'date_from', 'date_to')
    def _check_chains(self):
        """No chains, no cycles, one delegate at a time: among delegations of the same days."""
        for delegation in self.sudo():
            same_days = self.sudo().search([
                ('id', '!=', delegation.id), ('ended_at', '=', False), ('date_from', '<=', delegation.date_to),
                ('date_to', '>=', delegation.date_from), '|', '|',
                ('user_id', 'in', (delegation.user_id | delegation.delegate_id).ids),
                ('delegate_id', '=', delegation.user_id.id), ('delegate_id', '=', delegation.delegate_id.id)])
            for other in same_days.filtered(delegation._overlaps):
                if other.user_id == delegation.user_id:
                    raise ValidationError(self.env._(
                        "%(principal)s delegated these days already (%(other)s). End that delegation first.",
                        principal=other.user_id.name, other=other.display_name))
                if other.user_id == delegation.delegate_id or other.delegate_id == delegation.user_id:
                    raise ValidationError(self.env._(
                        "What was delegated is not delegated on: these days there is already “%s”.", other.display_name))

    def _overlaps(self, other):
        """True when both are for some company and type of document in common."""
        companies = not (self.company_id and other.company_id) or self.company_id == other.company_id
        return companies and (not (self.model_ids and other.model_ids) or bool(self.model_ids & other.model_ids))

    # ------------------------------------------------------------------
    # Life
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """Delegate one's own signatures; administrators those of people who are not here to do it."""
        delegations = super().create(vals_list)
        self.env.registry.clear_cache()
        administrator = self.env.user.has_group('document_approval.group_approval_administrator')
        for delegation in delegations:
            if delegation.user_id != self.env.user and not administrator and not self.env.su:
                raise AccessError(self.env._("You delegate your own signatures only. Ask an approval administrator."))
            if administrator and delegation.delegate_id == self.env.user:
                raise UserError(self.env._("Administrators name others; they do not take signatures themselves."))
        self.env['approval.task'].sudo().search([
            ('state', '=', 'pending'), ('user_id', 'in', delegations.user_id.ids)])._add_delegates()
        return delegations

    def write(self, vals):
        raise UserError(self.env._("A delegation stays as it is. End it and make another one."))

    def action_end(self):
        """End now; what was signed stays signed, what is open waits for the principal alone.

        :raise AccessError: for others than the principal and administrators
        """
        self.check_access('read')
        administrator = self.env.user.has_group('document_approval.group_approval_administrator')
        if not administrator and self.user_id - self.env.user:
            raise AccessError(self.env._("Only the principal or an approval administrator ends a delegation."))
        open_ones = self.sudo().filtered(lambda delegation: not delegation.ended_at)
        open_ones._sealed_write({'ended_at': fields.Datetime.now(), 'ended_by_id': self.env.uid}, SEAL)
        self.env.registry.clear_cache()
        self.env['approval.task'].sudo().search([
            ('delegation_id', 'in', open_ones.ids), ('state', 'in', ('waiting', 'pending'))])._close('cancelled')

    @api.ondelete(at_uninstall=False)
    def _unlink_except_planned(self):
        if any(delegation.state != 'planned' for delegation in self):
            raise UserError(self.env._("A delegation that has begun stays on record. End it instead."))
        self.env.registry.clear_cache()

    # ------------------------------------------------------------------
    # For the engine
    # ------------------------------------------------------------------

    def _is_active(self, day):
        """True on ``day`` while the delegation has not been ended."""
        self.ensure_one()
        return not self.ended_at and self.date_from <= day <= self.date_to

    def _covers(self, request):
        """True when the delegation is for the document, company, amount and day of ``request``."""
        self.ensure_one()
        return (
            self._is_active(today(request.company_id))
            and (not self.company_id or self.company_id == request.company_id)
            and (not self.model_ids or request.res_model in self.model_ids.mapped('model'))
            and (not self.limit or request.company_id.currency_id.compare_amounts(
                request._get_weight(), self.limit) <= 0))

    @api.model
    @tools.ormcache()
    def _running(self):
        """(id, principal, delegate, company or False, first day, last day) of all that were not ended.

        Remembered, because every decision asks for it and delegations are few and seldom change.
        """
        self.flush_model()
        return tuple(
            (delegation.id, delegation.user_id.id, delegation.delegate_id.id, delegation.company_id.id,
             delegation.date_from, delegation.date_to)
            for delegation in self.sudo().search([('ended_at', '=', False)]))

    @api.model
    def _active_for(self, users, company):
        """The delegations of ``users`` for ``company`` that are in force today."""
        day = today(company)
        return self.sudo().browse(
            delegation_id for delegation_id, principal_id, _delegate_id, company_id, first, last in self._running()
            if principal_id in users._ids and company_id in (False, company.id) and first <= day <= last)

    @api.model
    def _with_delegates(self, users, company):
        """``users`` and whoever signs for any of them in ``company`` today: kept from signing together (rule 3)."""
        return users | self._active_for(users, company).delegate_id.sudo(users.env.su) if self._running() else users
