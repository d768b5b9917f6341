from odoo import api, fields, models
from odoo.tools import format_date, formatLang

#: label -> the fields behind it, in reading order
NUMBERS = {
    'tier': ('amount_12m', 'first_purchase_date', 'growth'),
    'grade': ('sales_percentile', 'amount_12m'),
    'rfm_segment': ('rfm_recency', 'rfm_frequency', 'rfm_monetary', 'last_purchase_date', 'rfm_order_count',
                    'rfm_amount'),
    'activity_level': ('interaction_count_3m', 'last_interaction_date'),
    'churn_risk': ('last_interaction_date', 'amount_6m', 'amount_6m_before', 'growth', 'last_complaint_date'),
    'growth_potential': ('growth', 'amount_6m', 'amount_6m_before'),
    'abc_class': ('abc_amount', 'growth_potential', 'amount_12m'),
    'lifecycle_stage': ('first_purchase_date', 'last_purchase_date', 'growth'),
}
#: fields whose name tells a window -> key of the window in the rules
WINDOWS = {
    'amount_12m': 'sales_months', 'amount_6m': 'growth_months', 'amount_6m_before': 'growth_months',
    'interaction_count_3m': 'activity_months',
}
#: fields shown as a percentage, with the factor that makes them one
PERCENTAGES = {'growth': 100, 'sales_percentile': 1}


