"""Starts, feeds, bounds and kills the process that holds an untrusted submission.

The judge's side of the seam. Everything read from the process is a stranger's data: it goes
through `wire`, or into a bounded buffer of text that is only ever shown.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import sysconfig
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

from grader.errors import ProtocolError, SandboxError
from grader.model import Call, Kind, Limits, Outcome
from grader.runner import wire

START_SECONDS = 120.0  # importing jax on a busy machine; not the submission's time

ISOLATION = ("auto", "standard", "none")

DEVICES = ("/dev/null", "/dev/zero", "/dev/urandom", "/dev/random")
SYSTEM = (
    "/usr/lib", "/usr/lib64", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/localtime",
    "/usr/share/zoneinfo", "/proc/cpuinfo", "/proc/meminfo", "/proc/self",
    "/sys/devices/system/cpu", "/sys/devices/system/node",
)  # fmt: skip

BOOT = "import json, sys; sys.path[:0] = json.loads(sys.argv[1])['paths']; \
from grader.runner.child import main; main(sys.argv[1])"


class SandboxRunner:
    """One submission in a process of its own.

    Args:
        libraries: what to import before locking down, such as ("jax", "flax.linen").
        limits: what the submission may use.
        isolation: "standard" (Landlock, seccomp and limits), "none", or "auto": the best there is.

    Raises:
        SandboxError: from `load`, when the process cannot be started or confined.
    """

    def __init__(self, libraries: tuple[str, ...], limits: Limits, isolation: str = "auto") -> None:
        self.limits = limits
        self.isolation = settle(isolation)
        self.versions: Mapping[str, str] = {}
        self._spent = 0.0
        self._asked = 0
        self._end: Outcome | None = None
        self._printed = bytearray()
        self._flooded = False
        self._frames: queue.Queue[bytes | Outcome] = queue.Queue(maxsize=4)
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", "-B", "-X", "utf8", "-c", BOOT, self._settings(libraries)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=_environment(),
            cwd="/" if os.name == "posix" else None,
            close_fds=True,
            start_new_session=True,
        )
        for work in (self._read_frames, self._read_prints):
            threading.Thread(target=work, daemon=True).start()

    # --- the Runner interface ---

    def load(self, text: str) -> Outcome:
        """Run the submission's top level. The first thing of it that runs anywhere."""
        self._greet()
        return self._exchange(wire.pack({"load": text}, []))

    def ask(self, call: Call) -> Outcome:
        """The outcome of one question. After an end every question has that same outcome."""
        self._asked += 1
        return self._end or self._exchange(wire.encode_call(self._asked, call))

    @property
    def printed(self) -> str:
        return bytes(self._printed).decode("utf-8", "replace")

    def close(self) -> None:
        """End the process and all it started, and wait until it is gone."""
        with contextlib.suppress(OSError):
            if os.name == "posix":
                os.killpg(self._process.pid, signal.SIGKILL)
            else:
                self._process.kill()
        self._process.wait()
        self._end = self._end or Outcome(Kind.DIED, detail="the runner was closed")

    # --- inside ---

    def _settings(self, libraries: tuple[str, ...]) -> str:
        paths = _import_paths()
        package = str(Path(__file__).resolve().parents[2])
        settings = {
            "parent": os.getpid(),
            "paths": [package, *paths] if package not in paths else paths,
            "kept_paths": [*_standard_library(), *paths],
            "libraries": ["numpy", *libraries],
            "readable": readable_paths(paths),
            "devices": DEVICES,
            "isolation": self.isolation,
            "seconds": self.limits.seconds,
            "memory_mb": self.limits.memory_mb,
        }
        return json.dumps(settings)

    def _greet(self) -> None:
        """Wait until the process says that it is locked down."""
        try:
            frame = self._frames.get(timeout=START_SECONDS)
            hello: Any = wire.unpack(frame)[0] if isinstance(frame, bytes) else {"fault": ""}
        except (queue.Empty, ProtocolError):
            hello = {"fault": f"no greeting within {START_SECONDS:.0f} s"}
        if hello.get("hello") != 1 or hello.get("fault"):
            self.close()
            said = str(hello.get("fault") or "") or self.printed.strip()[-400:]
            raise SandboxError(
                f"the sandbox could not be started: {said or 'the process ended at once'}.\n"
                "Try `grade --isolation none` for practice on your own file, or see the README."
            )
        self.versions = {str(k): str(v) for k, v in hello.get("versions", {}).items()}

    def _exchange(self, request: bytes) -> Outcome:
        """Send one request and wait for its answer, within the limits."""
        threading.Thread(target=self._write, args=(request,), daemon=True).start()
        allowed = min(self.limits.call_seconds, self.limits.seconds - self._spent)
        started = time.monotonic()
        try:
            frame = self._frames.get(timeout=max(allowed, 0.01))
        except queue.Empty:
            detail = f"{self._spent + allowed:.0f} s in all"
            return self._finish(Outcome(Kind.TIMED_OUT, detail=detail))
        finally:
            self._spent += time.monotonic() - started
        if self._flooded:
            return self._finish(Outcome(Kind.FLOODED, detail=f"{self.limits.output_kb} kB"))
        if isinstance(frame, Outcome):
            return self._finish(frame)
        try:
            return wire.decode_outcome(frame, expected=self._asked)
        except ProtocolError as error:
            return self._finish(Outcome(Kind.GARBLED, detail=str(error)))

    def _finish(self, outcome: Outcome) -> Outcome:
        self._end = outcome
        self.close()
        return outcome

    def _write(self, request: bytes) -> None:
        # In a thread of its own: a submission that never reads must not block the judge.
        assert self._process.stdin is not None
        with contextlib.suppress(OSError, ValueError):
            self._process.stdin.write(request)
            self._process.stdin.flush()

    def _read_frames(self) -> None:
        assert self._process.stdout is not None
        try:
            while True:
                prefix = _read_exactly(self._process.stdout, wire.PREFIX.size)
                size = wire.frame_size(prefix, max_body=self.limits.answer_kb << 10)
                self._frames.put(prefix + _read_exactly(self._process.stdout, size))
        except ProtocolError as error:
            self._frames.put(Outcome(Kind.GARBLED, detail=str(error)))
        except (EOFError, OSError, ValueError):
            self._frames.put(Outcome(Kind.DIED, detail=self._how_it_died()))

    def _read_prints(self) -> None:
        assert self._process.stderr is not None
        keep = self.limits.output_kb << 10
        with contextlib.suppress(OSError, ValueError):
            while chunk := os.read(self._process.stderr.fileno(), 1 << 16):
                self._printed += chunk[: keep - len(self._printed)]
                if len(self._printed) >= keep:
                    self._flooded = True
                    with contextlib.suppress(OSError):
                        self._process.kill()

    def _how_it_died(self) -> str:
        with contextlib.suppress(subprocess.TimeoutExpired):
            code = self._process.wait(timeout=5)
            if code >= 0:
                return f"it ended itself with exit status {code}"
            with contextlib.suppress(ValueError):
                return f"it was ended by {signal.Signals(-code).name}"
        return "it closed its answers"


