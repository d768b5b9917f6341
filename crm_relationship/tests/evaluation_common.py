"""What the evaluation tests share: the cast, customers in the roster, a scorecard whose sums are easy to check."""

from datetime import date

from freezegun import freeze_time

from odoo import fields
from odoo.fields import Command

from odoo.addons.base.tests.common import BaseCommon

from .hospitality_common import NOW, HospitalityMixin

TODAY = date(2026, 3, 11)
GRADES = (('A', 100), ('B', 80), ('C', 60), ('D', 40), ('E', 20))


class EvaluationMixin(HospitalityMixin):
    """A customer of the specialist with sealed figures, and a scorecard of three indicators."""

    @classmethod
    def set_up_evaluation(cls):
        """After `set_up_cast`."""
        cls.profile = cls.new_profile(cls.customer, tier='core')
        cls.set_figures(cls.profile, has_purchase=True, amount_12m=600000, amount_total=900000, has_growth=True,
                        growth=0.12, amount_6m=336000, amount_6m_before=300000, has_margin=True, margin_rate=0.28)
        cls.card = cls.new_card(
            (("销售额", 50, 'amount_12m', (1000000, 500000, 200000, 100000)),
             ("增长率", 30, 'growth', (20, 10, 0, -10)),
             ("战略契合度", 20, 'manual', None)))

    @classmethod
    def new_profile(cls, partner=None, owner='specialist', tier='core', **values):
        """A customer in the roster of the test company."""
        partner = partner or cls.env['res.partner'].create({'name': values.pop('name', "客户"), 'is_company': True})
        profile = cls.env['relationship.profile'].with_company(cls.company).create({
            'partner_id': partner.id, 'company_id': cls.company.id, 'user_id': owner and cls.users[owner].id, **values})
        cls.set_figures(profile, tier_id=cls.env.ref(f'crm_relationship.tier_{tier}').id)
        return profile

    @classmethod
    def set_figures(cls, profile, **values):
        """Sealed metrics, as a pass writes them: in SQL."""
        profile.flush_recordset()
        columns = ", ".join(f"{name} = %s" for name in values)
        cls.env.cr.execute(f"UPDATE relationship_profile SET {columns} WHERE id = %s", [*values.values(), profile.id])
        profile.invalidate_recordset()

    @classmethod
    def new_card(cls, indicators, active=True, measures=(), **values):
        """A scorecard of the test company, before all shared ones.

        :param indicators: (name, weight, source, bounds of all grades but the worst, or None)
        :param measures: (verdict, kind, percent, text)
        """
        card = cls.env['relationship.scorecard'].create({
            'name': "测试评估表", 'company_id': cls.company.id,
            'indicator_ids': [
                Command.create({'name': name, 'weight': weight, 'source': source, 'sequence': number})
                for number, (name, weight, source, _bounds) in enumerate(indicators)],
            'measure_ids': [
                Command.create({'verdict': verdict, 'kind': kind, 'percent': percent, 'text': text})
                for verdict, kind, percent, text in measures],
            **values})
        for (_name, _weight, _source, bounds), indicator in zip(indicators, card.indicator_ids.sorted()):
            for row, bound in zip(indicator.meaning_ids.sorted(), bounds or ()):
                row.bound = bound
        if active:
            card.action_activate()
        return card

    def evaluate(self, role='specialist', profile=None, **values):
        """A draft evaluation by ``role``."""
        profile = profile or self.profile
        return self.model(role, 'relationship.evaluation').create({'partner_id': profile.partner_id.id, **values})

    def grade(self, evaluation, **letters):
        """Grade lines by the name of their indicator, with evidence."""
        for name, letter in letters.items():
            line = evaluation.line_ids.filtered(lambda row, name=name: row.name == name)
            line.write({'grade_id': self.grade_of(evaluation, letter).id, 'evidence': "走访记录"})
        return evaluation

    def letters(self, evaluation):
        """The grade of each indicator by its name."""
        return {line.name: line.grade_id.name for line in evaluation.line_ids}

    def grade_of(self, evaluation, letter):
        return evaluation.scorecard_id.grade_ids.filtered(lambda grade: grade.name == letter)

    def ready(self, role='specialist', letter='B', **values):
        """A draft that may be submitted; numbers that are not known count as a B."""
        evaluation = self.evaluate(role, **values)
        unknown = evaluation.line_ids.filtered(lambda line: not line.grade_id)
        return self.grade(evaluation, **{**dict.fromkeys(unknown.mapped('name'), 'B'), "战略契合度": letter})

    def signed(self, role='specialist', letter='B', **values):
        """An evaluation that supervisor and service manager signed."""
        return self.sign(self.ready(role, letter, **values), 'supervisor', 'manager')


class EvaluationCase(EvaluationMixin, BaseCommon):
    """Rules and access, without a browser. The clock stands at NOW."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NOW))
        cls.set_up_cast()
        cls.set_up_evaluation()
        assert fields.Date.today() == TODAY
