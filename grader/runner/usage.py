"""What a process and all its descendants use, read from /proc. The judge asks while it waits."""

from __future__ import annotations

import contextlib
import dataclasses
import os
from pathlib import Path

from grader.model import Kind, Limits, Outcome

DEEPEST = 8  # folders within folders; below a long enough path nothing can be listed

TICK = 0.05  # seconds between two looks

_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
_CLOCK = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


@dataclasses.dataclass(frozen=True)
class Usage:
    """Sums over a process tree: CPU seconds, resident bytes, threads (a process has at least 1),
    and bytes written, to files and pipes alike."""

    cpu: float = 0.0
    resident: int = 0
    tasks: int = 0
    written: int = 0


def tree(root: int) -> list[int]:
    """`root` and all its descendants, parents first; only `root` where there is no /proc."""
    found = [root]
    for pid in found:  # grows while it is walked
        with contextlib.suppress(OSError, ValueError):
            for thread in os.listdir(f"/proc/{pid}/task"):
                text = Path(f"/proc/{pid}/task/{thread}/children").read_text()
                found += [int(child) for child in text.split()]
    return found


def of_tree(root: int) -> Usage:
    """What `root` and its descendants use now; zeros where there is no /proc."""
    cpu, resident, tasks, written = 0.0, 0, 0, 0
    for pid in tree(root):
        with contextlib.suppress(OSError, ValueError, IndexError):
            # The name, in parentheses, may hold any bytes; fields are counted after it.
            fields = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()
            cpu += (int(fields[11]) + int(fields[12])) / _CLOCK
            tasks += int(fields[17])
            resident += int(fields[21]) * _PAGE
        with contextlib.suppress(OSError, ValueError, KeyError):
            lines = Path(f"/proc/{pid}/io").read_text().splitlines()
            facts = dict(line.split(": ") for line in lines)
            # By calls, or through mappings of files on a disk: whichever shows more.
            written += max(int(facts["wchar"]), int(facts["write_bytes"]))
    return Usage(cpu, resident, tasks, written)


def entries_below(folder: str, most: int) -> int:
    """How many files and folders there are; `most` + 1 when more, or nested too deep to see."""
    count = 0
    todo = [(folder, 0)]
    while todo and count <= most:
        here, depth = todo.pop()
        if depth > DEEPEST:
            return most + 1
        with contextlib.suppress(OSError), os.scandir(here) as entries:
            for entry in entries:
                count += 1
                with contextlib.suppress(OSError):
                    if entry.is_dir(follow_symlinks=False):
                        todo.append((entry.path, depth + 1))
                if count > most:
                    break
    return count


def exceeded(
    root: int, before: Usage, received: int, temporary: str, limits: Limits
) -> Outcome | None:
    """The limit that the tree is over, as the outcome that ends it.

    Args:
        before: what it had used when the submission came.
        received: bytes that the judge has read from its pipes; the rest of what it wrote is files.
    """
    now = of_tree(root)
    if now.resident > limits.memory_mb << 20:
        return Outcome(Kind.MEMORY, detail=f"{limits.memory_mb} MB")
    if now.cpu - before.cpu > limits.cpu_seconds:
        return Outcome(Kind.CPU, detail=f"{limits.cpu_seconds:g} s")
    if now.tasks > limits.tasks:
        return Outcome(Kind.TASKS, detail=str(limits.tasks))
    if now.written - before.written - received > limits.disk_kb << 10:
        return Outcome(Kind.DISK, detail=f"{limits.disk_kb} kB")
    if entries_below(temporary, limits.files) > limits.files:
        return Outcome(Kind.DISK, detail=f"{limits.files} files")
    return None
