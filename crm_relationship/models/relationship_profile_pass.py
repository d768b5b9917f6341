import time

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.document_approval.models.approval_sealed import SEAL

from ..tools import classification_labels as labels
from ..tools import classification_write as statements
from ..tools.classification_metrics import FEW_CUSTOMERS

#: first key of the advisory lock that keeps two full passes of one company apart
PASS_LOCK = 19_004

#: compiling a statement of this size takes longer than running it
PLANNER_FEW = {'jit': 'off'}
#: a pass touches every row of its tables: room to sort, and no row-by-row join, into which a
#: planner falls that believes a table empty because its rows came a moment ago
PLANNER_ALL = {'jit': 'off', 'work_mem': "'64MB'", 'enable_nestloop': 'off'}


class RelationshipProfile(models.Model):
    """The pass: facts → metrics → labels, set-based, one company at a time (DESIGN.md 4)."""
    _inherit = 'relationship.profile'

    # ------------------------------------------------------------------
    # Facts: every source extends these with `super() + [SQL(…)]`
    # ------------------------------------------------------------------

    @api.model
    def _purchase_fact_queries(self, company):
        """Purchases of ``company``: SELECTs that can stand in parentheses.

        :return: list of SQL with the columns ``partner_id`` (commercial partner), ``day`` (date),
            ``amount`` (numeric, company currency, refunds negative), ``cost`` (numeric, NULL when
            unknown), ``product_id`` (NULL when unknown), ``order_key`` (text, unlike any other
            source's)
        """
        return []

    @api.model
    def _interaction_fact_queries(self, company):
        """What passed between ``company`` and its customers.

        :return: list of SQL with the columns ``partner_id`` (commercial partner), ``day`` (date),
            ``key`` (text): what has the same key is one interaction, whatever the source
        """
        return []

    @api.model
    def _complaint_fact_queries(self, company):
        """Complaints of ``company``'s customers; columns as for interactions."""
        return []

    @api.model
    def _fact_tables(self):
        """Tables the facts come from: the pass has their statistics taken when they are stale."""
        return ['relationship_profile', 'relationship_profile_override']

    # ------------------------------------------------------------------
    # Running
    # ------------------------------------------------------------------

    def _refresh_profiles(self):
        """Classify the customers of ``self`` now, by the path of the nightly pass.

        More than a few would be a pass over all, which is not anybody's to start: they wait for the background's.
        """
        for company, profiles in self.grouped('company_id').items():
            if len(profiles) <= FEW_CUSTOMERS:
                self._run_pass(company, profiles.partner_id)
            else:
                self.env['relationship.pass.run']._request(company)

    @api.model
    def _refresh(self, partners, company=None):
        """Classify the customers of ``partners`` in ``company`` (default: the current one) now."""
        self._for_partners(partners, company)._refresh_profiles()

    @api.model
    def _run_pass(self, company, partners=None, day=None):
        """Classify the customers of ``company``: all of them, or ``partners`` only.

        :param partners: commercial partners; more than a few are done with a pass over all
        :param date day: the day the labels shall be true for; default: the company's today
        :return: the finished relationship.pass.run; empty when only some customers were done
        """
        started = time.monotonic()
        Profile, company = self.sudo(), company.sudo()
        day = day or company._relationship_today()
        partner_ids = partners.ids if partners is not None and len(partners) <= FEW_CUSTOMERS else None
        Profile._end_expired_overrides(company, day)
        Profile.env.flush_all()
        if partner_ids is None:
            Profile._prepare_full_pass(company)
        Profile._set_planner(PLANNER_FEW if partner_ids is not None else PLANNER_ALL)
        version = self.env['relationship.rule.version']._current(company, Profile._rules(company), SEAL)
        parts = labels.label_parts(Profile._facts(company), version.rules, company.id, day, partner_ids)
        [(customers, written, changed, new_ids)] = Profile.env.execute_query(
            statements.upsert(parts, company, version.id, self.env.uid, day, fields.Datetime.now()))
        tagged = Profile._apply_tag_rules(company, day, partner_ids)
        if partner_ids is None:
            Profile._relink_contacts(company)
        Profile.env.invalidate_all(flush=False)
        if new_ids:
            Profile._profiles_created(company, new_ids)
        Profile._set_planner(dict.fromkeys(PLANNER_ALL, 'DEFAULT'))
        if partner_ids is not None:
            return self.env['relationship.pass.run']
        return Profile._log_run(company, {
            'day': day, 'seconds': time.monotonic() - started, 'customer_count': customers,
            'written_count': written, 'change_count': changed, 'tag_count': tagged, 'user_id': self.env.uid})

    @api.model
    def _facts(self, company):
        """All facts of ``company`` by kind, for the SQL parts."""
        return {
            'purchase': self._purchase_fact_queries(company),
            'interaction': self._interaction_fact_queries(company),
            'complaint': self._complaint_fact_queries(company),
        }

    @api.model
    def _profiles_created(self, company, partner_ids):
        """Called after a pass entered new customers in the roster of ``company``."""

    @api.model
    def _relink_contacts(self, company):
        """Called after the labels of all are written, for what hangs on profiles."""

    @api.model
    def _apply_tag_rules(self, company, day, partner_ids=None):
        """Keep up the tags with a rule; returns the number of tags given, ended and taken."""
        return 0

    @api.model
    def _end_expired_overrides(self, company, day):
        self.env['relationship.profile.override'].sudo().search([
            ('company_id', '=', company.id), ('ended_at', '=', False), ('date_until', '<', day),
        ])._end(self.env['res.users'])

    @api.model
    def _prepare_full_pass(self, company):
        """One full pass of a company at a time, with fresh statistics."""
        cr = self.env.cr
        [(free,)] = self.env.execute_query(SQL(
            "SELECT pg_try_advisory_xact_lock(%s, %s)", PASS_LOCK, company.id))
        if not free:
            raise UserError(self.env._(
                "%s is being classified right now. Try again in a minute.", company.name))
        stale = self.env.execute_query(SQL(
            """
            SELECT relname FROM pg_class
             WHERE oid = ANY(%s::regclass[])
               AND (reltuples < 0 OR pg_stat_get_mod_since_analyze(oid) > 1000 + 0.1 * reltuples)
            """, self._fact_tables()))
        for table, in stale:
            cr.execute(SQL("ANALYZE %s", SQL.identifier(table)))

    @api.model
    def _set_planner(self, settings):
        """How PostgreSQL plans from here on in this transaction; names and values are constants of ours."""
        for name, value in settings.items():
            self.env.cr.execute(SQL("SET LOCAL %s = %s", SQL.identifier(name), SQL(value)))

    @api.model
    def _log_run(self, company, values):
        """Turn the due run of ``company`` into a finished one, or note a run nobody asked for."""
        Run = self.env['relationship.pass.run'].sudo()
        values = {**values, 'state': 'done', 'finished_at': fields.Datetime.now()}
        run = Run.search([('company_id', '=', company.id), ('state', '=', 'due')], limit=1)
        if run:
            run._sealed_write(values, SEAL)
        else:
            run = Run._sealed_create([{**values, 'company_id': company.id}], SEAL)
        return run
