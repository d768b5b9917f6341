from psycopg2.errors import LockNotAvailable, SerializationFailure

from odoo import SUPERUSER_ID, api, fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.document_approval.models.approval_sealed import SEAL

#: tables in which committed rows are left by the tests, children first
TABLES = (
    'mail_notification', 'mail_message', 'mail_followers', 'mail_activity', 'relationship_gift_handover',
    'relationship_gift_hand_over', 'relationship_gift_request_line', 'relationship_gift_request', 'res_users', 'res_partner')


@tagged('post_install', '-at_install')
class TestGiftRace(BaseCase):
    """Real sessions, real commits: two keepers at once, two people who hand over at once. One of them counts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())
        with cls.registry.cursor() as cr:
            cls.last = {}
            for table in TABLES:
                cr.execute(f"SELECT COALESCE(max(id), 0) FROM {table}")
                cls.last[table] = cr.fetchone()[0]
            cls.addClassCleanup(cls.clean_up)
            env = api.Environment(cr, SUPERUSER_ID, {})
            groups = 'crm_relationship.group_gift_keeper,crm_relationship.group_service_manager'
            cls.uids = [new_test_user(env, login=f'race_keeper_{n}', groups=groups).id for n in (1, 2)]
            customer = env['res.partner'].create({'name': "Race", 'is_company': True})
            cls.customer_id = customer.id
            cls.person_id = env['res.partner'].create({'name': "Racer", 'parent_id': customer.id}).id

    @classmethod
    def clean_up(cls):
        with cls.registry.cursor() as cr:
            for table in TABLES:
                cr.execute(f"DELETE FROM {table} WHERE id > %s", [cls.last[table]])
        cls.registry.clear_all_caches()

    def request_id(self, issued=False):
        """A committed request, approved as the engine would write it."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            request = env['relationship.gift.request'].create({
                'partner_id': self.customer_id, 'purpose': "Race",
                'line_ids': [Command.create({'recipient_id': self.person_id, 'name': "Tea", 'unit_value': 10})]})
            request._sealed_write({'approval_state': 'approved'}, SEAL)
            if issued:
                request._sealed_write({'issued_date': fields.Datetime.now()}, SEAL)
            return request.id

    def session(self, request_id, person=0):
        """The request in a session of its own that has seen the world already and gives up on a lock after a second."""
        cr = self.registry.cursor()
        self.addCleanup(cr.close)
        cr.execute("SET LOCAL lock_timeout = '1s'")
        request = api.Environment(cr, self.uids[person], {})['relationship.gift.request'].browse(request_id)
        request.stage  # noqa: B018 (its snapshot is taken)
        return request

    def race(self, request_id, act, message):
        """``act`` in two sessions at once: the second waits, starts again, and is told who was first."""
        first, waiting, second = self.session(request_id), self.session(request_id, 1), self.session(request_id, 1)
        act(first)
        with mute_logger('odoo.sql_db'), self.assertRaises(LockNotAvailable):
            act(waiting)
        waiting.env.cr.rollback()
        first.env.cr.commit()
        with mute_logger('odoo.sql_db'), self.assertRaises(SerializationFailure):
            act(second)
        second.env.cr.rollback()
        with self.assertRaisesRegex(UserError, message):
            act(self.session(request_id, 1))
        return self.session(request_id).sudo()

    def test_two_keepers(self):
        request = self.race(self.request_id(), lambda r: r.action_issue(), "was issued by|发放")
        self.assertEqual(request.handover_ids.mapped('kind'), ['issued'])
        self.assertEqual(request.issued_by_id.id, self.uids[0])

    def test_two_hand_overs(self):
        request = self.race(
            self.request_id(issued=True),
            lambda r: r._hand_over(r.line_ids, 'given', r.company_id._relationship_today()), "already|已")
        self.assertEqual(request.handover_ids.mapped('kind'), ['given'])

    def test_two_take_backs(self):
        request_id = self.request_id(issued=True)
        request = self.session(request_id)
        request._hand_over(request.line_ids, 'refused', request.company_id._relationship_today(), reason="No")
        request.env.cr.commit()
        request = self.race(request_id, lambda r: r.action_take_back(), "no gift is to come back|没有")
        self.assertEqual(request.handover_ids.mapped('kind'), ['back', 'refused'])
