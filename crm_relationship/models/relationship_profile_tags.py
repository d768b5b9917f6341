from odoo import api, fields, models
from odoo.fields import Command, Domain


class RelationshipProfile(models.Model):
    """The tags a customer carries in this company."""
    _inherit = 'relationship.profile'

    tag_line_ids = fields.One2many('relationship.profile.tag', 'profile_id', "Tags in Detail")
    # who reads the customer reads its tags: asking again for each would cost lists some queries
    tag_ids = fields.Many2many(
        'res.partner.category', string="Customer Tags", compute='_compute_tag_ids', compute_sudo=True,
        inverse='_inverse_tag_ids', search='_search_tag_ids', help="Given by hand or by the rule of the tag, in this company.")

    @api.depends('tag_line_ids.category_id', 'tag_line_ids.date_until')
    def _compute_tag_ids(self):
        for profile in self:
            company = profile.company_id or self.env.company
            profile.tag_ids = profile.tag_line_ids.filtered(
                lambda tag, company=company: not tag.date_until or tag.date_until >= company._relationship_today()).category_id

    def _inverse_tag_ids(self):
        for profile in self:
            chosen, lines = profile.tag_ids, profile.tag_line_ids
            gone = lines.filtered(lambda line, chosen=chosen: line.category_id not in chosen)
            profile.tag_line_ids = [
                *(Command.delete(line.id) for line in gone),
                *(Command.create({'category_id': tag.id}) for tag in chosen - lines.category_id)]

    def _search_tag_ids(self, operator, value):
        """By the tags in force, counted where each company is; "not set" finds those without any."""
        if operator not in ('in', 'any', 'child_of', 'ilike', 'any!'):
            return NotImplemented
        companies = self.env['res.company'].sudo().search([])
        in_force = Domain('date_until', '=', False) | Domain.OR(
            Domain('company_id', 'in', group.ids) & Domain('date_until', '>=', today)
            for today, group in companies.grouped(lambda company: company._relationship_today()).items())
        without = Domain.FALSE
        if operator == 'in' and not all(value):
            without, value = ~Domain('tag_line_ids', 'any', in_force), [tag for tag in value if tag]
        return without | Domain('tag_line_ids', 'any', in_force & Domain('category_id', operator, value))
