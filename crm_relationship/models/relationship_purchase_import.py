from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.document_approval.models.approval_sealed import SEAL

IMPORTERS = "crm_relationship.group_purchase_import"
#: Rows up to which the import runs while its user waits; more run in the background
AT_ONCE = 200_000


class RelationshipPurchaseImport(models.Model):
    """The import of one file of purchases, from upload to result, and its undo.

    state       what may be done
    draft       choose file, source and columns; check
    checked     look at counts and first rows; import
    queued      the server imports next; take back
    done        read the result; undo
    undone      nothing

    What it found is sealed: the counts are those of the rows that were written. This file holds the
    record; `_file` reads the file, `_run` writes the purchases, `_errors` tells what is wrong,
    `_undo` takes it back.
    """

    _name = "relationship.purchase.import"
    _description = "Import of Purchases"
    _inherit = ["approval.sealed", "relationship.input.guard"]
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(compute="_compute_name", store=True)
    source_id = fields.Many2one(
        "relationship.purchase.source", "Source", required=True, ondelete="restrict", index=True, check_company=True,
        default=lambda self: self._default_source())
    company_id = fields.Many2one(
        "res.company", "Company", required=True, readonly=True, default=lambda self: self.env.company, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id", string="Currency")
    state = fields.Selection(
        [("draft", "Upload"), ("checked", "Checked"), ("queued", "Waiting"), ("done", "Imported"), ("undone", "Undone")],
        default="draft", required=True, readonly=True)
    file = fields.Binary(attachment=True, required=True)
    file_name = fields.Char("File Name")
    sheet = fields.Char(help="Name of the sheet; empty takes the first one.")
    column_ids = fields.One2many("relationship.purchase.import.column", "import_id", "Columns")

    # How the source's files are written; changed here, remembered there
    encoding = fields.Selection(related="source_id.encoding", readonly=False)
    delimiter = fields.Selection(related="source_id.delimiter", readonly=False)
    decimal = fields.Selection(related="source_id.decimal", readonly=False)
    date_order = fields.Selection(related="source_id.date_order", readonly=False)
    row_unit = fields.Selection(related="source_id.row_unit", readonly=False)
    create_customers = fields.Boolean(related="source_id.create_customers", readonly=False)
    name_policy = fields.Selection(related="source_id.name_policy", readonly=False)
    number_policy = fields.Selection(related="source_id.number_policy", readonly=False)

    # What the check or the import found
    understood = fields.Char("Read as", readonly=True)
    message = fields.Text("Note", readonly=True)
    preview = fields.Html(readonly=True, sanitize=False)
    is_partial = fields.Boolean("Only the First Rows were Checked", readonly=True)
    row_count = fields.Integer("Rows", readonly=True)
    good_count = fields.Integer("Purchases", readonly=True, help="Rows imported, or after a check: to be imported.")
    repeat_count = fields.Integer("There Already", readonly=True, help="The same row is stored, or was in the file before.")
    bad_count = fields.Integer("Bad Rows", readonly=True)
    conflict_count = fields.Integer(
        "Contradictions", readonly=True, help="Bad rows that contradict one with the same order number.")
    refund_count = fields.Integer("Refunds", readonly=True)
    known_count = fields.Integer("Known Customers", readonly=True)
    new_count = fields.Integer("New Customers", readonly=True)
    renamed_count = fields.Integer("Customers with Several Names", readonly=True, help="The name we have is kept.")
    amount = fields.Monetary("Sum of Purchases", readonly=True)
    first_day = fields.Date("First Purchase", readonly=True)
    last_day = fields.Date("Last Purchase", readonly=True)
    error_file = fields.Binary("File of Bad Rows", attachment=True, readonly=True)
    error_file_name = fields.Char(compute="_compute_error_file_name")

    importer_id = fields.Many2one("res.users", "Imported by", readonly=True)
    imported_at = fields.Datetime(readonly=True)
    undoer_id = fields.Many2one("res.users", "Undone by", readonly=True)
    undone_at = fields.Datetime(readonly=True)
    kept_count = fields.Integer(
        "Customers Kept", readonly=True, help="Created by the import, but used by something else since.")
    created_partner_ids = fields.Many2many(
        "res.partner", "relationship_purchase_import_partner_rel", "import_id", "partner_id", "Created Customers",
        readonly=True)
    adopted_partner_ids = fields.Many2many(
        "res.partner", "relationship_purchase_import_adopted_rel", "import_id", "partner_id", "Contacts Given a Number",
        readonly=True, help="Found by name, without a number until the import.")

    _sealed_fields = frozenset({
        "state", "understood", "message", "preview", "is_partial", "row_count", "good_count", "repeat_count", "bad_count",
        "conflict_count", "refund_count", "known_count", "new_count", "renamed_count", "amount", "first_day", "last_day",
        "error_file", "importer_id", "imported_at", "undoer_id", "undone_at", "kept_count", "created_partner_ids",
        "adopted_partner_ids",
    })

    @api.model
    def _default_source(self):
        """The source of the last import, else the first one of the company."""
        mine = Domain("company_id", "=", self.env.company.id)
        return self.search(mine, limit=1).source_id or self.env["relationship.purchase.source"].search(mine, limit=1)

    @api.depends("file_name", "source_id")
    def _compute_name(self):
        for record in self:
            record.name = record.file_name or record.source_id.name

    @api.depends("file_name")
    def _compute_error_file_name(self):
        for record in self:
            stem = (record.file_name or "").rsplit(".", 1)[0]
            record.error_file_name = self.env._("%s bad rows.xlsx", stem)

    @api.model_create_multi
    def create(self, vals_list):
        sources = self.env["relationship.purchase.source"]
        for vals in vals_list:
            if vals.get("source_id"):
                # A source knows its company; the current one may be another of the user's
                vals["company_id"] = sources.browse(vals["source_id"]).company_id.id
        return super().create(vals_list)

    def write(self, vals):
        if vals.keys() - {"column_ids"} and any(record.state in ("queued", "done", "undone") for record in self):
            raise UserError(self.env._("This file is imported or about to be. Make a new import for another file."))
        res = super().write(vals)
        if vals.keys() & {"file", "sheet", "source_id"}:
            self._start_over()
        return res

    def _start_over(self, message=False):
        """Back to the upload: what a check found is not what an import would do now."""
        self._sealed_write({
            "state": "draft", "preview": False, "message": message, "understood": False, "error_file": False}, SEAL)

    def _ask_another_check(self):
        """Columns or formats have changed, so nobody has seen what an import would do now."""
        self.filtered(lambda record: record.state in ("checked", "queued"))._start_over(self.env._(
            "The columns or the way files of this source are read have changed since the check. Read the file again."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_imported(self):
        if any(record.state in ("queued", "done") for record in self):
            raise UserError(self.env._("Undo the import first: its purchases point to it."))

    @api.model
    def _check_input_number(self, field, value):
        """The sum of a file is computed and sealed, and may be larger than anything a person enters."""
        if field.name != "amount":
            super()._check_input_number(field, value)

    # ------------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------------

    def action_check(self):
        """Read the file and count what an import would do; writes no purchase and no customer."""
        self._check_may_import()
        for record in self:
            if record.state not in ("draft", "checked"):
                raise UserError(record.env._("This file is imported or about to be."))
            record._check_file()

    def action_import(self):
        """Import now, or in the background when it takes longer than a person waits."""
        self._check_may_import()
        self.ensure_one()
        if self.state != "checked":
            raise UserError(self.env._("Check the file first."))
        if self.is_partial or self.row_count > AT_ONCE:
            self._sealed_write({"state": "queued", "message": False, "importer_id": self.env.uid}, SEAL)
            self.env.ref("crm_relationship.ir_cron_purchase_import").sudo()._trigger()
        else:
            self._run()

    def action_take_back(self):
        """Take a waiting import out of the queue."""
        self._check_may_import()
        for record in self:
            record._claim()
            if record.state != "queued":
                raise UserError(record.env._("This import does not wait any more."))
            record._sealed_write({"state": "checked"}, SEAL)

    def action_undo(self):
        """Delete the purchases of the import, and the customers it created that nothing else uses."""
        self._check_may_import()
        self.ensure_one()
        self._undo()

    def action_open_purchases(self):
        """The purchases of this import."""
        self.check_access("read")
        return {
            **self.env["ir.actions.act_window"]._for_xml_id("crm_relationship.relationship_purchase_action"),
            "domain": [("import_id", "in", self.ids)], "context": {},
        }

    def action_open_customers(self):
        """The customers this import created."""
        self.check_access("read")
        return {
            "type": "ir.actions.act_window", "name": self.env._("Created Customers"), "res_model": "res.partner",
            "view_mode": "list,form", "domain": [("relationship_purchase_import_ids", "in", self.ids)],
        }

    def _check_may_import(self):
        """:raise AccessError: not in the group, or the import is of a company the user is not in"""
        if not self.env.su and not self.env.user.has_group(IMPORTERS):
            self.browse().with_user(self.env.user).check_access("create")
            raise UserError(self.env._("Importing purchases is for members of the group “Imports purchases”."))
        self.check_access("write")
