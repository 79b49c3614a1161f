"""`grade watch`: a verdict at each save, whatever an editor does to the file, and the keys."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import select
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from grader import watch as module
from grader.commands.watching import _pressed
from grader.errors import SandboxError
from grader.load import Library, read_problem
from grader.model import Limits, Problem, Report
from grader.runner import usage
from grader.runner.pool import Pool
from grader.watch import Begun, Graded, Trouble, Watch

if not sys.platform.startswith("linux"):
    pytest.skip("its processes are looked up in /proc", allow_module_level=True)

import termios

PATIENCE = 30.0  # seconds that anything here may take
SLUG = "gru_blend"
LOOP = "    while True:\n        pass\n"


class Desk:
    """A problem that is watched in this process, and what has been told of it."""

    def __init__(self, problem: Problem, place: Path, limits: Limits | None = None) -> None:
        self.place = place
        self.events: queue.Queue[Any] = queue.Queue()
        self.pools: list[Pool] = []
        self._limits = limits or problem.limits
        self._libraries = problem.libraries
        self.watch = Watch(problem, place, "submission.py", self._pool, self.events.put)

    def _pool(self) -> Pool:
        self.pools.append(Pool(self._libraries, self._limits, spares=1))
        return self.pools[-1]

    def told(self) -> Graded | Trouble:
        """The next verdict or trouble."""
        while isinstance(event := self.events.get(timeout=PATIENCE), Begun):
            pass
        assert isinstance(event, Graded | Trouble)
        return event

    def verdict(self) -> Report:
        event = self.told()
        assert isinstance(event, Graded), event
        return event.report

    def trouble(self) -> Trouble:
        event = self.told()
        assert isinstance(event, Trouble), event
        return event

    def begun(self) -> None:
        assert isinstance(self.events.get(timeout=PATIENCE), Begun)

    def silent(self) -> bool:
        """Whether nothing is told in the time of several looks."""
        with contextlib.suppress(queue.Empty):
            self.events.get(timeout=1)
            return False
        return True


@pytest.fixture(scope="module")
def blend(library: Library) -> Problem:
    return read_problem(SLUG, library)


@pytest.fixture(scope="module")
def right(blend: Problem) -> str:
    return (blend.solution / "reference.py").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def swapped(right: str) -> str:
    """A wrong answer whose mistake is known."""
    new = right.replace("(1 - z) * h_prev + z * h_tilde", "z * h_prev + (1 - z) * h_tilde")
    assert new != right
    return new


@pytest.fixture(scope="module")
def looping(right: str) -> str:
    return right.replace("    return", LOOP + "    return")


@pytest.fixture
def watched(blend: Problem, tmp_path: Path) -> Iterator[Callable[..., Desk]]:
    """watched(text): a desk whose file holds `text`; its first verdict is still to be told."""
    desks = []

    def begin(text: str, **more: Any) -> Desk:
        place = tmp_path / "submission.py"
        place.write_text(text, encoding="utf-8")
        desks.append(Desk(blend, place, **more))
        return desks[-1]

    yield begin
    for desk in desks:
        desk.watch.close()


def eventually(fact: Callable[[], Any]) -> bool:
    deadline = time.monotonic() + PATIENCE
    while not fact():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def replace(place: Path, text: str) -> None:
    """Save as many editors do: another file, put in the old one's place."""
    other = place.with_name("submission.py~")
    other.write_text(text, encoding="utf-8")
    other.replace(place)


def test_a_save_gets_a_verdict(
    watched: Callable[..., Desk], right: str, swapped: str, blend: Problem
) -> None:
    desk = watched(blend.stub.read_text(encoding="utf-8"))
    assert "still untouched" in desk.verdict().note
    desk.place.write_text(swapped, encoding="utf-8")
    wrong = desk.verdict()
    assert not wrong.passed and wrong.diagnoses and wrong.submission == "submission.py"
    desk.place.write_text(right, encoding="utf-8")
    assert desk.verdict().passed


