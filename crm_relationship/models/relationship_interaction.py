from odoo import api, fields, models


class RelationshipInteraction(models.Model):
    """互动: one contact with a customer that took place, logged in seconds (C3, N9)."""
    _name = 'relationship.interaction'
    _description = "Interaction"
    _inherit = ['relationship.contact.mixin']
    _order = 'date desc, id desc'
    _rec_name = 'summary'

    _label_triggers = frozenset({'partner_id', 'company_id', 'date'})

    channel = fields.Selection(
        [('call', "Call"), ('mail', "Mail"), ('message', "Message"), ('wechat', "WeChat"), ('meeting', "Meeting")],
        required=True, default='call', index=True)
    contact_id = fields.Many2one(
        'res.partner', "Spoken with", check_company=True, ondelete='restrict', index='btree_not_null',
        domain="[('id', 'child_of', commercial_partner_id)]", help="The person, when not the customer itself.")
    date = fields.Datetime(required=True, default=fields.Datetime.now, index=True)
    summary = fields.Char()

    @api.depends('channel', 'partner_id', 'summary')
    def _compute_display_name(self):
        channels = dict(self._fields['channel']._description_selection(self.env))
        for interaction in self:
            interaction.display_name = ": ".join(filter(None, [
                channels.get(interaction.channel), interaction.summary or interaction.partner_id.display_name]))

    @api.constrains('date', 'company_id')
    def _check_date(self):
        for interaction in self:
            # a minute of grace for clocks of phones that run ahead
            limit = fields.Datetime.add(fields.Datetime.now(), minutes=1)
            self._check_not_future(interaction.date, limit)
