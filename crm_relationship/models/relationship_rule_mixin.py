from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain


class RelationshipRuleMixin(models.AbstractModel):
    """A classification rule: a named step of a ladder that is read top-down.

    Rules without a company are everybody's default. A company that keeps rules of its own uses
    those and none of the shared ones. Amounts are in the currency of the company that is
    classified.
    """
    _name = 'relationship.rule.mixin'
    _description = "Classification Rule"
    _order = 'sequence, id'

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10, help="Rules are read top-down; the first that fits wins.")
    company_id = fields.Many2one(
        'res.company', "Company", index=True,
        help="Empty: for every company that keeps no rules of its own.")
    active = fields.Boolean(default=True)
    color = fields.Integer()

    # ------------------------------------------------------------------
    # Whoever changes a rule need not ask for the customers to follow it
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        rules._request_pass()
        return rules

    def write(self, vals):
        if vals.keys() <= {'name', 'color'}:
            return super().write(vals)
        self._request_pass()  # of the companies a rule leaves
        result = super().write(vals)
        self._request_pass()
        return result

    def unlink(self):
        self._request_pass()
        return super().unlink()

    def _request_pass(self):
        self.env['relationship.pass.run']._request_by_rules(self, 'company_id')

    @api.model
    def _for_company(self, company):
        """The rules ``company`` is classified by, in their order (its own, else the shared ones)."""
        rules = self.sudo().search(Domain('company_id', 'in', (company.id, False)))
        return rules.filtered('company_id') or rules

    @api.constrains('name')
    def _check_name(self):
        if any(not (rule.name or '').strip() for rule in self):
            raise ValidationError(self.env._("Give the rule a name."))

    def _check_bounds(self):
        """Raise ValidationError when a threshold makes no sense; asked of drafts too."""

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        """What customers carry or once carried stays readable: archive it instead."""
        if self.env['relationship.profile.change'].sudo()._names_rule(self):
            raise UserError(self.env._(
                "Customers carry this classification, or carried it before. Archive it instead of deleting it."))
