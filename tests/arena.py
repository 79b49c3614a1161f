"""Where hostile submissions are let loose: canaries around them, and eyes on the judge.

An `Arena` holds what an attack must not reach: a secret in a file, in the environment, in an open
descriptor; a compile cache; listeners that must hear nothing; a process that must not be signalled;
folders in which nothing must change. `Attack` reads one file of `tests/hostile`.
"""

from __future__ import annotations

import contextlib
import ctypes
import dataclasses
import functools
import gc
import glob
import os
import re
import secrets
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from grader.model import Kind, Limits
from grader.runner import compiled

ROOT = Path(__file__).resolve().parents[1]
HOSTILE = Path(__file__).resolve().parent / "hostile"

PATIENT = 20.0  # seconds for an attack that should end by itself, on a busy machine
MEMORY = {False: 256, True: 1536}  # MB, without and with JAX


# --- one attack ------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Attack:
    """A file of `tests/hostile`, with what its docstring says.

    expect: how it may end: "nothing" (it answered that it got nothing), "not passed" (the grade
        of a whole problem), or kinds of `Outcome`.
    level: "strong" when only that level promises it.
    start: "warm" when it is about a pool's children, so that a cold process has nothing to attack.
    control: without isolation it does get something; this shows that it is not vacuous.
    says: what the report must say about it, a regular expression.
    """

    name: str
    text: str
    threat: str
    expect: tuple[str, ...]
    level: str
    start: str
    control: bool
    says: str
    libraries: tuple[str, ...]
    problem: str
    calls: int
    limits: Limits

    @property
    def graded(self) -> bool:
        return self.expect[0] == "not passed"


def read_attack(file: Path) -> Attack:
    """The attack in `file`; its docstring's first line is `Threat: ... . Expect: ... .`."""
    text = file.read_text(encoding="utf-8")
    doc = text.split('"""')[1]
    first = re.match(r"Threat: (.+?)\. Expect: ([a-z, ]+)\.\s", doc + "\n")
    assert first, f"{file.name}: no `Threat: ... Expect: ...`"
    expect = tuple(re.split(r", | or ", first[2]))
    known = {"nothing", "not passed", *map(str, Kind)} - {"value"}
    assert set(expect) <= known, f"{file.name}: {set(expect) - known}"

    def field(name: str, default: str = "") -> str:
        found = re.search(rf"^{name}: (.+)$", doc, re.MULTILINE)
        return found[1] if found else default

    libraries = tuple(field("Libraries").split(", ")) if field("Libraries") else ()
    seconds = float(field("Seconds", str(PATIENT)))
    limits = Limits(
        seconds=seconds, call_seconds=seconds, memory_mb=MEMORY[bool(libraries)],
        cpu_seconds=float(field("Computing", "60")), answer_kb=1024, output_kb=64,
    )  # fmt: skip
    return Attack(
        file.stem, text, first[1], expect, field("Level"), field("Start"), bool(field("Control")),
        field("Says"), libraries, field("Problem", "double"), int(field("Calls", "1")), limits,
    )  # fmt: skip


ATTACKS = [read_attack(file) for file in sorted(HOSTILE.glob("*.py"))]


@functools.cache
def long_texts() -> dict[str, str]:
    """Source that an attack consists of and that is too long to be in a file of its own."""
    reference = ROOT / "solutions/gru_cell/reference.py"
    return {
        "reference": reference.read_text(encoding="utf-8"),
        "long_sum": f"total = {'1 + ' * 2500}1",
        "long_chain": f"x if True else x{'.T' * 2500} < {'(x) < ' * 2000} x",
        "large_literal": f"number = 0x{'f' * 20_000}\ntext = '{'x' * 50_000}'",
        "controls": "# " + "\x01" * 200_000,
        "definitions": "\n".join(f"def f{n}(): return f{n + 1}, f{n}" for n in range(6000)),
    }


# --- the judge's own health ------------------------------------------------------------------

SET_SUBREAPER, GET_SUBREAPER = 36, 37


@contextlib.contextmanager
def adopting() -> Iterator[None]:
    """Become the parent of every descendant whose own parent ends, so that none can hide."""
    libc = ctypes.CDLL(None)
    before = ctypes.c_int(0)
    libc.prctl(GET_SUBREAPER, ctypes.byref(before), 0, 0, 0)
    libc.prctl(SET_SUBREAPER, 1, 0, 0, 0)
    try:
        yield
    finally:
        libc.prctl(SET_SUBREAPER, before.value, 0, 0, 0)


