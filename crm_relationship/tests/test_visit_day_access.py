import base64

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .visit_day_common import DAY_MODEL, VisitDayCase

LINE, EXPENSE, PROGRESS = f'{DAY_MODEL}.line', f'{DAY_MODEL}.expense', 'relationship.visit.progress'
#: role: reads the draft, reads the report signed by the supervisor, reads the costs of that
MATRIX = {
    'specialist': (True, True, True),
    'specialist2': (False, False, False),
    'supervisor': (True, True, True),
    'deputy': (False, True, True),  # asked for a signature
    'manager': (True, True, True),
    'gm': (True, True, True),
    'appadmin': (True, True, True),
    'finance': (False, False, True),
    'keeper': (False, False, False),
    'office': (False, False, False),
    'employee': (False, False, False),
}


@tagged('post_install', '-at_install')
class TestVisitDayAccess(VisitDayCase):
    """Role by action, lines, costs, receipts, progress and the other company."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        case = cls()
        cls.visit = case.finished()
        case.cost(cls.visit, cls.meals, 60, receipt=base64.b64encode(b"paper"), receipt_name="a.txt")
        cls.day = case.report()

    def reads(self, role, model, domain):
        found = self.model(role, model).search(domain) if self.model(role, model).has_access('read') else ()
        return bool(found)

    def test_matrix(self):
        day, lines, costs = self.day, [('day_id', '=', self.day.id)], [('day_id', '=', self.day.id)]
        for role, (draft, _signed, _costs) in MATRIX.items():
            with self.subTest(role=role, state='draft'):
                self.assertEqual(self.reads(role, DAY_MODEL, [('id', '=', day.id)]), draft)
                self.assertEqual(self.reads(role, LINE, lines), draft)
                self.assertEqual(self.reads(role, EXPENSE, costs), draft)
                writes = role == 'specialist'
                for record in (day, day.line_ids, day.expense_line_ids):
                    self.assertEqual(record.with_user(self.users[role]).has_access('write'), writes)
                self.assertEqual(day.with_user(self.users[role]).has_access('unlink'), writes)
        self.sign(day, 'supervisor')
        self.env.invalidate_all()
        for role, (_draft, signed, costs_read) in MATRIX.items():
            with self.subTest(role=role, state='pending'):
                self.assertEqual(self.reads(role, DAY_MODEL, [('id', '=', day.id)]), signed)
                self.assertEqual(self.reads(role, LINE, lines), signed)
                self.assertEqual(self.reads(role, EXPENSE, costs), costs_read)

    def test_receipts(self):
        """Who reads the cost reads its receipt, nobody else."""
        line = self.day.expense_line_ids
        self.sign(self.day)
        attachment = self.env['ir.attachment'].sudo().search([
            ('res_model', '=', EXPENSE), ('res_id', '=', line.id), ('res_field', '=', 'receipt')])
        self.assertTrue(attachment)
        for role, readable in (('finance', True), ('supervisor', True), ('specialist2', False), ('employee', False)):
            with self.subTest(role):
                self.env.invalidate_all()
                if readable:
                    self.assertEqual(base64.b64decode(line.with_user(self.users[role]).receipt), b"paper")
                else:
                    with self.assertRaises(AccessError):
                        attachment.with_user(self.users[role]).read(['datas'])

    def test_buttons(self):
        """Every public method tests the rights first."""
        for role in ('specialist2', 'finance', 'employee'):
            day = self.day.with_user(self.users[role])
            for name in ('action_refresh', 'action_open_visits', 'action_approval_submit', 'action_print_preview'):
                with self.subTest(role=role, name=name), self.assertRaises(AccessError):
                    getattr(day, name)()
            with self.assertRaises(AccessError):
                self.visit.with_user(self.users[role]).action_open_day()
        for role in ('finance', 'employee'):
            with self.subTest(role), self.assertRaises(AccessError):
                self.model(role, DAY_MODEL).action_open_today()
        with self.assertRaises(AccessError):
            self.day.with_user(self.users['supervisor']).action_refresh()

    def test_looking_writes_nothing(self):
        """The button on a visit shows others the report as it is; only the visitor's tap makes or changes one."""
        later = self.finished(hour=9)
        supervisor = self.users['supervisor']
        self.assertEqual(self.visit.with_user(supervisor).action_open_day()['res_id'], self.day.id)
        report = self.model('supervisor', DAY_MODEL)._for_day(self.users['specialist'], self.company, self.day.date)
        self.assertEqual((report, report.line_ids.visit_id), (self.day, self.visit), "what is read is not put together")
        with self.assertRaisesRegex(UserError, "on no daily report yet"):
            later.with_user(supervisor).action_open_day()
        self.assertEqual(later.action_open_day()['res_id'], self.day.id)
        self.assertEqual(self.day.line_ids.visit_id, self.visit | later)
        self.sign(self.day, 'supervisor')
        self.assertEqual(self.day.approval_state, 'pending', "who looked signs")

    def test_other_company(self):
        other = self.env['res.company'].create({'name': "外地公司"})
        stranger = new_test_user(
            self.env, login='h_stranger', company_id=other.id, company_ids=[Command.set(other.ids)],
            groups='crm_relationship.group_administrator,crm_relationship.group_general_manager,'
                   'crm_relationship.group_finance_auditor')
        self.sign(self.day)
        self.plan(date_start=self.at(0, 14))
        self.env.flush_all()
        for model in (DAY_MODEL, LINE, EXPENSE, PROGRESS):
            with self.subTest(model):
                self.assertFalse(self.env[model].with_user(stranger).search([('company_id', '=', self.company.id)]))
                self.assertFalse(self.env[model].with_user(stranger)._read_group(
                    [('company_id', '=', self.company.id)], ['user_id'], ['__count']))

    def test_companions_by_a_plain_user(self):
        """A specialist names colleagues, and sees their names; so does who reads the report."""
        self.day.companion_ids = [Command.set(self.employees['gm'].ids)]
        self.env.invalidate_all()
        for role in ('specialist', 'supervisor', 'manager'):
            day = self.day.with_user(self.users[role])
            self.assertEqual(day.companion_ids.mapped('display_name'), [self.employees['gm'].name])
            self.assertEqual(
                day.web_read({'companion_ids': {'fields': {'display_name': {}}}})[0]['companion_ids'][0]['display_name'],
                self.employees['gm'].name)
