from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.document_approval.models.approval_mixin import APPROVED_STATES

from .relationship_claim_line_mixin import CLAIM_STATES

ORDER = [state for state, _label in CLAIM_STATES]


class RelationshipClaimMixin(models.AbstractModel):
    """A document whose costs are claimed as Odoo's expenses: where the claims stand, who may make them.

    What making them means is in `relationship_claim_making.py`.
    """
    _name = 'relationship.claim.mixin'
    _description = "Document with Costs to Be Claimed"

    #: the expense's link to this document, and the field of the user who gets the money
    _claim_link = None
    _claim_user_field = None

    currency_id = fields.Many2one('res.currency')  # each document's own
    claim_state = fields.Selection(
        CLAIM_STATES, "Claim of Expenses", compute='_compute_claim_state', store=True, index='btree_not_null',
        readonly=True, copy=False,
        help="How far the claim has come: the cost that is furthest behind counts.")
    claim_count = fields.Integer("Number of Expenses", compute='_compute_claims', compute_sudo=True)
    claim_amount = fields.Monetary(
        "Claimed", compute='_compute_claims', compute_sudo=True, help="What is claimed and not refused.")
    can_claim = fields.Boolean(compute='_compute_can_claim')

    _sealed_fields = frozenset({'claim_state'})

    def _compute_claim_state(self):
        for document in self:
            states = {line.claim_state for line in document._claim_lines()} - {False}
            due = document._claim_is_due() or states - {'to_claim'}
            document.claim_state = min(states, key=ORDER.index) if states and due else False

    @api.depends(
        'claim_ids.approval_state', 'claim_ids.account_move_id', 'claim_ids.total_amount_currency',
        'claim_ids.total_amount', 'claim_ids.price_unit', 'claim_ids.quantity')
    def _compute_claims(self):
        for document in self:
            claims = document._claims()
            document.claim_count = len(claims)
            currency = document.currency_id
            document.claim_amount = claims._relationship_amount_in(currency) if currency and claims else 0.0

    @api.depends('claim_state')
    @api.depends_context('uid')
    def _compute_can_claim(self):
        for document in self:
            source = document.sudo()
            document.can_claim = bool(
                source._claim_is_due() and self._may_claim(source)
                and any(line._is_open() for line in source._claim_lines()))

    # ------------------------------------------------------------------
    # Of each document its own
    # ------------------------------------------------------------------

    def _claim_lines(self):
        return self.expense_line_ids

    def _claim_is_due(self):
        """True when the costs are signed and may be claimed."""
        self.ensure_one()
        return self.approval_state in APPROVED_STATES

    def _claim_problem(self):
        """Why the costs cannot be claimed, or ''."""
        self.ensure_one()
        if not self._claim_is_due():
            return self.env._("%s is not approved yet: expenses are claimed once it is signed.", self.display_name)
        if self.approval_cancel_request_id.state == 'pending':
            return self.env._("The cancellation of %s is being decided: nothing is claimed until then.", self.display_name)
        return ''

    def _claim_date(self):
        """The day on which the costs arose."""
        self.ensure_one()
        return self.date

    def _claim_people(self):
        """Users who may claim beside the supervisors."""
        self.ensure_one()
        return self[self._claim_user_field]

    # ------------------------------------------------------------------

    def _claims(self):
        """The live expenses that count on this document."""
        return self.claim_ids._relationship_live()

    def _may_claim(self, document):
        """True when the current user may claim: the person, or a supervisor, as everywhere else."""
        return self._may_act_for_others() or self.env.user in document._claim_people()

    def _check_may_claim(self):
        self.check_access('read')
        for document in self:
            if not self._may_claim(document.sudo()):
                raise AccessError(self.env._(
                    "Only %(people)s and the supervisors claim the expenses of %(document)s.",
                    people=", ".join(document.sudo()._claim_people().mapped('name')),
                    document=document.display_name))

    def _claim_limit_problem(self):
        """Why what is claimed on this document is too much, or '' (APPROVAL.md rule 10)."""
        self.ensure_one()
        claims = self._claims()
        if self.approval_state not in APPROVED_STATES:
            # What another document was signed for counts here, too, and is no matter of this one's signature.
            own = claims.filtered(lambda claim: claim._relationship_document() == self)
            return own and self.env._(
                "%s is not approved any more: have its expenses refused or delete them.", self.display_name) or ''
        if not self.currency_id:
            return ''
        problem = claims and self._approval_settlement_problem(claims._relationship_amount_in(self.currency_id))
        return f"{problem} {self._claim_limit_remedy()}" if problem else ''

    def _claim_limit_remedy(self):
        """What to do when more is claimed than was approved."""
        return self.env._("Press “Request Supplement” on it.")

    def _claim_is_paid(self):
        """True when every cost is claimed and every claim paid."""
        self.ensure_one()
        claims = self._claims()
        return bool(claims) and not any(line._is_open() for line in self._claim_lines()) and all(
            claim._relationship_is_paid() for claim in claims)

    def _claim_lock(self):
        """Lock and touch the rows, so that of two at once one meets a serialisation error, is tried again
        by Odoo, and then sees what the other did (APPROVAL.md rule 11)."""
        if not self:
            return
        self.env.flush_all()
        table, ids = SQL.identifier(self._table), tuple(self.ids)
        self.env.execute_query(SQL("SELECT id FROM %s WHERE id IN %s ORDER BY id FOR UPDATE", table, ids))
        self.env.execute_query(SQL(
            "UPDATE %s SET write_date = %s WHERE id IN %s RETURNING id", table, fields.Datetime.now(), ids))
        self.invalidate_recordset(['write_date'])

    def _claim_check_cancel(self):
        """Raise UserError for a document whose expenses are claimed (APPROVAL.md rule 5)."""
        for document in self:
            if document.sudo()._claims():
                raise UserError(self.env._(
                    "The expenses of %s are claimed. Have them refused or delete them, then cancel it.",
                    document.display_name))

    # ------------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------------

    def action_claim(self):
        """报销: make an expense of every cost that is not claimed, and open them.

        :raise UserError: not signed, nothing to claim, above what was approved, or a setting is
            missing, with the remedy
        """
        self._check_may_claim()
        expenses = self._claim()
        return expenses.sudo(False)._relationship_open(self.env._("Expenses"))

    def action_open_claims(self):
        """The expenses of the documents, refused ones too; Odoo's own rules decide who reads which."""
        self.check_access('read')
        expenses = self.env['hr.expense'].search(
            Domain(self._claim_link, 'in', self.ids) | Domain('id', 'in', self.sudo()._claims_of_all().ids))
        return expenses._relationship_open(self.env._("Expenses"))

    def _claims_of_all(self):
        claims = self.env['hr.expense']
        for document in self:
            claims |= document._claims()
        return claims
