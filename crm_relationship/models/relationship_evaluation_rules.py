from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from odoo.addons.document_approval.models.approval_mixin import EDITABLE_STATES
from odoo.addons.document_approval.models.approval_sealed import SEAL

from ..tools.evaluation_score import exact
from .relationship_scorecard import VERDICT_SELECTION


class RelationshipEvaluation(models.Model):
    """How an evaluation begins, where its numbers come from, and what it is checked for."""
    _inherit = 'relationship.evaluation'

    numbers_date = fields.Date(
        "Numbers as of", readonly=True, copy=False, help="The day on which the customer's numbers were read.")
    numbers_start = fields.Date(
        "Numbers from", readonly=True, copy=False, help="First day of the period whose numbers were read.")
    numbers_end = fields.Date(
        "Numbers to", readonly=True, copy=False, help="Last day of the period whose numbers were read.")

    previous_id = fields.Many2one('relationship.evaluation', "Evaluation Before", compute='_compute_previous_id')
    previous_percent = fields.Float("Score Before (%)", digits=(5, 2), compute='_compute_previous_id')
    previous_verdict = fields.Selection(VERDICT_SELECTION, "Verdict Before", compute='_compute_previous_id')
    percent_change = fields.Float("Change (points)", digits=(5, 2), compute='_compute_percent_change')

    _sealed_fields = frozenset({'numbers_date', 'numbers_start', 'numbers_end'})

    # ------------------------------------------------------------------
    # Begin: customer, scorecard, lines
    # ------------------------------------------------------------------

    def _begin(self):
        """Tie new evaluations to the roster, choose scorecards where none is given, read the numbers."""
        for company, evaluations in self.grouped('company_id').items():
            profiles = self.env['relationship.profile'].sudo().search([
                ('partner_id', 'in', evaluations.partner_id.ids), ('company_id', '=', company.id)])
            by_customer = {profile.partner_id: profile for profile in profiles}
            cards = self.env['relationship.scorecard']._for_profiles(profiles)
            for evaluation in evaluations:
                profile = by_customer.get(evaluation.partner_id, profiles.browse())
                evaluation._check_customer(profile)
                card = evaluation.scorecard_id or cards[profile]
                evaluation.sudo()._sealed_write({
                    'profile_id': profile.id, 'tier_id': profile.tier_id.id, 'scorecard_id': card.id}, SEAL)
        self._make_lines()

    def _check_customer(self, profile):
        """Raise unless the customer is in the roster and the user may see it there."""
        customer = self.partner_id
        if customer != customer.commercial_partner_id:
            raise ValidationError(self.env._(
                "%(person)s belongs to %(customer)s: evaluate the company.", person=customer.display_name,
                customer=customer.commercial_partner_id.display_name))
        if not profile:
            raise ValidationError(self.env._(
                "%s is not in the roster of customers yet. Open the contact and press “Register Customer” first.",
                customer.display_name))
        if not profile.sudo(False).has_access('read'):
            raise AccessError(self.env._(
                "%s is looked after by somebody else. Ask the owner to share the customer with you.",
                customer.display_name))

    def _make_lines(self):
        """A line for each indicator of the scorecard, with the customer's numbers; one batch."""
        self.env['relationship.evaluation.line'].sudo()._sealed_create([{
            'evaluation_id': evaluation.id, 'indicator_id': indicator.id, 'sequence': number,
            'weight': indicator.weight, 'source': indicator.source,
        } for evaluation in self for number, indicator in enumerate(evaluation.scorecard_id.sudo().indicator_ids.sorted())
        ], SEAL)
        self._read_numbers()

    @api.constrains('scorecard_id')
    def _check_scorecard(self):
        for evaluation in self:
            if evaluation.scorecard_id.state == 'draft':
                raise ValidationError(self.env._(
                    "“%s” is a draft. Activate it under Configuration, or choose a scorecard in use.",
                    evaluation.scorecard_id.display_name))

    def _make_way(self, kept):
        """Two customers become one, and ``kept`` is its yearly evaluation: these are further ones.

        What was submitted is not changed; written past the lock and the list of editors all the same, as
        whoever merges contacts has no part in an evaluation.
        """
        locked = self.filtered(lambda evaluation: evaluation.approval_state not in EDITABLE_STATES)
        locked._sealed_write({'is_second': True}, SEAL)
        (self - locked)._sealed_write({'occasion': 'special'}, SEAL)
        for evaluation in self:
            evaluation._message_log(body=self.env._(
                "Customers were merged: the yearly evaluation of %(year)s is %(number)s.", year=kept.year, number=kept.name))

    def _replace_lines(self):
        """Another scorecard: its indicators instead of those before."""
        self.line_ids._sealed_unlink(SEAL)
        self._make_lines()

    def action_read_numbers(self):
        """Read the customer's numbers again; grades that nobody changed follow them."""
        self.check_access('write')
        self._approval_touch()
        self._read_numbers()

    def _read_numbers(self):
        """Write number, details and grade of each line with a source; one query per source and period."""
        for line, number in self._numbers_now().items():
            proposed = line.indicator_id._grade_of(number['value']) if number else line.grade_proposed_id.browse()
            values = {
                'number': number and number['value'] or 0.0, 'has_number': bool(number), 'details': number or False,
                'grade_proposed_id': proposed.id}
            if line.grade_id == line.grade_proposed_id:  # nobody decided otherwise
                values['grade_id'] = proposed.id
            line._sealed_write(values, SEAL)
        read = self.grouped(lambda e: (e.company_id._relationship_today(), *e._period()))
        for (day, start, end), evaluations in read.items():
            evaluations.sudo()._sealed_write({'numbers_date': day, 'numbers_start': start, 'numbers_end': end}, SEAL)

    def _numbers_now(self):
        """What the lines would read now: ``{line (sudo): number as a dict, or None where unknown}``."""
        found = {}
        evaluations = self.sudo()
        periods = evaluations.grouped(lambda e: (e.company_id, e.period_start, e.period_end))
        for (company, start, end), group in periods.items():
            lines = group.line_ids.filtered(lambda line: line.source != 'manual')
            numbers = group.profile_id._evaluation_numbers(company, set(lines.mapped('source')), start, end)
            for line in lines:
                found[line] = numbers[line.source].get(line.evaluation_id.partner_id.id)
        return found

    # ------------------------------------------------------------------
    # Submission
    # ------------------------------------------------------------------

    def _approval_persons(self):
        """Whoever looks after the customer now may not sign either, nor who did at submission."""
        return super()._approval_persons() | self.profile_id.user_id

    def _approval_submit_problems(self):
        """Messages with remedies for all that keeps this evaluation from being submitted."""
        self.ensure_one()
        if not self.line_ids:
            return [self.env._("There is nothing to judge by: choose a scorecard.")]
        lines = self.line_ids
        problems = [*self._grade_problems(lines), self._numbers_problem()]
        if self.is_verdict_different and not (self.verdict_reason or '').strip():
            problems.append(self.env._("The verdict differs from the one the score suggests: give the reason."))
        today = self.company_id._relationship_today()
        if self.period_end > today:
            problems.append(self.env._("The period ends in the future: judge what has happened."))
        if self.date > today:  # the last evaluation by date is the one in force, until one of a later date
            problems.append(self.env._("The evaluation is dated in the future: give the day on which it is made."))
        return problems

    @api.model
    def _grade_problems(self, lines):
        """Every indicator needs a grade, and every grade given by hand its evidence."""
        missing = lines.filtered(lambda line: not line.grade_id)
        bare = lines.filtered(
            lambda line: line.grade_id and (line.is_adjusted or not line.has_number)
            and not (line.evidence or '').strip() and not line.attachment_ids)
        return [
            missing and self.env._("Without a grade: %s.", ", ".join(missing.mapped('name'))),
            bare and self.env._(
                "Graded by hand without evidence: %s. Say what the grade rests on, or attach a file.",
                ", ".join(bare.mapped('name')))]

    def _numbers_problem(self):
        """Numbers of another period, or of an earlier day and by now of another grade, are read again first."""
        if (self.numbers_start, self.numbers_end) != self._period():
            return self.env._(
                "The customer's numbers are those of another period. Press “Read Numbers Again” and check the grades.")
        if self.numbers_date == self.company_id._relationship_today():
            return ''
        moved = [
            line.name for line, number in self._numbers_now().items()
            if (line.indicator_id._grade_of(number['value']) if number else line.grade_id.browse()) != line.grade_proposed_id]
        return moved and self.env._(
            "The customer's numbers changed since they were read: %s. Press “Read Numbers Again” and check the grades.",
            ", ".join(moved))

    # ------------------------------------------------------------------
    # For screens
    # ------------------------------------------------------------------

    @api.depends('partner_id', 'date')
    @api.depends_context('uid')
    def _compute_previous_id(self):
        """The signed evaluation of the customer before this one (one query for all)."""
        earlier = self.search([
            ('partner_id', 'in', self.partner_id.ids), ('company_id', 'in', self.company_id.ids),
            ('approval_state', '=', 'approved')], order='date desc, id desc')
        by_customer = earlier.grouped(lambda e: (e.company_id, e.partner_id))
        for evaluation in self:
            mine = by_customer.get((evaluation.company_id, evaluation.partner_id), earlier.browse())
            key = (evaluation.date or fields.Date.context_today(self), evaluation._origin.id or float('inf'))
            before = mine.filtered(lambda e, key=key: (e.date, e.id) < key)[:1]
            evaluation.previous_id = before
            evaluation.previous_percent, evaluation.previous_verdict = before.percent, before.verdict

    @api.depends('previous_percent', 'percent', 'is_complete')
    def _compute_percent_change(self):
        for evaluation in self:
            known = evaluation.previous_id and evaluation.is_complete
            evaluation.percent_change = float(
                exact(evaluation.percent) - exact(evaluation.previous_percent)) if known else 0.0

    def action_open_customer(self):
        """The customer in the roster."""
        self.ensure_one()
        self.check_access('read')
        return self.profile_id.action_open()
