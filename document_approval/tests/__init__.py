from . import test_abuse
from . import test_files
from . import test_lifecycle
from . import test_lock
from . import test_authority
from . import test_policy
from . import test_policy_choice
from . import test_policy_version
