from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from .budget_common import BudgetCase


@tagged('post_install', '-at_install')
class TestBudgetRules(BudgetCase):
    """What a submission may take, to the cent; which budget counts; what is told (R1.6)."""

    def test_bounds(self):
        """Exactly what is left goes through, one cent more is stopped, with every figure named."""
        self.budget(1000, effect='stop')
        with self.assertRaises(UserError) as caught:
            self.apply(meals=1000.01).action_approval_submit()
        for text in ("客户服务部", "Hospitality", "2026", "1,000.00", "1,000.01", "Manager", "Ask for less"):
            self.assertIn(text, str(caught.exception).replace("\N{NO-BREAK SPACE}", " "))
        self.apply(meals=1000).action_approval_submit()
        with self.assertRaisesRegex(UserError, "0.00"):
            self.apply(meals=0.01).action_approval_submit()

    def test_warn(self):
        """A budget that warns lets through; the excess is kept, shown to the signers, and in the chatter."""
        budget = self.budget(1000)
        request = self.apply(meals=1200.5)
        self.assertEqual((request.budget_level, request.budget_excess), ('warn', 0))
        request.action_approval_submit()
        self.assertEqual(request.budget_excess, 200.5)
        self.assertIn("200.50", str(request.message_ids.mapped('body')))
        self.assertTrue(budget.is_exceeded)
        self.assertEqual(self.model('manager', 'relationship.budget').search([('is_exceeded', '=', True)]), budget)
        self.assertRegex(request.with_user(self.users['supervisor']).budget_status, "-.?200.50")
        request.action_approval_recall()
        request.budget_line_ids[0].amount = 900
        request.action_approval_submit()
        self.assertEqual(request.budget_excess, 0)

    def test_excess_is_sealed(self):
        request = self.apply()
        with self.assertRaises(UserError):
            request.budget_excess = 1
        with self.assertRaises(UserError):
            self.apply(budget_excess=1)

    def test_together(self):
        """Documents submitted at once count one after the other."""
        self.budget(1500, effect='stop')
        both = self.apply(meals=1000) | self.apply(meals=600)
        with self.assertRaisesRegex(UserError, "500.00"):
            both.action_approval_submit()
        self.assertEqual(set(both.mapped('approval_state')), {'draft'})
        both[1].budget_line_ids[0].amount = 500
        both.action_approval_submit()

    def test_excess_together(self):
        """The one that came too late carries the excess."""
        self.budget(1500)
        both = self.apply(meals=1000) | self.apply(meals=600)
        both.action_approval_submit()
        self.assertEqual(both.mapped('budget_excess'), [0, 100])

    def test_roll_up(self):
        """The nearest department that has a budget; its own budget takes a department out of the one above."""
        company, service = self.budget(5000, self.env['hr.department']), self.budget(1000)
        self.apply(meals=300).action_approval_submit()
        self.apply('specialist2', meals=70).action_approval_submit()
        self.assertEqual([self.figures(budget)[0] for budget in (company, service)], [70, 300])
        group = self.budget(800, self.group)
        self.assertEqual([self.figures(budget)[0] for budget in (company, service, group)], [70, 0, 300])
        entry = self.entries(budget_id=group.id)
        self.assertEqual((entry.department_id, entry.budget_department_id), (self.group, self.group))

    def test_siblings(self):
        """A department whose number begins like another's is not below it."""
        departments = self.env['hr.department'].create([
            {'name': f"D{number}", 'company_id': self.company.id} for number in range(12)])
        first = departments[0]
        Budget = self.env['relationship.budget']
        budget = self.budget(100, first)
        keys = {(self.company.id, 'hospitality', 2026, department.id) for department in departments}
        self.assertEqual(Budget._find(keys), {(self.company.id, 'hospitality', 2026, first.id): budget.sudo()})

    def test_without_department(self):
        """Only the company's budget covers a document without a department."""
        self.employees['specialist'].department_id = False
        self.budget(10, effect='stop')
        self.apply(meals=100).action_approval_submit()
        company = self.budget(150, self.env['hr.department'], effect='stop')
        self.assertEqual(self.figures(company)[0], 100)
        with self.assertRaisesRegex(UserError, self.company.name):
            self.apply(meals=51).action_approval_submit()

    def test_missing(self):
        """No budget: no limit, or a stop, as the company says."""
        self.apply(meals=4000).action_approval_submit()
        self.company.relationship_budget_missing = 'stop'
        request = self.apply(meals=100)
        self.assertEqual(request.budget_level, 'stop')
        self.assertIn("no Hospitality budget 2026", request.budget_status)
        with self.assertRaisesRegex(UserError, "客户关系组"):
            request.action_approval_submit()
        self.budget(4100, effect='stop')  # the one submitted before counts from now on
        request.action_approval_submit()

    def test_year_border(self):
        """The company's clock decides: half past midnight on New Year in Shanghai is next year's."""
        this, following = self.budget(1000), self.budget(1000, year=2027)
        with freeze_time('2026-12-20 02:00:00'):
            late = self.apply(meals=10, date_start=datetime(2026, 12, 31, 15, 59))
            early = self.apply(meals=20, date_start=datetime(2026, 12, 31, 16, 0))
            (late | early).action_approval_submit()
        self.assertEqual((self.figures(this)[0], self.figures(following)[0]), (10, 20))
        self.company.resource_calendar_id.tz = 'America/New_York'
        self.assertEqual((self.figures(this)[0], self.figures(following)[0]), (30, 0))

    def test_kinds_apart(self):
        """Hospitality takes nothing of the gifts."""
        gifts = self.budget(100, kind='gifts', effect='stop')
        self.apply(meals=400, gifts=300).action_approval_submit()
        self.assertEqual(self.figures(gifts), (0, 0, 0, 100))
        with self.assertRaisesRegex(UserError, "Gifts budget 2026"):
            self.gift(60, 41).action_approval_submit()
        self.gift(60, 40).action_approval_submit()
        self.assertEqual(self.figures(gifts), (100, 0, 0, 0))

    def test_currency(self):
        """A request in dollars takes yuan at its rate."""
        usd = self.env.ref('base.USD')
        usd.active = True
        for currency, rate in ((usd, 0.125), (self.env.ref('base.CNY'), 1.0)):
            self.env['res.currency.rate'].create({
                'currency_id': currency.id, 'company_id': self.company.id, 'name': '2026-01-01', 'rate': rate})
        budget = self.budget(800, effect='stop')
        self.apply(meals=60, currency_id=usd.id).action_approval_submit()
        self.assertEqual(self.figures(budget), (480, 0, 0, 320))
        with self.assertRaisesRegex(UserError, "320.08"):
            self.apply(meals=40.01, currency_id=usd.id).action_approval_submit()
        self.apply(meals=40, currency_id=usd.id).action_approval_submit()

    def test_companies(self):
        """Another company's budgets and documents are another matter, in its own currency."""
        other = self.env['res.company'].create({'name': "苏州分公司", 'currency_id': self.env.ref('base.EUR').id})
        Budget = self.env['relationship.budget'].sudo()
        stranger = new_test_user(
            self.env, login='h_stranger', groups='crm_relationship.group_service_manager',
            company_id=other.id, company_ids=[Command.set(other.ids)])
        far = Budget.create({'company_id': other.id, 'kind': 'hospitality', 'year': 2026, 'amount': 5, 'effect': 'stop',
                             'user_id': stranger.id, 'department_id': False})
        self.apply(meals=1000).action_approval_submit()
        self.assertEqual(self.figures(far), (0, 0, 0, 5))
        self.assertFalse(self.model('manager', 'relationship.budget').search([('id', '=', far.id)]))
        self.assertFalse(far.with_user(self.users['manager']).with_company(self.company).has_access('read'))
        with self.assertRaises(UserError):
            self.budget(5, self.service, company_id=other.id)

    def test_live_line(self):
        """While typing, before anything is saved."""
        self.budget(1000, effect='stop')
        with Form(self.model('specialist')) as form:
            form.partner_id = self.customer
            form.date_start = datetime(2026, 3, 20, 10, 0)
            with form.budget_line_ids.edit(0) as line:
                line.amount = 999
            self.assertEqual(form.budget_level, 'fine')
            self.assertIn("1.00", form.budget_status)
            with form.budget_line_ids.edit(0) as line:
                line.amount = 1001
            self.assertEqual(form.budget_level, 'stop')
            form.date_start = datetime(2027, 1, 20, 10, 0)
            self.assertFalse(form.budget_status)
            form.date_start = datetime(2026, 3, 20, 10, 0)
            form.purpose = "洽谈"

    def test_absurd(self):
        """What is typed and not saved yet breaks nothing."""
        self.budget(1000, effect='stop')
        for values in ({'date_start': datetime(9999, 12, 31, 23, 0)}, {'date_start': datetime(1, 1, 1)}, {'date_start': False},
                       {'company_id': False}, {'budget_line_ids': [Command.create({'item_id': self.meals.id, 'amount': 1e300})]},
                       {'budget_line_ids': [Command.create({'item_id': self.meals.id, 'amount': -5})]}):
            with self.subTest(values):
                self.assertFalse(self.model('specialist').new(self.values(**values)).budget_status)
        self.assertFalse(self.model('specialist', 'relationship.gift.request').new({'date_gift': '9999-01-01'}).budget_status)

    def test_numbers(self):
        """Bad figures and years end in a message; one budget a key; what it is for stays."""
        for values in ({'amount': -1}, {'amount': float('nan')}, {'amount': float('inf')}, {'amount': 1e12},
                       {'year': 1999}, {'year': 2101}, {'year': 0}):
            with self.subTest(values), self.assertRaises(ValidationError), self.cr.savepoint():
                self.budget(**{'amount': 10, **values})
        budget = self.budget(0)
        with mute_logger('odoo.sql_db'), self.assertRaisesRegex(Exception, "key_unique"), self.cr.savepoint():
            self.budget(5)
        for values in ({'year': 2027}, {'kind': 'gifts'}, {'department_id': self.group.id}):
            with self.subTest(values), self.assertRaisesRegex(UserError, "Make another budget"):
                budget.write(values)
        budget.write({'year': 2026, 'department_id': self.service.id, 'amount': 7})
        for values in ({'state': 'active'}, {'revision': 3}, {'change_ids': [Command.clear()]}):
            with self.subTest(values), self.assertRaises(UserError):
                budget.write(values)

    def test_log(self):
        """Who changed what, when and why; nobody rewrites it, and nothing is logged where nothing changed."""
        budget = self.budget(100)
        budget.write({'amount': 200, 'change_reason': "旺季"})
        budget.write({'effect': 'stop'})
        budget.write({'note': "x", 'amount': 200})
        self.assertEqual([(c.from_amount, c.to_amount, c.from_effect, c.to_effect, c.reason) for c in budget.change_ids], [
            (200, 200, 'warn', 'stop', False), (100, 200, 'warn', 'warn', "旺季"), (0, 100, False, 'warn', False)])
        self.assertEqual(budget.change_ids.user_id, self.users['manager'])
        change = budget.change_ids[0].sudo()
        for action in (lambda: change.write({'reason': "y"}), change.unlink,
                       lambda: change.create({'budget_id': budget.id})):
            with self.assertRaises(UserError):
                action()

    def test_in_use(self):
        """A budget in use is not deleted, an unused one is."""
        budget, unused = self.budget(100), self.budget(100, kind='gifts')
        self.apply(meals=10).action_approval_submit()
        with self.assertRaisesRegex(UserError, "in use"):
            budget.unlink()
        unused.unlink()
