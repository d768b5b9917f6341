"""What the tests of service schemes, rules and suggestions share: customers with owners, documents, signatures."""

from odoo import fields
from odoo.fields import Command

from .hospitality_common import HospitalityCase, HospitalityMixin

NOW_DAY = '2026-03-11'  # a Wednesday


class ServiceMixin(HospitalityMixin):
    """The cast of the hospitality tests, with customers in the roster and another company."""

    @classmethod
    def set_up_service(cls):
        """After `set_up_cast`."""
        cls.env.user.company_ids |= cls.company
        cls.env = cls.env(context={**cls.env.context, 'allowed_company_ids': cls.company.ids})
        Profile = cls.env['relationship.profile']
        cls.profile = Profile._for_partners(cls.customer, cls.company)
        cls.profile.user_id = cls.users['specialist']
        cls.other_customer = cls.env['res.partner'].create({'name': "宁波远洋机械有限公司", 'is_company': True})
        cls.other_profile = Profile._for_partners(cls.other_customer, cls.company)
        cls.other_profile.user_id = cls.users['specialist2']
        cls.tier = cls.env['relationship.tier'].search([('company_id', '=', False)], limit=1)

    def line(self, name="月度回访", frequency='month', **values):
        return Command.create({'name': name, 'frequency': frequency, 'standard': "电话或上门", **values})

    def scheme_values(self, **values):
        """Values of a scheme for the specialist's customer that may be submitted."""
        return {
            'subject': "年度服务方案",
            'partner_id': self.customer.id,
            'date_from': '2026-03-16', 'date_to': '2026-12-31',
            'situation': "合作三年，设备十二台",
            'needs': "缩短停机时间",
            'preferences': "周二下午联系，喜欢微信沟通",
            'goals': "满意度 95% 以上",
            'line_ids': [self.line(cost=200.0), self.line("季度设备巡检", 'quarter', cost=1500.0)],
            **values}

    def scheme(self, role='specialist', **values):
        return self.model(role, 'relationship.service.plan').create(self.scheme_values(**values))

    def tier_scheme(self, role='specialist', **values):
        return self.scheme(role, **{'scope': 'tier', 'partner_id': False, 'tier_id': self.tier.id, **values})

    def in_force(self, scheme=None):
        return self.sign(scheme or self.scheme(), 'supervisor', 'manager')

    def revise(self, document, role='specialist'):
        """The draft of the next revision, opened by ``role``."""
        return self.as_user(document.browse(self.as_user(document, role).action_new_revision()['res_id']), role)

    def suggestion(self, role='specialist', **values):
        return self.model(role, 'relationship.suggestion').create({
            'subject': "缩短报修响应时间", 'situation': "平均六小时", 'proposal': "设立值班电话",
            'benefit': "两小时内响应", **values})

    def policy(self, role='supervisor', **values):
        return self.model(role, 'relationship.policy').create({
            'kind': 'rules', 'subject': "客户拜访管理制度", 'text': "<h2>总则</h2><p>第一条 按计划拜访。</p>", **values})

    def yearly(self, role='supervisor', **values):
        return self.policy(role, **{'kind': 'yearly', 'subject': "2026 年度客户关系维护计划", 'year': 2026, 'line_ids': [
            Command.create({'name': "春季走访", 'month': '3', 'user_id': self.users['specialist'].id, 'budget': 5000.0}),
            Command.create({'name': "年中答谢会", 'month': '6', 'user_id': self.users['supervisor'].id, 'budget': 20000.0}),
        ], **values})

    def as_user(self, records, role):
        return records.with_user(self.users[role]).with_company(self.company)

    def put_into_tier(self, *profiles):
        """Labels are the pass's to write; the tests write them in its place."""
        for profile in profiles:
            self.env.cr.execute("UPDATE relationship_profile SET tier_id = %s WHERE id = %s", [self.tier.id, profile.id])
        self.env.invalidate_all()

    def day(self, text):
        return fields.Date.to_date(text)


class ServiceCase(ServiceMixin, HospitalityCase):
    """Rules and access, without a browser. The clock stands at 2026-03-11, 10:00 in Shanghai."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_service()
