"""Policies that come with an update."""

from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger


@tagged("post_install", "-at_install")
class TestPoliciesOfAnUpdate(TransactionCase):
    def ship(self, name, **values):
        """A policy of the addon, created switched off as in a data file."""
        return self.env["approval.policy"]._load_records([{
            "xml_id": f"crm_relationship.policy_{name}", "noupdate": True, "values": {
                "name": name, "model_id": self.env["ir.model"]._get_id("relationship.route"), "active": False, "sequence": 77,
                **values,
            },
        }])

    def with_step(self, policy):
        self.env["approval.policy.step"].create({
            "policy_id": policy.id, "name": "Approve", "kind": "approve",
            "group_id": self.env.ref("crm_relationship.group_service_manager").id,
        })
        return policy

    def test_new_ones_only(self):
        """What this update made is switched on; what somebody switched off before stays off, and so do other people's."""
        old = self.env.ref("crm_relationship.policy_route")
        old.active = False
        self.env.flush_all()
        self.env.cr.execute("UPDATE approval_policy SET create_date = '2026-01-01' WHERE id = %s", [old.id])
        old.invalidate_recordset()
        own = self.with_step(self.env["approval.policy"].create({
            "name": "own", "model_id": old.model_id.id, "active": False, "sequence": 78}))
        new = self.with_step(self.ship("test_new"))
        self.env["approval.policy"]._relationship_switch_on_new()
        self.assertEqual([new.active, old.active, own.active], [True, False, False])

    def test_one_that_clashes(self):
        """A policy that does not go together with an own one stays off, and the update goes on."""
        taken = self.env.ref("crm_relationship.policy_route")
        clash = self.with_step(self.ship("test_clash", sequence=taken.sequence))
        empty = self.ship("test_empty")
        new = self.with_step(self.ship("test_other"))
        with mute_logger("odoo.addons.crm_relationship.models.approval_policy"):
            self.env["approval.policy"]._relationship_switch_on_new()
        self.assertEqual([clash.active, empty.active, new.active], [False, False, True])
