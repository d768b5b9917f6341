from . import customer_sheet
from . import sheet
from . import verify
