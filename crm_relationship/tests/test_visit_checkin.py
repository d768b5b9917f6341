import itertools
import json
import math
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.crm_relationship.tools.checkin_position import UnsoundPosition, judge, read_position

from .visit_field_common import PLACE, VisitFieldCase


@tagged('post_install', '-at_install')
class TestVisitCheckin(VisitFieldCase):
    """One tap in, one tap out: what the phone says is judged, what it claims is not believed."""

    # ------------------------------------------------------------------
    # The verdict
    # ------------------------------------------------------------------

    def test_radius_bounds(self):
        """(metres away, accuracy, radius) → verdict; the bound itself is there, accuracy counts up to the radius."""
        cases = [
            (0, 0, 300, 'verified'), (299, 0, 300, 'verified'), (300, 0, 300, 'verified'), (301, 0, 300, 'far'),
            (350, 50, 300, 'verified'), (351, 50, 300, 'far'), (600, 300, 300, 'verified'), (601, 300, 300, 'far'),
            (601, 4000, 300, 'far'), (20, 0, 20, 'verified'), (21, 0, 20, 'far'), (20000, 0, 20000, 'verified')]
        self.consent()
        for metres, accuracy, radius, verdict in cases:
            with self.subTest(metres=metres, accuracy=accuracy, radius=radius):
                self.customer.relationship_checkin_radius = radius
                visit = self.now_visit()
                answer = visit.action_check_in(self.position(metres, accuracy))
                self.assertEqual(answer['verdict'], verdict)
                self.assertEqual((visit.checkin_verdict, visit.stage), (verdict, 'underway'))
                self.assertAlmostEqual(visit.checkin_distance_m, metres, delta=1)
                self.assertEqual(self.checkin(visit).radius_m, radius)

    def test_radius_of_company_and_customer(self):
        """The person's own radius, else the customer's, else the company's."""
        self.consent()
        self.company.relationship_checkin_radius = 100
        visit = self.now_visit(partner_id=self.contact.id)
        self.assertEqual(visit._checkin_radius(), 100)
        self.customer.relationship_checkin_radius = 500
        self.assertEqual(visit._checkin_radius(), 500)
        self.contact.relationship_checkin_radius = 50
        self.assertEqual(visit._checkin_radius(), 50)
        with self.assertRaises(ValidationError):
            self.customer.relationship_checkin_radius = -1

    def test_judge_alone(self):
        """Without the database: no position, a huge circle, an unknown customer."""
        here = read_position({'latitude': PLACE[0], 'longitude': PLACE[1], 'accuracy': 12.2})
        self.assertEqual(here.accuracy_m, 13)
        self.assertEqual(judge(None, PLACE, 300), ('no_position', None, None))
        self.assertEqual(judge(here, None, 300), ('no_position', None, 'customer'))
        self.assertEqual(judge(here._replace(accuracy_m=5001), PLACE, 300), ('no_position', None, 'imprecise'))
        self.assertEqual(judge(here._replace(accuracy_m=5000), PLACE, 300)[0], 'verified')
        self.assertIsNone(read_position({}))
        self.assertIsNone(read_position({'latitude': 0, 'longitude': 0.0}), "core's way to say unknown")

    def test_coordinates_abuse(self):
        """Numbers that are no place are refused, and nothing is recorded."""
        bad = [math.nan, math.inf, -math.inf, 1e308, 90.0001, -90.0001, '31.3', True, [31], {'a': 1}]
        for value in bad:
            with self.subTest(latitude=value), self.assertRaises(UnsoundPosition):
                read_position({'latitude': value, 'longitude': 120})
        for value in (180.0001, -181, math.nan):
            with self.subTest(longitude=value), self.assertRaises(UnsoundPosition):
                read_position({'latitude': 31, 'longitude': value})
        for value in (-1, math.nan, math.inf, '5'):
            with self.subTest(accuracy=value), self.assertRaises(UnsoundPosition):
                read_position({'latitude': 31, 'longitude': 120, 'accuracy': value})
        self.consent()
        visit = self.now_visit()
        for sent in ({'latitude': 1e308, 'longitude': 1}, {'latitude': 31}, {'latitude': math.nan, 'longitude': math.nan}):
            with self.subTest(sent=sent), self.assertRaises(ValidationError):
                visit.action_check_in(sent)
        self.assertFalse(self.checkin(visit))
        self.assertEqual(visit.stage, 'planned')

    def test_globe_edges(self):
        for latitude, longitude in itertools.product((-90, 90), (-180, 180)):
            self.assertTrue(read_position({'latitude': latitude, 'longitude': longitude}))

    def test_anything_else_is_no_position(self):
        """A list, a text, a number instead of a position: the visit begins all the same."""
        for sent in (None, False, [], "x", 5, {'reason': 'denied'}, {'reason': 'no_consent'}, {'reason': ['x']}):
            with self.subTest(sent=sent):
                visit = self.now_visit()
                answer = visit.action_check_in(sent)
                self.assertEqual(answer['verdict'], 'no_position')
                expected = 'denied' if sent == {'reason': 'denied'} else 'button'
                self.assertEqual(self.checkin(visit).reason, expected)

    # ------------------------------------------------------------------
    # What the phone claims
    # ------------------------------------------------------------------

    def test_forged_claims(self):
        """Moment, verdict, person, distance and radius in what is sent are not looked at."""
        self.consent()
        visit = self.now_visit()
        visit.action_check_in(self.position(
            5000, moment='2020-01-01 00:00:00', verdict='verified', distance_m=1, radius_m=99999,
            user_id=self.users['manager'].id, checkin_time='2020-01-01', kind='out', has_position=False))
        row = self.checkin(visit)
        self.assertEqual(
            (row.moment, row.verdict, row.user_id, row.radius_m, row.kind),
            (fields.Datetime.now(), 'far', self.users['specialist'], 300, 'in'))
        self.assertEqual(visit.checkin_time, fields.Datetime.now())

    def test_sealed(self):
        """Neither the rows nor what the visit shows of them can be written by RPC, copy, default or import."""
        visit = self.underway()
        row = self.checkin(visit).with_user(self.users['specialist'])
        now = fields.Datetime.now()
        for values in ({'checkin_time': now}, {'checkin_verdict': 'verified'}, {'checkin_distance_m': 0},
                       {'checkout_time': now}, {'stage': 'done'}):
            with self.subTest(values=values), self.assertRaises(UserError):
                visit.write(values)
            with self.subTest(values=values, how='create'), self.assertRaises(UserError):
                self.plan(**values)
        for record in (row, row.sudo()):
            with self.assertRaises(UserError):
                record.write({'verdict': 'verified'})
            with self.assertRaises(UserError):
                record.unlink()
            with self.assertRaises(UserError):
                record.create({'visit_id': visit.id, 'kind': 'out'})
        with self.assertRaises(UserError):
            visit.write({'checkin_ids': [fields.Command.create({'kind': 'out', 'verdict': 'verified'})]})
        fresh = self.model('specialist', 'relationship.visit').with_context(
            default_checkin_time='2020-01-01 00:00:00', default_checkin_verdict='verified').create(self.visit_values())
        self.assertFalse(fresh.checkin_time or fresh.checkin_verdict)
        copied = visit.copy({'date_start': self.at(3)})
        self.assertFalse(copied.checkin_time or copied.checkin_ids)
        loaded = self.model('specialist', 'relationship.visit').load(
            ['partner_id/.id', 'date_start', 'checkin_verdict'],
            [[str(self.customer.id), '2026-03-20 02:00:00', 'verified']])
        self.assertFalse(loaded['ids'])

    # ------------------------------------------------------------------
    # Who, when, how often
    # ------------------------------------------------------------------

    def test_who(self):
        """Role × check-in of a visit of `specialist` with `specialist2` along: the two of them, nobody else."""
        allowed = {'specialist', 'specialist2'}
        for role in self.users:
            with self.subTest(role):
                visit = self.now_visit(along='specialist2')
                mine = visit.with_user(self.users[role])
                if role in allowed:
                    mine.action_check_in({})
                    self.assertEqual(self.checkin(visit).user_id, self.users[role])
                else:
                    for method in ('action_check_in', 'action_check_out', 'action_start_visit', 'action_finish_visit'):
                        with self.assertRaises(AccessError):
                            getattr(mine, method)()
                    self.assertEqual(visit.stage, 'planned')

    def test_companion_checks_out(self):
        visit = self.underway(along='specialist2')
        visit.with_user(self.users['specialist2']).action_check_out({})
        self.assertEqual((visit.stage, self.checkin(visit, 'out').user_id), ('done', self.users['specialist2']))

    def test_order_and_once(self):
        visit = self.now_visit()
        with self.assertRaisesRegex(UserError, "check in first"):
            visit.action_check_out({})
        visit.action_check_in({})
        with self.assertRaisesRegex(UserError, "recorded already"):
            visit.action_check_in({})
        visit.action_check_out({})
        for method in (visit.action_check_in, visit.action_check_out):
            with self.assertRaises(UserError):
                method({'token': 'another'})
        self.assertEqual(len(visit.sudo().checkin_ids), 2)

    def test_one_at_a_time(self):
        for visits in (self.now_visit() | self.now_visit(), self.env['relationship.visit'].with_user(self.users['specialist'])):
            with self.assertRaises(UserError):
                visits.action_check_in({})

    def test_not_when_cancelled_or_unsigned(self):
        visit = self.now_visit()
        visit._visit_cancel("客户改期")
        with self.assertRaises(UserError):
            visit.action_check_in({})
        costly = self.plan(expense_line_ids=self.costs(meals=800))
        with self.assertRaisesRegex(UserError, "approved application"):
            costly.action_check_in({})
        self.assertFalse(costly.can_check_in)

    def test_replay_is_harmless(self):
        """The same tap sent again, after a lost answer: one row, the same answer, by the same person only."""
        self.consent()
        visit = self.now_visit(along='specialist2')
        sent = self.position(10, token='a1b2', delay_minutes=35)
        first = visit.action_check_in(sent)
        with freeze_time(fields.Datetime.now() + timedelta(minutes=30)):
            self.assertEqual(visit.action_check_in(sent), first)
            with self.assertRaises(UserError):
                visit.with_user(self.users['specialist2']).action_check_in(sent)
        self.assertEqual(len(visit.sudo().checkin_ids), 1)
        self.assertEqual(self.checkin(visit).delay_minutes, 35)
        # the tap in is not the tap out
        visit.action_check_out(sent)
        self.assertEqual(len(visit.sudo().checkin_ids), 2)

    def test_odd_tokens_and_delays(self):
        for token, delay in (('x' * 65, -1), (5, 10 ** 9), ([], True), ('', 1.5), ('密', '5')):
            with self.subTest(token=token):
                visit = self.now_visit()
                visit.action_check_in({'token': token, 'delay_minutes': delay})
                self.assertFalse(self.checkin(visit).token)
                self.assertFalse(self.checkin(visit).delay_minutes)

    def test_without_position(self):
        """Start and finish by the plain buttons."""
        visit = self.done()
        self.assertEqual(visit.sudo().checkin_ids.mapped('verdict'), ['no_position'] * 2)
        self.assertEqual((visit.stage, visit.checkin_reason), ('done', 'button'))

    def test_days_early(self):
        """Who drops in before the day takes the appointment along, and its event; on the day it keeps its hour."""
        self.env['relationship.no.visit'].create({'partner_id': self.customer.id, 'weekday': 'all', 'hour_from': 8, 'hour_to': 18})
        visit = self.plan(date_start=self.at(5), no_visit_reason="客户同意")
        visit.action_start_visit()
        today = self.company._relationship_today()
        self.assertEqual(self.company._local_day(visit.date_start), today)
        self.assertEqual((visit.stage, visit.move_count, visit.event_id.start), ('underway', 1, visit.date_start))
        with freeze_time(self.at(0, 9)):
            later = self.plan(date_start=self.at(0, 15), partner_id=self.customer3.id)
            later.action_start_visit()
            self.assertEqual((later.date_start, later.move_count), (self.at(0, 15), 0))

    def test_record_afterwards(self):
        """Nobody checked in: done all the same once its time is over, by who was there or leads."""
        visit = self.now_visit()
        with self.assertRaises(UserError):
            visit.action_record_afterwards()
        with freeze_time(fields.Datetime.now() + timedelta(hours=2)):
            visit.invalidate_recordset()
            self.assertTrue(visit.can_record_afterwards)
            with self.assertRaises(UserError):
                visit.with_user(self.users['specialist2']).action_record_afterwards()
            visit.action_record_afterwards()
        self.assertEqual((visit.stage, visit.checkin_time), ('done', False))
        self.assertEqual(visit.minutes_due, visit.date_stop + timedelta(hours=24))

    def test_answer_is_json(self):
        self.consent()
        self.assertTrue(json.dumps(self.now_visit().action_check_in(self.position(5))))

    # ------------------------------------------------------------------
    # The customer's position
    # ------------------------------------------------------------------

    def test_unknown_customer_takes_the_position(self):
        """No place known: no verdict, but the place where one stands becomes the customer's."""
        self.consent()
        self.customer.write({'partner_latitude': 0, 'partner_longitude': 0})
        visit = self.now_visit()
        visit.action_check_in(self.position(0))
        self.assertEqual((visit.checkin_verdict, visit.checkin_reason), ('no_position', 'customer'))
        self.assertTrue(visit.can_use_position)
        self.assertFalse(visit.with_user(self.users['supervisor']).can_use_position)
        with self.assertRaises(AccessError):
            visit.with_user(self.users['supervisor']).action_use_position()
        visit.action_use_position()
        self.assertAlmostEqual(self.customer.partner_latitude, PLACE[0], places=4)
        visit.invalidate_recordset()
        self.assertFalse(visit.can_use_position)
