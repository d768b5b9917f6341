from . import test_sale_facts
