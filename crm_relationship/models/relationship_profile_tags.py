from odoo import api, fields, models
from odoo.fields import Command


class RelationshipProfile(models.Model):
    """The tags a customer carries in this company."""
    _inherit = 'relationship.profile'

    tag_line_ids = fields.One2many('relationship.profile.tag', 'profile_id', "Tags in Detail")
    tag_ids = fields.Many2many(
        'res.partner.category', string="Customer Tags", compute='_compute_tag_ids', inverse='_inverse_tag_ids',
        search='_search_tag_ids', help="Given by hand or by the rule of the tag, in this company.")

    @api.depends('tag_line_ids.category_id', 'tag_line_ids.date_until')
    def _compute_tag_ids(self):
        for profile in self:
            today = profile.company_id and profile.company_id._relationship_today()
            profile.tag_ids = profile.tag_line_ids.filtered(
                lambda tag, today=today: not tag.date_until or tag.date_until >= today).category_id

    def _inverse_tag_ids(self):
        for profile in self:
            chosen, lines = profile.tag_ids, profile.tag_line_ids
            gone = lines.filtered(lambda line, chosen=chosen: line.category_id not in chosen)
            profile.tag_line_ids = [
                *(Command.delete(line.id) for line in gone),
                *(Command.create({'category_id': tag.id}) for tag in chosen - lines.category_id)]

    def _search_tag_ids(self, operator, value):
        if operator not in ('in', 'any', 'child_of', 'ilike', 'any!'):
            return NotImplemented
        return [('tag_line_ids.category_id', operator, value)]
