# The frame
from . import test_frame
from . import test_paper
from . import test_print_paper
from . import test_print_sheet
from . import test_print_verify
from . import test_table_sheet
# Hospitality
from . import test_hospitality_access
from . import test_hospitality_company
from . import test_hospitality_input
from . import test_hospitality_lead_time
from . import test_hospitality_lifecycle
from . import test_hospitality_print
from . import test_hospitality_queries
from . import test_hospitality_supplement
from . import test_hospitality_tours
from . import test_hospitality_views
from . import test_classification_numbers
from . import test_classification_bounds
from . import test_classification_labels
from . import test_classification_tags
from . import test_classification_tryout
from . import test_classification_contacts
from . import test_classification_run
