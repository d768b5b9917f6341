from odoo import api, fields, models
from odoo.fields import Domain


class RelationshipProfileChange(models.Model):
    """One label that changed: from, to, when, on which numbers and by which rules (X2).

    Append-only: the pass writes it in the statement that writes the label.
    """
    _name = 'relationship.profile.change'
    _description = "Label Change"
    _inherit = ['approval.sealed']
    _order = 'date desc, id desc'
    _rec_name = 'partner_id'
    _sealed_model = True

    profile_id = fields.Many2one(
        'relationship.profile', "Customer", required=True, readonly=True, ondelete='cascade', index=True)
    partner_id = fields.Many2one(related='profile_id.partner_id', string="Contact")
    company_id = fields.Many2one('res.company', "Company", required=True, readonly=True, index=True)
    label = fields.Selection(
        lambda self: self.env['relationship.profile']._label_selection(), required=True, readonly=True)
    from_value = fields.Char(readonly=True)
    to_value = fields.Char(readonly=True)
    from_text = fields.Char("From", compute='_compute_texts')
    to_text = fields.Char("To", compute='_compute_texts')
    date = fields.Datetime(required=True, readonly=True, index=True)
    numbers = fields.Json(readonly=True)
    is_override = fields.Boolean("By Hand", readonly=True, help="An override was set, or ended.")
    rule_version_id = fields.Many2one(
        'relationship.rule.version', "Rule Version", readonly=True, ondelete='restrict')
    user_id = fields.Many2one('res.users', "Run by", readonly=True)

    @api.depends('label', 'from_value', 'to_value')
    def _compute_texts(self):
        Profile = self.env['relationship.profile']
        for label, changes in self.grouped('label').items():
            texts = Profile._label_texts(
                label, changes.mapped('from_value') + changes.mapped('to_value')) if label else {}
            for change in changes:
                change.from_text = texts.get(change.from_value, change.from_value)
                change.to_text = texts.get(change.to_value, change.to_value)

    @api.model
    def _names_rule(self, rules):
        """Whether a customer carries or ever carried one of ``rules`` (tiers, grades or segments)."""
        Profile = self.env['relationship.profile'].sudo()
        label = next(
            label for label, name in Profile._label_fields.items()
            if Profile._fields[name].comodel_name == rules._name)
        values = [str(rule.id) for rule in rules]
        changed = Domain('label', '=', label) & (
            Domain('from_value', 'in', values) | Domain('to_value', 'in', values))
        carried = Domain(Profile._label_fields[label], 'in', rules.ids) | Domain(
            Profile._computed_label_fields[label], 'in', rules.ids)
        return bool(self.sudo().search_count(changed, limit=1) or Profile.search_count(carried, limit=1))
