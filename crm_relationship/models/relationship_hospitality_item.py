from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.sql import column_exists


class RelationshipHospitalityItem(models.Model):
    """A cost item of the hospitality papers: 会议, 用餐, 住宿, 礼品, 交通, 其他 (F14.9, F15.9).

    The two papers list the items in different orders and under slightly
    different names, so an item has a place and a name on each.
    """
    _name = 'relationship.hospitality.item'
    _description = "Hospitality Cost Item"
    _inherit = ['relationship.input.guard']
    _order = 'sequence, id'
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    report_name = fields.Char(
        "Name on the Report", translate=True, help="Empty: the same name as on the request.")
    sequence = fields.Integer("Place on the Request", default=100)
    report_sequence = fields.Integer("Place on the Report", default=100)
    on_request = fields.Boolean("On the Request", default=True)
    on_report = fields.Boolean("On the Report", default=True)
    is_gift = fields.Boolean(
        "Counts as Gift", help="Divided among the guests only, and held against the caps on gifts.")
    company_id = fields.Many2one('res.company', help="Empty: for all companies.", index='btree_not_null')
    active = fields.Boolean(default=True)

    def _auto_init(self):
        """Mark the shipped gifts where the items came before the mark: the data are the customer's to change."""
        is_new = not column_exists(self.env.cr, self._table, 'is_gift')
        result = super()._auto_init()
        if is_new:
            self.env.cr.execute("""
                UPDATE relationship_hospitality_item SET is_gift = TRUE
                 WHERE id IN (SELECT res_id FROM ir_model_data
                               WHERE module = 'crm_relationship' AND name = 'hospitality_item_gifts')""")
        return result

    @api.constrains('on_request', 'on_report')
    def _check_on_report(self):
        if any(item.on_request and not item.on_report for item in self):
            raise ValidationError(self.env._(
                "An item of the request must be on the report too: money asked for is accounted for."))

    @api.model
    def _available(self, company, paper):
        """Items of ``company`` on ``paper`` ('request' or 'report'), in the paper's order."""
        order = 'sequence, id' if paper == 'request' else 'report_sequence, id'
        return self.search([
            (f'on_{paper}', '=', True), ('company_id', 'in', [False, company.id])], order=order)
