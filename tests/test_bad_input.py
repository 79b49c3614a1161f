"""Everything that a person can get wrong, and the text that they read then.

What is wrong with a file is told before anything runs, so those tests call `grader.load`. A file
that runs is graded: in this process where it ends by itself, in the sandbox where it does not.
"""

import os
import re
import shutil
from typing import Any

import pytest

from grader.draw import Draw
from grader.errors import ProblemError, UsageError
from grader.judge import run_check
from grader.load import Library, as_submission, find_problem, load_suite, read_submission
from grader.model import Status
from grader.suite import Check
from grader.views import terminal

MISSING = (
    "cannot read {}: No such file or directory. Is the name right, and is this the right folder?"
)
CELL = "cell = MyGRUCell(hidden=hidden)"


def refused(path):
    """What is said of a file that cannot be read as a submission."""
    with pytest.raises(UsageError) as caught:
        read_submission(str(path), lambda size: b"")
    return str(caught.value)


# --- files ---


def test_a_missing_file(tmp_path):
    path = tmp_path / "nothing.py"
    assert refused(path) == MISSING.format(path)


def test_a_directory(tmp_path):
    said = f"{tmp_path} is a folder: name the file inside that holds your answer"
    assert refused(tmp_path) == said


def test_an_empty_file(tmp_path):
    path = tmp_path / "empty.py"
    path.write_bytes(b"\xef\xbb\xbf \r\n\n")
    assert refused(path) == f"{path} is empty: start from the problem's stub.py"


def test_a_file_that_is_not_utf8(tmp_path):
    path = tmp_path / "latin.py"
    path.write_bytes("x = 1\n# été\n".encode("latin-1"))
    assert refused(path) == f"{path} is not UTF-8: byte 0xe9 on line 2. Save it as UTF-8."


def test_a_file_with_null_bytes(tmp_path):
    path = tmp_path / "binary.py"
    path.write_bytes(b"\x7fELF\0\0")
    said = f"{path} holds null bytes: is it the right file? Save Python as text."
    assert refused(path) == said


def test_a_file_of_50_megabytes(tmp_path):
    path = tmp_path / "big.py"
    with path.open("wb") as file:
        file.truncate(50 << 20)
    assert refused(path) == f"{path} is larger than 256 kB: is it the right file?"


def test_an_endless_standard_input():
    with pytest.raises(UsageError) as caught:
        read_submission("-", lambda size: b"#" * size)
    assert str(caught.value) == "standard input is larger than 256 kB: is it the right file?"


def test_a_fifo_that_nobody_writes_to(tmp_path):
    path = tmp_path / "pipe.py"
    os.mkfifo(path)
    assert refused(path) == f"{path} is not a regular file: name the file that holds your answer"


def test_a_device():
    assert (
        refused(os.devnull)
        == f"{os.devnull} is not a regular file: name the file that holds your answer"
    )


def test_a_symlink_that_leads_nowhere(tmp_path):
    path = tmp_path / "link.py"
    path.symlink_to(tmp_path / "gone.py")
    assert refused(path) == MISSING.format(path)


def test_a_symlink_in_a_circle(tmp_path):
    path = tmp_path / "link.py"
    path.symlink_to(path)
    assert refused(path).startswith(f"cannot read {path}: ")


def test_a_symlink_to_a_right_file_is_that_file(tmp_path, problem, reference):
    path = tmp_path / "link.py"
    path.symlink_to(problem.solution / "reference.py")
    assert read_submission(str(path), lambda size: b"").text == reference


def test_a_byte_order_mark_and_windows_line_ends_are_fine(tmp_path, reference, trusted):
    path = tmp_path / "windows.py"
    path.write_bytes(b"\xef\xbb\xbf" + reference.replace("\n", "\r\n").encode())
    found = read_submission(str(path), lambda size: b"")
    assert found.text == reference
    assert trusted(found.text, only=["runs"]).passed


def test_line_ends_do_not_change_the_grade():
    unix, windows = as_submission(b"x = 1\ny = 2\n", "a"), as_submission(b"x = 1\r\ny = 2\r\n", "b")
    assert unix.sha256 == windows.sha256


# --- files that do not load ---


def test_a_syntax_error_shows_line_and_caret(trusted):
    text = terminal.text(trusted("x = 1\nif x:\n\ty = (1,\n\tz = = 2\n"))
    assert "  ✗ the file loads\n    SyntaxError: " in text
    shown = text.split("\n\n")[2].split("\n")
    assert shown[0].startswith("    line ") and "│" in shown[0]
    assert shown[1].strip() == "^"


def test_a_caret_is_in_its_place_behind_tabs(trusted):
    text = terminal.text(trusted("if 1:\n\tz = = 2\n"))
    code, caret = text.split("\n\n")[2].split("\n")
    assert code == "    line 2 │  z = = 2"
    assert caret.index("^") == code.rindex("=")


