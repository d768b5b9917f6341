from . import relationship_tryout
from . import relationship_tryout_line
from . import relationship_whitespace
from . import relationship_visit_reschedule
from . import relationship_visit_review
from . import relationship_visit_next
