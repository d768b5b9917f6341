from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError


class RelationshipVisitMaterial(models.Model):
    """A file brought along on a visit: the yearly review, a case study, or anything else."""
    _name = 'relationship.visit.material'
    _description = "Visit Material"
    _inherit = ['approval.sealed', 'relationship.visit.record.line']
    _order = 'id'

    _sealed_fields = frozenset({'user_id', 'added_date', 'commercial_partner_id', 'company_id'})

    visit_id = fields.Many2one('relationship.visit', "Visit", required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='visit_id.company_id', store=True)
    commercial_partner_id = fields.Many2one(
        related='visit_id.commercial_partner_id', store=True, index=True, string="Customer")
    preparation_id = fields.Many2one(
        'relationship.visit.preparation', "Kind", ondelete='restrict', index='btree_not_null')
    name = fields.Char("File Name", required=True)
    file = fields.Binary(required=True, attachment=True)
    user_id = fields.Many2one('res.users', "Added by", readonly=True, default=lambda self: self.env.uid)
    added_date = fields.Date("Added on", readonly=True, default=fields.Date.context_today)

    def write(self, vals):
        if 'visit_id' in vals and any(material.visit_id.id != vals['visit_id'] for material in self):
            raise UserError(self.env._("Material stays with its visit."))
        return super().write(vals)

    @api.model
    def _provided(self, visits):
        """What is still good for ``visits``: {visit: {preparation: material}}; one query for all.

        Searched in sudo: whether a colleague brought the review counts, only its kind is told.
        """
        materials = self.sudo().search([
            ('commercial_partner_id', 'in', visits.commercial_partner_id.ids),
            ('company_id', 'in', visits.company_id.ids), ('preparation_id', '!=', False)])
        by_customer = materials.grouped(lambda material: (material.company_id, material.commercial_partner_id))
        provided = {}
        for visit in visits:
            customers = by_customer.get((visit.company_id, visit.commercial_partner_id), self.browse())
            provided[visit] = {
                material.preparation_id: material for material in customers if material._serves(visit)}
        return provided

    def _serves(self, visit):
        """Whether this file prepares ``visit``: its own, or still good on that day."""
        if self.visit_id == visit:
            return True
        months = self.preparation_id.valid_months
        company = visit.company_id
        day = company._local_day(visit.date_start) if visit.date_start else company._relationship_today()
        return bool(months) and self.added_date <= day <= self.added_date + relativedelta(months=months)
