# The frame
from . import test_frame
from . import test_paper
from . import test_print_paper
from . import test_print_sheet
from . import test_print_verify
from . import test_table_sheet
# Hospitality
from . import test_hospitality_lifecycle
