from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from odoo.addons.document_approval.models.approval_sealed import SEAL

#: Changing one of these makes a proposed line one's own.
CHOICES = {
    'partner_id', 'recipient_id', 'cooperation', 'purpose', 'product_id', 'name', 'quantity', 'unit_value', 'date_gift', 'note'}


def main_person(partner, extra=SQL()):
    """LATERAL of the person a customer is known by: itself, or the contact entered first.

    :param partner: SQL of the alias of the customer's res_partner
    :param extra: SQL of further columns of ``person``
    """
    return SQL(
        """LATERAL (SELECT person.id %(extra)s FROM res_partner person
                     WHERE CASE WHEN %(partner)s.is_company THEN person.parent_id = %(partner)s.id AND NOT person.is_company
                                     AND person.type = 'contact'
                           ELSE person.id = %(partner)s.id END AND person.active
                  ORDER BY person.id LIMIT 1)""", partner=partner, extra=extra)


class RelationshipGiftPlanLine(models.Model):
    """One gift planned: F16 columns 1 to 9.

    Lines are signed with their plan. What comes of a line is its gift request's; the line stays as signed.
    """
    _name = 'relationship.gift.plan.line'
    _description = "Planned Gift"
    _inherit = [
        'approval.sealed', 'relationship.child.mixin', 'approval.line.mixin', 'relationship.input.guard']
    _order = 'plan_id, sequence, id'
    _rec_names_search = ['partner_id.name', 'name', 'plan_id.name']
    _check_company_auto = True
    _document_field = 'plan_id'
    _approval_document_field = 'plan_id'
    _sealed_fields = frozenset({'is_proposed'})

    plan_id = fields.Many2one(
        'relationship.gift.plan', "Gift Plan", required=True, ondelete='cascade', index=True)
    company_id = fields.Many2one(related='plan_id.company_id', store=True, index=True)
    currency_id = fields.Many2one(related='plan_id.currency_id')
    plan_state = fields.Selection(related='plan_id.approval_state', string="Approval of the Plan")
    occasion = fields.Selection(related='plan_id.occasion', store=True)
    sequence = fields.Integer(default=10000)
    partner_id = fields.Many2one(
        'res.partner', "Customer", required=True, index=True, check_company=True, ondelete='restrict')
    commercial_partner_id = fields.Many2one(
        related='partner_id.commercial_partner_id', store=True, string="Customer Company", index=True)
    tier_id = fields.Many2one(
        'relationship.tier', "Value Tier", compute='_compute_customer', store=True, precompute=True, ondelete='set null')
    industry = fields.Char(
        "Line of Business", compute='_compute_customer', store=True, readonly=False, precompute=True)
    recipient_id = fields.Many2one(
        'res.partner', "Person in Charge", compute='_compute_customer', store=True, readonly=False, precompute=True,
        index='btree_not_null', check_company=True, ondelete='restrict',
        domain="[('commercial_partner_id', '=', commercial_partner_id), ('is_company', '=', False)]",
        help="Who gets the gift.")
    cooperation = fields.Char(
        "State of Cooperation", compute='_compute_customer', store=True, readonly=False, precompute=True)
    purpose = fields.Char("Purpose of the Gift", compute='_compute_purpose', store=True, readonly=False, precompute=True)
    product_id = fields.Many2one(
        'product.product', "Gift", domain=[('relationship_is_gift', '=', True)], check_company=True,
        index='btree_not_null', ondelete='restrict', compute='_compute_product_id', store=True, readonly=False, precompute=True)
    name = fields.Char(
        "Name of the Gift", compute='_compute_name', store=True, readonly=False, precompute=True)
    quantity = fields.Float("Number of Gifts", default=1.0, required=True, digits='Product Unit')
    unit_value = fields.Monetary(
        "Value per Piece", compute='_compute_unit_value', store=True, readonly=False, precompute=True)
    budget_value = fields.Monetary("Budget Value", compute='_compute_budget_value', store=True, precompute=True)
    date_gift = fields.Date(
        "Give on", compute='_compute_date_gift', store=True, readonly=False, precompute=True, index=True, copy=False)
    note = fields.Char("Remarks")
    is_proposed = fields.Boolean("Proposed", readonly=True, copy=False)

    @api.depends('partner_id', 'name')
    def _compute_display_name(self):
        for line in self:
            line.display_name = ": ".join(filter(None, (line.partner_id.name, line.name))) or self.env._("Planned Gift")

    # ------------------------------------------------------------------
    # Filled in from the customer and the plan
    # ------------------------------------------------------------------

    @api.depends('partner_id', 'plan_id')
    def _compute_customer(self):
        """What is known of the customer; a person chosen as the customer is the recipient."""
        for company, lines in self.grouped(lambda line: line.plan_id.company_id or self.env.company).items():
            facts = lines._customer_facts(lines.partner_id.commercial_partner_id, company)
            for line in lines:
                fact = facts.get(line.partner_id.commercial_partner_id.id, {})
                for name in ('industry', 'cooperation', 'tier_id', 'recipient_id'):
                    line[name] = fact.get(name)
                if line.partner_id and not line.partner_id.is_company:
                    line.recipient_id = line.partner_id

    @api.model
    def _customer_facts(self, customers, company):
        """Columns 2 to 4 of F16 for ``customers``, in the reader's language; one query.

        :return: ``{partner id: {'industry', 'recipient_id', 'tier_id', 'cooperation'}}``; of customers the user
            does not see only what stands in the address book
        """
        self.env.flush_all()
        Profile = self.env['relationship.profile'].sudo(False)
        query = Profile._search([('partner_id', 'in', customers.ids), ('company_id', '=', company.id)]) \
            if Profile.has_access('read') else None
        rows = self.env.execute_query_dict(SQL(
            """
            SELECT partner.id, COALESCE(industry.name->>%(lang)s, industry.name->>'en_US') AS industry,
                   contact.id AS recipient_id, profile.tier_id, COALESCE(tier.name->>%(lang)s, tier.name->>'en_US') AS tier,
                   profile.amount_12m, profile.first_purchase_date, profile.id AS profile_id
              FROM res_partner partner
         LEFT JOIN res_partner_industry industry ON industry.id = partner.industry_id
         LEFT JOIN relationship_profile profile ON profile.partner_id = partner.id AND profile.id IN %(profiles)s
         LEFT JOIN relationship_tier tier ON tier.id = profile.tier_id
         LEFT JOIN %(person)s contact ON TRUE
             WHERE partner.id IN %(customers)s
            """,
            lang=self.env.lang or 'en_US', profiles=query.subselect() if query else SQL("(NULL)"),
            person=main_person(SQL("partner")), customers=tuple(customers.ids) or (0,)))
        return {row['id']: {
            'industry': row['industry'], 'recipient_id': row['recipient_id'], 'tier_id': row['tier_id'],
            'cooperation': self._cooperation(row, company) if row['profile_id'] else False} for row in rows}

    @api.model
    def _cooperation(self, row, company):
        """合作现状 in words: tier, sales of 12 months, since when."""
        since = row['first_purchase_date']
        parts = [
            row['tier'],
            self.env._("sales of 12 months: %s", company.currency_id.format(float(row['amount_12m'] or 0))),
            self.env._("customer since %s", fields.Date.to_string(since)) if since else self.env._("no purchase so far")]
        return " · ".join(filter(None, parts))

    @api.depends('plan_id')
    def _compute_purpose(self):
        for line in self:
            line.purpose = line.purpose or line.plan_id.purpose

    @api.depends('plan_id')
    def _compute_product_id(self):
        for line in self:
            line.product_id = line.product_id or line.plan_id.product_id

    @api.depends('product_id')
    def _compute_name(self):
        """The product's name as it is called now; what was typed for another kind of gift stays."""
        for line in self:
            line.name = line.product_id.name or line.name

    @api.depends('product_id')
    def _compute_unit_value(self):
        """What the product is worth, in the currency of the plan; without a product, as entered."""
        for company, lines in self.grouped(lambda line: line.plan_id.company_id or self.env.company).items():
            values = lines.product_id._relationship_gift_values(company)
            for line in lines:
                line.unit_value = values.get(line.product_id.id, line.unit_value)

    @api.depends('quantity', 'unit_value', 'plan_id.company_id')
    def _compute_budget_value(self):
        for line in self:
            value = line.quantity * line.unit_value
            line.budget_value = line.currency_id.round(value) if line.currency_id else value

    @api.depends('plan_id.date_to')
    def _compute_date_gift(self):
        """The last day of the plan, on the festival itself, unless a day of the period was chosen."""
        for line in self:
            plan, day = line.plan_id, line.date_gift
            if not (day and plan.date_from and plan.date_to and plan.date_from <= day <= plan.date_to):
                line.date_gift = plan.date_to

    # ------------------------------------------------------------------
    # Checks
    # ------------------------------------------------------------------

    @api.constrains('quantity', 'unit_value')
    def _check_amounts(self):
        for line in self:
            if line.quantity <= 0:
                raise ValidationError(self.env._(
                    "%s: the number of gifts must be more than zero. Delete the line if nothing is given.", line.display_name))
            if line.unit_value < 0:
                raise ValidationError(self.env._("%s: the value cannot be negative.", line.display_name))

    @api.constrains('recipient_id', 'partner_id')
    def _check_recipient(self):
        """A gift goes to a person of the customer."""
        for line in self.filtered('recipient_id'):
            person = line.recipient_id.sudo()
            if person.is_company or person.commercial_partner_id != line.partner_id.sudo().commercial_partner_id:
                raise ValidationError(self.env._(
                    "%(person)s is no person of %(customer)s. Choose who gets the gift there.",
                    person=person.display_name, customer=line.partner_id.display_name))

    @api.constrains('product_id')
    def _check_product(self):
        self._check_gifts(self.product_id)

    @api.model
    def _check_gifts(self, products):
        if other := products.sudo().filtered(lambda product: not product.relationship_is_gift):
            raise ValidationError(self.env._(
                "%s is not in the gift catalogue. Choose a gift, or ask the gift keeper to add it.", other[0].display_name))

    @api.constrains('partner_id', 'plan_id')
    def _check_customer(self):
        self.partner_id._relationship_check_plannable(self.company_id)

    def _problems(self):
        """Why these lines cannot be submitted, as messages with remedies."""
        def outside(line):
            return not (line.date_gift and line.plan_id.date_from <= line.date_gift <= line.plan_id.date_to)
        problems = []
        patterns = {company: company._gift_cash_pattern() for company in self.company_id}
        for bad, text in (
                (lambda line: not line.recipient_id, self.env._(
                    "Nobody to give it to: %s. Choose the person in charge, or enter one on the customer.")),
                (lambda line: not (line.name or '').strip(), self.env._("No gift chosen: %s. Choose one, or name it.")),
                (lambda line: line.currency_id.is_zero(line.budget_value), self.env._(
                    "Without a value: %s. Enter what the gift is worth.")),
                (lambda line: not (line.purpose or '').strip(), self.env._(
                    "Without a purpose: %s. Enter it on the plan or on the line.")),
                (lambda line: line._is_cash(patterns), self.env._(
                    "As good as money (cash, voucher, card): %s. Such gifts are not given, choose another one.")),
                (outside, self.env._("Outside of the period: %s. Change the day, or the period of the plan."))):
            if lines := self.filtered(bad):
                problems.append(text % lines.partner_id._relationship_names())
        return problems

    def write(self, vals):
        """Whoever changes a proposed line makes it his or her own."""
        result = super().write(vals)
        if CHOICES & vals.keys() and (proposed := self.filtered('is_proposed')):
            proposed._sealed_write({'is_proposed': False}, SEAL)
        return result
