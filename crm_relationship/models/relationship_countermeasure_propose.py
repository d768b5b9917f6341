from psycopg2.errors import UniqueViolation

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import ConcurrencyError
from odoo.fields import Domain
from odoo.tools import SQL, format_date, formatLang, mute_logger

from odoo.addons.document_approval.models.approval_mixin import EDITABLE_STATES
from odoo.addons.document_approval.models.approval_sealed import SEAL

from ..tools.classification_metrics import months_before, union

RISK_ORDER = {'high': 0, 'medium': 1}
TOP_PRODUCTS = 3


class RelationshipCountermeasure(models.Model):
    """Who is proposed for a sheet: F7 from tier and key accounts, F8 from risk and falling sales (N15, N16)."""
    _inherit = 'relationship.countermeasure'

    tier_ids = fields.Many2many(
        'relationship.tier', 'relationship_countermeasure_tier_rel', 'sheet_id', 'tier_id', "Tiers to Propose",
        default=lambda self: self.env['relationship.tier']._for_company(self.env.company)[:2].ids,
        help="Customers of these tiers are proposed as important, and key accounts with them.")
    with_high_risk = fields.Boolean("High Churn Risk", default=True)
    with_medium_risk = fields.Boolean("Medium Churn Risk", default=True)
    with_falling = fields.Boolean(
        "Falling Sales", default=True,
        help="Customers whose sales of the last window fell by at least the drop set under Classification.")

    def action_propose(self):
        """List the customers that fit and have no open line yet, among those the user may see.

        :return: a notification that says how many came, and how many more there are
        """
        self.ensure_one()
        self.check_access('write')
        self._approval_touch()  # refuses when signed; whoever comes second starts again and sees the lines
        wanted = self._proposed_profiles()
        limit = self.company_id.relationship_countermeasure_limit
        room = max(0, limit - len(self.line_ids))
        chosen = wanted[:room]
        self.env['relationship.countermeasure.line'].create(self._proposed_values(chosen))
        left = len(wanted) - len(chosen)
        message = self.env._("%s customers were added.", len(chosen)) if chosen else self.env._(
            "Nobody to add: whoever fits is listed already, or on another open sheet.")
        if left:
            message += " " + self.env._("%(left)s more fit; a sheet takes %(limit)s.", left=left, limit=limit)
        return {
            'type': 'ir.actions.client', 'tag': 'display_notification',
            'params': {
                'type': 'success' if chosen else 'warning', 'message': message,
                'next': {'type': 'ir.actions.client', 'tag': 'soft_reload'}},
        }

    def _lock_sheets(self):
        """Whoever comes second on the same sheet is made to start again and sees the first one's lines."""
        self.env.flush_all()
        self.env.execute_query(SQL(
            "UPDATE relationship_countermeasure SET write_date = write_date WHERE id IN %s RETURNING id",
            tuple(self.ids) or (0,)))

    def _proposed_profiles(self):
        """The customers that fit, the weightiest first, without those on an open line of this kind."""
        Profile = self.env['relationship.profile']
        busy = self.env['relationship.countermeasure.line'].sudo()._busy_profiles(self.kind, self.company_id)
        fit = self._important_domain() if self.kind == 'important' else self._problem_domain()
        profiles = Profile.search_fetch(
            Domain('company_id', '=', self.company_id.id) & Domain('id', 'not in', (busy | self.line_ids.profile_id).ids)
            & fit, ['amount_12m', 'amount_6m', 'amount_6m_before', 'churn_risk'])
        if self.kind == 'important':
            return profiles.sorted(lambda profile: (-profile.amount_12m, profile.id))
        return profiles.sorted(lambda profile: (
            RISK_ORDER.get(profile.churn_risk, 2), profile.amount_6m - profile.amount_6m_before, profile.id))

    def _important_domain(self):
        return Domain('tier_id', 'in', self.tier_ids.ids)

    def _problem_domain(self):
        """By risk (N15, N16) and by the drop alone; a bound belongs to the drop."""
        risks = [risk for risk, wanted in (('high', self.with_high_risk), ('medium', self.with_medium_risk)) if wanted]
        domain = Domain('churn_risk', 'in', risks)
        if self.with_falling:
            drop = self.company_id.relationship_risk_drop_percent / 100
            domain |= Domain('has_growth', '=', True) & Domain('growth', '<=', -drop)
        return domain

    def _proposed_values(self, profiles):
        """Values of the lines for ``profiles``: owner, what they buy, where they are, what is wrong."""
        due = fields.Date.add(fields.Date.context_today(self), days=self.company_id.relationship_countermeasure_days)
        scopes = profiles._sales_scopes(self.company_id)
        first = max(self.line_ids.mapped('sequence'), default=0)
        return [{
            'sheet_id': self.id,
            'sequence': first + number,
            'profile_id': profile.id,
            'date_deadline': due,
            'sales_scope': scopes.get(profile.partner_id.id, False),
            'location': profile._countermeasure_location(),
            'problem': self._proposed_problem(profile),
        } for number, profile in enumerate(profiles, start=1)]

    def _proposed_problem(self, profile):
        """问题表现 as the figures tell it; important customers' problems are for people to find."""
        if self.kind == 'important':
            return False
        parts = []
        if profile.churn_risk in RISK_ORDER:
            labels = dict(profile._fields['churn_risk']._description_selection(self.env))
            parts.append(self.env._("churn risk: %s", labels[profile.churn_risk]))
        if profile.has_growth and profile.growth < 0:
            parts.append(self.env._("sales down by %s %%", formatLang(self.env, -100 * profile.growth, digits=1)))
        if profile.last_complaint_date:
            parts.append(self.env._("complaint on %s", format_date(self.env, profile.last_complaint_date)))
        return self.env['relationship.countermeasure.line']._join(parts)

    # ------------------------------------------------------------------
    # Proposals of other documents
    # ------------------------------------------------------------------

    @api.model
    def _propose_line(self, profile, kind, problem, strategy):
        """Put ``profile`` on the company's open sheet of ``kind``, made when missing.

        For documents whose decision calls for a countermeasure (a signed evaluation). Runs as
        superuser, so that whoever signed there is no editor here and may sign here too.

        :param profile: one relationship.profile, which the caller may see
        :param str kind: ``important`` or ``problem``
        :return: the relationship.countermeasure.line in sudo: the customer's open line of this
            kind, wherever it is, or a new one. A new problem is added to a line that can still
            be written, and noted in the conversation of a signed sheet.
        """
        profile = profile.sudo()
        profile.ensure_one()
        Line = self.env['relationship.countermeasure.line'].with_user(SUPERUSER_ID)
        line = Line.search(Line._open_domain(kind, profile.company_id) & Domain('profile_id', '=', profile.id), limit=1)
        if line:
            line._add_problem(problem)
            return line
        sheet = self._collecting_sheet(profile, kind)
        values = sheet._proposed_values(profile.with_user(SUPERUSER_ID))[0]
        return Line.create({**values, 'problem': problem or values['problem'], 'strategy': strategy})

    @api.model
    def _collecting_sheet(self, profile, kind):
        """The draft that collects proposals of ``kind`` in the company of ``profile``.

        :raise ConcurrencyError: somebody else is making it; Odoo starts the transaction again
        """
        company = profile.company_id
        Sheet = self.env['relationship.countermeasure'].with_user(SUPERUSER_ID).with_company(company)
        sheet = Sheet.search([
            ('company_id', '=', company.id), ('kind', '=', kind), ('is_collecting', '=', True),
            ('approval_state', 'in', EDITABLE_STATES)], limit=1)
        if sheet:
            sheet._lock_sheets()
            return sheet
        try:
            with self.env.cr.savepoint(), mute_logger('odoo.sql_db'):
                sheet = Sheet.create({'kind': kind, 'company_id': company.id, 'department_id': False})
                sheet._sealed_write(
                    {'is_collecting': True, 'preparer_id': self._collecting_preparer(profile).id}, SEAL)
                sheet.flush_recordset()
        except UniqueViolation as error:
            raise ConcurrencyError("Two collecting sheets at once") from error
        return sheet

    @api.model
    def _collecting_preparer(self, profile):
        """Who is to complete the sheet: the owner's superior where that is a supervisor, else the user."""
        employee = profile.user_id.employee_ids.filtered(lambda one: one.company_id == profile.company_id)[:1]
        leaders = employee.parent_id.user_id | employee.department_id.manager_id.user_id
        leaders = leaders.filtered(lambda user: user.has_group('crm_relationship.group_supervisor'))
        return leaders[:1] or self.env.user


