"""Who signs which step. Plain Python over records; changes nothing (APPROVAL.md rules 1 to 3)."""
from dataclasses import dataclass, field

import pytz

from odoo import fields


@dataclass
class PlannedStep:
    """A step of a route before it is stored: who may sign, or why nobody is asked."""
    step: object
    users: object
    skipped: str = ''


@dataclass
class Route:
    """The planned steps of one document and, when it cannot be signed, the cause by name."""
    steps: list = field(default_factory=list)
    error: str = ''


class Router:
    """Resolves steps into people for many documents, asking for each group only once."""

    def __init__(self, env):
        self.env = env(su=True)
        self._group_holders = {}
        self._limits = {}
        self._type_readers = {}

    def holders(self, step, document, requester):
        """All users whom ``step`` names for ``document``, before anybody is excluded."""
        if step.approver_type == 'group':
            users = self._holders_of_group(step.group_id, document.company_id)
        elif step.approver_type == 'users':
            users = step.user_ids
        elif step.approver_type == 'field':
            person = document[step.user_field]
            users = person if person._name == 'res.users' else person.filtered('active').user_id
        else:
            users = self._manager(step.approver_type, document, requester)
        return users.filtered(
            lambda user: user.active and not user.share and document.company_id in user.company_ids)

    def candidates(self, step, document, requester, excluded):
        """The people who may sign ``step`` now, and why nobody is asked where that is right.

        :param excluded: users who may not sign this document, signers of earlier steps included
        :return: (users, reason the step may be skipped or '')
        """
        holders = self.holders(step, document, requester)
        users = holders - excluded
        if users and not self._holds(requester, step):
            return users, ''
        if self._holds(requester, step):
            return users, self.env._("The requester holds this role: the next level signs.")
        if holders:
            return users, self.env._(
                "%(people)s took part in this document: the next level signs.",
                people=", ".join(holders.mapped('name')))
        if step.optional:
            return users, self.env._("Nobody holds this role, and the step is optional.")
        return users, ''

    def limit(self, user, document):
        """The amount up to which ``user`` decides alone, in company currency; -1 for no authority."""
        key = document.company_id.id, document._name
        known = self._limits.setdefault(key, {})
        if user.id not in known:
            known.update(self.env['approval.authority']._limits_for(
                user, document.company_id, document._name, fields.Date.context_today(document)))
        return known.get(user.id, -1)

    def reads_type(self, user, model):
        """True when ``user`` may read documents of ``model`` at all; which of them is for the record rules."""
        if model not in self._type_readers:
            self._type_readers[model] = self.env['ir.model.access']._get_access_groups(model)
        return self._type_readers[model].matches(user.all_group_ids.ids)

    def is_within_authority(self, step, user, document, amount):
        """True when the signature of ``user`` ends the chain: the limit itself is within."""
        return step.ends_within_authority and self.limit(user, document) >= (amount or 0.0)

    def plan(self, steps, document, requester, excluded, amount=None):
        """The whole route of ``document`` as it would be signed.

        A step is left to the next level where its role is held by the requester or all its
        holders took part; it is never left out silently: without a next level the peers sign,
        and without peers the route carries an error.

        :rtype: Route
        """
        route = Route()
        taken = self.env['res.users']
        for position, step in enumerate(steps):
            users, skip = self.candidates(step, document, requester, excluded | taken)
            if skip and (step.optional and not users or self._has_next_level(steps, position)):
                route.steps.append(PlannedStep(step, self.env['res.users'], skip))
                continue
            if not users:
                route.error = self._explain_nobody(step, document, requester, excluded)
                return route
            if len(users) == 1 or step.mode == 'all':
                taken |= users
            route.steps.append(PlannedStep(step, users))
        route.error = self._explain_no_decision(route, document, amount)
        return route

    def _explain_no_decision(self, route, document, amount):
        """Why the planned steps cannot lead to a decision, or ''."""
        deciding = [planned for planned in route.steps if planned.step.kind == 'approve' and planned.users]
        if not deciding:
            return self.env._("No step is left in which somebody approves.")
        last = deciding[-1]
        if last.step.ends_within_authority and not any(
                self.is_within_authority(last.step, user, document, amount) for user in last.users):
            return self.env._(
                "Step “%(step)s”: the amount is above the authority of %(people)s, and no higher level follows. "
                "Ask the administrator to add a step or to set a limit.",
                step=last.step.name, people=", ".join(last.users.mapped('name')))
        return ''

    def _has_next_level(self, steps, position):
        return any(later.kind == 'approve' for later in steps[position + 1:])

    def _holds(self, user, step):
        return step.approver_type == 'group' and step.group_id in user.all_group_ids

    def _holders_of_group(self, group, company):
        """Members of ``group``, without those who hold a higher level of the same privilege.

        A service manager implies the supervisor's rights but signs as service manager.
        """
        key = group.id, company.id
        if key not in self._group_holders:
            higher = (group.all_implied_by_ids - group).filtered(
                lambda other: other.privilege_id and other.privilege_id == group.privilege_id)
            here = [('share', '=', False), ('company_ids', 'in', company.ids)]
            search = self.env['res.users'].search
            self._group_holders[key] = search([('all_group_ids', 'in', group.ids), *here])
            if higher:
                self._group_holders[key] -= search([('all_group_ids', 'in', higher.ids), *here])
        return self._group_holders[key]

    def _manager(self, approver_type, document, requester):
        """The first manager upwards who is still here and did not ask himself."""
        def signs(person):
            return person.active and person.user_id.active and person.user_id != requester

        if approver_type == 'manager':
            employee = requester.with_company(document.company_id).employee_id
            manager, parent = employee.parent_id, lambda person: person.parent_id
            seen = employee
            while manager and manager not in seen and not signs(manager):
                seen |= manager
                manager = parent(manager)
            return manager.user_id if signs(manager) else requester.browse()
        department = document.department_id if 'department_id' in document._fields else self.env['hr.department']
        while department and not signs(department.manager_id):
            department = department.parent_id
        return department.manager_id.user_id

    def _explain_nobody(self, step, document, requester, excluded):
        holders = self.holders(step, document, requester)
        if holders:
            return self.env._(
                "Step “%(step)s”: %(people)s cannot sign what they asked for, wrote or signed before. "
                "Ask the administrator to name a substitute.",
                step=step.name, people=", ".join(holders.mapped('name')))
        if step.approver_type == 'group':
            return self.env._(
                "Step “%(step)s”: nobody in %(company)s belongs to the group “%(group)s”. "
                "Ask the administrator to add a member.",
                step=step.name, group=step.group_id.display_name, company=document.company_id.name)
        return self.env._(
            "Step “%(step)s”: no signer is set for %(document)s. "
            "Check the manager of the employee and of the department.",
            step=step.name, document=document.display_name)


def local_day(company, moment):
    """The calendar day that ``moment`` falls on where ``company`` works."""
    zone = pytz.timezone(company.sudo().resource_calendar_id.tz or 'UTC')
    return pytz.utc.localize(moment).astimezone(zone).date()


def today(company):
    """The calendar day it is now where ``company`` works."""
    return local_day(company, fields.Datetime.now())


def deadline(company, days, start=None):
    """The moment ``days`` working days of the company's calendar after ``start`` (default: now), or False for none."""
    if not days:
        return False
    now = start or fields.Datetime.now()
    calendar = company.resource_calendar_id
    # plan_days counts the day it starts on: a deadline of one day is the end of the next day.
    planned = calendar.plan_days(days + 1, now, compute_leaves=True) if calendar else False
    return planned or fields.Datetime.add(now, days=days)
