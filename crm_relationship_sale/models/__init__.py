from . import res_company
from . import res_config_settings
from . import relationship_profile
from . import relationship_profile_orders
