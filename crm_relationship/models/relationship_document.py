"""What every paper form has: a number, a company, a department, a preparer and a date."""

from odoo import api, fields, models
from odoo.fields import Domain

UNNUMBERED = "/"


class RelationshipDocument(models.AbstractModel):
    """A paper form of the application (DESIGN.md 1).

    A form inherits this model, and ``approval.mixin`` when it is signed, and names
    ``_relationship_sequence_code`` and ``_relationship_sequence_prefix``. The number and the
    preparer are sealed: neither a user nor an import nor a default value can set them.
    """

    _name = "relationship.document"
    _description = "Customer Relations Form"
    _inherit = ["approval.sealed", "relationship.printed"]
    _order = "date desc, id desc"
    _check_company_auto = True

    # Numbers read <prefix><year>-<counter>; every company counts for itself, from 1 each year.
    _relationship_sequence_code = None
    _relationship_sequence_prefix = ""

    _sealed_fields = frozenset({"name", "preparer_id"})

    name = fields.Char(
        string="Number", default=UNNUMBERED, required=True, readonly=True, copy=False, index="trigram"
    )
    company_id = fields.Many2one(
        "res.company", string="Company", required=True, index=True, default=lambda self: self.env.company
    )
    department_id = fields.Many2one(
        "hr.department",
        string="Department",
        index=True,
        check_company=True,
        default=lambda self: self._default_department_id(),
    )
    preparer_id = fields.Many2one(
        "res.users",
        string="Prepared by",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        default=lambda self: self.env.uid,
    )
    date = fields.Date(
        string="Date", required=True, copy=False, default=lambda self: fields.Date.context_today(self)
    )

    _name_company_uniq = models.UniqueIndex(
        "(company_id, name)", "Two documents of one company cannot have the same number."
    )

    @api.model
    def _default_department_id(self):
        """The department of the current user's employee in the current company.

        Read with sudo: departments live on ``hr.version``, which plain users cannot read.
        """
        return self.env.user.sudo().employee_id.department_id.sudo(False)

    def _company_rate(self, date):
        """The factor from the document's currency into its company's on ``date``, default today; 1.0 without a company."""
        company = self.company_id
        if not company:
            return 1.0
        return self.env["res.currency"]._get_conversion_rate(
            self.currency_id or company.currency_id, company.currency_id, company,
            date or fields.Date.context_today(self))

    # ------------------------------------------------------------------
    # Number
    # ------------------------------------------------------------------

    def _prepare_create_values(self, vals_list):
        """Number the documents where only this process gets to: after all checks, before INSERT."""
        vals_list = super()._prepare_create_values(vals_list)
        together = {}
        for vals in vals_list:
            together.setdefault((vals["company_id"], fields.Date.to_date(vals["date"])), []).append(vals)
        for (company_id, date), documents in together.items():
            company = self.env["res.company"].browse(company_id)
            for vals, number in zip(documents, self._relationship_next_numbers(company, date, len(documents))):
                vals["name"] = number
        return vals_list

    @api.model
    def _relationship_next_numbers(self, company, date, count):
        """The next ``count`` free numbers of ``company`` in the year of ``date``."""
        sequence = self.env["ir.sequence"].sudo().search(
            [("code", "=", self._relationship_sequence_code), ("company_id", "=", company.id)], limit=1
        ) or self._relationship_create_sequence(company)
        return sequence._relationship_next_many(count, date)

    @api.model
    def _relationship_create_sequence(self, company):
        """The counter of this form in ``company``; administrators may restyle it afterwards."""
        return self.env["ir.sequence"].sudo().create({
            "name": f"{self._description} ({company.name})",
            "code": self._relationship_sequence_code,
            "company_id": company.id,
            "prefix": f"{self._relationship_sequence_prefix}%(range_year)s-",
            "padding": 4,
            "use_date_range": True,
        })

    @api.model
    def _relationship_create_sequences(self, companies=None):
        """Give every company its counter now: two first documents at once must not both make one."""
        Sequence = self.env["ir.sequence"].sudo()
        companies = companies or self.env["res.company"].sudo().search(Domain.TRUE)
        code = self._relationship_sequence_code
        have = Sequence.search([("code", "=", code), ("company_id", "in", companies.ids)]).company_id
        for company in companies - have:
            self._relationship_create_sequence(company)
