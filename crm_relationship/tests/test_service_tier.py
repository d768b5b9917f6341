from freezegun import freeze_time

from odoo.tests import tagged

from .service_common import ServiceCase


@tagged('post_install', '-at_install')
class TestServiceTier(ServiceCase):
    """A customer is served by one scheme: its own, else that of its tier."""

    def setUp(self):
        super().setUp()
        # a new look at their purchases would take these customers out of the tier again
        self.patch(self.registry['relationship.service.action'], '_duty_changed', lambda actions: None)
        self.put_into_tier(self.profile, self.other_profile)
        self.scheme_of_tier = self.in_force(self.tier_scheme(line_ids=[self.line()]))

    def make(self, scheme, start=None, stop=None):
        return scheme.with_user(self.users['manager'])._plan_make(start or scheme.date_from, stop or scheme.date_to)

    def planned(self, scheme, customer):
        return [str(action.date_slot) for action in scheme.sudo().action_ids
                if action.state == 'planned' and action.partner_id == customer]

    def test_own_scheme_goes_before(self):
        """No plan of the tier for whoever has an own scheme in force in that time."""
        self.in_force(self.scheme(date_to='2026-06-30'))
        tier = self.scheme_of_tier
        manager = tier.with_user(self.users['manager'])
        self.assertEqual(manager._plan_count(tier.date_from, tier.date_to), (1, 10, 10))
        self.make(tier)
        self.assertFalse(self.planned(tier, self.customer))
        self.assertEqual(len(self.planned(tier, self.other_customer)), 10)
        self.assertEqual(self.make(tier, self.day('2026-07-01')), 6, "the own scheme is over by then")

    def test_own_scheme_takes_over(self):
        """An own scheme ends what the tier's plans in its time, and no more; called off, the tier's is made again."""
        tier = self.scheme_of_tier
        self.make(tier)
        own = self.in_force(self.scheme(date_from='2026-05-01', date_to='2026-10-31'))
        self.assertEqual(
            self.planned(tier, self.customer), ['2026-03-16', '2026-04-16', '2026-11-16', '2026-12-16'])
        self.assertEqual(len(self.planned(tier, self.other_customer)), 10)
        self.assertEqual(self.make(tier), 0)
        own._approval_do_cancel("客户要求")
        own.sudo().approval_cancel_request_id.with_user(self.users['manager'])._decide('approve', note="同意")
        self.env.invalidate_all()
        self.assertEqual(self.make(tier), 6)
        self.assertEqual(len(self.planned(tier, self.customer)), 10)

    def test_revision_keeps_the_plan(self):
        """A revision plans for the customers who had a plan, as far as that reached, and for nobody else."""
        tier = self.scheme_of_tier
        self.as_user(tier, 'specialist')._plan_make(tier.date_from, tier.date_to)  # for the own customer
        with freeze_time('2026-05-20 02:00:00'):
            revision = self.revise(tier)
            revision.write({'date_to': '2027-01-31'})
            self.sign(revision, 'supervisor', 'manager')
        self.assertEqual(self.planned(tier, self.customer), ['2026-03-16', '2026-04-16', '2026-05-16'])
        self.assertEqual(self.planned(revision, self.customer), [
            '2026-06-16', '2026-07-16', '2026-08-16', '2026-09-16', '2026-10-16', '2026-11-16', '2026-12-16', '2027-01-16'])
        self.assertFalse(self.planned(revision, self.other_customer))

    def test_revision_of_a_part(self):
        """Planned for half a year, the revision plans no further; without a plan it makes none."""
        tier = self.scheme_of_tier
        self.make(tier, stop=self.day('2026-07-31'))
        with freeze_time('2026-05-20 02:00:00'):
            revision = self.sign(self.revise(tier), 'supervisor', 'manager')
        for customer in (self.customer, self.other_customer):
            self.assertEqual(self.planned(revision, customer), ['2026-06-16', '2026-07-16'])
        with freeze_time('2026-08-20 02:00:00'):
            again = self.sign(self.revise(revision), 'supervisor', 'manager')
        self.assertFalse(again.sudo().action_ids)
