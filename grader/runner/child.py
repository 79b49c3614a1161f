"""The runner's process: import the libraries, lock down, then serve one submission.

Started by `grader.runner.process` with one JSON argument, or forked by `grader.runner.zygote`.
Frames come in on one descriptor and leave on a private one; what the submission prints, on stdout
or stderr, leaves on a third.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import sys
from collections.abc import Sequence
from typing import Any, BinaryIO

LINUX = sys.platform.startswith("linux")


def main(argument: str) -> None:
    """Serve until the judge closes the pipe. Does not return."""
    settings = json.loads(argument)
    if LINUX:
        from grader.runner import confine

        if settings["isolation"] != "strong":  # bubblewrap sees to it itself
            confine.die_with_parent(settings["parent"])
        if settings["isolation"] == "none":
            confine.adopt_orphans()
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    questions = os.fdopen(os.dup(0), "rb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    gc.disable()  # importing jax makes many objects and no garbage
    prepare(settings["libraries"])
    live(settings, questions, answers)


def prepare(libraries: Sequence[str]) -> None:
    """Import all that a submission or the runner will want, before the locks."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(line_buffering=True, errors="backslashreplace")  # type: ignore[union-attr]
    for name in libraries:
        __import__(name)
    from grader.runner import library, policy, program, wire  # noqa: F401

    if "jax" in libraries:
        from grader.runner import eager, sweep  # noqa: F401

        eager.install()
    if "flax.linen" in libraries:
        from grader.runner import linen  # noqa: F401


def live(settings: dict[str, Any], questions: BinaryIO, answers: BinaryIO) -> None:
    """Lock down, say so, serve one submission, and end. Does not return."""
    from grader.runner import policy, wire

    sys.path[:] = [*policy.standard_library(), *settings["packages"]]
    fault = confined(settings) if LINUX else ""
    gc.enable()
    gc.freeze()
    if settings.get("shapes") and not fault:
        from grader.runner import sweep

        sweep.sweep(settings["shapes"])
    send(answers, wire.pack({"hello": 1, "fault": fault, "versions": versions()}, []))
    if not fault:
        with contextlib.suppress(BaseException):  # a submission that broke us is told nothing
            serve(questions, answers)
    os._exit(0)  # no teardown: jax's takes longer than an answer


def confined(settings: dict[str, Any]) -> str:
    """Lock down as asked and try the locks; what went wrong, or "" when all of them hold."""
    from grader.runner import confine, policy

    try:
        confine.use_few_cores()
        confine.limit(settings["cpu_seconds"], settings["memory_mb"], settings["file_kb"])
        os.chdir(settings["temporary"])
        if settings["isolation"] == "none":
            return ""
        kept = [settings["compiled"]] if settings["compiled"] else []
        readable = policy.readable(tuple(settings["packages"]))
        confine.lock_down([*readable, *kept], policy.DEVICES, settings["temporary"])
    except (confine.ConfineError, OSError) as error:
        return str(error) or type(error).__name__
    through = confine.breaches(policy.CANARY)
    return f"the locks do not hold: {', '.join(through)} still works" if through else ""


def versions() -> dict[str, str]:
    """The versions that a verdict depends on."""
    found = {"python": ".".join(str(part) for part in sys.version_info[:3])}
    for name in ("jax", "jaxlib", "flax", "optax", "numpy"):
        if name in sys.modules:
            found[name] = str(getattr(sys.modules[name], "__version__", "?"))[:40]
    return found


def serve(questions: BinaryIO, answers: BinaryIO) -> None:
    """Load the submission, then answer questions until there are no more."""
    from grader.runner import library, wire
    from grader.runner.program import Program

    program = Program(library.Library())
    text = receive(questions)
    if text is None:
        return
    outcome = program.load(wire.unpack(text)[1].decode())
    number = 0
    while True:
        flush()
        send(answers, wire.answer_frame(number, outcome))
        question = receive(questions)
        if question is None:
            return
        number, call = wire.decode_call(question)
        outcome = program.answer(call)


def receive(stream: BinaryIO) -> bytes | None:
    """The next whole frame, or None when the judge has closed its end."""
    from grader.runner import wire

    prefix = stream.read(wire.PREFIX.size)
    if len(prefix) < wire.PREFIX.size:
        return None
    return prefix + stream.read(wire.frame_size(prefix))


def send(stream: BinaryIO, frame: bytes) -> None:
    stream.write(frame)
    stream.flush()


def flush() -> None:
    """Let prints arrive before the answer does. The submission may have replaced the streams."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(BaseException):
            stream.flush()