def _read_exactly(stream: IO[bytes], size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return data


def settle(isolation: str) -> str:
    """The level to run at: "auto" means the best this system has."""
    if isolation != "auto":
        return isolation
    return "standard" if sys.platform.startswith("linux") else "none"


def _environment() -> dict[str, str]:
    """All that the runner's process inherits: nothing of the caller's own settings."""
    fixed = {
        "HOME": "/",
        "LANG": "C.UTF-8",
        "JAX_PLATFORMS": "cpu",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "OPENBLAS_NUM_THREADS": "1",  # one thread at lock-down, see confine.lock_down
        "OMP_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "MALLOC_ARENA_MAX": "4",  # halves the address space that JAX maps
    }
    kept = {k: os.environ[k] for k in ("SYSTEMROOT", "SystemRoot") if k in os.environ}
    return fixed | kept


def _import_paths() -> list[str]:
    """The directories that hold installed packages."""
    site = [p for p in sys.path if Path(p).name in ("site-packages", "dist-packages")]
    site += [sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]
    return [p for p in dict.fromkeys(site) if Path(p).is_dir()]


def _standard_library() -> list[str]:
    stdlib = Path(sysconfig.get_path("stdlib"))
    platform = Path(sysconfig.get_path("platstdlib"))
    return list(dict.fromkeys([str(stdlib), str(platform), str(stdlib / "lib-dynload")]))


def readable_paths(packages: list[str]) -> list[str]:
    """What Landlock lets the submission read: Python, the system's libraries, the packages.

    A directory of packages is allowed entry by entry, without this project's own: an installed
    wheel carries the solutions.
    """
    paths = [*SYSTEM]
    for directory in packages:
        for entry in sorted(Path(directory).iterdir()):
            if not entry.name.startswith(("grader", "__editable__")) and entry.suffix != ".pth":
                paths.append(str(entry))
    for directory in _standard_library():
        if not any(directory.startswith(f"{p}/") for p in SYSTEM) and Path(directory).is_dir():
            paths += [
                str(e) for e in sorted(Path(directory).iterdir())
                if e.name not in ("site-packages", "dist-packages")
            ]  # fmt: skip
    library = sysconfig.get_config_var("LIBDIR")
    if library:
        paths += [str(p) for p in sorted(Path(library).glob("lib*.so*"))]
    return list(dict.fromkeys(paths))
