"""A judge in a process of its own, for a notebook's kernel.

The kernel runs what the learner wrote, so no verdict is made in it: whatever was patched there, and
whichever state NumPy is in, the report is the one that the command gives. The judge is
`grader.commands.cell`; ending it ends the grade and all that it started.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import IO, Any

from grader.errors import FAULT, GraderError

BOOT = "import sys; p = {here!r}; p in sys.path or sys.path.insert(0, p); \
from grader.commands.cell import main; main()"
PATIENCE = 10.0  # seconds that an interrupted judge has to end what it started


def grade_apart(request: dict[str, Any]) -> dict[str, Any]:
    """What `grader.commands.cell` answers to `request`: text, html and data of the report.

    Raises:
        GraderError: with the text that the judge gave, when nothing was graded.
        KeyboardInterrupt: as it comes; the judge and its runners are gone by then.
    """
    here = str(Path(__file__).resolve().parents[1])
    command = [sys.executable, "-P", "-X", "utf8", "-c", BOOT.format(here=here)]
    with tempfile.TemporaryFile() as trouble:
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=trouble,
            start_new_session=True,  # the kernel's Ctrl-C is for the kernel, which passes it on
        )  # fmt: skip
        try:
            answer = _converse(process, json.dumps(request).encode())
        finally:
            _end(process)
        trouble.seek(0)
        said = trouble.read()[-2000:].decode("utf-8", "replace").strip()
    try:
        found = json.loads(answer)
    except ValueError:
        raise GraderError(f"{said}\n{FAULT}") from None
    if "error" in found:
        raise GraderError(found["error"])
    return dict(found)


def _converse(process: subprocess.Popen[bytes], request: bytes) -> bytes:
    """Send one line and read to the end, in a thread: a wait for it can be interrupted."""
    assert process.stdin is not None and process.stdout is not None
    answer: list[bytes] = []

    def work(sink: IO[bytes], source: IO[bytes]) -> None:
        with contextlib.suppress(OSError, ValueError):
            sink.write(request + b"\n")
            sink.flush()
        with contextlib.suppress(OSError, ValueError):
            answer.append(source.read())

    thread = threading.Thread(target=work, args=(process.stdin, process.stdout), daemon=True)
    thread.start()
    while thread.is_alive():
        thread.join(0.1)
    return b"".join(answer)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Close the judge's input, at which it ends, and see that it does."""
    assert process.stdin is not None
    with contextlib.suppress(OSError):
        process.stdin.close()
    try:
        process.wait(PATIENCE)
    except BaseException as error:
        process.kill()
        process.wait()
        if not isinstance(error, subprocess.TimeoutExpired):
            raise
    if process.stdout is not None:
        process.stdout.close()
