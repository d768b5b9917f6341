from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.document_approval.models.approval_mixin import APPROVED_STATES


class RelationshipHospitality(models.Model):
    """A supplementary request raises the approved budget of an earlier one (APPROVAL.md rule 10)."""
    _inherit = 'relationship.hospitality'

    supplement_of_id = fields.Many2one(
        'relationship.hospitality', "Supplement of", readonly=True, copy=False, check_company=True,
        index='btree_not_null', ondelete='restrict')
    supplement_ids = fields.One2many('relationship.hospitality', 'supplement_of_id', "Supplements")
    approved_total = fields.Monetary(
        "Approved Total", compute='_compute_approved_total',
        help="The approved budget together with its approved supplements.")

    _open_supplement_unique = models.UniqueIndex(
        "(supplement_of_id) WHERE approval_state IN ('draft', 'pending', 'withdrawn')",
        "This request has an open supplement already: finish that one first.")

    @api.depends('approval_state', 'budget_total', 'supplement_ids.approval_state',
                 'supplement_ids.budget_total')
    def _compute_approved_total(self):
        for request in self:
            chain = request._approved_chain()
            request.approved_total = sum(part._approved_own() for part in chain)

    @api.depends('budget_total', 'supplement_of_id.approved_total')
    def _compute_authority_amount(self):
        for request in self:
            base = request.supplement_of_id.sudo()
            request.authority_amount = request.budget_total + base.approved_total

    def _approved_own(self):
        """What was approved of this one's own budget: the audit may have lowered it."""
        self.ensure_one()
        approval, company = self.approval_request_id, self.company_id
        lowered = approval.amount - approval.approved_amount
        if company.currency_id.is_zero(lowered):
            return self.budget_total
        return self.budget_total - company.currency_id._convert(
            lowered, self.currency_id, company, self.date)

    def _approved_chain(self):
        """The request and its supplements, as far as they are approved."""
        requests = (self | self.supplement_ids).sudo()
        return requests.filtered(lambda request: request.approval_state in APPROVED_STATES)

    @api.constrains('supplement_of_id', 'partner_id', 'currency_id', 'company_id')
    def _check_supplement(self):
        """A supplement belongs to an approved, unreported request and shares its frame."""
        for request in self.filtered('supplement_of_id'):
            base = request.supplement_of_id
            base.sudo(False).check_access('read')  # constraints run in sudo
            frame = ('partner_id', 'currency_id', 'company_id')
            if base.supplement_of_id or any(request[name] != base.sudo()[name] for name in frame):
                raise ValidationError(self.env._(
                    "A supplement has the customer and the currency of the request it belongs to."))

    def _supplement_problems(self):
        """Why a supplement cannot be submitted; a list of messages."""
        base = self.supplement_of_id.sudo()
        if base.approval_state not in APPROVED_STATES:
            return [self.env._("%s is not approved: change that request itself.", base.name)]
        if base.stage == 'reported':
            return [self.env._("%s is reported already: nothing can be added to it.", base.name)]
        if base.approval_state == 'settled':
            return [self.env._("%s is settled already: nothing can be added to it.", base.name)]
        return []

    def action_request_supplement(self):
        """Start a supplement of this request and open it."""
        self._check_can_arrange()
        supplement = self._create_supplement({})
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Supplement"),
            'res_model': self._name, 'res_id': supplement.id, 'view_mode': 'form'}

    def _create_supplement(self, amounts):
        """A draft supplement of this request.

        :param dict amounts: {item: amount missing, in the request's currency}
        :raise UserError: when the request is not approved, or an open supplement exists
        """
        self.ensure_one()
        if not self.is_planned:
            raise UserError(self.env._("Only an approved request can have a supplement."))
        if waiting := self.sudo().supplement_ids.filtered(
                lambda r: r.approval_state in ('draft', 'pending', 'withdrawn')):
            raise UserError(self.env._(
                "The supplement %s is not decided yet: finish that one first.", waiting[0].name))
        source = self.sudo()
        return self.create({
            'supplement_of_id': self.id,
            'kind': source.kind,
            'company_id': source.company_id.id,
            'partner_id': source.partner_id.id,
            'venue': source.venue,
            'date_start': source.date_start,
            'duration': source.duration,
            'currency_id': source.currency_id.id,
            'arranger_id': source.arranger_id.id,
            'guest_ids': [fields.Command.create(vals) for vals in source.guest_ids._attendee_vals()],
            'host_ids': [fields.Command.create(vals) for vals in source.host_ids._attendee_vals()],
            'budget_line_ids': [
                fields.Command.create({'item_id': line.item_id.id, 'amount': amounts.get(line.item_id, 0.0)})
                for line in source.budget_line_ids
            ] + [
                fields.Command.create({'item_id': item.id, 'amount': amount})
                for item, amount in amounts.items() if item not in source.budget_line_ids.item_id],
            'purpose': self.env._("Supplement to %(number)s: %(purpose)s",
                                  number=source.name, purpose=source.purpose or ''),
        })
