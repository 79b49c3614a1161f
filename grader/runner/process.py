"""The process that a submission runs in, as the judge holds it: pipes, a kill, an end.

`ColdProcess` starts Python anew. A pool's processes are forked: see `grader.runner.pool`.
"""

from __future__ import annotations

import contextlib
import functools
import json
import os
import py_compile
import signal
import struct
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO, Protocol

from grader.errors import SandboxError
from grader.model import Limits
from grader.runner import levels, policy, usage

FLAGS = ("-I", "-S", "-B", "-X", "utf8")
BOOT = "import json, sys; sys.path[:0] = json.loads(sys.argv[1])['paths']; \
from grader.runner.child import main; main(sys.argv[1])"


class Process(Protocol):
    """A process that serves one submission, and its private folder.

    `pid` is its number as the judge sees it. `wait` gives its exit status, negative for a signal.

    Raises (wait):
        subprocess.TimeoutExpired: when it still runs then.
    """

    isolation: str
    temporary: str
    pid: int

    @property
    def stdin(self) -> IO[bytes]: ...

    @property
    def stdout(self) -> IO[bytes]: ...

    @property
    def stderr(self) -> IO[bytes]: ...

    def kill(self) -> None:
        """End it and all that it started."""

    def wait(self, timeout: float | None = None) -> int: ...

    def release(self) -> None:
        """Let go of what is left when it has ended and nobody waits for it any more."""


def settings_for(
    limits: Limits, isolation: str, temporary: str, compiled: str
) -> dict[str, object]:
    """What a runner's process is told before it locks itself down.

    Args:
        temporary: its private folder, as it sees it.
        compiled: the compile cache, as it sees it; "" for none.
    """
    paths, own = policy.packages(), levels.own_paths()
    return {
        "parent": os.getpid(),
        "paths": [*(path for path in own if path not in paths), *paths],
        "packages": paths,
        "temporary": temporary,
        "compiled": compiled,
        "isolation": isolation,
        "cpu_seconds": limits.cpu_seconds,
        "memory_mb": limits.memory_mb,
        "file_kb": limits.file_kb,
    }


def within() -> str:
    """What a private folder is called inside bubblewrap.

    Where Python itself lives beneath /tmp, being allowed /tmp would be being allowed that.
    """
    paths = (*policy.packages(), *levels.own_paths(), policy.executable())
    return "/private" if any(path.startswith("/tmp/") for path in paths) else "/tmp"


@functools.cache
def keep_byte_code() -> None:
    """Compile the runner's own modules, where that has not been done, for the starts to come."""
    if sys.dont_write_bytecode:
        return
    for name in policy.OWN:
        source = policy.PACKAGE / name
        code = policy.byte_code(source)
        with contextlib.suppress(OSError, py_compile.PyCompileError):
            if not _made_of(source, code):
                py_compile.compile(str(source), str(code), doraise=True, optimize=0)


def _made_of(source: Path, code: Path) -> bool:
    """Whether byte code is that of the source as it is, as Python decides it (PEP 552)."""
    facts = source.stat()
    expected = struct.pack("<II", int(facts.st_mtime) & 0xFFFFFFFF, facts.st_size & 0xFFFFFFFF)
    return code.exists() and code.read_bytes()[8:16] == expected


class ColdProcess:
    """A Python of its own, started for one submission.

    Raises:
        SandboxError: when it cannot be started.
    """

    def __init__(
        self, libraries: tuple[str, ...], limits: Limits, isolation: str, compiled: str = ""
    ) -> None:
        self.isolation = isolation
        self.temporary = tempfile.mkdtemp(prefix="grade-")
        strong = isolation == "strong"
        inside = within() if strong else self.temporary
        shown = levels.COMPILED if strong and compiled else compiled
        settings = settings_for(limits, isolation, inside, shown)
        settings["libraries"] = ["numpy", *libraries]
        command = [policy.executable(), *FLAGS, "-c", BOOT]
        command.append(json.dumps(settings))
        if strong:
            command = levels.bubblewrapped(command, self.temporary, inside, compiled=compiled)
        try:
            self._popen = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=policy.environment(inside, shown),
                cwd="/" if os.name == "posix" else None,
                close_fds=True,
                start_new_session=True,
            )
        except OSError as error:
            remove(self.temporary)
            raise SandboxError(f"the runner cannot be started: {error}") from error
        keep_byte_code()
        self.pid = self._popen.pid
        assert self._popen.stdin and self._popen.stdout and self._popen.stderr
        self.stdin: IO[bytes] = self._popen.stdin
        self.stdout: IO[bytes] = self._popen.stdout
        self.stderr: IO[bytes] = self._popen.stderr

    def kill(self) -> None:
        """End the whole tree: children in sessions of their own are found by their parent."""
        if os.name != "posix":
            self._popen.kill()
            return
        if self.isolation == "none" and self._popen.poll() is None:
            for _ in range(3):  # what was started while the others were ended
                for pid in usage.tree(self.pid)[1:]:
                    with contextlib.suppress(OSError):
                        os.kill(pid, signal.SIGKILL)
        with contextlib.suppress(OSError):
            os.killpg(self.pid, signal.SIGKILL)

    def wait(self, timeout: float | None = None) -> int:
        return self._popen.wait(timeout)

    def release(self) -> None:
        remove(self.temporary)


def remove(folder: str) -> None:
    """Delete a private folder, whatever was left in it."""
    # Not shutil.rmtree: a tree may be nested deeper than Python recurses and than a path can name,
    # and folders may be closed to their owner. Here every folder is first moved to the top.
    number, todo = 0, [folder]
    while todo:
        here = todo.pop()
        with contextlib.suppress(OSError), os.scandir(here) as entries:
            for entry in entries:
                with contextlib.suppress(OSError):
                    if entry.is_dir(follow_symlinks=False):
                        number += 1
                        moved = f"{folder}/grade-{number}"
                        os.chmod(entry.path, 0o700)
                        os.rename(entry.path, moved)
                        todo.append(moved)
                    else:
                        os.unlink(entry.path)
        if here != folder:
            with contextlib.suppress(OSError):
                os.rmdir(here)
    with contextlib.suppress(OSError):
        os.rmdir(folder)
