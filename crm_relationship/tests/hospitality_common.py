"""What the hospitality tests share: two companies, one person per role, requests and signatures."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.fields import Command
from odoo.tests import new_test_user

from odoo.addons.base.tests.common import BaseCommon

NOW = '2026-03-11 02:00:00'  # a Wednesday, 10:00 in Shanghai
GROUPS = {
    'specialist': 'crm_relationship.group_specialist',
    'specialist2': 'crm_relationship.group_specialist',
    'supervisor': 'crm_relationship.group_supervisor',
    'manager': 'crm_relationship.group_service_manager',
    'gm': 'crm_relationship.group_general_manager',
    'finance': 'crm_relationship.group_finance_auditor',
    'keeper': 'crm_relationship.group_gift_keeper',
    'office': 'crm_relationship.group_office_director',
    'deputy': 'crm_relationship.group_deputy_manager',
    'appadmin': 'crm_relationship.group_administrator',
    'employee': 'base.group_user',
}


class HospitalityMixin:
    """The cast of the hospitality tests, for transaction and browser cases alike."""

    @classmethod
    def set_up_cast(cls):
        env = cls.env
        cls.company = env['res.company'].create({
            'name': "华东精密机械有限公司（测试）", 'currency_id': env.ref('base.CNY').id})
        env.ref('base.CNY').active = True
        cls.company.resource_calendar_id.tz = 'Asia/Shanghai'
        cls.company.relationship_split_days = 0  # sums over several requests have tests of their own
        cls.users = {
            role: new_test_user(
                env, login=f'h_{role}', groups=group, name=role.title(), tz='Asia/Shanghai',
                company_id=cls.company.id, company_ids=[Command.set(cls.company.ids)],
                notification_type='inbox')
            for role, group in GROUPS.items()}
        cls.service, cls.sales = env['hr.department'].create([
            {'name': "客户服务部", 'company_id': cls.company.id},
            {'name': "销售部", 'company_id': cls.company.id}])
        cls.employees = {
            role: env['hr.employee'].create({
                'name': user.name, 'user_id': user.id, 'company_id': cls.company.id,
                'department_id': (cls.sales if role == 'specialist2' else cls.service).id,
                'job_title': role})
            for role, user in cls.users.items()}
        cls.service.manager_id = cls.employees['supervisor']
        cls.customer = env['res.partner'].create({'name': "苏州恒泰电子科技有限公司", 'is_company': True})
        cls.contact = env['res.partner'].create({
            'name': "黄志强", 'parent_id': cls.customer.id, 'function': "采购总监"})
        cls.meals = env.ref('crm_relationship.hospitality_item_meals')
        cls.gifts = env.ref('crm_relationship.hospitality_item_gifts')
        cls.lodging = env.ref('crm_relationship.hospitality_item_lodging')

    def model(self, role, name='relationship.hospitality'):
        """The model as ``role`` sees it in the test company."""
        return self.env[name].with_user(self.users[role]).with_company(self.company)

    def values(self, meals=1000.0, gifts=0.0, **values):
        """Values of a request that may be submitted."""
        return {
            'kind': 'reception',
            'partner_id': self.customer.id,
            'venue': "松鹤楼",
            'date_start': fields.Datetime.now() + timedelta(days=6),
            'purpose': "洽谈年度合作",
            'arranger_id': self.users['specialist'].id,
            'guest_ids': [Command.create({'partner_id': self.contact.id})],
            'host_ids': [Command.create({'employee_id': self.employees['specialist'].id})],
            'budget_line_ids': [
                Command.create({'item_id': self.meals.id, 'amount': meals}),
                Command.create({'item_id': self.gifts.id, 'amount': gifts})],
            **values,
        }

    def apply(self, role='specialist', **values):
        """A draft request of ``role``."""
        return self.model(role).create(self.values(**values))

    def sign(self, documents, *roles, note="同意"):
        """Submit ``documents`` where needed and let ``roles`` sign, each in turn."""
        drafts = documents.filtered(lambda d: d.approval_state in ('draft', 'withdrawn', 'rejected'))
        if drafts:
            drafts.action_approval_submit()
        for role in roles:
            documents.sudo().approval_request_id.with_user(self.users[role])._decide('approve', note=note)
        documents.invalidate_recordset()
        return documents

    def approved(self, role='specialist', **values):
        """An approved request within the service manager's authority."""
        return self.sign(self.apply(role, **values), 'supervisor', 'manager', 'finance')

    def report_on(self, request, role='specialist', days=7, **amounts):
        """The draft report of ``request``, made after the occasion, with amounts by item code.

        ``meals=900, gifts=50`` set actual amounts; differences get a remark.
        """
        with freeze_time(fields.Datetime.now() + timedelta(days=days)):
            report = self.model(role, 'relationship.hospitality.report').create({'hospitality_id': request.id})
            for code, amount in amounts.items():
                line = report.expense_line_ids.filtered(lambda row, name=code: row.item_id == getattr(self, name))
                line.amount = amount
            report.expense_line_ids.filtered('explanation_missing').remark = "按实际发生"
            report.effect = "客户同意续签"
        return report


class HospitalityCase(HospitalityMixin, BaseCommon):
    """Rules and access, without a browser. The clock stands at NOW."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NOW))
        cls.set_up_cast()