class RelationshipCountermeasureLine(models.Model):
    """Which customers have an open line, and one more problem on it."""
    _inherit = 'relationship.countermeasure.line'

    @api.model
    def _open_domain(self, kind, company):
        """Lines of ``kind`` that are being written, signed or carried out in ``company``."""
        return Domain([
            ('kind', '=', kind), ('company_id', '=', company.id), ('state', '=', 'open'),
            ('stage', 'in', ('writing', 'signing', 'carrying'))])

    @api.model
    def _busy_profiles(self, kind, company):
        """Customers with an open line of ``kind``, on whosever sheet."""
        return self.search_fetch(self._open_domain(kind, company), ['profile_id']).profile_id

    def _add_problem(self, problem):
        """Note ``problem`` once: on the line while it is written, else in the sheet's conversation."""
        self.ensure_one()
        problem = (problem or '').strip()
        if not problem or problem in (self.problem or ''):
            return
        if self.stage == 'writing':
            self.problem = "\n".join(filter(None, [self.problem, problem]))[:5000]
        else:
            self.sheet_id.message_post(body=self.env._(
                "Another problem of %(customer)s: %(problem)s", customer=self.profile_id.display_name, problem=problem))


class RelationshipProfile(models.Model):
    """What a countermeasure says about a customer beside its figures."""
    _inherit = 'relationship.profile'

    def _countermeasure_location(self):
        """所在位置: province and city."""
        partner = self.partner_id.sudo()
        return " ".join(filter(None, [partner.state_id.name, partner.city])) or False

    def _sales_scopes(self, company):
        """销售范围: the products each customer bought most of in the sales window, by name; one query.

        :return: dict of partner id to text
        """
        queries = self._purchase_fact_queries(company)
        if not (queries and self):
            return {}
        self.env.flush_all()  # the sources are SQL that names no fields to flush
        rows = self.env.execute_query(SQL(
            """
            SELECT partner_id, product_id, product_name FROM (
                SELECT partner_id, product_id, product_name, row_number() OVER (
                       PARTITION BY partner_id ORDER BY sum(amount) DESC, product_id, product_name) AS place
                  FROM (SELECT partner_id, product_id, NULL AS product_name, day, amount FROM (%s) AS known
                         WHERE product_id IS NOT NULL
                         UNION ALL
                        %s) AS fact
                 WHERE partner_id = ANY(%s) AND day > %s
                 GROUP BY partner_id, product_id, product_name) AS ranked
             WHERE place <= %s
             ORDER BY partner_id, place
            """,
            union(queries, ('partner_id', 'day', 'amount', 'product_id')), self._named_products(company), self.partner_id.ids,
            months_before(company._relationship_today(), company.relationship_sales_months), TOP_PRODUCTS))
        products = self.env['product.product'].sudo().browse({product for _partner, product, _name in rows if product})
        names = {product.id: product.name for product in products}
        scopes = {}
        for partner, product, name in rows:
            scopes.setdefault(partner, []).append(names.get(product) or name)
        return {partner: ", ".join(texts)[:200] for partner, texts in scopes.items()}

    @api.model
    def _named_products(self, company):
        """Imported purchases whose product is a name in the file only."""
        return SQL(
            """
            SELECT contact.commercial_partner_id, NULL, bought.product_name, bought.date, bought.amount
              FROM relationship_purchase bought JOIN res_partner contact ON contact.id = bought.partner_id
             WHERE bought.company_id = %s AND bought.product_id IS NULL AND bought.product_name IS NOT NULL
            """, company.id)
