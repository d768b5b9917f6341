from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class RelationshipProfile(models.Model):
    """Which customers are key accounts now: an approved plan names them, and its year is not over."""
    _inherit = 'relationship.profile'

    _sealed_fields = frozenset({'is_key_account', 'key_customer_id'})

    is_key_account = fields.Boolean("Key Account", readonly=True, copy=False)
    key_customer_id = fields.Many2one(
        'relationship.key.account.customer', "Key Account Plan", readonly=True, copy=False, ondelete='set null',
        index='btree_not_null')
    key_account_until = fields.Date(related='key_customer_id.target_to', string="Key Account until")

    @api.model
    def _relink_contacts(self, company):
        """With the nightly pass: plans whose year is over let their customers go."""
        super()._relink_contacts(company)
        self._sync_key_accounts(company)

    @api.model
    def _sync_key_accounts(self, company):
        """Mark exactly the customers of approved plans in force; writes only what differs.

        The plan whose year is running wins over one for a coming year, then the later one.
        """
        self.env.flush_all()
        self.env.execute_query(SQL(
            """
            WITH named AS (
                SELECT DISTINCT ON (customer.profile_id) customer.profile_id, customer.id
                  FROM relationship_key_account_customer customer
                  JOIN relationship_key_account plan ON plan.id = customer.account_id
                 WHERE plan.company_id = %(company)s AND plan.approval_state = 'approved' AND plan.target_to >= %(today)s
                 ORDER BY customer.profile_id, plan.target_from <= %(today)s DESC, plan.target_from DESC, customer.id DESC
            ), concerned AS (
                SELECT profile_id AS id FROM named
                 UNION
                SELECT id FROM relationship_profile WHERE company_id = %(company)s AND key_customer_id IS NOT NULL
            )
            UPDATE relationship_profile profile
               SET is_key_account = named.id IS NOT NULL, key_customer_id = named.id
              FROM concerned LEFT JOIN named ON named.profile_id = concerned.id
             WHERE profile.id = concerned.id AND profile.key_customer_id IS DISTINCT FROM named.id
            RETURNING profile.id
            """, company=company.id, today=company._relationship_today()))
        self.invalidate_model(['is_key_account', 'key_customer_id', 'key_account_until'])

    def action_key_account(self):
        """The plan's part about this customer."""
        self.ensure_one()
        self.check_access('read')
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Key Account"),
            'res_model': 'relationship.key.account.customer', 'res_id': self.key_customer_id.id, 'view_mode': 'form'}


class RelationshipCountermeasure(models.Model):
    """Key accounts are important customers whatever their tier (F7)."""
    _inherit = 'relationship.countermeasure'

    def _important_domain(self):
        return super()._important_domain() | Domain('is_key_account', '=', True)
