"""Threat: entries of the compile cache written, replaced, linked or emptied. Expect: nothing.

Readable by design: all problems fill it together, so its names tell nothing of one.
"""

import ctypes
import os
import tempfile

libc = ctypes.CDLL(None, use_errno=True)


def tries(place, entry):
    own = f"{tempfile.gettempdir()}/entry"
    with open(own, "w") as file:
        file.write("@token@")
    yield "created", lambda: open(f"{place}/@token@", "w").close()
    yield "made a folder", lambda: os.mkdir(f"{place}/@token@")
    yield "opened", lambda: open(entry, "r+b").close()
    yield "emptied", lambda: os.truncate(entry, 0)
    yield "removed", lambda: os.unlink(entry)
    yield "renamed", lambda: os.rename(entry, f"{place}/@token@")
    yield "replaced", lambda: os.replace(own, entry)
    yield "linked into", lambda: os.link(own, f"{place}/@token@")
    yield "linked out of", lambda: os.link(entry, f"{tempfile.gettempdir()}/linked")
    yield "symlinked", lambda: os.symlink(own, f"{place}/@token@")
    yield "changed the mode of", lambda: os.chmod(entry, 0o777)
    yield "dated", lambda: os.utime(entry, (1, 1))
    yield "named an attribute of", lambda: os.setxattr(entry, "user.hostile", b"1")
    yield "moved", lambda: os.rename(place, place + "@token@")


def mapped(entry):
    """A private mapping may be written, the file behind it not."""
    descriptor = os.open(entry, os.O_RDONLY)
    libc.mmap.restype = ctypes.c_void_p
    return libc.mmap(None, 4096, 3, 1, descriptor, 0) not in (None, ctypes.c_void_p(-1).value)


def attack():
    place = os.environ.get("JAX_COMPILATION_CACHE_DIR", "")
    if not place:
        return ["there is no cache to attack"]
    got = []
    for name in os.listdir(place):
        entry = f"{place}/{name}"
        for what, act in tries(place, entry):
            try:
                act()
                got.append(f"{what} {name}")
            except OSError:
                pass
        if mapped(entry):
            got.append(f"mapped {name} to be written")
    return got
