import logging

from psycopg2.errors import QueryCanceled

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.service.model import retrying
from odoo.tools import SQL
from odoo.tools.misc import clean_context

from odoo.addons.document_approval.models.approval_sealed import SEAL

from ..tools.purchase_customers import StagedCustomers

_logger = logging.getLogger(__name__)

#: First half of the advisory lock a running import holds; the second is its id
LOCK = 0x50555243
#: Customers up to which the ORM creates them all
FEW = 100
#: Columns of res.partner that are a customer's own when rows are copied, and what is in them
OWN_COLUMNS = {
    "id": SQL("c.partner_id"), "commercial_partner_id": SQL("c.partner_id"), "name": SQL("COALESCE(c.name, c.ref)"),
    "complete_name": SQL("COALESCE(c.name, c.ref)"), "ref": SQL("c.ref"),
    "commercial_company_name": SQL("CASE WHEN p.commercial_company_name IS NOT NULL THEN COALESCE(c.name, c.ref) END"),
}
#: What keeps creation lean, as base_import does: no log messages, no followers
LEAN = {"tracking_disable": True, "mail_create_nolog": True, "mail_create_nosubscribe": True, "mail_notrack": True}


class RelationshipPurchaseImport(models.Model):
    """Writing the purchases: one transaction, so all of them or none, whatever happens to the server."""

    _inherit = "relationship.purchase.import"

    def _run(self):
        """Import the file: customers, purchases, the file of bad rows and the counts together.

        :raise UserError: it runs or ran already, the file cannot be read, somebody stopped it
        """
        self.ensure_one()
        try:
            self._claim()
            if self.state == "draft":
                raise UserError(self.env._("Check the file first."))
            if self.state not in ("checked", "queued"):
                raise UserError(self.env._("This file is imported already."))
            with self._opened() as file:
                stage, customers = self._stage(file)
                values = self._found(stage, customers)
                if values["good_count"]:
                    self._create_customers(customers)
                    self._step("purchases")
                    stage.insert(self.id)
                self._step("errors")
                values["error_file"] = self._error_file(file, stage) if values["bad_count"] else False
                values["preview"] = self._preview(stage)
                stage.close()
        except QueryCanceled as error:
            raise UserError(self.env._("The import was stopped. Nothing of it is stored.")) from error
        if values["good_count"] or not values["bad_count"]:
            values.update(state="done", importer_id=self.env.uid, imported_at=fields.Datetime.now(), message=False)
        else:
            values.update(state="checked", message=self.env._("No row could be taken. The file of bad rows says why."))
        self._sealed_write({**values, "is_partial": False}, SEAL)
        self.env.invalidate_all()
        self.env["relationship.pass.run"]._request(self.company_id)

    def _claim(self):
        """Make this the only transaction that works on this import, and the only import of its company.

        :raise UserError: this import is running
        """
        self.flush_recordset()
        self.env.cr.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [LOCK, self.id])
        if not self.env.cr.fetchone()[0]:
            raise UserError(self.env._("This import is running. Wait until it is done."))
        self.source_id._lock_company()
        self.env.cr.execute("SELECT state FROM relationship_purchase_import WHERE id = %s FOR UPDATE", [self.id])
        self.invalidate_recordset(["state"])

    def _step(self, name):
        """Let other sessions see how far this one is (see `_progress`)."""
        self.env.cr.execute("SELECT set_config('application_name', %s, true)", [f"purchase import {self.id}: {name}"])

    def _stage_customers(self, stage):
        """Find the customers of the rows, under the user's rights, and refuse what is doubtful."""
        Partner = self.env["res.partner"].with_context(active_test=False)
        source = self.source_id
        customers = StagedCustomers(stage, Partner._search([]).subselect(), source.name_policy, source.number_policy)
        customers.match()
        if not (source.create_customers and Partner.has_access("create")):
            customers.refuse_new()
        customers.spread()
        stage.match_products()
        return customers

    def _create_customers(self, customers):
        """Create the new customers and give those found by name the number of the file.

        A contact has dozens of stored columns, many of them computed or put there by other addons,
        and 12,000 contacts take the ORM longer than the whole import may. So the ORM creates the
        first two, in the user's rights and with every addon's say, and the others are copies of
        them but for the columns that are a customer's own. Where the two differ in any further
        column, an addon gives contacts something of their own, and the ORM creates them all.
        """
        Partner = self.env["res.partner"].with_context(clean_context(self.env.context), **LEAN)
        self.env.flush_all()
        first = self._create_by_orm(Partner, customers, 2 if customers.counts()["new"] > FEW else None)
        if customers.new(1):
            if self._are_alike(first):
                customers.clone(first[0].id, OWN_COLUMNS)
            else:
                self._create_by_orm(Partner, customers, None)
        customers.remember_new(self.id)
        if Partner.has_access("write"):
            customers.adopt_numbers(self.id)
        self.env.invalidate_all()

    def _create_by_orm(self, Partner, customers, limit):
        """Create new customers by the ORM, a thousand at a time: ``limit`` of them or all."""
        created = Partner
        while new := customers.new(limit or 1000):
            partners = Partner.create([{
                "name": name, "ref": number, "is_company": self.source_id.are_companies, "company_id": self.company_id.id,
            } for _key, name, number in new])
            customers.assign([key for key, _name, _number in new], partners.ids)
            created += partners
            if limit:
                break
        self.env.flush_all()
        return created

    def _are_alike(self, partners):
        """Whether two new contacts differ in nothing but what a copy is given."""
        self.env.cr.execute("SELECT to_jsonb(p) FROM res_partner p WHERE id = ANY(%s) ORDER BY id", [partners.ids])
        one, other = (row for row, in self.env.cr.fetchall())
        return one["complete_name"] == one["name"] and not any(
            one[name] != other[name] for name in one.keys() - OWN_COLUMNS.keys())

    # ------------------------------------------------------------------
    # Progress
    # ------------------------------------------------------------------

    @api.readonly
    def get_progress(self):
        """How far the import is.

        Nothing is written for it: the running transaction holds a lock and names its step to
        PostgreSQL, which counts the rows of a COPY by itself. When it dies, so does the trace.

        :return: dict with ``state``, ``running``, ``step`` (None when not running), ``rows`` read
        """
        self.ensure_one()
        self.check_access("read")
        self.env.cr.execute(
            """SELECT split_part(a.application_name, ': ', 2), COALESCE(c.tuples_processed, 0)
                 FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
            LEFT JOIN pg_stat_progress_copy c ON c.pid = l.pid
                WHERE l.locktype = 'advisory' AND l.classid = %s AND l.objid = %s AND l.granted
                  AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())""",
            [LOCK, self.id])
        found = self.env.cr.fetchone()
        return {"state": self.state, "running": bool(found), "step": found and found[0] or None, "rows": found and found[1] or 0}

    def action_stop(self):
        """Stop the running import; everything it did is rolled back."""
        self._check_may_import()
        self.ensure_one()
        self.env.cr.execute(
            """SELECT pg_cancel_backend(l.pid) FROM pg_locks l
                WHERE l.locktype = 'advisory' AND l.classid = %s AND l.objid = %s AND l.granted AND l.pid <> pg_backend_pid()
                  AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())""",
            [LOCK, self.id])
        return bool(self.env.cr.rowcount)

    # ------------------------------------------------------------------
    # In the background
    # ------------------------------------------------------------------

    @api.model
    def _cron_run_queue(self):
        """Import what waits, oldest first, each in a transaction of its own and in its user's rights."""
        waiting = self.search([("state", "=", "queued")], order="id")
        for number, record in enumerate(waiting, 1):
            own = record.with_user(record.importer_id).with_company(record.company_id)
            try:
                own._check_may_import()
                retrying(own._run, own.env)
            except Exception as error:  # noqa: BLE001 (whatever it is, the user has to hear of it)
                self.env.cr.rollback()
                _logger.warning("Import %s of purchases failed: %s", record.id, error, exc_info=not isinstance(error, UserError))
                # Else it was taken back, or has to be checked again
                if record.state == "queued":
                    record._sealed_write({
                        "state": "checked", "message": str(error) if isinstance(error, UserError) else self.env._(
                            "The import failed: %s. Nothing of it is stored.", error)}, SEAL)
            if not self.env["ir.cron"]._commit_progress(1, remaining=len(waiting) - number):
                return
