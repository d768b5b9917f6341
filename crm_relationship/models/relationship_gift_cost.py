from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from odoo.addons.document_approval.models.approval_mixin import APPROVED_STATES

#: Outcomes of gifts whose cost may be entered
COUNTED = ('planned', 'given')


class RelationshipHospitalityItem(models.Model):
    _inherit = 'relationship.hospitality.item'

    @api.model
    def _gift_items(self):
        """The cost items that are gifts, archived ones and those of every company included (sudo)."""
        return self.sudo().with_context(active_test=False).search([('is_gift', '=', True)])


class RelationshipGiftRequest(models.Model):
    """What the gifts of approved requests may cost."""
    _inherit = 'relationship.gift.request'

    @api.model
    def _approved_gifts(self, company, domain):
        """Approved requests of ``company`` that fit ``domain``, everybody's (sudo)."""
        return self.sudo().search(
            Domain('company_id', '=', company.id) & Domain('approval_state', 'in', APPROVED_STATES) & Domain(domain))

    def _approved_value(self, fits=lambda line: True):
        """What the gifts of ``self`` still given may cost, in company currency; an audit may have lowered it.

        :param fits: which lines count
        """
        total = 0.0
        for request in self:
            approval = request.approval_request_id
            lines = request.line_ids.filtered(lambda line: line.outcome in COUNTED and fits(line))
            total += max(min(
                sum(lines.mapped('value_company')),
                request.amount_company - approval.amount + approval.approved_amount), 0.0)
        return total


class RelationshipVisit(models.Model):
    _inherit = 'relationship.visit'

    @api.constrains('partner_id', 'currency_id', 'date')
    def _check_gift_costs(self):
        """Another customer, currency or rate needs enough approved gifts as well."""
        self.expense_line_ids._check_gift_is_approved()

    def _gift_costs(self):
        """What gifts came to on each visit, in company currency: ``{visit (sudo): amount}``."""
        gifts, costs = self.env['relationship.hospitality.item']._gift_items(), {}
        for visit in self.sudo():
            company = visit.company_id
            amount = sum(visit.expense_line_ids.filtered(lambda line: line.item_id in gifts).mapped('actual_amount'))
            costs[visit] = visit.currency_id._convert(
                amount, company.currency_id, company, visit.date or fields.Date.context_today(visit)) if amount else 0.0
        return costs

    def _approved_gift_value(self):
        """What gifts on this visit may cost, in company currency.

        Its own approved requests, and those for the customer without a visit as far as other visits to
        the customer have not used them.
        """
        self.ensure_one()
        visit = self.sudo()
        requests = self.env['relationship.gift.request']._approved_gifts(
            visit.company_id, [('commercial_partner_id', '=', visit.commercial_partner_id.id)])
        values = {owner: part._approved_value() for owner, part in requests.grouped('visit_id').items()}
        others = visit.search([
            ('commercial_partner_id', '=', visit.commercial_partner_id.id), ('company_id', '=', visit.company_id.id),
            ('id', '!=', visit.id), ('actual_total', '>', 0)])
        used = sum(max(cost - values.get(other, 0.0), 0.0) for other, cost in others._gift_costs().items())
        return values.get(visit, 0.0) + max(values.get(visit.browse(), 0.0) - used, 0.0)


class RelationshipVisitExpense(models.Model):
    """Money spent on gifts on a visit is money spent on approved gifts (P2 ⑦)."""
    _inherit = 'relationship.visit.expense'

    @api.constrains('actual_amount', 'item_id')
    def _check_gift_is_approved(self):
        """The actual cost of gifts is within what is approved to be given to the customer."""
        gifts = self.env['relationship.hospitality.item']._gift_items()
        visits = self.sudo().filtered(lambda line: line.actual_amount > 0 and line.item_id in gifts).visit_id
        for visit, cost in visits._gift_costs().items():
            currency, approved = visit.company_id.currency_id, visit._approved_gift_value()
            if currency.is_zero(approved):
                raise ValidationError(self.env._(
                    "%s: a gift needs an approved gift request before its cost is entered. Press “Gift Request” on the "
                    "visit.", visit.display_name))
            if currency.compare_amounts(cost, approved) > 0:
                raise ValidationError(self.env._(
                    "%(visit)s: the gifts cost %(cost)s, approved gift requests leave %(approved)s. Correct the cost, or "
                    "have another gift request approved first.", visit=visit.display_name,
                    cost=currency.format(cost), approved=currency.format(approved)))


class RelationshipVisitDayExpense(models.Model):
    """A gift that belongs to no visit has its request all the same."""
    _inherit = 'relationship.visit.day.expense'

    @api.constrains('amount', 'item_id')
    def _check_gift_is_approved(self):
        """The person's own gift lines are within the approved gifts of that day that belong to no visit."""
        gifts = self.env['relationship.hospitality.item']._gift_items()
        for day in self.sudo().filtered(
                lambda line: not line.visit_id and line.amount > 0 and line.item_id in gifts).day_id:
            cost = sum(day.expense_line_ids.filtered(
                lambda line: not line.visit_id and line.item_id in gifts).mapped('amount'))
            approved = day._approved_gift_value()
            if day.currency_id.compare_amounts(cost, approved) > 0:
                raise ValidationError(self.env._(
                    "%(day)s: gifts of %(cost)s without a visit, approved gift requests of that day cover %(approved)s. "
                    "Enter the cost on the visit on which the gift was given, or have a gift request approved first.",
                    day=day.display_name, cost=day.currency_id.format(cost), approved=day.currency_id.format(approved)))


class RelationshipVisitDay(models.Model):
    _inherit = 'relationship.visit.day'

    def _approved_gift_value(self):
        """What the person's approved gifts without a visit on this day may cost, in company currency."""
        self.ensure_one()
        requests = self.env['relationship.gift.request']._approved_gifts(
            self.company_id, [('applicant_id', '=', self.user_id.id), ('visit_id', '=', False)])
        return requests._approved_value(
            lambda line: (line.outcome_date if line.outcome == 'given' else line.date_gift) == self.date)
