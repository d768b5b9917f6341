from lxml import etree

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import ApprovalCase

DOCUMENT_ARCH = """
    <data>
        <xpath expr="//div[@name='title']" position="inside"><h1><field name="name"/></h1></xpath>
        <xpath expr="//group[@name='body']" position="replace">
            <group><field name="amount"/><field name="currency_id"/></group>
        </xpath>
    </data>
"""
ACTIONS = [
    'approval_task_action', 'approval_task_action_my_requests', 'approval_task_action_all',
    'approval_policy_action', 'approval_authority_action', 'approval_request_action',
]


@tagged('post_install', '-at_install')
class TestScreens(ApprovalCase):
    """Every screen opens for those it is for, says what it should, and costs a fixed number of queries."""

    def test_actions_open(self):
        self.submitted()
        for name in ACTIONS:
            action = self.env.ref(f'document_approval.{name}')
            user = self.requester if 'task' in name and 'all' not in name else self.administrator
            model = self.env[action.res_model].with_user(user)
            modes = [(False, mode) for mode in [*action.view_mode.split(','), 'search']]
            with self.subTest(action=name):
                views = model.get_views(modes)['views']
                fields = {
                    node.get('name') for node in etree.fromstring(views['list']['arch']).iter('field')}
                model.web_search_read([], {field: {} for field in fields})
                self.assertIn('o_view_nocontent', str(action.help))

    def test_menus(self):
        """Everybody sees what waits for them; the settings are the administrators'."""
        menus = [f'document_approval.{name}' for name in (
            'menu_root', 'approval_task_menu', 'approval_task_menu_my_requests',
            'menu_monitoring', 'menu_configuration', 'approval_policy_menu', 'approval_authority_menu')]
        for user, number in ((self.requester, 3), (self.administrator, 7)):
            visible = self.env['ir.ui.menu'].with_user(user)._visible_menu_ids()
            self.assertEqual([self.env.ref(menu).id in visible for menu in menus],
                             [position < number for position in range(len(menus))], user.login)

    def test_document_inherits_the_form(self):
        """The base form, of an abstract model, serves a document in mode primary."""
        view = self.env['ir.ui.view'].create({
            'model': 'fake.document', 'mode': 'primary', 'arch': DOCUMENT_ARCH,
            'inherit_id': self.env.ref('document_approval.approval_document_view_form').id})
        with Form(self.env['fake.document'].with_user(self.requester), view) as form:
            form.name = "Dinner"
        document = form.record
        document.action_approval_submit()
        arch = etree.fromstring(document.get_view(view.id)['arch'])
        buttons = {node.get('name'): node.get('context') for node in arch.iter('button')}
        for name in ('approve', 'reject'):
            self.assertIn("{'approval_revision': approval_revision}", buttons[f'action_approval_{name}'])
        self.assertLessEqual(
            {f'action_approval_{name}' for name in ('submit', 'approve', 'reject', 'recall', 'cancel')},
            buttons.keys())

    def test_route_and_history(self):
        """Names, states and opinions appear, as text; hostile input stays text."""
        document = self.submitted(name="<b>Dinner</b>")
        self.sign(document, self.supervisor, note="<script>alert(1)</script>")
        self.requests(document, self.manager)._decide('reject', note="Too dear & too late")
        document.invalidate_recordset()
        route, history = str(document.approval_route_html), str(document.approval_history_html)
        for part in ("Supervisor", "Manager", f"/web/image/res.users/{self.supervisor.id}/avatar_128",
                     "&lt;script&gt;", "Too dear &amp; too late"):
            self.assertIn(part, route)
        for part in ("Attempt 1", "Submitted", "Reviewed", "Rejected", "Too dear &amp; too late"):
            self.assertIn(part, history)
        for html in (route, history):
            self.assertNotIn("<script", html)
        document.action_approval_submit()
        document.invalidate_recordset()
        self.assertIn("Attempt 2", str(document.approval_history_html))
        self.assertIn("Attempt 1", str(document.approval_history_html))

    def test_route_shows_the_cancellation(self):
        document = self.submitted()
        self.sign(document, self.supervisor, self.manager, self.finance)
        document._approval_do_cancel("Guests are ill")
        document.invalidate_recordset()
        route = str(document.approval_route_html)
        self.assertIn("Guests are ill", route)
        self.assertIn("Consent to the cancellation", route)
        self.assertIn("Finance", route)

    def test_why_you_cannot_sign(self):
        """Only who holds the role of the step is told why it is not asked of him or her."""
        second = self.new_user('second_manager', self.group_manager)
        document = self.make_document()
        document.with_user(second).name = "Changed by a manager"
        document.action_approval_submit()
        self.sign(document, self.supervisor)
        for user, part in (
            (second, "changed it"), (self.manager, False), (self.requester, False), (self.director, False),
        ):
            with self.subTest(user=user.name):
                hindrance = document.with_user(user).approval_hindrance
                self.assertIn(part, hindrance) if part else self.assertFalse(hindrance)

    def test_task_list_costs_the_same_for_eighty_rows(self):
        fields = {name: {} for name in (
            'document_type', 'document_name', 'requester_id', 'purpose', 'amount', 'currency_id', 'step_id',
            'date_submitted', 'deadline', 'is_overdue', 'is_mine', 'state')}
        documents = self.env['fake.document'].with_user(self.requester).create([
            {'name': str(number), 'amount': 100} for number in range(80)])
        documents.action_approval_submit()
        tasks = self.env['approval.task'].with_user(self.supervisor)
        domain = [('user_id', '=', self.supervisor.id), ('state', '=', 'pending')]
        counts = []
        for limit in (8, 8, 80):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            rows = tasks.web_search_read(domain, fields, limit=limit)['records']
            counts.append(self.cr.sql_log_count - before)
            self.assertEqual(len(rows), limit)
        self.assertEqual(counts[1], counts[2])
        self.assertLess(counts[2], 25)
        groups = tasks.formatted_read_group(domain, ['model_id'], ['__count'])
        self.assertEqual([(group['model_id'][1], group['__count']) for group in groups], [("Fake Document", 80)])

    def test_policy_form(self):
        """A department head sets a policy up on the form; the next line knows the document's fields."""
        self.policy.active = False
        with Form(self.env['approval.policy'].with_user(self.administrator)) as form:
            form.name = "Dinners up to 5,000"
            form.model_id = self.env['ir.model']._get('fake.document')
            form.amount_up_to = 5000
            with form.step_ids.new() as step:
                step.name = "Manager approves"
                step.group_id = self.group_manager
            with form.step_ids.new() as step:
                step.name = "Owner"
                step.approver_type = 'field'
                step.user_field = 'owner_id'
        self.assertEqual((form.record.band_text, form.record.route_text),
                         ("up to 5,000.00", "Manager approves → Owner"))

    def test_activity_type_stays(self):
        with self.assertRaises(UserError):
            self.env.ref('document_approval.mail_activity_approval').unlink()

    def test_sentences(self):
        for over, up_to, text in (
            (0, 0, "any amount"), (0, 5000, "up to 5,000.00"), (5000, 0, "over 5,000.00"),
            (1000.5, 2000, "over 1,000.50, up to 2,000.00"),
        ):
            self.assertEqual(self.env['approval.policy']._get_band_text(over, up_to), text)
        nothing = self.make_policy('fake.memo', [], no_approval=True)
        self.assertEqual(nothing.route_text, "No approval needed")


