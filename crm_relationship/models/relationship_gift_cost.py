from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from odoo.addons.document_approval.models.approval_mixin import EDITABLE_STATES


def gaps(documents):
    """Visits or daily reports whose gifts cost more than approved requests cover: ``{document (sudo): (cost, approved)}``."""
    found = {}
    for document, cost in documents._gift_costs().items():
        approved = document._approved_gift_value()
        if document.company_id.currency_id.compare_amounts(cost, approved) > 0:
            found[document] = (cost, approved)
    return found


def check_covered(documents):
    """Raise ValidationError unless approved gifts cover what was spent; one check at a time for each customer."""
    documents = documents.sudo()
    documents.env['relationship.benefit.turn']._take(documents._gift_customers())
    for document, amounts in gaps(documents).items():
        raise ValidationError(document._gift_gap_text(*amounts))


class RelationshipHospitalityItem(models.Model):
    _inherit = 'relationship.hospitality.item'

    @api.model
    def _gift_items(self):
        """The cost items that are gifts, archived ones and those of every company included (sudo)."""
        return self.sudo().with_context(active_test=False).search([('is_gift', '=', True)])


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

    def _gift_cost_is_final(self):
        """True when what gifts came to can be changed no more."""
        return False

    def _gift_customers(self):
        return self.commercial_partner_id

    def _approved_gift_value(self):
        """What gifts on this visit may cost, in company currency.

        Its own approved requests, and those for the customer without a visit as far as other visits to
        the customer and daily reports have not used them.
        """
        self.ensure_one()
        visit = self.sudo()
        cover = self.env['relationship.gift.request']._gift_cover(visit.company_id, visit.commercial_partner_id)
        return cover.own.get(visit, 0.0) + cover.left(visit)

    def _gift_gap_text(self, cost, approved):
        """What is missing, and what to do."""
        currency = self.company_id.currency_id
        if currency.is_zero(approved):
            return self.env._(
                "%s: a gift needs an approved gift request before its cost is entered. Press “Gift Request” on the "
                "visit.", self.display_name)
        return self.env._(
            "%(visit)s: the gifts cost %(cost)s, approved gift requests leave %(approved)s. Correct the cost, or "
            "have another gift request approved first.", visit=self.display_name,
            cost=currency.format(cost), approved=currency.format(approved))


class RelationshipVisitExpense(models.Model):
    """Money spent on gifts on a visit is money spent on approved gifts (P2 ⑦)."""
    _inherit = 'relationship.visit.expense'

    @api.constrains('actual_amount', 'item_id')
    def _check_gift_is_approved(self):
        """The actual cost of gifts is within what is approved to be given to the customer."""
        gifts = self.env['relationship.hospitality.item']._gift_items()
        check_covered(self.sudo().filtered(lambda line: line.actual_amount > 0 and line.item_id in gifts).visit_id)


class RelationshipVisitDayExpense(models.Model):
    """A gift that belongs to no visit has its request all the same."""
    _inherit = 'relationship.visit.day.expense'

    @api.constrains('amount', 'item_id')
    def _check_gift_is_approved(self):
        """The person's own gift lines are within the approved gifts of that day that belong to no visit."""
        gifts = self.env['relationship.hospitality.item']._gift_items()
        check_covered(self.sudo().filtered(
            lambda line: not line.visit_id and line.amount > 0 and line.item_id in gifts).day_id)


class RelationshipVisitDay(models.Model):
    _inherit = 'relationship.visit.day'

    def _gift_costs(self):
        """What the person's own gifts came to on each report, in company currency: ``{report (sudo): amount}``."""
        gifts = self.env['relationship.hospitality.item']._gift_items()
        return {day: sum(day.expense_line_ids.filtered(
            lambda line: not line.visit_id and line.item_id in gifts).mapped('amount')) for day in self.sudo()}

    def _gift_cost_is_final(self):
        """True when the report is signed or being signed."""
        return self.approval_state not in EDITABLE_STATES

    def _gift_customers(self):
        """The customers of the persons' approved gifts of these days that belong to no visit."""
        Request = self.env['relationship.gift.request']
        return Request.union(*(Request._approved_gifts(
            day.company_id, Domain('applicant_id', '=', day.user_id.id) & Domain('visit_id', '=', False) & (
                Domain('date_gift', '=', day.date) | Domain('line_ids.outcome_date', '=', day.date)))
            for day in self)).commercial_partner_id

    def _approved_gift_value(self):
        """What the person's own gifts on this day may cost, in company currency, as far as visits have not used them."""
        self.ensure_one()
        day, total = self.sudo(), 0.0
        for customer in day._gift_customers():
            cover = self.env['relationship.gift.request']._gift_cover(day.company_id, customer)
            total += min(cover.cell(day), cover.left(day))
        return total

    def _gift_gap_text(self, cost, approved):
        """What is missing, and what to do."""
        return self.env._(
            "%(day)s: gifts of %(cost)s without a visit, approved gift requests of that day cover %(approved)s. "
            "Enter the cost on the visit on which the gift was given, or have a gift request approved first.",
            day=self.display_name, cost=self.currency_id.format(cost), approved=self.currency_id.format(approved))
