from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.document_approval.models.approval_sealed import SEAL

from .benefit_common import BenefitCase

ROLES = ('specialist', 'specialist2', 'supervisor', 'manager', 'gm', 'finance', 'keeper', 'office', 'deputy',
         'appadmin', 'employee')
#: role -> how many of three rows (two of specialist, one of specialist2) it reads; None: no access at all
ROWS = {
    'specialist': 2, 'specialist2': 1, 'supervisor': 2, 'manager': 3, 'gm': 3, 'finance': 3, 'keeper': None,
    'office': 3, 'deputy': 3, 'appadmin': 3, 'employee': None}


@tagged('post_install', '-at_install')
class TestBenefitAccess(BenefitCase):
    """Role × model: the ledger, caps, blackouts, registers and the year's figures."""

    def setUp(self):
        super().setUp()
        self.requests = self.gift((self.contact, 10)) | self.gift((self.colleague, 20)) | self.gift(
            (self.contact, 30), role='specialist2')
        for request in self.requests:
            request.with_user(request.applicant_id).action_approval_submit()
        self.env.flush_all()

    def test_ledger(self):
        """Found, summed and grouped: what a role may not read is in no total."""
        for role in ROLES:
            ledger = self.model(role, 'relationship.benefit')
            with self.subTest(role):
                if ROWS[role] is None:
                    with self.assertRaises(AccessError):
                        ledger.search([])
                    with self.assertRaises(AccessError):
                        ledger._read_group([], ['recipient_id'], ['amount:sum'])
                    continue
                self.assertEqual(ledger.search_count([]), ROWS[role])
                total = ledger._read_group([], [], ['amount:sum'])[0][0]
                self.assertEqual(total, {1: 30, 2: 30, 3: 60}[ROWS[role]])
                for row in ledger.search([]):
                    with self.assertRaises(UserError):
                        row.write({'amount': 1})
                    with self.assertRaises(UserError):
                        row.unlink()

    def test_left_counts_everybody(self):
        """A specialist's table counts the colleague's gifts without naming them."""
        self.cap(100)
        document = self.gift((self.contact, 5))
        html = document.with_user(self.users['specialist']).benefit_left_html
        self.assertIn("55.00", html)
        for hidden in (self.requests[2].name, "Specialist2", "30.00"):
            self.assertNotIn(hidden, html)

    def test_other_company(self):
        other = self.env['res.company'].create({'name': "另一公司"})
        stranger = new_test_user(
            self.env, login='b_stranger', groups='crm_relationship.group_service_manager', company_id=other.id,
            company_ids=[Command.set(other.ids)])
        self.assertFalse(self.env['relationship.benefit'].with_user(stranger).search([]))
        self.assertFalse(self.env['relationship.benefit'].with_user(stranger)._read_group([], ['recipient_id'], ['amount:sum']))

    def test_settings(self):
        """Who sets caps and blackouts."""
        cap, tender = self.cap(1, effect='warn'), self.env['relationship.tender'].create({
            'name': "招标", 'partner_id': self.customer.id, 'company_id': self.company.id})
        for role in ROLES:
            user = self.users[role]
            with self.subTest(role):
                self.assertEqual(cap.with_user(user).has_access('write'), role == 'appadmin')
                self.assertEqual(
                    tender.with_user(user).with_company(self.company).has_access('write'),
                    role in ('manager', 'finance', 'office', 'appadmin'))
                self.assertEqual(
                    cap.with_user(user).has_access('read'), role not in ('keeper', 'deputy', 'employee'))

    def test_shared(self):
        """Caps, tenders and gift rules of all companies are read by all and changed by administrators only."""
        cap, rule = self.cap(1, effect='warn'), self.env.ref('crm_relationship.gift_rule_core')
        shared, own = self.env['relationship.tender'].create([
            {'name': "招标", 'partner_id': self.customer.id, 'company_id': company} for company in (False, self.company.id)])
        other = self.env['res.company'].create({'name': "另一公司"})
        stranger = new_test_user(
            self.env, login='b_stranger', groups='crm_relationship.group_service_manager', company_id=other.id,
            company_ids=[Command.set(other.ids)])
        for user, company in ((self.users['manager'], self.company), (self.users['finance'], self.company), (stranger, other)):
            def mine(records, user=user, company=company):
                return records.with_user(user).with_context(allowed_company_ids=company.ids)
            with self.subTest(user.login):
                self.assertTrue(mine(shared).has_access('read'))
                self.assertEqual(mine(own).has_access('write'), company == self.company)
                for records in (cap, rule, shared):
                    self.assertFalse(mine(records).has_access('write'))
                with self.assertRaises(AccessError):
                    mine(shared).date_to = '2020-01-01'
                with self.assertRaises(AccessError):
                    mine(shared.browse()).create({'name': "x", 'partner_id': self.customer.id, 'company_id': False})
                made = mine(shared.browse()).create({'name': "x", 'partner_id': self.customer.id, 'company_id': company.id})
                with self.assertRaises(AccessError):
                    made.company_id = False
        for records in (cap, rule, shared, own):
            self.assertTrue(records.with_user(self.users['appadmin']).with_context(
                allowed_company_ids=self.company.ids).has_access('write'))

    def test_register(self):
        """A register lists what its maker may read; others of the team do not get at it."""
        for role in ROLES:
            with self.subTest(role):
                if ROWS[role] is None:
                    with self.assertRaises(AccessError):
                        self.model(role, 'relationship.benefit.register').create({})
                    continue
                register = self.model(role, 'relationship.benefit.register').create({})
                self.assertEqual(len(register.line_ids), ROWS[role])
                whole = {'manager', 'gm', 'finance', 'office', 'deputy', 'appadmin'}
                for reader in ROLES:
                    mine = register.with_user(self.users[reader]).with_company(self.company)
                    self.assertEqual(mine.has_access('read'), reader == role or reader in whole)
                    self.assertEqual(mine.has_access('write'), reader == role)
                with self.assertRaises(UserError):
                    register.line_ids[0].amount = 1
                with self.assertRaises(UserError):
                    register.total = 1

    def test_entertainment(self):
        for role in ROLES:
            years = self.model(role, 'relationship.entertainment.year')
            with self.subTest(role):
                if role in ('manager', 'gm', 'finance', 'appadmin'):
                    years.with_context(allowed_company_ids=self.company.ids).action_open_years()
                    year = years.search([])
                    self.assertEqual((year.company_id, year.pending), (self.company, 60))
                    self.assertEqual(year.has_access('write'), role in ('finance', 'appadmin'))
                else:
                    with self.assertRaises(AccessError):
                        years.action_open_years()
                    with self.assertRaises(AccessError):
                        years.search([])

    def test_marks(self):
        """Everybody who keeps contacts may mark an official; taking the mark away needs trust."""
        for role in ('specialist', 'supervisor'):
            self.contact.with_user(self.users[role]).relationship_official = True
            with self.subTest(role), self.assertRaisesRegex(UserError, "stricter caps"):
                self.contact.with_user(self.users[role]).relationship_official = False
        self.contact.with_user(self.users['manager']).relationship_official = False
        self.assertFalse(self.contact.relationship_official)
        with self.assertRaises(AccessError):
            self.contact.with_user(self.users['employee']).read(['relationship_official'])
        with self.assertRaises(AccessError):
            self.env['res.partner'].with_user(self.users['employee']).search([('relationship_official', '=', True)])

    def test_trace(self):
        """Changes of caps, tenders and marks leave a trace that the caller's context cannot silence."""
        tender = self.env['relationship.tender'].create({
            'name': "招标", 'partner_id': self.customer.id, 'company_id': self.company.id})
        for role, record, values in (
                ('appadmin', self.cap(100), {'amount': 900}), ('manager', tender, {'date_to': '2026-01-01'} | {
                    'date_from': '2025-01-01'}), ('specialist', self.contact, {'relationship_official': True})):
            for context in ('tracking_disable', 'mail_notrack'):
                with self.subTest(record._name, context=context):
                    self.flush_tracking()
                    before = record.message_ids.tracking_value_ids
                    record.with_user(self.users[role]).with_company(self.company).with_context(
                        **{context: True}).write(values)
                    self.flush_tracking()
                    record.invalidate_recordset()
                    traced = (record.message_ids.tracking_value_ids - before).sudo().field_id.mapped('name')
                    self.assertEqual(set(traced), set(values))
                    messages = (record.message_ids.tracking_value_ids - before).mail_message_id.with_user(self.users[role])
                    for change in (lambda m=messages: m.unlink(), lambda m=messages: m.write({'res_id': 1})):
                        with self.assertRaises(UserError):
                            change()
                    record.write({name: False for name in values if name != 'date_from'} | (
                        {'date_from': '2025-02-02'} if 'date_from' in values else {}))

        tender.unlink()
        self.assertFalse(tender.exists(), "traces go with their record")

    def flush_tracking(self):
        self.env.flush_all()
        self.cr.flush()

    def test_turns_are_nobodys(self):
        for role in ROLES:
            if role != 'appadmin':
                with self.subTest(role), self.assertRaises(AccessError):
                    self.model(role, 'relationship.benefit.turn').search([])
        with self.assertRaises(AccessError):
            self.model('appadmin', 'relationship.benefit.turn').create({'partner_id': self.contact.id})

    def test_strangers(self):
        portal = new_test_user(self.env, login='b_portal', groups='base.group_portal')
        for name in [name for name in self.env if name.startswith(
                ('relationship.benefit', 'relationship.tender', 'relationship.entertainment'))]:
            if self.env[name]._abstract:
                continue
            for user in (portal, self.env.ref('base.public_user')):
                with self.subTest(f"{name} {user.login}"), self.assertRaises(AccessError):
                    self.env[name].with_user(user).search([])

    def test_register_dates(self):
        with self.assertRaises(ValidationError):
            self.model('specialist', 'relationship.benefit.register').create({
                'date_from': '2026-02-01', 'date_to': '2026-01-01'})

    def test_register_refills(self):
        """Head and rows agree whatever is changed."""
        register = self.model('manager', 'relationship.benefit.register').create({})
        self.assertEqual((len(register.line_ids), register.total), (3, 60))
        register.partner_id = self.contact
        self.assertEqual((len(register.line_ids), register.total), (2, 40))
        register.partner_id = self.customer
        self.assertEqual(len(register.line_ids), 3)
        self.requests[0].line_ids._sealed_write({'outcome': 'returned', 'is_back': True}, SEAL)
        self.env.flush_all()
        register.action_fill()
        self.assertEqual((len(register.line_ids), register.total), (2, 50))
        register.kind = 'hospitality'
        self.assertFalse(register.line_ids)
