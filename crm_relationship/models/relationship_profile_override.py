from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.document_approval.models.approval_sealed import SEAL

from .relationship_profile import LEVELS

#: label -> field of the override that holds its value
VALUE_FIELDS = {
    'tier': 'tier_id',
    'grade': 'grade_id',
    'rfm_segment': 'rfm_segment_id',
    'activity_level': 'activity_level',
    'churn_risk': 'churn_risk',
    'growth_potential': 'growth_potential',
}


class RelationshipProfileOverride(models.Model):
    """A label set by hand for a time, with reason and author; the computed value stays beside it.

    An override is never changed: it ends by its date or by the button, and
    another one takes its place.
    """
    _name = 'relationship.profile.override'
    _description = "Label Override"
    _inherit = ['approval.sealed', 'relationship.input.guard']
    _order = 'create_date desc, id desc'
    _rec_name = 'label'
    _check_company_auto = True

    profile_id = fields.Many2one(
        'relationship.profile', "Customer", required=True, ondelete='cascade', index=True)
    company_id = fields.Many2one(related='profile_id.company_id', store=True, index=True)
    label = fields.Selection(
        lambda self: self.env['relationship.profile']._override_label_selection(), required=True, default='tier')
    tier_id = fields.Many2one('relationship.tier', "Value Tier", check_company=True, ondelete='restrict')
    grade_id = fields.Many2one('relationship.grade', "Sales Grade", check_company=True, ondelete='restrict')
    rfm_segment_id = fields.Many2one(
        'relationship.rfm.segment', "RFM Segment", check_company=True, ondelete='restrict')
    activity_level = fields.Selection(LEVELS, "Activity")
    churn_risk = fields.Selection(LEVELS)
    growth_potential = fields.Selection(LEVELS)
    value_text = fields.Char("Value", compute='_compute_value_text')
    reason = fields.Char(required=True)
    date_until = fields.Date("Until", required=True, help="The last day on which the override holds.")
    author_id = fields.Many2one(
        'res.users', "Author", required=True, readonly=True, copy=False, default=lambda self: self.env.uid)
    ended_at = fields.Datetime("Ended at", readonly=True, copy=False)
    ended_by_id = fields.Many2one('res.users', "Ended by", readonly=True, copy=False)

    _active_uniq = models.UniqueIndex(
        '(profile_id, label) WHERE ended_at IS NULL', "One override per label and customer.")

    _sealed_fields = frozenset({'author_id', 'ended_at', 'ended_by_id'})

    @api.depends('label', *VALUE_FIELDS.values())
    def _compute_value_text(self):
        for label, overrides in self.grouped('label').items():
            values = {override: override._value() for override in overrides}
            texts = self.env['relationship.profile']._label_texts(label, values.values()) if label else {}
            for override, value in values.items():
                override.value_text = texts.get(value)

    def _value(self):
        """The value as the history stores it: an id as text, or a selection key; False when empty."""
        self.ensure_one()
        value = self.label and self[VALUE_FIELDS[self.label]]
        return str(value.id) if isinstance(value, models.BaseModel) and value else value or False

    @api.constrains('label', 'reason', 'date_until', *VALUE_FIELDS.values())
    def _check_override(self):
        for override in self:
            if not override._value():
                raise ValidationError(self.env._("Choose the value the customer shall have."))
            if any(override[name] for label, name in VALUE_FIELDS.items() if label != override.label):
                raise ValidationError(self.env._("An override sets one label. Leave the other values empty."))
            if not override.reason.strip():
                raise ValidationError(self.env._("Give the reason for the override."))
            if override.date_until < override.company_id._relationship_today():
                raise ValidationError(self.env._("The override would end before it begins. Choose a later date."))

    @api.model_create_multi
    def create(self, vals_list):
        """A newer override takes the place of the one in force; the label follows at once."""
        Profile = self.env['relationship.profile']
        for vals in vals_list:
            profile = Profile.browse(vals.get('profile_id') or self.env.context.get('default_profile_id'))
            profile.check_access('read')
            profile.sudo().active_override_ids.filtered(
                lambda o, label=vals.get('label', 'tier'): o.label == label)._end(self.env.user)
        overrides = super().create(vals_list)
        overrides.profile_id.sudo()._refresh_profiles()
        return overrides

    def write(self, vals):
        if vals.keys() - {'profile_id'} or any(o.profile_id.id != vals.get('profile_id') for o in self):
            raise UserError(self.env._("An override is not changed afterwards. End it and set another one."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_kept(self):
        raise UserError(self.env._("Overrides are kept as evidence. End it instead of deleting it."))

    def action_end(self):
        """Back to the computed label, today; by whoever may set another one there."""
        self.check_access('read')
        self.profile_id.check_access('write')
        if not self.env.user.has_group('crm_relationship.group_supervisor'):
            raise AccessError(self.env._("Only supervisors end an override."))
        self.sudo()._end(self.env.user)
        self.profile_id.sudo()._refresh_profiles()

    def _end(self, user):
        """Close those still open; row by row locked, so two presses close once."""
        still = self.filtered(lambda override: not override.ended_at)
        if still:
            still._sealed_write({'ended_at': fields.Datetime.now(), 'ended_by_id': user.id}, SEAL)
            still.flush_recordset()
