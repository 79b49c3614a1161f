"""Writes docs/messages.md: every kind of report, as it is read today.

    python -m tests.make_messages

Run it after a change of wording and read the difference. The long reports are those of
`tests/golden`, which have a test of their own; the others are made here, in a folder of their own,
each in the way that makes it appear. Linux only: some of them are about its sandbox.
"""

from __future__ import annotations

import concurrent.futures
import contextlib
import dataclasses
import io
import os
import shutil
import tempfile
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest import mock

from grader import author, cell
from grader.cli import invoke
from grader.load import Library, as_submission, read_problem
from grader.model import Limits, Problem, Report
from grader.pipeline import grade
from grader.prove import prove
from grader.runner import levels
from grader.runner.local import LocalRunner
from grader.runner.sandbox import SandboxRunner
from grader.trial import Workers
from grader.views import proof as proof_view
from grader.views import terminal

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "messages.md"
LIBRARY = Library(ROOT / "problems", ROOT / "solutions")
SEED = 7

Section = tuple[str, str, str]  # title, when it appears, what is read

HEAD = """\
# What is read

Every kind of report, as it is read today, and when it appears. This page is written by
`python -m tests.make_messages` and compared by a test. Times are set to one second.

{contents}
"""

# The cases of tests/golden: the title of each, and when it is read.
GOLDEN = {
    "gru_blend/hard_switch": ("A known mistake", "One known mistake explains every answer."),
    "gru_cell/swapped_gate": ("A known mistake, and its line", "The same, where the line can be "
                              "proved too: changing it changes the mistake."),
    "gru_cell/two_mistakes": ("Two mistakes", "Only two known mistakes together explain the "
                              "answers."),
    "gru_cell/unknown_mistake": ("No known mistake", "The answers are wrong, and no known mistake "
                                 "fits them."),
    "gru_cell/wrong_initializer": ("A mistake proved by its check", "One check proves the mistake "
                                   "by itself, without the answers."),
    "gru_cell/library_layer": ("A ready-made layer", "The numbers are right, and the task was to "
                               "write them out."),
    "gru_scan/python_loop": ("The numbers are right, the program is not", "The task asks for a "
                             "property of the program as well."),
    "gru_cell/wrong_shape": ("A wrong shape", "The first answer has another shape, so that no "
                             "other check can be asked."),
    "gru_cell/missing_function": ("Something is not defined", "The file loads and lacks a name "
                                  "that the statement gives."),
    "gru_cell/syntax_error": ("A syntax error", "Python cannot read the file."),
    "gru_cell/raises_on_call": ("An exception", "The code raises when it is called."),
    "gru_cell_numpy/raises_everywhere": ("An exception that has a meaning", "What an exception "
                                         "usually means in this field is added to it."),
    "gru_cell/untouched_stub": ("The untouched stub", "Nothing was filled in yet."),
    "gru_cell/passes": ("Passed, and printed output", "All checks pass. What the program printed "
                        "is shown, made harmless."),
    "gru_cell/passes_with_remark": ("Passed, with a remark", "Right, and there is something worth "
                                    "knowing about it."),
    "gru_cell_numpy/no_docstring": ("Passed, with a remark on a line", "The same, about one line."),
    "gru_cell/cannot_be_traced": ("Passed, and some could not be asked", "A check does not "
                                  "apply to this way of writing it."),
}  # fmt: skip


def page() -> str:
    """The whole page."""
    parts: list[tuple[str, list[Section]]] = [
        ("Reports", [*golden(), *reports()]),
        ("Stopped", stopped()),
        ("In a notebook", [*notebook()]),
        ("Nothing was graded", [*refusals(), *sandbox()]),
        ("For authors", [*faults(), *proofs()]),
    ]
    contents = "\n".join(
        f"- [{name}](#{name.lower().replace(' ', '-')}): {len(found)}" for name, found in parts
    )
    text = HEAD.format(contents=contents)
    for name, found in parts:
        text += f"\n## {name}\n"
        for title, when, body in found:
            told = "\n".join(textwrap.wrap(when, 100))
            text += f"\n### {title}\n\n{told}\n\n```text\n{body.strip(chr(10))}\n```\n"
    return text


