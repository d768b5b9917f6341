from freezegun import freeze_time

from odoo.tests import tagged

from .common import ApprovalCase

MONDAY = '2026-03-09 08:00:00'
TUESDAY_NIGHT = '2026-03-10 22:00:00'
WEDNESDAY_NIGHT = '2026-03-11 22:00:00'
SATURDAY = '2026-03-14 22:00:00'


@tagged('post_install', '-at_install')
class TestEscalation(ApprovalCase):
    """A late signer's manager is asked beside him or her (APPROVAL.md rule 8)."""

    leaves_intact = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy.step_ids[0].days_allowed = 1
        cls.boss, cls.chief = cls.new_user('boss'), cls.new_user('chief')
        cls.staff = {}
        for user, above in ((cls.chief, None), (cls.boss, cls.chief), (cls.supervisor, cls.boss)):
            cls.staff[user] = cls.env['hr.employee'].create({
                'name': user.name, 'user_id': user.id, 'company_id': cls.company.id,
                'parent_id': cls.staff[above].id if above else False})

    def late(self, when=WEDNESDAY_NIGHT, **values):
        """A document submitted on Monday, due on Tuesday, seen by the scheduled job twice at ``when``."""
        with freeze_time(MONDAY):
            document = self.submitted(**values)
        with freeze_time(when):
            self.follow_up()
            self.follow_up()
        return document

    def test_when(self):
        """(moment, events): first the reminder, one working day later the manager, each once."""
        for when, events in (
                ('2026-03-10 10:00:00', ['submit']),
                (TUESDAY_NIGHT, ['submit', 'remind']),
                ('2026-03-11 10:00:00', ['submit', 'remind']),
                (WEDNESDAY_NIGHT, ['submit', 'remind', 'escalate']),
                ('2026-06-01', ['submit', 'remind', 'escalate'])):
            with self.subTest(when):
                document = self.late(when)
                self.assertEqual((self.events(document), document.approval_state), (events, 'pending'))
                asked = self.supervisor | (self.boss if 'escalate' in events else self.supervisor)
                self.assertEqual(self.pending(document), asked)

    def test_setting(self):
        self.company.approval_escalation_days = 3
        self.assertEqual(self.events(self.late('2026-03-13 10:00:00')), ['submit', 'remind'])
        self.assertEqual(self.events(self.late(SATURDAY)), ['submit', 'remind', 'escalate'])
        self.company.approval_escalation_days = 0
        self.assertEqual(self.events(self.late('2027-01-01')), ['submit', 'remind'])

    def test_either_signs(self):
        """The manager's signature stands for the step, in the manager's own name; so does the late one."""
        first, second = self.late(name="First"), self.late(name="Second")
        self.sign(first, self.boss, note="In time")
        self.assertEqual(self.pending(first), self.manager)
        event = first.sudo().approval_request_id.event_ids.filtered(lambda event: event.action == 'review')
        self.assertEqual((event.actor_id, event.principal_id), (self.boss, self.boss))
        self.sign(second, self.supervisor)
        self.assertEqual(self.pending(second), self.manager)
        for document in (first, second):
            self.assertFalse(document.sudo().approval_request_id._verify())
        with self.assertRefused("waits for Manager"):
            self.requests(second, self.boss)._decide('approve')

    def test_all_of_several(self):
        """Where everybody signs, the manager stands for the late one and not for the others."""
        other = self.new_user('other', self.group_supervisor)
        self.policy.step_ids[0].mode = 'all'
        document = self.late()
        self.assertEqual(self.pending(document), self.supervisor | other | self.boss)
        self.sign(document, self.boss)
        self.assertEqual(self.pending(document), other)
        self.sign(document, other)
        self.assertEqual(self.pending(document), self.manager)

    def test_manager_rejects(self):
        document = self.late()
        self.requests(document, self.boss)._decide('reject', note="No")
        self.assertEqual((document.approval_state, document.approval_rejection), ('rejected', "No"))

    def test_does_not_fit(self):
        """(why the manager does not fit, what makes it so): the next one up is asked."""
        def requester():
            return {'user': self.boss}

        def owner():
            return {'owner_id': self.boss.id}

        def archived():
            self.boss.active = False

        def portal():
            self.boss.group_ids = self.env.ref('base.group_portal')

        def elsewhere():
            company = self.env['res.company'].create({'name': "Elsewhere"})
            self.boss.write({'company_ids': [(6, 0, company.ids)], 'company_id': company.id})

        def needed_later():
            self.boss.group_ids += self.group_director
            self.director.active = False

        for prepare in (requester, owner, archived, portal, elsewhere, needed_later):
            with self.subTest(prepare.__name__), self.cr.savepoint() as savepoint:
                document = self.late(**(prepare() or {}))
                self.assertEqual(self.pending(document), self.supervisor | self.chief)
                savepoint.rollback()
                self.env.invalidate_all()
                self.env.registry.clear_cache()

    def test_below_the_requester(self):
        """Nobody signs for somebody else what the own boss asks for; above the requester somebody may."""
        document = self.late(user=self.chief)
        self.assertEqual(self.pending(document), self.supervisor)
        self.assertNotIn('escalate', self.events(document))

    def test_authority(self):
        """The manager signs under the own authority, not the late one's: without one the next level follows."""
        self.policy.step_ids[0].days_allowed = 0
        self.policy.step_ids[1].days_allowed = 1
        self.staff[self.supervisor].user_id = self.manager
        documents = []
        with freeze_time(MONDAY):
            for _number in range(2):
                documents.append(self.submitted(amount=1500))
                self.sign(documents[-1], self.supervisor)
        with freeze_time(WEDNESDAY_NIGHT):
            self.follow_up()
            self.follow_up()
        self.sign(documents[0], self.boss)
        self.assertEqual((self.pending(documents[0]), self.events(documents[0])[-1]), (self.director, 'endorse'))
        self.env['approval.authority'].create({'user_id': self.boss.id, 'limit': 1500})
        self.sign(documents[1], self.boss)
        self.assertEqual(self.pending(documents[1]), self.finance)

    def test_late_signer_leaves(self):
        """The manager's task goes with the one it stands beside."""
        document = self.late()
        other = self.new_user('other', self.group_supervisor)
        self.supervisor.active = False
        self.assertEqual(self.pending(document), other)

    def test_rerouted(self):
        document = self.late()
        task = document.sudo().approval_request_id.task_ids.filtered(lambda task: task.user_id == self.supervisor)
        task.with_user(self.administrator)._reroute(self.colleague, "Ill")
        self.assertEqual(self.pending(document), self.colleague)

    def test_one_manager_for_several(self):
        """Where one signature is enough, the manager of two late signers is asked once."""
        other = self.new_user('other', self.group_supervisor)
        self.env['hr.employee'].create({
            'name': "Other", 'user_id': other.id, 'company_id': self.company.id, 'parent_id': self.staff[self.boss].id})
        document = self.late()
        self.assertEqual(self.pending(document), self.supervisor | other | self.boss)
        tasks = document.sudo().approval_request_id.task_ids.filtered(lambda task: task.user_id == self.boss)
        self.assertEqual(len(tasks), 1)

    def test_manager_reads(self):
        """The manager gets a message and an activity, and may read the document while asked."""
        document = self.late()
        self.assertIn(self.boss, document.sudo().approval_reader_ids)
        activity = self.env['mail.activity'].search([('user_id', '=', self.boss.id), ('res_model', '=', 'fake.document')])
        self.assertEqual(activity.res_id, document.id)
        message = self.env['mail.message'].sudo().search(
            [('model', '=', 'fake.document'), ('partner_ids', 'in', self.boss.partner_id.ids)], limit=1)
        self.assertIn("Overdue", message.subject)
