"""What the tests of gift plans share: graded customers with people, gifts, rules, plans and requests."""

from odoo.fields import Command

from odoo.addons.document_approval.models.approval_sealed import SEAL

from .hospitality_common import HospitalityCase, HospitalityMixin

#: tiers, best first
TIERS = ('strategic', 'core', 'potential', 'basic')


class GiftPlanMixin(HospitalityMixin):
    """Today is Wednesday 11 March 2026 (hospitality_common.NOW); the next Dragon Boat Festival is 19 June."""

    @classmethod
    def set_up_cast(cls):
        super().set_up_cast()
        cls.tiers = {name: cls.env.ref(f'crm_relationship.tier_{name}') for name in TIERS}
        cls.tea, cls.pen, cls.card = cls.env['product.product'].create([
            {'name': name, 'relationship_is_gift': True, 'list_price': price, 'relationship_gift_cash': cash}
            for name, price, cash in (("茶叶礼盒", 268, False), ("签字笔", 98, False), ("购物卡", 200, True))])
        cls.machine = cls.env['product.product'].create({'name': "数控机床"})

    @classmethod
    def known(cls, tier, sales, name="客户", owner='specialist', people=1, since='2021-03-05', company=None, **values):
        """The profile of a graded customer with ``people`` contacts."""
        company = company or cls.company
        partner = cls.env['res.partner'].create({'name': name, 'is_company': True, **values})
        cls.env['res.partner'].create([
            {'name': f"{name}联系人{number}", 'parent_id': partner.id} for number in range(people)])
        profile = cls.env['relationship.profile'].with_company(company).create({
            'partner_id': partner.id, 'company_id': company.id, 'user_id': cls.users[owner].id if owner else False})
        profile._sealed_write({
            'tier_id': cls.tiers[tier].id, 'amount_12m': sales, 'first_purchase_date': since}, SEAL)
        return profile

    def plan(self, role='specialist', **values):
        """A draft for the Dragon Boat Festival."""
        return self.model(role, 'relationship.gift.plan').create({
            'occasion': 'dragon_boat', 'purpose': "端午问候", 'product_id': self.tea.id, **values})

    def line(self, profile, **values):
        """Values of a line for a customer."""
        return {'partner_id': profile.partner_id.id, 'product_id': self.tea.id, **values}

    def with_lines(self, *lines, role='specialist', **values):
        return self.plan(role, line_ids=[Command.create(line) for line in lines], **values)

    def approve(self, plan):
        """Supervisor reviews, manager approves."""
        return self.sign(plan, 'supervisor', 'manager')

    def given(self, profile, day, state='approved', outcome='given', person=None, company=None):
        """A gift to a customer on ``day``, put there past the form."""
        request = self.env['relationship.gift.request'].with_company(company or self.company).create({
            'partner_id': profile.partner_id.id, 'date_gift': day, 'company_id': (company or self.company).id,
            'line_ids': [Command.create({
                'recipient_id': (person or profile.partner_id.child_ids[0]).id, 'name': "茶", 'unit_value': 10})]})
        request._sealed_write({'approval_state': state}, SEAL)
        request.line_ids._sealed_write({'outcome': outcome}, SEAL)
        return request


class GiftPlanCase(GiftPlanMixin, HospitalityCase):
    """Rules and access of gift plans, without a browser."""