def test_an_indentation_error_is_a_syntax_error_too(trusted, failed):
    found = failed(trusted("def f():\nreturn 1\n"))
    assert found.summary.startswith("IndentationError: expected an indented block")
    assert found.line == 2


def test_a_missing_function(edited, trusted, failed):
    found = failed(trusted(edited("def gru_cell_step(", "def gru_step(")))
    assert found.summary == "`gru_cell_step` is missing"
    assert found.detail == "Define gru_cell_step(seed, x, h_prev, hidden), spelled exactly so."


def test_a_name_that_is_no_function(reference, trusted, failed):
    found = failed(trusted(reference + "\ngru_cell_step = 3\n"))
    assert found.summary == "`gru_cell_step` is there, but it is not a function"
    assert found.detail.startswith("Define gru_cell_step(seed, x, h_prev, hidden) with def, and ")


def test_a_missing_class(edited, trusted, failed):
    found = failed(trusted(edited("class MyGRUCell", "class TheirGRUCell")))
    assert found.summary.startswith("NameError: name 'MyGRUCell' is not defined (line ")


def test_a_wrong_signature(edited, trusted, failed):
    text = edited("    hidden: int,  # H\n) ->", ") ->", CELL, "cell = MyGRUCell(h_prev.size)")
    found = failed(trusted(text))
    assert "takes 3 positional arguments but 4 were given" in found.summary
    assert found.detail.startswith("A call passes another number of arguments")


def test_a_file_that_raises_on_import(trusted, failed):
    found = failed(trusted("x = 1\n\nprint(W)\n"))
    assert (found.name, found.summary) == ("loads", "NameError: name 'W' is not defined (line 3)")


def test_a_function_that_raises_on_call(edited, trusted):
    report = trusted(edited(CELL, 'raise ValueError("no idea yet")'))
    text = terminal.text(report)
    assert "ValueError: no idea yet (line 53)" in text
    assert '    line 53 │     raise ValueError("no idea yet")\n' in text
    assert report.results[-1].status is Status.SKIPPED


def test_a_traceback_is_cut_to_the_learners_own_lines(edited, trusted, failed):
    text = edited("@ W_h + b_h", "@ W_h.T + b_h")
    found = failed(trusted(text))
    assert found.line is not None
    assert "W_h.T" in text.split("\n")[found.line - 1]
    assert "site-packages" not in found.summary + found.detail


def test_a_module_that_is_not_there(trusted, failed):
    found = failed(trusted("import torch_that_nobody_has\n"))
    assert found.summary.startswith("ModuleNotFoundError: No module named")
    assert found.detail.startswith("This module cannot be imported here.")


@pytest.mark.parametrize("when", ["import", "call"])
def test_sys_exit_is_no_way_to_pass(edited, trusted, failed, when):
    text = "raise SystemExit(0)\n" if when == "import" else edited(CELL, "import sys; sys.exit(0)")
    found = failed(trusted(text))
    assert found.summary.startswith("SystemExit: 0 (line ")
    assert found.detail == "Your code tried to end the program. Remove the call to exit."


# --- files that do not end, or end everything ---


@pytest.mark.parametrize("when", ["import", "call"])
def test_an_infinite_loop_is_stopped(edited, sandboxed, failed, when):
    loop = "while True:\n        pass"
    text = loop.replace("    ", "") if when == "import" else edited(CELL, loop)
    found = failed(sandboxed(text.replace("\npass", "\n  pass"), timeout=3))
    assert found.name == {"import": "loads", "call": "runs"}[when]
    assert found.summary.startswith("no answer in time: ")
    assert re.search(r"one call may take .* s|all its calls together may take .* s", found.summary)


@pytest.mark.parametrize("when", ["import", "call"])
def test_ending_the_process_is_no_way_to_pass(edited, sandboxed, failed, when):
    text = "import os\nos._exit(0)\n" if when == "import" else edited(
        CELL, "import os; os._exit(0)")  # fmt: skip
    found = failed(sandboxed(text))
    assert found.name == {"import": "loads", "call": "runs"}[when]
    assert found.summary == (
        "your program ended before it answered: it ended itself with exit status 0"
    )


def test_printing_100_megabytes_is_stopped(sandboxed, failed):
    report = sandboxed('for _ in range(1000):\n    print("x" * 100_000)\n')
    assert failed(report).summary == "your program printed more than 256 kB and was stopped"
    assert len(report.printed) < 5000


# --- values that are no answer ---

LEAK = """def leak(v):
        kept.append(v)
        return v

    jax.jit(leak)(h_prev)
    return kept[-1]"""

