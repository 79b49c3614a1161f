"""Threat: folders that nobody may list, to hide and keep files. Expect: nothing or raised."""

import os
import tempfile


def attack():
    place = f"{tempfile.gettempdir()}/locked"
    try:
        os.mkdir(place, 0o300)
        with open(f"{place}/inside", "wb") as file:
            file.write(bytes(1000))
        os.mkdir(f"{place}/none", 0)
    except OSError:
        pass
    return []