# --- reports ---------------------------------------------------------------------------------


def golden() -> Iterator[Section]:
    for case, (title, when) in GOLDEN.items():
        yield title, when, (ROOT / "tests" / "golden" / case / "report.txt").read_text("utf-8")


def blend() -> Problem:
    return read_problem("gru_blend", LIBRARY)


def right() -> str:
    return (blend().solution / "reference.py").read_text("utf-8")


def swapped() -> str:
    return changed("return z * h_prev + (1 - z) * h_tilde")


def changed(last: str) -> str:
    """The right answer, but for its last line."""
    return right()[: right().rindex("return (1 - z)")] + f"{last}\n"


def report(text: str, **options: Any) -> Report:
    """The report on `text`, graded in this process."""
    submission = as_submission(text.encode(), "my_answer.py")
    return grade(blend(), submission, LocalRunner, seed=SEED, **options)


def shown(found: Report, **options: bool) -> str:
    """As it is read, without what differs from one run to the next."""
    kept = found.isolation if found.isolation in ("none", "not needed") else "standard"
    return terminal.text(dataclasses.replace(found, seconds=1.0, isolation=kept), **options)


def reports() -> Iterator[Section]:
    wrong = report(swapped())
    yield "Words instead of symbols", "With `--plain`.", shown(wrong, plain=True)
    only = report(swapped(), only=("z0_keeps",))
    yield "Only some checks", "With `--only CHECK`.", shown(only)
    yield (
        "Not isolated", "The system cannot isolate, or `--isolation none` was asked for.",
        shown(dataclasses.replace(report(right()), isolation="none")),
    )  # fmt: skip
    todo = changed('raise NotImplementedError("TODO: equation 1")\n\n\nx = 1')
    yield "A TODO is still open", "The code raises what the stub raises.", shown(report(todo))
    early = "import numpy as np\n\nW = np.zeros(3)\nW[3] = 1\n"
    yield "The file does not load", "Its top level raises.", shown(report(early))
    value = right().replace("def gru_blend", "def blend") + "\n\ngru_blend = blend(0, 1, 0.5)\n"
    yield "No function", "The name is there, and is something else.", shown(report(value))
    none = changed("(1 - z) * h_prev + z * h_tilde")
    yield "No answer", "A `return` is missing.", shown(report(none))
    yield "A check that is broken", "The problem has a fault: status 2.", shown(broken())


def broken() -> Report:
    """The report of a problem with a check that raises."""
    with tempfile.TemporaryDirectory() as folder:
        there = Path(folder) / "problems" / "gru_blend"
        shutil.copytree(blend().directory, there)
        text = '\n\n@suite.check("something odd")\ndef odd(subject, draw):\n    {}["weights"]\n'
        with (there / "checks.py").open("a", encoding="utf-8") as file:
            file.write(text)
        problem = read_problem("gru_blend", Library(there.parent, LIBRARY.solutions))
        submission = as_submission(right().encode(), "my_answer.py")
        return grade(problem, submission, LocalRunner, seed=SEED)


# --- stopped ---------------------------------------------------------------------------------

ENDLESS = "while True:\n        pass"
HUNGRY = "np.ones(1 << 28)\n    " + ENDLESS  # 2 GB, touched
THREADS = """import threading

    while True:
        threading.Thread(target=threading.Event().wait, daemon=True).start()"""
WRITING = """import os

    while True:
        with open(os.environ["TMPDIR"] + "/file", "wb") as file:
            file.write(bytes(1 << 20))"""

Case = tuple[str, str, str, dict[str, float]]
STOPPED: tuple[Case, ...] = (
    ("No answer in time", "One call, or all together, took too long (here with `--timeout 1`).",
     ENDLESS, {"seconds": 1.0, "call_seconds": 1.0}),
    ("Too much computing", "The processor time of all threads together is bounded as well.",
     ENDLESS, {"cpu_seconds": 0.5}),
    ("Too much memory", "More was in use than the problem allows.", HUNGRY, {"memory_mb": 512}),
    ("Too many threads", "It started threads without end.", THREADS, {"tasks": 64}),
    ("Too much written", "It wrote files without end.", WRITING, {}),
    ("Too much printed", "It printed without end.", "while True:\n        print(z)", {}),
    ("It ended itself", "The program ended before it answered.", "import os; os._exit(0)", {}),
    ("Not allowed", "It tried something that the sandbox forbids.", 'open("/etc/passwd")', {}),
)  # fmt: skip


