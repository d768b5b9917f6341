"""客户地址分类表 F1, 客户分级表 F5 and 客户名册 F18.11: dated sheets of customers."""

import ast

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..tools.customer_columns import COLUMNS

# Paper is for reading: longer sheets are for the spreadsheet, which streams any number of rows.
PRINT_LIMIT = 2000
GRADING_WIDTH = 6


class RelationshipCustomerSheet(models.Model):
    """A sheet lists customers as they were on its day, so that its number and check code mean something.

    Lines are written by :meth:`action_fill` only, in the rights of whoever fills the sheet, and
    are read by those who may read both the sheet and the customer at that moment.
    """

    _name = "relationship.customer.sheet"
    _description = "Customer Sheet"
    _inherit = ["relationship.document", "relationship.team.mixin"]

    _relationship_sequence_code = "relationship.customer.sheet"
    _relationship_sequence_prefix = "KB"

    _sealed_fields = frozenset({"filled_at"})

    kind = fields.Selection(
        [("address", "Customer Address Sheet"), ("grading", "Customer Grading Sheet"), ("roster", "Customer Roster")],
        string="Sheet",
        required=True,
        default="address",
    )
    customer_domain = fields.Char(
        string="Customers", default="[]", required=True, help="Which customers to list, among those you may see."
    )
    line_ids = fields.One2many("relationship.customer.sheet.line", "sheet_id", string="Lines", readonly=True)
    line_count = fields.Integer(string="Customers Listed", compute="_compute_line_count")
    filled_at = fields.Datetime(string="As of", readonly=True, copy=False)
    is_printable = fields.Boolean(compute="_compute_line_count")
    note = fields.Text(string="Remarks")

    def _compute_line_count(self):
        counts = dict(self.env["relationship.customer.sheet.line"]._read_group(
            [("sheet_id", "in", self.ids)], ["sheet_id"], ["__count"]
        ))
        for sheet in self:
            sheet.line_count = counts.get(sheet._origin, 0)
            sheet.is_printable = 0 < sheet.line_count <= PRINT_LIMIT

    @api.constrains("customer_domain")
    def _check_customer_domain(self):
        for sheet in self:
            sheet._customers()

    def _customers(self):
        """Query of the customers the current user may list on this sheet.

        :raise UserError: the filter cannot be read
        :raise AccessError: the filter asks for fields the user may not see
        """
        self.ensure_one()
        profiles = self.env["relationship.profile"]
        try:
            domain = ast.literal_eval(self.customer_domain or "[]")
            query = profiles._search([("company_id", "=", self.company_id.id), *domain])
            query.select()
        except AccessError:
            raise
        except Exception as error:
            raise UserError(self.env._("The choice of customers cannot be read. Choose them again.")) from error
        return query

    # ------------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------------

    def action_fill(self):
        """List the chosen customers as they are now, in place of what was listed before."""
        self.check_access("write")
        for sheet in self:
            sheet._fill()

    def action_print(self):
        """The paper form."""
        self.ensure_one()
        self._check_filled()
        if not self.is_printable:
            raise UserError(self.env._(
                "%(count)s customers are too many for paper (%(limit)s at most). Use the spreadsheet, or choose fewer.",
                count=self.line_count, limit=PRINT_LIMIT,
            ))
        return self.env.ref(f"crm_relationship.action_report_customer_{self.kind}").report_action(self)

    def action_spreadsheet(self):
        """The form as a spreadsheet; a long one as a plain table that streams."""
        self.ensure_one()
        self._check_filled()
        self._print_check_sheet()
        if self.is_printable:
            return self.env.ref(f"crm_relationship.action_report_customer_{self.kind}_sheet").report_action(self)
        return {
            "type": "ir.actions.act_url",
            "url": f"/crm_relationship/customer_sheet/{self.id}.xlsx",
            "target": "download",
        }

    def _check_filled(self):
        self.check_access("read")
        if not self.line_count:
            raise UserError(self.env._("Nobody is listed yet. Choose customers and press “Fill In”."))

    @api.model
    def action_from_customers(self):
        """A new sheet of the customers ticked in a list, filled in; its kind can still be changed.

        :return: the sheet's form
        """
        self.check_access("create")
        ids = self.env.context.get("active_ids") or []
        limit = int(self.env["ir.config_parameter"].sudo().get_param("web.active_ids_limit", "20000"))
        # The client hands over no more ids than that; then "all of the list" is meant.
        everything = len(ids) >= limit and self.env.context.get("active_domain")
        chosen = everything or [("id", "in", ids)]
        sheet = self.create({"customer_domain": repr(chosen)})
        sheet.action_fill()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Customer Sheet"),
            "res_model": self._name,
            "res_id": sheet.id,
            "view_mode": "form",
        }

    # ------------------------------------------------------------------
    # Printing
    # ------------------------------------------------------------------

    def _print_check_sheet(self):
        """Lists of customers leave as files under Odoo's own permission to export (X49)."""
        if not self.env.user.has_group("base.group_allow_export"):
            raise AccessError(self.env._(
                "A list of customers as a spreadsheet needs the permission to export. Print it, or ask an "
                "administrator for “Export: Allowed” on your user."))

    def _print_title(self):
        return dict(self._fields["kind"]._description_selection(self.env))[self.kind]

    def _print_file_name(self):
        return f"{self._print_title()} {self.name}"

    def _print_columns(self):
        """The columns of this kind of sheet: ``{name, label, width, percent}``, width in characters."""
        widths = COLUMNS[self.kind]
        fields_get = self.env["relationship.customer.sheet.line"].fields_get(allfields=list(widths))
        total = sum(widths.values())
        return [
            {"name": name, "label": fields_get[name]["string"], "width": width, "percent": round(width * 100 / total, 2)}
            for name, width in widths.items()
        ]

    def _print_grades(self):
        """F5's blocks: per grade the customers in rows as wide as the paper.

        :return: list of ``(label, rows)``, a row being a list of lines padded with empty ones
        """
        nothing = self.env["relationship.customer.sheet.line"]
        blocks = []
        for grade, lines in self.line_ids.grouped("grade_text").items():
            rows = [list(lines[start : start + GRADING_WIDTH]) for start in range(0, len(lines), GRADING_WIDTH)]
            rows[-1] += [nothing] * (GRADING_WIDTH - len(rows[-1]))
            blocks.append((grade or self.env._("Not graded"), rows))
        return blocks
