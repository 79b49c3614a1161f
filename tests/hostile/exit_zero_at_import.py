"""Threat: the process ends itself with status 0 at import. Expect: not passed.

Says: exit status 0
"""

import os

os._exit(0)
