from odoo import api, models


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

    # ------------------------------------------------------------------
    # Running
    # ------------------------------------------------------------------

    def _refresh_profiles(self):
        """Classify the customers of ``self`` now, by the path of the nightly pass."""
        for company, profiles in self.grouped('company_id').items():
            self._run_pass(company, profiles.partner_id)

    @api.model
    def _refresh(self, partners, company=None):
        """Classify the customers of ``partners`` in ``company`` (default: the current one) now."""
        self._for_partners(partners, company)._refresh_profiles()

    @api.model
    def _run_pass(self, company, partners=None):
        """Classify the customers of ``company``: all of them, or ``partners`` only."""
