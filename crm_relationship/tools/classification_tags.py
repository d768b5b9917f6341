"""Tags that follow a rule: the statement that gives, ends and takes them."""

from odoo.tools import SQL

from .classification_metrics import of_customers


def fitting(queries, partner_ids):
    """SELECT of the (profile_id, category_id) pairs the rules ask for.

    :param dict queries: tag id -> SQL giving profile ids
    :param partner_ids: only these customers; None for all
    """
    if not queries:
        return SQL("SELECT NULL::int AS profile_id, NULL::int AS category_id WHERE FALSE")
    return SQL(" UNION ALL ").join(SQL(
        "SELECT id AS profile_id, %s::int AS category_id FROM relationship_profile WHERE id IN (%s) AND %s",
        tag_id, query, of_customers(partner_ids, SQL("partner_id"))) for tag_id, query in queries.items())


def present(ruled_ids, company_id, partner_ids):
    """The tags there are, beside ``fitting``: whether their rule is in force and fits."""
    ours = SQL("company_id = %s AND %s", company_id, of_customers(partner_ids, SQL(
        "(SELECT partner_id FROM relationship_profile WHERE id = profile_id)")))
    return SQL(
        """
        SELECT tag.id, tag.by_rule, tag.date_until, category.relationship_keep_days AS keep_days,
               fitting.profile_id IS NOT NULL AS fits, category.id = ANY(%s) AS ruled
          FROM (SELECT * FROM relationship_profile_tag WHERE %s) AS tag
          JOIN res_partner_category AS category ON category.id = tag.category_id
          LEFT JOIN fitting USING (profile_id, category_id)
        """, list(ruled_ids), ours)


def keep_up(pairs, ruled_ids, company_id, day, partner_ids):
    """Bring the tags in line with ``pairs``; answers with how many were given, ended or taken.

    Tags by hand are touched only when their own day is over. A tag whose rule stopped fitting goes,
    or stays some days where the tag says so.

    :param SQL pairs: (profile_id, category_id) the rules ask for
    :param ruled_ids: tags whose rule is in force
    """
    return SQL(
        """
        WITH fitting AS MATERIALIZED (%(pairs)s),
        ours AS MATERIALIZED (%(ours)s),
        removed AS (
            DELETE FROM relationship_profile_tag AS tag USING ours
             WHERE tag.id = ours.id AND CASE WHEN ours.by_rule
                   THEN NOT ours.fits AND (NOT ours.ruled OR COALESCE(ours.keep_days, 0) = 0 OR ours.date_until < %(day)s)
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
                                WHERE tag.profile_id = fitting.profile_id AND tag.category_id = fitting.category_id)
                ON CONFLICT DO NOTHING
            RETURNING id)
        SELECT (SELECT count(*) FROM removed) + (SELECT count(*) FROM moved) + (SELECT count(*) FROM given)
        """, pairs=pairs, ours=present(ruled_ids, company_id, partner_ids), day=day, company=company_id)
