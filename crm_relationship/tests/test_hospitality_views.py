from lxml import etree

from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from .hospitality_common import HospitalityCase


@tagged('post_install', '-at_install')
class TestHospitalityViews(HospitalityCase):
    """Every screen opens for everybody who has its menu, with data and filters."""

    def test_actions_open(self):
        actions = self.env['ir.actions.act_window'].search([('res_model', '=like', 'relationship.hospitality%')])
        self.assertGreaterEqual(len(actions), 7)
        self.approved()
        for action in actions:
            for role in ('specialist', 'manager', 'gm', 'finance', 'appadmin'):
                model = self.model(role, action.res_model)
                views = model.get_views([(False, mode) for mode in action.view_mode.split(',')] + [(False, 'search')])
                search = etree.fromstring(views['views']['search']['arch'])
                for node in search.iter('filter'):
                    with self.subTest(f"{action.name} {role} {node.get('name')}"):
                        if domain := node.get('domain'):
                            model.search(safe_eval(domain, {'uid': model.env.uid}), limit=1)
                self.assertTrue(action.path, "every action has an address of its own")
                self.assertIn("o_view_nocontent_smiling_face", action.help, "empty screens say what to do")

    def test_report_due_filter(self):
        request = self.approved()
        self.assertNotIn(request, request.search([('is_report_due', '=', True)]))
        self.env.cr.execute(
            "UPDATE relationship_hospitality SET date_start = %s, date_stop = %s WHERE id = %s",
            ('2026-03-01 10:00:00', '2026-03-01 12:00:00', request.id))
        self.env.invalidate_all()
        self.assertTrue(request.is_report_due)
        self.assertIn(request, request.search([('is_report_due', '=', True)]))
        self.assertNotIn(request, request.search([('is_report_due', '=', False)]))

    def test_menus(self):
        """Each role finds its menus; gift and office roles have no hospitality lists."""
        menus = {role: self.env['ir.ui.menu'].with_user(self.users[role]).load_menus(False) for role in self.users}
        requests = self.env.ref('crm_relationship.menu_hospitality_requests').id
        waiting = self.env.ref('crm_relationship.menu_hospitality_waiting').id
        items = self.env.ref('crm_relationship.menu_hospitality_items').id
        for role in self.users:
            with self.subTest(role):
                self.assertEqual(requests in menus[role], role not in ('keeper', 'office', 'deputy', 'employee'))
                self.assertEqual(waiting in menus[role], role != 'employee')
                self.assertEqual(items in menus[role], role == 'appadmin')
