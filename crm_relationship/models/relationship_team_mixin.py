from odoo import api, fields, models
from odoo.fields import Domain


class RelationshipTeamMixin(models.AbstractModel):
    """A document that a supervisor sees because it is the team's (DESIGN 5, R3).

    The team are the departments the user manages, with everything below
    them, and the people whose manager the user is. It is a searchable field
    instead of a dotted path in the record rule: a rule cannot walk a tree of
    departments, and ids put into a rule would stay in its cache.
    """
    _name = 'relationship.team.mixin'
    _description = "Team Document"

    #: res.users field naming the person whose team counts
    _team_person_field = 'preparer_id'

    is_team_document = fields.Boolean(
        "My Team's", compute='_compute_is_team_document',
        search='_search_is_team_document')

    @api.depends_context('uid')
    @api.depends(lambda self: ('department_id',) if 'department_id' in self._fields else ())
    def _compute_is_team_document(self):
        team = self.sudo().filtered_domain(self._team_domain())
        for document in self:
            document.is_team_document = document in team

    def _search_is_team_document(self, operator, value):
        if operator != 'in':
            return NotImplemented
        domain = self._team_domain()
        return domain if True in value else ~domain

    @api.model
    def _team_domain(self):
        """Domain of the documents of the current user's team (two queries).

        What has no department of its own belongs to that of its person.
        """
        uid = self.env.uid
        managed = self.env['hr.department'].sudo().search([('manager_id.user_id', '=', uid)])
        below = Domain('department_id', 'child_of', managed.ids) if managed else Domain.FALSE
        has_department = 'department_id' in self._fields
        members = self.env['hr.employee'].sudo().search(
            Domain('parent_id.user_id', '=', uid) | (Domain.FALSE if has_department else below))
        domain = Domain(self._team_person_field, 'in', members.user_id.ids)
        return domain | below if has_department else domain

    @api.depends(lambda self: (self._team_person_field, 'company_id'))
    def _compute_department_id(self):
        """The person's department in the company of the document (one query for all)."""
        name = self._team_person_field
        employees = self.env['hr.employee'].sudo().search([
            ('user_id', 'in', self[name].ids), ('company_id', 'in', self.company_id.ids)])
        departments = {
            (employee.user_id, employee.company_id): employee.department_id
            for employee in employees}
        for document in self:
            document.department_id = departments.get((document[name], document.company_id))

    @api.model
    def _may_act_for_others(self):
        """True for supervisors and above. Constraints run in sudo, so only the user tells who acts."""
        user = self.env.user
        return user.id == api.SUPERUSER_ID or user.has_group('crm_relationship.group_supervisor')
