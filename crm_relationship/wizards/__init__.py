from . import relationship_tryout
from . import relationship_tryout_line
from . import relationship_whitespace
from . import relationship_visit_reschedule
