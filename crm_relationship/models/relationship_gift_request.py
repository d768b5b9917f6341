from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command


class RelationshipGiftRequest(models.Model):
    """礼品馈赠申请表: the request to give something to people of a customer (F17, P2 ⑦).

    Here are the paper's columns and what is computed from them. What is checked at submission,
    the way of the gift from the keeper's shelf to its recipient, and the visit are in
    `relationship_gift_rules.py`, `…_handing.py` and `…_visit.py`.
    """
    _name = 'relationship.gift.request'
    _description = "Gift Request"
    _inherit = [
        'relationship.document', 'relationship.own.name.mixin', 'relationship.input.guard',
        'relationship.benefit.source', 'relationship.budget.mixin', 'approval.mixin']
    _order = 'date_gift desc, id desc'
    _rec_names_search = ['name', 'partner_id.name']
    _check_company_auto = True
    _relationship_sequence_code = 'relationship.gift.request'
    _relationship_sequence_prefix = 'LP'
    _approval_amount_field = 'authority_amount'
    _approval_person_fields = ('applicant_id',)
    _team_person_field = 'applicant_id'
    _print_faces = {'request': ()}

    applicant_id = fields.Many2one(
        'res.users', "Applicant", required=True, default=lambda self: self.env.user,
        domain=[('share', '=', False)], index=True, check_company=True)
    department_id = fields.Many2one(
        compute='_compute_department_id', store=True, readonly=True, precompute=True, default=None)
    keeper_department_id = fields.Many2one(
        'hr.department', "Gift-Keeping Department", compute='_compute_keeper_department_id', store=True,
        readonly=False, precompute=True, check_company=True, index='btree_not_null',
        help="Keeps the gifts and hands them out (F17.2).")
    date_gift = fields.Date(
        "Date of the Gift", required=True, index=True, copy=False, tracking=True,
        default=lambda self: self.env.company._relationship_today())
    partner_id = fields.Many2one(
        'res.partner', "Customer", required=True, index=True, check_company=True, tracking=True)
    commercial_partner_id = fields.Many2one(
        related='partner_id.commercial_partner_id', store=True, string="Customer Company", index=True)
    line_ids = fields.One2many('relationship.gift.request.line', 'request_id', "Gifts", copy=True)
    currency_id = fields.Many2one(
        'res.currency', required=True, default=lambda self: self.env.company.currency_id)
    company_currency_id = fields.Many2one(related='company_id.currency_id', string="Company Currency")
    amount_total = fields.Monetary("Total Value", compute='_compute_amounts', store=True, tracking=True)
    amount_company = fields.Monetary(
        "Total Value (Company Currency)", compute='_compute_amounts', store=True,
        currency_field='company_currency_id')
    authority_amount = fields.Monetary(
        "Amount to Authorise", compute='_compute_authority_amount',
        help="What the signers' authority is compared with.")
    purpose = fields.Text("Purpose of the Gift")
    visit_id = fields.Many2one(
        'relationship.visit', "Visit", index='btree_not_null', check_company=True, copy=False,
        ondelete='set null', help="The visit on which the gift is handed over (P2 ⑦).")

    _sealed_fields = frozenset({'department_id', 'commercial_partner_id', 'amount_total', 'amount_company'})

    @api.depends('name', 'partner_id.name')
    def _compute_display_name(self):
        """Number and customer: what a signer, a calendar or a message has to tell apart."""
        for request in self:
            request.display_name = f"{request.name} {request.partner_id.name or ''}".strip()

    @api.depends('company_id')
    def _compute_keeper_department_id(self):
        """The company's department for gifts (F17.2), unless another one is named."""
        for request in self:
            if request.keeper_department_id.company_id not in (request.company_id, request.company_id.browse()) \
                    or not request.keeper_department_id:
                request.keeper_department_id = request.company_id.sudo().relationship_gift_department_id

    @api.depends('line_ids.value', 'line_ids.value_company')
    def _compute_amounts(self):
        for request in self:
            request.amount_total = sum(request.line_ids.mapped('value'))
            request.amount_company = sum(request.line_ids.mapped('value_company'))

    @api.depends('amount_total')
    def _compute_authority_amount(self):
        for request in self:
            request.authority_amount = request.amount_total

    @api.constrains('partner_id', 'company_id')
    def _check_partner(self):
        """The customer must be in use and belong to this company or to all."""
        for request in self:
            if problem := request.partner_id._relationship_problem(request.company_id):
                raise ValidationError(problem)

    @api.onchange('partner_id')
    def _onchange_partner_id(self):
        """A contact person chosen as the customer is also the first recipient."""
        person = self.partner_id
        if person and not person.is_company and not self.line_ids:
            self.line_ids = [Command.create({'recipient_id': person.id})]

    def _print_recipients(self):
        """The people who get something, each with his or her position, for the paper (F17.5)."""
        self.ensure_one()
        comma = '、' if (self.env.lang or '').startswith('zh') else ', '
        return comma.join(
            self.env._("%(name)s (%(title)s)", name=person.name, title=person.function)
            if person.function else person.name or ''
            for person in self.line_ids.sorted().recipient_id)
