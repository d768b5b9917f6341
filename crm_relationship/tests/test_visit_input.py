import json

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .visit_common import VisitCase, VisitMixin

SEALED = {
    'name': "BF-1", 'stage': 'done', 'approval_state': 'approved', 'profile_id': 1, 'event_id': 1, 'date_stop': '2026-03-12',
    'budget_total': 5, 'actual_total': 5, 'budget_company': 5, 'actual_company': 5, 'advance_paid': True,
    'advance_paid_by_id': 1, 'advance_paid_date': '2026-03-12 00:00:00', 'actual_start': '2026-03-12 00:00:00',
    'actual_stop': '2026-03-12 00:00:00', 'cancel_reason': "x", 'move_count': 3, 'preparer_id': 1, 'department_id': 1}


@tagged('post_install', '-at_install')
class TestVisitInput(VisitCase):
    """What no client can write, however it tries (SECURITY.md 2)."""

    def test_sealed(self):
        visit = self.plan()
        model = self.model('appadmin', 'relationship.visit')
        for name, value in SEALED.items():
            for act in (lambda n=name, v=value: visit.write({n: v}),
                        lambda n=name, v=value: visit.sudo().write({n: v}),
                        lambda n=name, v=value: self.plan(**{n: v}),
                        lambda n=name, v=value: model.browse(visit.id).write({n: v})):
                with self.subTest(name), self.assertRaises(UserError), self.cr.savepoint():
                    act()
            if name in ('date_stop', 'budget_total', 'actual_total', 'budget_company', 'actual_company', 'move_count',
                        'department_id', 'name'):
                continue
            planned = self.model('specialist', 'relationship.visit').with_context(**{f'default_{name}': value}).create(
                self.visit_values())
            self.assertNotEqual(planned.read([name], load='')[0][name], value, name)
            self.assertEqual(planned.stage, 'planned')

    def test_moves_are_history(self):
        """The trace of a move can be neither written nor deleted, not even as superuser."""
        visit = self.plan()
        visit.write({'date_start': self.at(3)})
        move = visit.move_ids
        for act in (lambda: move.sudo().write({'reason': "x"}), lambda: move.sudo().unlink(),
                    lambda: move.sudo().create({'visit_id': visit.id, 'reason': "x"}),
                    lambda: visit.sudo().write({'move_ids': [Command.clear()]}),
                    lambda: visit.sudo().write({'move_ids': [Command.update(move.id, {'reason': "x"})]}),
                    lambda: visit.sudo().write({'move_ids': [Command.create({'reason': "x"})]}),
                    lambda: move.copy()):
            with self.assertRaises(UserError), self.cr.savepoint():
                act()

    def test_copy(self):
        """A copy is a new plan: no approval, no trace, an event of its own."""
        visit = self.sign(self.plan(expense_line_ids=self.costs(meals=10)), 'supervisor', 'manager')
        visit.write({'date_start': self.at(3)})
        copy = visit.copy()
        self.assertEqual((copy.stage, copy.approval_state, copy.move_count), ('planned', 'draft', 0))
        self.assertNotEqual(copy.name, visit.name)
        self.assertTrue(copy.event_id)
        self.assertNotEqual(copy.event_id, visit.event_id)

    def test_rubbish(self):
        """Junk ends in a message, not in a traceback of the server."""
        visit = self.plan()
        for vals in ({'date_start': "tomorrow"}, {'duration': "long"}, {'duration': float('nan')}, {'duration': float('inf')},
                     {'date_start': False}, {'duration': 1e300}, {'subject': "x" * 201}, {'subject': "\ud800"},
                     {'no_visit_reason': "x" * 201, 'date_start': self.at(4)}, {'place': "\x00"}, {'advance_amount': float('nan')},
                     {'expense_line_ids': [Command.create({'item_id': self.meals.id, 'budget_amount': -1})]},
                     {'expense_line_ids': [Command.create({'item_id': self.meals.id, 'budget_amount': float('inf')})]}):
            with self.subTest(vals), self.assertRaises(UserError), self.cr.savepoint():
                visit.write(vals)
        self.assertFalse(visit.move_ids)

    def test_people(self):
        """(values, fits): companions are others than the visitor, contacts are the customer's."""
        stranger = self.env['res.partner'].create({'name': "别家", 'parent_id': self.customer2.id})
        for values, fits in (
                ({'companion_ids': [Command.link(self.employees['specialist'].id)]}, False),
                ({'contact_ids': [Command.link(stranger.id)]}, False),
                ({'contact_ids': [Command.link(self.contact.id)]}, True),
                ({'partner_id': self.contact.id}, True)):
            with self.subTest(values):
                if fits:
                    self.assertEqual(self.plan(**values).contact_ids, self.contact)
                else:
                    with self.assertRaises(ValidationError), self.cr.savepoint():
                        self.plan(**values)

    def test_previous(self):
        first = self.plan()
        second = self.plan(date_start=self.at(9), previous_visit_id=first.id)
        self.assertEqual(first.next_visit_id, second)
        second._visit_cancel("停产")
        first.invalidate_recordset()
        self.assertFalse(first.next_visit_id)
        with self.assertRaises(ValidationError), self.cr.savepoint():
            self.plan(partner_id=self.customer3.id, previous_visit_id=first.id)
        with self.assertRaises(ValidationError), self.cr.savepoint():
            first.previous_visit_id = first

    def test_import(self):
        """A sheet of visits: numbers, events and rosters follow; stage and approval cannot come with it."""
        model = self.model('specialist', 'relationship.visit')
        result = model.load(
            ['partner_id/.id', 'date_start', 'duration', 'purpose'],
            [[str(self.customer.id), '2026-03-20 09:00:00', '1.5', 'first'],
             [str(self.customer.id), '2026-03-21 09:00:00', '1', 'problem']])
        visits = model.browse(result['ids'])
        self.assertEqual(len(visits.event_id), 2)
        self.assertEqual(visits[0].date_start, self.at(9, 9), "the sheet's times are the reader's")
        self.assertFalse(model.load(
            ['partner_id/.id', 'date_start', 'stage'], [[str(self.customer.id), '2026-03-20 09:00:00', 'done']])['ids'])

    def test_html(self):
        """A name with a script is shown as text in messages."""
        self.customer.name = "<script>alert(1)</script>"
        visit = self.plan(companion_ids=[Command.link(self.employees['supervisor'].id)])
        visit._visit_reschedule(self.at(2), "<img src=x onerror=alert(1)>")
        bodies = "".join(self.env['mail.message'].search(
            [('model', '=', 'relationship.visit'), ('res_id', '=', visit.id)]).mapped('body'))
        self.assertIn("&lt;img", bodies)
        self.assertNotIn("<img", bodies)
        self.assertNotIn("<script", bodies)


