from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

OUTCOMES = [('planned', "To Be Given"), ('given', "Handed Over"), ('returned', "Returned"), ('refused', "Turned Down")]


class RelationshipGiftRequestLine(models.Model):
    """One gift for one person (F17.5-9), signed with its request.

    What became of it is sealed: only the hand-over writes it (`relationship_gift_handing.py`). A gift counts
    as a benefit of its recipient until the keeper has it back: that it was brought back is only said till then.
    """
    _name = 'relationship.gift.request.line'
    _description = "Gift"
    _inherit = [
        'relationship.child.mixin', 'approval.line.mixin', 'approval.sealed', 'relationship.input.guard']
    _order = 'request_id, sequence, id'
    _check_company_auto = True
    _document_field = 'request_id'
    _approval_document_field = 'request_id'
    _approval_open_fields = frozenset({'outcome', 'outcome_date', 'outcome_reason', 'is_back'})
    _sealed_fields = frozenset({'value', 'value_company', 'outcome', 'outcome_date', 'outcome_reason', 'is_back'})

    request_id = fields.Many2one(
        'relationship.gift.request', "Gift Request", required=True, ondelete='cascade', index=True)
    company_id = fields.Many2one(related='request_id.company_id', store=True, index=True)
    currency_id = fields.Many2one(related='request_id.currency_id')
    company_currency_id = fields.Many2one(related='company_id.currency_id', string="Company Currency")
    date_gift = fields.Date(related='request_id.date_gift', store=True, index=True)
    commercial_partner_id = fields.Many2one(
        related='request_id.commercial_partner_id', store=True, string="Customer", index=True)
    sequence = fields.Integer(default=10)
    recipient_id = fields.Many2one(
        'res.partner', "Recipient", required=True, index=True, check_company=True, ondelete='restrict')
    product_id = fields.Many2one(
        'product.product', "From the Catalogue", index='btree_not_null', check_company=True, ondelete='restrict',
        domain=[('relationship_is_gift', '=', True)])
    name = fields.Char(
        "Name of the Gift", required=True, compute='_compute_name', store=True, readonly=False, precompute=True)
    quantity = fields.Float(default=1.0, required=True)
    unit_value = fields.Monetary(
        "Value per Piece", compute='_compute_unit_value', store=True, readonly=False, precompute=True)
    value = fields.Monetary("Value", compute='_compute_value', store=True)
    value_company = fields.Monetary(
        "Value (Company Currency)", compute='_compute_value_company', store=True,
        currency_field='company_currency_id', help="At the rate of the date of the gift.")
    note = fields.Char("Remarks")
    outcome = fields.Selection(
        OUTCOMES, "What Happened", default='planned', required=True, readonly=True, copy=False, index=True)
    outcome_date = fields.Date("Handed Over on", readonly=True, copy=False)
    outcome_reason = fields.Char("Reason of the Return", readonly=True, copy=False)
    is_back = fields.Boolean("Back with the Keeper", readonly=True, copy=False)

    @api.depends('name', 'quantity', 'recipient_id')
    def _compute_display_name(self):
        """What and for whom: what one has to tell apart when ticking gifts off on a phone."""
        for line in self:
            count = f" × {line.quantity:g}" if line.quantity != 1 else ""
            line.display_name = f"{line.name or ''}{count} – {line.recipient_id.name or ''}"

    @api.depends('product_id')
    def _compute_name(self):
        """The product's name as it is called now; what was typed for another kind of gift stays."""
        for line in self:
            if line.product_id:
                line.name = line.product_id.name
            else:
                line.name = line.name or False

    @api.depends('product_id')
    def _compute_unit_value(self):
        """What the product is worth at the date of the gift, in the currency of the request."""
        for line in self:
            product, request = line.product_id, line.request_id
            if not product:
                line.unit_value = line.unit_value or 0.0
                continue
            company = request.company_id or self.env.company
            day = request.date_gift or company._relationship_today()
            value = product._relationship_gift_values(company, day)[product.id]
            line.unit_value = company.currency_id._convert(
                value, request.currency_id or company.currency_id, company, day)

    @api.depends('quantity', 'unit_value', 'currency_id')
    def _compute_value(self):
        for line in self:
            value = line.quantity * line.unit_value
            line.value = line.currency_id.round(value) if line.currency_id else value

    @api.depends('value', 'request_id.currency_id', 'request_id.company_id', 'request_id.date_gift')
    def _compute_value_company(self):
        """The value at the rate of the date of the gift."""
        for request, lines in self.grouped('request_id').items():
            company, rate = request.company_id, request._company_rate(request.date_gift)
            for line in lines:
                value = line.value * rate
                line.value_company = company.currency_id.round(value) if company else value

    @api.constrains('quantity', 'unit_value')
    def _check_amounts(self):
        for line in self:
            if line.quantity <= 0:
                raise ValidationError(self.env._(
                    "%s: the quantity must be more than zero. Delete the line if nothing is given.", line.name))
            if line.unit_value < 0:
                raise ValidationError(self.env._("%s: the value cannot be negative.", line.name))

    @api.constrains('recipient_id')
    def _check_recipient(self):
        """A gift goes to a person: what a person got is what the caps are about."""
        if company := self.recipient_id.filtered('is_company')[:1]:
            raise ValidationError(self.env._(
                "%s is a company: name the person there who gets the gift.", company.display_name))

    @api.model
    def _day_counted(self):
        """SQL: the day on which a gift counts, of the tables ``line`` and ``request``.

        That of its hand-over once it was given. One that is on its way back leaves neither that year
        nor the one it was asked for by the day somebody says it came back.
        """
        return SQL(
            """CASE line.outcome WHEN 'planned' THEN request.date_gift
                    WHEN 'given' THEN COALESCE(line.outcome_date, request.date_gift)
                    ELSE GREATEST(line.outcome_date, request.date_gift) END""")

    def _to_take_back(self):
        """The gifts of ``self`` that the keeper is to have again."""
        return self.filtered(lambda line: line.outcome in ('refused', 'returned') and not line.is_back)

    def _gift_returned(self):
        """Hook: the keeper has these gifts again; sudo records of one request, in the transaction."""
