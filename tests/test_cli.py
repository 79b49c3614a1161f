"""The command as a person types it: every test here starts a process of its own.

Runs that grade a submission cost seconds, so those that several tests look at are made once.
"""

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from xml.etree import ElementTree

import pytest

from grader import __name__ as package
from grader._version import __version__
from grader.load import find_problem

SYNTAX_ERROR = "def f(:\n"
LOOP = "while True:\n    pass\n"
HEAVY = {
    "jax", "jaxlib", "flax", "optax", "numpy", "hypothesis", "rich", "watchfiles", "markdown_it",
    "sqlite3",
}  # fmt: skip


@pytest.fixture(scope="module")
def wrong(problem):
    """The path of a wrong submission."""
    return problem.solution / "rejected" / "swapped_update_gate.py"


@pytest.fixture(scope="module")
def right(cli, problem):
    """The run of a right answer."""
    return cli("problems/gru_cell", problem.solution / "reference.py")


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    return tmp_path_factory.mktemp("reports")


@pytest.fixture(scope="module")
def plain(cli, wrong, files):
    """The run of a wrong answer, plain, with both files written."""
    return cli(
        "gru_cell", wrong, "--plain", "--seed", "5",
        "--format", f"junit={files}/report.xml", "--format", f"json={files}/report.json",
    )  # fmt: skip


@pytest.fixture(scope="module")
def as_json(cli, wrong, plain):
    """The run of the same answer with the same seed, as JSON."""
    return cli("gru_cell", wrong, "--json", "--seed", "5")


@pytest.fixture
def copied(tmp_path, library):
    """A folder of problems of one's own, with a copy of gru_cell and nothing handed in."""
    folder = tmp_path / "mine"
    shutil.copytree(library.problems / "gru_cell", folder / "gru_cell")
    (folder / "gru_cell" / "submission.py").unlink(missing_ok=True)
    return folder


# --- at once ---


@pytest.mark.parametrize("argument", ["--help", "-h", "list", "--version"])
def test_what_needs_no_grade_imports_nothing_heavy(cli, argument):
    done = cli(argument, python=["-X", "importtime"])
    found = {line.rpartition("|")[2].strip().split(".")[0] for line in done.stderr.split("\n")}
    assert done.returncode == 0
    assert "click" in found
    needed = {"sqlite3"} if argument == "list" else set()  # how far the learner is
    assert found & HEAVY <= needed


def test_help_says_how_to_begin(cli):
    text = cli("--help").stdout
    assert "grade gru_cell my_answer.py" in text
    assert "list" in text


def test_help_of_a_run_says_every_option_and_every_exit_status(cli):
    text = cli("run", "--help").stdout
    options = ("json", "format", "seed", "only", "timeout", "isolation", "plain", "problems",
               "solutions")  # fmt: skip
    assert [name for name in options if f"--{name}" not in text] == []
    assert "Exit status: 0 all passed, 1 graded but not passed, 2 could not be graded." in text


def test_the_version_is_the_packages(cli):
    assert cli("--version").stdout.split()[-1] == __version__


def test_list_shows_every_problem(cli, library):
    done = cli("list")
    assert done.returncode == 0
    assert [slug for slug in library.slugs() if slug not in done.stdout] == []


def test_list_says_which_problem_has_a_fault_and_still_lists_the_others(cli, copied, library):
    (copied / "broken").mkdir()
    (copied / "broken" / "problem.toml").write_text("title = 3\n")
    done = cli("list", "--problems", copied)
    assert done.returncode == 2
    assert "gru_cell" in done.stdout
    assert "broken/problem.toml: key 'title' is 3" in done.stderr


# --- exit statuses and where things go ---


def test_a_right_answer_passes_with_status_0(right):
    assert right.returncode == 0, right.stderr
    assert "All checks passed" in right.stdout
    assert right.stderr == ""


