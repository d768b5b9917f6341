from odoo import api, models
from odoo.tools import SQL

from ..tools.classification_metrics import months_before, of_customers, union


class RelationshipProfile(models.Model):
    """The pass keeps up the tags that have a rule: set-based, and hand-set tags are left alone."""
    _inherit = 'relationship.profile'

    @api.model
    def _apply_tag_rules(self, company, day, partner_ids=None):
        tags = self.env['res.partner.category'].sudo().search([
            ('relationship_has_rule', '=', True), ('relationship_company_id', 'in', (company.id, False)),
            '|', ('relationship_date_until', '=', False), ('relationship_date_until', '>=', day)])
        ours = SQL("company_id = %s AND %s", company.id, of_customers(partner_ids, SQL(
            "(SELECT partner_id FROM relationship_profile WHERE id = profile_id)")))
        fitting = SQL(" UNION ALL ").join(
            self._tag_fitting(tag, company, day, partner_ids) for tag in tags
        ) if tags else SQL("SELECT NULL::int AS profile_id, NULL::int AS category_id WHERE FALSE")
        [(changed,)] = self.env.execute_query(SQL(
            """
            WITH fitting AS MATERIALIZED (%(fitting)s),
            ours AS MATERIALIZED (
                SELECT tag.id, tag.by_rule, tag.date_until, category.relationship_keep_days AS keep_days,
                       fitting.profile_id IS NOT NULL AS fits, category.id = ANY(%(ruled)s) AS ruled
                  FROM (SELECT * FROM relationship_profile_tag WHERE %(ours)s) AS tag
                  JOIN res_partner_category AS category ON category.id = tag.category_id
                  LEFT JOIN fitting USING (profile_id, category_id)),
            removed AS (
                DELETE FROM relationship_profile_tag AS tag USING ours
                 WHERE tag.id = ours.id AND CASE WHEN ours.by_rule
                       THEN NOT ours.fits AND (NOT ours.ruled OR COALESCE(ours.keep_days, 0) = 0
                                               OR ours.date_until < %(day)s)
                       ELSE ours.date_until < %(day)s END
                RETURNING tag.id),
            -- the rule stopped fitting: some days of grace; it fits again: no end any more
            moved AS (
                UPDATE relationship_profile_tag AS tag
                   SET date_until = CASE WHEN ours.fits THEN NULL ELSE %(day)s::date + ours.keep_days END
                  FROM ours
                 WHERE tag.id = ours.id AND ours.by_rule AND CASE WHEN ours.fits
                       THEN ours.date_until IS NOT NULL
                       ELSE ours.ruled AND ours.keep_days > 0 AND ours.date_until IS NULL END
                RETURNING tag.id),
            given AS (
                INSERT INTO relationship_profile_tag (profile_id, category_id, company_id, by_rule, date_from)
                SELECT profile_id, category_id, %(company)s, TRUE, %(day)s FROM fitting
                 WHERE NOT EXISTS (SELECT FROM relationship_profile_tag AS tag
                                    WHERE tag.profile_id = fitting.profile_id
                                      AND tag.category_id = fitting.category_id)
                    ON CONFLICT DO NOTHING
                RETURNING id)
            SELECT (SELECT count(*) FROM removed) + (SELECT count(*) FROM moved) + (SELECT count(*) FROM given)
            """, fitting=fitting, ruled=tags.ids, ours=ours, day=day, company=company.id))
        return changed

    @api.model
    def _tag_fitting(self, tag, company, day, partner_ids):
        """SELECT of (profile_id, category_id) pairs that the rule of ``tag`` asks for."""
        purchases = union(self._purchase_fact_queries(company), ('partner_id', 'day', 'amount', 'product_id'))
        since = months_before(day, company.relationship_sales_months)
        return SQL(
            "SELECT id AS profile_id, %s::int AS category_id FROM relationship_profile WHERE id IN (%s) AND %s",
            tag.id, tag._relationship_fitting(company, day, purchases, since),
            of_customers(partner_ids, SQL("partner_id")))
