from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.document_approval.models.approval_sealed import SEAL

#: Tables whose rows about a customer are no use of it: our own notes of who was created and who got a number
OWN_TABLES = ("relationship_purchase_import_partner_rel", "relationship_purchase_import_adopted_rel")
#: Tables whose rows about a profile the pass wrote
COMPUTED_TABLES = ("relationship_profile_change", "relationship_profile_tag")
#: Tables that point to any record by model and id, with the columns that do
LOOSE_TABLES = (
    ("mail_message", "model", "res_id"), ("mail_activity", "res_model", "res_id"), ("mail_followers", "res_model", "res_id"),
    ("ir_attachment", "res_model", "res_id"), ("ir_model_data", "model", "res_id"),
)


class RelationshipPurchaseImport(models.Model):
    """Taking an import back."""

    _inherit = "relationship.purchase.import"

    def _undo(self):
        """Delete the import's purchases, the numbers it gave and the customers it created that nobody uses or changed since."""
        self._claim()
        if self.state != "done":
            raise UserError(self.env._("Only an import that is done can be undone, and only once."))
        self.env.flush_all()
        self._clear_adopted_numbers()
        self.env.cr.execute("DELETE FROM relationship_purchase WHERE import_id = %s", [self.id])
        self.env.cr.execute(
            "SELECT count(*) FROM relationship_purchase_import_partner_rel WHERE import_id = %s", [self.id])
        created, = self.env.cr.fetchone()
        deleted = self._delete_unused_customers()
        self.env.invalidate_all()
        self._sealed_write({
            "state": "undone", "undoer_id": self.env.uid, "undone_at": fields.Datetime.now(), "kept_count": created - deleted,
        }, SEAL)
        self.env["relationship.pass.run"]._request(self.company_id)

    def _clear_adopted_numbers(self):
        """Take the numbers back from contacts found by name that bear them still, unless others' purchases rely on them."""
        Partner = self.env["res.partner"].with_context(active_test=False)
        if not Partner.has_access("write"):
            return
        bought = SQL("FROM relationship_purchase x WHERE x.partner_id = p.id AND upper(x.customer_ref) = upper(p.ref)")
        self.env.cr.execute(SQL(
            """UPDATE res_partner p SET ref = NULL FROM relationship_purchase_import_adopted_rel r
                WHERE r.import_id = %(import)s AND r.partner_id = p.id AND p.id IN %(visible)s
                  AND EXISTS (SELECT 1 %(bought)s AND x.import_id = %(import)s)
                  AND NOT EXISTS (SELECT 1 %(bought)s AND x.import_id IS DISTINCT FROM %(import)s)""",
            **{"import": self.id, "bought": bought, "visible": Partner._search([]).subselect()}))

    def _delete_unused_customers(self):
        """Delete the created customers that are as they were created and that nothing points to; how many.

        In SQL because nothing is left for the ORM to do: no other row knows the contact, no
        attachment, message, activity or external id. The profile the pass made goes with it,
        unless somebody has put something of their own there.
        """
        if not self.env["res.partner"].has_access("unlink"):
            return 0
        unused = [SQL("p.write_date = p.create_date"), *self._unreferenced("res_partner", "p.id", ("relationship_profile", *OWN_TABLES))]
        unused += [
            SQL("NOT EXISTS (SELECT 1 FROM %s x WHERE x.%s = 'res.partner' AND x.%s = p.id)", *map(SQL.identifier, loose))
            for loose in LOOSE_TABLES]
        unused.append(SQL(
            "NOT EXISTS (SELECT 1 FROM relationship_profile f WHERE f.partner_id = p.id AND NOT (%s))",
            SQL(" AND ").join([
                SQL("f.user_id IS NULL AND f.need_orientation IS NULL AND COALESCE(f.annual_demand, 0) = 0"),
                *self._unreferenced("relationship_profile", "f.id", COMPUTED_TABLES)])))
        self.env.cr.execute(SQL(
            """DELETE FROM res_partner WHERE id IN (
                   SELECT p.id FROM relationship_purchase_import_partner_rel r JOIN res_partner p ON p.id = r.partner_id
                    WHERE r.import_id = %s AND p.id IN %s AND %s)""",
            self.id, self.env["res.partner"].with_context(active_test=False)._search([]).subselect(),
            SQL(" AND ").join(unused)))
        return self.env.cr.rowcount

    def _unreferenced(self, table, own_id, without):
        """Conditions that no row points to the one whose id is ``own_id``, by any foreign key of the database.

        :param without: tables that may
        :return: list of SQL
        """
        self.env.cr.execute(
            """SELECT c.conrelid::regclass::text, a.attname FROM pg_constraint c
                 JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
                WHERE c.contype = 'f' AND c.confrelid = %s::regclass ORDER BY 1, 2""", [table])
        # A contact is its own commercial partner
        own_id = SQL.identifier(*own_id.split("."))
        own = SQL("AND x.id <> %s", own_id)
        return [
            SQL("NOT EXISTS (SELECT 1 FROM %s x WHERE x.%s = %s %s)", SQL.identifier(other), SQL.identifier(column), own_id,
                own if other == table else SQL())
            for other, column in self.env.cr.fetchall() if other not in without]