class RelationshipProfile(models.Model):
    """Every label explains itself: rule, numbers, date, version, and the override if there is one."""
    _inherit = 'relationship.profile'

    explanation_html = fields.Html("Why These Labels", compute='_compute_explanation_html', sanitize=False)

    @api.depends_context('lang')
    @api.depends('computed_at', 'override_ids.ended_at')
    def _compute_explanation_html(self):
        for profile in self:
            profile.explanation_html = profile.computed_at and self.env['ir.qweb']._render(
                'crm_relationship.profile_explanation',
                {'explanations': [profile._explain(label) for label in self._label_fields]})

    def _explain(self, label):
        """Why this customer carries ``label``, in the user's language.

        :param str label: a key of ``_label_fields``
        :return: dict of label, title, value, computed (texts), rule (text), numbers (list of (name, text)),
            date, version, date_text (texts), override (dict of value, reason, author, until, until_text,
            computed; or None)
        """
        self.ensure_one()
        name = self._label_fields[label]
        computed_name = self._computed_label_fields.get(label, name)
        day = format_date(self.env, self._labels_day())
        version = self.sudo().rule_version_id.display_name or ''
        return {
            'label': label,
            'title': self._fields[name]._description_string(self.env),
            'value': self._label_text(label, name),
            'computed': self._label_text(label, computed_name),
            'rule': self._rule_text(label),
            'numbers': [(self._number_name(field), self._number_text(field)) for field in NUMBERS[label]],
            'date': day,
            'version': version,
            'date_text': self.env._("As of %(day)s, rules: %(version)s", day=day, version=version),
            'override': self._override_text(label),
        }

    def _labels_day(self):
        """The day the labels are true for: unchanged rows are not written by later passes."""
        run = self.env['relationship.pass.run']._last_done(self.company_id)
        return max(filter(None, (self.computed_date, run.day)), default=False)

    def _label_text(self, label, name):
        value = self[name]
        value = value and (str(value.id) if isinstance(value, models.BaseModel) else value)
        return self._label_texts(label, [value]).get(value, '')

    def _override_text(self, label):
        override = self.sudo().active_override_ids.filtered(lambda override: override.label == label)[:1]
        until = format_date(self.env, override.date_until) if override else ''
        return override and {
            'value': override.value_text, 'reason': override.reason,
            'author': override.author_id.display_name, 'until': until,
            'until_text': self.env._("until %s", until),
            'computed': self.env._("computed: %s", self._label_text(label, self._computed_label_fields[label]) or "–"),
        } or None

    def _number_name(self, name):
        """What the figure is called, with the months it was computed over."""
        months = (self.sudo().rule_version_id.rules or {}).get(WINDOWS.get(name))
        if not months:
            return self._fields[name]._description_string(self.env)
        return {
            'amount_12m': self.env._("Sales of %s Months", months),
            'amount_6m': self.env._("Sales of %s Months", months),
            'amount_6m_before': self.env._("Sales of the %s Months Before", months),
            'interaction_count_3m': self.env._("Interactions of %s Months", months),
        }[name]

    def _number_text(self, name):
        """The figure as a reader expects it: currency, percent, date, or a dash when unknown."""
        value, field = self[name], self._fields[name]
        if name == 'growth' and not self.has_growth or name != 'growth' and value is False or value is None:
            return "–"
        if field.type == 'monetary':
            return formatLang(self.env, value, currency_obj=self.currency_id)
        if field.type == 'date':
            return format_date(self.env, value)
        if field.type == 'selection':
            return dict(field._description_selection(self.env))[value]
        if name in PERCENTAGES:
            return f"{formatLang(self.env, value * PERCENTAGES[name], digits=2)}%"
        return str(value)

    # ------------------------------------------------------------------
    # The rule in words, as it stood in the version that gave the label
    # ------------------------------------------------------------------

    def _rule_text(self, label):
        """The rule behind ``label`` in words; '' while nothing was computed."""
        rules = self.sudo().rule_version_id.rules
        return getattr(self, f'_rule_text_{label}')(rules) if rules else ''

    def _rule_of(self, ladder, computed):
        """The step of ``ladder`` that was given, as the version remembers it."""
        return next((rule for rule in ladder if rule['id'] == computed.id), None)

    def _rule_text_tier(self, rules):
        tier = self._rule_of(rules['tiers'], self.tier_computed_id)
        if not tier:
            return self.env._("No tier fits.")
        conditions = []
        if tier['amount_min']:
            conditions.append(self.env._(
                "sales of %(months)s months at least %(amount)s", months=rules['sales_months'],
                amount=formatLang(self.env, tier['amount_min'], currency_obj=self.currency_id)))
        if tier['months_min']:
            conditions.append(self.env._("first purchase at least %s months ago", tier['months_min']))
        if tier['growth_min'] is not None:
            conditions.append(self.env._(
                "growth of the last %(months)s months at least %(percent)s%%",
                months=rules['growth_months'], percent=tier['growth_min']))
        return "; ".join(conditions) or self.env._("Everybody whom no tier above fits.")

    def _rule_text_grade(self, rules):
        basis = dict(self.env['res.company']._fields['relationship_grade_basis']._description_selection(self.env))
        grade = self._rule_of(rules['grades'], self.grade_computed_id)
        return self.env._(
            "%(basis)s by the sales of %(months)s months; %(bound)s", basis=basis[rules['grade_basis']],
            months=rules['sales_months'], bound=self.env._("from %s%% on", grade['percent_min']) if grade
            else self.env._("no grade without sales in this time"))

    def _rule_text_rfm_segment(self, rules):
        segment = self._rule_of(rules['segments'], self.rfm_segment_computed_id)
        if not segment:
            return self.env._("No segment without purchases.")
        recency, frequency, monetary = (f"{low}–{high}" for low, high in segment['ranges'])
        return self.env._(
            "Recency %(recency)s, frequency %(frequency)s, monetary %(monetary)s; scores by fifths of the customers",
            recency=recency, frequency=frequency, monetary=monetary)

    def _rule_text_activity_level(self, rules):
        return self.env._(
            "High from %(high)s interactions in %(months)s months, medium from 1",
            high=rules['activity_high'], months=rules['activity_months'])

    def _rule_text_churn_risk(self, rules):
        return self.env._(
            "High: no interaction for %(silence)s months and sales of the last %(window)s months down by "
            "%(drop)s%% at least. Medium: a complaint within %(complaint)s months. Low: neither",
            silence=rules['risk_silence_months'], window=rules['growth_months'],
            drop=rules['risk_drop_percent'], complaint=rules['risk_complaint_months'])

    def _rule_text_growth_potential(self, rules):
        return self.env._(
            "High from %(high)s%% growth, medium from %(medium)s%%; unknown without earlier sales",
            high=rules['potential_high_percent'], medium=rules['potential_medium_percent'])

    def _rule_text_abc_class(self, rules):
        return self.env._(
            "A: the customers that make the first %(a)s%% of the sales, B: up to %(b)s%%, C: the rest. "
            "One class up with high growth potential, one down with low",
            a=rules['abc_a_percent'], b=rules['abc_b_percent'])
