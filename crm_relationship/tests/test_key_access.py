from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .key_common import KeyCase

ROLES = ('specialist', 'specialist2', 'supervisor', 'manager', 'gm', 'finance', 'keeper', 'office', 'deputy',
         'appadmin', 'employee')
MODELS = (
    'relationship.countermeasure', 'relationship.countermeasure.line', 'relationship.countermeasure.policy',
    'relationship.key.account', 'relationship.key.account.ranking', 'relationship.key.account.customer',
    'relationship.key.account.target', 'relationship.key.account.measure', 'relationship.key.account.progress')


@tagged('post_install', '-at_install')
class TestKeyAccess(KeyCase):
    """Who sees and changes what, by role and company; figures of others' customers stay with those who may."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.abroad = cls.make_company("Abroad", 'EUR')
        cls.stranger = new_test_user(
            cls.env, login='key_abroad', groups='crm_relationship.group_service_manager,crm_relationship.group_general_manager',
            company_id=cls.abroad.id, company_ids=[(6, 0, cls.abroad.ids)])

    def planned(self, *profiles, signed=False):
        """A plan of the supervisor with ``profiles``, signed on demand."""
        for profile in profiles:
            self.buy(profile.partner_id, ('2024-05-01', 20000), ('2025-05-01', 30000, 100))
        plan = self.model('supervisor', 'relationship.key.account').create({})
        plan.action_compute()
        plan.sales_ranking_ids.action_choose()
        for customer in plan.customer_ids:
            customer.measure_ids = [(0, 0, {'name': "走访", 'user_id': customer.user_id.id, 'date_deadline': '2026-05-31'})]
        if signed:
            plan.action_approval_submit()
            for role in ('manager', 'gm'):
                plan.sudo().approval_request_id.with_user(self.users[role])._decide('approve', note="同意")
            plan.invalidate_recordset()
        return plan

    def readers(self, records):
        """Roles that find and read ``records``; both ways must agree."""
        found = set()
        for role in ROLES:
            mine = self.as_role(records, role)
            readable = mine.has_access('read')
            seen = mine._name and mine.with_context(active_test=False)
            searched = bool(seen.search([('id', 'in', records.ids)])) if self.env['ir.model.access'].with_user(
                self.users[role]).check(records._name, 'read', False) else False
            self.assertEqual(readable, searched, f"{role}: {records._name}")
            if readable:
                found.add(role)
        return found

    def test_sheets(self):
        """A specialist's sheet and the supervisor's; lines also by customer and by task."""
        staff = {'supervisor', 'manager', 'gm', 'appadmin'}
        own = self.ready_sheet(self.new_customer("Mine"), role='specialist')
        self.assertEqual(self.readers(own), staff | {'specialist'})
        foreign = self.new_customer("Foreign", owner='specialist2')
        sheet = self.ready_sheet(self.new_customer("A"), foreign, role='supervisor', kind='important')
        sheet.policy_line_ids = [(0, 0, {'name': "基本方针"})]
        self.assertEqual(self.readers(sheet), staff)
        self.assertEqual(self.readers(sheet.policy_line_ids), staff)
        first, second = sheet.line_ids
        self.assertEqual(self.readers(first), staff | {'specialist'}, "the customer's owner")
        self.assertEqual(self.readers(second), staff | {'specialist2'})
        second.user_id = self.users['specialist']
        second.profile_id.sudo().user_id = False
        self.assertEqual(self.readers(second), staff | {'specialist'}, "whoever is responsible")

    def test_sheet_writers(self):
        """Lines are written by the sheet's writers and the responsible person, who neither adds nor deletes."""
        sheet = self.ready_sheet(self.new_customer("A"), self.new_customer("B", owner='specialist2'))
        line, other = sheet.line_ids
        mine = self.as_role(line, 'specialist')
        mine.strategy = "改进后的策略"
        for door in (lambda: mine.unlink(), lambda: self.as_role(other, 'specialist').write({'strategy': "x"}),
                     lambda: self.as_role(sheet, 'specialist').write({'note': "x"}),
                     lambda: self.model('specialist', 'relationship.countermeasure.line').create(
                         {'sheet_id': sheet.id, 'profile_id': self.new_customer().id}),
                     lambda: self.as_role(sheet, 'gm').write({'note': "x"}), lambda: self.as_role(line, 'gm').write({'result': "x"}),
                     lambda: self.as_role(sheet, 'specialist').action_propose(), lambda: self.as_role(sheet, 'gm').action_propose(),
                     lambda: self.as_role(other, 'specialist').action_close(), lambda: self.as_role(line, 'gm').action_close()):
            with self.assertRaises(AccessError), self.cr.savepoint():
                door()
        for role in ('supervisor', 'manager', 'appadmin'):
            self.as_role(sheet, role).note = role
        with self.assertRaisesRegex(UserError, "stays as it is"):
            mine.sheet_id = self.ready_sheet(self.new_customer(), role='manager')

    def test_plans(self):
        """Plans with the management; of an approved one specialists see their customers' part, targets and tasks."""
        staff = {'supervisor', 'manager', 'gm', 'appadmin'}
        mine, foreign = self.new_customer("Mine"), self.new_customer("Foreign", owner='specialist2')
        draft = self.planned(mine)
        for name in ('customer_ids', 'target_ids', 'measure_ids', 'ranking_ids'):
            with self.subTest(name):
                self.assertEqual(self.readers(draft[name]), staff)
        self.assertEqual(self.readers(draft), staff)
        plan = self.planned(foreign, signed=True)
        part = plan.customer_ids.filtered(lambda customer: customer.profile_id == foreign)
        self.assertEqual(self.readers(plan), staff)
        self.assertEqual(self.readers(plan.ranking_ids), staff)
        for records in (part, part.target_ids, part.measure_ids, part.progress_ids):
            with self.subTest(records._name):
                self.assertEqual(self.readers(records), staff | {'specialist2'})
        for role in ('specialist', 'specialist2', 'gm', 'finance'):
            with self.subTest(role), self.assertRaises(UserError):
                self.as_role(part, role).write({'reason': "x"})
            with self.subTest(role), self.assertRaises(AccessError):
                self.as_role(part, role).action_spread_evenly()
            with self.subTest(role), self.assertRaises(AccessError):
                self.as_role(plan.ranking_ids[0], role).action_choose()
        with self.assertRaises(UserError):
            self.as_role(part.measure_ids, 'specialist2').name = "改写"

    def test_not_signed_by_oneself(self):
        """Who made a plan or a sheet does not sign it, in whatever role."""
        sheet = self.ready_sheet(self.new_customer(), role='manager')
        with self.assertRaises(UserError):
            sheet.action_approval_submit()  # no other service manager: refused, not waved through
        plan = self.planned(self.new_customer())
        self.users['supervisor'].group_ids += self.env.ref('crm_relationship.group_service_manager')
        plan.action_approval_submit()
        with self.assertRaises(UserError):
            plan.sudo().approval_request_id.with_user(self.users['supervisor'])._decide('approve', note="自批")

    def test_other_company(self):
        """Another company's people see, count and sum nothing; neither does a user who left the company out."""
        profile = self.new_customer()
        self.planned(profile, signed=True)
        self.signed_sheet(self.new_customer())
        for name in MODELS:
            model = self.env[name].with_user(self.stranger).with_context(allowed_company_ids=self.abroad.ids)
            with self.subTest(name):
                self.assertFalse(model.search([('company_id', '=', self.company.id)]))
                self.assertFalse(model.search_count([('company_id', '=', self.company.id)]))
                self.assertFalse(model._read_group([('company_id', '=', self.company.id)], [], ['__count'])[0][0])
                rows = self.env[name].sudo().search([('company_id', '=', self.company.id)], limit=1)
                if rows:
                    with self.assertRaises(UserError):  # refused, or missing in a view without the company
                        rows.with_user(self.stranger).with_context(allowed_company_ids=self.abroad.ids).read(['id', 'display_name'])
        with self.assertRaises(UserError):  # a customer of another company on a sheet of this one
            self.env['relationship.countermeasure'].with_user(self.stranger).with_context(
                allowed_company_ids=self.abroad.ids).create({'line_ids': [(0, 0, {'profile_id': profile.id})]})

    def test_strangers(self):
        """Portal and public see nothing of ours, by no model."""
        portal = new_test_user(self.env, login='key_portal', groups='base.group_portal')
        for name in MODELS:
            for user in (portal, self.env.ref('base.public_user')):
                with self.subTest(f"{name} {user.login}"), self.assertRaises(AccessError):
                    self.env[name].with_user(user).search([])

    def test_buttons_need_rights(self):
        """Every public method of ours refuses an employee without a role."""
        plan, sheet = self.planned(self.new_customer()), self.ready_sheet(self.new_customer())
        for records, names in (
                (plan, ('action_compute', 'action_open_customers', 'action_open_progress', 'action_print_preview')),
                (plan.ranking_ids[0], ('action_choose', 'action_unchoose')),
                (plan.customer_ids, ('action_spread_evenly', 'action_spread_last_year', 'action_spread_rest')),
                (plan.measure_ids, ('action_follow_done', 'action_follow_undo', 'action_follow_schedule')),
                (sheet, ('action_propose', 'action_open_lines', 'action_print_preview')),
                (sheet.line_ids, ('action_close', 'action_reopen', 'action_follow_done', 'action_follow_schedule')),
                (sheet.line_ids.profile_id, ('action_key_account', 'action_countermeasures'))):
            for name in names:
                with self.subTest(f"{records._name} {name}"), self.assertRaises(AccessError):
                    getattr(self.as_role(records, 'employee'), name)()

    def test_input(self):
        """Figures and texts no form can carry are refused when they are written."""
        plan, sheet = self.planned(self.new_customer()), self.ready_sheet(self.new_customer())
        for record, values in (
                (plan.customer_ids, {'target_year': float('inf')}), (plan.target_ids[0], {'amount': 1e15}),
                (plan.measure_ids, {'name': "x" * 201}), (plan, {'note': "x\x00"}), (sheet.line_ids, {'problem': "x" * 5001}),
                (sheet.line_ids, {'strategy': "\ud800"}), (sheet.line_ids, {'location': "x" * 201})):
            with self.subTest(values=str(values)[:40]), self.assertRaises(UserError), self.cr.savepoint():
                record.write(values)
        for name, low, high in (('relationship_key_places', 1, 50), ('relationship_key_minimum', 0, 1e12),
                                ('relationship_countermeasure_limit', 1, 500), ('relationship_countermeasure_days', 1, 365)):
            for value, fits in ((low - 1, False), (low, True), (high, True), (high + 1, False)):
                with self.subTest(f"{name} {value}"):
                    try:
                        with self.cr.savepoint():
                            self.company[name] = value
                    except UserError:
                        self.assertFalse(fits)
                    else:
                        self.assertTrue(fits)
