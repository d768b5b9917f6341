# Settings
from . import res_company
from . import res_config_settings
from . import hr_department
from . import relationship_hospitality_item

# Odoo's expenses
from . import hr_expense
from . import hr_expense_rules
from . import hr_expense_advance
from . import hr_expense_settlement
from . import account_move

# The documents that costs are claimed from
from . import relationship_claim_line_mixin
from . import relationship_claim_mixin
from . import relationship_claim_making
from . import approval_mixin
from . import relationship_hospitality_report
from . import relationship_hospitality_expense
from . import relationship_visit_expense
from . import relationship_visit_day_expense
from . import relationship_visit
from . import relationship_visit_advance
from . import relationship_visit_day
from . import relationship_visit_supplement
from . import relationship_visit_supplement_budget
