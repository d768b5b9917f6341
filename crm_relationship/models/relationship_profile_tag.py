from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class RelationshipProfileTag(models.Model):
    """A tag on a customer of one company, by hand or by the tag's rule, for good or until a day (C2).

    It hangs on the profile, not on the contact: what one company's rules
    find out is none of another's business.
    """
    _name = 'relationship.profile.tag'
    _description = "Customer Tag"
    _inherit = ['approval.sealed']
    _order = 'category_id, id'
    _rec_name = 'category_id'

    _sealed_fields = frozenset({'by_rule', 'date_from'})

    profile_id = fields.Many2one(
        'relationship.profile', "Customer", required=True, ondelete='cascade', index=True)
    company_id = fields.Many2one(related='profile_id.company_id', store=True, index=True)
    category_id = fields.Many2one(
        'res.partner.category', "Tag", required=True, ondelete='cascade', index=True)
    by_rule = fields.Boolean("By Rule", readonly=True, default=False)
    date_from = fields.Date("Since", readonly=True, default=lambda self: self.env.company._relationship_today())
    date_until = fields.Date("Until", help="The last day of the tag; empty: no end.")

    _profile_category_uniq = models.Constraint(
        'UNIQUE(profile_id, category_id)', "A customer carries a tag once.")

    @api.constrains('date_from', 'date_until')
    def _check_dates(self):
        if any(tag.date_until and tag.date_from and tag.date_until < tag.date_from for tag in self):
            raise ValidationError(self.env._("The tag would end before it begins. Choose a later date."))

    def write(self, vals):
        self._check_by_hand()
        if vals.keys() & {'profile_id', 'category_id'}:
            raise UserError(self.env._("Remove the tag and add another one instead."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_by_rule(self):
        self._check_by_hand()

    def _check_by_hand(self):
        if ruled := self.filtered('by_rule'):
            raise UserError(self.env._(
                "“%s” is given by a rule and follows it. Change the rule of the tag instead.",
                ruled[0].category_id.name))
