from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, freeze_time, tagged

from .classification_common import TODAY, ClassificationCase


@tagged('post_install', '-at_install')
@freeze_time('2026-11-21 06:00:00')
class TestTryout(ClassificationCase):
    """Rules are tried before they are switched on: who would move where, and nothing changes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.administrator = cls.make_user('administrator', 'administrator')
        cls.large, cls.middle, cls.small = (
            cls.classified((TODAY, amount)) for amount in (600000, 450000, 10))
        cls.classify()

    def tryout(self, **values):
        form = Form(self.env['relationship.tryout'].with_user(self.administrator).with_company(self.company))
        for name, value in values.items():
            setattr(form, name, value)
        return form.save()

    def snapshot(self):
        """Every row the classification keeps, as text."""
        rows = []
        for table in ('relationship_profile', 'relationship_profile_change', 'relationship_rule_version',
                      'relationship_profile_tag', 'relationship_pass_run', 'relationship_tier'):
            self.env.cr.execute(f"SELECT string_agg({table}::text, '\n' ORDER BY id) FROM {table}")
            rows.append(self.env.cr.fetchone()[0])
        return rows

    def test_draft_is_a_copy(self):
        """Untouched, the draft moves nobody."""
        tryout = self.tryout()
        self.assertEqual(tryout.tier_ids.mapped('amount_min'), [1000000, 500000, 100000, 0])
        self.assertEqual(tryout.grade_ids.mapped('percent_min'), [90, 80, 70, 60, 0])
        self.assertEqual(len(tryout.segment_ids), 8)
        tryout.action_try()
        self.assertEqual((tryout.move_count, tryout.customer_count), (0, 0))
        self.assertIn("o_relationship_tryout", tryout.result_html)

    def test_who_would_move(self):
        before = self.snapshot()
        tryout = self.tryout()
        tryout.tier_ids[1].amount_min = 450000
        tryout.action_try()
        move = tryout.move_ids
        self.assertEqual(move.profile_id, self.middle)
        self.assertEqual((move.label, move.from_text, move.to_text, move.amount_12m), ('tier', "Basic", "Core", 450000))
        tiers = {(row['from'], row['to']): row['count'] for row in tryout.matrix if row['label'] == 'tier'}
        core, basic = str(self.tier['core'].id), str(self.tier['basic'].id)
        self.assertEqual(tiers, {(core, core): 1, (basic, core): 1, (basic, basic): 1})
        self.assertEqual(self.snapshot(), before, "trying changes nothing")
        self.assertEqual(self.middle.tier_id, self.tier['basic'])

    def test_other_drafts(self):
        """Basis, windows and thresholds are drafted too."""
        for values, labels in (({'grade_basis': 'best'}, {'grade'}), ({'activity_high': 1}, {'activity_level'}),
                               ({'abc_a_percent': 1, 'abc_b_percent': 2}, {'abc_class'})):
            with self.subTest(values):
                if 'activity_high' in values:
                    self.log(self.small.partner_id, TODAY)
                tryout = self.tryout(**values)
                tryout.action_try()
                self.assertEqual(set(tryout.move_ids.mapped('label')), labels)

    def test_overrides_stay(self):
        """Whoever has the label by hand does not move."""
        self.env['relationship.profile.override'].create({
            'profile_id': self.middle.id, 'label': 'tier', 'tier_id': self.tier['strategic'].id,
            'reason': "Agreed", 'date_until': TODAY})
        tryout = self.tryout()
        tryout.tier_ids[1].amount_min = 450000
        tryout.action_try()
        self.assertFalse(tryout.move_ids)

    def test_switch_on(self):
        """The draft becomes the rules, and the background pass is asked for."""
        tryout = self.tryout(growth_months=3)
        tryout.tier_ids[1].amount_min = 450000
        tryout.action_try()
        tryout.action_switch_on()
        self.assertEqual(self.company.relationship_growth_months, 3)
        due = self.env['relationship.pass.run'].search([('company_id', '=', self.company.id), ('state', '=', 'due')])
        self.assertEqual(len(due), 1)
        self.classify()
        self.assertEqual((self.middle.tier_id, due.state), (self.tier['core'], 'done'))

    def test_only_rules_of_the_company(self):
        """Neither another company's rules, nor shared ones that are not in force there, can be drafted."""
        other = self.make_company("Other")
        theirs = self.env['relationship.tier'].create({'name': "Theirs", 'company_id': other.id, 'amount_min': 7})
        for rule in (theirs, self.tier['core']):
            tryout = self.tryout()
            tryout.tier_ids[0].tier_id = rule
            if rule == self.tier['core']:
                self.env['relationship.tier'].create({'name': "Own", 'company_id': self.company.id})
            tryout.tier_ids[0].amount_min = 1
            for door in (tryout.action_try, tryout.action_switch_on):
                with self.subTest(rule=rule.name, door=door.__name__), self.assertRaisesRegex(UserError, "Ladder Ltd"):
                    door()
        self.env.invalidate_all()
        self.assertEqual((theirs.amount_min, self.tier['core'].amount_min), (7, 500000))

    def test_unsound_drafts(self):
        """The draft is held to the same bounds as the rules."""
        for values in ({'sales_months': 0}, {'risk_drop_percent': 101}, {'abc_a_percent': 95}):
            with self.subTest(values), self.assertRaises(ValidationError):
                self.tryout(**values).action_try()
        tryout = self.tryout()
        tryout.segment_ids[0].recency_max = 6
        with self.assertRaises(ValidationError):
            tryout.action_try()

    def test_only_administrators(self):
        manager = self.make_user('manager', 'service_manager')
        with self.assertRaises(AccessError):
            self.env['relationship.tryout'].with_user(manager).create({'grade_basis': 'best'})
        tryout = self.tryout()
        with self.assertRaises(AccessError):
            tryout.with_user(manager).action_switch_on()
        colleague = self.make_user('colleague', 'administrator')
        with self.assertRaises(AccessError):
            tryout.with_user(colleague).read(['matrix'])

    def test_settings_bounds(self):
        """Thresholds that make no sense are refused where they are written."""
        for values in ({'relationship_sales_months': 0}, {'relationship_activity_high': 0},
                       {'relationship_risk_drop_percent': -1}, {'relationship_rfm_months': 121},
                       {'relationship_abc_a_percent': 91}, {'relationship_potential_medium_percent': 21}):
            with self.subTest(values), self.assertRaises(ValidationError), self.cr.savepoint():
                self.company.write(values)
        for model, values in (('relationship.tier', {'amount_min': -1}), ('relationship.tier', {'months_min': -1}),
                              ('relationship.tier', {'growth_min': 1e9}), ('relationship.grade', {'percent_min': 1001}),
                              ('relationship.rfm.segment', {'recency_min': 0}), ('relationship.tier', {'name': " "}),
                              ('relationship.rfm.segment', {'monetary_min': 4, 'monetary_max': 3})):
            with self.subTest(model, **values), self.assertRaises(ValidationError), self.cr.savepoint():
                self.env[model].create({'name': "Bad", **values})
        with self.assertRaises(AccessError):
            self.tier['core'].with_user(self.make_user('boss', 'service_manager')).amount_min = 1

    def test_company_rules_beat_shared(self):
        """A company with a tier of its own is classified by that alone."""
        own = self.env['relationship.tier'].create({'name': "Only", 'company_id': self.company.id})
        self.classify()
        self.assertEqual((self.large | self.small).tier_id, own)
        other = self.make_company("Other")
        self.buy(self.large.partner_id, (TODAY, 600000), company=other)
        self.classify(company=other)
        self.assertEqual(self.profile(self.large.partner_id, other).tier_id, self.tier['core'])
        own.active = False
        self.classify()
        self.assertEqual(self.large.tier_id, self.tier['core'])