def stopped() -> list[Section]:
    """Reports on programs that a real sandbox had to end."""

    def run(case: Case) -> Section:
        title, when, last, limits = case
        return title, when, shown(confined(changed(last), Limits(**limits)))  # type: ignore[arg-type]

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        return list(pool.map(run, STOPPED))


def confined(text: str, limits: Limits) -> Report:
    submission = as_submission(text.encode(), "my_answer.py")
    found = grade(
        blend(), submission, lambda: SandboxRunner(("numpy",), limits, "standard"), seed=SEED
    )
    return dataclasses.replace(found, printed=found.printed[:60])


# --- a notebook ------------------------------------------------------------------------------


def notebook() -> Iterator[Section]:
    helped = changed("return blend(h_prev, h_tilde, z)")
    yield (
        "A name of another cell", "The cell uses what another cell defines. `next` is about the "
        "cell's first line.", in_a_cell(helped),
    )  # fmt: skip
    helper = cell.as_part("%%grade_part helpers", "def blend(h, t, z):\n    return h + n", 1,
                          "helpers")  # fmt: skip
    yield "A line of a part", "What is wrong is in a part.", in_a_cell(helped, helper)
    magic = "%matplotlib inline\n" + right()
    yield "A line for the notebook", "The cell holds a magic line.", in_a_cell(magic)
    stub = blend().stub.read_text("utf-8")
    yield "The untouched stub, in a cell", "Nothing was filled in yet.", in_a_cell(stub)


def in_a_cell(text: str, *parts: cell.Part) -> str:
    together = [*parts, cell.as_part("%%grade gru_blend", text)]
    submission = as_submission(cell.joined(together).encode(), terminal.CELL)
    found = grade(blend(), submission, LocalRunner, seed=SEED)
    return shown(cell.in_the_cell(found, together))


# --- nothing was graded ----------------------------------------------------------------------

COMMANDS = (
    ("An unknown problem", "gruu_blend my_answer.py"),
    ("No file there", "gru_blend answer.py"),
    ("A folder", "gru_blend folder"),
    ("Not a file", "gru_blend /dev/null"),
    ("An empty file", "gru_blend empty.py"),
    ("Not UTF-8", "gru_blend latin.py"),
    ("Not text", "gru_blend binary.py"),
    ("A very large file", "gru_blend large.py"),
    ("An unknown check", "gru_blend my_answer.py --only shape"),
    ("An unknown format", "gru_blend my_answer.py --format xml=report.xml"),
    ("A report that has nowhere to go", "gru_blend my_answer.py --format junit=no/report.xml"),
    ("No problem named", "run"),
    ("A folder of problems that is not there", "list --problems elsewhere"),
    ("A folder without problems", "list --problems folder"),
    ("An unknown track", "notebook attention"),
    ("A notebook that is there", "notebook recurrent"),
    ("A name that a problem cannot have", "new 3d-cell"),
    ("--watch with other things", "prove --watch"),
)


def refusals() -> Iterator[Section]:
    """What is said on standard error, at status 2."""
    with place() as folder:
        (folder / "folder").mkdir()
        (folder / "recurrent.ipynb").write_text("{}")
        files = {
            "my_answer.py": right().encode(), "empty.py": b"\n", "latin.py": b"# \xe9t\xe9\n",
            "binary.py": b"\x7fELF\0", "large.py": b"#" * (257 << 10),
        }  # fmt: skip
        for name, data in files.items():
            (folder / name).write_bytes(data)
        for title, command in COMMANDS:
            yield title, f"`grade {command}`", said(command, folder)


def said(command: str, folder: Path) -> str:
    """What a command that cannot be followed writes to standard error."""
    out, trouble = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(trouble):
        status = invoke(command.split())
    assert (status, out.getvalue()) == (2, ""), (command, status, out.getvalue())
    return trouble.getvalue().replace(str(folder), "/home/you").replace(str(ROOT), "/home/you")


