"""A company of its own with purchases made straight in the table, and a clock to stand still."""

from datetime import date, datetime, time
from itertools import count

from odoo.tests import TransactionCase, new_test_user

TODAY = date(2026, 11, 21)


class ClassificationCase(TransactionCase):
    """Fresh companies, so that neither demo data nor other tests' customers are ranked along."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, 'tracking_disable': True})
        cls.company = cls.make_company("Ladder Ltd")
        cls.env.user.company_ids += cls.company
        cls.env.user.company_id = cls.company
        cls.Profile = cls.env['relationship.profile']
        cls.numbers = count(1)
        cls.tier = {name: cls.env.ref(f'crm_relationship.tier_{name}')
                    for name in ('strategic', 'core', 'potential', 'basic')}
        cls.grade = {name: cls.env.ref(f'crm_relationship.grade_{name}') for name in 'abcde'}

    @classmethod
    def make_company(cls, name, currency='CNY', zone='Asia/Shanghai'):
        money = cls.env['res.currency'].with_context(active_test=False).search([('name', '=', currency)])
        money.active = True
        company = cls.env['res.company'].create({'name': name, 'currency_id': money.id})
        company.resource_calendar_id.tz = zone
        return company

    @classmethod
    def make_user(cls, login, group, company=None, **values):
        company = company or cls.company
        return new_test_user(
            cls.env, login=f'classify_{login}', name=login.title(), tz='Asia/Shanghai',
            groups=f'crm_relationship.group_{group}', company_id=company.id,
            company_ids=[(6, 0, company.ids)], **values)

    @classmethod
    def customer(cls, name="Customer", **values):
        return cls.env['res.partner'].create({'name': name, 'is_company': True, **values})

    @classmethod
    def source(cls, company):
        """The source of purchases of ``company``; made once."""
        Source = cls.env['relationship.purchase.source']
        return Source.search([('company_id', '=', company.id)], limit=1) or Source.create(
            {'name': "Test", 'company_id': company.id, 'currency_id': company.currency_id.id})

    @classmethod
    def buy(cls, partner, *purchases, company=None):
        """Post purchases (day, amount[, cost[, order]]) the way an import does: in SQL."""
        company = company or cls.company
        source = cls.source(company)
        cls.env.flush_all()
        for day, amount, *more in purchases:
            cost, order = (*more, None, None)[:2]
            number = next(cls.numbers)
            cls.env.cr.execute(
                "INSERT INTO relationship_purchase (partner_id, company_id, source_id, date, amount, cost,"
                " order_key, order_line) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
                [partner.id, company.id, source.id, day, amount, cost, order or f'order-{number}', number])

    @classmethod
    def classify(cls, day=TODAY, company=None, partners=None):
        return cls.Profile._run_pass(company or cls.company, partners, day)

    @classmethod
    def profile(cls, partner, company=None):
        return cls.Profile.search([
            ('partner_id', '=', partner.id), ('company_id', '=', (company or cls.company).id)])

    @classmethod
    def classified(cls, *purchases, day=TODAY):
        """The profile of a new customer with ``purchases``, classified."""
        partner = cls.customer()
        cls.buy(partner, *purchases)
        cls.classify(day)
        return cls.profile(partner)

    @classmethod
    def log(cls, partner, *days, **values):
        """Interactions on ``days`` at noon in Shanghai."""
        return cls.env['relationship.interaction'].create([{
            'partner_id': partner.id, 'company_id': cls.company.id,
            'date': datetime.combine(day, time(4)), **values} for day in days])

    @classmethod
    def complain(cls, partner, day, **values):
        return cls.env['relationship.feedback'].create({
            'partner_id': partner.id, 'company_id': cls.company.id, 'kind': 'complaint',
            'date': day, 'text': "Late again", **values})
