from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from odoo.addons.document_approval.models.approval_sealed import SEAL

OPEN_STATES = ('submitted', 'later')


class RelationshipSuggestion(models.Model):
    """改善建议和措施: how customer relations could be better, with the figures behind it (R2.2).

    Not a chain of signatures: one answer by a supervisor or manager, never by oneself, within the
    company's days. Who suggested is told; what was submitted and answered stays as it is. Answer
    and closing are in `relationship_suggestion_answer.py`, the figures in `…_statistics.py`.
    """
    _name = 'relationship.suggestion'
    _description = "Improvement Suggestion"
    _inherit = [
        'relationship.document', 'relationship.own.name.mixin', 'relationship.input.guard',
        'mail.thread', 'mail.activity.mixin']
    _order = 'date desc, id desc'
    _rec_names_search = ['name', 'subject', 'partner_id.name']
    _check_company_auto = True
    _relationship_sequence_code = 'relationship.suggestion'
    _relationship_sequence_prefix = 'JY'
    _team_person_field = 'user_id'
    _sealed_fields = frozenset({
        'state', 'submitted_date', 'answer_deadline', 'profile_id', 'commercial_partner_id'})
    #: what may still be written once it is submitted
    _open_fields = frozenset({'measure_ids'})

    subject = fields.Char(required=True, tracking=True)
    user_id = fields.Many2one(
        'res.users', "Suggested by", required=True, default=lambda self: self.env.user, index=True,
        domain=[('share', '=', False)], check_company=True)
    partner_id = fields.Many2one(
        'res.partner', "Customer", check_company=True, index='btree_not_null', ondelete='restrict',
        help="Leave it empty when the suggestion is about customers in general.")
    commercial_partner_id = fields.Many2one(
        related='partner_id.commercial_partner_id', store=True, string="Customer Company", index='btree_not_null')
    profile_id = fields.Many2one(
        'relationship.profile', "Customer in the Roster", readonly=True, copy=False, index='btree_not_null',
        ondelete='set null')
    situation = fields.Text("Present Situation")
    proposal = fields.Text(required=True)
    benefit = fields.Text("Expected Benefit")
    state = fields.Selection(
        [('draft', "Draft"), ('submitted', "To Answer"), ('accepted', "Accepted"), ('later', "Put Off"),
         ('declined', "Declined"), ('closed', "Closed")],
        default='draft', required=True, readonly=True, copy=False, index=True, tracking=True, group_expand=True)
    submitted_date = fields.Date("Submitted on", readonly=True, copy=False)
    answer_deadline = fields.Date("Answer Due", readonly=True, copy=False, index='btree_not_null')
    is_overdue = fields.Boolean("Answer Overdue", compute='_compute_is_overdue', search='_search_is_overdue')
    measure_ids = fields.One2many('relationship.suggestion.measure', 'suggestion_id', "Measures", copy=False)
    measure_progress = fields.Char("Measures Done", compute='_compute_measure_progress')

    @api.depends('name', 'subject')
    def _compute_display_name(self):
        for suggestion in self:
            suggestion.display_name = f"{suggestion.name} {suggestion.subject or ''}".strip()

    @api.depends('state', 'answer_deadline')
    def _compute_is_overdue(self):
        late = self.sudo().filtered_domain(self._search_is_overdue('in', [True]))
        for suggestion in self:
            suggestion.is_overdue = suggestion in late

    def _search_is_overdue(self, operator, value):
        """Waiting for an answer after its last day, counted where each company is."""
        if operator != 'in':
            return NotImplemented
        companies = self.env['res.company'].sudo().search([])
        late = Domain('state', 'in', OPEN_STATES) & Domain.OR(
            Domain('company_id', 'in', group.ids) & Domain('answer_deadline', '<', today)
            for today, group in companies.grouped(lambda company: company._relationship_today()).items())
        return late if True in value else ~late

    @api.depends('measure_ids.state')
    def _compute_measure_progress(self):
        for suggestion in self:
            measures = suggestion.measure_ids.filtered(lambda measure: measure.state != 'cancelled')
            done = measures.filtered(lambda measure: measure.state == 'done')
            suggestion.measure_progress = f"{len(done)}/{len(measures)}" if measures else False

    @api.model_create_multi
    def create(self, vals_list):
        suggestions = super().create(vals_list)
        suggestions._link_profile()
        return suggestions

    def write(self, vals):
        told = self.filtered(lambda suggestion: suggestion.state != 'draft')
        if told and not vals.keys() <= self._writable_when_submitted():
            raise UserError(self.env._(
                "%s is submitted: its text stays as it is. Add what is new to the conversation.", told[0].name))
        result = super().write(vals)
        if vals.keys() & {'partner_id', 'company_id'}:
            self._link_profile()
        return result

    @api.model
    def _writable_when_submitted(self):
        return (self._open_fields | self._get_sealed_fields()
                | self.env['mail.thread']._fields.keys() | self.env['mail.activity.mixin']._fields.keys())

    def _link_profile(self):
        """Hang the suggestion on its customer, who must be one the user may see."""
        for company, suggestions in self.sudo().grouped('company_id').items():
            profiles = self.env['relationship.profile'].sudo().search([
                ('partner_id', 'in', suggestions.commercial_partner_id.ids), ('company_id', '=', company.id)])
            by_customer = profiles.grouped('partner_id')
            for suggestion in suggestions:
                profile = by_customer.get(suggestion.commercial_partner_id, profiles.browse())
                suggestion._sealed_write({'profile_id': profile.id}, SEAL)
        seen = self.profile_id.sudo(False)
        if hidden := seen - seen._filtered_access('read'):
            raise AccessError(self.env._(
                "%s is not your customer. Leave the customer empty, or ask the owner to share it with you.",
                hidden[0].sudo().partner_id.name))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        if any(suggestion.state != 'draft' for suggestion in self):
            raise UserError(self.env._("Only drafts can be deleted: what was suggested stays on record."))

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """Mail makes no suggestion: who wrote it is not proven by a mail."""
        raise UserError(self.env._("“%s” is not made by mail. Create it in the application.", self._description))

    # ------------------------------------------------------------------
    # Submitting
    # ------------------------------------------------------------------

    def action_submit(self):
        """Hand the suggestion in: its figures are frozen and the answer gets its last day."""
        self.check_access('write')
        for suggestion in self:
            if suggestion.state != 'draft':
                raise UserError(self.env._("%s is submitted already.", suggestion.name))
            if not (suggestion.proposal or '').strip():
                raise UserError(self.env._("The proposal is empty: say what should be done."))
            today = suggestion.company_id._relationship_today()
            suggestion.sudo()._sealed_write({
                'state': 'submitted', 'submitted_date': today, 'statistics': suggestion._statistics_now(),
                'answer_deadline': fields.Date.add(today, days=suggestion.company_id.relationship_suggestion_days)}, SEAL)
        self.sudo()._ask_for_answer()
