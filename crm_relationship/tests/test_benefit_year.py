from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .benefit_common import BenefitCase


@tagged('post_install', '-at_install')
class TestBenefitYear(BenefitCase):
    """A gift asked for at the end of a year and handed over in the next one counts there, and has to fit there."""

    def issued(self, *gifts, day='2026-12-31'):
        """Gifts asked for on ``day`` of this year, out of the shelf before its end."""
        with freeze_time('2026-12-29 02:00:00'):
            request = self.sign_all(self.gift(*gifts, date_gift=day))
            request.with_user(self.users['keeper']).action_issue()
        return request

    def hand(self, request, lines=None, day='2027-01-04', outcome='given'):
        with freeze_time(f'{day} 02:00:00'), self.cr.savepoint():
            request._hand_over(lines or request.line_ids, outcome, fields.Date.to_date(day), reason="x")

    def test_caps(self):
        """(effect, refused): what would be refused or signed for is neither without a new request; the old year is not asked."""
        with freeze_time('2027-01-02 02:00:00'):
            self.sign_all(self.gift((self.contact, 400), date_gift='2027-01-02'))
        for effect, refused in (('block', True), ('step', True), ('warn', False)):
            cap = self.cap(500, effect=effect)
            fits, exceeds = self.issued((self.contact, 100)), self.issued((self.contact, 100.01))
            with self.subTest(effect):
                if refused:
                    with self.assertRaisesRegex(UserError, "counts in 2027(.|\n)*100.00 left(.|\n)*new request for 2027"):
                        self.hand(exceeds)
                    self.assertEqual(exceeds.line_ids.outcome, 'planned')
                    self.hand(exceeds, outcome='returned')
                    with freeze_time('2027-01-04 02:00:00'):
                        exceeds.with_user(self.users['keeper']).action_take_back()
                else:
                    self.hand(exceeds)
                cap.active = False
                self.hand(fits, day='2026-12-30')

    def test_same_year(self):
        """Within the year it was approved for it is not asked again."""
        request = self.issued((self.contact, 100))
        self.cap(50)
        self.hand(request, day='2026-12-30')
        self.assertEqual(request.line_ids.outcome, 'given')

    def test_one_after_the_other(self):
        """What of the request was given in the new year already counts with it; what was given before does not."""
        request = self.issued((self.contact, 100), (self.contact, 100), (self.contact, 100))
        self.cap(150)
        first, second, third = request.line_ids
        self.hand(request, first, day='2026-12-30')
        self.hand(request, second)
        with self.assertRaisesRegex(UserError, "gives.*200.00"):
            self.hand(request, third)

    def test_budget(self):
        """The budget of the new year bears it, or it is not handed over."""
        budget = self.model('manager', 'relationship.budget').create({
            'department_id': False, 'kind': 'gifts', 'year': 2027, 'amount': 100, 'effect': 'stop'})
        self.hand(self.issued((self.contact, 60)))
        late = self.issued((self.contact, 40.01))
        with self.assertRaisesRegex(UserError, "is left of the Gifts budget 2027(.|\n)*new request for 2027"):
            self.hand(late)
        budget.effect = 'warn'
        self.hand(late)
        budget.invalidate_recordset()
        self.assertEqual(round(budget.amount_spent, 2), 100.01)
