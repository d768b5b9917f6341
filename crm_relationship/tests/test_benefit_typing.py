from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged

from .benefit_common import BenefitCase


@tagged('post_install', '-at_install')
class TestBenefitTyping(BenefitCase):
    """What the form tells about the caps while it is filled in, whatever is typed."""

    def test_while_typing(self):
        """The form tells what is left before anything is saved, and never below zero of nothing."""
        self.cap(500, name="每人每年")
        self.gift((self.contact, 120)).action_approval_submit()
        form = Form(self.model('specialist', 'relationship.gift.request'))
        form.partner_id = self.customer
        self.assertFalse(form.benefit_left_html)
        with form.line_ids.new() as line:
            line.recipient_id = self.contact
            line.name = "茶叶"
            line.unit_value = 80
        self.assertIn("300.00", form.benefit_left_html)
        self.assertIn("每人每年", form.benefit_left_html)
        with form.line_ids.edit(0) as line:
            line.unit_value = 400
        self.assertIn("-20.00", form.benefit_left_html.replace("\u2011", "-").replace("\ufeff", "").replace("\xa0", ""))
        self.assertIn("table-danger", form.benefit_left_html)
        dinner = Form(self.model('specialist'))
        dinner.partner_id = self.customer
        with dinner.guest_ids.new() as guest:
            guest.partner_id = self.contact
        with dinner.budget_line_ids.edit(0) as line:
            line.amount = 100
        self.assertIn("330.00", dinner.benefit_left_html)

    def test_hostile_names(self):
        """What is typed is shown as text."""
        self.contact.name = "<img src=x onerror=alert(1)>"
        self.cap(1, name="<b>bold</b>")
        html = str(self.gift((self.contact, 5)).benefit_left_html)
        self.assertNotIn("<img", html)
        self.assertNotIn("<b>", html)

    def test_fuzz(self):
        Cap = self.env['relationship.benefit.cap']
        for amount in (-1, float('nan'), float('inf'), 1e300):
            with self.subTest(amount), self.assertRaises(ValidationError):
                Cap.create({'name': "x", 'amount': amount})
        with self.assertRaises(ValidationError):
            Cap.create({'name': "x", 'amount': 1, 'effect': 'step', 'group_id': False})
        for days in (-1, 367):
            with self.assertRaises(ValidationError):
                self.company.relationship_split_days = days
        for name in ('is_over_cap', 'benefit_note'):
            with self.subTest(name), self.assertRaises(UserError):
                self.gift().write({name: False})
