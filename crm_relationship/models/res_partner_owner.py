from odoo import api, models
from odoo.exceptions import ValidationError


class ResPartner(models.Model):
    """Who looks after a customer when nobody was named for this company yet."""
    _inherit = 'res.partner'

    def _relationship_default_owner(self, company):
        """The contact's salesperson where he or she works in ``company``; else nobody."""
        self.ensure_one()
        user = self.sudo().user_id
        return user if company in user.company_ids else user.browse()

    def _relationship_check_plannable(self, companies):
        """One plans for customers one sees, and for those nobody looks after; one query for all.

        :param companies: whose customers they are, as the lines of a plan
        :raise ValidationError: archived, or a colleague's customer that is not shared
        """
        partners = self.sudo()
        if archived := partners.filtered(lambda partner: not partner.active):
            raise ValidationError(self.env._(
                "%s is archived. Choose an active customer, or restore the card under Contacts first.",
                archived[0].display_name))
        if self.env.uid == api.SUPERUSER_ID:
            return
        owned = self.env['relationship.profile'].sudo().search([
            ('partner_id', 'in', partners.commercial_partner_id.ids), ('company_id', 'in', companies.ids),
            ('user_id', '!=', False)])
        hidden = owned - owned.with_user(self.env.user)._filtered_access('read')
        if hidden:
            raise ValidationError(self.env._(
                "%(customer)s is a customer of %(owner)s. Ask to share it with you, or plan others.",
                customer=hidden[0].partner_id.display_name, owner=hidden[0].user_id.name))

    def _relationship_names(self):
        """These partners in a message: the first ten by name, and how many more."""
        names = [partner.name or '' for partner in self[:10]]
        if len(self) > len(names):
            names.append(self.env._("and %s more", len(self) - len(names)))
        return ", ".join(names)
