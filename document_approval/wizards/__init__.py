from . import approval_dialog
from . import approval_decision
from . import base_partner_merge
from . import approval_cancel
from . import approval_reroute
from . import approval_policy_finding
from . import approval_route_change
