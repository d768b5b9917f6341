from dataclasses import dataclass, field

from odoo import models
from odoo.fields import Domain
from odoo.tools import format_date

from ..tools.benefit_usage import BenefitUsage, Check, Share


@dataclass
class Finding:
    """What the caps and blackouts say to one document."""
    checks: list = field(default_factory=list)
    blackouts: list = field(default_factory=list)
    uncounted: list = field(default_factory=list)
    contacts_needed: bool = False
    is_spent: bool = False

    def refusals(self, env):
        """Messages naming cap, recipient, what is left and what is asked; or the blackout."""
        refusals = [] if self.is_spent else [
            *(env._("%(finding)s Lower the amount, or leave somebody out.", finding=self.crossing(env, check))
              for check in self.crossed('block')),
            *(env._("%(finding)s Choose another date.", finding=self.blackout(env, tender))
              for tender in self.blackouts if tender.effect == 'block')]
        return refusals + ([env._(
            "What each person of this customer gets is limited or signed for: pick the contact instead of typing a name "
            "for %s.", ", ".join(self.uncounted))] if self.contacts_needed else [])

    def warnings(self, env):
        """Messages for the signers."""
        return [
            self.crossing(env, check) for check in self.checks if check.crossed and (self.is_spent or check.cap.effect != 'block')
        ] + [
            self.blackout(env, tender) for tender in self.blackouts if self.is_spent or tender.effect == 'warn'
        ] + ([env._(
            "Counted for the customer company only, because they have no contact: %s.", ", ".join(self.uncounted),
        )] if self.uncounted else [])

    @property
    def is_forbidden(self):
        """True when a cap or a blackout that refuses is crossed."""
        return bool(self.crossed('block')) or any(tender.effect == 'block' for tender in self.blackouts)

    def signing_groups(self, env):
        """Groups that sign in addition, in the order of their caps.

        What is spent already cannot be refused: a cap or blackout that refuses is signed for too.
        """
        groups = [check.cap.group_id for check in self.crossed(*(('step', 'block') if self.is_spent else ('step',)))]
        if self.is_spent and any(tender.effect == 'block' for tender in self.blackouts):
            groups.append(env['res.groups'])
        if not all(groups):
            usual = env['relationship.benefit.cap'].sudo()._default_group_id()  # asked for only where it is needed: the answer is a query
            groups = [group or usual for group in groups]
        return list(dict.fromkeys(group for group in groups if group))

    def crossed(self, *effects):
        """The checks that crossed a cap with one of ``effects``."""
        return [check for check in self.checks if check.crossed and check.cap.effect in effects]

    @staticmethod
    def crossing(env, check):
        """One crossed cap in a sentence."""
        return env._(
            "%(cap)s (%(limit)s): %(recipient)s has %(left)s left, this request gives %(asked)s.",
            cap=check.cap.with_env(env).sudo().name, limit=check.currency.format(check.cap.amount),
            recipient=check.subject.name, left=check.currency.format(max(check.left, 0.0)),
            asked=check.currency.format(check.asked))

    @staticmethod
    def blackout(env, tender):
        """One blackout in a sentence."""
        return env._(
            "%(customer)s gets nothing from %(start)s to %(end)s: %(reason)s.",
            customer=tender.commercial_partner_id.name, start=format_date(env, tender.date_from),
            end=format_date(env, tender.date_to) if tender.date_to else "…", reason=tender.name)


