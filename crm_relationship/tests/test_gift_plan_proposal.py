from datetime import date, timedelta
from random import Random

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.document_approval.models.approval_sealed import SEAL

from .gift_plan_common import TIERS, GiftPlanCase

DRAGON_BOAT = date(2026, 6, 19)
DAY = timedelta(days=1)


@tagged('post_install', '-at_install')
class TestGiftPlanProposal(GiftPlanCase):
    """Who is proposed what, at exact bounds, and against a computation of its own."""

    def left_out(self, plan):
        return {row.partner_id: row.reason for row in plan.left_out_ids}

    def test_best_first(self):
        """By tier, then sales; gift, quantity and value as the rule says; columns 1 to 9 filled in."""
        core = self.known('core', 900000, "核心")
        rich = self.known('strategic', 5000000, "战略大", industry_id=self.env['res.partner.industry'].create({'name': "汽车"}).id)
        small = self.known('strategic', 1000000, "战略小")
        self.known('basic', 50, "基础")
        plan = self.plan()
        plan.action_propose()
        self.assertEqual(plan.line_ids.partner_id, (rich | small | core).partner_id)
        self.assertEqual(plan.line_ids.mapped('partner_id.name'), ["战略大", "战略小", "核心"])
        line = plan.line_ids[0]
        self.assertEqual(
            (line.industry, line.recipient_id.name, line.purpose, line.name, line.quantity, line.budget_value, line.date_gift),
            ("汽车", "战略大联系人0", "端午问候", "茶叶礼盒", 1, 500, DRAGON_BOAT))
        for part in ("Strategic", "5,000,000.00", "2021-03-05"):
            self.assertIn(part, line.cooperation)
        self.assertEqual(plan.line_ids.mapped('budget_value'), [500, 500, 300])
        self.assertEqual((plan.amount_total, plan.line_count, plan.left_out_count), (1300, 3, 0))
        self.assertTrue(all(plan.line_ids.mapped('is_proposed')))

    def test_budget_used_up(self):
        """Exactly used up is used up and no more; whoever comes after the first that does not fit gets nothing."""
        first, second = self.known('strategic', 300, "一"), self.known('strategic', 200, "二")
        core, potential = self.known('core', 900, "三"), self.known('potential', 900, "四")
        for budget, expected in (
                (1300, 3), (1300.01, 3), (1299.99, 2), (1499.99, 3), (1500, 4), (499.99, 0), (500, 1), (1200, 2), (0, 4)):
            with self.subTest(budget=budget):
                plan = self.plan(budget=budget)
                plan.action_propose()
                everybody = [first, second, core, potential]
                self.assertEqual(plan.line_ids.mapped('partner_id'), self.env['res.partner'].union(
                    *(profile.partner_id for profile in everybody[:expected])))
                self.assertEqual(self.left_out(plan), {profile.partner_id: 'budget' for profile in everybody[expected:]})

    def test_propose_again(self):
        """What is there stays and counts for the budget; what was not touched can be cleared."""
        one, two = self.known('strategic', 300, "一"), self.known('core', 200, "二")
        plan = self.with_lines(self.line(two, unit_value=100), budget=600)
        plan.action_propose()
        self.assertEqual(plan.line_ids.partner_id, (one | two).partner_id)
        self.assertEqual(plan.amount_total, 600)
        plan.action_propose()
        self.assertEqual(plan.line_count, 2)
        plan.action_clear_proposed()
        self.assertEqual(plan.line_ids.partner_id, two.partner_id)
        plan.action_propose()
        plan.line_ids.filtered('is_proposed').note = "亲自送达"
        plan.action_clear_proposed()
        self.assertEqual(plan.line_count, 2, "what was changed is one's own")

    def test_days_between(self):
        """89 days before or after is too near, 90 is not; 0 days: no limit. Refused and returned gifts do not count."""
        cases = [(89, 'recent'), (90, None), (-89, 'recent'), (-90, None), (0, 'recent')]
        for days, reason in cases:
            profile = self.known('core', 100, f"隔{days}天")
            self.given(profile, DRAGON_BOAT - days * DAY)
            with self.subTest(days=days):
                plan = self.plan()
                plan.action_propose()
                self.assertEqual(self.left_out(plan).get(profile.partner_id), reason)
                self.assertEqual(profile.partner_id in plan.line_ids.partner_id, not reason)
                if reason:
                    self.assertEqual(plan.left_out_ids.filtered(lambda row, p=profile: row.partner_id == p.partner_id).date,
                                     DRAGON_BOAT - days * DAY)
        self.company.relationship_gift_interval_days = 0
        plan = self.plan()
        plan.action_propose()
        self.assertFalse(plan.left_out_ids)

    def test_which_gifts_count(self):
        """Asked for, approved or given counts; drafts, cancelled, refused, other companies' do not."""
        abroad = self.env['res.company'].create({'name': "Abroad"})
        for number, (state, outcome, company, counts) in enumerate([
                ('pending', 'planned', None, True), ('approved', 'planned', None, True), ('approved', 'given', None, True),
                ('draft', 'planned', None, False), ('cancelled', 'planned', None, False), ('approved', 'refused', None, False),
                ('approved', 'returned', None, False), ('approved', 'given', abroad, False)]):
            profile = self.known('core', 100, f"例{number}")
            self.given(profile, DRAGON_BOAT - 10 * DAY, state, outcome, company=company)
            with self.subTest(state=state, outcome=outcome, company=company and company.name):
                plan = self.plan()
                plan.action_propose()
                self.assertEqual(self.left_out(plan).get(profile.partner_id), 'recent' if counts else None)

    def test_other_plan(self):
        """A plan that is being approved has its customers; a draft or a cancelled one has not."""
        profile = self.known('core', 100)
        other = self.with_lines(self.line(profile, date_gift=DRAGON_BOAT - 80 * DAY), date_from='2026-03-12')
        plan = self.plan()
        plan.action_propose()
        self.assertEqual(plan.line_count, 1)
        plan.action_clear_proposed()
        other.action_approval_submit()
        plan.action_propose()
        self.assertEqual(self.left_out(plan), {profile.partner_id: 'planned'})
        other.action_approval_recall()
        plan.action_propose()
        self.assertEqual(plan.line_count, 1)

    def test_no_person(self):
        """Nobody to give it to is named; a customer who is a person gets it; archived people and customers do not."""
        nobody = self.known('strategic', 100, "无人", people=0)
        archived = self.known('core', 100, "离职")
        archived.partner_id.child_ids.active = False
        person = self.env['res.partner'].create({'name': "个人客户"})
        profile = self.known('core', 50, "某某")
        profile.sudo().partner_id.active = False
        own = self.env['relationship.profile'].with_company(self.company).create({
            'partner_id': person.id, 'company_id': self.company.id, 'user_id': self.users['specialist'].id})
        own._sealed_write({'tier_id': self.tiers['core'].id}, SEAL)
        plan = self.plan(budget=300)
        plan.action_propose()
        self.assertEqual(self.left_out(plan), {nobody.partner_id: 'no_person', archived.partner_id: 'no_person'})
        self.assertEqual(plan.line_ids.recipient_id, person, "those left out for another reason use up no budget")

    def test_officials_and_tenders(self):
        """Officials and customers with a tender on that day are left out and named; state-owned firms are marked."""
        official, state, free = (self.known('core', 100 - n, name) for n, name in enumerate(("机关", "国企", "民企")))
        official.partner_id.child_ids.relationship_official = True
        state.partner_id.relationship_state_owned = True
        cases = [(DRAGON_BOAT, False, 'blackout'), (DRAGON_BOAT - 9 * DAY, DRAGON_BOAT - DAY, None),
                 (DRAGON_BOAT - 9 * DAY, DRAGON_BOAT, 'blackout'), (DRAGON_BOAT + DAY, False, None)]
        tender = self.env['relationship.tender'].create({
            'name': "二期招标", 'partner_id': free.partner_id.id, 'company_id': self.company.id, 'date_from': DRAGON_BOAT})
        for first, last, reason in cases:
            tender.write({'date_from': first, 'date_to': last})
            with self.subTest(first=first, last=last):
                plan = self.plan()
                plan.action_propose()
                expected = {official.partner_id: 'official', **({free.partner_id: 'blackout'} if reason else {})}
                self.assertEqual(self.left_out(plan), expected)
                self.assertIn("State-owned", plan.line_ids[0].warning)
        tender.write({'date_from': DRAGON_BOAT, 'date_to': False, 'effect': 'warn'})
        plan = self.plan()
        plan.action_propose()
        self.assertEqual(self.left_out(plan), {official.partner_id: 'official'})

    def test_scope(self):
        """Only customers one sees; of the tiers and owners chosen; rules of the company and occasion win."""
        mine = self.known('core', 100, "我的")
        theirs = self.known('core', 100, "别人的", owner='specialist2')
        plan = self.plan()
        plan.action_propose()
        self.assertEqual(plan.line_ids.partner_id, mine.partner_id)
        self.assertFalse(plan.left_out_ids, "customers of others are not even named")
        plan = self.plan('manager')
        plan.action_propose()
        self.assertEqual(plan.line_ids.partner_id, (mine | theirs).partner_id)
        plan = self.plan('manager', owner_ids=[Command.set(self.users['specialist2'].ids)])
        plan.action_propose()
        self.assertEqual(plan.line_ids.partner_id, theirs.partner_id)
        plan = self.plan('manager', tier_ids=[Command.set(self.tiers['strategic'].ids)])
        plan.action_propose()
        self.assertFalse(plan.line_ids)
        with self.assertRaisesRegex(UserError, "No gift rule"):
            self.plan(tier_ids=[Command.set(self.tiers['basic'].ids)]).action_propose()

    def test_rules(self):
        """Company before shared, occasion before all; value and quantity, or what the product is worth."""
        self.known('core', 100)
        Rule = self.env['relationship.gift.rule']
        core = {'tier_id': self.tiers['core'].id}
        for values, expected in (
                ({**core, 'occasion': 'dragon_boat', 'product_id': self.pen.id, 'quantity': 3}, ("签字笔", 3, 98, 294)),
                ({**core, 'occasion': 'spring', 'product_id': self.card.id}, ("签字笔", 3, 98, 294)),
                ({**core, 'company_id': self.company.id, 'value': 99.99, 'quantity': 2}, ("茶叶礼盒", 2, 50, 100)),
                ({**core, 'company_id': self.company.id, 'occasion': 'dragon_boat', 'product_id': self.card.id},
                 ("购物卡", 1, 200, 200))):
            Rule.create(values)
            with self.subTest(values):
                plan = self.plan()
                plan.action_propose()
                line = plan.line_ids
                self.assertEqual((line.name, line.quantity, line.unit_value, line.budget_value), expected)

    def test_birthdays(self):
        """Each person with a birthday in the period; the 29th of February is kept on the 28th."""
        profile = self.known('core', 100, people=5)
        people = profile.partner_id.child_ids.sorted('id')
        for person, day in zip(people, ('1980-04-01', '1979-04-30', '1990-03-31', '1985-05-01', '1992-02-29')):
            person.relationship_birthday = day
        plan = self.plan(occasion='birthday')
        self.assertEqual((plan.date_from, plan.date_to), (date(2026, 4, 1), date(2026, 4, 30)))
        self.given(profile, '2026-03-20', person=people[0])
        plan.action_propose()
        self.assertEqual(plan.line_ids.mapped(lambda line: (line.recipient_id, line.date_gift)), [(people[1], date(2026, 4, 30))])
        self.assertEqual(plan.left_out_ids.recipient_id, people[0], "it is the person's days that count")
        leap = self.plan(occasion='birthday', date_from='2027-02-01', date_to='2027-02-28')
        leap.action_propose()
        self.assertEqual(leap.line_ids.mapped(lambda line: (line.recipient_id, line.date_gift)), [(people[4], date(2027, 2, 28))])

    def test_anniversaries(self):
        """The day of the first purchase, from the next year on."""
        old = self.known('core', 100, "老", since='2021-04-15')
        self.known('core', 100, "新", since='2026-04-15')
        plan = self.plan(occasion='anniversary')
        plan.action_propose()
        self.assertEqual(plan.line_ids.mapped(lambda line: (line.partner_id, line.date_gift)), [(old.partner_id, date(2026, 4, 15))])

    def test_against_computation(self):
        """300 customers by dice: the lines are those of a plain loop over them."""
        dice = Random(16)
        profiles = [self.known(dice.choice(TIERS), dice.randrange(0, 3_000_000, 1000), f"客{n}", people=dice.choice((0, 1, 1, 2)))
                    for n in range(300)]
        gifts = {}
        for profile in profiles:
            if profile.partner_id.child_ids and dice.random() < 0.4:
                gifts[profile] = DRAGON_BOAT - dice.randrange(1, 160) * DAY
                self.given(profile, gifts[profile])
        value, budget = {'strategic': 500, 'core': 300, 'potential': 200}, 22222
        expected, reasons, left, over = [], {}, budget, False
        ranked = sorted((p for p in profiles if p.tier_id != self.tiers['basic']),
                        key=lambda p: (p.tier_id.sequence, -p.amount_12m, p.id))
        for profile in ranked:
            cost = value[next(name for name in TIERS if self.tiers[name] == profile.tier_id)]
            if not profile.partner_id.child_ids:
                reasons[profile.partner_id] = 'no_person'
            elif profile in gifts and (DRAGON_BOAT - gifts[profile]).days < 90:
                reasons[profile.partner_id] = 'recent'
            elif over or cost > left:
                over, reasons[profile.partner_id] = True, 'budget'
            else:
                left -= cost
                expected.append((profile.partner_id, profile.partner_id.child_ids.sorted('id')[0], cost))
        plan = self.plan(budget=budget)
        plan.action_propose()
        self.assertEqual([(line.partner_id, line.recipient_id, line.budget_value) for line in plan.line_ids], expected)
        self.assertEqual(self.left_out(plan), reasons)
        self.assertTrue(all(reason in reasons.values() for reason in ('no_person', 'recent', 'budget')))

    def test_companies_and_currencies(self):
        """Each company plans its own customers, in its currency, with its settings."""
        usd = self.env.ref('base.USD')
        usd.active = True
        abroad = self.env['res.company'].create({'name': "Abroad", 'currency_id': usd.id})
        user = self.users['manager']
        user.company_ids |= abroad
        here, there = self.known('core', 100, "此"), self.known('core', 700, "彼", owner=None, company=abroad)
        self.given(there, DRAGON_BOAT - DAY)
        Plan = self.env['relationship.gift.plan'].with_user(user).with_context(allowed_company_ids=[abroad.id, self.company.id])
        plans = Plan.create([{'occasion': 'dragon_boat', 'company_id': company.id} for company in (abroad, self.company)])
        plans.action_propose()
        self.assertEqual(plans[0].line_ids.partner_id, there.partner_id)
        self.assertEqual(plans[1].line_ids.partner_id, here.partner_id)
        self.assertEqual(plans[0].currency_id, usd)
        self.assertIn("$", plans[0].line_ids.cooperation)
        self.assertIn("¥", plans[1].line_ids.cooperation)

    def test_locked_and_forbidden(self):
        """No proposal on what is submitted, none by whom the plan is not."""
        self.known('core', 100)
        plan = self.plan()
        for role in ('specialist2', 'supervisor', 'manager', 'gm', 'keeper', 'employee'):
            for name in ('action_propose', 'action_clear_proposed'):
                with self.subTest(role=role, button=name), self.assertRaises(AccessError):
                    getattr(plan.with_user(self.users[role]), name)()
        plan.action_propose()
        plan.action_approval_submit()
        for name in ('action_propose', 'action_clear_proposed'):
            with self.assertRaisesRegex(UserError, "cannot be changed"):
                getattr(plan, name)()
