from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.document_approval.models.approval_sealed import SEAL

from ..tools.notification import notification
from .relationship_gift_occasion import PERSONAL_DAYS, recurring_days
from .relationship_gift_plan_line import main_person

#: The requests whose gifts count as given or about to be given.
COUNTED = ('pending', 'approved', 'settled')


class RelationshipGiftPlan(models.Model):
    """The proposal: the best customers first, until the budget is used up.

    One statement ranks the customers the planner sees by tier and sales, finds the person in charge and
    the nearest other gift, and adds up the budget; customers after the first one that does not fit get
    nothing, however little it would cost. Lines there are stay; proposing again fills what is left.
    """
    _inherit = 'relationship.gift.plan'

    left_out_ids = fields.One2many('relationship.gift.plan.left.out', 'plan_id', "Customers Left Out", copy=False)
    left_out_count = fields.Integer("Number Left Out", compute='_compute_left_out_count')

    def _compute_left_out_count(self):
        counts = dict(self.env['relationship.gift.plan.left.out']._read_group(
            [('plan_id', 'in', self.ids)], ['plan_id'], ['__count']))
        for plan in self:
            plan.left_out_count = counts.get(plan._origin, 0)

    def action_propose(self):
        """Add lines for the customers that fit the budget; what is there stays."""
        self.check_access('write')
        self._check_approval_unlocked()
        added = sum(len(plan._propose()) for plan in self)
        left_out = sum(self.mapped('left_out_count'))
        message = self.env._("%s gifts were added.", added) if added else self.env._("There is nobody else to give anything.")
        if left_out:
            message += " " + self.env._("%s customers get nothing: see the list.", left_out)
        return notification(message, 'success' if added else 'warning')

    def action_clear_proposed(self):
        """Take out what was proposed and not touched since."""
        self.check_access('write')
        self._check_approval_unlocked()
        self.line_ids.filtered('is_proposed').unlink()
        self._write_left_out([])

    def _propose(self):
        """Add the lines of one plan and name those left out.

        :return: the new lines
        :raise UserError: no tier has a gift rule
        """
        self.ensure_one()
        rules = self.env['relationship.gift.rule']._for_plan(self.company_id, self.occasion, self.tier_ids)
        if not rules:
            raise UserError(self.env._(
                "No gift rule says what these tiers are given. An administrator sets them up under Configuration, Gift Rules."))
        Line = self.env['relationship.gift.plan.line']
        gifts = {tier: self._gift_of(rule) for tier, rule in rules.items()}
        rows = self._candidates(gifts)
        chosen = [row for row in rows if not row['reason']]
        self._write_left_out([row for row in rows if row['reason']])
        facts = Line._customer_facts(self.env['res.partner'].browse([row['partner_id'] for row in chosen]), self.company_id)
        start = self.line_count
        return Line._sealed_create([{
            **facts[row['partner_id']], **gifts[row['tier_id']], 'plan_id': self.id, 'sequence': start + number,
            'partner_id': row['partner_id'], 'recipient_id': row['recipient_id'], 'tier_id': row['tier_id'],
            'purpose': self.purpose, 'date_gift': row['day'], 'is_proposed': True,
        } for number, row in enumerate(chosen, start=1)], SEAL)

    def _gift_of(self, rule):
        """Values of a line by ``rule``: product, name, quantity and value per piece."""
        product, currency = rule.product_id or self.product_id, self.currency_id
        unit_value = product._relationship_gift_values(self.company_id).get(product.id, 0.0)
        if rule.value:
            unit_value = currency.round(rule.value / rule.quantity)
        return {'product_id': product.id, 'name': product.name, 'quantity': rule.quantity, 'unit_value': unit_value}

    def _write_left_out(self, rows):
        """Replace the list of customers that get nothing."""
        LeftOut = self.env['relationship.gift.plan.left.out'].sudo()
        LeftOut.search([('plan_id', 'in', self.ids)]).invalidate_recordset()
        self.env.cr.execute("DELETE FROM relationship_gift_plan_left_out WHERE plan_id = ANY(%s)", [self.ids])
        LeftOut._sealed_create([{
            'plan_id': self.id, 'sequence': number, **{
                name: row[name] for name in ('partner_id', 'recipient_id', 'tier_id', 'value', 'reason')},
            'date': row['near_gift'] or row['near_plan']} for number, row in enumerate(rows)], SEAL)
        self.invalidate_recordset(['left_out_ids', 'left_out_count'])

    # ------------------------------------------------------------------
    # Who gets something
    # ------------------------------------------------------------------

    def _candidates(self, gifts):
        """Everybody in question, the best first: dicts with ``partner_id``, ``recipient_id``, ``tier_id``, ``day``,
        ``value``, ``reason`` (None for whom gets the gift), ``near_gift`` and ``near_plan`` (dates or None).

        :param gifts: ``{tier id: values of a line}``
        """
        self.env.flush_all()
        currency = self.currency_id
        values = [(tier, currency.round(gift['quantity'] * gift['unit_value'])) for tier, gift in gifts.items()]
        return self.env.execute_query_dict(SQL(
            """
              WITH gift (tier_id, value) AS (VALUES %(values)s),
                   candidate AS (%(candidates)s),
                   judged AS (
                      SELECT candidate.*, near.gift AS near_gift, near.plan AS near_plan,
                             CASE WHEN candidate.recipient_id IS NULL THEN 'no_person'
                                  WHEN candidate.is_official THEN 'official'
                                  WHEN %(blackout)s THEN 'blackout'
                                  WHEN near.gift IS NOT NULL THEN 'recent'
                                  WHEN near.plan IS NOT NULL THEN 'planned' END AS obstacle
                        FROM candidate CROSS JOIN LATERAL (SELECT %(gift)s AS gift, %(plan)s AS plan) near)
            SELECT partner_id, recipient_id, tier_id, day, value, near_gift, near_plan,
                   COALESCE(obstacle, CASE WHEN %(limited)s AND SUM(value) FILTER (WHERE obstacle IS NULL)
                                                OVER (ORDER BY rank) > %(left)s THEN 'budget' END) AS reason
              FROM judged ORDER BY rank
            """,
            values=SQL(", ").join(SQL("(%s::int, %s::numeric)", tier, value) for tier, value in values),
            candidates=self._candidate_query(), blackout=self._in_blackout(), gift=self._near_gift(), plan=self._near_plan(),
            limited=bool(self.budget), left=currency.round(self.budget - self.amount_total)))

    def _candidate_query(self):
        """SELECT of partner_id, recipient_id, is_official, tier_id, day, value and rank of everybody in question."""
        domain = Domain('company_id', '=', self.company_id.id)
        if self.owner_ids:
            domain &= Domain('user_id', 'in', self.owner_ids.ids)
        profiles = self.env['relationship.profile'].sudo(False)._search(domain)
        day, days, person = SQL("%s::date", self.date_to), SQL(), SQL(
            "LEFT JOIN %s person ON TRUE", main_person(SQL("partner"), SQL(", person.relationship_official")))
        if self.occasion in PERSONAL_DAYS:
            day, days = SQL("days.day"), recurring_days(self.date_from, self.date_to)
        if self.occasion == 'birthday':
            person = SQL(
                """JOIN res_partner person ON person.commercial_partner_id = partner.id AND person.active
                                          AND NOT person.is_company AND person.relationship_birthday IS NOT NULL
                   JOIN (%s) days ON days.key = to_char(person.relationship_birthday, 'MMDD')""", days)
        elif self.occasion == 'anniversary':
            person = SQL(
                """%s JOIN (%s) days ON days.key = to_char(profile.first_purchase_date, 'MMDD')
                                    AND days.day > profile.first_purchase_date""", person, days)
        return SQL(
            """
            SELECT partner.id AS partner_id, person.id AS recipient_id, person.relationship_official AS is_official,
                   profile.tier_id, %(day)s AS day, gift.value,
                   ROW_NUMBER() OVER (ORDER BY tier.sequence, tier.id, profile.amount_12m DESC NULLS LAST, profile.id,
                                               person.id) AS rank
              FROM relationship_profile profile
              JOIN res_partner partner ON partner.id = profile.partner_id AND partner.active
              JOIN relationship_tier tier ON tier.id = profile.tier_id
              JOIN gift ON gift.tier_id = profile.tier_id
              %(person)s
             WHERE profile.id IN %(profiles)s
               AND NOT EXISTS (SELECT FROM relationship_gift_plan_line line
                                WHERE line.plan_id = %(plan)s AND line.commercial_partner_id = partner.id %(same)s)
            """, day=day, person=person, profiles=profiles.subselect(), plan=self.id,
            same=self._same_person(SQL("person.id"), SQL("line.recipient_id")))

    def _same_person(self, mine, other):
        """Condition that narrows another gift to the same recipient: on birthdays each person counts."""
        return SQL("AND %s = %s", mine, other) if self.occasion == 'birthday' else SQL()

    def _in_blackout(self):
        """Condition that a gift request of that day would be refused: a tender is under way (`relationship.tender`)."""
        return SQL(
            """EXISTS (SELECT FROM relationship_tender tender
                       WHERE tender.active AND tender.effect = 'block' AND tender.commercial_partner_id = candidate.partner_id
                         AND COALESCE(tender.company_id, %(company)s) = %(company)s
                         AND candidate.day BETWEEN tender.date_from AND COALESCE(tender.date_to, candidate.day))""",
            company=self.company_id.id)

    def _near(self, day):
        """Condition that the date ``day`` lies within the days between gifts of the candidate's; the bound is outside."""
        days = self.company_id.relationship_gift_interval_days
        return SQL("%(day)s > candidate.day - %(days)s AND %(day)s < candidate.day + %(days)s", day=day, days=days)

    def _near_gift(self):
        """Scalar: the day of the nearest gift to the candidate that was asked for or given."""
        return SQL(
            """(SELECT request.date_gift FROM relationship_gift_request request
                  JOIN relationship_gift_request_line other ON other.request_id = request.id
                 WHERE request.company_id = %(company)s AND request.commercial_partner_id = candidate.partner_id
                   AND request.approval_state IN %(states)s AND other.outcome IN ('planned', 'given') %(same)s AND %(near)s
              ORDER BY ABS(request.date_gift - candidate.day), request.id LIMIT 1)""",
            company=self.company_id.id, states=COUNTED, near=self._near(SQL("request.date_gift")),
            same=self._same_person(SQL("candidate.recipient_id"), SQL("other.recipient_id")))

    def _near_plan(self):
        """Scalar: the day on which another plan, submitted or approved, is to give the candidate something."""
        return SQL(
            """(SELECT other.date_gift FROM relationship_gift_plan_line other
                  JOIN relationship_gift_plan plan ON plan.id = other.plan_id
                 WHERE plan.company_id = %(company)s AND other.commercial_partner_id = candidate.partner_id AND plan.id <> %(plan)s
                   AND plan.approval_state IN %(states)s AND other.state IN ('draft', 'open', 'requested') %(same)s AND %(near)s
              ORDER BY ABS(other.date_gift - candidate.day), other.id LIMIT 1)""",
            company=self.company_id.id, plan=self.id, states=COUNTED, near=self._near(SQL("other.date_gift")),
            same=self._same_person(SQL("candidate.recipient_id"), SQL("other.recipient_id")))
