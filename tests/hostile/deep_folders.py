"""Threat: folders nested too deep to tidy up. Expect: nothing, raised or too much written."""

import os
import tempfile


def attack():
    here = os.open(tempfile.gettempdir(), os.O_RDONLY)
    try:
        for _ in range(3000):
            os.mkdir("d", dir_fd=here)
            below = os.open("d", os.O_RDONLY, dir_fd=here)
            os.close(here)
            here = below
    except OSError:
        pass
    finally:
        os.close(here)
    return []
