import logging
from contextlib import contextmanager
from datetime import datetime, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from .hospitality_scenes import CONTACTS, NOW, SUBSIDIARY, YEAR

_logger = logging.getLogger(__name__)

# Shanghai is eight hours ahead of UTC all year round
NINE, SIX_PM = 1, 10


class RelationshipDemo(models.AbstractModel):
    """Makes the demo year: people apply, sign and report through the buttons' own code.

    Only the clock is turned back, so that a year lies between the first
    application and today; nothing is written past the engine.
    """
    _name = 'relationship.demo'
    _description = "Demo Data"

    @api.model
    def _load_hospitality(self):
        """Load once: does nothing where hospitality exists already."""
        if self.env['relationship.hospitality'].search_count([], limit=1):
            return
        self._set_places()
        if 'zh_CN' in dict(self.env['res.lang'].get_installed()):
            # Requests freeze the names of their steps; Odoo loads our terms only after the demo data.
            self.env['ir.module.module']._load_module_terms(['document_approval', 'crm_relationship'], ['zh_CN'])
            self = self.with_context(lang='zh_CN')
        today = fields.Date.today()
        for number, scene in enumerate(YEAR * 2):
            day = self._workday(today - timedelta(days=350 - number * 19))
            self._play_closed(scene, day, 'specialist' if number % 3 else 'specialist2')
        for number, scene in enumerate(SUBSIDIARY * 3):
            self._play_closed(scene, self._workday(today - timedelta(days=200 - number * 30)), 'specialist2', suzhou=True)
        self._play_troubles(today)
        self._play_current(today)

    @api.model
    def _set_currency(self):
        """Yuan for the company, unless its books are kept in another currency already."""
        company = self.env.ref('base.main_company')
        try:
            with self.env.cr.savepoint():
                company.currency_id = self.env.ref('base.CNY')
        except UserError as error:
            _logger.info("The demo company keeps %s: %s", company.currency_id.name, error)

    @api.model
    def _set_places(self):
        """Clocks on Shanghai; the people read Chinese where that language is installed, undisturbed by OdooBot."""
        companies = self._ref('base.main_company') | self._ref('company_suzhou')
        companies.resource_calendar_id.write({'tz': 'Asia/Shanghai'})
        users = self.env['res.users']
        for login in ('specialist', 'specialist2', 'supervisor', 'manager', 'gm', 'finance', 'keeper', 'office',
                      'deputy', 'appadmin'):
            users |= self._ref(f'user_{login}')
        if 'zh_CN' in dict(self.env['res.lang'].get_installed()):
            users.lang = 'zh_CN'
        if 'odoobot_state' in users._fields:  # of mail_bot, where installed
            users.odoobot_state = 'disabled'

    # ------------------------------------------------------------------
    # Scenes
    # ------------------------------------------------------------------

    def _play_closed(self, scene, day, applicant, suzhou=False):
        """One occasion from the application to the signed report."""
        *occasion, budget, actual, effect = scene
        request = self._apply(occasion, budget, day, applicant, lead=6, suzhou=suzhou)
        self._sign(request, day)
        with self._clock(day + timedelta(days=1), NINE):
            request.with_user(self._ref('user_finance')).action_funds_support()
        with self._clock(day + timedelta(days=6), SIX_PM + 3):
            request.step_ids.with_user(request.applicant_id).action_done()
        report = self._report(request, actual, effect, day + timedelta(days=7))
        self._sign(report, day + timedelta(days=7))

    def _play_troubles(self, today):
        """What does not go smoothly: rejected, cancelled, late, above budget, not reported yet."""
        day = self._workday(today - timedelta(days=40))
        rejected = self._apply(('jingcheng', 'dining', "君悦酒店", "非正式聚会"), {'meals': 4800}, day, 'specialist', 6)
        with self._clock(day, NINE + 2):
            rejected.action_approval_submit()
        with self._clock(day, NINE + 4):
            self._decide(rejected, 'supervisor', 'reject', "事由不充分，请结合拜访一并安排")
        day = self._workday(today - timedelta(days=33))
        dropped = self._apply(('hairun', 'reception', "公司展厅", "来访改期"), {'meals': 1500}, day, 'specialist2', 6)
        with self._clock(day, NINE + 2):
            dropped._approval_do_cancel("客户改期，另行申请")
        day = self._workday(today - timedelta(days=24))
        late = self._apply(('tianyuan', 'dining', "公司附近餐厅", "客户临时到访"), {'meals': 700}, day, 'specialist', 0,
                           late_reason="客户当天临时通知来访")
        self._sign(late, day)
        report = self._report(late, {'meals': 690}, "解决了两项现场问题", day + timedelta(days=1))
        self._sign(report, day + timedelta(days=1))
        self._play_supplement(self._workday(today - timedelta(days=18)))

    def _play_supplement(self, day):
        """Above the tolerance: a supplement is approved before the report."""
        request = self._apply(
            ('xineng', 'dining', "稻香楼", "产线启动仪式晚宴"), {'meals': 3000}, day, 'specialist', 4)
        self._sign(request, day)
        with self._clock(day + timedelta(days=5), NINE):
            supplement = request.browse(request.action_request_supplement()['res_id'])
            supplement.budget_line_ids.filtered(
                lambda line: line.item_id == self._ref('hospitality_item_meals')).amount = 900
            supplement.purpose = "客户增加 6 位同席人员，餐费超出预算"
        self._sign(supplement, day + timedelta(days=5))
        report = self._report(request, {'meals': 3860}, "产线按期启动，客户满意", day + timedelta(days=6))
        self._sign(report, day + timedelta(days=6))

    def _play_current(self, today):
        """What people find on their desks when they log in."""
        for *occasion, budget, signers, days in NOW:
            day = self._workday(today - timedelta(days=1))
            request = self._apply(occasion, budget, day, 'specialist', days + 1)
            if signers is not None:
                self._sign(request, day, signers)
        for number, name in enumerate(('due', 'draft', 'pending')):
            scene = YEAR[number]
            day = self._workday(today - timedelta(days=14 - number))
            request = self._apply(scene[:4], scene[4], day, 'specialist', 6)
            self._sign(request, day)
            if name != 'due':
                report = self._report(request, scene[5], scene[6], day + timedelta(days=7))
            if name == 'pending':
                self._sign(report, day + timedelta(days=7), ('supervisor',))

    # ------------------------------------------------------------------
    # Acts
    # ------------------------------------------------------------------

    def _apply(self, occasion, budget, day, applicant, lead, suzhou=False, **values):
        """A draft request written by ``applicant`` at nine o'clock of ``day``."""
        customer, kind, venue, purpose = occasion
        company = self._ref('company_suzhou' if suzhou else 'base.main_company')
        employees = ['employee_suzhou'] if suzhou else [f'employee_{applicant}', 'employee_manager']
        start = datetime.combine(day + timedelta(days=lead), datetime.min.time()) + timedelta(hours=SIX_PM)
        with self._clock(day, NINE):
            return self.env['relationship.hospitality'].with_user(self._ref(f'user_{applicant}')).with_company(
                company).create({
                    'kind': kind,
                    'partner_id': self._ref(f'customer_{customer}').id,
                    'venue': venue,
                    'purpose': purpose,
                    'date_start': start,
                    'guest_ids': [
                        Command.create({'partner_id': self._ref(f'contact_{customer}_{n}').id})
                        for n in range(1, CONTACTS[customer] + 1)],
                    'host_ids': [Command.create({'employee_id': self._ref(name).id}) for name in employees],
                    'budget_line_ids': [
                        Command.create({
                            'item_id': self._ref(f'hospitality_item_{item}').id, 'amount': budget.get(item, 0)})
                        for item in ('meeting', 'meals', 'transport', 'gifts', 'other')],
                    'cost_note': "按部门标准安排",
                    **values,
                })

    def _report(self, request, actual, effect, day):
        """The draft report of ``request``, written on ``day``."""
        with self._clock(day, NINE):
            report = self.env['relationship.hospitality.report'].with_user(request.applicant_id).with_company(
                request.company_id).create({'hospitality_id': request.id})
            for item, amount in actual.items():
                item = self._ref(f'hospitality_item_{item}')
                report.expense_line_ids.filtered(lambda line, item=item: line.item_id == item).amount = amount
            report.expense_line_ids.filtered('explanation_missing').remark = "按实际发生结算"
            report.write({
                'effect': effect,
                'information': "客户下一年度的设备投资计划",
                'later_use': "纳入客户联络计划，下季度安排回访",
            })
        return report

    def _sign(self, document, day, signers=('supervisor', 'manager', 'gm', 'finance')):
        """Submit, then let each of ``signers`` sign whose turn it is, hour after hour."""
        with self._clock(day, NINE + 1):
            document.action_approval_submit()
        for hour, signer in enumerate(signers, start=NINE + 2):
            with self._clock(day, hour):
                if self._ref(f'user_{signer}') in document.approval_reader_ids and document.with_user(
                        self._ref(f'user_{signer}')).approval_can_decide:
                    self._decide(document, signer, 'approve', "同意")

    def _decide(self, document, signer, action, note):
        document.sudo().approval_request_id.with_user(self._ref(f'user_{signer}'))._decide(action, note=note)
        document.invalidate_recordset()

    def _workday(self, day):
        """``day``, or the company's last working day before it."""
        return self._ref('base.main_company')._workdays(day - timedelta(days=20), day)[-1]

    def _ref(self, name):
        """The demo record of that XML id, of this addon unless another one is named."""
        return self.env.ref(name if '.' in name else f'crm_relationship.{name}')

    @contextmanager
    def _clock(self, day, hour):
        """Let it be ``hour`` UTC of ``day`` for everything made inside, the chatter included."""
        moment = datetime.combine(day, datetime.min.time()) + timedelta(hours=hour)
        real = [(owner, name, owner.__dict__[name]) for owner, name in (
            (fields.Datetime, 'now'), (fields.Date, 'today'), (fields.Date, 'context_today'))]
        fields.Datetime.now = staticmethod(lambda *_args: moment)
        fields.Date.today = staticmethod(lambda *_args: moment.date())
        fields.Date.context_today = staticmethod(lambda *_args: moment.date())
        Message = self.env['mail.message'].sudo()
        last = Message.search([], order='id desc', limit=1).id or 0
        try:
            yield
            self.env.flush_all()
            Message.search([('id', '>', last), ('model', '=like', 'relationship.%')]).write({'date': moment})
        finally:
            for owner, name, function in real:
                setattr(owner, name, function)
