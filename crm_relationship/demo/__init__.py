from . import relationship_demo
from . import relationship_demo_service
from . import relationship_demo_customers
from . import relationship_demo_areas
from . import relationship_demo_visits
from . import relationship_demo_visit_plans
from . import relationship_demo_evaluations
from . import relationship_demo_visit_field
