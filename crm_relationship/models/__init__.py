# The frame: what every form has, and how it is printed
from . import relationship_printed
from . import relationship_document
from . import res_company
from . import res_config_settings
from . import ir_actions_report
