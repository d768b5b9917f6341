from datetime import date, timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ApprovalCase

TODAY = date(2026, 3, 11)
DAY = timedelta(days=1)


@tagged('post_install', '-at_install')
@freeze_time('2026-03-11 06:00:00')
class TestDelegation(ApprovalCase):
    """B signs for A: for whom, for what, for how long, and who may not (APPROVAL.md, Delegation)."""

    leaves_intact = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.resource_calendar_id.tz = 'Asia/Shanghai'
        cls.stand_in = cls.new_user('stand_in')

    def delegate(self, principal=None, delegate=None, user=None, **values):
        principal = principal or self.manager
        return self.env['approval.delegation'].with_user(user or principal).create({
            'user_id': principal.id, 'delegate_id': (delegate or self.stand_in).id,
            'date_from': TODAY, 'date_to': TODAY, 'reason': "Leave", **values})

    def at_manager(self, **values):
        """A document whose manager is asked now; its request."""
        document = self.make_document(**values)
        document.action_approval_submit()
        request = document.sudo().approval_request_id
        request.with_user(self.supervisor)._decide('approve')
        return request

    def asked(self, request):
        return request.task_ids.filtered(lambda task: task.state == 'pending').user_id

    def test_b_for_a(self):
        """The delegate signs with the principal's authority; paper, history and rights say both."""
        self.delegate()
        request = self.at_manager(amount=5000)
        self.assertEqual(self.asked(request), self.manager | self.stand_in)
        document = self.env['fake.document'].with_user(self.stand_in).browse(request.res_id)
        self.assertEqual(document.name, "Dinner", "whoever is asked may read")
        self.assertTrue(document.approval_can_decide)
        self.assertTrue(document.activity_ids.filtered(lambda activity: activity.user_id == self.stand_in))
        document.action_approval_approve()
        self.assertEqual(self.asked(request), self.finance, "within the principal's authority: the director is not asked")
        event = request.event_ids.filtered(lambda event: event.action == 'approve')
        self.assertEqual((event.actor_id, event.principal_id), (self.stand_in, self.manager))
        signature = next(s for s in document._approval_signatures() if s['box'] == 'manager')
        self.assertEqual(signature['name'], "Stand_In for Manager")
        self.assertFalse(request._verify())
        self.assertNotIn(self.manager, request.task_ids.filtered(lambda task: task.state == 'pending').user_id)

    def test_principal_signs_himself(self):
        self.delegate()
        request = self.at_manager()
        request.with_user(self.manager)._decide('approve')
        self.assertEqual(self.asked(request), self.finance)
        event = request.event_ids.filtered(lambda event: event.action == 'approve')
        self.assertEqual((event.actor_id, event.principal_id), (self.manager, self.manager))
        with self.assertRaises(UserError):
            request.with_user(self.stand_in)._decide('approve')

    def test_covers(self):
        """(values, amount, is the delegate asked?): types, companies, ceiling and days at their bounds."""
        other = self.env['res.company'].create({'name': "Other"})
        self.manager.company_ids += other
        self.stand_in.company_ids += other
        fake, trip = (self.env['ir.model']._get_id(name) for name in ('fake.document', 'fake.trip'))
        for values, amount, expected in (
                ({}, 9000, True), ({'limit': 1000}, 1000, True), ({'limit': 1000}, 1000.01, False),
                ({'model_ids': [(6, 0, [fake])]}, 1, True), ({'model_ids': [(6, 0, [trip])]}, 1, False),
                ({'company_id': self.company.id}, 1, True), ({'company_id': other.id}, 1, False),
                ({'date_from': TODAY - DAY}, 1, True), ({'date_to': TODAY + DAY}, 1, True),
                ({'date_from': TODAY + DAY, 'date_to': TODAY + DAY}, 1, False),
                ({'date_from': TODAY - DAY, 'date_to': TODAY - DAY}, 1, False)):
            with self.subTest(values, amount=amount):
                delegation = self.delegate(**values)
                request = self.at_manager(amount=amount)
                self.assertEqual(self.stand_in in self.asked(request), expected)
                delegation.action_end()
                self.assertEqual(self.asked(request), self.manager)

    def test_days_of_the_company(self):
        """The last day ends at the company's midnight: 16:00 UTC in Shanghai."""
        self.delegate()
        with freeze_time('2026-03-11 15:59:59'):
            request = self.at_manager()
            self.assertIn(self.stand_in, self.asked(request))
        with freeze_time('2026-03-11 16:00:00'):
            with self.assertRaisesRegex(UserError, "no longer hold"):
                request.with_user(self.stand_in)._decide('approve')
            self.follow_up()
            self.assertEqual(self.asked(request), self.manager)
            request.with_user(self.manager)._decide('approve')

    def test_begins_while_waiting(self):
        """What waits already is asked of the delegate too: at once, or when its first day comes."""
        request = self.at_manager()
        self.assertEqual(self.asked(request), self.manager)
        self.delegate(date_from=TODAY + DAY, date_to=TODAY + DAY)
        self.assertEqual(self.asked(request), self.manager)
        with freeze_time('2026-03-12 06:00:00'):
            self.follow_up()
            self.assertEqual(self.asked(request), self.manager | self.stand_in)
        second = self.at_manager()
        self.delegate(self.manager)
        self.assertIn(self.stand_in, self.asked(second))

    def test_not_the_requester_nor_below(self):
        """Nobody signs for another what he asked for himself, or what his own manager asked for."""
        self.delegate(delegate=self.requester)
        self.assertEqual(self.asked(self.at_manager()), self.manager)
        boss, clerk = self.env['hr.employee'].create([
            {'name': user.name, 'user_id': user.id, 'company_id': self.company.id} for user in (self.colleague, self.stand_in)])
        clerk.parent_id = boss
        self.env['approval.delegation'].sudo().search([]).with_user(self.manager).action_end()
        self.delegate()
        document = self.make_document(self.colleague)
        document.with_user(self.colleague).action_approval_submit()
        request = document.sudo().approval_request_id
        request.with_user(self.supervisor)._decide('approve')
        self.assertEqual(self.asked(request), self.manager)

    def test_below_the_requester_whatever_company(self):
        """Whose boss asks is looked up in the document's company, not in the one that its signer works in just now."""
        boss, clerk = self.env['hr.employee'].create([
            {'name': user.name, 'user_id': user.id, 'company_id': self.company.id} for user in (self.colleague, self.stand_in)])
        clerk.parent_id = boss
        other = self.env['res.company'].create({'name': "Other"})
        (self.supervisor | self.stand_in | self.manager).company_ids += other
        elsewhere = {'allowed_company_ids': [other.id, self.company.id]}
        self.delegate()
        document = self.make_document(self.colleague)
        document.with_user(self.colleague).action_approval_submit()
        request = document.sudo().approval_request_id
        request.with_user(self.supervisor).with_context(elsewhere)._decide('approve')
        self.assertEqual(self.asked(request), self.manager)
        task = request.task_ids.filtered(lambda task: task.state == 'pending')
        self.assertTrue(task.with_context(elsewhere)._is_below(self.stand_in, self.colleague))

    def test_delegates_of_the_excluded(self):
        """Whoever signs for the requester these days does not sign the requester's own documents."""
        self.delegate(principal=self.requester, delegate=self.director)
        document = self.make_document(amount=9000)
        with self.assertRaisesRegex(UserError, "Director"):
            document.action_approval_submit()

    def test_nobody_signs_twice(self):
        """Who signed in another's name signs no later step in his own, and the principal neither."""
        self.delegate(principal=self.supervisor, delegate=self.finance)
        document = self.make_document()
        document.action_approval_submit()
        request = document.sudo().approval_request_id
        request.with_user(self.finance)._decide('approve')
        self.assertIn(self.finance, request._excluded_signers())
        self.assertIn(self.supervisor, request._excluded_signers())

    def test_all_of_them(self):
        """Where everybody signs, the delegate's signature counts for the principal and for nobody else."""
        second = self.new_user('second', self.group_director)
        self.policy.step_ids[2].mode = 'all'
        self.policy.step_ids[1].ends_within_authority = False
        self.delegate(principal=self.director)
        request = self.at_manager()
        request.with_user(self.manager)._decide('approve')
        request.with_user(self.stand_in)._decide('approve')
        self.assertEqual(self.asked(request), second)
        request.with_user(second)._decide('approve')
        self.assertEqual(self.asked(request), self.finance)

    def test_no_chains(self):
        self.delegate()
        for principal, delegate, message in (
                (self.stand_in, self.director, "not delegated on"), (self.director, self.manager, "not delegated on"),
                (self.stand_in, self.manager, "not delegated on"), (self.manager, self.director, "delegated these days already")):
            with self.subTest(message), self.assertRaisesRegex(ValidationError, message), self.cr.savepoint():
                self.delegate(principal, delegate)
        self.delegate(self.stand_in, self.director, date_from=TODAY + DAY, date_to=TODAY + DAY)
        self.delegate(self.director, self.stand_in)  # two principals may have the same delegate

    @mute_logger('odoo.sql_db', 'odoo.addons.base.models.ir_model', 'odoo.addons.base.models.ir_rule')
    def test_who_delegates(self):
        """One's own, or an administrator somebody else's, never to himself; nothing is changed afterwards."""
        with self.assertRaises(AccessError), self.cr.savepoint():
            self.delegate(user=self.stand_in)
        delegation = self.delegate(user=self.administrator)
        with self.assertRaises(UserError), self.cr.savepoint():
            self.delegate(principal=self.director, delegate=self.administrator, user=self.administrator)
        for error, attempt in (
                (UserError, lambda: delegation.write({'date_to': TODAY + DAY})),
                (UserError, lambda: delegation.with_user(self.manager).unlink()),
                (UserError, lambda: delegation.with_user(self.manager).write({'limit': 10 ** 9})),
                (AccessError, lambda: delegation.with_user(self.stand_in).action_end()),
                (UserError, lambda: self.delegate(principal=self.director, ended_at=False)),
                (ValidationError, lambda: self.delegate(principal=self.director, reason=" ")),
                (ValidationError, lambda: self.delegate(principal=self.director, limit=float('nan'))),
                (IntegrityError, lambda: self.delegate(principal=self.director, date_to=TODAY - DAY)),
                (IntegrityError, lambda: self.delegate(principal=self.director, delegate=self.director))):
            with self.assertRaises(error), self.cr.savepoint():
                attempt()
        self.assertFalse(self.env['approval.delegation'].with_user(self.colleague).search([('id', '=', delegation.id)]))
        self.assertTrue(self.env['approval.delegation'].with_user(self.stand_in).search([('id', '=', delegation.id)]))
        delegation.with_user(self.manager).action_end()
        self.assertEqual((delegation.state, delegation.ended_by_id), ('ended', self.manager))

    def test_reroute_ends_the_delegates_task(self):
        self.delegate()
        request = self.at_manager()
        own = request.task_ids.filtered(lambda task: task.user_id == self.manager and task.state == 'pending')
        own.with_user(self.administrator)._reroute(self.colleague, "Gone")
        self.assertEqual(self.asked(request), self.colleague)

    def test_no_delegation_costs_nothing(self):
        """Where nobody delegates, a decision asks the database no more than before."""
        request = self.at_manager()
        self.env['approval.delegation']._running()
        before = self.cr.sql_log_count
        self.env['approval.delegation']._with_delegates(self.manager, self.company)
        request.task_ids._add_delegates()
        self.assertEqual(self.cr.sql_log_count, before)
