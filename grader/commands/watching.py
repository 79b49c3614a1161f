"""`grade watch`: a verdict at each save, and a few keys."""

from __future__ import annotations

import contextlib
import functools
import os
import queue
import re
import signal
import sys
import threading
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from grader.commands import complete
from grader.commands.console import attended, can_print, colourful, folders, isolation, show_lines
from grader.errors import GraderError, UsageError

if TYPE_CHECKING:
    from grader.load import Library
    from grader.model import Problem
    from grader.watch import Graded

PATIENCE = 5.0  # seconds of a grade after which it is told that it still runs
KEYS = (("h", "hint"), ("r", "run again"), ("n", "next problem"), ("q", "quit"))


@click.command()
@click.argument("problem", required=False, shell_complete=complete.problems)
@isolation
@click.option("--plain", is_flag=True, help="Words instead of symbols; nothing is cleared.")
@click.option("--no-record", is_flag=True, help="Leave these attempts out of your history.")
@folders
def watch(problem: str | None, **options: Any) -> None:
    """Grade the file of PROBLEM at each save; without PROBLEM, that of the next one.

    The file is the one that `grade PROBLEM` grades; where there is none, the stub is put there.
    While it waits: h shows a hint, r runs again, n goes to the next problem, q quits. Without a
    terminal the keys are lines of standard input.
    """
    from grader.load import find_library, find_problem

    library = find_library(options["problems"], options["solutions"])
    chosen: Problem | None
    if problem is None:
        chosen = _next(library, "")
    else:
        chosen, library = find_problem(problem, library)
    with _orderly(), _keys() as keys:
        while chosen is not None:
            chosen = _watched(chosen, library, keys, options)


def _next(library: Library, current: str) -> Problem:
    """The problem to do after `current`."""
    from grader.commands.problems import known_standings
    from grader.desk import in_order, next_problem

    found = [problem for problem in in_order(library)[0] if problem.slug != current]
    chosen = next_problem(found, known_standings())
    if chosen is None:
        raise UsageError("every problem is done: name the one to watch. `grade list` shows them")
    return chosen


def _watched(
    problem: Problem, library: Library, events: queue.Queue[Any], options: dict[str, Any]
) -> Problem | None:
    """Watch one problem until a key ends it; the problem to go on with, if any."""
    from grader import desk
    from grader.files import near
    from grader.prepare import in_background
    from grader.runner.pool import Pool
    from grader.watch import Begun, Graded, Watch

    if "jax" in problem.libraries:
        in_background(library)
    plain = options["plain"]
    place = desk.workplace(problem)
    new = desk.start(problem)
    _clear(plain)
    click.echo(f"{problem.title}: {'the stub is in' if new else 'watching'} {near(place)}")
    click.echo(f"The statement: grade show {problem.slug}")
    watching = Watch(
        problem, place, near(place),
        lambda: Pool(
            problem.libraries, problem.limits, options["isolation"],
            attended=attended(), spares=1, shapes=problem.shapes,
        ),
        events.put,
    )  # fmt: skip
    began = None  # when the grade began that is still running
    try:
        while True:
            try:
                event = events.get(timeout=PATIENCE if began else None)
            except queue.Empty:
                _still(problem, time.monotonic() - (began or 0))
                continue
            if event == "q":
                return None
            if event == "n":
                with _told():
                    return _next(library, problem.slug)
            elif event == "h":
                _hint(problem, library)
            elif event == "r":
                watching.again()
                continue
            elif isinstance(event, Begun):
                began = time.monotonic()
                click.echo("  grading ...")
                continue
            elif isinstance(event, Graded):
                began = None
                _show(problem, event, options)
            elif isinstance(event, str):
                click.echo(f"  {event!r} is no key here")
            else:
                began = None
                if event.final:
                    raise GraderError(event.text)
                click.echo(f"grade: {event.text}", err=True)
            if began is not None:
                _still(problem, time.monotonic() - began)
            else:
                _footer(plain)
    finally:
        watching.close()


def _still(problem: Problem, seconds: float) -> None:
    """A grade takes its time: how long it may, and what to do."""
    most = f"one call may take {problem.limits.call_seconds:g} s"
    click.echo(f"  still grading, {seconds:.0f} s ({most}); save again to start over")


def _show(problem: Problem, event: Graded, options: dict[str, Any]) -> None:
    from grader.commands.grade import record
    from grader.views import terminal

    _clear(options["plain"])
    view = functools.partial(terminal.lines, live=True)
    show_lines(view, event.report, plain=options["plain"])
    click.echo(f"  verdict after {event.seconds:.2f} s")
    if not options["no_record"]:
        record(problem, event.submission, event.report)


def _hint(problem: Problem, library: Library) -> None:
    from grader.commands.desk import hint

    assert hint.callback is not None
    click.echo()
    with _told():
        hint.callback(
            problem=problem.slug, again=False, every=False,
            problems=str(library.problems), solutions=str(library.solutions),
        )  # fmt: skip


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """Say what cannot be done, and go on."""
    try:
        yield
    except UsageError as error:
        click.echo(f"grade: {error}", err=True)


def _footer(plain: bool) -> None:
    dot = " · " if can_print("·") and not plain else ", "
    keys = dot.join(f"{key} {what}" for key, what in KEYS)
    click.echo(f"\n  waiting for the next save{dot}{keys}")


def _clear(plain: bool) -> None:
    """Begin a new page on a terminal that can; elsewhere an empty line."""
    if colourful() and not plain:
        click.clear()
    else:
        click.echo()


@contextlib.contextmanager
def _orderly() -> Iterator[None]:
    """End in order, with the terminal as it was, also when told to by another process or because
    the terminal was closed."""

    def end(number: int, _: object) -> None:
        raise SystemExit(128 + number)

    numbers = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = [(number, signal.signal(number, end)) for number in numbers]
    try:
        yield
    finally:
        for number, handler in before:
            signal.signal(number, handler)


@contextlib.contextmanager
def _keys() -> Iterator[queue.Queue[Any]]:
    """A queue that gets each key, or without a terminal the first letter of each line."""
    events: queue.Queue[Any] = queue.Queue()
    with _single_keys() as terminal:
        threading.Thread(target=_listen, args=(events, terminal), daemon=True).start()
        yield events


def _listen(events: queue.Queue[Any], terminal: bool) -> None:
    with contextlib.suppress(OSError, ValueError):
        while typed := os.read(sys.stdin.fileno(), 64) if terminal else sys.stdin.readline():
            for key in _pressed(typed):
                events.put(key)


def _pressed(typed: bytes | str) -> str:
    """The keys in what arrived at once from a terminal, or the first letter of a line.

    An arrow or a function key arrives as several characters after an Escape; it is none of ours.
    """
    if isinstance(typed, str):
        return typed.strip()[:1].lower()
    text = re.sub(r"\x1b(\[[0-9;?]*.?|O.?)?", "", typed.decode("utf-8", "replace"))
    return "".join(filter(str.isalnum, text)).lower()


@contextlib.contextmanager
def _single_keys() -> Iterator[bool]:
    """Whether keys arrive one by one, without Enter; Ctrl-C works as ever."""
    try:
        import termios
        import tty
    except ImportError:  # Windows
        yield False
        return
    if not sys.stdin.isatty() or os.environ.get("TERM") == "dumb":
        yield False
        return
    before = termios.tcgetattr(sys.stdin)
    try:
        tty.setcbreak(sys.stdin)
        yield True
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)