def test_a_wrong_answer_is_graded_with_status_1(plain):
    assert plain.returncode == 1, plain.stderr
    assert "Swapped update gate" in plain.stdout
    assert plain.stderr == ""


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nothing_like_it"], "grade: there is no problem 'nothing_like_it'."),
        (["gru_cel"], "Did you mean gru_cell?"),
        (["lst"], "`grade list` shows them all. The nearest command is `grade list`."),
        (["histroy"], "The nearest command is `grade history`."),
        (["show", "lst"], "Did you mean lstm_cell? `grade list` shows them all.\n"),
        (["gru_cell", "no/such/file.py"], "grade: cannot read no/such/file.py: No such file"),
        (["gru_cell", "tests"], "grade: tests is a folder"),
        (["gru_cell", "--seed", "-1"], "Invalid value for '--seed'"),
        (["gru_cell", "--seed", "x"], "Invalid value for '--seed'"),
        (["gru_cell", "--timeout", "0"], "Invalid value for '--timeout'"),
        (["gru_cell", "--format", "yaml=x"], "write junit=FILE or json=FILE"),
        (["gru_cell", "--format", "junit=no/such/x"], "there is no folder no/such"),
        (["gru_cell", "--isolation", "wish"], "Invalid value for '--isolation'"),
        (["gru_cell", "one", "two"], "unexpected extra argument"),
        (["--nothing"], "No such option"),
        (["gru_cell", "--problems", "no/such"], "--problems: there is no folder no/such"),
        (["list", "--solutions", "no/such"], "--solutions: there is no folder no/such"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_cannot_be_done_is_said_on_stderr_with_status_2(cli, arguments, said):
    done = cli(*arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


def test_a_wrong_name_of_a_check_lists_the_right_ones(cli, problem):
    done = cli("gru_cell", problem.solution / "reference.py", "--only", "sed")
    assert done.returncode == 2
    assert "--only sed: there is no such check. There are: " in done.stderr
    assert "runs, from_scratch," in done.stderr


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("list --foo", "No such option"),
        ("list extra", "Got unexpected extra argument"),
        ("run", "Missing argument 'PROBLEM'."),
        ("run gru_cell --seed x", "Invalid value for '--seed': 'x' is not a valid integer range."),
        ("completion", "Missing argument"),
        ("list --problems", "Option '--problems' requires an argument."),
    ],
)
def test_wrong_usage_is_one_line_that_says_where_to_look(cli, line, said):
    done = cli(*line.split())
    assert (done.returncode, done.stdout) == (2, "")
    (told,) = done.stderr.splitlines()
    assert told.startswith(f"grade: {said}")
    assert re.search(r"[.?] See grade( [a-z]+)? --help$", told)


def test_only_runs_the_checks_named_and_what_they_need(cli, problem):
    done = cli("gru_cell", problem.solution / "reference.py", "--only", "sizes", "--json")
    checks = json.loads(done.stdout)["checks"]
    assert done.returncode == 0
    assert [c["name"] for c in checks] == ["loads", "defines", "runs", "parameters", "sizes"]


# --- which file, which problem ---


def test_without_a_file_the_untouched_stub_is_told_politely(cli, copied, library):
    done = cli(copied / "gru_cell", "--solutions", library.solutions)
    assert done.returncode == 1
    assert "This is the stub, still untouched." in done.stdout
    assert "fill in its" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_without_a_file_ones_own_submission_is_graded(cli, copied, library):
    (copied / "gru_cell" / "submission.py").write_text(SYNTAX_ERROR)
    done = cli(copied / "gru_cell", "--solutions", library.solutions)
    assert done.returncode == 1
    assert "SyntaxError" in done.stdout


def test_a_dash_is_standard_input(cli):
    done = cli("gru_cell", "-", stdin=SYNTAX_ERROR.encode())
    assert done.returncode == 1
    assert done.stdout.split("\n")[0].endswith("standard input")
    assert "line 1 │ def f(:" in done.stdout


@pytest.mark.parametrize("by", ["option", "environment"])
def test_problems_and_solutions_can_be_elsewhere(cli, copied, library, tmp_path, by):
    (copied / "gru_cell").rename(copied / "my_cell")
    (tmp_path / "answers" / "my_cell").mkdir(parents=True)
    shutil.copy(library.solutions / "gru_cell" / "equations.py", tmp_path / "answers" / "my_cell")
    where = {"problems": str(copied), "solutions": str(tmp_path / "answers")}
    if by == "option":
        done = cli("my_cell", *(part for k, v in where.items() for part in (f"--{k}", v)))
    else:
        done = cli("my_cell", env={f"GRADE_{name.upper()}": path for name, path in where.items()})
    assert done.returncode == 1, done.stderr
    assert "my_cell · " in done.stdout


