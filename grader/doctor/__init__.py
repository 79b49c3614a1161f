"""What `grade` finds on this machine, proved by trying. Nothing here prints.

Each section is a function of the `Surroundings` that returns findings; `SECTIONS` lists them, and
another one is added by writing it and naming it there. A layer of isolation counts as there when
an attack on it was made from inside a runner and got nothing.
"""

from __future__ import annotations

import concurrent.futures
from collections.abc import Callable, Sequence

from grader.doctor.findings import Examination, Finding, Surroundings
from grader.doctor.installed import libraries, python
from grader.doctor.layers import isolation
from grader.doctor.personal import files, terminal
from grader.doctor.speed import speed
from grader.errors import SandboxError
from grader.runner import levels

SECTIONS: Sequence[Callable[[Surroundings], list[Finding]]] = (
    isolation,
    python,
    libraries,
    speed,
    files,
    terminal,
)


def examine(surroundings: Surroundings) -> Examination:
    """Run every section, all at the same time: each mostly waits for a process."""
    try:
        level = levels.settle("auto", attended=surroundings.attended)
    except SandboxError:
        level = ""
    with concurrent.futures.ThreadPoolExecutor(len(SECTIONS)) as pool:
        found = [pool.submit(section, surroundings) for section in SECTIONS]
        return Examination(tuple(one for future in found for one in future.result()), level)
