from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import LazyTranslate, format_date

from odoo.addons.document_approval.models.approval_sealed import SEAL
from odoo.addons.document_approval.models.approval_text import is_blank, said_in

from .relationship_suggestion import OPEN_STATES

_lt = LazyTranslate(__name__)

REMIND_EVERY_DAYS = 7


class RelationshipSuggestion(models.Model):
    """Answering a suggestion, carrying its measures out and closing it with thanks (R2.2)."""
    _inherit = 'relationship.suggestion'

    _sealed_fields = frozenset({
        'verdict', 'answer', 'answered_by_id', 'answered_date', 'closing_note', 'closed_by_id', 'closed_date', 'reminded_date'})

    verdict = fields.Selection(
        [('accepted', "Accepted"), ('later', "Put Off"), ('declined', "Declined")], "Decision Given", readonly=True,
        copy=False)
    answer = fields.Text(readonly=True, copy=False)
    answered_by_id = fields.Many2one('res.users', "Answered by", readonly=True, copy=False)
    answered_date = fields.Datetime("Answered on", readonly=True, copy=False)
    closing_note = fields.Text("Thanks and Closing", readonly=True, copy=False)
    closed_by_id = fields.Many2one('res.users', "Closed by", readonly=True, copy=False)
    closed_date = fields.Datetime("Closed on", readonly=True, copy=False)
    reminded_date = fields.Date(readonly=True, copy=False)
    can_answer = fields.Boolean(
        "To Answer by Me", compute='_compute_can_answer', search='_search_can_answer')

    @api.depends_context('uid')
    @api.depends('state', 'user_id', 'preparer_id')
    def _compute_can_answer(self):
        mine = self.filtered_domain(self._search_can_answer('in', [True]))
        for suggestion in self:
            suggestion.can_answer = suggestion in mine

    def _search_can_answer(self, operator, value):
        """Open ones of others, for supervisors and managers; the record rules say of whom."""
        if operator != 'in':
            return NotImplemented
        mine, uid = Domain.FALSE, self.env.uid
        if self.env.user.has_group('crm_relationship.group_supervisor'):
            mine = Domain([('state', 'in', OPEN_STATES), ('user_id', '!=', uid),
                           ('preparer_id', '!=', uid), ('create_uid', '!=', uid)])
        return mine if True in value else ~mine

    def action_answer_open(self):
        """Open the dialog for the answer."""
        self.ensure_one()
        self._check_may_answer()
        return self._open_dialog('relationship.suggestion.answer', self.env._("Answer"))

    def action_close_open(self):
        """Open the dialog for thanks and closing."""
        self.ensure_one()
        self._check_may_close()
        return self._open_dialog('relationship.suggestion.close', self.env._("Close"))

    def _open_dialog(self, model, name):
        return {'type': 'ir.actions.act_window', 'name': name, 'res_model': model, 'view_mode': 'form',
                'target': 'new', 'context': {'default_suggestion_id': self.id}}

    def _check_may_answer(self):
        """Raise unless the user answers this: a supervisor or manager, and nobody the own suggestion."""
        self.check_access('read')
        if not self.env.user.has_group('crm_relationship.group_supervisor'):
            raise AccessError(self.env._("Suggestions are answered by supervisors and managers."))
        for suggestion in self.sudo():
            if self.env.user in suggestion.user_id | suggestion.preparer_id | suggestion.create_uid:
                raise AccessError(self.env._("Nobody answers the own suggestion. Another supervisor or manager does."))
            if suggestion.state not in OPEN_STATES:
                raise UserError(self.env._("%s does not wait for an answer.", suggestion.name))

    def _answer(self, verdict, text, until=None):
        """Answer these suggestions and tell who made them.

        :param str verdict: accepted, declined or later
        :param str text: the answer; must not be blank
        :param date until: for later: the day by which they are answered again
        """
        self._check_may_answer()
        if verdict not in ('accepted', 'declined', 'later'):
            raise ValidationError(self.env._("Accept, decline or put off: choose one of them."))
        if is_blank(text):
            raise ValidationError(self.env._("Write the answer: who suggested wants to know why."))
        values = {'state': verdict, 'verdict': verdict, 'answer': text.strip(), 'answered_by_id': self.env.uid,
                  'answered_date': fields.Datetime.now()}
        for suggestion in self.sudo():
            if verdict == 'later':
                today = suggestion.company_id._relationship_today()
                if not until or not today < until <= fields.Date.add(today, years=1):
                    raise ValidationError(self.env._("Say when it is answered again: after today, within a year."))
                values['answer_deadline'] = until
            suggestion._sealed_write({**values, 'reminded_date': False}, SEAL)
        self.sudo()._tell_author(_lt("Your suggestion was answered"), text)

    def _check_may_close(self):
        """Raise unless the user may close this, and nothing is left to do."""
        self.check_access('read')
        if not self.env.user.has_group('crm_relationship.group_supervisor'):
            raise AccessError(self.env._("Suggestions are closed by supervisors and managers."))
        for suggestion in self.sudo():
            if suggestion.state not in ('accepted', 'declined'):
                raise UserError(self.env._("%s is not answered yet.", suggestion.name))
            if self.env.user in suggestion.user_id | suggestion.preparer_id | suggestion.create_uid:
                raise AccessError(self.env._("Nobody closes the own suggestion. Another supervisor or manager does."))
            if suggestion.measure_ids.filtered(lambda measure: measure.state == 'planned'):
                raise UserError(self.env._("Measures of %s are not done yet. Finish or cancel them first.", suggestion.name))

    def _close(self, note):
        """Close these suggestions with a word of thanks to who made them."""
        self._check_may_close()
        if is_blank(note):
            raise ValidationError(self.env._("Write a word of thanks, and what came of it."))
        self.sudo()._sealed_write({
            'state': 'closed', 'closing_note': note.strip(), 'closed_by_id': self.env.uid,
            'closed_date': fields.Datetime.now()}, SEAL)
        self.sudo()._tell_author(_lt("Your suggestion is closed"), note)

    # ------------------------------------------------------------------
    # Telling people
    # ------------------------------------------------------------------

    def _tell_author(self, subject, text):
        """Notify who suggested and who entered it.

        :param subject: a lazy text, said in each one's language
        """
        for suggestion in self:
            for told, partners in suggestion._by_language(suggestion.user_id | suggestion.preparer_id):
                told.message_notify(
                    partner_ids=partners.ids, subject=f"{said_in(told.env, subject)}: {told.subject}",
                    body=Markup("<p>%s</p>") % text)

    def _by_language(self, users):
        """The record in each language of ``users``, with the partners who read that."""
        return [(self.with_context(lang=lang), people.partner_id) for lang, people in users.grouped('lang').items()]

    def _answerers(self):
        """Who is asked: the supervisor of the author's department, else the company's service managers (sudo)."""
        self.ensure_one()
        own = self.user_id | self.preparer_id | self.create_uid
        groups = [self.env.ref(f'crm_relationship.group_{role}') for role in ('supervisor', 'service_manager')]
        users = self.env['res.users'].search([
            ('all_group_ids', 'in', groups[0].ids), ('company_ids', 'in', self.company_id.ids),
            ('id', 'not in', [*own.ids, api.SUPERUSER_ID])])
        leader = self.department_id.manager_id.user_id or self.user_id.with_company(self.company_id).employee_id.parent_id.user_id
        return users & leader or users.filtered(lambda user: groups[1] in user.all_group_ids)

    def _ask_for_answer(self):
        """Notify those who answer, of a new suggestion or of one whose day has come."""
        for suggestion in self:
            for told, partners in suggestion._by_language(suggestion._answerers()):
                told.message_notify(
                    partner_ids=partners.ids, subject=told.env._("Suggestion to answer: %s", told.subject),
                    body=Markup("<p>%s</p>") % told.env._(
                        "Please answer by %s.", format_date(told.env, told.answer_deadline)))

    @api.model
    def _cron_remind(self):
        """Remind on the last day, and every week after it; each company by its own calendar."""
        for company in self.env['res.company'].search([]):
            today = company._relationship_today()
            before = fields.Date.subtract(today, days=REMIND_EVERY_DAYS)
            due = self.search([
                ('company_id', '=', company.id), ('state', 'in', OPEN_STATES), ('answer_deadline', '<=', today),
                '|', ('reminded_date', '=', False), ('reminded_date', '<=', before)])
            due._ask_for_answer()
            due._sealed_write({'reminded_date': today}, SEAL)
