import json
from collections import defaultdict

from odoo import api, models
from odoo.tools import SQL

from .approval_sealed import SEAL

DEFINITION_FIELDS = (
    "name", "model", "company_id", "department_id", "kind_domain", "amount_over", "amount_up_to",
    "no_approval",
)


class ApprovalPolicy(models.Model):
    """Choosing the policy of a document and freezing it (APPROVAL.md, rules 1 and 9)."""
    _inherit = "approval.policy"

    @api.model
    def _policy_for(self, documents, amounts):
        """The policy that applies to each document.

        The deepest department wins, then a company's own policy before a general one, one with a
        kind before one without, one with a band before one without, then priority and age. The
        number of queries depends on the policies' kinds, not on the number of documents.

        :param documents: records of one model with the approval mixin
        :param amounts: {document.id: amount in the company's currency, or None without one}
        :return: {document.id: policy, empty when none fits}
        """
        documents = documents.sudo()
        policies = self.sudo().with_context(active_test=True).search([
            ("model", "=", documents._name),
            ("company_id", "in", documents.company_id.ids + [False])])
        matching = policies._match_kinds(documents)
        return {
            document.id: min(
                matching[document.id].filtered(
                    lambda policy, doc=document: policy._fits(doc, amounts.get(doc.id))),
                key=lambda policy: policy._get_preference(),
                default=policies.browse())
            for document in documents}

    def _match_kinds(self, documents):
        """{document.id: the policies whose kind the document is}, one evaluation per kind."""
        matching = defaultdict(self.browse)
        for policies in self.grouped("kind_domain").values():
            for document in documents.filtered_domain(policies[0]._read_kind_domain()):
                matching[document.id] |= policies
        return matching

    def _fits(self, document, amount):
        """True if the policy is for the document's company, department and amount."""
        self.ensure_one()
        if self.company_id and self.company_id != document.company_id:
            return False
        if self.department_id and self.department_id.id not in self._get_departments_of(document):
            return False
        return not self._is_banded() or self._is_in_band(document, amount)

    @api.model
    def _get_departments_of(self, document):
        """Ids of the document's department and all departments above it."""
        if "department_id" not in document._fields or not document.department_id:
            return ()
        return [int(part) for part in document.department_id.parent_path.split("/") if part]

    def _is_in_band(self, document, amount):
        """True if the amount is above ``amount_over`` and at most ``amount_up_to``.

        A band from 0 begins with 0 itself. Compared in the rounding of the company's currency,
        so that a bound is met by what is printed as the bound.
        """
        if amount is None:
            return False
        compare = document.company_id.currency_id.compare_amounts
        above = compare(amount, self.amount_over)
        begins = above > 0 if self.amount_over else above >= 0
        return begins and (not self.amount_up_to or compare(amount, self.amount_up_to) <= 0)

    def _get_preference(self):
        """Sort key among policies that fit one document: the smallest applies."""
        self.ensure_one()
        depth = len((self.department_id.parent_path or "").split("/"))
        return (
            -depth, not self.company_id, self._read_kind_domain().is_true(),
            not self._is_banded(), self.sequence, self.id)

    @api.model
    def _explain_no_policy(self, document, amount):
        """Why a document cannot be submitted when no policy fits, and what to set up where."""
        document = document.sudo()
        parts = [document.company_id.display_name]
        if "department_id" in document._fields and document.department_id:
            parts.append(document.department_id.display_name)
        parts.append(
            self.env._("without an amount") if amount is None
            else document.company_id.currency_id.format(amount))
        return self.env._(
            "No approval policy is set up for “%(type)s” (%(details)s), so nobody is named to sign "
            "it. Ask an approval administrator to add a policy for it under Approvals → "
            "Configuration → Policies; if no signature is needed, that too is set there.",
            type=self.env["ir.model"]._get(document._name).sudo().name,
            details=", ".join(parts))

    def _current_version(self):
        """The frozen version of each policy as it stands now, made where the latest one differs.

        The counter on the policy is raised first: of two transactions that freeze the same edit,
        the later one meets a serialization failure, which Odoo retries, and then finds the version.

        :return: {policy.id: approval.policy.version}
        """
        policies = self.sudo()
        versions = self.env["approval.policy.version"].sudo().search(
            [("policy_id", "in", policies.ids)], order="policy_id, number")
        latest = {version.policy_id.id: version for version in versions}
        definitions = policies._get_definitions()
        changed = policies.filtered(
            lambda policy: policy.id not in latest
            or latest[policy.id].definition != definitions[policy.id])
        if not changed:
            return latest
        changed._check_steps()
        numbers = changed._raise_last_version()
        created = versions._sealed_create([
            {"policy_id": policy.id, "number": numbers[policy.id],
             "definition": definitions[policy.id]}
            for policy in changed], SEAL)
        return {**latest, **{version.policy_id.id: version for version in created}}

    def _get_definitions(self):
        """{policy.id: canonical JSON of the policy and its steps}, the same in every language."""
        policies = self.with_context(lang=None)
        names = policies.step_ids._get_name_translations()
        definitions = {}
        for policy, values in zip(
                policies, policies.read(DEFINITION_FIELDS, load=None), strict=True):
            del values["id"]
            values["steps"] = [
                {**step._definition(), "names": names[step.id]} for step in policy.step_ids]
            definitions[policy.id] = json.dumps(
                values, ensure_ascii=False, sort_keys=True, allow_nan=False)
        return definitions

    def _raise_last_version(self):
        """Count one version up on each policy; returns {policy.id: new number}."""
        self.flush_recordset()
        rows = self.env.execute_query(SQL(
            """UPDATE approval_policy SET last_version = COALESCE(last_version, 0) + 1
                WHERE id = ANY(%s) RETURNING id, last_version""", self.ids))
        self.invalidate_recordset(["last_version"], flush=False)
        return dict(rows)
