"""Threat: folders nested too deep to tidy up. Expect: nothing, raised or too much written."""

import os
import tempfile

NAME = "d" * 250  # after sixteen of these a path is too long to name, and to count


def attack():
    here = os.open(tempfile.gettempdir(), os.O_RDONLY)
    try:
        for _ in range(1200):
            os.mkdir(NAME, dir_fd=here)
            below = os.open(NAME, os.O_RDONLY, dir_fd=here)
            os.close(here)
            here = below
    except OSError:
        pass
    finally:
        os.close(here)
    return []
