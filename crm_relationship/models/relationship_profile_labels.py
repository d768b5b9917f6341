from odoo import api, fields, models


class RelationshipProfile(models.Model):
    """Which labels there are, and how their values read."""
    _inherit = 'relationship.profile'

    #: labels that are kept in the history, with the field holding the value in force
    _label_fields = {
        'tier': 'tier_id',
        'grade': 'grade_id',
        'rfm_segment': 'rfm_segment_id',
        'activity_level': 'activity_level',
        'churn_risk': 'churn_risk',
        'growth_potential': 'growth_potential',
        'abc_class': 'abc_class',
        'lifecycle_stage': 'lifecycle_stage',
    }
    #: labels that can be set by hand for a time, with the field holding the computed value
    _computed_label_fields = {
        'tier': 'tier_computed_id',
        'grade': 'grade_computed_id',
        'rfm_segment': 'rfm_segment_computed_id',
        'activity_level': 'activity_level_computed',
        'churn_risk': 'churn_risk_computed',
        'growth_potential': 'growth_potential_computed',
    }

    change_ids = fields.One2many('relationship.profile.change', 'profile_id', "Label Changes")
    override_ids = fields.One2many('relationship.profile.override', 'profile_id', "Overrides")
    active_override_ids = fields.One2many(
        'relationship.profile.override', 'profile_id', "Overrides in Force", domain=[('ended_at', '=', False)])

    def action_refresh(self):
        """Classify these customers now, from what is entered so far."""
        self.check_access('read')
        self.sudo()._refresh_profiles()
        return True

    def action_override(self):
        """Open the form that sets a label by hand for a time."""
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id(
            'crm_relationship.relationship_profile_override_action_new')
        return {**action, 'context': {'default_profile_id': self.id}}

    @api.model
    def _label_selection(self):
        """(label, name in the user's language) of all labels."""
        return [(label, self._fields[name]._description_string(self.env))
                for label, name in self._label_fields.items()]

    @api.model
    def _override_label_selection(self):
        """(label, name) of the labels a supervisor may set by hand."""
        return [(label, self._fields[self._label_fields[label]]._description_string(self.env))
                for label in self._computed_label_fields]

    @api.model
    def _label_texts(self, label, values):
        """How stored ``values`` (ids as text, or selection keys) of ``label`` read: {value: text}."""
        field = self._fields[self._label_fields[label]]
        wanted = {value for value in values if value}
        if field.type == 'selection':
            return {key: text for key, text in field._description_selection(self.env) if key in wanted}
        rules = self.env[field.comodel_name].sudo().browse(int(value) for value in wanted).exists()
        return {str(rule.id): rule.display_name for rule in rules}
