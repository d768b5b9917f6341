from . import test_sale_orders_open
from . import test_sale_facts
from . import test_sale_margin
from . import test_evaluation_payment
