import logging
import time

from psycopg2.errors import SerializationFailure

from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.document_approval.models.approval_sealed import SEAL

_logger = logging.getLogger(__name__)

#: how often a run that met somebody else's write is tried
ATTEMPTS = 3


class RelationshipPassRun(models.Model):
    """One run of the pass for one company: asked for, done, and what it did.

    The nightly job works on what is due; a run that is killed leaves its row
    due, and the next start takes it up again.
    """
    _name = 'relationship.pass.run'
    _description = "Classification Run"
    _inherit = ['approval.sealed']
    _order = 'id desc'
    _rec_name = 'day'
    _sealed_model = True

    company_id = fields.Many2one('res.company', "Company", required=True, readonly=True, index=True)
    day = fields.Date("As of", readonly=True, help="The company's day the labels are true for.")
    state = fields.Selection([('due', "Due"), ('done', "Done")], required=True, readonly=True)
    finished_at = fields.Datetime("Finished", readonly=True)
    seconds = fields.Float(readonly=True, digits=(16, 2))
    customer_count = fields.Integer("Customers", readonly=True)
    written_count = fields.Integer("Rows Written", readonly=True)
    change_count = fields.Integer("Labels Changed", readonly=True)
    tag_count = fields.Integer("Tags Changed", readonly=True)
    user_id = fields.Many2one('res.users', "Run by", readonly=True)

    _due_uniq = models.UniqueIndex("(company_id) WHERE state = 'due'", "A company has one run due at a time.")

    @api.model
    def _last_done(self, company):
        """The latest finished run of ``company``."""
        return self.sudo().search([('company_id', '=', company.id), ('state', '=', 'done')], limit=1)

    def action_run_now(self):
        """Classify the customers of the current company now, and show what it did."""
        if not self.env.user.has_group('crm_relationship.group_service_manager'):
            raise AccessError(self.env._("Only service managers start the classification."))
        run = self.env['relationship.profile']._run_pass(self.env.company)
        return {
            'type': 'ir.actions.client', 'tag': 'display_notification', 'params': {
                'type': 'success', 'next': {'type': 'ir.actions.client', 'tag': 'soft_reload'},
                'message': self.env._(
                    "%(customers)s customers classified, %(changes)s labels changed.",
                    customers=run.customer_count, changes=run.change_count),
            }}

    @api.model
    def _request(self, companies):
        """Have ``companies`` classified soon, in the background; asking twice asks once."""
        asked = self.sudo().search([('company_id', 'in', companies.ids), ('state', '=', 'due')]).company_id
        if missing := companies - asked:
            self.sudo()._sealed_create(
                [{'company_id': company.id, 'state': 'due', 'user_id': self.env.uid} for company in missing], SEAL)
            if cron := self.env.ref('crm_relationship.ir_cron_classification', raise_if_not_found=False):
                cron.sudo()._trigger()

    @api.model
    def _request_by_rules(self, rules, company_field):
        """Rules changed: have those classified who go by them, all companies by a rule that names none.

        Rules that come with an installation wait for the hourly job.
        """
        if rules and not self.env.context.get('install_mode'):
            companies = rules.mapped(company_field)
            if not all(rule[company_field] for rule in rules):
                companies = self.env['res.company'].sudo().search([])
            self._request(companies)

    @api.model
    def _due_companies(self):
        """Companies asked for, and those not yet classified on their present day."""
        companies = self.env['res.company'].sudo().search([])
        asked = self.sudo().search([('state', '=', 'due')]).company_id
        done = dict(self.sudo()._read_group([('state', '=', 'done')], ['company_id'], ['day:max']))
        return asked | companies.filtered(
            lambda company: company not in done or done[company] < company._relationship_today())

    @api.model
    def _cron_run(self):
        """Classify what is due, one company per transaction.

        What is committed stays; a killed job leaves the rest due, and the
        next start does only that. A company that fails does not stop others.
        """
        companies = self._due_companies()
        commit = self.env['ir.cron']._commit_progress
        commit(remaining=len(companies))
        for company in companies:
            self._run_company(company)
            if not commit(1):
                break

    @api.model
    def _run_company(self, company):
        """One company; somebody's edit of a customer meanwhile means another attempt."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                self.env['relationship.profile']._run_pass(company)
                return
            except SerializationFailure:
                self.env.cr.rollback()
                _logger.info("Classification of company %s met another write, attempt %s", company.id, attempt)
                time.sleep(attempt)
            except Exception:
                self.env.cr.rollback()
                _logger.exception("Classification of company %s failed", company.id)
                return