def descendants() -> dict[int, str]:
    """Every live process below this one: number and name."""
    parents: dict[int, list[tuple[int, str]]] = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            with contextlib.suppress(OSError):
                head, _, rest = Path(f"/proc/{entry}/stat").read_bytes().rpartition(b")")
                state, parent = rest.split()[:2]
                if state not in b"ZX":
                    name = head.partition(b"(")[2].decode("latin-1")
                    parents.setdefault(int(parent), []).append((int(entry), name))
    found: dict[int, str] = {}
    todo = [os.getpid()]
    while todo:
        for pid, name in parents.get(todo.pop(), []):
            found[pid] = name
            todo.append(pid)
    return found


def bury(known: set[int]) -> None:
    """Reap the dead that were adopted. Those in `known` belong to others."""
    for entry in os.listdir("/proc"):
        with contextlib.suppress(OSError, ValueError):
            fields = Path(f"/proc/{entry}/stat").read_bytes().rpartition(b")")[2].split()
            if fields[0] == b"Z" and int(fields[1]) == os.getpid() and int(entry) not in known:
                os.waitpid(int(entry), os.WNOHANG)


@dataclasses.dataclass(frozen=True)
class Health:
    """What must not grow from one grade to the next."""

    processes: dict[int, str]
    threads: int
    descriptors: int

    @classmethod
    def now(cls) -> Health:
        count = len(os.listdir("/proc/self/fd"))
        return cls(descendants(), threading.active_count(), count)

    def returns(self, seconds: float = 4.0) -> str:
        """Wait until nothing is left over; what is, or ""."""
        deadline = time.monotonic() + seconds
        while True:
            gc.collect()
            now = Health.now()
            more = {pid: name for pid, name in now.processes.items() if pid not in self.processes}
            grown = [f"processes {more}"] if more else []
            if now.threads > self.threads:
                grown.append(f"threads {[t.name for t in threading.enumerate()]}")
            if now.descriptors > self.descriptors:
                grown.append(f"{now.descriptors - self.descriptors} descriptors more")
            if not grown or time.monotonic() > deadline:
                bury(set(self.processes))
                return ", ".join(grown)
            time.sleep(0.02)


# --- canaries --------------------------------------------------------------------------------