def test_problems_elsewhere_bring_the_solutions_beside_them(tmp_path, library):
    for name in ("problems", "solutions"):
        shutil.copytree(
            getattr(library, name) / "gru_cell", tmp_path / name / "gru_cell",
            ignore=shutil.ignore_patterns("rejected", "accepted"),
        )  # fmt: skip
    problem, _ = find_problem(str(tmp_path / "problems" / "gru_cell"), library)
    assert problem.solution == tmp_path.resolve() / "solutions" / "gru_cell"


# --- reports ---


def test_json_is_the_whole_report_under_its_schema(as_json, plain):
    found = json.loads(as_json.stdout)
    assert as_json.returncode == 1
    assert (found["schema"], found["verdict"]) == ("grade/report/1", "failed")
    assert (found["problem"], found["seed"]) == ("gru_cell", 5)
    assert found["diagnoses"][0]["mistakes"] == ["swapped-update-gate"]
    assert found["versions"].keys() >= {"python", "jax", "flax", "numpy"}
    assert {c["status"] for c in found["checks"]} == {"passed", "failed", "skipped"}


def test_the_same_seed_and_file_give_the_same_report(as_json, plain, files):
    first, again = json.loads((files / "report.json").read_text("utf-8")), json.loads(
        as_json.stdout)  # fmt: skip
    assert first.pop("seconds") > 0 and again.pop("seconds") > 0
    assert first == again


def test_junit_is_written_beside_the_report(plain, as_json, files):
    root = ElementTree.parse(files / "report.xml").getroot()
    found = json.loads(as_json.stdout)
    assert root.get("tests") == str(len(found["checks"]))
    assert root.find(".//failure") is not None
    assert sorted(os.listdir(files)) == ["report.json", "report.xml"]


def test_a_report_that_cannot_be_written_is_a_fault_that_is_said(cli, copied, library, tmp_path):
    (tmp_path / "taken").mkdir()
    done = cli(
        copied / "gru_cell", "--solutions", library.solutions, "--format",
        f"junit={tmp_path}/taken",
    )  # fmt: skip
    assert done.returncode == 2
    assert f"--format junit={tmp_path}/taken: cannot write it" in done.stderr


def test_plain_has_words_and_no_symbols(plain):
    assert plain.stdout.isascii()
    assert "PASS the file loads" in plain.stdout
    assert "FAIL z = 0 keeps the previous state" in plain.stdout


def test_off_a_terminal_there_are_no_escape_codes(right, plain, as_json):
    assert "\x1b" not in right.stdout + plain.stdout + as_json.stdout + right.stderr


def on_a_terminal(arguments, env, cwd, *, keyboard=False):
    """What the command writes to a terminal."""
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", package, *map(str, arguments)]
    with subprocess.Popen(
        command, stdin=theirs if keyboard else None, stdout=theirs, stderr=theirs, env=env, cwd=cwd
    ) as process:
        os.close(theirs)
        text = b""
        with contextlib.suppress(OSError):  # EIO says that the other end is closed
            while part := os.read(ours, 1 << 16):
                text += part
        os.close(ours)
        process.wait(timeout=120)
    return text.decode("utf-8")


@pytest.mark.parametrize(
    ("settings", "coloured"),
    [({"TERM": "xterm"}, True), ({"TERM": "xterm", "NO_COLOR": "1"}, False),
     ({"TERM": "dumb"}, False)],
    ids=["colour", "NO_COLOR", "dumb"],
)  # fmt: skip
def test_colour_is_for_terminals_that_have_it_and_people_who_want_it(
    environment, root, copied, library, settings, coloured
):
    arguments = (copied / "gru_cell", "--solutions", library.solutions)
    text = on_a_terminal(arguments, environment(settings), root)
    assert "still untouched" in re.sub(r"\s+", " ", text)
    assert ("\x1b[" in text) is coloured


