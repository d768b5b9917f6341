from psycopg2.errors import UniqueViolation

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ApprovalCase


@tagged('post_install', '-at_install')
class TestInFlight(ApprovalCase):
    """What changes while a document is under way (APPROVAL.md rule 9)."""

    leaves_intact = True

    def follow_up(self):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref('document_approval.approval_request_cron_follow_up').with_env(self.env).method_direct_trigger()
        self.env.invalidate_all()

    def notified(self, subject):
        """The people told about something since the test began, by the message's subject."""
        return self.env['mail.message'].sudo().search([
            ('subject', 'like', subject), ('model', '=', 'fake.document')]).notified_partner_ids.user_ids

    def test_policy_edited(self):
        """Steps removed, added or given to others reach only what is submitted later."""
        document = self.submitted(amount=9000)
        self.policy.write({'step_ids': [
            (2, self.policy.step_ids[0].id), (1, self.policy.step_ids[2].id, {'group_id': self.group_supervisor.id})]})
        self.sign(document, self.supervisor, self.manager)
        self.assertEqual(self.pending(document), self.director)
        later = self.submitted(amount=9000)
        self.assertEqual(self.pending(later), self.manager)
        versions = (document | later).sudo().approval_request_id.policy_version_id
        self.assertEqual(sorted(versions.mapped('number')), [1, 2])

    def test_policy_archived(self):
        """An archived policy ends nothing that is under way, and serves nothing new."""
        document = self.submitted()
        self.policy.active = False
        self.sign(document, self.supervisor, self.manager, self.finance)
        self.assertEqual(document.approval_state, 'approved')
        with self.assertRefused("No approval policy"):
            self.submitted()

    def test_used_policy_is_not_deleted(self):
        """A policy under which something was submitted stays."""
        self.submitted()
        with self.assertRefused("stays on record"):
            self.policy.unlink()

    def test_rates_changed(self):
        """The amount is that of the submission's rate, also where the rate would lift it over a limit."""
        currency = self.env['res.currency'].with_context(active_test=False).search(
            [('id', '!=', self.company.currency_id.id)], limit=1)
        currency.active = True
        rate = self.env['res.currency.rate'].create({
            'currency_id': currency.id, 'company_id': self.company.id, 'name': '2020-01-01', 'rate': 0.5})
        document = self.submitted(amount=2000, currency_id=currency.id)
        self.assertEqual(document.sudo().approval_request_id.amount, 4000)
        rate.rate = 0.1
        self.sign(document, self.supervisor, self.manager)
        self.assertEqual(document.sudo().approval_request_id.amount, 4000)
        self.assertEqual(self.pending(document), self.finance, "4000 is within the manager's authority")

    def test_currency_without_rate(self):
        """A foreign currency without any rate would pass every limit one to one: it is refused."""
        currency = self.env['res.currency'].with_context(active_test=False).search(
            [('id', '!=', self.company.currency_id.id), ('rate_ids', '=', False)], limit=1)
        self.company.currency_id.rate_ids.unlink()
        with self.assertRefused("no rate from"):
            self.submitted(amount=5000, currency_id=currency.id)

    def test_authority_lowered(self):
        """Authority counts at the moment of the decision: the manager now only endorses."""
        document = self.submitted(amount=5000)
        self.sign(document, self.supervisor)
        self.authority.limit = 4999
        self.sign(document, self.manager)
        self.assertEqual(self.pending(document), self.director)
        self.assertEqual(self.events(document)[-1], 'endorse')

    def test_authority_gone_without_next_level(self):
        """Beyond the authority and without a next level nothing is approved; the signer is told why."""
        self.policy.active = False
        policy = self.make_policy('fake.document', [
            {'name': "Manager", 'group_id': self.group_manager.id, 'ends_within_authority': True},
            {'name': "Director", 'group_id': self.group_director.id},
        ])
        self.assertTrue(policy)
        document = self.submitted(amount=5000)
        document.sudo().approval_request_id.step_ids[1]._close('skipped')
        self.leaves_intact = False  # skipped without an event, past the engine
        self.authority.unlink()
        with self.assertRefused("above your authority"):
            self.press(self.manager, document, 'action_approval_approve')
        self.assertEqual(document.approval_state, 'pending')

    def test_signer_archived(self):
        """An archived signer's task goes to a colleague of the same role at once, with an event."""
        document = self.submitted()
        second = self.new_user('second', self.group_supervisor)
        self.supervisor.active = False
        self.assertEqual(self.pending(document), second)
        event = document.sudo().approval_request_id.event_ids.sorted('sequence')[-1]
        self.assertEqual((event.action, event.note), ('reassign', "Supervisor → Second"))
        self.decide(second, document)
        self.assertEqual(self.pending(document), self.manager)

    def test_signer_archived_by_other_values(self):
        """Whatever a client sends for “no” archives and reassigns."""
        for value in (False, 0, None):
            second = self.new_user(f'second_{value}', self.group_supervisor)
            document = self.submitted()
            self.assertIn(second, self.pending(document))
            second.write({'active': value})
            with self.subTest(value=value):
                self.assertNotIn(second, self.pending(document))

    def test_signer_loses_the_group(self):
        """Without the role no signature, at once; the next pass asks whoever holds it now."""
        document = self.submitted()
        self.supervisor.group_ids -= self.group_supervisor
        with self.assertRefused("no longer hold the role"):
            self.press(self.supervisor, document, 'action_approval_approve')
        second = self.new_user('second', self.group_supervisor)
        self.follow_up()
        self.assertEqual(self.pending(document), second)
        self.assertEqual(self.events(document), ['submit', 'reassign'])

    def test_signer_loses_the_company(self):
        """A signer without access to the document's company signs no more, though rerouted to."""
        company = self.env['res.company'].create({'name': "Other"})
        document = self.submitted()
        task = document.sudo().approval_request_id.task_ids.filtered(lambda task: task.state == 'pending')
        task.with_user(self.administrator)._reroute(self.colleague, "On leave")
        self.colleague.write({'company_ids': [(6, 0, company.ids)], 'company_id': company.id})
        with self.assertRefused("no longer hold the role"):
            self.requests(document, self.colleague)._decide('approve')
        self.follow_up()
        self.assertEqual(self.pending(document), self.supervisor)

    def test_nobody_left(self):
        """With nobody left the document stays pending; requester and administrators are told, once."""
        document = self.submitted()
        self.supervisor.active = False
        self.assertEqual(document.approval_state, 'pending')
        self.assertFalse(self.pending(document))
        told = self.notified("Nobody can sign")
        self.assertIn(self.requester, told)
        self.assertIn(self.administrator, told)
        with self.assertRefused("Nobody can sign “Supervisor” at present"):
            self.press(self.manager, document, 'action_approval_approve')
        self.follow_up()
        self.follow_up()
        self.assertEqual(self.events(document), ['submit', 'stuck'])

    def test_nobody_left_later(self):
        """A later step that has lost its people by the time it opens does not open in silence."""
        document = self.submitted()
        self.manager.active = False
        self.sign(document, self.supervisor)
        self.assertEqual(document.approval_state, 'pending')
        self.assertEqual(self.events(document), ['submit', 'review', 'stuck'])
        self.assertIn(self.administrator, self.notified("Nobody can sign"))

    def test_stuck_and_helped(self):
        """A new holder of the role is asked by the next pass; or an administrator reroutes the signature."""
        first, second = self.submitted(), self.submitted()
        self.supervisor.active = False
        task = second.sudo().approval_request_id.task_ids.filtered(lambda task: task.step_id.state == 'pending')
        stuck = self.env['approval.request'].with_user(self.administrator).search([
            ('state', '=', 'pending'), ('task_ids', 'not any', [('state', '=', 'pending')])])
        self.assertEqual(stuck.mapped('res_id'), (second + first).ids, "the screen's filter finds them")
        self.assertTrue(task.with_user(self.administrator).can_reroute)
        self.assertFalse(task.with_user(self.requester).can_reroute)
        task.with_user(self.administrator)._reroute(self.colleague, "Left the company")
        self.assertFalse(task.with_user(self.administrator).can_reroute)
        self.assertEqual(self.pending(second), self.colleague)
        new = self.new_user('new', self.group_supervisor)
        self.follow_up()
        self.assertEqual(self.pending(first), new)
        self.assertEqual(self.pending(second), self.colleague)
        self.sign(first, new)
        self.sign(second, self.colleague)
        self.assertEqual(self.pending(first | second), self.manager)

    def test_rerouted_signer_leaves(self):
        """A rerouted signer who leaves is replaced by the holders of the role."""
        document = self.submitted()
        task = document.sudo().approval_request_id.task_ids.filtered(lambda task: task.state == 'pending')
        task.with_user(self.administrator)._reroute(self.colleague, "On leave")
        self.colleague.active = False
        self.assertEqual(self.pending(document), self.supervisor)

    def test_requester_promoted(self):
        """A requester who meanwhile got a signer's role still signs nothing of his or her own."""
        document = self.submitted()
        self.requester.group_ids += self.group_supervisor + self.group_director
        self.follow_up()
        self.assertNotIn(self.requester, self.pending(document))
        with self.assertRefused("not for you"):
            self.press(self.requester, document, 'action_approval_approve')

    def test_one_open_request(self):
        """A document has one open request at most; the database itself refuses another."""
        document = self.submitted()
        first = document.sudo().approval_request_id
        document.action_approval_recall()
        document.action_approval_submit()
        self.env.flush_all()
        with self.assertRaises(UniqueViolation), mute_logger('odoo.sql_db'):
            self.env.cr.execute("UPDATE approval_request SET state = 'pending' WHERE id = %s", [first.id])

    def test_rejected_names_change_of_content(self):
        """The next attempt says what changed since the one before, and keeps that one."""
        document = self.submitted()
        self.decide(self.supervisor, document, 'reject', note="Too dear")
        document.write({'amount': 10, 'line_ids': [(0, 0, {'name': "Tea"})]})
        document.action_approval_submit()
        self.assertEqual(document.approval_changes, "Amount, Line")
        requests = self.env['approval.request'].search([('res_model', '=', 'fake.document'), ('res_id', '=', document.id)])
        self.assertEqual(requests.sorted('attempt').mapped('state'), ['rejected', 'pending'])
        self.assertEqual(requests.sorted('attempt')[0].amount, 1000)
