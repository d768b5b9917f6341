"""Customers that are merged: each company keeps one profile of them, with all that hangs on it."""

from psycopg2.errors import UniqueViolation

from odoo import models
from odoo.exceptions import AccessError
from odoo.tools import SQL, mute_logger

from odoo.addons.document_approval.models.approval_sealed import SEAL

#: what people wrote on a profile, taken over where the profile that stays has nothing
WRITTEN = ('user_id', 'need_orientation', 'annual_demand', 'area_id', 'visit_interval_manual')


class MergePartnerAutomatic(models.TransientModel):
    _inherit = 'base.partner.merge.automatic.wizard'

    def _update_foreign_keys(self, src_partners, dst_partner):
        """One profile for each company is left before core moves the rest: it deletes what meets a unique key."""
        customers = (src_partners | dst_partner).sudo().commercial_partner_id
        profiles = self.env['relationship.profile'].sudo().search([('partner_id', 'in', customers.ids)])
        self._check_may_merge(profiles)
        target = dst_partner.sudo().commercial_partner_id
        merged = profiles.filtered(lambda profile: profile.partner_id in src_partners or profile.partner_id == target)
        for rivals in merged.grouped('company_id').values():
            self._merge_profiles(rivals, target)
        return super()._update_foreign_keys(src_partners, dst_partner)

    def _check_may_merge(self, profiles):
        """Merging shows what is known about one customer to whoever sees the other: it takes the right to change both."""
        user = self.env.user
        mine = profiles.filtered(lambda profile: profile.company_id in user.company_ids).with_user(
            user).with_context(allowed_company_ids=user.company_ids.ids)
        if mine.browse().has_access('write') and (others := mine - mine._filtered_access('write')):
            raise AccessError(self.env._(
                "%s is not your customer. Ask the owner or your manager to merge the contacts.",
                ", ".join(others.sudo().mapped('display_name'))))

    def _merge_profiles(self, rivals, target):
        """Leave one of ``rivals``, profiles of one company, as the profile of the contact ``target``."""
        kept = rivals.filtered(lambda profile: profile.partner_id == target) or rivals[0]
        for rival in rivals - kept:
            self._end_rival_overrides(rival, kept)
            self._move_what_hangs_on(rival, kept)
            self._take_over(rival, kept)
            rival.unlink()
        if kept.partner_id != target:
            kept._sealed_write({'partner_id': target.id}, SEAL)
        if rivals - kept:
            # open ones follow the owner of the profile that stays
            self.env.add_to_compute(kept.evaluation_ids._fields['owner_id'], kept.evaluation_ids)
            kept._take_verdicts()
            kept._sync_key_accounts(kept.company_id)
        self.env.flush_all()

    def _end_rival_overrides(self, rival, kept):
        """One label is set by hand once: the override of the profile that stays holds."""
        held = set(kept.active_override_ids.mapped('label'))
        rival.active_override_ids.filtered(lambda override: override.label in held)._end(self.env.user)

    def _take_over(self, rival, kept):
        """What somebody wrote about ``rival``, where nobody did about ``kept``; the later of the last visits."""
        news = {name: rival[name] for name in WRITTEN if rival[name] and not kept[name]}
        kept.write(kept._convert_to_write(news))
        if rival.last_visit_date:
            kept._visit_done(rival.last_visit_date)

    # ------------------------------------------------------------------
    # What hangs on a profile
    # ------------------------------------------------------------------

    def _move_what_hangs_on(self, rival, kept):
        """Every row that names ``rival`` names ``kept`` from now on, whichever table it is in."""
        self.env.flush_all()
        names = {model._table: name for name, model in self.pool.items() if not model._abstract}
        for table, column in self._get_fk_on(rival._table):
            rows = table in names and self.env[names[table]].sudo().with_context(active_test=False).search(
                [(column, '=', rival.id)])
            self._move_rows(table, column, rival, kept, rows)
            self.env.invalidate_all(flush=False)
            for field in rows._fields.values() if rows else ():
                if field.store and field.related and field.related.startswith(f'{column}.'):
                    self.env.add_to_compute(field, rows.exists())
            self.env.flush_all()
        self.env.cr.execute(SQL(
            "UPDATE relationship_evaluation_effect SET res_id = %s WHERE res_model = %s AND res_id = %s",
            kept.id, kept._name, rival.id))
        self._update_reference_fields_generic(rival._name, rival, kept)

    def _move_rows(self, table, column, rival, kept, rows):
        """All rows of a table at once, or one by one where some meet a unique key.

        Such a row says what the other profile has already (the same tag, the same colleague), and
        goes with its profile; a row of a document stays beside the other one and says whose it was.
        """
        names = {'table': SQL.identifier(table), 'column': SQL.identifier(column), 'kept': kept.id}
        if self._try_move(SQL("%s = %s", names['column'], rival.id), **names):
            return
        is_document_row = rows and 'merged_name' in rows._fields
        for ctid, in self.env.execute_query(
                SQL("SELECT ctid::text FROM %s WHERE %s = %s", names['table'], names['column'], rival.id)):
            row = SQL("ctid = %s::tid", ctid)
            if not self._try_move(row, **names) and is_document_row:
                self._try_move(row, also=SQL(", merged_name = %s", rival.display_name), **names)

    def _try_move(self, which, table, column, kept, also=SQL()):
        """Whether the rows ``which`` could be moved; nothing happened to them otherwise."""
        try:
            with mute_logger('odoo.sql_db'), self.env.cr.savepoint(flush=False):
                self.env.cr.execute(SQL("UPDATE %s SET %s = %s %s WHERE %s", table, column, kept, also, which))
        except UniqueViolation:
            return False
        return True
