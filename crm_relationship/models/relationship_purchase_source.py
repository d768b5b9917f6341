from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.purchase_file import normal_heading

#: What decides how the rows of a file are understood, and so what a check shows
READING = frozenset({
    "currency_id", "encoding", "delimiter", "decimal", "date_order", "row_unit", "create_customers", "name_policy",
    "number_policy"})


class RelationshipPurchaseSource(models.Model):
    """Where files of purchases come from: a shop's back-end, an ERP system.

    It remembers how its files are written, so that the second file needs no questions. Orders are
    known by their number within a source: the same order in two files of it is one order.
    """

    _name = "relationship.purchase.source"
    _description = "Source of Purchases"
    _inherit = "relationship.input.guard"
    _order = "sequence, name, id"
    _check_company_auto = True

    name = fields.Char(required=True, help="Such as “Shop back-end” or the name of the ERP system.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", "Company", required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(
        "res.currency", "Currency", required=True, default=lambda self: self.env.company.currency_id,
        help="What the amounts are in. Others than the company's are converted at the rate of the day of purchase.")
    encoding = fields.Selection(
        [("auto", "Find out"), ("utf-8", "UTF-8"), ("gb18030", "GB18030 (GBK)"), ("utf-16", "UTF-16"),
         ("big5hkscs", "Big5")],
        default="auto", required=True)
    delimiter = fields.Selection(
        [("auto", "Find out"), ("comma", "Comma"), ("semicolon", "Semicolon"), ("tab", "Tab"), ("pipe", "Vertical bar")],
        default="auto", required=True)
    decimal = fields.Selection(
        [("auto", "Find out"), ("point", "1,234.56"), ("comma", "1.234,56")], "Decimal Mark", default="auto", required=True)
    date_order = fields.Selection(
        [("ymd", "2026-01-05 only"), ("dmy", "05/01/2026 is 5 January"), ("mdy", "01/05/2026 is 5 January")],
        "Order of Dates", default="ymd", required=True,
        help="Days that begin with the year are always understood; others only when it is said here what comes first.")
    row_unit = fields.Selection(
        [("auto", "Find out"), ("order", "One order"), ("line", "One line of an order")],
        "A Row is", default="auto", required=True,
        help="One order: a number that comes again is a repetition. One line: a number may come again, "
             "and lines are told apart by their number or their place in the order.")
    create_customers = fields.Boolean("Create Unknown Customers", default=True)
    are_companies = fields.Boolean("New Customers are Companies", default=True)
    name_policy = fields.Selection(
        [("careful", "Refuse the row unless this source gave the other number"),
         ("other", "Is another customer"), ("same", "Is the same customer")],
        "A Known Name with Another Number", default="careful", required=True)
    number_policy = fields.Selection(
        [("careful", "Refuse the row unless this source gave the number"), ("same", "Is the same customer")],
        "A Known Number with Another Name", default="careful", required=True,
        help="Two systems that number their customers each on its own give the same number to different ones.")
    remembered = fields.Json(default=dict, readonly=True)
    import_serial = fields.Integer(default=0, readonly=True)
    import_ids = fields.One2many("relationship.purchase.import", "source_id", "Imports")

    _name_uniq = models.UniqueIndex("(company_id, name)", "This company has a source of that name already.")

    def write(self, vals):
        # A form sends all formats with a new import, most of them as they are
        changed = self.filtered(lambda source: any(
            source._fields[name].convert_to_write(source[name], source) != vals[name] for name in READING & vals.keys()))
        res = super().write(vals)
        # Imports of others too: whoever may change the source decides for its files
        changed.sudo().import_ids._ask_another_check()
        return res

    @api.constrains("currency_id", "company_id")
    def _check_has_no_purchases(self):
        if self.env["relationship.purchase"].sudo().search_count([("source_id", "in", self.ids)], limit=1):
            raise UserError(self.env._(
                "This source has purchases already, so its currency and company stay. Make another source for the new files."))

    def action_forget(self):
        """Forget the meaning of the columns."""
        self.check_access("write")
        self.write({"remembered": {}})

    def _lock_company(self):
        """Let one import at a time write in the company of this source.

        The counter is changed, not only locked: a transaction that waited here and had looked at
        the data before is sent back by PostgreSQL and starts again with the other's rows in sight.
        """
        self.ensure_one()
        self.env.cr.execute(
            "UPDATE relationship_purchase_source SET import_serial = COALESCE(import_serial, 0) + 1 WHERE company_id = %s",
            [self.company_id.id])
        self.invalidate_model(["import_serial"], flush=False)

    def _remembered_columns(self):
        """What columns were the last time, by normal heading; "" for none."""
        remembered = self.remembered
        if not isinstance(remembered, dict):
            return {}
        return {name: target for name, target in remembered.items() if isinstance(target, str)}

    def _remember(self, columns):
        """Remember what the user or we made of the headings of ``columns``."""
        now = {normal_heading(column.name): column.target or "" for column in columns}
        known = self._remembered_columns()
        if any(known.get(name) != target for name, target in now.items()):
            self.remembered = {**known, **now}
