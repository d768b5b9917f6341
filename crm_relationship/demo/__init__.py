from . import relationship_demo
