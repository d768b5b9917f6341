from odoo import fields, models
from odoo.tools import SQL

from ..models.relationship_profile_pass import PLANNER_ALL
from ..tools import classification_labels as labels
from ..tools import classification_write as statements


class RelationshipTryoutTier(models.TransientModel):
    """A value tier as it would be."""
    _name = 'relationship.tryout.tier'
    _description = "Draft of a Value Tier"
    _order = 'sequence, id'

    tryout_id = fields.Many2one('relationship.tryout', required=True, ondelete='cascade')
    sequence = fields.Integer()
    tier_id = fields.Many2one('relationship.tier', "Value Tier", required=True, ondelete='cascade')
    amount_min = fields.Float("Sales at Least", digits=(16, 2))
    months_min = fields.Integer("Months since First Purchase")
    needs_growth = fields.Boolean("Growth Counts")
    growth_min = fields.Float("Growth at Least (%)", digits=(16, 2))


class RelationshipTryoutGrade(models.TransientModel):
    """A sales grade as it would be."""
    _name = 'relationship.tryout.grade'
    _description = "Draft of a Sales Grade"
    _order = 'sequence, id'

    tryout_id = fields.Many2one('relationship.tryout', required=True, ondelete='cascade')
    sequence = fields.Integer()
    grade_id = fields.Many2one('relationship.grade', "Sales Grade", required=True, ondelete='cascade')
    percent_min = fields.Float("From (%)", digits=(16, 2))


class RelationshipTryoutSegment(models.TransientModel):
    """An RFM segment as it would be."""
    _name = 'relationship.tryout.segment'
    _description = "Draft of an RFM Segment"
    _order = 'sequence, id'

    tryout_id = fields.Many2one('relationship.tryout', required=True, ondelete='cascade')
    sequence = fields.Integer()
    segment_id = fields.Many2one('relationship.rfm.segment', "RFM Segment", required=True, ondelete='cascade')
    recency_min = fields.Integer("Recency from")
    recency_max = fields.Integer("Recency to")
    frequency_min = fields.Integer("Frequency from")
    frequency_max = fields.Integer("Frequency to")
    monetary_min = fields.Integer("Monetary from")
    monetary_max = fields.Integer("Monetary to")


class RelationshipTryoutMove(models.TransientModel):
    """One label of one customer that would change."""
    _name = 'relationship.tryout.move'
    _description = "Move of a Try-out"
    _order = 'amount_12m desc, id'

    tryout_id = fields.Many2one('relationship.tryout', required=True, ondelete='cascade', index=True)
    profile_id = fields.Many2one('relationship.profile', "Customer", ondelete='cascade')
    currency_id = fields.Many2one(related='profile_id.currency_id')
    label = fields.Selection(lambda self: self.env['relationship.profile']._label_selection())
    from_text = fields.Char("From")
    to_text = fields.Char("To")
    amount_12m = fields.Monetary("Sales of 12 Months")

    def _fill(self, tryout, draft):
        """Compare the labels by the rules in force with those by ``draft``, for every customer of the roster.

        :return: list of dicts (label, from, to, count) over all customers, moved or not
        """
        Profile, company = self.env['relationship.profile'].sudo(), tryout.company_id.sudo()
        day = company._relationship_today()
        Profile.env.flush_all()
        Profile._set_planner(PLANNER_ALL)
        facts = Profile._facts(company)
        before, after = (
            statements.labels_of(labels.label_parts(facts, rules, company.id, day))
            for rules in (Profile._rules(company), draft))
        rows = self.env.execute_query(SQL(
            """
            WITH pair AS MATERIALIZED (
                SELECT after.profile_id, after.amount_12m, pair.*
                  FROM (%(before)s) AS before JOIN (%(after)s) AS after USING (profile_id)
                 CROSS JOIN LATERAL (VALUES %(pairs)s) AS pair (label, old, new)),
            moved AS (
                INSERT INTO relationship_tryout_move (
                       tryout_id, profile_id, amount_12m, label, from_text, to_text, create_uid, write_uid)
                SELECT %(tryout)s, pair.profile_id, pair.amount_12m, pair.label, old.text, new.text, %(user)s, %(user)s
                  FROM pair
                  LEFT JOIN (VALUES %(texts)s) AS old (label, value, text)
                         ON old.label = pair.label AND old.value = pair.old
                  LEFT JOIN (VALUES %(texts)s) AS new (label, value, text)
                         ON new.label = pair.label AND new.value = pair.new
                 WHERE pair.old IS DISTINCT FROM pair.new)
            SELECT label, old, new, count(*) FROM pair GROUP BY label, old, new
            """,
            before=before, after=after, tryout=tryout.id, user=self.env.uid, texts=self._texts(),
            pairs=SQL(", ").join(
                SQL("(%s, before.%s::text, after.%s::text)", label, SQL.identifier(name), SQL.identifier(name))
                for label, (name, _computed) in labels.LABELS.items())))
        Profile._set_planner(dict.fromkeys(PLANNER_ALL, 'DEFAULT'))
        tryout.invalidate_recordset(['move_ids'])
        return [{'label': label, 'from': old, 'to': new, 'count': count} for label, old, new, count in rows]

    def _texts(self):
        """All values of all labels with how they read to this user, as rows of VALUES."""
        Profile, rows = self.env['relationship.profile'], []
        for label, name in Profile._label_fields.items():
            field = Profile._fields[name]
            if field.type == 'selection':
                pairs = field._description_selection(self.env)
            else:
                rules = self.env[field.comodel_name].sudo().with_context(active_test=False).search([])
                pairs = [(str(rule.id), rule.display_name) for rule in rules]
            rows += [SQL("(%s, %s, %s)", label, value, text) for value, text in pairs]
        return SQL(", ").join(rows)