class Arena:
    """The canaries, and what an attack is told about them."""

    def __init__(self, folder: Path) -> None:
        self.secret = f"hostile-canary-{secrets.token_hex(16)}"
        self.token = f"hostile-{secrets.token_hex(6)}"
        self.folder, self.home = folder / "kept", folder / "home"
        self.temporary = folder / "tmp"
        self.cache = folder / "compiled"
        for place in (self.folder, self.home, self.temporary):
            place.mkdir()
        entries = self.cache / compiled.key()
        entries.mkdir(parents=True, mode=0o700)
        for name in (compiled.DONE, "jit_canary-0"):
            (entries / name).write_text('{"entries": 1, "megabytes": 0, "seconds": 0}')
            (entries / name).chmod(0o600)
        self.file = self.folder / "secret.txt"
        self._sockets = self._listeners(folder / "socket")
        self._victim: subprocess.Popen[bytes] | None = None
        self.spared: set[int] = set()  # processes that stay from one attack to the next
        self.restore()

    def restore(self) -> None:
        """Lay everything out anew."""
        (self.folder / "inside").mkdir(exist_ok=True)
        self.file.write_text(self.secret)
        (self.home / ".ssh").mkdir(exist_ok=True)
        for name in (".bashrc", ".profile", ".netrc", ".ssh/id_rsa"):
            (self.home / name).write_text(self.secret)
        self._snapshot = self._looks()

    def _listeners(self, path: Path) -> list[socket.socket]:
        made = []
        for family, kind, address in (
            (socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", 0)),
            (socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", 0)),
            (socket.AF_UNIX, socket.SOCK_STREAM, str(path)),
            (socket.AF_UNIX, socket.SOCK_STREAM, f"\0{self.token}"),
        ):
            listener = socket.socket(family, kind)
            listener.bind(address)
            if kind == socket.SOCK_STREAM:
                listener.listen(8)
            listener.setblocking(False)
            made.append(listener)
        return made

    @property
    def victim(self) -> subprocess.Popen[bytes]:
        """A process of the judge's, alive."""
        if self._victim is None or self._victim.poll() is not None:
            code = "import time; time.sleep(3600)"
            self._victim = subprocess.Popen([sys.executable, "-S", "-c", code])
        return self._victim

    def told(self, text: str) -> str:
        """`text` with each @name@ replaced by what it means here."""
        tcp, udp, unix, _ = (listener.getsockname() for listener in self._sockets)
        facts = {
            "secret_file": self.file, "secret_folder": self.folder, "home": self.home,
            "temporary": self.temporary, "repository": ROOT, "token": self.token,
            "judge": os.getpid(), "victim": self.victim.pid, "tcp_port": tcp[1],
            "udp_port": udp[1], "socket_path": unix, "socket_name": self.token,
        }  # fmt: skip
        for name, fact in facts.items():
            text = text.replace(f"@{name}@", str(fact))
        for name, code in long_texts().items():
            text = text.replace(f"# @{name}@", code)
        return text

    def damage(self) -> str:
        """What an attack has done to the canaries, or ""."""
        found = [f"wrote {path}" for path in self.tokens()]
        if self._looks() != self._snapshot:
            found.append("changed the secret's folder, the home or the compile cache")
        if self.victim.pid != self._victim_before:
            found.append("ended the victim")
        found += [f"left {name} in /tmp" for name in os.listdir(self.temporary)]
        return ", ".join(found + self.contacts())

    @contextlib.contextmanager
    def watched(self) -> Iterator[None]:
        """Require that the block harms nothing and leaves nothing behind."""
        self._victim_before = self.victim.pid
        health = Health.now()
        yield
        left = health.returns()
        damage = self.damage()
        self.clear()
        assert not damage, damage
        assert not left, f"left over: {left}"

    def clear(self) -> None:
        """Undo what the control group does."""
        for pid in descendants().keys() - self.spared - {self.victim.pid}:
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGKILL)
        for path in self.tokens():
            with contextlib.suppress(OSError):
                os.rmdir(path) if os.path.isdir(path) else os.unlink(path)
        for name in os.listdir(self.temporary):  # rm, because some of these trees are too deep
            subprocess.run(["rm", "-rf", "--", str(self.temporary / name)], check=False)
        self.contacts()
        self.restore()

    def contacts(self) -> list[str]:
        """What the listeners have heard since the last look."""
        heard = []
        for listener in self._sockets:
            with contextlib.suppress(OSError):
                while True:
                    if listener.type == socket.SOCK_DGRAM:
                        heard.append(f"datagram {listener.recv(100)!r}")
                    else:
                        listener.accept()[0].close()
                        heard.append(f"connection to {listener.getsockname()!r}")
        return heard

    def tokens(self) -> list[str]:
        """Files that carry our token in their names, wherever an attack would leave them."""
        places = {
            "/", "/tmp", "/var/tmp", "/dev/shm", "/run", "/run/lock", "/etc", "/usr/lib",
            str(ROOT), f"{ROOT}/*", f"{ROOT}/problems/*", f"{ROOT}/solutions/*", str(self.home),
            f"{self.home}/*", str(self.folder), f"{self.folder}/*", str(self.temporary),
            f"{self.temporary}/*", str(self.temporary.parent), sys.prefix, *sys.path,
            os.path.dirname(os.__file__), tempfile.gettempdir(),
        }  # fmt: skip
        return sorted({path for p in places for path in glob.glob(f"{p}/*{self.token}*")})

    def _looks(self) -> list[tuple[object, ...]]:
        """Names, kinds, modes and contents in the folders that must not change."""
        found: list[tuple[object, ...]] = []
        for top in (self.folder, self.home, self.cache):
            for path in sorted([top, *top.rglob("*")]):
                info = path.lstat()
                regular = stat.S_ISREG(info.st_mode)
                content = path.read_bytes() if regular else b""
                times = info.st_mtime_ns, info.st_ctime_ns
                found.append((str(path), info.st_mode, info.st_nlink, times, content))
        return found

    def close(self) -> None:
        if self._victim is not None:
            self._victim.kill()
            self._victim.wait()
        for listener in self._sockets:
            listener.close()


@contextlib.contextmanager
def opened(folder: Path) -> Iterator[Arena]:
    """An arena in `folder`, with this process as the judge: its secret in the environment and in
    an inheritable descriptor, its own home and its own place for temporary files."""
    arena = Arena(folder)
    changed = {
        "HOME": str(arena.home), "HOSTILE_SECRET": arena.secret, "GRADE_CACHE": str(arena.cache),
    }  # fmt: skip
    before = {name: os.environ.get(name) for name in changed}
    place = tempfile.tempdir
    descriptor = os.open(arena.file, os.O_RDONLY)
    os.set_inheritable(descriptor, True)
    os.environ.update(changed)
    tempfile.tempdir = str(arena.temporary)
    gc.collect()
    gc.freeze()  # what is there already, JAX perhaps: `Health.returns` collects at each grade
    try:
        with adopting():
            yield arena
    finally:
        gc.unfreeze()
        tempfile.tempdir = place
        os.close(descriptor)
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
        arena.close()
