from datetime import date, timedelta

from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import format_date, mute_logger

from .classification_common import TODAY, ClassificationCase

NEXT_MONTH = TODAY + timedelta(days=30)


@tagged('post_install', '-at_install')
@freeze_time('2026-11-21 06:00:00')
class TestOverrides(ClassificationCase):
    """A label by hand: reason, author, end date; the computed one stays beside it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.supervisor = cls.make_user('supervisor', 'service_manager')
        cls.specialist = cls.make_user('specialist', 'specialist')
        cls.subject = cls.classified((TODAY, 600000))
        cls.subject.user_id = cls.specialist

    def override(self, user=None, **values):
        return self.env['relationship.profile.override'].with_user(user or self.supervisor).create({
            'profile_id': self.subject.id, 'label': 'tier', 'tier_id': self.tier['strategic'].id,
            'reason': "Group contract signed", 'date_until': NEXT_MONTH, **values})

    def test_takes_effect_at_once(self):
        override = self.override()
        self.assertEqual(self.subject.tier_id, self.tier['strategic'])
        self.assertEqual(self.subject.tier_computed_id, self.tier['core'])
        self.assertEqual(override.author_id, self.supervisor)
        self.assertEqual(self.subject.active_override_ids, override.sudo())

    def test_every_label(self):
        """Each of the six labels can be set and returns to what was computed."""
        segment = self.env.ref('crm_relationship.segment_champion')
        for label, field, value in (
                ('tier', 'tier_id', self.tier['basic']), ('grade', 'grade_id', self.grade['a']),
                ('rfm_segment', 'rfm_segment_id', segment), ('activity_level', 'activity_level', 'high'),
                ('churn_risk', 'churn_risk', 'high'), ('growth_potential', 'growth_potential', 'high')):
            with self.subTest(label):
                computed = self.subject[field]
                self.assertNotEqual(computed, value)
                stored = value.id if hasattr(value, 'id') else value
                override = self.override(**{'label': label, 'tier_id': False, field: stored})
                self.assertEqual(self.subject[field], value)
                override.action_end()
                self.assertEqual(self.subject[field], computed)

    def test_ends_after_last_day(self):
        self.override(date_until=TODAY)
        self.classify(TODAY)
        self.assertEqual(self.subject.tier_id, self.tier['strategic'], "the last day counts")
        self.classify(TODAY + timedelta(days=1))
        self.assertEqual(self.subject.tier_id, self.tier['core'])
        self.assertTrue(self.subject.override_ids.ended_at)

    def test_newer_takes_over(self):
        first = self.override()
        second = self.override(tier_id=self.tier['basic'].id)
        self.assertTrue(first.ended_at)
        self.assertEqual(self.subject.active_override_ids, second.sudo())
        self.assertEqual(self.subject.tier_id, self.tier['basic'])

    def test_survives_a_full_pass(self):
        self.override()
        run = self.classify()
        self.assertEqual((run.written_count, self.subject.tier_id), (0, self.tier['strategic']))

    def test_refusals(self):
        """No value, two values, no reason, an end in the past."""
        for values in ({'tier_id': False}, {'churn_risk': 'high'}, {'reason': "  "},
                       {'date_until': TODAY - timedelta(days=1)}, {'label': 'grade'}):
            with self.subTest(values), self.assertRaises(ValidationError), self.cr.savepoint():
                self.override(**values)

    def test_forged(self):
        """Neither author nor end can be given; nothing is changed or deleted afterwards."""
        for values in ({'author_id': self.specialist.id}, {'ended_at': '2026-01-01'}, {'ended_by_id': 1}):
            with self.subTest(values), self.assertRaises(UserError):
                self.override(**values)
        override = self.override()
        for act in (lambda: override.write({'reason': "x"}), lambda: override.sudo().write({'date_until': TODAY}),
                    lambda: override.sudo().unlink()):
            with self.assertRaises(UserError):
                act()

    def test_specialist_cannot(self):
        with self.assertRaises(AccessError):
            self.override(self.specialist)
        override = self.override()
        with self.assertRaises(AccessError):
            override.with_user(self.specialist).action_end()

    def test_one_in_force(self):
        """Two at the same time are refused by the database, whatever the code does."""
        self.override()
        with self.assertRaises(UniqueViolation), mute_logger('odoo.sql_db'), self.cr.savepoint():
            self.env.cr.execute(
                "INSERT INTO relationship_profile_override (profile_id, label, reason, date_until, author_id)"
                " VALUES (%s, 'tier', 'x', '2027-01-01', 1)", [self.subject.id])

    def test_other_company_is_out_of_reach(self):
        stranger = self.make_user('stranger', 'service_manager', self.make_company("Other"))
        with self.assertRaises(AccessError):
            self.override(stranger)


@tagged('post_install', '-at_install')
@freeze_time('2026-11-21 06:00:00')
class TestHistory(ClassificationCase):
    """Each change of a label: from, to, when, the numbers, the version of the rules."""

    def changes(self, profile, label='tier'):
        return [(change.from_text, change.to_text) for change in profile.change_ids.sorted('id')
                if change.label == label]

    def test_rows(self):
        profile = self.classified((date(2020, 1, 1), 1), (TODAY, 600000))
        self.assertFalse(profile.change_ids, "the first classification is the start")
        self.buy(profile.partner_id, (TODAY, 400000))
        run = self.classify()
        self.assertEqual(self.changes(profile), [("Core", "Strategic")])
        change = profile.change_ids.filtered(lambda change: change.label == 'tier')
        self.assertEqual(change.numbers['amount_12m'], 1000001 - 1)
        self.assertEqual(change.numbers['date'], '2026-11-21')
        self.assertEqual(change.rule_version_id, profile.rule_version_id)
        self.assertEqual((change.user_id, change.is_override), (self.env.user, False))
        self.assertEqual(run.change_count, len(profile.change_ids))
        self.classify()
        self.assertEqual(run.change_count, len(profile.change_ids), "an unchanged pass adds nothing")

    def test_override_is_told_apart(self):
        profile = self.classified((TODAY, 600000))
        override = self.env['relationship.profile.override'].create({
            'profile_id': profile.id, 'label': 'tier', 'tier_id': self.tier['basic'].id, 'reason': "Insolvent",
            'date_until': NEXT_MONTH})
        override.action_end()
        self.assertEqual(self.changes(profile), [("Core", "Basic"), ("Basic", "Core")])
        self.assertTrue(all(profile.change_ids.mapped('is_override')))

    def test_versions(self):
        """A changed rule makes a version; the same rules keep theirs; the label names its own."""
        profile = self.classified((TODAY, 600000))
        first = profile.rule_version_id
        self.classify()
        self.assertEqual(profile.rule_version_id, first)
        self.company.relationship_sales_months = 13
        self.classify()
        second = profile.rule_version_id
        self.assertEqual((first.number, second.number), (1, 2))
        self.assertEqual((first.rules['sales_months'], second.rules['sales_months']), (12, 13))
        self.tier['core'].amount_min = 700000
        self.classify()
        self.assertEqual(profile.tier_id, self.tier['basic'])
        self.assertEqual(profile.change_ids[0].rule_version_id.number, 3)

    def test_sealed(self):
        """History, versions and runs cannot be made, changed or deleted, not even as superuser."""
        profile = self.classified((TODAY, 600000))
        self.buy(profile.partner_id, (TODAY, -600000))
        self.classify()
        for record in (profile.change_ids[:1], profile.rule_version_id,
                       self.env['relationship.pass.run'].search([], limit=1)):
            with self.subTest(record._name):
                self.assertTrue(record)
                for act in (lambda r: r.write({'company_id': 1}), lambda r: r.unlink(), lambda r: r.create({})):
                    with self.assertRaises(UserError):
                        act(record.sudo())

    def test_labels_are_sealed(self):
        """No label or figure can be written, created or defaulted by anybody."""
        profile = self.classified((TODAY, 600000))
        for name in sorted(profile._sealed_fields):
            with self.subTest(name), self.assertRaises(UserError):
                profile.sudo().write({name: False})
        with self.assertRaises(UserError):
            self.Profile.create({'partner_id': self.customer().id, 'tier_id': self.tier['strategic'].id})
        forged = self.Profile.with_context(default_churn_risk='low', default_amount_12m=9e9).create(
            {'partner_id': self.customer().id})
        self.assertFalse(forged.churn_risk or forged.amount_12m)

    def test_used_rules_stay(self):
        """A tier that somebody carries or carried is archived, not deleted."""
        profile = self.classified((TODAY, 600000))
        with self.assertRaises(UserError):
            self.tier['core'].unlink()
        self.buy(profile.partner_id, (TODAY, -600000))
        self.classify()
        with self.assertRaises(UserError):
            self.tier['core'].unlink()
        unused = self.env['relationship.tier'].create({'name': "Unused", 'company_id': self.company.id})
        unused.unlink()


@tagged('post_install', '-at_install')
@freeze_time('2026-11-21 06:00:00')
class TestExplanations(ClassificationCase):
    """Every label tells its rule, numbers, date, version and override."""

    def test_tier(self):
        profile = self.classified((date(2020, 1, 1), 5), (TODAY, 1200000)).with_context(lang='en_US')
        why = profile._explain('tier')
        self.assertEqual((why['value'], why['computed'], why['override']), ("Strategic", "Strategic", None))
        self.assertIn("1,000,000.00", why['rule'])
        self.assertIn("24 months ago", why['rule'])
        self.assertIn(("Sales of 12 Months", "¥\xa01,200,000.00"), [
            (name, text.replace("1,200,000.00\xa0¥", "¥\xa01,200,000.00")) for name, text in why['numbers']])
        self.assertEqual((why['date'], why['version']), (format_date(profile.env, TODAY), "Version 1"))

    def test_figures_tell_their_window(self):
        """The months of the window the figure was computed over, not those of the default."""
        self.company.write({'relationship_sales_months': 24, 'relationship_growth_months': 3,
                            'relationship_activity_months': 2})
        profile = self.classified((TODAY, 600000)).with_context(lang='en_US')
        self.company.relationship_sales_months = 36
        names = {label: [name for name, _text in profile._explain(label)['numbers']]
                 for label in ('tier', 'activity_level', 'churn_risk')}
        self.assertEqual(names['tier'], ["Sales of 24 Months", "First Purchase", "Growth"])
        self.assertEqual(names['activity_level'][0], "Interactions of 2 Months")
        self.assertEqual(names['churn_risk'][1:3], ["Sales of 3 Months", "Sales of the 3 Months Before"])

    def test_old_rule_is_told(self):
        """The rule in the words of the version that gave the label, not of today's settings."""
        profile = self.classified((TODAY, 600000)).with_context(lang='en_US')
        self.tier['core'].amount_min = 1
        self.assertIn("500,000.00", profile._explain('tier')['rule'])

    def test_override(self):
        profile = self.classified((TODAY, 600000)).with_context(lang='en_US')
        self.env['relationship.profile.override'].create({
            'profile_id': profile.id, 'label': 'tier', 'tier_id': self.tier['basic'].id,
            'reason': "<b>Insolvent</b>", 'date_until': NEXT_MONTH})
        why = profile._explain('tier')
        self.assertEqual((why['value'], why['computed']), ("Basic", "Core"))
        self.assertEqual(why['override']['reason'], "<b>Insolvent</b>")
        self.assertEqual(why['override']['until'], format_date(profile.env, NEXT_MONTH))
        self.assertIn("&lt;b&gt;Insolvent", profile.explanation_html, "a reason is text, not markup")

    def test_unknown_growth_is_a_dash(self):
        profile = self.classified((TODAY, 600000)).with_context(lang='en_US')
        self.assertEqual(dict(profile._explain('growth_potential')['numbers'])["Growth"], "–")

    def test_all_labels_render(self):
        """With and without purchases, in every label; nothing to explain before the first pass."""
        bought = self.classified((TODAY, 600000), (date(2026, 1, 1), 5))
        empty = self.Profile._for_partners(self.customer(), self.company)
        self.assertFalse(empty.explanation_html)
        empty._refresh_profiles()
        for profile in (bought, empty):
            for label in profile._label_fields:
                self.assertTrue(profile._explain(label)['rule'], label)
            self.assertIn('o_relationship_explanation', profile.explanation_html)

    def test_date_moves_without_writing(self):
        """An unchanged customer is not written by tomorrow's pass, yet is explained as of tomorrow."""
        profile = self.classified((TODAY, 600000)).with_context(lang='en_US')
        run = self.classify(TODAY + timedelta(days=1))
        self.assertEqual((run.written_count, profile._explain('tier')['date']), (0, format_date(profile.env, TODAY + timedelta(days=1))))