@tagged('post_install', '-at_install')
class TestVisitRpc(VisitMixin, HttpCase):
    """The same over HTTP, as a client would try."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first_day = cls.at(0, 12).date()  # the clock goes on
        cls.set_up_cast()

    def call(self, login, model, method, *args, **kwargs):
        self.authenticate(f'h_{login}', f'h_{login}')
        answer = self.url_open(
            f'/web/dataset/call_kw/{model}/{method}', headers={'Content-Type': 'application/json'},
            data=json.dumps({'jsonrpc': '2.0', 'params': {
                'model': model, 'method': method, 'args': args, 'kwargs': kwargs}}))
        return answer.json()

    @mute_logger('odoo.http')  # which logs every refusal
    def test_out_of_reach(self):
        """Underscored methods and sealed values; an event by a plain calendar user."""
        visit = self.plan(companion_ids=[Command.link(self.employees['employee'].id)])
        for method, args in (('_visit_start', []), ('_visit_finish', []), ('_visit_cancel', ["x"]), ('_sealed_write', [{}, None]),
                             ('_visit_reschedule', ['2026-12-01 00:00:00', "x"]), ('_event_remove', [])):
            self.assertIn('error', self.call('specialist', 'relationship.visit', method, visit.ids, *args), method)
        self.assertIn('error', self.call('specialist', 'relationship.visit', 'write', visit.ids, {'stage': 'done'}))
        self.assertIn('error', self.call('employee', 'relationship.visit', 'action_confirm', visit.ids))
        event = visit.sudo().event_id
        answer = self.call('employee', 'calendar.event', 'write', event.ids, {'start': '2030-01-01 00:00:00', 'stop': '2030-01-01 01:00:00'})
        self.assertIn("belongs to the visit", answer['error']['data']['message'])
        answer = self.call('employee', 'calendar.event', 'unlink', event.ids)
        self.assertIn("belongs to the visit", answer['error']['data']['message'])
        self.env.invalidate_all()
        self.assertEqual((visit.stage, visit.date_start), ('planned', self.at()))
        later = self.at(20)
        answer = self.call('specialist', 'calendar.event', 'write', event.ids, {
            'start': str(later), 'stop': str(self.at(20, 11))})
        self.assertNotIn('error', answer)
        self.env.invalidate_all()
        self.assertEqual(visit.date_start, later)
