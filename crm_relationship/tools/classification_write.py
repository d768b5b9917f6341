"""Labels → profiles and history: the statements that write, and the one that only compares."""

from odoo.tools import SQL

from .classification_labels import LABEL_COLUMNS, LABELS, NUMBER_COLUMNS
from .classification_metrics import METRIC_COLUMNS

COLUMNS = (*METRIC_COLUMNS, *LABEL_COLUMNS)


def columns(names, table=None):
    """``names`` as a list of columns, of ``table`` when given."""
    return SQL(", ").join(SQL.identifier(table, name) if table else SQL.identifier(name) for name in names)


def changed():
    """The rows that differ from what stands in the roster; the others are not even locked."""
    return SQL(
        """
        SELECT labelled.*
          FROM labelled
          LEFT JOIN roster ON roster.id = labelled.profile_id
         WHERE roster.id IS NULL OR roster.rule_version_id IS DISTINCT FROM %(version)s
            OR (%(old)s) IS DISTINCT FROM (%(new)s)
        """,
        version=SQL("(SELECT id FROM version)"), old=columns(COLUMNS, 'roster'), new=columns(COLUMNS, 'labelled'))


def written(company, user_id, day, now):
    """Insert or update; known rows keep their id, so that passes do not use up the sequence."""
    names = (*COLUMNS, 'rule_version_id')
    return SQL(
        """
        INSERT INTO relationship_profile (
               id, partner_id, company_id, currency_id, user_id, %(names)s,
               computed_date, computed_at, create_uid, create_date, write_uid, write_date)
        SELECT COALESCE(changed.profile_id, nextval('relationship_profile_id_seq')), changed.partner_id,
               %(company)s, %(currency)s, owner.user_id, %(values)s, version.id,
               %(day)s, %(now)s::timestamp, %(user)s, %(now)s::timestamp, %(user)s, %(now)s::timestamp
          FROM changed
         CROSS JOIN version
          JOIN res_partner AS partner ON partner.id = changed.partner_id
          -- a salesperson who works in another company does not own the customer here
          LEFT JOIN res_company_users_rel AS owner
                 ON owner.user_id = partner.user_id AND owner.cid = %(company)s
            ON CONFLICT (partner_id, company_id) DO UPDATE
           SET %(assignments)s, computed_date = EXCLUDED.computed_date,
               computed_at = EXCLUDED.computed_at, write_uid = EXCLUDED.write_uid,
               write_date = EXCLUDED.write_date
         WHERE (%(old)s) IS DISTINCT FROM (%(new)s)
        RETURNING relationship_profile.*
        """,
        names=columns(names), values=columns(COLUMNS, 'changed'), company=company.id,
        currency=company.currency_id.id, user=user_id, day=day, now=now,
        assignments=SQL(", ").join(
            SQL("%s = %s", SQL.identifier(name), SQL.identifier('excluded', name)) for name in names),
        old=columns(names, 'relationship_profile'), new=columns(names, 'excluded'))


def history(user_id):
    """One row per label that changed on a customer classified before, with the numbers behind it."""
    pairs = SQL(", ").join(SQL(
        "(%s, roster.%s::text, written.%s::text, roster.%s IS DISTINCT FROM roster.%s"
        " OR written.%s IS DISTINCT FROM written.%s)",
        label, *(SQL.identifier(name) for name in (
            in_force, in_force, in_force, computed, in_force, computed)))
        for label, (in_force, computed) in LABELS.items())
    numbers = SQL(", ").join(SQL("%s, written.%s", name, SQL.identifier(name)) for name in NUMBER_COLUMNS)
    return SQL(
        """
        INSERT INTO relationship_profile_change (
               profile_id, company_id, label, from_value, to_value, is_override, date, numbers,
               rule_version_id, user_id, create_uid, create_date, write_uid, write_date)
        SELECT written.id, written.company_id, pair.label, pair.old, pair.new, pair.by_hand,
               written.computed_at, jsonb_build_object('date', written.computed_date, %(numbers)s),
               written.rule_version_id, %(user)s, %(user)s, written.computed_at, %(user)s, written.computed_at
          FROM written
          JOIN roster ON roster.id = written.id AND roster.computed_at IS NOT NULL
         CROSS JOIN LATERAL (VALUES %(pairs)s) AS pair (label, old, new, by_hand)
         WHERE pair.old IS DISTINCT FROM pair.new
        RETURNING profile_id
        """, numbers=numbers, pairs=pairs, user=user_id)


def upsert(parts, company, version_id, user_id, day, now):
    """The whole pass as one statement; answers with the counts of what it did.

    :return: SQL giving (customers, written rows, changed labels, ids of customers new in the roster)
    """
    return SQL(
        """
        %(parts)s,
        version AS MATERIALIZED (SELECT %(version)s::int AS id),
        changed AS MATERIALIZED (%(changed)s),
        written AS (%(written)s),
        history AS (%(history)s)
        SELECT (SELECT count(*) FROM labelled), (SELECT count(*) FROM written), (SELECT count(*) FROM history),
               (SELECT array_agg(partner_id) FROM changed WHERE profile_id IS NULL)
        """,
        parts=parts, version=version_id, changed=changed(), written=written(company, user_id, day, now),
        history=history(user_id))


def labels_of(parts):
    """Only look: the labels every customer of the roster would carry, nothing written."""
    return SQL("%s SELECT partner_id, profile_id, amount_12m, %s FROM labelled", parts, columns(
        [in_force for in_force, _computed in LABELS.values()]))
