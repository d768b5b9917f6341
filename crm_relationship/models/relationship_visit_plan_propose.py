from datetime import time, timedelta

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from odoo.addons.document_approval.models.approval_sealed import SEAL

from ..tools.great_circle import coordinates
from ..tools.notification import notification
from ..tools.visit_proposal import Day, Wish, earliest_again, propose, travel_time
from ..tools.visit_windows import local_days, moment_of, window_interval, without
from .relationship_visit_rules import BUSY

DAY = timedelta(days=1)


def place_of(partner):
    """Where a customer is, or None where nobody recorded it."""
    return coordinates(partner.partner_latitude, partner.partner_longitude)


class RelationshipVisitPlan(models.Model):
    """The proposal: due customers put into the free time of the visitors (P1 ④⑤⑧).

    Asked once each, however many customers are due: who is due, where they are, when they want no
    visitors, what is planned already, and the visitors' working hours and appointments. The rest is
    `tools/visit_proposal.py`. Lines there are stay as they are; so proposing again fills gaps only.
    """
    _inherit = 'relationship.visit.plan'

    unplaced_ids = fields.One2many('relationship.visit.plan.unplaced', 'plan_id', "Not Placed", copy=False)
    unplaced_count = fields.Integer("Customers Not Placed", compute='_compute_unplaced_count')

    def _compute_unplaced_count(self):
        counts = dict(self.env['relationship.visit.plan.unplaced']._read_group(
            [('plan_id', 'in', self.ids)], ['plan_id'], ['__count']))
        for plan in self:
            plan.unplaced_count = counts.get(plan._origin, 0)

    def action_propose(self):
        """Fill the plan with the customers due in its period; what is there stays."""
        self.check_access('write')
        self._check_approval_unlocked()
        return self._propose_result(sum(len(plan._propose()) for plan in self))

    def _propose_result(self, placed):
        """Tell what the proposal came to and show the plan anew.

        :param int placed: lines added
        """
        unplaced = sum(self.mapped('unplaced_count'))
        message = self.env._("%(placed)s visits were added.", placed=placed) if placed else self.env._(
            "Nobody else is due in this period, or nobody else fits in.")
        if unplaced:
            message += " " + self.env._("%(count)s customers could not be placed: see the list.", count=unplaced)
        return notification(message, 'success' if placed else 'warning')

    def action_clear_proposed(self):
        """Take out what was proposed and not touched since."""
        self.check_access('write')
        self._check_approval_unlocked()
        self.line_ids.filtered('is_proposed').unlink()
        self._write_unplaced([])

    def _propose(self, due=True):
        """Add lines for the undone and the due customers of one plan; name those without a place.

        :param bool due: False: those carried over only
        :return: the new lines
        """
        self.ensure_one()
        company = self.company_id
        first = max(self.date_from, company._local_day(fields.Datetime.now()) + DAY)
        agendas = self._propose_agendas(first) if first <= self.date_to else {}
        placements, failures = propose(
            self._propose_wishes(first, due), agendas, company.relationship_visits_per_day,
            travel_time(company.relationship_travel_speed, company.relationship_detour_factor), self.date_to)
        self._write_unplaced(failures)
        return self.env['relationship.visit.plan.line']._sealed_create(
            [self._proposed_values(placement) for placement in placements], SEAL)

    def _proposed_values(self, placement):
        """The line for one placement; the reason is in the planner's language."""
        wish = placement.wish
        due = {'due': format_date(self.env, wish.due), 'days': wish.interval}
        return {
            'plan_id': self.id,
            'partner_id': wish.customer,
            'user_id': wish.person,
            'date_start': placement.start,
            'duration': wish.minutes / 60,
            'is_proposed': True,
            'due_date': wish.due,
            'purpose': 'first' if wish.is_first else 'relationship',
            'reason': self.env._("Due on %(due)s, not visited so far", **due) if wish.is_first
            else self.env._("Due on %(due)s, every %(days)s days", **due),
            **(wish.data or {}),
        }

    def _write_unplaced(self, failures):
        """Replace the list of customers without a place."""
        Unplaced = self.env['relationship.visit.plan.unplaced'].sudo()
        old = Unplaced.search([('plan_id', 'in', self.ids)])
        old.invalidate_recordset()
        self.env.cr.execute("DELETE FROM relationship_visit_plan_unplaced WHERE plan_id = ANY(%s)", [self.ids])
        Unplaced._sealed_create([{
            'plan_id': self.id, 'sequence': number, 'partner_id': wish.customer, 'user_id': wish.person,
            'due_date': wish.due, 'reason': reason,
        } for number, (wish, reason) in enumerate(failures)], SEAL)
        self.invalidate_recordset(['unplaced_ids', 'unplaced_count'])

    # ------------------------------------------------------------------
    # Who is due
    # ------------------------------------------------------------------

    def _propose_wishes(self, first, due):
        """The visits wanted from ``first`` on: those carried over, then the customers due."""
        undone = self._undone_lines()
        customers = undone.commercial_partner_id
        rows = self.env['relationship.visit.due'].browse()
        if due:
            rows = rows.search_fetch(self._due_domain() & Domain('partner_id', 'not in', customers.ids))
        openings = self._openings(customers | rows.partner_id, undone.area_id | rows.area_id)
        return self._carried_wishes(undone, first, openings) + self._due_wishes(rows, first, openings)

    def _due_wishes(self, rows, first, openings):
        """The customers due by the end of the period, the most urgent first.

        Urgent is who is longest due for his interval: ten days late weigh more for a monthly
        customer than for a yearly one.
        """
        planned = self._planned_days(rows.partner_id)
        minutes = self.company_id.relationship_visit_minutes
        wishes = []
        for row in rows:
            partner = row.partner_id
            before = planned.get(partner.id) or row.due_date - timedelta(days=row.interval)
            day, earliest = before + timedelta(days=row.interval), earliest_again(before, row.interval)
            if day > self.date_to:
                continue
            wishes.append(Wish(
                customer=partner.id, person=self._visitor_for(row).id, minutes=minutes,
                rank=(-(self.date_to - day).days / row.interval, row.tier_id.sequence, partner.id),
                earliest=max(first, earliest), due=day, area=row.area_id.id or None,
                place=place_of(partner), interval=row.interval,
                opening=openings(partner, row.area_id),
                is_first=not row.last_visit_date and partner.id not in planned))
        return wishes

    def _due_domain(self):
        """Customers the reader may see, of the areas or of the visitors, whose visit falls due in time."""
        domain = Domain([
            ('company_id', '=', self.company_id.id), ('interval', '>', 0), ('due_date', '<=', self.date_to),
            ('partner_id.active', '=', True)])
        if self.area_ids:
            domain &= Domain('area_id', 'in', self.area_ids.ids)
        else:
            domain &= Domain('user_id', 'in', self.member_ids.ids)
        return domain & self._key_domain() if self.kind == 'key' else domain

    def _key_domain(self):
        """Which due customers are key: of the key tiers, or in a key account plan in force (P1 ⑧, F6)."""
        accounts = self.env['relationship.key.account.customer'].sudo().search([
            ('company_id', '=', self.company_id.id), ('account_id.approval_state', '=', 'approved'),
            ('target_from', '<=', self.date_to), ('target_to', '>=', self.date_from)])
        return Domain('tier_id.is_key', '=', True) | Domain('profile_id', 'in', accounts.profile_id.ids)

    def _visitor_for(self, row):
        """Who goes to a due customer: the owner, else the one of the area, else the responsible."""
        members = self.member_ids
        for user in (row.user_id, row.area_id.sudo().user_id, self.user_id):
            if user in members:
                return user
        return members[:1]

    def _planned_days(self, partners):
        """The last day to come on which each customer is planned already: ``{partner id: date}``."""
        now, company = fields.Datetime.now(), self.company_id
        common = Domain([
            ('company_id', '=', company.id), ('commercial_partner_id', 'in', partners.ids), ('date_start', '>', now)])
        sources = [
            ('relationship.visit', Domain('stage', 'in', BUSY)),
            ('relationship.visit.plan.line', self._taking_lines())]
        days = {}
        for model, domain in sources:
            groups = self.env[model].sudo()._read_group(
                common & domain, ['commercial_partner_id'], ['date_start:max'])
            for partner, moment in groups:
                day = company._local_day(moment)
                days[partner.id] = max(day, days.get(partner.id, day))
        return days

    def _taking_lines(self):
        """Domain of the lines that take time: one's own, and those that are about to be approved."""
        return Domain('plan_id', '=', self.id) | Domain('plan_id.approval_state', '=', 'pending')

    def _openings(self, partners, areas):
        """A function of customer and area that returns when one may call there (`Wish.opening`)."""
        zone = self.company_id._relationship_timezone()
        windows = partners.sudo()._no_visit_windows().grouped('partner_id')

        def opening(partner, area):
            forbidden = windows.get(partner, ())
            hours = (area.hour_from, area.hour_to) if area.hour_to else None
            if not forbidden and not hours:
                return lambda day, opened: opened

            def allowed(day, opened):
                days = {day, *(touched for start, stop in opened for touched in local_days(start, stop, zone))}
                holes = [
                    hole for window in forbidden for touched in days
                    if (hole := window_interval(window, touched, zone))]
                if hours:
                    holes += [
                        (moment_of(day, 0, zone), moment_of(day, hours[0], zone)),
                        (moment_of(day, hours[1], zone), moment_of(day, 24, zone))]
                return without(opened, holes)
            return allowed
        areas.sudo().fetch(['hour_from', 'hour_to', 'user_id'])
        return lambda partner, area: opening(partner, area.sudo())

    # ------------------------------------------------------------------
    # When the visitors are free
    # ------------------------------------------------------------------

    def _propose_agendas(self, first):
        """The working days of each visitor from ``first`` on: ``{user id: {day: Day}}``."""
        company = self.company_id
        employees = self.env['hr.employee'].sudo().search([
            ('user_id', 'in', self.member_ids.ids), ('company_id', '=', company.id)])
        resources = {employee.user_id.id: employee.resource_id for employee in employees}
        origin = place_of(company.sudo().partner_id)
        agendas = {
            user.id: {
                day: Day(windows=windows, origin=origin)
                for day, windows in company._work_windows(first, self.date_to, resources.get(user.id)).items()}
            for user in self.member_ids}
        span = (company._local_moment(first, time.min), company._local_moment(self.date_to + DAY, time.min))
        for user_id, start, stop, partner, is_visit in self._busy(*span):
            self._occupy(agendas[user_id], start, stop, partner, is_visit)
        return agendas

    def _occupy(self, agenda, start, stop, partner, is_visit):
        """Enter an appointment into each day it touches."""
        company = self.company_id
        day, last = company._local_day(start), company._local_day(max(start, stop - timedelta(microseconds=1)))
        place = partner and place_of(partner)
        while day <= last:
            if day in agenda:
                agenda[day].items.append((start, stop, place))
                agenda[day].items.sort(key=lambda item: item[:2])
                agenda[day].visits += is_visit
            day += DAY

    def _busy(self, start, stop):
        """Appointments of the visitors: tuples of user id, start, stop, customer or None, whether it is a visit.

        Read as superuser: that a colleague is busy is all that is used of it.
        """
        overlapping = Domain([
            ('user_id', 'in', self.member_ids.ids), ('date_start', '<', stop), ('date_stop', '>', start)])
        lines = self.env['relationship.visit.plan.line'].sudo().search(overlapping & self._taking_lines())
        visits = self.env['relationship.visit'].sudo().search(overlapping & Domain('stage', 'in', BUSY))
        busy = [
            (record.user_id.id, record.date_start, record.date_stop, record.partner_id, True)
            for records in (lines, visits) for record in records]
        people = {user.partner_id: user.id for user in self.member_ids}
        for event in self._busy_events(start, stop, people) - visits.event_id:
            begin, end = self._event_span(event)
            busy += [
                (people[attendee.partner_id], begin, end, None, False) for attendee in event.attendee_ids
                if attendee.partner_id in people and attendee.state != 'declined']
        return busy

    def _busy_events(self, start, stop, people):
        """Calendar events in which the visitors are busy."""
        return self.env['calendar.event'].sudo().search([
            ('partner_ids', 'in', [partner.id for partner in people]), ('show_as', '=', 'busy'),
            ('start', '<', stop), ('stop', '>', start)])

    def _event_span(self, event):
        """The moments of an event; one of whole days takes the company's days."""
        if not event.allday:
            return event.start, event.stop
        return (self.company_id._local_moment(event.start_date, time.min),
                self.company_id._local_moment(event.stop_date + DAY, time.min))