class RelationshipBenefitSource(models.AbstractModel):
    """What is left of the caps for the people of a document, as it stands on the screen or in the database."""
    _inherit = 'relationship.benefit.source'

    def _benefit_findings(self, shares=None, days=None):
        """Caps and blackouts of all documents, in a few queries however many there are.

        Documents of one batch count for each other in their order. Read in sudo: everybody's
        benefits count, and only sums leave this method.

        :param shares: ``{document (sudo): as _benefit_shares_by_kind}`` where a part is to be looked at
        :param days: ``{document (sudo): day}`` where it is given on another day than the document says
        :return: ``{document (sudo): Finding}``
        """
        documents = self.sudo()
        shares = shares or {document: document._benefit_shares_by_kind() for document in documents}
        known = documents.filtered('company_id')
        days = days or {
            document: document._benefit_day() or document.company_id._relationship_today() for document in known}
        caps = self.env['relationship.benefit.cap']._caps_of(known.company_id)
        usage = known._benefit_usage(caps, shares, days)
        tenders = known._benefit_tenders(shares, days)
        findings = {
            document: Finding(uncounted=document._benefit_uncounted(), is_spent=document._benefit_is_spent)
            for document in documents}
        for document in known:
            day, finding = days[document], findings[document]
            finding.checks = document._benefit_checks(caps, usage, shares[document], day)
            finding.contacts_needed = bool(finding.uncounted) and document._benefit_needs_contacts(caps, shares[document])
            customers = document._benefit_customers(shares[document])
            finding.blackouts = [
                tender for tender in tenders
                if tender.commercial_partner_id in customers and tender._is_on(document.company_id, day)
            ] if any(shares[document].values()) or finding.uncounted else []
            document._benefit_count(usage, shares[document], day)
        return findings

    def _benefit_customers(self, shares):
        """The customer companies of the people and of the document."""
        people = self.env['res.partner'].sudo().concat(*(person for people in shares.values() for person in people))
        return people.commercial_partner_id | self.partner_id.commercial_partner_id

    def _benefit_usage(self, caps, shares, days):
        """What the people and their companies get in the years concerned, by all other documents."""
        usage = BenefitUsage()
        people = self.env['res.partner'].sudo().concat(*(
            person for document in self for people in shares[document].values() for person in people))
        firms = self.env['res.partner'].sudo().concat(*(
            document._benefit_customers(shares[document]) for document in self if any(shares[document].values())))
        if not firms:
            return usage
        years = {days[document].year for document in self}
        first, last = min(years), max(years)
        own = self._benefit_recorded()
        base = Domain('date', '>=', f'{first}-01-01') & Domain('date', '<=', f'{last}-12-31') & ~(
            Domain('res_model', '=', own._name) & Domain('res_id', 'in', own.ids))
        ledger = self.env['relationship.benefit'].sudo()
        for person, company, kind, day, model, document_id, amount in ledger._read_group(
                base & Domain('recipient_id', 'in', people.ids),
                ['recipient_id', 'company_id', 'kind', 'date:day', 'res_model', 'res_id'], ['amount:sum']):
            usage.add('recipient_year', person, Share(company, kind, day, amount, (model, document_id)))
        if 'organisation_year' in caps.mapped('basis'):
            for firm, company, kind, day, amount in ledger._read_group(
                    base & Domain('commercial_partner_id', 'in', firms.ids),
                    ['commercial_partner_id', 'company_id', 'kind', 'date:day'], ['amount:sum']):
                usage.add('organisation_year', firm, Share(company, kind, day, amount))
        return usage

    def _benefit_count(self, usage, shares, day):
        """Let this document count for those of the same batch that come after it."""
        for kind, people in shares.items():
            for person, amount in people.items():
                share = Share(self.company_id, kind, day, amount, (self._name, self.id))
                if person:
                    usage.add('recipient_year', person, share)
                usage.add('organisation_year', self._benefit_firm(person), share)

    def _benefit_firm(self, person):
        """The customer company for which ``person`` counts; the document's for people without a contact."""
        return person.commercial_partner_id or self.partner_id.commercial_partner_id

    def _benefit_needs_contacts(self, caps, shares):
        """True where a cap on each person refuses or asks for a signature: a typed name would evade it."""
        classes = self.partner_id.commercial_partner_id._benefit_guest_classes() if self.partner_id else set()
        return 'state_owned' in classes or any(
            cap.basis != 'organisation_year' and cap.effect != 'warn' and cap._is_for(kind, self.company_id, classes)
            for cap in caps for kind in shares)

    def _benefit_asked(self, cap, shares):
        """What this document gives those whom ``cap`` counts: ``{contact or firm: amount}``."""
        asked = {}
        for kind, people in shares.items():
            for person, amount in people.items():
                subject = person
                if cap.basis == 'organisation_year':
                    subject = self._benefit_firm(person)
                    subject = subject if subject.is_company else subject.browse()
                if subject and cap._is_for(kind, self.company_id, subject._benefit_classes()):
                    asked[subject] = asked.get(subject, 0.0) + amount
        return asked

    def _benefit_checks(self, caps, usage, shares, day):
        """The caps that apply to this document, each with what is left and what is asked.

        What a person gets on one day is one occasion, however many requests it is divided over.
        """
        company, checks = self.company_id, []
        chain = {(document._name, document.id) for document in self._benefit_chain()}
        for cap in caps:
            currency = cap._get_currency(company)
            for subject, amount in self._benefit_asked(cap, shares).items():
                used = usage.of_event(cap, subject, company, day, chain) if cap.basis == 'event_head' \
                    else usage.used(cap, subject, company, day.year)
                asked = company.currency_id._convert(amount, currency, company, day, round=False)
                checks.append(Check(cap, subject, currency, cap.amount - used, asked))
        return checks

    def _benefit_tenders(self, shares, days):
        """The blackouts that may touch these documents."""
        customers = self.env['res.partner'].sudo().concat(
            *(document._benefit_customers(shares[document]) for document in self))
        if not customers:
            return self.env['relationship.tender']
        return self.env['relationship.tender']._open_for(
            self.company_id, customers, min(days[document] for document in self),
            max(days[document] for document in self))
