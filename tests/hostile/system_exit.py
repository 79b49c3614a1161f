"""Threat: SystemExit(0) at import. Expect: not passed.

Says: SystemExit
"""

import sys

sys.exit(0)
