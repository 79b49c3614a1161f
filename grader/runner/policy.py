"""What a runner may have: Python, the libraries, its own few modules. Nothing else is named."""

from __future__ import annotations

import functools
import os
import sys
import sysconfig
from pathlib import Path

DEVICES = ("/dev/null", "/dev/zero", "/dev/urandom", "/dev/random")
SYSTEM = (
    "/usr/lib", "/usr/lib64", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/localtime",
    "/usr/share/zoneinfo",
)  # fmt: skip
KERNEL = (
    "/proc/cpuinfo", "/proc/meminfo", "/proc/self/status", "/proc/self/statm", "/proc/self/maps",
    "/sys/devices/system/cpu",
    "/sys/devices/system/node",
)  # fmt: skip

# The only modules of this project that a runner's process can find. None knows an answer.
OWN = (
    "__init__.py", "model.py", "errors.py", "runner/__init__.py", "runner/arithmetic.py",
    "runner/child.py", "runner/confine.py", "runner/eager.py", "runner/evaluate.py",
    "runner/library.py", "runner/linen.py", "runner/policy.py", "runner/program.py",
    "runner/rules.py", "runner/sweep.py", "runner/threefry.py", "runner/wire.py",
    "runner/zygote.py",
)  # fmt: skip
PACKAGE = Path(__file__).resolve().parents[1]

# A file that the runner must not be able to read; it tries to, once it is locked down.
CANARY = str(PACKAGE / "judge.py")


def own_files() -> list[str]:
    """Those modules, each with its byte code where there is some: a runner writes none itself."""
    sources = [PACKAGE / name for name in OWN]
    return [str(source) for source in sources] + [
        str(code) for code in map(byte_code, sources) if code.exists()
    ]


def byte_code(source: Path) -> Path:
    """Where the runner's Python looks for a module's byte code, whatever ours was told."""
    return source.parent / "__pycache__" / f"{source.stem}.{sys.implementation.cache_tag}.pyc"


def environment(temporary: str, compiled: str = "") -> dict[str, str]:
    """All that the runner's process inherits: nothing of the caller's own settings."""
    cached = {
        "JAX_COMPILATION_CACHE_DIR": compiled,
        "JAX_PERSISTENT_CACHE_ENABLE_XLA_CACHES": "none",  # else the path is part of each key
        "JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS": "1e9",  # so that nothing is ever written
        "JAX_PERSISTENT_CACHE_MIN_ENTRY_SIZE_BYTES": "-1",
    }
    fixed = {
        "HOME": "/",
        "LANG": "C.UTF-8",
        "TMPDIR": temporary,
        "JAX_PLATFORMS": "cpu",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "OPENBLAS_NUM_THREADS": "1",  # one thread at lock-down, see confine.lock_down
        "OMP_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "MALLOC_ARENA_MAX": "4",  # halves the address space that JAX maps
    }
    kept = {k: os.environ[k] for k in ("SYSTEMROOT", "SystemRoot") if k in os.environ}
    return fixed | kept | (cached if compiled else {})


def executable() -> str:
    """The interpreter itself, not a virtual environment's link to it."""
    base = getattr(sys, "_base_executable", None) or sys.executable
    return os.path.realpath(base) if os.name == "posix" else sys.executable


def packages() -> list[str]:
    """The directories that hold installed packages."""
    site = [p for p in sys.path if Path(p).name in ("site-packages", "dist-packages")]
    site += [sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]
    return [p for p in dict.fromkeys(site) if Path(p).is_dir()]


def standard_library() -> list[str]:
    """The directories of Python's own modules."""
    stdlib = Path(sysconfig.get_path("stdlib"))
    platform = Path(sysconfig.get_path("platstdlib"))
    found = dict.fromkeys([str(stdlib), str(platform), str(stdlib / "lib-dynload")])
    return [path for path in found if Path(path).is_dir()]


def shared_libraries() -> list[str]:
    """libpython, where it is a file of its own."""
    folder = sysconfig.get_config_var("LIBDIR")
    return [str(path) for path in sorted(Path(folder).glob("libpython*"))] if folder else []


@functools.cache
def readable(packages: tuple[str, ...]) -> tuple[str, ...]:
    """What Landlock lets a submission read, given the directories that hold packages.

    A directory of packages is allowed entry by entry, without this project's own: an installed
    wheel carries the solutions. Standard library directories likewise, without packages in them.
    """
    found = [(path, os.path.realpath(path)) for path in (*SYSTEM, *KERNEL, *shared_libraries())]
    for directory in packages:
        found += [entry for entry in _entries(directory) if not _about_us(Path(entry[0]))]
    for directory in standard_library():
        found += [
            entry
            for entry in _entries(directory)
            if os.path.basename(entry[0]) not in ("site-packages", "dist-packages")
        ]
    return tuple(kept for entry in dict.fromkeys(found) for kept in _without_us(*entry))


def _entries(directory: str) -> list[tuple[str, str]]:
    """The path of each entry, by name, and where it really is. Only links need to be asked."""
    here = os.path.realpath(directory)
    with os.scandir(directory) as entries:
        return sorted(
            (e.path, os.path.realpath(e.path) if e.is_symlink() else os.path.join(here, e.name))
            for e in entries
        )


def hidden() -> list[str]:
    """Entries of the package directories for bubblewrap to cover: they tell where this project is
    and name its files. Landlock does not, where the private /tmp is above them."""
    entries = [entry for directory in packages() for entry in sorted(Path(directory).iterdir())]
    return [str(e) for e in entries if _about_us(e) and e.resolve() != PACKAGE]


def _about_us(entry: Path) -> bool:
    ours = entry.name.lower().startswith(("grader", "_editable_", "__editable__"))
    return ours or entry.suffix in (".pth", ".egg-link")


def _without_us(path: str, real: str) -> list[str]:
    """`path`, or, where this project is installed beneath it, everything else beneath it."""
    ours = str(PACKAGE)
    if real == ours:
        return []
    if not ours.startswith(os.path.join(real, "")):
        return [path]
    return [kept for entry in _entries(real) for kept in _without_us(*entry)]