@tagged('post_install', '-at_install')
class TestDialogs(ApprovalCase):
    """Approving, rejecting, cancelling and rerouting by their dialogs."""

    def decision(self, user, requests, action='approve', **values):
        return self.env['approval.decision'].with_user(user).with_context(
            default_action=action, approval_request_ids=requests.ids).create(values)

    def test_approve_many(self):
        documents = [self.submitted(name=str(number)) for number in range(3)]
        requests = self.env['approval.request'].union(*(doc.sudo().approval_request_id for doc in documents))
        decision = self.decision(self.supervisor, requests)
        self.assertEqual(len(decision.task_ids), 3)
        self.assertEqual(decision.action_confirm()['type'], 'ir.actions.act_window_close')
        self.assertEqual({self.pending(doc) for doc in documents}, {self.manager})

    def test_what_cannot_be_decided_stays_with_its_reason(self):
        """Two are open in the dialog, one is recalled meanwhile: the other is signed, the rest explained."""
        kept, recalled = self.submitted(name="Kept"), self.submitted(name="Gone")
        requests = kept.sudo().approval_request_id | recalled.sudo().approval_request_id
        decision = self.decision(self.supervisor, requests)
        recalled.action_approval_recall()
        action = decision.action_confirm()
        self.assertEqual((action['res_model'], action['res_id']), ('approval.decision', decision.id))
        self.assertIn("Gone", decision.refusal)
        self.assertNotIn("Kept", decision.refusal)
        self.assertEqual(decision.task_ids.request_id, recalled.sudo().approval_request_id)
        self.assertEqual(self.pending(kept), self.manager)

    def test_stale_dialog(self):
        """What changed after the dialog opened is not signed."""
        document = self.submitted()
        second = self.new_user('second_supervisor', self.group_supervisor)
        document.action_approval_recall()
        document.action_approval_submit()
        request = document.sudo().approval_request_id
        decision = self.decision(self.supervisor, request)
        request._touch()
        with self.assertRaises(UserError), self.cr.savepoint():
            decision.action_confirm()
        self.assertEqual(self.pending(document), self.supervisor | second)

    def test_rejection_needs_a_reason(self):
        document = self.submitted()
        for note in (False, "", "   ", "\n\t"):
            decision = self.decision(self.supervisor, document.sudo().approval_request_id, 'reject', note=note)
            self.assertTrue(decision.note_required)
            with self.subTest(note=note), self.assertRaises(UserError), self.cr.savepoint():
                decision.action_confirm()
        self.decision(self.supervisor, document.sudo().approval_request_id, 'reject', note="Too dear").action_confirm()
        self.assertEqual(document.approval_state, 'rejected')

    def test_opinion_where_the_step_asks_for_one(self):
        self.policy.step_ids[0].note_required = True
        request = self.submitted().sudo().approval_request_id
        decision = self.decision(self.supervisor, request)
        self.assertTrue(decision.note_required)
        with self.assertRaises(UserError), self.cr.savepoint():
            decision.action_confirm()
        decision.note = "fine"
        decision.action_confirm()

    def test_auditor_lowers_the_amount(self):
        document = self.submitted(amount=4000)
        self.sign(document, self.supervisor, self.manager)
        decision = self.decision(self.finance, document.sudo().approval_request_id, lowered_amount=3500)
        self.assertEqual((decision.can_lower, decision.amount), (True, 4000))
        decision.action_confirm()
        self.assertEqual((document.approval_state, document.approval_amount), ('approved', 3500))

    def test_only_an_auditor_lowers(self):
        document = self.submitted(amount=4000)
        decision = self.decision(self.supervisor, document.sudo().approval_request_id, lowered_amount=1)
        self.assertFalse(decision.can_lower)
        decision.action_confirm()
        self.assertEqual(document.sudo().approval_request_id.approved_amount, 4000)

    def test_strangers_get_nothing(self):
        """A forged request or task id shows nothing and decides nothing."""
        request = self.submitted().sudo().approval_request_id
        decision = self.decision(self.colleague, request)
        self.assertFalse(decision.task_ids)
        with self.assertRaises(UserError), self.cr.savepoint():
            decision.action_confirm()
        with self.assertRaises(AccessError), self.cr.savepoint():
            forged = self.env['approval.decision'].with_user(self.colleague).create(
                {'action': 'approve', 'task_ids': [Command.set(request.task_ids.ids)]})
            forged.task_ids.mapped('document_name')

    def test_a_dialog_belongs_to_its_user(self):
        request = self.submitted().sudo().approval_request_id
        decision = self.decision(self.supervisor, request)
        with self.assertRaises(AccessError):
            decision.with_user(self.colleague).read(['note'])
        with self.assertRaises(AccessError):
            decision.with_user(self.colleague).action_confirm()

    def test_cancel(self):
        document = self.make_document()
        action = document.action_approval_cancel()
        for reason in ("  ", "\n"):
            wizard = self.env[action['res_model']].with_user(self.requester).with_context(
                **action['context']).create({'reason': reason})
            with self.assertRaises(UserError), self.cr.savepoint():
                wizard.action_confirm()
        wizard.reason = "Guests are ill"
        wizard.action_confirm()
        self.assertEqual(document.approval_state, 'cancelled')

    def test_cancel_refuses_forged_documents(self):
        partner = self.env['res.partner'].create({'name': "P"})
        for res_model, res_ids in (
            ('res.partner', str(partner.ids)), ('unknown', "[1]"), ('fake.document', "x"),
            ('fake.document', "1"), ('fake.document', '["a"]'), ('fake.document', "{}"),
        ):
            wizard = self.env['approval.cancel'].with_user(self.requester).create(
                {'res_model': res_model, 'res_ids': res_ids, 'reason': "why"})
            with self.subTest(res_model=res_model, res_ids=res_ids), self.assertRaises(UserError), self.cr.savepoint():
                wizard.action_confirm()

    def test_reroute(self):
        document = self.submitted()
        task = document.sudo().approval_request_id.task_ids.filtered(lambda task: task.state == 'pending')
        values = {'task_ids': [Command.set(task.ids)], 'user_id': self.colleague.id, 'reason': "On leave"}
        with self.assertRaises(AccessError), self.cr.savepoint():
            self.env['approval.reroute'].with_user(self.supervisor).create(values)
        wizard = self.env['approval.reroute'].with_user(self.administrator).create(values)
        self.assertEqual(wizard.company_ids, self.company)
        wizard.action_confirm()
        self.assertEqual(self.pending(document), self.colleague)
        self.assertIn("On leave", str(document.approval_history_html))