@pytest.mark.parametrize(
    ("settings", "more", "paged"),
    [({"TERM": "xterm"}, [], True), ({"TERM": "xterm"}, ["--plain"], False),
     ({"TERM": "dumb"}, [], False)],
    ids=["terminal", "plain", "dumb"],
)  # fmt: skip
def test_a_long_statement_is_shown_a_screen_at_a_time(environment, root, settings, more, paged):
    env = environment({**settings, "PAGER": "sed s/^/PAGE:/", "COLUMNS": "80", "LINES": "24"})
    text = on_a_terminal(["show", "gru_blend", *more], env, root, keyboard=True)
    lines = text.replace("\r", "").strip().split("\n")
    assert all(line.startswith("PAGE:") == paged for line in lines), lines
    assert lines[-1].removeprefix("PAGE:") == "This page: problems/gru_blend/README.md"
    assert lines[-2].removeprefix("PAGE:") == "Start:     grade start gru_blend"


def test_an_output_that_knows_only_ascii_gets_the_plain_report(cli, copied, library):
    done = cli(
        copied / "gru_cell", "--solutions", library.solutions,
        env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
    )  # fmt: skip
    assert done.returncode == 1
    assert "SKIP" in done.stdout and done.stdout.isascii()


@pytest.mark.parametrize("more", [["--json"], ["--plain"]])
def test_an_output_that_knows_only_ascii_is_no_fault(cli, tmp_path, more):
    file = tmp_path / "submission.py"
    file.write_text('raise ValueError("été")\n', encoding="utf-8")
    done = cli("gru_cell", file, *more, env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert "ValueError" in done.stdout


# --- in a workflow ---


def test_in_a_github_workflow_the_report_is_fenced_and_summed_up(cli, copied, library, tmp_path):
    page = tmp_path / "summary.md"
    env = {"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": str(page)}
    done = cli(copied / "gru_cell", "--solutions", library.solutions, env=env)
    lines = done.stdout.split("\n")
    token = lines[0].removeprefix("::stop-commands::")
    assert len(token) >= 32
    assert f"::{token}::" in lines
    assert "checks passed" in page.read_text(encoding="utf-8")


def test_in_a_github_workflow_a_failure_is_annotated(cli):
    done = cli("gru_cell", "-", stdin=SYNTAX_ERROR.encode(), env={"GITHUB_ACTIONS": "true"})
    last = done.stdout.rstrip().split("\n")[-1]
    assert last.startswith("::error file=standard input,line=1,title=the file loads::SyntaxError")


# --- interrupted ---


def children(pid):
    """The processes that `pid` started, and those that they started."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
                parents[int(entry.name)] = int(fields[1])
    found: set[int] = set()
    todo = [pid]
    while todo:
        parent = todo.pop()
        new = {child for child, its in parents.items() if its == parent} - found
        found |= new
        todo += new
    return found


def computed(pids):
    """The CPU seconds that these processes have used so far."""
    ticks = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def busy(pids, used):
    """`pids`, once they have computed for `used` seconds."""
    return pids if computed(pids) >= used else set()


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def waited_for(condition):
    """The first true value of `condition()`, or the last false one after a long time."""
    for _ in range(600):
        value = condition()
        if value:
            return value
        time.sleep(0.1)
    return condition()


# A shell that starts tests in the background has switched Ctrl-C off for them.
LISTENING = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from grader.cli import entry
entry()
"""


@pytest.mark.parametrize("used", [0, 6], ids=["while starting", "while it loops"])
def test_ctrl_c_ends_with_130_and_leaves_no_process(environment, root, tmp_path, used):
    file = tmp_path / "submission.py"
    file.write_text(LOOP)
    command = [sys.executable, "-c", LISTENING, "gru_cell", str(file)]
    with subprocess.Popen(
        command, cwd=root, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        started = waited_for(lambda: busy(children(process.pid), used))
        assert started, "no process was started"
        os.kill(process.pid, signal.SIGINT)
        _, told = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"Traceback" not in told
    waited_for(lambda: not any(alive(pid) for pid in started))
    assert [pid for pid in started if alive(pid)] == []


def test_a_reader_that_leaves_is_no_fault_worth_a_traceback(environment, root):
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", package, "list"]
    done = subprocess.run(
        command, stdout=writing, stderr=subprocess.PIPE, cwd=root, env=environment(), timeout=60
    )
    os.close(writing)
    assert b"Traceback" not in done.stderr and b"Exception ignored" not in done.stderr
