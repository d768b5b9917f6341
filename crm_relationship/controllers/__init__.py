from . import sheet
from . import verify
