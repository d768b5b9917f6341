from datetime import timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from odoo.addons.document_approval.models.approval_sealed import SEAL

from .classification_common import TODAY, ClassificationCase

DAY = timedelta(days=1)


@tagged('post_install', '-at_install')
@freeze_time('2026-11-21 06:00:00')
class TestTags(ClassificationCase):
    """Tags given by rules follow the labels; tags given by hand stay as they are."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shipped = cls.env['res.partner.category'].search([('relationship_has_rule', '=', True)])
        cls.shipped.relationship_has_rule = False
        cls.large, cls.small = cls.classified((TODAY, 600000)), cls.classified((TODAY, 10))

    def tag(self, name="VIP", **values):
        return self.env['res.partner.category'].create({
            'name': name, 'relationship_has_rule': True, 'relationship_company_id': self.company.id,
            **{f'relationship_{key}': value for key, value in values.items()}})

    def carriers(self, tag, day=TODAY):
        self.classify(day)
        return self.Profile.search([('tag_ids', 'in', tag.ids), ('company_id', '=', self.company.id)])

    def test_given_and_taken(self):
        tag = self.tag(tier_ids=[Command.set(self.tier['core'].ids)])
        self.assertEqual(self.carriers(tag), self.large)
        self.assertEqual(self.large.tag_ids, tag)
        self.buy(self.large.partner_id, (TODAY, -600000))
        self.buy(self.small.partner_id, (TODAY, 600000))
        self.assertEqual(self.carriers(tag), self.small)
        self.assertEqual(self.classify().tag_count, 0, "an unchanged pass moves no tag")

    def test_conditions(self):
        """Every condition, alone: (condition, carries it: large?, small?)."""
        for label, field, value in (('grade', 'grade_id', self.grade['a']),
                                    ('rfm_segment', 'rfm_segment_id', self.env.ref('crm_relationship.segment_new'))):
            self.env['relationship.profile.override'].create({
                'profile_id': self.large.id, 'label': label, field: value.id, 'reason': "Test", 'date_until': TODAY})
        self.small.need_orientation = 'price'
        self.log(self.large.partner_id, TODAY)
        for values, expected in (
                ({'grade_ids': self.large.grade_id.ids}, self.large),
                ({'segment_ids': self.small.rfm_segment_id.ids}, self.small),
                ({'activity_level': 'medium'}, self.large), ({'churn_risk': 'low'}, self.large | self.small),
                ({'lifecycle_stage': 'new'}, self.large | self.small), ({'lifecycle_stage': 'lost'}, self.Profile),
                ({'abc_class': 'a'}, self.large), ({'need_orientation': 'price'}, self.small),
                ({'amount_min': 600000}, self.large), ({'amount_min': 600000.01}, self.Profile),
                ({'silent_days': 1}, self.small), ({'growth_potential': 'high'}, self.Profile),
                ({'churn_risk': 'low', 'abc_class': 'a'}, self.large),
                ({'date_until': TODAY - DAY}, self.Profile), ({'date_until': TODAY}, self.large | self.small)):
            with self.subTest(values):
                values = {key: [Command.set(value)] if key.endswith('_ids') else value for key, value in values.items()}
                self.assertEqual(self.carriers(self.tag(**values)), expected)

    def test_bought_products(self):
        """偏好电子产品: at least the share of purchases in the category, sub-categories included."""
        parent = self.env['product.category'].create({'name': "Electronics"})
        child = self.env['product.category'].create({'name': "Phones", 'parent_id': parent.id})
        phone = self.env['product.product'].create({'name': "Phone", 'categ_id': child.id})
        tag = self.tag(product_category_ids=[Command.set(parent.ids)], product_percent=50)
        self.buy(self.small.partner_id, (TODAY, 10))
        self.assertFalse(self.carriers(tag))
        self.env.cr.execute("UPDATE relationship_purchase SET product_id = %s WHERE id = ("
                            "SELECT max(id) FROM relationship_purchase WHERE partner_id = %s)",
                            [phone.id, self.small.partner_id.id])
        self.assertEqual(self.carriers(tag), self.small, "half of the purchases is enough")
        self.buy(self.small.partner_id, (TODAY, 1))
        self.assertFalse(self.carriers(tag))

    def test_by_hand_is_untouched(self):
        """Neither a rule that fits nor one that does not takes a tag given by hand."""
        tag = self.tag(tier_ids=[Command.set(self.tier['core'].ids)])
        for profile in (self.large, self.small):
            profile.tag_ids += tag
        self.assertEqual(self.carriers(tag), self.large | self.small)
        self.assertFalse((self.large | self.small).tag_line_ids.filtered('by_rule'))
        plain = self.env['res.partner.category'].create({'name': "Plain"})
        self.large.partner_id.category_id = plain
        self.classify()
        self.assertEqual(self.large.partner_id.category_id, plain, "nothing is written on the contact")

    def test_expiry(self):
        """A tag by hand ends after its day; a rule's tag stays some days after the rule stopped fitting."""
        plain = self.env['res.partner.category'].create({'name': "Fair visitor"})
        self.env['relationship.profile.tag'].create(
            {'profile_id': self.small.id, 'category_id': plain.id, 'date_until': TODAY})
        self.assertEqual(self.carriers(plain), self.small)
        self.assertFalse(self.carriers(plain, TODAY + DAY))
        tag = self.tag(keep_days=7, tier_ids=[Command.set(self.tier['core'].ids)])
        self.carriers(tag)
        self.buy(self.large.partner_id, (TODAY, -600000))
        self.assertEqual(self.carriers(tag), self.large)
        self.assertEqual(self.large.tag_line_ids.date_until, TODAY + 7 * DAY)
        self.assertEqual(self.carriers(tag, TODAY + 7 * DAY), self.large)
        self.buy(self.large.partner_id, (TODAY, 600000))
        self.carriers(tag, TODAY + 7 * DAY)
        self.assertFalse(self.large.tag_line_ids.date_until, "fits again: no end any more")
        self.buy(self.large.partner_id, (TODAY, -600000))
        self.carriers(tag, TODAY + 7 * DAY)
        self.assertFalse(self.carriers(tag, TODAY + 15 * DAY))

    def test_found_while_in_force(self):
        """A tag whose last day is over is neither shown nor found, before the pass takes it away."""
        plain = self.env['res.partner.category'].create({'name': "Fair visitor"})
        line = self.env['relationship.profile.tag'].create({'profile_id': self.small.id, 'category_id': plain.id})
        both = self.large | self.small
        contacts = both.partner_id.with_company(self.company)
        for until, carriers in ((False, self.small), (TODAY, self.small), (TODAY - DAY, self.Profile)):
            line.sudo()._sealed_write({'date_from': until, 'date_until': until}, SEAL)
            for domain, found in (
                    ([('tag_ids', 'in', plain.ids)], carriers), ([('tag_ids', 'ilike', "Fair")], carriers),
                    ([('tag_ids', 'not in', plain.ids)], both - carriers), ([('tag_ids', '!=', False)], carriers),
                    ([('tag_ids', '=', False)], both - carriers), ([('tag_ids', 'in', [False, plain.id])], both)):
                with self.subTest(until=until, domain=domain):
                    self.assertEqual(self.Profile.search([('id', 'in', both.ids), *domain]), found.sorted())
                    [(name, *condition)] = domain
                    self.assertEqual(contacts.search([
                        ('id', 'in', contacts.ids), (f'relationship_{name}', *condition)]), found.partner_id & contacts)
            contacts.invalidate_recordset()
            self.assertEqual(contacts.filtered('relationship_tag_ids'), carriers.partner_id)

    def test_rule_switched_off(self):
        tag = self.tag(tier_ids=[Command.set(self.tier['core'].ids)])
        self.carriers(tag)
        tag.relationship_has_rule = False
        self.assertFalse(self.carriers(tag))

    def test_one_customer(self):
        """Refreshing one customer moves its tags and nobody else's."""
        tag = self.tag(churn_risk='low')
        self.large._refresh_profiles()
        self.assertEqual((self.large.tag_ids, self.small.tag_ids), (tag, tag.browse()))

    def test_companies_apart(self):
        """A rule of one company gives nothing to the profile of the same customer in another."""
        other = self.make_company("Other")
        twin = self.Profile._for_partners(self.large.partner_id, other)
        ours, shared = self.tag(churn_risk='low'), self.tag("Shared", churn_risk='low', company_id=False)
        self.classify()
        self.classify(company=other)
        self.assertEqual(self.large.tag_ids, ours | shared)
        self.assertEqual(twin.tag_ids, shared)

    def test_shipped_tags(self):
        """The papers' examples: VIP by tier, highly active by N9, at risk by N15."""
        self.shipped.relationship_has_rule = True
        vip, active, risk = (self.env.ref(f'crm_relationship.tag_{name}') for name in ('vip', 'active', 'at_risk'))
        self.log(self.small.partner_id, *[TODAY] * 5)
        gone = self.customer()
        self.buy(gone, (TODAY - timedelta(days=200), 500))
        self.classify()
        self.assertEqual((self.large.tag_ids, self.small.tag_ids, self.profile(gone).tag_ids), (vip, active, risk))

    def test_rules_are_the_administrators(self):
        """Whoever keeps contacts makes tags; who is given one by rule is the administrators' business."""
        manager = self.make_user('manager', 'service_manager')
        tag = self.env['res.partner.category'].with_user(manager).create({'name': "Mine"})
        self.assertEqual(tag.name, "Mine")
        for name in ('relationship_has_rule', 'relationship_amount_min', 'relationship_tier_ids'):
            with self.subTest(name), self.assertRaises(AccessError):
                tag.write({name: False})
            with self.subTest(name), self.assertRaises(AccessError):
                tag.search([(name, '!=', False)])
        tag.with_user(self.make_user('administrator', 'administrator')).relationship_churn_risk = 'low'

    def test_ruled_tags_cannot_be_forged(self):
        tag = self.tag(churn_risk='low')
        self.classify()
        line = self.large.tag_line_ids
        for act in (line.unlink, lambda: line.write({'date_until': TODAY}),
                    lambda: self.env['relationship.profile.tag'].create(
                        {'profile_id': self.large.id, 'category_id': tag.id, 'by_rule': True})):
            with self.assertRaises(UserError):
                act()
        with self.assertRaises(ValidationError):
            self.tag(amount_min=1e300)
