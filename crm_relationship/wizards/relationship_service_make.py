from odoo import api, fields, models
from odoo.exceptions import ValidationError


class RelationshipServiceMake(models.TransientModel):
    """Shows how many dated actions a scheme makes in a period, then makes them (P5 ⑧)."""
    _name = 'relationship.service.make'
    _description = "Make a Service Plan"

    plan_id = fields.Many2one('relationship.service.plan', "Service Scheme", required=True, readonly=True, ondelete='cascade')
    date_from = fields.Date("From", required=True, compute='_compute_period', store=True, readonly=False, precompute=True)
    date_to = fields.Date("Until", required=True, compute='_compute_period', store=True, readonly=False, precompute=True)
    customer_count = fields.Integer(
        "Customers", compute='_compute_preview',
        help="In the roster, as far as you see them; without those with a scheme of their own in the period.")
    day_count = fields.Integer("Actions per Customer", compute='_compute_preview')
    missing_count = fields.Integer("Actions to Make", compute='_compute_preview')
    existing_count = fields.Integer("Made Already", compute='_compute_preview')
    preview_html = fields.Html("Preview", compute='_compute_preview', sanitize=False)

    @api.depends('plan_id')
    def _compute_period(self):
        """From today to the end of the scheme."""
        for wizard in self:
            plan = wizard.plan_id
            wizard.date_from = max(plan.company_id._relationship_today(), plan.date_from) if plan else False
            wizard.date_to = plan.date_to

    @api.depends('plan_id', 'date_from', 'date_to')
    def _compute_preview(self):
        for wizard in self:
            sound = wizard.plan_id and wizard.date_from and wizard.date_to and wizard.date_from <= wizard.date_to
            period = (wizard.date_from, wizard.date_to)
            customers, days, missing = wizard.plan_id._plan_count(*period) if sound else (0, 0, 0)
            wizard.customer_count, wizard.day_count, wizard.missing_count = customers, days, missing
            wizard.existing_count = customers * days - missing
            wizard.preview_html = self.env['ir.qweb']._render('crm_relationship.service_make_preview', {
                'days': wizard.plan_id._plan_days(*period) if sound else {}, 'customers': customers})

    def action_make(self):
        """Make the missing actions and show them."""
        self.ensure_one()
        self.plan_id._check_may_make()
        if self.date_from > self.date_to:
            raise ValidationError(self.env._("The period ends before it begins."))
        self.plan_id._plan_make(self.date_from, self.date_to)
        return self.plan_id.action_open_actions()
