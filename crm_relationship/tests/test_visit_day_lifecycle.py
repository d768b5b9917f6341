from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tests.common import new_test_user
from odoo.tools import mute_logger

from .visit_day_common import DAY_MODEL, VisitDayCase


@tagged('post_install', '-at_install')
class TestVisitDayLifecycle(VisitDayCase):
    """Signatures in order, late reports at the exact bound, the evening's collection, input by other ways."""

    def test_signatures(self):
        """Supervisor, department manager, manager, each in his box; nobody before his turn."""
        self.finished()
        day = self.report()
        day.action_approval_submit()
        for role, others in (('supervisor', ('deputy', 'manager')), ('deputy', ('manager',)), ('manager', ())):
            for other in others:
                self.assertRaises(UserError, self.sign, day, other)
            self.assertEqual(day.approval_state, 'pending')
            self.sign(day, role)
        self.assertEqual(day.approval_state, 'approved')
        self.assertEqual(
            [(s['box'], s['actor']) for s in day._approval_signatures()][1:],
            [(box, self.users[role].name) for box, role in (
                ('supervisor', 'supervisor'), ('department_manager', 'deputy'), ('manager', 'manager'))])

    def test_who_is_both_signs_once(self):
        """The supervisor manages the department: the manager signs next. The manager does: that is the last one."""
        for days, role in ((0, 'supervisor'), (-1, 'manager')):
            with self.subTest(role):
                self.service.manager_id = self.employees[role]
                self.finished(days=days)
                self.assertEqual(self.sign(self.report(days=days), 'supervisor', 'manager').approval_state, 'approved')

    def test_above_the_manager(self):
        """What the service manager hands in goes to the general manager."""
        self.finished('manager', partner_id=self.customer3.id)
        self.service.manager_id = False
        day = self.report('manager')
        self.sign(day, 'gm')
        self.assertEqual(day.approval_state, 'approved')

    def test_late_at_the_bound(self):
        """The moment it is due is in time, a second later is late; so is a draft then."""
        self.company.relationship_day_report_late_hours = 12
        due = fields.Datetime.to_datetime('2026-03-12 04:00:00')  # noon of the next day in Shanghai
        for seconds, late in ((-1, False), (0, False), (1, True)):
            with self.subTest(seconds=seconds), self.cr.savepoint() as savepoint:
                self.finished()
                day = self.report()
                self.assertEqual(day.due_date, due)
                with freeze_time(due + timedelta(seconds=seconds)):
                    self.env.invalidate_all()
                    self.assertEqual(day.is_late, late)
                    self.assertEqual(bool(self.env[DAY_MODEL].search([('id', '=', day.id), ('is_late', '=', True)])), late)
                    self.assertEqual(bool(self.env[DAY_MODEL].search([('id', '=', day.id), ('is_late', '=', False)])), not late)
                    day.action_approval_submit()
                    self.assertEqual((day.was_late, day.is_late), (late, late))
                with freeze_time(due + timedelta(days=9)):
                    self.env.invalidate_all()
                    self.assertEqual(day.is_late, late, "once submitted it does not become late")
                savepoint.rollback()

    def test_late_after_recall(self):
        """Taken back and handed in anew counts anew; rejected and handed in again does not."""
        self.finished()
        day = self.report()
        day.action_approval_submit()
        day.action_approval_recall()
        self.assertFalse(day.submitted_date)
        day.action_approval_submit()
        day.sudo().approval_request_id.with_user(self.users['supervisor'])._decide('reject', note="太简略")
        with freeze_time('2026-03-20 02:00:00'):
            day.invalidate_recordset()
            day.action_approval_submit()
        self.assertFalse(day.was_late)

    def collect(self):
        """Run the evening's job as the server does."""
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref('crm_relationship.ir_cron_visit_day').method_direct_trigger()
        self.env.invalidate_all()

    def test_collection(self):
        """In the evening everybody with visits gets a draft and one reminder; repeats do no harm."""
        visit, other = self.finished(), self.finished('specialist2', partner_id=self.customer2.id)
        model = self.env[DAY_MODEL]
        self.collect()
        self.assertFalse(visit.day_id, "ten o'clock is no evening")
        with freeze_time('2026-03-11 10:00:00'):  # 18:00 in Shanghai
            for _round in range(2):
                self.collect()
                for done, role in ((visit, 'specialist'), (other, 'specialist2')):
                    day = done.day_id
                    self.assertEqual((day.user_id, day.preparer_id, day.approval_state), (
                        self.users[role], self.users[role], 'draft'))
                    self.assertEqual(day.activity_ids.user_id, self.users[role])
                    self.assertEqual(len(day.activity_ids), 1)
            self.assertEqual(model.search_count([('company_id', '=', self.company.id)]), 2)
            visit.day_id.with_user(self.users['specialist']).action_approval_submit()
            self.assertFalse(visit.day_id.activity_ids.filtered(
                lambda activity: activity.activity_type_id == self.env.ref('crm_relationship.mail_activity_type_day_report')))

    def test_collection_goes_on(self):
        """Who changed to another company is left out; what goes wrong with one keeps nobody else's report away."""
        moved, broken, sound = (
            self.finished(role, days=-1, partner_id=self.env['res.partner'].create({'name': role, 'is_company': True}).id).sudo()
            for role in ('manager', 'supervisor', 'specialist'))
        other = self.env['res.company'].create({'name': "外地公司"})
        self.users['manager'].write({'company_id': other.id, 'company_ids': [Command.set(other.ids)]})
        make = type(self.env[DAY_MODEL])._for_day

        def breaks(model, user, company, date):
            day = make(model, user, company, date)
            if user.login == 'h_supervisor':
                raise ValueError("broken")
            return day

        self.patch(type(self.env[DAY_MODEL]), '_for_day', breaks)
        with mute_logger('odoo.addons.crm_relationship.models.relationship_visit_day_due'):
            self.collect()
        self.assertFalse(moved.day_id or broken.day_id)
        self.assertEqual((sound.day_id.user_id, len(sound.day_id.activity_ids)), (self.users['specialist'], 1))
        self.patch(type(self.env[DAY_MODEL]), '_for_day', make)
        self.collect()
        self.assertTrue(broken.day_id, "tried again")
        self.assertFalse(moved.day_id)

    def test_companion_of_another_company_by_now(self):
        """Whoever changed to another company keeps no report from being put together."""
        deputy, office = self.employees['deputy'], self.employees['office']
        self.finished(companion_ids=[Command.set((deputy | office).ids)])
        other = self.env['res.company'].create({'name': "外地公司"})
        office.sudo().write({'company_id': other.id, 'department_id': False})
        day = self.report()
        self.assertEqual(day.companion_ids, deputy)
        deputy.sudo().write({'company_id': other.id, 'department_id': False})
        self.finished(hour=9, companion_ids=[Command.set(self.employees['gm'].ids)])
        day.action_refresh()
        self.assertEqual(day.companion_ids, self.employees['gm'])

    def test_collection_of_the_night_before(self):
        """A visit finished after the evening's run is collected by the next one, whatever the hour."""
        visit = self.finished(days=-1, hour=21)
        self.collect()
        self.assertEqual(visit.day_id.date, self.local_day(-1))

    def test_collection_switched_off(self):
        self.company.relationship_day_report_collect = False
        visit = self.finished(days=-1)
        self.collect()
        self.assertFalse(visit.day_id)

    def test_settings(self):
        for name, values in (('relationship_day_report_hour', (-1, 24)), ('relationship_day_report_late_hours', (-1, 241)),
                             ('relationship_visit_grace_minutes', (-1, 241))):
            for value in values:
                with self.subTest(name=name, value=value), self.assertRaises(ValidationError):
                    self.company[name] = value

    def test_sealed(self):
        """Counts, lines and dates come from the visits, whichever way somebody tries."""
        visit = self.finished()
        day = self.report()
        line = day.line_ids
        for vals in ({'visit_count': 9}, {'was_late': False}, {'submitted_date': fields.Datetime.now()},
                     {'problem_open_count': 0}, {'expense_total': 1}, {'companion_taken': []}, {'name': "RB1"},
                     {'user_id': self.users['manager'].id}, {'date': self.local_day(-3)},
                     {'line_ids': [Command.create({'customer_name': "x"})]},
                     {'line_ids': [Command.create({'visit_id': visit.id})]},
                     {'line_ids': [Command.delete(line.id)]}, {'line_ids': [Command.clear()]}):
            with self.subTest(vals=vals), self.assertRaises(UserError), self.cr.savepoint():
                day.write(vals)
        for vals in ({'outcome': 'success'}, {'purpose': 'first'}, {'visit_id': visit.id}, {'problem_solved': 3},
                     {'customer_name': "x"}, {'taken': {}}, {'partner_id': self.customer2.id}):
            with self.subTest(vals=vals), self.assertRaises(UserError), self.cr.savepoint():
                line.write(vals)
        with self.assertRaises(UserError):
            visit.write({'day_id': False})
        with self.assertRaises(UserError):
            self.model('specialist', DAY_MODEL).create({'date': self.local_day(-5), 'visit_count': 4})
        copied = self.model('specialist', DAY_MODEL).with_context(default_was_late=True, default_visit_count=7).create(
            {'date': self.local_day(-4)})
        self.assertEqual((copied.was_late, copied.visit_count), (False, 0))

    def test_costs_by_hand(self):
        """A visit's cost is changed on the visit; own ones are free until submission, and never negative."""
        visit = self.finished()
        self.cost(visit, self.meals, 50)
        day = self.report(expense_line_ids=[self.own_cost(10)])
        taken = day.expense_line_ids.filtered('visit_id')
        own = day.expense_line_ids - taken
        self.assertRaises(UserError, taken.write, {'amount': 1})
        self.assertRaises(UserError, taken.unlink)
        taken.note = "客户付一半"
        own.amount = 12
        day.action_refresh()
        self.assertEqual((day.expense_total, taken.note), (62, "客户付一半"))
        for amount in (-1, float('nan'), float('inf'), 1e12):
            with self.subTest(amount=amount), self.assertRaises(ValidationError), self.cr.savepoint():
                own.amount = amount
        visit.expense_line_ids.actual_amount = 0
        day.action_refresh()
        self.assertEqual(day.expense_line_ids, own)
        day.action_approval_submit()
        for write in (lambda: own.write({'amount': 1}), lambda: own.unlink(), lambda: day.line_ids.write({'talk': "x"}),
                      lambda: day.write({'note': "x"}), lambda: day.write({'expense_line_ids': [self.own_cost(1)]})):
            with self.assertRaises(UserError), self.cr.savepoint():
                write()

    def test_on_behalf(self):
        """A supervisor reports for a colleague; a specialist does not."""
        visit = self.finished()
        with self.assertRaises(ValidationError):
            self.report('specialist2', user_id=self.users['specialist'].id)
        day = self.report('supervisor', user_id=self.users['specialist'].id)
        self.assertEqual((day.line_ids.visit_id, day.preparer_id), (visit, self.users['supervisor']))

    def test_departed_person(self):
        """Nobody is reminded who is no longer here."""
        user = new_test_user(
            self.env, login='h_gone', groups='crm_relationship.group_specialist', company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)])
        self.users['gone'] = user
        visit = self.finished('gone', days=-1, partner_id=self.customer3.id)
        user.active = False
        self.collect()
        self.assertFalse(visit.day_id)
