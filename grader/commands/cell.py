"""The judge of a notebook's cell: one request on standard input, one answer on standard output.

Not a command that a person types: `grader.apart` starts it. It ends when its input is
closed, which happens when the kernel is interrupted and also when the kernel dies.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from typing import IO, Any

from grader.errors import GraderError


def main() -> None:
    """Read a request, grade, answer. Does not return."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a kernel ignores it while idle
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever else is printed here must not be taken for the answer
    request = json.loads(sys.stdin.buffer.readline())
    threading.Thread(target=_until_closed, args=(sys.stdin.buffer,), daemon=True).start()
    try:
        answer = graded(request)
    except GraderError as error:
        answer = {"error": str(error)}
    except KeyboardInterrupt:
        answer = {"error": "interrupted; nothing was graded"}
    answers.write(json.dumps(answer).encode())
    answers.close()
    os._exit(0)  # not held up by the thread that reads


def _until_closed(source: IO[bytes]) -> None:
    source.read()
    if hasattr(signal, "pthread_kill"):
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
    else:
        import _thread

        _thread.interrupt_main()


def graded(request: dict[str, Any]) -> dict[str, Any]:
    """The report that the request asks for, as what a notebook shows and as data.

    Raises:
        GraderError: when nothing can be graded.
    """
    from grader import cell, history
    from grader.load import as_submission, find_library, find_problem
    from grader.pipeline import grade
    from grader.runner.sandbox import SandboxRunner
    from grader.views import data, page, terminal

    library = find_library(request.get("problems"), request.get("solutions"))
    problem, _ = find_problem(request["problem"], library)
    parts = [cell.Part(name, text) for name, text in request["parts"]]
    submission = as_submission(cell.joined(parts).encode(), terminal.CELL)
    attended = not os.environ.get("CI")  # as for the command: a person may do without isolation
    report = grade(
        problem,
        submission,
        lambda: SandboxRunner(
            problem.libraries, problem.limits, request["isolation"], attended=attended
        ),
        seed=request["seed"],
        only=request["only"],
    )
    trouble = history.keep(problem, submission, report)
    report = cell.in_the_cell(report, parts)
    text = terminal.text(report, width=80) + (f"\n  {trouble}\n" if trouble else "")
    return {"text": text, "html": page.fragment(report), "data": data.as_dict(report)}
