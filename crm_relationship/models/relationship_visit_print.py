from odoo import api, fields, models
from odoo.tools import format_date, formatLang

from ..tools.address_line import address_line
from .relationship_visit import PURPOSES
from .relationship_visit_record import OUTCOMES

#: Codes by the papers' letters a–c and A–E (F13.13, F13.15).
LETTERS = {
    name: dict(zip((code for code, _label in options), letters, strict=True))
    for name, options, letters in (('purpose', PURPOSES, 'abc'), ('outcome', OUTCOMES, 'ABCDE'))}


class RelationshipPrinted(models.AbstractModel):
    """What the papers of visits ask a document for."""
    _inherit = 'relationship.printed'

    @api.model
    def _print_list(self, names):
        """Names one after the other, as papers in the reader's language list them."""
        comma = '、' if (self.env.lang or '').startswith('zh') else ', '
        return comma.join(name for name in names if name)

    @api.model
    def _print_address(self, partner):
        """The address of ``partner`` in one line, the way its readers write it; the company's for a person without."""
        partner = partner.sudo()
        home = partner if partner.street or partner.city else partner.commercial_partner_id
        return address_line(home.state_id.name, home.city, home.street, home.street2)

    @api.model
    def _print_choices(self, name, chosen):
        """The letters of a choice as the papers list them, each with whether it is chosen.

        :param name: ``purpose`` (a b c) or ``outcome`` (A–E)
        :param chosen: the code chosen, or False
        """
        return [(letter, code == chosen) for code, letter in LETTERS[name].items()]

    def _print_when(self, moment):
        """A moment in the reader's zone, in parts: ``day`` (date), ``date``, ``weekday`` and ``time`` as text."""
        local = fields.Datetime.context_timestamp(self, moment)
        return {
            'day': local.date(),
            'date': format_date(self.env, local.date()),
            'weekday': format_date(self.env, local.date(), date_format='EEEE'),
            'time': local.strftime('%H:%M'),
        }

    def _print_unit(self):
        """The unit over the paper's amounts: 元, or the currency's code."""
        self.ensure_one()
        currency = self.currency_id if 'currency_id' in self._fields else self.company_id.currency_id
        return self.env._("yuan") if currency.name == 'CNY' else currency.name


class RelationshipVisit(models.Model):
    """The papers of a visit: F12, F18.1 to F18.3, and what each shows beside the signed content."""
    _inherit = 'relationship.visit'

    _print_faces = {
        'record': (
            'contact_ids', 'problem_ids', 'attention', 'f12_growth', 'f12_has_growth', 'f12_credit',
            'f12_margin_rate', 'f12_has_margin', 'f12_overall', 'f12_ranking', 'f12_standing', 'other_note',
            'minutes_date'),
        'plan': ('contact_ids', 'companion_ids', 'date_start', 'date_stop', 'place', 'subject'),
        'application': ('date_start', 'date_stop', 'advance_paid', 'advance_paid_by_id', 'advance_paid_date'),
        'report': (
            'contact_ids', 'companion_ids', 'actual_start', 'actual_stop', 'needs', 'talk', 'objections',
            'attention', 'satisfaction', 'outcome', 'problem_ids', 'actual_total', 'checked_by_id',
            'checked_date', 'check_note'),
    }

    def _print_state(self, signatures):
        """A visit that needed no application is signed by whoever accepted its report."""
        if self.approval_state == 'draft' and self.checked_by_id:
            return dict(self._fields['report_state']._description_selection(self.env))[self.report_state]
        return super()._print_state(signatures)

    def _print_entry_date(self):
        """F12.2 填写日期: the day the minutes were completed; empty before."""
        return self.minutes_date and format_date(
            self.env, fields.Datetime.context_timestamp(self, self.minutes_date).date())

    def _print_contacts(self):
        """F12.5 拜访对象 with their positions."""
        return self._print_list(
            self.env._("%(name)s (%(title)s)", name=person.name, title=person.function) if person.function else person.name
            for person in self.sudo().contact_ids)

    def _print_companions(self):
        return self._print_list(self.sudo().companion_ids.mapped('name'))

    def _print_percent(self, share):
        """A share as the paper writes it: 0.125 as 12.5%."""
        return f"{formatLang(self.env, 100 * share, digits=1)}%"

    def _print_options(self, name):
        """The options of a choice in words, each with whether it is chosen."""
        return [
            (label, code == self[name]) for code, label in self._fields[name]._description_selection(self.env)]

    def _print_solved(self):
        """F12.14 已解决的问题: each with how it was solved."""
        return [
            f"{problem.name}: {problem.solution}" if problem.solution else problem.name
            for problem in self.problem_ids.filtered(lambda problem: problem.state == 'solved').sorted('id')]

    def _print_open_before(self):
        """Problems of earlier visits that are open with the customer, whoever met them (F18.1)."""
        return self.env['relationship.visit.problem'].sudo().search([
            ('commercial_partner_id', '=', self.commercial_partner_id.id),
            ('company_id', '=', self.company_id.id), ('state', '=', 'open'), ('visit_id', '!=', self.id)], order='id')


class RelationshipVisitDay(models.Model):
    _inherit = 'relationship.visit.day'

    def _print_companions(self):
        """F13.19 同行者; names are readable for who may read the report."""
        return self._print_list(self.companion_ids.sudo().mapped('name'))
