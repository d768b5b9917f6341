from odoo import fields, models
from odoo.tools import SQL

#: states of a document's approval in which what it gives counts; expense settlement adds a third
BINDING = ('approved', 'settled')
KINDS = [('hospitality', "Hospitality"), ('gift', "Gift")]
#: columns every source gives, in this order
COLUMNS = (
    'id', 'recipient_id', 'commercial_partner_id', 'company_id', 'date', 'kind', 'state', 'amount', 'res_model',
    'res_id', 'name', 'user_id', 'is_over_cap')


class RelationshipBenefit(models.Model):
    """招待礼品台账: everything given to a person, one row per recipient, kind and line of its source.

    Who was named and has no contact has rows without a beneficiary, under the customer company.

    Pending requests count, so that two of them cannot both take the last of a cap; what was
    rejected or cancelled does not, nor a gift the keeper has back. Amounts are in the currency of
    the company that gives, at the rate of the document's date.

    Who reads what (security/relationship_benefit_security.xml): a specialist what he or she
    applied for, a supervisor the team's, managers, finance and the office the company's.
    """
    _name = 'relationship.benefit'
    _description = "Hospitality and Gift Ledger"
    _inherit = ['relationship.team.mixin']
    _auto = False
    _order = 'date desc, id desc'
    _team_person_field = 'user_id'
    _depends = {
        'relationship.hospitality': [
            'approval_state', 'approval_request_id', 'date_start', 'budget_company', 'actual_company', 'attendee_count',
            'commercial_partner_id', 'company_id', 'name', 'applicant_id', 'supplement_of_id', 'is_over_cap'],
        'relationship.hospitality.attendee': ['hospitality_id', 'side', 'partner_id'],
        'relationship.hospitality.budget': ['hospitality_id', 'item_id', 'amount'],
        'relationship.hospitality.item': ['is_gift'],
        'relationship.hospitality.report': ['hospitality_id', 'approval_state', 'date_start', 'is_over_cap'],
        'relationship.hospitality.report.attendee': ['report_id', 'side', 'partner_id'],
        'relationship.hospitality.expense': ['report_id', 'item_id', 'amount'],
        'relationship.gift.request': [
            'approval_state', 'date_gift', 'company_id', 'name', 'applicant_id', 'is_over_cap'],
        'relationship.gift.request.line': [
            'request_id', 'recipient_id', 'value_company', 'outcome', 'outcome_date', 'is_back'],
        'approval.request': ['amount', 'approved_amount'],
        'res.partner': ['commercial_partner_id'],
        'res.company': ['resource_calendar_id', 'partner_id'],
        'resource.calendar': ['tz'],
    }

    recipient_id = fields.Many2one('res.partner', "Beneficiary", readonly=True)
    commercial_partner_id = fields.Many2one('res.partner', "Customer Company", readonly=True)
    company_id = fields.Many2one('res.company', "Company", readonly=True)
    currency_id = fields.Many2one(related='company_id.currency_id')
    date = fields.Date(readonly=True, help="The company's calendar day of the occasion or the gift.")
    kind = fields.Selection(KINDS, readonly=True)
    state = fields.Selection(
        [('pending', "Pending"), ('approved', "Approved"), ('settled', "Settled")], string="Status", readonly=True,
        help="Settled: the hospitality was reported and signed, or the gift was handed over.")
    amount = fields.Monetary(readonly=True)
    res_model = fields.Char("Document Model", readonly=True)
    res_id = fields.Many2oneReference("Document", model_field='res_model', readonly=True)
    name = fields.Char("Number", readonly=True)
    user_id = fields.Many2one('res.users', "Given by", readonly=True)
    is_over_cap = fields.Boolean(
        "Over a Cap", readonly=True, help="The request or its report crossed a cap when it was submitted.")

    @property
    def _table_query(self):
        columns = SQL(", ").join(map(SQL.identifier, COLUMNS))
        return SQL(" UNION ALL ").join(
            SQL("SELECT %s FROM (%s) AS source", columns, source) for source in self._benefit_sources())

    def _benefit_sources(self):
        """SELECTs of rows, one per recipient and source line, with the columns of :data:`COLUMNS`.

        An addon that gives something else to people adds its own; ids must differ, so each source
        takes the ids of its lines times eight plus a number of its own (0 to 4 are taken).

        :rtype: list of SQL
        """
        return [
            self._hospitality_promised(0, 'hospitality'), self._hospitality_settled(1, 'hospitality'), self._gifts(),
            self._hospitality_promised(3, 'gift'), self._hospitality_settled(4, 'gift')]

    def _hospitality_promised(self, number, kind):
        """The per-head share of the budget, while pending and once approved, until it is reported.

        A budget the audit lowered counts as lowered, its gifts in proportion.

        :param int number: this source's own, for the ids
        :param str kind: ``gift`` for the items that are gifts, ``hospitality`` for the others
        """
        return SQL(
            """
            SELECT attendee.id::bigint * 8 + %(number)s AS id, %(common)s,
                   CASE WHEN request.approval_state = 'pending' THEN 'pending' ELSE 'approved' END AS state,
                   %(budget)s * %(share)s AS amount
              FROM relationship_hospitality AS request
              JOIN relationship_hospitality_attendee AS attendee
                ON attendee.hospitality_id = request.id AND attendee.side = 'customer'
         %(joins)s
         LEFT JOIN approval_request AS approval ON approval.id = request.approval_request_id
              JOIN LATERAL (%(gifts)s WHERE line.hospitality_id = request.id) AS gifts ON %(has)s
              JOIN LATERAL (%(heads)s FROM relationship_hospitality_attendee AS head
                             WHERE head.hospitality_id = request.id) AS heads ON TRUE
             WHERE (request.approval_state = 'pending' OR request.approval_state IN %(binding)s)
               AND NOT EXISTS (
                   SELECT FROM relationship_hospitality_report AS report
                    WHERE report.hospitality_id = COALESCE(request.supplement_of_id, request.id)
                      AND report.approval_state IN %(binding)s)
            """, number=number, common=self._hospitality_columns(kind, SQL("request.date_start"), SQL("request.is_over_cap")),
            budget=self._hospitality_budget(), joins=self._hospitality_joins(), binding=BINDING,
            gifts=self._gift_part(SQL("relationship_hospitality_budget")), **self._head_share(kind))

    def _hospitality_settled(self, number, kind):
        """The per-head share of what was spent, for those who came, once the report is signed."""
        return SQL(
            """
            SELECT attendee.id::bigint * 8 + %(number)s AS id, %(common)s, 'settled' AS state,
                   request.actual_company * %(share)s AS amount
              FROM relationship_hospitality AS request
              JOIN relationship_hospitality_report AS report
                ON report.hospitality_id = request.id AND report.approval_state IN %(binding)s
              JOIN relationship_hospitality_report_attendee AS attendee
                ON attendee.report_id = report.id AND attendee.side = 'customer'
         %(joins)s
              JOIN LATERAL (%(gifts)s WHERE line.report_id = report.id) AS gifts ON %(has)s
              JOIN LATERAL (%(heads)s FROM relationship_hospitality_report_attendee AS head
                             WHERE head.report_id = report.id) AS heads ON TRUE
             WHERE request.approval_state IN %(binding)s AND request.supplement_of_id IS NULL
            """, number=number, common=self._hospitality_columns(
                kind, SQL("report.date_start"), SQL("(request.is_over_cap OR report.is_over_cap)")),
            joins=self._hospitality_joins(), binding=BINDING,
            gifts=self._gift_part(SQL("relationship_hospitality_expense")), **self._head_share(kind))

    def _hospitality_columns(self, kind, moment, over_cap):
        """Columns all sources of hospitality share; whoever has no contact counts for the customer company."""
        return SQL(
            """attendee.partner_id AS recipient_id,
               COALESCE(recipient.commercial_partner_id, request.commercial_partner_id) AS commercial_partner_id,
               request.company_id, (%(moment)s AT TIME ZONE 'UTC'
                AT TIME ZONE COALESCE(calendar.tz, home.tz, 'UTC'))::date AS date,
               %(kind)s AS kind, 'relationship.hospitality' AS res_model, request.id AS res_id, request.name,
               request.applicant_id AS user_id, COALESCE(%(over_cap)s, FALSE) AS is_over_cap""",
            moment=moment, kind=kind, over_cap=over_cap)

    def _hospitality_joins(self):
        return SQL(
            """LEFT JOIN res_partner AS recipient ON recipient.id = attendee.partner_id
              JOIN res_company AS company ON company.id = request.company_id
              JOIN res_partner AS home ON home.id = company.partner_id
         LEFT JOIN resource_calendar AS calendar ON calendar.id = company.resource_calendar_id""")

    def _gift_part(self, table):
        """The part of a paper's money that its gift items are, from 0 to 1; the paper is chosen by the caller."""
        return SQL(
            """SELECT COALESCE(SUM(line.amount) FILTER (WHERE item.is_gift) / NULLIF(SUM(line.amount), 0), 0) AS part
                 FROM %s AS line JOIN relationship_hospitality_item AS item ON item.id = line.item_id""", table)

    def _head_share(self, kind):
        """A guest's share of the money: gifts are the guests' alone, the rest is everybody's at the table."""
        return {
            'heads': SQL("SELECT count(*) AS number, count(*) FILTER (WHERE head.side = 'customer') AS guests"),
            'share': SQL("gifts.part / heads.guests") if kind == 'gift'
            else SQL("(1 - gifts.part) / GREATEST(heads.number, 1)"),
            'has': SQL("gifts.part > 0") if kind == 'gift' else SQL("gifts.part < 1"),
        }

    def _hospitality_budget(self):
        """A request's own budget in company currency, less what the audit took off."""
        return SQL(
            """GREATEST(request.budget_company - CASE
                   WHEN request.approval_state = 'pending' THEN 0
                   ELSE COALESCE(approval.amount - approval.approved_amount, 0) END, 0)""")

    def _gifts(self):
        """What is asked for, approved, out of the shelf or handed over; not what the keeper has back.

        What somebody has stays given, even where the request was cancelled afterwards.
        """
        return SQL(
            """
            SELECT line.id::bigint * 8 + 2 AS id, line.recipient_id, recipient.commercial_partner_id, request.company_id,
                   %(day)s AS date, 'gift' AS kind,
                   CASE WHEN line.outcome = 'given' THEN 'settled'
                        WHEN request.approval_state = 'pending' THEN 'pending' ELSE 'approved' END AS state,
                   line.value_company AS amount, 'relationship.gift.request' AS res_model, request.id AS res_id,
                   request.name, request.applicant_id AS user_id, COALESCE(request.is_over_cap, FALSE) AS is_over_cap
              FROM relationship_gift_request AS request
              JOIN relationship_gift_request_line AS line ON line.request_id = request.id
              JOIN res_partner AS recipient ON recipient.id = line.recipient_id
             WHERE NOT COALESCE(line.is_back, FALSE) AND (
                   line.outcome = 'given' OR request.approval_state = 'pending' OR request.approval_state IN %(binding)s)
            """, day=self.env['relationship.gift.request.line']._day_counted(), binding=BINDING)

    def action_open(self):
        """The document behind the row.

        :raise AccessError: the row, or the document, is not the user's to read
        """
        self.ensure_one()
        self.check_access('read')
        document = self.env[self.res_model].browse(self.res_id)
        document.check_access('read')
        return {
            'type': 'ir.actions.act_window', 'name': self.name, 'res_model': document._name, 'res_id': document.id,
            'view_mode': 'form', 'views': [(False, 'form')]}
