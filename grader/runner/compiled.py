"""Where compiled primitives are kept, so that a runner loads them instead of compiling anew.

Whoever can write such a cache runs code in its readers. So only `grader.prepare` writes it,
in a process that never sees a submission; runners read it, and cannot write. A runner can also load
and call what it finds here, so only a public sweep of single operations is kept, never a program of
a solution. A folder belongs to one set of libraries, one Python and one processor.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import platform
import sys
from pathlib import Path

from grader.runner import policy

FORMAT = 3  # of what is kept; counted up, old folders are not found any more
DONE = "complete.json"  # written last
MOST_MB = 256


def off() -> bool:
    """Whether nothing is to be kept: GRADE_CACHE=off."""
    return os.environ.get("GRADE_CACHE") == "off"


def home() -> Path:
    """The folder of all caches; GRADE_CACHE names another, or is "off": then none is used."""
    chosen = os.environ.get("GRADE_CACHE")
    if chosen:
        return Path(chosen).absolute()
    from platformdirs import user_cache_path

    return user_cache_path("grade", appauthor=False) / "compiled"


@functools.cache
def key() -> str:
    """What compiled code depends on: libraries, Python, processor."""
    facts = [str(FORMAT), platform.python_version(), platform.machine(), *_libraries(), _features()]
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()[:20]


def folder() -> Path:
    """Where this machine's cache is, or will be."""
    return home() / key()


def ready() -> str:
    """The cache's path when it is complete and nobody else could have written it, else ""."""
    if os.name != "posix" or off():
        return ""
    with contextlib.suppress(OSError):
        here = folder()
        if private(here) and private(here / DONE) and private(here.parent):
            return str(here.resolve())
    return ""


def private(path: Path) -> bool:
    """Whether nobody else can write it, or put another in its place where it is a folder.

    Raises:
        OSError: when it is not there.
    """
    facts = path.stat()
    return facts.st_uid == os.geteuid() and not facts.st_mode & 0o022


def _libraries() -> list[str]:
    """The installed versions, by the names of their folders: reading metadata would cost more."""
    found = []
    for directory in policy.packages():
        for name in ("jax", "jaxlib", "flax", "numpy"):
            found += [entry.name for entry in Path(directory).glob(f"{name}-*.dist-info")]
    return sorted(found)


def _features() -> str:
    """What the processor can do, which decides what XLA makes of a program."""
    with contextlib.suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith(("flags", "Features")):
                return line
    return f"{sys.platform} {platform.processor()}"
