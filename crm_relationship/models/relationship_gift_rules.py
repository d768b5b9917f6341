from odoo import models


class RelationshipGiftRequest(models.Model):
    """What a gift request is checked for when it is submitted."""
    _inherit = 'relationship.gift.request'

    def _approval_submit_problems(self):
        """Messages with remedies for all that keeps this request from being submitted."""
        self.ensure_one()
        problems = [
            *super()._approval_submit_problems(), self.partner_id._relationship_problem(self.company_id),
            *self.line_ids._submit_problems()]
        if self.date_gift < self.company_id._relationship_today():
            problems.append(self.env._("The date of the gift has passed: choose today or a later day."))
        if not self.line_ids:
            problems.append(self.env._("No gift is named: add at least one, with its recipient."))
        elif self.currency_id.compare_amounts(self.amount_total, 0) <= 0:
            problems.append(self.env._("The total value is zero: say what each gift is worth."))
        if not (self.purpose or '').strip():
            problems.append(self.env._("The purpose is empty: say what the gift is for."))
        return problems


class RelationshipGiftRequestLine(models.Model):
    """What a gift is checked for when its request is submitted."""
    _inherit = 'relationship.gift.request.line'

    def _submit_problems(self):
        """Messages with remedies, for lines of one request: recipient, value, cash."""
        problems = []
        for line in self:
            recipient, customer = line.recipient_id, line.request_id.commercial_partner_id
            if recipient.commercial_partner_id != customer:
                problems.append(self.env._(
                    "%(recipient)s does not belong to %(customer)s: choose a contact of this customer, or make an own "
                    "request for the other company.", recipient=recipient.name, customer=customer.name))
            elif not recipient.active:
                problems.append(self.env._("%s is archived: choose somebody who is still there.", recipient.name))
            if line.currency_id.compare_amounts(line.value, 0) <= 0:
                problems.append(self.env._("%s has no value: enter what it is worth.", line.name))
            if line.company_id._is_gift_cash(line.product_id, line.name):
                problems.append(self.env._(
                    "%s is as good as money (cash, voucher, card): such gifts are not given. Choose another one.",
                    line.name))
        return problems
