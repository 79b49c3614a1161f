"""A learner's desk: starting, resetting, hints, the solution, and looking back."""

from __future__ import annotations

import json
import re
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path, PurePath
from typing import Any, NamedTuple

import pytest

from grader import desk, history
from grader.cli import invoke
from grader.desk import in_order
from grader.hints import Hint, next_hint, read_hints
from grader.load import Library, as_submission, find_library, read_problem
from grader.model import Diagnosis, Problem, Standing, State
from grader.views.listing import listing
from grader.views.past import beside
from grader.views.progress import progress
from tests.test_history import report_of

ROOT = Path(__file__).resolve().parents[1]
MANUAL = ROOT / "docs" / "history.md"
TRIED, DONE = Standing(State.TRIED, 1), Standing(State.DONE, 1)
RIGHT = "    return (1 - z) * h_prev + z * h_tilde\n"
SWAPPED = "    return (1 - z) * h_tilde + z * h_prev\n"


class Said(NamedTuple):
    status: int
    out: str
    err: str


Grade = Callable[..., Said]


@pytest.fixture
def home(tmp_path: Path, library: Library, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A learner's folder with three problems and an empty history; the current folder."""
    for slug in ("gru_blend", "rnn_cell", "gru_cell_numpy"):
        ours = shutil.ignore_patterns("submission*.py", "__pycache__")
        shutil.copytree(library.problems / slug, tmp_path / "problems" / slug, ignore=ours)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GRADE_PROBLEMS", str(tmp_path / "problems"))
    monkeypatch.setenv("GRADE_SOLUTIONS", str(library.solutions))
    monkeypatch.setenv("GRADE_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("GRADE_HISTORY")
    return tmp_path


@pytest.fixture
def grade(home: Path, capsys: pytest.CaptureFixture[str]) -> Grade:
    """grade(*arguments): the command, as if typed in the learner's folder."""

    def typed(*arguments: str | Path) -> Said:
        capsys.readouterr()
        status = invoke([str(argument) for argument in arguments])
        return Said(status, *capsys.readouterr())

    return typed


@pytest.fixture
def blend(home: Path) -> Problem:
    return read_problem("gru_blend", find_library())


@pytest.fixture
def handed_in(blend: Problem) -> Callable[..., None]:
    """handed_in(text, passed=False, problem=..., mistakes=()): an attempt in the history."""

    def add(
        text: str,
        passed: bool = False,
        problem: Problem = blend,
        mistakes: tuple[str, ...] = (),
        **changes: Any,
    ) -> None:
        submission = as_submission(text.encode(), "mine.py")
        if mistakes:
            told = (Diagnosis(mistakes, "A mistake", ("Do it so.",), "All answers match."),)
            changes["diagnoses"] = told
        report = report_of(submission, problem.slug, passed, **changes)
        assert history.keep(problem, submission, report) == ""

    return add


def filled(problem: Problem, last: str) -> str:
    """The stub with its last line exchanged."""
    return "".join(problem.stub.read_text("utf-8").splitlines(True)[:-1]) + last


# --- start and reset ---


def test_start_copies_the_stub_and_says_what_to_type_next(grade: Grade, blend: Problem) -> None:
    said = grade("start", "gru_blend")
    own = Path("problems/gru_blend/submission.py")
    assert said.status == 0 and own.read_bytes() == blend.stub.read_bytes()
    assert str(own) in said.out
    assert {"grade show gru_blend", "grade gru_blend", "grade hint gru_blend"} <= {
        line.rpartition("  ")[2].strip() for line in said.out.splitlines()
    }


def test_start_never_overwrites(grade: Grade, blend: Problem) -> None:
    desk.workplace(blend).write_text("my work")
    said = grade("start", "gru_blend")
    assert said.status == 0 and "you have already started" in said.out
    assert "grade reset gru_blend, which keeps the old file" in said.out
    assert desk.workplace(blend).read_text() == "my work"


def test_what_is_started_is_what_is_graded(grade: Grade, blend: Problem) -> None:
    grade("start", "gru_blend")
    desk.workplace(blend).write_text("def f(:\n")
    assert "SyntaxError" in grade("gru_blend").out


def test_problems_of_an_installed_package_are_worked_on_in_the_current_folder(
    home: Path, grade: Grade
) -> None:
    installed = home / "site" / "grader" / "_bundled" / "problems"
    shutil.copytree(home / "problems", installed)
    said = grade("start", "gru_blend", "--problems", installed)
    assert said.status == 0 and "gru_blend.py" in said.out
    assert (home / "gru_blend.py").is_file()
    assert not (installed / "gru_blend" / "submission.py").exists()
    (home / "gru_blend.py").write_text("def f(:\n")
    graded = grade("gru_blend", "--problems", installed)
    assert "gru_blend · gru_blend.py" in graded.out and "SyntaxError" in graded.out


def test_start_says_what_to_do_where_it_cannot_write(
    grade: Grade, blend: Problem, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "workplace", lambda problem: Path("no/such/submission.py"))
    said = grade("start", "gru_blend")
    assert said.status == 2
    assert "cannot write no/such/submission.py: No such file or directory. Copy" in said.err
    assert "grade gru_blend YOUR_FILE" in said.err


def test_reset_puts_the_stub_back_and_keeps_the_old_file(grade: Grade, blend: Problem) -> None:
    desk.workplace(blend).write_text("my work")
    said = grade("reset", "gru_blend")
    assert said.status == 0 and desk.workplace(blend).read_bytes() == blend.stub.read_bytes()
    (kept,) = re.findall(r"Your file is kept as (\S+)", said.out)
    assert Path(kept).read_text() == "my work"
    assert Path(kept).parent == Path("problems/gru_blend")
    assert Path(kept).name.startswith(f"submission-{time.strftime('%Y-')}")


def test_resets_in_the_same_second_keep_every_file(
    blend: Problem, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "strftime", lambda *_: "2026-11-29-083000")
    kept = []
    for text in ("one", "two", "three"):
        desk.workplace(blend).write_text(text)
        kept.append(desk.reset(blend))
    assert [path.read_text() for path in kept if path] == ["one", "two", "three"]
    assert [path.name for path in kept if path] == [
        f"submission-2026-11-29-083000{end}.py" for end in ("", "-2", "-3")
    ]


def test_a_reset_that_cannot_put_the_stub_back_says_where_the_file_is(
    blend: Problem, grade: Grade
) -> None:
    desk.workplace(blend).write_text("my work")
    stub = blend.stub.read_bytes()

    def gone(problem: Problem) -> bool:
        return False  # as if an editor had saved the file again at this moment

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(desk, "start", gone)
        said = grade("reset", "gru_blend")
    (kept,) = re.findall(r"Your file is kept as (\S+)", said.err)
    assert said.status == 2 and Path(kept).read_text() == "my work"
    assert blend.stub.read_bytes() == stub


def test_reset_of_what_was_not_started_says_how_to_start(grade: Grade) -> None:
    said = grade("reset", "gru_blend")
    assert said.status == 2 and "`grade start gru_blend` makes it" in said.err


def test_reset_of_an_untouched_stub_makes_no_backup(grade: Grade, blend: Problem) -> None:
    grade("start", "gru_blend")
    said = grade("reset", "gru_blend")
    assert said.status == 0 and "nothing to put back" in said.out
    assert len(list(blend.directory.glob("submission*"))) == 1


def test_git_ignores_the_learners_file_and_its_backups() -> None:
    patterns = (ROOT / ".gitignore").read_text().split()
    for name in ("submission.py", "submission-2026-11-29-083000.py", "submission-1-2.py"):
        path = PurePath("problems/gru_blend") / name
        assert any(path.match(pattern) for pattern in patterns), name
    assert not any(PurePath("problems/gru_blend/stub.py").match(p) for p in patterns)


# --- list, next, progress ---


def test_the_list_says_how_far_one_is(grade: Grade, handed_in: Callable[..., None]) -> None:
    handed_in("x = 1")
    lines = grade("list").out.splitlines()
    assert lines[0] == "recurrent track, 0 of 3 done"
    assert [line.split()[:3] for line in lines[1:]] == [
        ["1", "tried", "gru_blend"], ["2", "new", "rnn_cell"], ["3", "new", "gru_cell_numpy"]
    ]  # fmt: skip
    assert lines[3].endswith("after 1, 2")
    history.keep_look("gru_blend")
    handed_in("x = 2", passed=True)
    lines = grade("list").out.splitlines()
    assert lines[0] == "recurrent track, 1 of 3 done"
    assert lines[2].strip() == "done, solution seen before all checks passed"


def test_the_plain_list_is_a_line_for_each_problem(
    grade: Grade, handed_in: Callable[..., None]
) -> None:
    handed_in("x = 1")
    history.keep_look("gru_blend")
    handed_in("x = 2", passed=True)
    assert grade("list", "--plain").out.splitlines() == [
        "recurrent track, 1 of 3 done",
        "1. The Update Gate Is a Dial (gru_blend), easy, done, solution seen before all checks "
        "passed",
        "2. Vanilla RNN Cell (rnn_cell), easy, new",
        "3. One GRU Step in NumPy (gru_cell_numpy), medium, new, after Vanilla RNN Cell and The "
        "Update Gate Is a Dial",
    ]


def test_the_list_fits_80_columns(grade: Grade, library: Library) -> None:
    lines = grade("list", "--problems", library.problems).out.splitlines()
    assert max(map(len, lines)) <= 80 and len(lines) == len(library.slugs()) + 1


def test_the_list_fits_a_narrow_terminal_too(library: Library) -> None:
    problems = in_order(library)[0]
    lines = [text.rstrip() for _, text in listing(problems, {}, width=60)]
    assert max(map(len, lines)) <= 60
    at = lines.index("  6  new    gru_forward_numpy  easy")
    assert lines[at + 1] == "            Unroll a GRU over a Sequence  after 3"


def test_the_list_is_there_without_a_history(home: Path, grade: Grade) -> None:
    (home / "data").mkdir()
    (home / "data" / "history.db").write_text("no database" * 100)
    said = grade("list")
    assert said.status == 0 and "new    gru_blend" in said.out
    assert said.err.count("\n") == 1 and "grade data delete" in said.err


def test_next_goes_in_order_and_waits_for_prerequisites(library: Library) -> None:
    problems, _ = desk.in_order(library)
    order = []
    standings: dict[str, Standing] = {}
    while found := desk.next_problem(problems, standings):
        assert all(standings[slug] is DONE for slug in found.needs)
        order.append(found.slug)
        standings[found.slug] = DONE
    assert order == [problem.slug for problem in problems]


def test_next_passes_over_what_needs_something_else_first(library: Library) -> None:
    problems, _ = desk.in_order(library)
    backwards = list(reversed(problems))
    found = desk.next_problem(backwards, {"gru_blend": DONE, "rnn_cell": TRIED})
    assert found and found.slug == "gru_output_layer"


def test_next_says_how_to_begin_and_when_all_is_done(
    grade: Grade, handed_in: Callable[..., None]
) -> None:
    assert "grade start gru_blend" in grade("next").out
    grade("start", "gru_blend")
    assert "go on in    problems/gru_blend/submission.py" in grade("next").out
    for problem in desk.in_order(find_library())[0]:
        handed_in("x = 1", passed=True, problem=problem)
    assert grade("next").out.startswith("All 3 problems are done.")


def test_progress_says_in_words_what_its_bars_show(library: Library) -> None:
    problems, _ = desk.in_order(library)
    standings = {"gru_blend": DONE, "rnn_cell": TRIED}
    noon = [f"2026-11-{day}T12:00:00Z" for day in (29, 29, 27, 10)]
    told = [text for _, text in progress(problems, standings, noon, today="2026-11-29", plain=True)]
    assert told[0] == "recurrent track: 12 problems, 1 done, 1 tried, 10 new"
    assert told[-4:] == [
        "  2026-11-27  1", "  2026-11-28  none", "  2026-11-29  2", "  and 1 on other days"
    ]  # fmt: skip
    assert "█" not in "".join(told)
    bars = [text for _, text in progress(problems, standings, noon, today="2026-11-29")]
    assert "  2026-11-29  ██ 2" in bars


# --- what a grade records ---


def test_a_grade_is_recorded_after_it_was_shown(grade: Grade, blend: Problem) -> None:
    desk.workplace(blend).write_text(filled(blend, SWAPPED))
    assert grade("gru_blend").status == 1
    (attempt,) = history.attempts()
    assert attempt.mistakes == ("swapped-update-gate",)
    assert attempt.text == filled(blend, SWAPPED)
    assert attempt.file == "problems/gru_blend/submission.py"
    hint = grade("hint", "gru_blend").out
    assert "It answers your last attempt: Swapped update gate." in hint


def test_no_record_leaves_an_attempt_out(grade: Grade, home: Path) -> None:
    Path("mine.py").write_text("def f(:\n")
    assert grade("gru_blend", "mine.py", "--no-record").status == 1
    assert not (home / "data").exists()
    assert grade("gru_blend", "mine.py").status == 1
    assert len(history.attempts()) == 1


def test_a_history_that_cannot_be_written_costs_no_verdict(grade: Grade, home: Path) -> None:
    (home / "data").write_text("not a folder")
    Path("mine.py").write_text("def f(:\n")
    said = grade("gru_blend", "mine.py", "--json")
    assert said.status == 1 and json.loads(said.out)["verdict"] == "failed"
    assert said.err.startswith("grade: The history in") and said.err.count("\n") == 1
    assert said.err.endswith("This attempt was not recorded; its verdict stands.\n")


# --- hints ---

HINTS = tuple(
    Hint(number, f"Hint {number}", names, "text")
    for number, names in enumerate([(), ("a", "b"), ("c",), ("a",)], 1)
)


@pytest.mark.parametrize(
    "shown, mistakes, wanted",
    [
        ([], [], 1),
        ([1], [], 2),
        ([], ["c"], 3),
        ([3], ["c"], 1),
        ([], ["a"], 2),
        ([2], ["a"], 4),
        ([2, 4], ["a"], 1),
        ([], ["c", "b"], 2),
        ([], ["unknown"], 1),
        ([1, 2, 3, 4], ["a"], None),
    ],
)
def test_which_hint_comes_next(shown: list[int], mistakes: list[str], wanted: int | None) -> None:
    found = next_hint(HINTS, shown, mistakes)
    assert (found.number if found else None) == wanted


def test_what_a_hint_is_for_is_read_and_not_shown(tmp_path: Path) -> None:
    page = tmp_path / "hints.md"
    page.write_text("# Hints\n\n## Hint 1\n<!-- for: one,\n     two -->\n\nThink.\n\n    code\n")
    assert read_hints(page) == (
        "# Hints",
        (Hint(1, "Hint 1", ("one", "two"), "Think.\n\n    code"),),
    )


def numbers(said: Said) -> list[int]:
    return [int(number) for number in re.findall(r", hint (\d+) of", said.out)]


def test_hints_come_one_at_a_time_the_weakest_first(grade: Grade) -> None:
    assert [numbers(grade("hint", "gru_blend")) for _ in range(4)] == [[1], [2], [3], [4]]
    said = grade("hint", "gru_blend")
    assert "You have seen all 4 hints." in said.out and "grade solution gru_blend" in said.out
    assert numbers(grade("hint", "gru_blend", "--again")) == [4]
    assert numbers(grade("hint", "gru_blend", "--all")) == [1, 2, 3, 4]


def test_again_and_all_before_any_hint_say_how_to_get_one(grade: Grade) -> None:
    for option in ("--again", "--all"):
        assert "The first one: grade hint gru_blend" in grade("hint", "gru_blend", option).out
    assert history.hints("gru_blend") == []


def test_the_hint_for_the_last_mistake_comes_first(
    grade: Grade, handed_in: Callable[..., None]
) -> None:
    handed_in("x = 1", mistakes=("outer-product",))
    said = grade("hint", "gru_blend")
    assert numbers(said) == [3] and "It answers your last attempt: A mistake." in said.out
    assert numbers(grade("hint", "gru_blend")) == [1]
    handed_in("x = 2", mistakes=("geometric-blend",))
    assert numbers(grade("hint", "gru_blend")) == [2]


def test_a_mistake_without_a_hint_is_told_again_before_the_weakest(
    grade: Grade, handed_in: Callable[..., None]
) -> None:
    handed_in("x = 1", mistakes=("arguments-reordered",))
    said = grade("hint", "gru_blend")
    assert said.out.startswith("Your last attempt: A mistake. Do it so.\n")
    assert numbers(said) == [1] and "It answers" not in said.out


def test_a_mistake_whose_hint_was_seen_is_told_with_its_number(
    grade: Grade, handed_in: Callable[..., None]
) -> None:
    handed_in("x = 1", mistakes=("outer-product",))
    grade("hint", "gru_blend")
    said = grade("hint", "gru_blend")
    assert "You have seen what answers it: hint 3." in said.out and numbers(said) == [1]


def test_without_a_history_a_hint_is_shown_and_says_that_it_comes_again(
    grade: Grade, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRADE_HISTORY", "off")
    said = grade("hint", "gru_blend")
    assert numbers(said) == [1] and "shows this hint again" in said.err


# --- the solution ---


def test_the_solution_is_not_shown_unasked_before_a_pass(grade: Grade) -> None:
    said = grade("solution", "gru_blend")
    assert said.status == 2 and said.out == ""
    assert "You have not passed gru_blend yet." in said.err and "say --yes" in said.err
    assert history.statuses() == {}


def test_a_solution_seen_before_a_pass_is_remembered(grade: Grade, blend: Problem) -> None:
    said = grade("solution", "gru_blend", "--yes")
    assert said.status == 0 and "return (1 - z) * h_prev + z * h_tilde  # (1)" in said.out
    assert history.statuses()["gru_blend"].seen


def test_a_person_can_still_say_no(grade: Grade, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("click.confirm", lambda question, err: False)
    said = grade("solution", "gru_blend")
    assert said.status == 0 and said.out == "Not shown. A smaller step: grade hint gru_blend\n"
    assert history.statuses() == {}


def test_after_a_pass_the_solution_stands_beside_ones_own(
    grade: Grade, handed_in: Callable[..., None]
) -> None:
    handed_in("the_right = 1", passed=True)
    handed_in("a_later_wrong = 2")
    said = grade("solution", "gru_blend")
    assert said.status == 0 and "Your last answer that passed: mine.py" in said.out
    assert "the_right = 1" in said.out and "a_later_wrong" not in said.out
    assert not history.statuses()["gru_blend"].seen


def test_two_texts_stand_side_by_side_only_where_there_is_room() -> None:
    left, right = ("Left", "same\nold = 1\nend\n"), ("Right", "same\nnew\nmore\nend\n")
    wide = [text.rstrip() for _, text in beside(left, right, width=130)]
    assert [" ".join(row.split()) for row in wide] == [
        "Left Right", "", "same same", "old = 1 | new", "| more", "end end"
    ]  # fmt: skip
    narrow = [text for _, text in beside(left, right, width=80)]
    assert narrow == ["Left", "", *left[1].split("\n"), "Right", "", *right[1].split("\n")]


# --- looking back ---


def test_the_history_shows_what_came_out(grade: Grade, handed_in: Callable[..., None]) -> None:
    handed_in("x = 1")
    handed_in("x = 2", passed=True, only=("first",))
    handed_in("x = 3", passed=True)
    told = [line.split("  ", 2)[2] for line in grade("history", "gru_blend").out.splitlines()]
    assert told == [
        "gru_blend    1  failed  1 of 2, A mistake",
        "gru_blend    2  passed  only first: 2 checks passed",
        "gru_blend    3  passed  2 checks passed",
    ]
    assert grade("history").out == grade("history", "problems/gru_blend").out


def test_nothing_recorded_is_said(grade: Grade) -> None:
    assert grade("history").out.startswith("No attempt is recorded yet.")
    assert grade("history", "rnn_cell").out.startswith("No attempt at rnn_cell is recorded yet.")
    assert grade("history", "rnn_cel").status == 2


def test_a_difference_shows_the_text_and_the_checks(
    grade: Grade, handed_in: Callable[..., None]
) -> None:
    handed_in("a = 1\nb = 2\n")
    handed_in("a = 1\nb = '\x1b[31m'\n", passed=True)
    said = grade("diff", "gru_blend")
    assert said.status == 0
    lines = said.out.splitlines()
    assert lines[0].startswith("--- gru_blend, attempt 1, failed")
    assert "-b = 2" in lines and "+b = '\ufffd[31m'" in lines
    assert "  failed, now passed: a sentence" in lines
    assert "Diagnosis: A mistake, now none" in lines
    assert "\x1b" not in said.out


def test_any_two_attempts_can_be_compared(grade: Grade, handed_in: Callable[..., None]) -> None:
    for text in ("x = 1", "x = 2", "x = 1"):
        handed_in(text)
    assert "Attempts 1 and 3 have the same text." in grade("diff", "gru_blend", "1").out
    assert "-x = 2" in grade("diff", "gru_blend", "2", "1").out
    said = grade("diff", "gru_blend", "1", "4")
    assert said.status == 2 and "they are numbered 1 to 3" in said.err


@pytest.mark.parametrize("count, said", [(0, "no attempt"), (1, "1 attempt")])
def test_a_difference_takes_two(
    grade: Grade, handed_in: Callable[..., None], count: int, said: str
) -> None:
    for _ in range(count):
        handed_in("x = 1")
    told = grade("diff", "gru_blend")
    assert told.status == 2 and f"there is {said} at gru_blend to compare" in told.err


# --- data ---

EXACT = 'def f():\n\t"""\u202e \x1b[31m \u2028 \U0001f642 """   \n    return "\\n"\n\n\n'


def test_an_export_is_exact_and_overwrites_nothing(
    grade: Grade, handed_in: Callable[..., None], home: Path
) -> None:
    handed_in(EXACT)
    said = grade("data", "export", "mine.json")
    assert said.status == 0 and said.out == "1 attempt written to mine.json\n"
    before = Path("mine.json").read_bytes()
    assert json.loads(before)["attempts"][0]["text"] == EXACT
    again = grade("data", "export", "mine.json")
    assert again.status == 2 and "already there" in again.err
    assert Path("mine.json").read_bytes() == before


def test_data_is_deleted_only_when_asked(grade: Grade, handed_in: Callable[..., None]) -> None:
    handed_in("x = 1")
    said = grade("data", "delete")
    assert said.status == 2 and "say --yes" in said.err and len(history.attempts()) == 1
    assert grade("data", "delete", "gru_blend", "--yes").status == 0
    assert history.attempts() == []


def described(head: str) -> list[str]:
    """The fields that docs/history.md lists under a heading."""
    section = MANUAL.read_text("utf-8").partition(f"### {head}\n")[2].partition("\n#")[0]
    return re.findall(r"^\| `(\w+)` \|", section, re.M)


def test_the_page_names_every_field_and_no_other(
    grade: Grade, handed_in: Callable[..., None]
) -> None:
    handed_in("x = 1")
    history.keep_hint("gru_blend", 1)
    history.keep_look("gru_blend")
    grade("data", "export", "mine.json")
    data = json.loads(Path("mine.json").read_text("utf-8"))
    assert list(data) == described("The object")
    for name in ("attempts", "hints", "solutions"):
        assert list(data[name][0]) == described(f"Each of `{name}[]`"), name
    rows = json.loads(grade("history", "--json").out)
    assert rows["schema"] == "grade/history/1"
    assert list(rows["attempts"][0]) == [
        f for f in described("Each of `attempts[]`") if f != "text"
    ]
    listed = json.loads(grade("list", "--json").out)
    own = MANUAL.read_text("utf-8").partition("## Other JSON")[2]
    assert listed["schema"] == "grade/list/1"
    assert list(listed["problems"][0])[7:] == re.findall(r"^\| `(\w+)` \|", own, re.M)
