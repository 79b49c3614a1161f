"""Threat: the private folders of other children, beside one's own. Expect: nothing.

Start: warm
Calls: 2
"""

import os
import tempfile

LEFT = "@token@"


def attack():
    mine = os.path.realpath(tempfile.gettempdir())
    above = os.path.dirname(mine)
    got = []
    for place in (above, f"{mine}/..", "/proc/self/cwd/..", "/tmp", "/private"):
        if os.path.realpath(place) == mine:
            continue
        try:
            got.append(f"{place} lists {os.listdir(place)}")
        except OSError:
            pass
        for act in (
            lambda at: os.mkdir(at), lambda at: open(at, "w").close(),
            lambda at: os.rename(f"{mine}/own", at), lambda at: os.link(f"{mine}/own", at),
            lambda at: os.symlink("/etc", at),
        ):  # fmt: skip
            with open(f"{mine}/own", "w"):
                pass
            try:
                act(f"{place}/{LEFT}")
                got.append(f"left something in {place}")
            except OSError:
                pass
    for turned in (lambda: os.rename(mine, f"{above}/{LEFT}"), lambda: os.chmod(above, 0o777)):
        try:
            turned()
            got.append("changed the folder above")
        except OSError:
            pass
    return got