def test_a_file_that_is_put_in_the_old_ones_place_is_noticed(
    watched: Callable[..., Desk], right: str, swapped: str
) -> None:
    desk = watched(right)
    assert desk.verdict().passed
    for text in (swapped, right, swapped):
        replace(desk.place, text)
        assert desk.verdict().passed == (text == right)


def test_what_the_system_does_not_tell_is_noticed_all_the_same(
    watched: Callable[..., Desk], right: str, swapped: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import watchfiles

    def deaf(*_: Any, stop_event: Any, **more: Any) -> Iterator[set[Any]]:
        while not stop_event.wait(0.1):
            if more["yield_on_timeout"]:
                yield set()

    monkeypatch.setattr(watchfiles, "watch", deaf)
    desk = watched(right)
    assert desk.verdict().passed
    desk.place.write_text(swapped, encoding="utf-8")
    assert not desk.verdict().passed


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_save_that_changes_nothing_is_not_graded_again(
    watched: Callable[..., Desk], right: str, swapped: str, ending: str
) -> None:
    desk = watched(right.replace("\n", ending))
    assert desk.verdict().passed
    desk.place.touch()
    replace(desk.place, right)
    (desk.place.parent / "notes.txt").write_text("another file", encoding="utf-8")
    assert desk.silent()
    replace(desk.place, swapped)
    assert not desk.verdict().passed, "it goes on"


def test_a_file_that_is_gone_is_told_and_graded_when_it_comes_back(
    watched: Callable[..., Desk], right: str
) -> None:
    desk = watched(right)
    assert desk.verdict().passed
    desk.place.unlink()
    trouble = desk.trouble()
    assert trouble.text == "submission.py is gone; it is graded when it comes back"
    assert not trouble.final
    desk.place.write_text(right, encoding="utf-8")
    assert desk.verdict().passed, "the same text as before"


@pytest.mark.parametrize(
    ("data", "said"), [(b"", "is empty"), (b'a = "\xff"\n', "is not UTF-8"), (b"\0", "null bytes")]
)
def test_a_file_that_cannot_be_read_is_told_and_the_next_save_is_graded(
    watched: Callable[..., Desk], right: str, data: bytes, said: str
) -> None:
    desk = watched(right)
    assert desk.verdict().passed
    desk.place.write_bytes(data)
    assert said in desk.trouble().text
    desk.place.write_text(right, encoding="utf-8")
    assert desk.verdict().passed


def test_a_syntax_error_is_graded(watched: Callable[..., Desk], right: str) -> None:
    desk = watched(right)
    assert desk.verdict().passed
    desk.place.write_text(right[: right.index("h_tilde")] + "(", encoding="utf-8")
    first = desk.verdict().results[0]
    assert first.name == "loads" and "SyntaxError" in first.summary


def test_the_next_save_ends_an_endless_loop_and_its_process(
    watched: Callable[..., Desk], right: str, looping: str
) -> None:
    patient = Limits(seconds=600, call_seconds=600)  # nothing but the save may end it
    desk = watched(right, limits=patient)
    assert desk.verdict().passed
    desk.place.write_text(looping, encoding="utf-8")
    desk.begun()
    assert eventually(lambda: desk.watch._runners)
    busy = [runner._process.pid for runner in desk.watch._runners]
    desk.place.write_text(right, encoding="utf-8")
    assert desk.verdict().passed, "and nothing was told of the stale one"
    assert eventually(lambda: not any(Path(f"/proc/{pid}").exists() for pid in busy))


def test_many_quick_saves_give_the_verdict_of_the_last(
    watched: Callable[..., Desk], right: str, swapped: str, looping: str
) -> None:
    desk = watched(right, limits=Limits(seconds=600, call_seconds=600))
    texts = [f"{text}\n# {number}\n" for number in range(6) for text in (looping, swapped, right)]
    for number, text in enumerate(texts):
        desk.place.write_text(text, encoding="utf-8")
        time.sleep(0.03 * (number % 7))  # some in one burst, some while one is graded
    while True:  # what was finished between two saves may be told
        event = desk.told()
        assert isinstance(event, Graded), event
        if event.submission.text == texts[-1]:
            assert event.report.passed
            break
    assert desk.silent()


def test_the_text_before_the_last_one_again_is_not_taken_for_graded(
    watched: Callable[..., Desk], right: str, looping: str
) -> None:
    desk = watched(looping, limits=Limits(seconds=600, call_seconds=600))
    desk.begun()
    assert eventually(lambda: desk.watch._runners)
    desk.place.write_text(right, encoding="utf-8")
    desk.place.write_text(looping, encoding="utf-8")
    desk.watch.again()
    desk.begun()
    desk.place.write_text(right, encoding="utf-8")
    assert desk.verdict().passed


def test_again_grades_the_same_text(watched: Callable[..., Desk], swapped: str) -> None:
    desk = watched(swapped)
    first = desk.verdict()
    desk.watch.again()
    second = desk.verdict()
    assert [r.status for r in first.results] == [r.status for r in second.results]
    assert first.seed == second.seed


def test_close_ends_what_runs_and_leaves_no_process(
    watched: Callable[..., Desk], looping: str
) -> None:
    desk = watched(looping, limits=Limits(seconds=600, call_seconds=600))
    assert eventually(lambda: desk.watch._runners)
    servers = [line._server._popen.pid for line in desk.pools[0]._lines]
    pids = [pid for server in servers for pid in usage.tree(server)]
    desk.watch.close()
    assert not any(thread.is_alive() for thread in desk.watch._threads)
    assert eventually(lambda: not any(Path(f"/proc/{pid}").exists() for pid in pids))
    assert all(isinstance(event, Begun) for event in list(desk.events.queue))


def test_when_nothing_can_be_graded_that_is_told_at_once(
    blend: Problem, tmp_path: Path, right: str
) -> None:
    (tmp_path / "submission.py").write_text(right, encoding="utf-8")

    def no_pool() -> Pool:
        raise SandboxError("isolation strong is not to be had here")

    events: queue.Queue[Any] = queue.Queue()
    watch = Watch(blend, tmp_path / "submission.py", "submission.py", no_pool, events.put)
    event = events.get(timeout=PATIENCE)
    assert event == Trouble("isolation strong is not to be had here", final=True)
    watch.close()


def test_a_fault_of_ours_is_told_too(
    watched: Callable[..., Desk], right: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError("of ours")

    monkeypatch.setattr(module, "grade", breaks)
    trouble = watched(right).trouble()
    assert trouble.final and trouble.text.startswith("ZeroDivisionError: of ours. this is a fault")


# --- the command ---


class Running:
    """`grade watch` with pipes: what it prints, and keys as lines."""

    def __init__(self, env: dict[str, str], root: Path, *arguments: str) -> None:
        command = [sys.executable, "-m", "grader", "watch", *arguments]
        self.popen = subprocess.Popen(
            command, env=env, cwd=root, text=True, encoding="utf-8",
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        self._lines: queue.Queue[str] = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def end(self) -> None:
        with self.popen:
            self.popen.kill()
            self._reader.join(PATIENCE)

    def _read(self) -> None:
        assert self.popen.stdout is not None
        for line in self.popen.stdout:
            self._lines.put(line.rstrip())

    def until(self, text: str) -> list[str]:
        """All lines up to one that contains `text`."""
        lines: list[str] = []
        while not lines or text not in lines[-1]:
            try:
                lines.append(self._lines.get(timeout=PATIENCE))
            except queue.Empty:
                raise AssertionError(f"no {text!r} in:\n" + "\n".join(lines)) from None
        return lines

    def page(self) -> list[str]:
        """All lines up to the list of keys."""
        return self.until("waiting for the next save")

    def press(self, key: str) -> None:
        assert self.popen.stdin is not None
        self.popen.stdin.write(key + "\n")
        self.popen.stdin.flush()


@pytest.fixture
def shelf(library: Library, tmp_path: Path) -> Path:
    """A copy of two problems, where files may be written."""
    for slug in (SLUG, "rnn_cell"):
        for folder in (library.problems, library.solutions):
            unwanted = shutil.ignore_patterns("submission*", "__pycache__", "rejected", "accepted")
            shutil.copytree(folder / slug, tmp_path / folder.name / slug, ignore=unwanted)
    return tmp_path


@pytest.fixture
def running(
    environment: Callable[..., dict[str, str]], shelf: Path, root: Path
) -> Iterator[Callable[..., Running]]:
    """running(*arguments): the command at work on that copy, with a history of its own."""
    started = []
    ours = {
        "GRADE_PROBLEMS": str(shelf / "problems"),
        "GRADE_SOLUTIONS": str(shelf / "solutions"),
        "GRADE_DATA": str(shelf / "data"),
        "GRADE_HISTORY": "on",
    }

    def begin(*arguments: str, **more: str) -> Running:
        started.append(Running(environment({**ours, **more}), root, *arguments))
        return started[-1]

    yield begin
    for command in started:
        command.end()


@pytest.fixture
def place(shelf: Path) -> Path:
    return shelf / "problems" / SLUG / "submission.py"


def attempts(cli: Callable[..., Any], shelf: Path) -> list[Any]:
    out = shelf / "export.json"
    out.unlink(missing_ok=True)
    done = cli("data", "export", out, env={"GRADE_DATA": str(shelf / "data")})
    assert done.returncode == 0, done.stderr
    found = json.loads(out.read_text(encoding="utf-8"))["attempts"]
    assert isinstance(found, list)
    return found


def test_the_command_puts_the_stub_grades_saves_and_records_them(
    running: Callable[..., Running], place: Path, shelf: Path, right: str, swapped: str,
    cli: Callable[..., Any],
) -> None:  # fmt: skip
    command = running(SLUG)
    first = command.page()
    assert any(line.startswith("The Update Gate Is a Dial: the stub is in ") for line in first)
    assert f"The statement: grade show {SLUG}" in first
    assert place.read_text(encoding="utf-8").count("TODO") == 1
    replace(place, swapped)
    assert any("Swapped" in line for line in command.page())
    place.write_text(right, encoding="utf-8")
    assert any("All checks passed" in line for line in command.page())
    command.press("q")
    assert command.popen.wait(PATIENCE) == 0
    assert [attempt["verdict"] for attempt in attempts(cli, shelf)] == ["failed", "passed"]


def test_no_record_leaves_the_history_alone(
    running: Callable[..., Running], place: Path, shelf: Path, right: str, cli: Callable[..., Any]
) -> None:
    place.write_text(right, encoding="utf-8")
    command = running(SLUG, "--no-record")
    assert any("All checks passed" in line for line in command.page())
    command.press("q")
    assert command.popen.wait(PATIENCE) == 0
    assert attempts(cli, shelf) == []


def test_the_keys(running: Callable[..., Running], place: Path, swapped: str, shelf: Path) -> None:
    place.write_text(swapped, encoding="utf-8")
    command = running(SLUG)
    command.page()
    command.press("r")
    assert any("Swapped" in line for line in command.page())
    command.press("h")
    assert any("It answers your last attempt: Swapped" in line for line in command.page())
    command.press("x")
    assert "  'x' is no key here" in command.page()
    command.press("")
    command.press("N")
    page = command.page()
    assert any(line.startswith("Vanilla RNN Cell: the stub is in") for line in page)
    assert (shelf / "problems" / "rnn_cell" / "submission.py").exists()
    command.press("Quit")
    assert command.popen.wait(PATIENCE) == 0


def test_a_hint_while_it_grades_does_not_say_that_it_waits(
    running: Callable[..., Running], place: Path, looping: str
) -> None:
    place.write_text(looping, encoding="utf-8")
    command = running(SLUG)
    command.until("grading ...")
    command.press("h")
    said = command.until("still grading, ")
    assert not any("waiting" in line for line in said)
    assert said[-1].endswith(" s (one call may take 15 s); save again to start over")
    command.press("q")
    assert command.popen.wait(PATIENCE) == 0


def test_it_ends_without_a_process_left(
    running: Callable[..., Running], place: Path, looping: str
) -> None:
    place.write_text(looping, encoding="utf-8")
    command = running(SLUG)
    command.until("grading ...")
    assert eventually(lambda: len(usage.tree(command.popen.pid)) > 1)
    pids = [pid for pid in usage.tree(command.popen.pid) if pid != command.popen.pid]
    command.press("q")
    assert command.popen.wait(PATIENCE) == 0
    assert eventually(lambda: not any(Path(f"/proc/{pid}").exists() for pid in pids))


@pytest.mark.parametrize(
    ("number", "status"),
    [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGKILL, -9)],
)
def test_however_it_is_ended_no_process_is_left(
    running: Callable[..., Running], place: Path, looping: str, tmp_path: Path,
    number: signal.Signals, status: int,
) -> None:  # fmt: skip
    place.write_text(looping, encoding="utf-8")
    folder = tmp_path / "temporary"
    folder.mkdir()
    command = running(SLUG, TMPDIR=str(folder))
    command.until("grading ...")
    assert eventually(lambda: len(usage.tree(command.popen.pid)) > 1)
    pids = [pid for pid in usage.tree(command.popen.pid) if pid != command.popen.pid]
    command.popen.send_signal(number)
    assert command.popen.wait(PATIENCE) == status
    assert eventually(lambda: not any(Path(f"/proc/{pid}").exists() for pid in pids))
    assert list(folder.iterdir()) == [] or number is signal.SIGKILL


# Makes the terminal the one from which Ctrl-C comes, then becomes the command. (Not in a
# `preexec_fn`: that forks, and JAX, which another test may have imported, warns of a fork.)
IN_CONTROL = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.argv[1], sys.argv[1:])
"""


@pytest.mark.parametrize("end", ["q", "", signal.SIGTERM])
def test_the_terminal_is_left_as_it_was(
    environment: Callable[..., dict[str, str]], shelf: Path, root: Path, right: str, place: Path,
    end: str | signal.Signals,
) -> None:  # fmt: skip
    place.write_text(right, encoding="utf-8")
    ours, theirs = os.openpty()
    before = termios.tcgetattr(theirs)
    env = environment({"TERM": "xterm", "GRADE_CACHE": "off"})
    command = [sys.executable, "-c", IN_CONTROL, sys.executable, "-m", "grader", "watch", SLUG]
    command += ["--problems", str(shelf / "problems"), "--solutions", str(shelf / "solutions")]
    with subprocess.Popen(
        command, env=env, cwd=root, stdin=theirs, stdout=theirs, stderr=theirs,
        start_new_session=True,
    ) as process:  # fmt: skip
        text = b""
        while b"waiting for the next save" not in text:
            assert select.select([ours], [], [], PATIENCE)[0], text
            text += os.read(ours, 4096)
        assert not termios.tcgetattr(theirs)[3] & termios.ICANON, "keys arrive one by one"
        os.write(ours, b"\x1b[A")  # an arrow
        if isinstance(end, signal.Signals):
            process.send_signal(end)
        else:
            os.write(ours, end.encode() or b"\x03")
        assert process.wait(PATIENCE) == {"q": 0, "": 130}.get(str(end), 143)
    after = termios.tcgetattr(theirs)
    rest = b""
    with contextlib.suppress(OSError):
        os.set_blocking(ours, False)
        while part := os.read(ours, 4096):
            rest += part
    assert b"no key here" not in rest
    os.close(ours)
    os.close(theirs)
    assert after == before


def test_what_ends_it_is_an_error(running: Callable[..., Running], place: Path) -> None:
    place.write_text("x = 1\n", encoding="utf-8")
    checks = place.with_name("checks.py")
    checks.write_text("raise ValueError('a slip of the author')\n", encoding="utf-8")
    command = running(SLUG)
    assert command.popen.wait(PATIENCE) == 2
    command.until("a slip of the author")


def test_an_arrow_key_presses_nothing_and_letters_typed_at_once_are_all_pressed() -> None:
    assert _pressed(b"\x1b[A") == "" and _pressed(b"\x1b[1;5Aq\x1bOP") == "q"
    assert _pressed(b"\n") == "" and _pressed(b" ") == "" and _pressed("\n") == ""
    assert _pressed(b"rQ") == "rq" and _pressed("quit\n") == "q"
