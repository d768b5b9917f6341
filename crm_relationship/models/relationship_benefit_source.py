from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.document_approval.models.approval_mixin import EDITABLE_STATES
from odoo.addons.document_approval.models.approval_sealed import SEAL

from ..tools.own_companies import of_own_companies


class RelationshipBenefitSource(models.AbstractModel):
    """A request by which people get something: its caps while typing, at submission and for signers.

    A model that inherits this before ``approval.mixin`` names its triggers and says who gets how
    much (`_benefit_shares_by_kind`), on which day, and together with which documents. What is
    left of the caps is in `relationship_benefit_check.py`, sums over a window of days in
    `relationship_benefit_split.py`. The document's rows of the ledger come from `_benefit_sources`.
    """
    _name = 'relationship.benefit.source'
    _description = "Request That Gives Something to People"
    _inherit = ['approval.mixin']

    #: fields on which what is left depends while the form is filled in
    _benefit_triggers = ()
    #: the money is gone already: what is forbidden asks for a reason and a signature instead
    _benefit_is_spent = False
    #: may be one of several slices of one thing
    _benefit_splits = True
    _sealed_fields = frozenset({'is_over_cap', 'benefit_note'})

    is_over_cap = fields.Boolean(
        "Over a Cap", readonly=True, copy=False, help="The request crossed a cap when it was submitted.")
    benefit_note = fields.Text(
        "Compliance Notes", readonly=True, copy=False,
        help="What the check found when the request was submitted: for the signers.")
    benefit_left_html = fields.Html("What Is Left", compute='_compute_benefit_left_html', sanitize=False)

    @api.depends(lambda self: ('approval_state', *self._benefit_triggers))
    @api.depends_context('lang')
    def _compute_benefit_left_html(self):
        """What is left of each cap per recipient, pending requests of everybody reserved.

        Only sums are told, never what others gave.
        """
        shown = of_own_companies(self, '_compute_benefit_left_html').filtered(
            lambda document: document.approval_state in (*EDITABLE_STATES, 'pending'))
        (self - shown).benefit_left_html = False
        for document in shown:
            finding = document._benefit_findings()[document.sudo()]
            document.benefit_left_html = self.env['ir.qweb']._render('crm_relationship.benefit_left', {
                'checks': finding.checks, 'uncounted': finding.uncounted,
                'blackouts': [(tender.effect, finding.blackout(self.env, tender)) for tender in finding.blackouts],
            }) if finding.checks or finding.blackouts or finding.uncounted else False

    # ------------------------------------------------------------------
    # What the document's author says
    # ------------------------------------------------------------------

    def _benefit_day(self):
        """The calendar day on which it is given, or False while it is not known."""
        raise NotImplementedError

    def _benefit_shares_by_kind(self):
        """Who gets how much by this document alone: ``{kind: {contact: amount in company currency}}``.

        The empty contact stands for people who have none; they count for the document's customer.
        """
        raise NotImplementedError

    def _benefit_shares(self):
        """Who gets how much by this document alone, of all kinds: ``{contact: amount}``."""
        shares = {}
        for people in self._benefit_shares_by_kind().values():
            for person, amount in people.items():
                shares[person] = shares.get(person, 0.0) + amount
        return shares

    def _benefit_total(self):
        """What this document gives altogether, in company currency."""
        raise NotImplementedError

    def _benefit_chain(self):
        """Other documents of the same occasion, such as what a supplement adds to."""
        return self.browse()

    def _benefit_recorded(self):
        """The documents whose rows of the ledger are these documents' own: they do not count twice."""
        return self._origin

    def _benefit_uncounted(self):
        """Names of people who get something but have no contact to count it for: it counts for the customer company."""
        return []

    # ------------------------------------------------------------------
    # Submission
    # ------------------------------------------------------------------

    def _approval_check_submit(self):
        """Refuse what a cap or a blackout forbids; keep what else was found for the signers.

        Pending requests count, and whoever checks the same people at the same moment waits, so
        that two requests cannot both take the last of a cap.
        """
        self._benefit_take_turns()
        super()._approval_check_submit()
        findings = self._benefit_findings()
        if problems := [
                f"{document.display_name}: {problem}"
                for document, finding in findings.items() for problem in document._benefit_problems(finding)]:
            raise ValidationError("\n".join(problems))
        for document, finding in findings.items():
            document._sealed_write({
                'is_over_cap': any(check.crossed for check in finding.checks),
                'benefit_note': "\n".join(finding.warnings(self.env)) or False,
            }, SEAL)

    def _benefit_problems(self, finding):
        """Messages for what keeps this document from being submitted."""
        return finding.refusals(self.env)

    def _benefit_take_turns(self):
        """One check at a time for each person, customer company and table concerned."""
        partners, tables = self.env['res.partner'], set()
        for document in self.sudo():
            if document._benefit_splits and (table := document._benefit_table()):
                tables.add((document.company_id.id, *map(str, table)))
            people = partners.concat(*document._benefit_shares())
            partners |= people | people.commercial_partner_id | document.partner_id.commercial_partner_id
        self.env['relationship.benefit.turn']._take(partners, tables)

    def _approval_extra_steps(self):
        """A signature in addition for each group whose cap is crossed."""
        steps = super()._approval_extra_steps()
        for document, finding in self._benefit_findings().items():
            groups = finding.signing_groups(self.env)
            steps[document.id] = [*steps.get(document.id, ()), *({
                'name': self.env._("Compliance: %s", group.sudo().name),
                'kind': 'approve', 'group_id': group.id, 'days_allowed': 2,
            } for group in groups)]
        return steps

    def _approval_submit_notes(self):
        """The findings are part of the record of the submission."""
        return {**super()._approval_submit_notes(), **{
            document.id: document.benefit_note for document in self.sudo() if document.benefit_note}}
