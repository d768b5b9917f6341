from . import controllers
from . import demo
from . import models
from . import wizards


def uninstall_hook(env):
    """Take along what no XML id brings Odoo to: approvals and their rules first, since they name our
    groups, then the counters of every company."""
    signed = env.registry["approval.mixin"]
    env["approval.request"]._forget_models([
        name for name, model in env.registry.items()
        if name.startswith("relationship.") and issubclass(model, signed)])
    # caps name groups of ours, which could not go while a cap needs them
    env["relationship.benefit.cap"].with_context(active_test=False).search([]).unlink()
    env["ir.sequence"].search([("code", "=like", "relationship.%")]).unlink()
