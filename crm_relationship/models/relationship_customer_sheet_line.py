"""One customer on a customer sheet, as it was on the sheet's day."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date, formatLang


class RelationshipCustomerSheetLine(models.Model):
    """Written by :meth:`RelationshipCustomerSheet._fill` in bulk and by nobody else."""

    _name = "relationship.customer.sheet.line"
    _description = "Customer Sheet Line"
    _inherit = ["approval.sealed", "relationship.child.mixin"]
    _order = "sheet_id, sequence, id"
    _sealed_model = True

    _document_field = "sheet_id"

    sheet_id = fields.Many2one("relationship.customer.sheet", required=True, index=True, ondelete="cascade")
    profile_id = fields.Many2one("relationship.profile", string="Customer", required=True, index=True, ondelete="cascade")
    currency_id = fields.Many2one(related="sheet_id.company_id.currency_id", string="Currency")
    sequence = fields.Integer(string="No.", aggregator=None)
    name = fields.Char(string="Customer Name")
    number = fields.Char(string="Number")
    address = fields.Char(string="Address")
    has_distance = fields.Boolean(string="Distance is Known")
    distance_km = fields.Float(string="Distance (km)", digits=(8, 1), aggregator=None)
    business = fields.Char(string="Business Category")
    no_visit = fields.Char(string="No Visits")
    note = fields.Char(string="Remarks")
    grade_text = fields.Char(string="Grade")
    tier_text = fields.Char(string="Value Tier")
    contact = fields.Char(string="Contact Person")
    phone = fields.Char(string="Phone")
    owner = fields.Char(string="Owner")
    first_purchase_date = fields.Date(string="First Purchase")
    amount_12m = fields.Monetary(string="Sales of 12 Months")
    is_customer_readable = fields.Boolean(
        string="Customer Readable", compute="_compute_is_customer_readable", search="_search_is_customer_readable"
    )

    def _print_text(self, name):
        """The value of a column as it is printed."""
        self.ensure_one()
        field, value = self._fields[name], self[name]
        if field.type == "date":
            return format_date(self.env, value) if value else ""
        if field.type == "monetary":
            return formatLang(self.env, value, currency_obj=self.currency_id)
        if field.type == "float":
            return formatLang(self.env, value, digits=1)
        return value or ""

    @api.depends_context("uid", "allowed_company_ids")
    @api.depends("profile_id")
    def _compute_is_customer_readable(self):
        readable = self.profile_id.sudo(False)._filtered_access("read")
        for line in self:
            line.is_customer_readable = line.profile_id in readable

    def _search_is_customer_readable(self, operator, value):
        """For the record rule, which runs in sudo: the question is what the user may read."""
        if operator != "in":
            return NotImplemented
        profiles = self.env["relationship.profile"].sudo(False)
        if profiles.has_access("read"):
            domain = Domain("profile_id", "any!", profiles.env["ir.rule"]._compute_domain(profiles._name, "read"))
        else:
            domain = Domain.FALSE
        return domain if True in value else ~domain
