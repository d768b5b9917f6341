from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .gift_common import GiftCase
from .test_hospitality_access import ROLES

#: Who reads a request of `specialist`, by its state; signers read on once they were asked.
READERS = {
    'draft': {'specialist', 'supervisor', 'manager', 'gm', 'appadmin'},
    'pending': {'specialist', 'supervisor', 'manager', 'gm', 'appadmin', 'keeper'},
    'approved': {'specialist', 'supervisor', 'manager', 'gm', 'appadmin', 'keeper', 'office', 'deputy', 'finance'},
    'issued': {'specialist', 'supervisor', 'manager', 'gm', 'appadmin', 'keeper', 'office', 'deputy', 'finance'},
}


@tagged('post_install', '-at_install')
class TestGiftAccess(GiftCase):
    """What each role may see and do, in each state (R3, DESIGN.md 5)."""

    def in_state(self, state):
        make = {'draft': self.ask, 'pending': lambda: self.sign(self.ask(), 'supervisor'),
                'approved': self.approved_gift, 'issued': self.issued_gift}
        return make[state]()

    def test_read_matrix(self):
        """Role × state: the request, its gifts and the record of their way go together."""
        for state, readers in READERS.items():
            request = self.in_state(state)
            rows = (request, request.line_ids, request.handover_ids)
            for role in ROLES:
                with self.subTest(f"{role}: {state}"):
                    for records in filter(None, rows):
                        mine = records.with_user(self.users[role]).with_company(self.company)
                        self.assertEqual(mine.has_access('read'), role in readers)
                        self.assertEqual(mine.search([('id', 'in', records.ids)]).ids, records.ids if role in readers else [])

    def test_write_matrix(self):
        """Only the applicant writes, and only a draft."""
        for state in READERS:
            request = self.in_state(state)
            for role in ROLES:
                with self.subTest(f"{role}: {state}"):
                    mine, lines = (records.with_user(self.users[role]) for records in (request, request.line_ids))
                    if (role, state) == ('specialist', 'draft'):
                        mine.purpose = "春节问候"
                        lines.quantity = 3
                        continue
                    for attack in (lambda: mine.write({'purpose': "改"}), lambda: lines.write({'unit_value': 1}), lines.unlink,
                                   mine.unlink, lambda: lines.copy({'request_id': request.id})):
                        with self.assertRaises(UserError):
                            attack()

    def test_issue_matrix(self):
        """Keepers issue and take back, nobody else; the applicant's side hands over, not the keeper."""
        for role in ROLES:
            request = self.approved_gift().with_user(self.users[role])
            with self.subTest(role):
                if role == 'keeper':
                    request.action_issue()
                else:
                    with self.assertRaises(AccessError):
                        request.action_issue()
                    with self.assertRaises(AccessError):
                        request.action_take_back()
            issued = self.issued_gift()
            with self.subTest(f"{role} hands over"):
                if role in {'specialist', 'supervisor', 'manager', 'appadmin'}:
                    self.hand(issued, role)
                else:
                    with self.assertRaises(AccessError):
                        self.hand(issued, role)

    def test_buttons(self):
        """The form offers exactly what the methods let through."""
        request = self.issued_gift()
        self.hand(request, outcome='refused')
        offers = {
            role: (mine.can_issue, mine.can_hand_over, mine.can_take_back) for role in ROLES
            if (mine := request.with_user(self.users[role])).has_access('read')}
        self.assertEqual(offers['keeper'], (False, False, True))
        self.assertEqual(offers['specialist'], (False, False, False))
        request = self.issued_gift()
        self.assertEqual(request.with_user(self.users['specialist']).can_hand_over, True)
        self.assertEqual(request.with_user(self.users['office']).can_hand_over, False)

    def test_for_a_colleague(self):
        """A specialist asks for himself, a supervisor for a colleague, who then does not sign."""
        with self.assertRaises(UserError):
            self.ask('specialist', applicant_id=self.users['specialist2'].id)
        request = self.ask('supervisor', applicant_id=self.users['specialist'].id)
        self.assertEqual(request.department_id, self.service)

    def test_foreign_dialog(self):
        """The dialog of somebody else's request tells nothing and changes nothing."""
        request = self.issued_gift()
        dialog = self.model('specialist2', 'relationship.gift.hand.over')
        with self.assertRaises(AccessError):
            dialog.create({'request_id': request.id}).commercial_partner_id  # noqa: B018 (reading is the attack)
        with self.assertRaises(AccessError):
            dialog.create({'request_id': request.id, 'line_ids': [Command.set(request.line_ids.ids)]}).action_confirm()
        # gifts of another request are not handed over along with one's own
        own, other = self.issued_gift(), self.issued_gift()
        with self.assertRaises(UserError):
            self.hand(own, lines=other.line_ids)
        self.assertEqual(other.line_ids.outcome, 'planned')

    def test_companies(self):
        """Another company's keeper and manager see nothing; recipient, product and visit are of this company or of all."""
        other = self.env['res.company'].create({'name': "华南公司（测试）"})
        request = self.approved_gift()
        for group in ('gift_keeper', 'service_manager', 'general_manager', 'finance_auditor'):
            stranger = new_test_user(
                self.env, login=f'g_{group}', groups=f'crm_relationship.group_{group}',
                company_id=other.id, company_ids=[Command.set(other.ids)])
            for records in (request, request.line_ids):
                with self.subTest(f"{group} {records._name}"):
                    theirs = records.with_user(stranger).with_context(allowed_company_ids=other.ids)
                    self.assertFalse(theirs.search([('id', 'in', records.ids)]))
                    self.assertFalse(theirs.has_access('read'))
        product = self.env['product.product'].create({'name': "别家礼品", 'company_id': other.id, 'relationship_is_gift': True})
        department = self.env['hr.department'].create({'name': "别家", 'company_id': other.id})
        with self.assertRaises(UserError):
            self.ask('specialist', {'product_id': product.id})
        with self.assertRaises(UserError):
            self.ask('specialist', keeper_department_id=department.id)

    def test_keeper_department(self):
        """The company's department for gifts is proposed, each company its own."""
        self.company.relationship_gift_department_id = self.sales
        self.assertEqual(self.ask().keeper_department_id, self.sales)
        self.assertEqual(self.ask(keeper_department_id=self.service.id).keeper_department_id, self.service)

    def test_strangers(self):
        """Portal and public see nothing of ours, by no model."""
        self.issued_gift()
        portal = new_test_user(self.env, login='g_portal', groups='base.group_portal')
        for name in (name for name in self.env if name.startswith('relationship.gift')):
            for user in (portal, self.env.ref('base.public_user')):
                with self.subTest(f"{name} {user.login}"), self.assertRaises(AccessError):
                    self.env[name].with_user(user).search([])

    def test_queries(self):
        """A list of many costs the same number of queries as a list of few."""
        def spent(count):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.model('supervisor', 'relationship.gift.request').web_search_read(
                [], {name: {} for name in ('name', 'stage', 'amount_company', 'can_issue', 'can_hand_over', 'can_take_back',
                                           'approval_can_decide', 'date_gift')}, limit=count)
            return self.env.cr.sql_log_count - before

        for _each in range(6):
            self.ask()
        spent(2)
        self.assertEqual(spent(2), spent(6))
