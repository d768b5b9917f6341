from freezegun import freeze_time

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .service_common import ServiceCase

LATER = '2026-05-20 02:00:00'


@tagged('post_install', '-at_install')
class TestServiceSeries(ServiceCase):
    """A revision goes on where the scheme it revises stands: no service twice, none lost (P5 ⑨)."""

    def revised(self, scheme, **values):
        """The next revision, in force."""
        revision = self.revise(scheme)
        revision.write(values)
        return self.sign(revision, 'supervisor', 'manager')

    def slots(self, scheme, state='planned', name=None):
        """The days by the frequency of the actions in ``state``."""
        return [str(action.date_slot) for action in scheme.sudo().action_ids if action.state == state and name in (None, action.name)]

    def test_first_day(self):
        """A first day that is past stays, and goes on counting; a new one lies within the scheme."""
        scheme = self.in_force(self.scheme(line_ids=[self.line(date_first='2026-03-20')], date_to='2026-08-31'))
        with freeze_time(LATER):
            revision = self.revise(scheme)
            self.assertEqual(str(revision.line_ids.date_first), '2026-03-20')
            self.assertEqual([change['label'] for change in revision._revision_changes()], ["Valid from"])
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                revision.line_ids.date_first = '2026-03-21'
            self.sign(revision, 'supervisor', 'manager')
        self.assertEqual(self.slots(scheme), ['2026-03-20', '2026-04-20'])
        self.assertEqual(self.slots(revision), ['2026-05-20', '2026-06-20', '2026-07-20', '2026-08-20'])
        with freeze_time('2026-08-25 02:00:00'):
            renewed = self.revised(revision, date_to='2026-12-31')
        self.assertEqual(str(renewed.line_ids.date_first), '2026-03-20')
        self.assertEqual(self.slots(renewed), ['2026-09-20', '2026-10-20', '2026-11-20', '2026-12-20'])
        self.assertFalse(renewed.copy().line_ids.date_first, "a copy of its own begins with itself")

    def test_rhythm(self):
        """Counted from the first scheme's day: month ends stay month ends, and another frequency goes on from there."""
        for frequency, expected in (
                ('month', ['2026-05-31', '2026-06-30', '2026-07-31']), ('quarter', ['2026-06-30']),
                ('fortnight', ['2026-05-26', '2026-06-09', '2026-06-23', '2026-07-07', '2026-07-21'])):
            with self.subTest(frequency), self.env.cr.savepoint() as savepoint:
                scheme = self.in_force(self.scheme(date_from='2026-03-31', date_to='2026-07-31', line_ids=[self.line()]))
                with freeze_time(LATER):
                    revision = self.revise(scheme)
                    revision.line_ids.frequency = frequency
                    self.sign(revision, 'supervisor', 'manager')
                self.assertEqual(self.slots(revision), expected)
                savepoint.rollback()

    def training(self):
        return self.in_force(self.scheme(line_ids=[self.line("安装培训", 'once', cost=800.0), self.line(cost=100.0)]))

    def test_once_done(self):
        """What happened once stays in the revision, settled: not planned and not paid again."""
        scheme = self.training()
        once = scheme.action_ids.filtered(lambda action: action.name == "安装培训")
        self.as_user(once, 'specialist').action_done()
        with freeze_time(LATER):
            revision = self.revise(scheme)
            self.assertEqual(revision.line_ids.mapped('is_settled'), [True, False])
            self.assertEqual(revision.line_ids.mapped('times'), [0, 7])
            self.assertEqual(revision.cost_total, 700)
            self.sign(revision, 'supervisor', 'manager')
        self.assertFalse(self.slots(revision, name="安装培训"))
        self.assertEqual(once.state, 'done')

    def test_once_repeated(self):
        """A new first day repeats it, and what recurred may happen once more."""
        scheme = self.training()
        with freeze_time(LATER):
            revision = self.revise(scheme)
            revision.line_ids[0].date_first = '2026-06-08'
            revision.line_ids[1].frequency = 'once'
            self.assertEqual(revision.line_ids.mapped('is_settled'), [False, False])
            self.sign(revision, 'supervisor', 'manager')
        self.assertEqual(self.slots(revision), ['2026-05-20', '2026-06-08'])

    def test_put_off(self):
        """An action of the past that was put off is done once, under the scheme that planned it."""
        scheme = self.training()
        once = scheme.action_ids.filtered(lambda action: action.name == "安装培训")
        self.as_user(once, 'specialist').date = '2026-06-10'
        with freeze_time(LATER):
            revision = self.revised(scheme)
        self.assertEqual(once.state, 'planned')
        self.assertFalse(self.slots(revision, name="安装培训"))

    def test_done_early(self):
        """What was done before its day, or called off for itself, is not planned again; the rest is."""
        scheme = self.in_force(self.scheme(line_ids=[self.line()], date_to='2026-09-30'))
        ahead = scheme.action_ids.filtered(lambda action: str(action.date_slot) > '2026-05-20')
        self.as_user(ahead[0], 'specialist').action_done()
        ahead[1].sudo()._duty_cancel("客户停产检修")
        with freeze_time(LATER):
            revision = self.revised(scheme)
        self.assertEqual(self.slots(revision), ['2026-08-16', '2026-09-16'])

    def test_signed_late(self):
        """Between the revision's begin and its last signature the older scheme goes on."""
        scheme = self.training()
        with freeze_time('2026-03-12 02:00:00'):
            revision = self.revise(scheme)
            self.sign(revision, 'supervisor')
        with freeze_time('2026-04-20 02:00:00'):
            self.sign(revision, 'manager')
        self.assertEqual(self.slots(scheme), ['2026-03-16', '2026-03-16', '2026-04-16'])
        self.assertEqual(self.slots(revision)[0], '2026-05-16')
        self.assertFalse(self.slots(revision, name="安装培训"))
