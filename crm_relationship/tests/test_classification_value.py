from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .classification_common import TODAY, ClassificationCase
from .test_classification_bounds import IN_6, OUT_6, OUT_12


@tagged('post_install', '-at_install')
@freeze_time('2026-11-21 06:00:00')
class TestCustomerValue(ClassificationCase):
    """C13: lifecycle stage, what a customer is worth, and what it does not buy yet."""

    def test_lifecycle_stage(self):
        """C13, at the first and the last day of every stage."""
        lost, kept = date(2024, 11, 21), date(2024, 11, 22)
        asleep, awake = date(2025, 5, 21), date(2025, 5, 22)
        self.company.relationship_stage_sleep_months = 18
        for stage, purchases in (
                ('prospect', []), ('prospect', [(TODAY, -5)]), ('lost', [(lost, 1)]), ('declining', [(kept, 1)]),
                ('declining', [(asleep, 1)]), ('mature', [(awake, 1)]),
                ('new', [(IN_6, 1)]), ('declining', [(OUT_6, 100), (IN_6, 70)]), ('mature', [(OUT_6, 100), (IN_6, 71)]),
                ('mature', [(OUT_6, 100), (IN_6, 119)]), ('growing', [(OUT_6, 100), (IN_6, 120)])):
            with self.subTest(stage=stage, purchases=purchases):
                partner = self.customer()
                self.buy(partner, *purchases)
                self.Profile._for_partners(partner, self.company)
                self.classify()
                self.assertEqual(self.profile(partner).lifecycle_stage, stage)

    def test_customer_value(self):
        """1,000 a year at low risk: 900 + 810 + 729 in three years; a demand of 1,500 leaves 500."""
        profile = self.classified((TODAY, 1000), (OUT_12, 200))
        self.assertEqual((profile.value_model, profile.value_lifetime, profile.value_potential), (2439, 3639, 0))
        profile.annual_demand = 1500
        self.classify()
        self.assertEqual(profile.value_potential, 500)
        self.complain(profile.partner_id, TODAY)
        self.assertEqual(profile.value_model, 700 + 490 + 343)

    def test_not_bought_yet(self):
        """Products at least two others of the tier buy; those bought once are not offered again."""
        Product = self.env['product.product']
        pump, valve, seal, motor = Product.create([{'name': name} for name in ('Pump', 'Valve', 'Seal', 'Motor')])
        own, first, second, third = (self.customer() for _customer in range(4))
        self.buy(own, (TODAY, 10))
        for partner, day, product, amount in (
                (own, OUT_12, valve, 1), (first, TODAY, pump, 100), (second, TODAY, pump, 300), (third, TODAY, valve, 5),
                (first, TODAY, valve, 5), (first, TODAY, seal, 5), (first, OUT_12, motor, 5), (second, OUT_12, motor, 5)):
            self.buy(partner, (day, amount))
            self.env.cr.execute(
                "UPDATE relationship_purchase SET product_id = %s WHERE id = (SELECT max(id) FROM relationship_purchase)",
                [product.id])
        self.classify()
        profile = self.profile(own)
        action = profile.action_whitespace()
        [line] = self.env[action['res_model']].search(action['domain'])
        self.assertEqual((line.product_id, line.buyer_count, line.average_amount), (pump, 2, 200))
        self.assertAlmostEqual(line.buyer_share, 2 / 3)
        profile.action_whitespace()
        self.assertEqual(self.env['relationship.whitespace'].search_count(action['domain']), 1, "asked again, not added up")

    @mute_logger('odoo.addons.base.models.ir_rule', 'odoo.addons.base.models.ir_model')
    def test_not_bought_yet_access(self):
        """Whoever does not see the customer gets no list, and nobody reads another's."""
        owner, colleague = (self.make_user(login, 'specialist') for login in ('owner', 'colleague'))
        profile = self.classified((TODAY, 1))
        profile.user_id = owner
        with self.assertRaises(AccessError):
            profile.with_user(colleague).action_whitespace()
        product = self.env['product.product'].create({'name': "Pump"})
        for _peer in range(2):
            self.buy(self.customer(), (TODAY, 1))
        self.env.cr.execute("UPDATE relationship_purchase SET product_id = %s WHERE partner_id <> %s AND company_id = %s",
                            [product.id, profile.partner_id.id, self.company.id])
        self.classify()
        action = profile.with_user(owner).action_whitespace()
        self.assertEqual(self.env[action['res_model']].with_user(owner).search(action['domain']).product_id, product)
        self.assertFalse(self.env[action['res_model']].with_user(colleague).search(action['domain']))
        with self.assertRaises(AccessError):
            self.env[action['res_model']].with_user(owner).search(action['domain']).write({'buyer_count': 9})