RETURNED = {
    "None": ("None", "expected an array of shape (16,), got None: is a return missing?"),
    "a list": ("[float(v) for v in h]", "expected an array of shape (16,), got a list"),
    "a tuple": ("(h,)", "expected an array of shape (16,), got a tuple"),
    "a string": ("str(seed)[:0]", "expected an array of shape (16,), got a string ('')"),
    "a generator": ("(v for v in h)", "expected an array of shape (16,), got a generator"),
    "a function": ("cell.apply", "expected an array of shape (16,), got a method"),
    "a module": ("cell", "expected an array of shape (16,), got a MyGRUCell"),
    "a dict": ("{'h': h}", "expected an array of shape (16,), got a dict of 1"),
    "a Python int": ("3", "expected an array of shape (16,), got the Python int 3"),
    "a Python float": ("0.5", "expected an array of shape (16,), got the Python float 0.5"),
    "NaN": ("h * jnp.nan", "16 of 16 entries are not finite: [nan, nan, nan, ..., nan, nan, nan]"),
    "one infinity": ("h.at[2].set(jnp.inf) * 0 + jnp.zeros(16).at[2].set(jnp.inf)",
                     "16 entries are not finite"),
    "a batch axis": ("h[None]", "expected shape (16,), got (1, 16)"),
    "a column": ("h[:, None]", "expected shape (16,), got (16, 1)"),
    "a scalar": ("h.sum()", "expected shape (16,), got ()"),
    "too short": ("h[:-1]", "expected shape (16,), got (15,)"),
    "float64": ("__import__('numpy').asarray(h, 'float64')", "expected float32, got float64"),
    "bfloat16": ("h.astype('bfloat16')", "expected float32, got bfloat16"),
    "integers": ("h.astype(int)", "expected float32, got int32"),
    "booleans": ("h > 0", "expected float32, got bool"),
}  # fmt: skip


@pytest.mark.parametrize("name", RETURNED)
def test_a_returned_value_that_is_no_answer_is_described(returning, trusted, failed, name):
    expression, said = RETURNED[name]
    found = failed(trusted(returning(expression)))
    assert found.name == "runs"
    assert said in found.summary


def test_a_returned_tracer_is_described(edited, trusted, failed):
    last = "return cell.apply(variables, x, h_prev).reshape(-1)"
    found = failed(trusted(edited("import jax\n", "import jax\n\nkept = []\n", last, LEAK)))
    assert found.summary.startswith("expected an array of shape (16,), got a ")
    assert found.summary.endswith("Tracer")


def test_a_missing_return_is_asked_about(edited, trusted, failed):
    text = edited("return cell.apply(variables", "cell.apply(variables")
    assert failed(trusted(text)).summary.endswith("got None: is a return missing?")


def test_a_value_too_large_to_travel_is_no_answer(returning, trusted, failed):
    found = failed(trusted(returning("[0] * 10**5")))
    assert found.summary == "expected an array of shape (16,), got a list"


# --- problems ---


def test_an_unknown_problem_names_the_nearest(library):
    with pytest.raises(UsageError, match=r"no problem 'gruu_cell'\. Did you mean gru_cell\?"):
        find_problem("gruu_cell", library)


@pytest.fixture
def copied(tmp_path, library):
    """A copy of the problem, for an author to make mistakes in."""
    shutil.copytree(library.problems / "gru_cell", tmp_path / "problems" / "cell")
    return Library(tmp_path / "problems", library.solutions)


def test_a_fault_in_a_problem_is_told_to_its_author(copied):
    file = copied.problems / "cell" / "problem.toml"
    file.write_text(file.read_text().replace('level = "medium"', 'level = "tricky"'))
    with pytest.raises(ProblemError) as caught:
        find_problem("cell", copied)
    assert str(caught.value) == f"{file}: key 'level' is 'tricky': one of easy, medium, hard"


def test_a_fault_in_the_checks_is_told_to_their_author(copied):
    file = copied.problems / "cell" / "checks.py"
    file.write_text("import numpy\nimport nothing_like_it\n")
    problem, _ = find_problem("cell", copied)
    with pytest.raises(ProblemError) as caught:
        load_suite(problem)
    assert str(caught.value) == (
        f"{file}: ModuleNotFoundError: No module named 'nothing_like_it' (line 2)"
    )


def test_a_check_that_raises_is_a_fault_of_its_author_not_of_the_learner():
    def odd(subject, draw):
        raise KeyError("weights")

    nobody: Any = None
    found, _ = run_check(Check("odd", "something", odd, ()), nobody, Draw(1, "odd"))
    assert found.status is Status.BROKEN
    assert found.summary.startswith("this check has a fault: KeyError: 'weights' (")
    assert found.detail == "The fault is the problem's and not yours. Please tell whoever wrote it."
    assert "test_bad_input.py" in found.summary