@contextlib.contextmanager
def place() -> Iterator[Path]:
    """A folder to be in, without settings of the caller's."""
    before = os.getcwd()
    unset = {"GRADE_PROBLEMS": str(LIBRARY.problems), "GRADE_SOLUTIONS": str(LIBRARY.solutions)}
    with tempfile.TemporaryDirectory() as name, mock.patch.dict(os.environ, unset):
        folder = Path(name).resolve()
        os.chdir(folder)
        try:
            yield folder
        finally:
            os.chdir(before)


def sandbox() -> Iterator[Section]:
    with place() as folder:
        Path("my_answer.py").write_text(right())
        no_landlock = mock.patch.object(
            levels, "missing_lockdown", lambda: "macOS has neither Landlock nor seccomp"
        )
        with no_landlock:
            text = said("gru_blend my_answer.py", folder)
        yield "No isolation to be had", "Outside Linux, without a terminal (in CI).", text
        no_bubblewrap = mock.patch.object(
            levels, "missing_bubblewrap", lambda: "no bwrap was found"
        )
        with no_bubblewrap:
            text = said("gru_blend my_answer.py --isolation strong", folder)
        yield "A level that is not there", "With `--isolation strong`, without bubblewrap.", text
        with mock.patch("grader.runner.process.BOOT", "raise SystemExit('killed at once')"):
            text = said("gru_blend my_answer.py --isolation standard", folder)
        yield "A runner that does not come up", "It ended before it was locked down.", text
        with mock.patch("grader.pipeline.grade", side_effect=KeyboardInterrupt):
            out = io.StringIO()
            with contextlib.redirect_stderr(out):
                invoke(["gru_blend", "my_answer.py"])
        yield "Interrupted", "Ctrl-C: status 130.", out.getvalue()


# --- for authors -----------------------------------------------------------------------------


def template(change: Callable[[Path, Path], None] | None = None) -> tuple[Problem, Library]:
    """A new problem in this folder; `change(problem, solution)` edits its files."""
    library = Library(Path("problems").resolve(), Path("solutions").resolve())
    for folder in (library.problems, library.solutions):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
    author.new("my_affine", library)
    if change is not None:
        change(library.problems / "my_affine", library.solutions / "my_affine")
    return read_problem("my_affine", library), library


def edit(file: Path, old: str, new: str) -> None:
    before = file.read_text("utf-8")
    assert old in before, (file, old)
    file.write_text(before.replace(old, new), encoding="utf-8")


def faults() -> Iterator[Section]:
    where = "--problems problems --solutions solutions"
    with place() as folder:
        template()
        file = Path("problems/my_affine/problem.toml")
        kept = file.read_text("utf-8")
        edit(file, 'level = "easy"', 'level = "tricky"\ntitel = "x"')
        yield "A fault in problem.toml", "Any command.", said(f"my_affine {where}", folder)
        file.write_text(kept, encoding="utf-8")
        with Path("problems/my_affine/checks.py").open("a", encoding="utf-8") as checks:
            checks.write("\nimport nothing_like_it\n")
        Path("my_answer.py").write_text("x = 1\n")
        yield (
            "A fault in checks.py", "Any grade.", said(f"my_affine my_answer.py {where}", folder)
        )  # fmt: skip


BLIND = """@suite.check("b shifts the answer", needs=["runs"])
def blind(affine, draw):
    affine.ask(NAME, *question(draw, 3, 4))


"""


def proofs() -> Iterator[Section]:
    def weaken(problem: Path, solution: Path) -> None:
        edit(problem / "checks.py", '@suite.check("equals', BLIND + '@suite.check("equals')
        next(iter(sorted((solution / "rejected").glob("*.py")))).unlink()

    with place(), Workers(2) as workers:
        for title, when, change in (
            ("Proved", "`grade prove PROBLEM`", None),
            ("Not proved", "The checks let something through, or a file is missing.", weaken),
        ):
            found = prove(*template(change), workers, sandbox=False)
            yield title, when, proof_view.text(dataclasses.replace(found, seconds=1.0))


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
