from . import relationship_tryout
from . import relationship_tryout_line
