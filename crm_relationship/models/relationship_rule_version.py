import hashlib
import json

from markupsafe import Markup

from odoo import api, fields, models


class RelationshipRuleVersion(models.Model):
    """The rules as they stood from a moment on; every label names the version that gave it.

    Append-only: the pass adds a version when the rules differ from the last one.
    """
    _name = 'relationship.rule.version'
    _description = "Classification Rule Version"
    _inherit = ['approval.sealed']
    _order = 'company_id, number desc'
    _rec_name = 'number'
    _sealed_model = True

    company_id = fields.Many2one('res.company', "Company", required=True, index=True, readonly=True)
    number = fields.Integer("Version", required=True, readonly=True, aggregator=None)
    date = fields.Datetime("In Force from", required=True, readonly=True)
    user_id = fields.Many2one(
        'res.users', "First Used by", readonly=True, help="Whose pass was the first with these rules.")
    rules = fields.Json("Rules as Data", required=True, readonly=True)
    digest = fields.Char(required=True, readonly=True)
    rules_html = fields.Html("Rules", compute='_compute_rules_html', sanitize=False)

    _number_uniq = models.Constraint('UNIQUE(company_id, number)', "A version number is used once per company.")

    @api.depends('number')
    def _compute_display_name(self):
        for version in self:
            version.display_name = self.env._("Version %s", version.number)

    @api.depends('rules')
    def _compute_rules_html(self):
        for version in self:
            version.rules_html = Markup("<pre>%s</pre>") % json.dumps(
                version.rules, indent=2, ensure_ascii=False, sort_keys=True)

    @api.model
    def _current(self, company, rules, seal):
        """The version of ``company`` with exactly ``rules``: the last one, or a new one."""
        text = json.dumps(rules, sort_keys=True, ensure_ascii=False)
        digest = hashlib.sha256(text.encode()).hexdigest()
        last = self.sudo().search([('company_id', '=', company.id)], limit=1)
        if last.digest == digest:
            return last
        return self.sudo()._sealed_create([{
            'company_id': company.id, 'number': last.number + 1, 'date': fields.Datetime.now(),
            'user_id': self.env.uid, 'rules': rules, 'digest': digest}], seal)
