"""What the tests of the benefit ledger share: caps of their own, gifts, a second company."""

from odoo.fields import Command

from .hospitality_common import HospitalityCase


class BenefitCase(HospitalityCase):
    """The cast of the hospitality tests; the shipped caps rest, each test sets its own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['relationship.benefit.cap'].search([]).active = False
        cls.colleague = cls.env['res.partner'].create({'name': "李晓梅", 'parent_id': cls.customer.id})
        cls.rival = cls.env['res.partner'].create({'name': "无锡宏远机电有限公司", 'is_company': True})
        cls.buyer = cls.env['res.partner'].create({'name': "周建国", 'parent_id': cls.rival.id})

    def cap(self, amount, **values):
        return self.env['relationship.benefit.cap'].create({'name': "Cap", 'amount': amount, 'effect': 'block', **values})

    def gift(self, *gifts, role='specialist', **values):
        """A draft gift request: pairs of recipient and value."""
        gifts = gifts or ((self.contact, 100.0),)
        return self.model(role, 'relationship.gift.request').create({
            'partner_id': self.customer.id,
            'purpose': "中秋问候",
            'line_ids': [
                Command.create({'recipient_id': person.id, 'name': "茶叶", 'quantity': 1, 'unit_value': value})
                for person, value in gifts],
            **values,
        })

    def dinner(self, *guests, meals=1000.0, **values):
        """A draft dinner of the guests and one of us."""
        guests = guests or (self.contact,)
        return self.apply(
            meals=meals, guest_ids=[Command.create({'partner_id': guest.id}) for guest in guests], **values)

    def rows(self, *people):
        """The ledger of ``people``: {recipient: sorted (kind, state, amount)}, everybody's."""
        self.env.flush_all()
        self.env['relationship.benefit'].invalidate_model()
        people = self.env['res.partner'].concat(*people) if people else self.contact
        ledger = self.env['relationship.benefit'].search([('recipient_id', 'in', people.ids)])
        return {
            person: sorted((row.kind, row.state, round(row.amount, 2)) for row in ledger if row.recipient_id == person)
            for person in people}

    def sign_all(self, document):
        """Submit and let every step be signed by whoever holds it."""
        if document.approval_state in ('draft', 'withdrawn', 'rejected'):
            document.action_approval_submit()
        request = document.sudo().approval_request_id
        while document.approval_state == 'pending':
            task = request.task_ids.filtered(lambda t: t.state == 'pending')[:1]
            request.with_user(task.user_id)._decide('approve', note="同意")
            document.invalidate_recordset()
        return document
