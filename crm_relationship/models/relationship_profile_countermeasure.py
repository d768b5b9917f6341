from odoo import fields, models


class RelationshipProfile(models.Model):
    """The customer's countermeasures: those still open, and the list of all."""
    _inherit = 'relationship.profile'

    countermeasure_line_ids = fields.One2many('relationship.countermeasure.line', 'profile_id', "Countermeasures")
    countermeasure_count = fields.Integer("Open Countermeasures", compute='_compute_countermeasure_count')

    def _compute_countermeasure_count(self):
        """Open lines the user may see; one query for a page."""
        Line = self.env['relationship.countermeasure.line']
        counts = dict(Line._read_group(
            [('profile_id', 'in', self.ids), ('state', '=', 'open'), ('stage', '!=', 'cancelled')],
            ['profile_id'], ['__count'])) if Line.has_access('read') else {}
        for profile in self:
            profile.countermeasure_count = counts.get(profile, 0)

    def action_countermeasures(self):
        """All countermeasures for this customer, open ones and closed ones."""
        self.ensure_one()
        self.check_access('read')
        action = self.env['ir.actions.act_window']._for_xml_id(
            'crm_relationship.relationship_countermeasure_line_action')
        return {**action, 'domain': [('profile_id', '=', self.id)], 'context': {}}
