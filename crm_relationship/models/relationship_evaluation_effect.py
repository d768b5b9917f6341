from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools import format_date

from odoo.addons.document_approval.models.approval_sealed import SEAL

from .relationship_scorecard_measure import MEASURE_KINDS
from .relationship_tier_visit import LONGEST, SHORTEST

#: days within which a credit proposal waits for its answer
CREDIT_DAYS = 7


class RelationshipEvaluationEffect(models.Model):
    """One thing a signed verdict brought about, with what was before: visible, and reversible.

    A kind ``x`` acts in ``_apply_x(evaluation, measure)`` and is taken back in ``_revert_x()``;
    another kind needs these two methods and an entry in `MEASURE_KINDS`.
    """
    _name = 'relationship.evaluation.effect'
    _description = "Effect of an Evaluation"
    _inherit = ['relationship.child.mixin', 'approval.sealed']
    _order = 'evaluation_id desc, id'
    _document_field = 'evaluation_id'
    _sealed_model = True

    evaluation_id = fields.Many2one(
        'relationship.evaluation', "Evaluation", required=True, readonly=True, ondelete='restrict', index=True)
    company_id = fields.Many2one(related='evaluation_id.company_id', store=True, index=True)
    partner_id = fields.Many2one(related='evaluation_id.partner_id', string="Customer", store=True)
    kind = fields.Selection(MEASURE_KINDS, "Measure", required=True, readonly=True)
    old_value = fields.Char(readonly=True)
    new_value = fields.Char(readonly=True)
    old_text = fields.Char("Before", compute='_compute_texts')
    new_text = fields.Char("After", compute='_compute_texts')
    state = fields.Selection(
        [('done', "In Force"), ('skipped', "Not Possible"), ('undone', "Undone"), ('kept', "Changed Since, Kept")],
        required=True, readonly=True)
    note = fields.Char(readonly=True)
    res_model = fields.Char(readonly=True)
    res_id = fields.Many2oneReference(model_field='res_model', readonly=True)
    date = fields.Datetime(required=True, readonly=True)
    undone_by_id = fields.Many2one('res.users', "Undone by", readonly=True, ondelete='restrict')
    undone_date = fields.Datetime("Undone on", readonly=True)
    superseded_by_id = fields.Many2one(
        'relationship.evaluation', "Superseded by", readonly=True, ondelete='restrict', index='btree_not_null')

    @api.depends('kind', 'old_value', 'new_value')
    @api.depends_context('lang')
    def _compute_texts(self):
        for effect in self:
            effect.old_text = effect._value_text(effect.old_value)
            effect.new_text = effect._value_text(effect.new_value)

    def _value_text(self, value):
        """How a stored value reads."""
        if self.kind != 'visit_interval' or not value:
            return value
        days = int(value)
        return self.env._("every %s days", days) if days else self.env._("by the value tier")

    # ------------------------------------------------------------------
    # Acting
    # ------------------------------------------------------------------

    @api.model
    def _act(self, evaluations):
        """Let the measures of each verdict act; what a later verdict overtook does nothing."""
        now, rows = fields.Datetime.now(), []
        self._supersede(evaluations.filtered(lambda evaluation: evaluation.profile_id.evaluation_id == evaluation))
        for evaluation in evaluations:
            overtaken = evaluation.profile_id.evaluation_id != evaluation
            for measure in evaluation._measures():
                values = {'state': 'skipped', 'note': self.env._("A later evaluation is in force.")} if overtaken \
                    else getattr(self, f'_apply_{measure.kind}')(evaluation, measure)
                rows.append({
                    'state': 'done', **values, 'evaluation_id': evaluation.id, 'kind': measure.kind, 'date': now})
        self._sealed_create(rows, SEAL)

    @api.model
    def _apply_visit_interval(self, evaluation, measure):
        """The customer's own visit interval, from the one of the tier, so that the same verdict twice is no more than once.

        A measure that shortens never lengthens what people set closer already, nor the other way round.
        """
        profile = evaluation.profile_id
        present = profile.visit_interval
        usual = profile.tier_id.visit_interval or present
        if not usual:
            return {'state': 'skipped', 'note': self.env._("The customer has no visit interval that could change.")}
        days = min(max(round(usual * measure.percent / 100), SHORTEST), LONGEST)
        if present:
            days = min(days, present) if measure.percent < 100 else max(days, present)
        if days == present:
            return {'state': 'skipped', 'note': self.env._("The visits are that far apart already.")}
        before = profile.visit_interval_manual
        profile.visit_interval_manual = days
        return {'old_value': str(before), 'new_value': str(days), 'res_model': profile._name, 'res_id': profile.id}

    def _revert_visit_interval(self):
        return self._move_interval(self.new_value, self.old_value)

    def _move_interval(self, before, after):
        """Set the customer's own interval from ``before`` to ``after``; False where it is neither any more."""
        profile = self.env[self.res_model].browse(self.res_id).exists()
        if not profile or profile.visit_interval_manual != int(before):
            return False
        profile.visit_interval_manual = int(after)
        return True

    @api.model
    def _apply_countermeasure(self, evaluation, measure):
        """The customer on the sheet of problem or important customers that collects proposals (F7, F8)."""
        kind = 'problem' if evaluation.verdict == 'end' else 'important'
        verdicts = dict(evaluation._fields['verdict']._description_selection(self.env))
        line = self.env['relationship.countermeasure']._propose_line(
            evaluation.profile_id, kind,
            self.env._("%(number)s: %(verdict)s", number=evaluation.name, verdict=verdicts[evaluation.verdict]), measure.text)
        return {'new_value': measure.text, 'note': line.sheet_id.name, 'res_model': line._name, 'res_id': line.id}

    def _revert_countermeasure(self):
        """A line of a sheet still being written goes where its strategy is the one proposed; any other is people's work."""
        line = self.env[self.res_model].with_user(SUPERUSER_ID).browse(self.res_id).exists()
        if not line or line.stage != 'writing' or line.strategy != self.new_value:
            return False
        line.unlink()
        return True

    @api.model
    def _apply_credit(self, evaluation, measure):
        """An activity on the customer for whoever decides on credit; finance reads no evaluation, so it tells no score."""
        person = evaluation.company_id._relationship_credit_person()
        if not person:
            return {'state': 'skipped', 'note': self.env._("Nobody is named in the settings to decide on credit.")}
        text = measure.with_context(lang=person.lang).text
        activity = self.env['mail.activity'].create({
            'res_model_id': self.env['ir.model']._get_id('res.partner'),
            'res_id': evaluation.partner_id.id,
            'activity_type_id': self.env.ref('mail.mail_activity_data_todo').id,
            'user_id': person.id,
            'date_deadline': fields.Date.add(evaluation.company_id._relationship_today(), days=CREDIT_DAYS),
            'summary': self.with_context(lang=person.lang).env._("Credit proposal: %s", text),
        })
        return {'new_value': measure.text, 'note': person.name, 'res_model': activity._name, 'res_id': activity.id}

    def _revert_credit(self):
        """An activity nobody has done yet goes; a done one stays."""
        activity = self.env[self.res_model].browse(self.res_id).exists()
        if not activity or not activity.active:
            return False
        activity.unlink()
        return True

    # ------------------------------------------------------------------
    # Taking back
    # ------------------------------------------------------------------

    def action_undo(self):
        """Take this effect back; refused where somebody changed what it set."""
        self.check_access('read')
        self.evaluation_id._check_may_undo()
        self.sudo().filtered(lambda effect: effect.state == 'done')._take_back()

    @api.model
    def _supersede(self, evaluations):
        """A verdict says anew how often to visit: the intervals of verdicts before go, where nobody changed them.

        Else a customer once to be ended would be visited as seldom for ever: to maintain has no measure.
        """
        newer = {evaluation.profile_id.id: evaluation for evaluation in evaluations}
        for effect in self.search([
                ('kind', '=', 'visit_interval'), ('state', '=', 'done'), ('evaluation_id', 'not in', evaluations.ids),
                ('res_model', '=', evaluations.profile_id._name), ('res_id', 'in', list(newer))], order='id desc'):
            evaluation = newer[effect.res_id]
            if effect._revert_visit_interval():
                effect._sealed_write({
                    'state': 'undone', 'note': self.env._("Superseded by %s", evaluation.name), 'undone_by_id': self.env.uid,
                    'undone_date': fields.Datetime.now(), 'superseded_by_id': evaluation.id}, SEAL)

    @api.model
    def _put_back(self, evaluations):
        """The verdicts that are in force again, as the newer ones were cancelled, set their intervals again."""
        for effect in evaluations.effect_ids.filtered('superseded_by_id'):
            if effect._move_interval(effect.old_value, effect.new_value):
                effect._sealed_write({
                    'state': 'done', 'note': False, 'undone_by_id': False, 'undone_date': False,
                    'superseded_by_id': False}, SEAL)

    def _take_back(self):
        """Restore what was before where it is unchanged; note who did it, and what was kept."""
        for effect in self:
            reverted = getattr(effect, f'_revert_{effect.kind}')()
            effect._sealed_write({
                'state': 'undone' if reverted else 'kept',
                'note': effect.note if reverted else self.env._(
                    "Changed by somebody since: please check by hand. %s",
                    format_date(self.env, effect.company_id._relationship_today())),
                'undone_by_id': self.env.uid, 'undone_date': fields.Datetime.now()}, SEAL)
        for evaluation, effects in self.grouped('evaluation_id').items():
            undone = effects.filtered(lambda effect: effect.state == 'undone')
            if undone:
                evaluation._message_log(body=self.env._(
                    "Effects undone: %s", ", ".join(effect._label() for effect in undone)))

    def _label(self):
        """The measure as people call it."""
        return dict(self._fields['kind']._description_selection(self.env))[self.kind]
