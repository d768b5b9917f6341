"""Plays a year of gift plans: one carried out, one that waits for the manager, one being written."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command

from ..tools.lunar_festivals import next_festival
from . import gift_plan_scenes as scenes
from .relationship_demo import NINE


class RelationshipDemo(models.AbstractModel):
    """Gift plans of the demo company."""
    _inherit = 'relationship.demo'

    @api.model
    def _load_gift_plans(self):
        """Load once: does nothing where a plan exists already."""
        if self.env['relationship.gift.plan'].search_count([], limit=1):
            return
        if 'zh_CN' in dict(self.env['res.lang'].get_installed()):
            self.env['ir.module.module']._load_module_terms(['document_approval', 'crm_relationship'], ['zh_CN'])
            self = self.with_context(lang='zh_CN')
        self._set_gift_rules()
        today = fields.Date.today()
        festival = next_festival(scenes.PAST[0], today - timedelta(days=365))
        plan = self._gift_plan(scenes.PAST, self._workday(festival - timedelta(days=20)))
        self._sign(plan, self._workday(festival - timedelta(days=19)), ('manager', 'gm'))
        if plan.approval_state == 'approved':
            with self._clock(self._workday(festival - timedelta(days=15)), NINE):
                plan.action_make_requests()
        waiting = self._gift_plan(scenes.COMING, self._workday(today - timedelta(days=2)))
        if waiting.line_ids:
            with self._clock(self._workday(today - timedelta(days=1)), NINE):
                waiting.action_approval_submit()
        self._gift_plan(scenes.DRAFT, self._workday(today))

    def _set_gift_rules(self):
        """What each tier is given on which festival."""
        company = self._ref('base.main_company')
        self.env['relationship.gift.rule'].create([{
            'tier_id': self._ref(f'tier_{tier}').id, 'occasion': occasion, 'quantity': quantity, 'value': value,
            'product_id': self._ref(f'gift_{gift}').product_variant_id.id, 'company_id': company.id,
        } for tier, occasion, gift, quantity, value in scenes.RULES])

    def _gift_plan(self, scene, day):
        """A plan written and proposed on ``day``; what has no gift by rule gets a pen set."""
        occasion, purpose, budget, planner = scene
        with self._clock(day, NINE):
            plan = self.env['relationship.gift.plan'].with_user(self._ref(f'user_{planner}')).with_company(
                self._ref('base.main_company')).create({
                    'occasion': occasion, 'purpose': purpose, 'budget': budget, 'date': day,
                    'product_id': self._ref('gift_pen').product_variant_id.id,
                    **({'date_from': day, 'date_to': fields.Date.add(day, months=11)} if occasion == 'anniversary' else {})})
            plan.action_propose()
            if not plan.line_ids:
                plan.line_ids = [Command.create({'partner_id': self._ref('customer_hengtai').id})]
        return plan
