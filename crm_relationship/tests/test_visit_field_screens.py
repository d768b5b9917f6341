from odoo import fields
from odoo.tests import Form, tagged

from .visit_field_common import VisitFieldCase

COUNT = 80


@tagged('post_install', '-at_install')
class TestVisitFieldScreens(VisitFieldCase):
    """Lists that do not grow more expensive with their rows, and forms as people fill them in."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Visit = cls.env['relationship.visit'].with_user(cls.users['specialist']).with_company(cls.company)
        cls.visits = Visit.create([{
            'partner_id': cls.customer.id, 'date_start': fields.Datetime.now(), 'duration': 0.5,
            'contact_ids': cls.contact.ids} for _number in range(COUNT)])
        for number, visit in enumerate(cls.visits[:40]):
            visit.action_start_visit()
            visit.action_finish_visit()
            cls.env['relationship.visit.problem'].with_user(cls.users['specialist']).create(
                {'visit_id': visit.id, 'name': f"问题{number}"})
            visit.write({'talk': f"第{number}次", 'outcome': 'again'})
            visit.action_complete_minutes()
        cls.env.flush_all()

    def count(self, call):
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        call()
        return self.cr.sql_log_count - before

    def assert_flat(self, model, names, budget, role='supervisor', domain=(), rows=8):
        """As many queries for 80 as for ``rows``, and fewer than ``budget``."""
        Model, specification = self.model(role, model), {name: {} for name in names}
        domain = list(domain)
        Model.web_search_read(domain, specification, limit=1)
        few = self.count(lambda: Model.web_search_read(domain, specification, limit=rows))
        many = self.count(lambda: Model.web_search_read(domain, specification, limit=COUNT))
        self.assertLessEqual(many, few)
        self.assertLess(few, budget)

    def view_fields(self, model, xmlid, kind):
        """The field names a view asks for."""
        view = self.env.ref(f'crm_relationship.{xmlid}')
        arch = self.env[model].get_view(view.id, kind)
        return [name for name in arch['models'][model] if name in self.env[model]._fields]

    def test_reports_to_check(self):
        names = self.view_fields('relationship.visit', 'relationship_visit_view_list_check', 'list')
        self.assertIn('open_count', names)
        self.assert_flat('relationship.visit', names, 25, domain=[('report_state', '=', 'to_check')])

    def test_visits_list_and_cards(self):
        for xmlid, kind in (('relationship_visit_view_list', 'list'), ('relationship_visit_view_kanban', 'kanban')):
            with self.subTest(xmlid):
                self.assert_flat('relationship.visit', self.view_fields('relationship.visit', xmlid, kind), 30)

    def test_problems_list(self):
        names = self.view_fields('relationship.visit.problem', 'relationship_visit_problem_view_list', 'list')
        self.assert_flat('relationship.visit.problem', names, 25)

    def test_check_state_of_many(self):
        """What a list may ask of each visit, over and to come (the latter first): no query a visit."""
        names = ['can_check_in', 'can_check_out', 'can_record_afterwards', 'missing_preparation_ids', 'can_write_minutes',
                 'minutes_missing', 'can_check_report', 'is_minutes_late', 'position_consent', 'can_use_position']
        self.assert_flat('relationship.visit', names, 40, role='specialist', rows=48)

    def test_accept_many(self):
        """Accepting forty is far from forty times one."""
        visits = self.visits[:40].with_user(self.users['supervisor'])
        one = self.count(lambda: visits[0]._accept_report(""))
        rest = self.count(lambda: visits[1:]._accept_report(""))
        self.assertLess(rest, 20 * one)

    def test_record_form(self):
        """The record as a specialist fills it in at the customer's."""
        visit = self.visits[-1]
        visit.action_start_visit()
        with Form(visit) as form:
            form.talk = "谈了下季度计划"
            form.outcome = 'hopeful'
            form.satisfaction = '5'
            with form.problem_ids.new() as problem:
                problem.name = "发票抬头有误"
        self.assertEqual((visit.outcome, visit.open_count), ('hopeful', 1))
        self.assertEqual(visit.problem_ids.user_id, self.users['specialist'])

    def test_menus_and_views_open(self):
        """Every action of ours opens for those who see its menu."""
        for xmlid, role in (
                ('relationship_visit_action_check', 'supervisor'), ('relationship_visit_action_minutes', 'specialist'),
                ('relationship_visit_problem_action', 'employee'), ('relationship_position_consent_action', 'specialist'),
                ('relationship_visit_preparation_action', 'appadmin')):
            with self.subTest(xmlid):
                action = self.env.ref(f'crm_relationship.{xmlid}').with_user(self.users[role])
                views = [(view_id, kind) for view_id, kind in action.sudo().views]
                self.assertTrue(self.model(role, action.sudo().res_model).get_views(views)['views'])
