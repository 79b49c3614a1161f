"""What a process and all its descendants use, read from /proc. The judge asks while it waits."""

from __future__ import annotations

import contextlib
import dataclasses
import os
from pathlib import Path

from grader.model import Kind, Limits, Outcome

TICK = 0.05  # seconds between two looks

_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
_CLOCK = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


@dataclasses.dataclass(frozen=True)
class Usage:
    """Sums over a process tree: CPU seconds, resident bytes, threads (a process has at least 1)."""

    cpu: float = 0.0
    resident: int = 0
    tasks: int = 0


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
    cpu, resident, tasks = 0.0, 0, 0
    for pid in tree(root):
        with contextlib.suppress(OSError, ValueError, IndexError):
            # The name, in parentheses, may hold any bytes; fields are counted after it.
            fields = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()
            cpu += (int(fields[11]) + int(fields[12])) / _CLOCK
            tasks += int(fields[17])
            resident += int(fields[21]) * _PAGE
    return Usage(cpu, resident, tasks)


def written(folder: str, most: int) -> tuple[int, int]:
    """(bytes, entries) below `folder`; counting stops after `most` entries."""
    total = count = 0
    todo = [folder]
    while todo and count <= most:
        with contextlib.suppress(OSError), os.scandir(todo.pop()) as entries:
            for entry in entries:
                count += 1
                with contextlib.suppress(OSError):
                    total += entry.stat(follow_symlinks=False).st_size
                    if entry.is_dir(follow_symlinks=False):
                        todo.append(entry.path)
                if count > most:
                    break
    return total, count


def exceeded(root: int, before: Usage, temporary: str, limits: Limits) -> Outcome | None:
    """The limit that the tree is over, as the outcome that ends it."""
    now = of_tree(root)
    if now.resident > limits.memory_mb << 20:
        return Outcome(Kind.MEMORY, detail=f"{limits.memory_mb} MB")
    if now.cpu - before.cpu > limits.cpu_seconds:
        return Outcome(Kind.CPU, detail=f"{limits.cpu_seconds:g} s")
    if now.tasks > limits.tasks:
        return Outcome(Kind.TASKS, detail=str(limits.tasks))
    size, count = written(temporary, limits.files)
    if size > limits.disk_kb << 10:
        return Outcome(Kind.DISK, detail=f"{limits.disk_kb} kB")
    if count > limits.files:
        return Outcome(Kind.DISK, detail=f"{limits.files} files")
    return None
