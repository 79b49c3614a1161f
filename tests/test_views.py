"""What each view makes of a report. The reports are built by hand; nothing is graded here."""

import dataclasses
import json
import re
import unicodedata
from xml.etree import ElementTree

import pytest

from grader.model import CheckResult, Diagnosis, Evidence, Remark, Report, Status
from grader.text import cleaned
from grader.views import data, github, junit, terminal

PASSED = CheckResult("runs", "the file loads", Status.PASSED)
FAILED = CheckResult(
    "keeps", "z = 0 keeps the state", Status.FAILED, "expected [1], got [0]", "Look again.",
    evidence=Evidence("[1]", "[0]", (("x", "[2]"),)), mistake="swapped", line=2,
)  # fmt: skip
SKIPPED = CheckResult(
    "more", "more of it", Status.SKIPPED, "not run: it needs a check that did not pass", "",
    waits_for=("keeps",),
)  # fmt: skip
EXCUSED = CheckResult("traced", "under jit", Status.EXCUSED, "cannot be traced")
BROKEN = CheckResult("odd", "something odd", Status.BROKEN, "this check has a fault: KeyError: 1")
DIAGNOSIS = Diagnosis(
    ("swapped",), "Swapped gate", ("Your cell swaps.",), "All 8 answers match.", line=2,
    smallest=Evidence("[1]", "[0]", (("x", "[0]"), ("b", "[1]"))),
)  # fmt: skip


def report(*results, **more):
    base = Report(
        problem="cell", title="A Cell", submission="mine.py", sha256="0" * 64, seed=5,
        results=results or (PASSED,), diagnoses=(), remarks=(), note="", printed="",
        isolation="standard", versions={"jax": "1.2.3"}, seconds=1.25,
        only=(), source=("def f():", "    return 0"),
    )  # fmt: skip
    return dataclasses.replace(base, **more)


WRONG = report(PASSED, FAILED, SKIPPED, EXCUSED, diagnoses=(DIAGNOSIS,))

NASTY = "\x1b[2J\x07\r\n\u202eevil\u200b\x9b31m ::error::owned %0A##[error]no `*_<b>&amp;]]>\x00"


def nasty():
    """A report in which every text that a submission can decide is a hostile one."""
    failed = CheckResult("keeps", "the state", Status.FAILED, NASTY, NASTY, Evidence(
        NASTY, NASTY, ((NASTY, NASTY),)), line=1)  # fmt: skip
    made = report(
        PASSED, failed, remarks=(Remark("r", NASTY, 1),), note=NASTY, printed=NASTY,
        submission=NASTY, source=(NASTY,), versions={"jax": NASTY},
    )  # fmt: skip
    return cleaned(made)


VIEWS = {
    "terminal": terminal.text,
    "plain": lambda r: terminal.text(r, plain=True),
    "json": data.to_json,
    "junit": junit.to_junit,
    "annotations": github.commands,
    "summary": github.summary,
}


# --- strangers' text ---


@pytest.mark.parametrize("name", VIEWS)
def test_no_view_lets_control_or_bidi_characters_through(name):
    text = VIEWS[name](nasty())
    steering = {c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp")}
    assert steering <= {"\n"}
    assert "\ufffd" in text


@pytest.mark.parametrize("name", VIEWS)
def test_every_view_shows_the_rest_of_such_text(name):
    assert "evil" in VIEWS[name](nasty())


# --- terminal ---


def test_a_pass_says_so_and_how_long_it_took():
    assert terminal.text(report()).endswith(
        "  All checks passed in 1.2 s · seed 5 · isolation standard\n"
        "  next: grade next; or grade solution cell, ours beside yours\n"
    )
    asked = terminal.text(dataclasses.replace(report(), only=("runs",)))
    assert "next:" not in asked


def test_where_keys_are_at_hand_they_are_what_comes_next():
    passed = terminal.lines(report(), live=True)[-1][1]
    assert passed == "  next: n, the next problem; or grade solution cell, ours beside yours"
    failed = CheckResult("keeps", "the state", Status.FAILED, "got [0]")
    wrong = [line for _, line in terminal.lines(report(PASSED, failed), live=True)]
    assert wrong[-1] == "  stuck? h shows a hint"
    assert not any(line.startswith("  next:") for line in wrong)


def test_a_failure_shows_diagnosis_line_and_smallest_input():
    text = terminal.text(WRONG)
    assert "  ✗ z = 0 keeps the state\n    expected [1], got [0]\n    Look again.\n" in text
    assert "  Swapped gate\n    Your cell swaps. All 8 answers match.\n" in text
    assert "    line 2 │     return 0\n" in text
    assert "    smallest input   x=[0]   b=[1]\n    expected [1], got [0]\n" in text


def test_skipped_checks_are_counted_not_listed():
    text = terminal.text(report(PASSED, FAILED, SKIPPED, SKIPPED))
    assert "  · 2 checks not run: they need a check that did not pass\n" in text
    assert "more of it" not in text


def test_without_a_diagnosis_the_first_failure_shows_its_numbers():
    text = terminal.text(report(PASSED, FAILED))
    assert "    line 2 │     return 0\n    input   x=[2]\n    expected [1], got [0]\n" in text


def test_a_caret_is_below_its_column():
    failed = dataclasses.replace(FAILED, line=2, column=5, evidence=None)
    page = terminal.text(report(failed)).split("\n")
    (at,) = [number for number, line in enumerate(page) if "^" in line]
    assert page[at].index("^") == page[at - 1].index("return")


def test_a_line_that_is_not_in_the_file_is_not_shown():
    for line in (0, 3, 10**9):
        failed = dataclasses.replace(FAILED, line=line, evidence=None)
        assert "│" not in terminal.text(report(failed))
        diagnosis = dataclasses.replace(DIAGNOSIS, line=line)
        assert "│" not in terminal.text(report(FAILED, diagnoses=(diagnosis,)))


def test_plain_has_words_and_no_symbols():
    text = terminal.text(WRONG, plain=True)
    assert text.isascii()
    assert all(word in text for word in ("PASS the file", "FAIL z = 0", "SKIP 1 check", "NOTE"))


def test_lines_are_no_wider_than_the_page():
    made = report(PASSED, FAILED, note="word " * 60, remarks=(Remark("r", "word " * 60),))
    assert max(len(line) for line in terminal.text(made, width=70).split("\n")) <= 70


def test_prints_are_marked_and_bounded():
    text = terminal.text(report(printed="".join(f"n{i}\n" for i in range(30))))
    assert "  Your program printed:\n    | n0\n" in text
    assert text.count("    | ") == 20


def test_a_grade_without_isolation_is_for_practice_only():
    for view in (terminal.text, junit.to_junit):
        assert terminal.PRACTICE in view(report(FAILED, isolation="none"))
        assert terminal.PRACTICE not in view(report(FAILED))


def test_a_pass_with_an_excused_check_says_what_was_not_asked():
    assert "Passed: 1 checks, 1 could not be asked" in terminal.text(report(PASSED, EXCUSED))


def test_a_grade_of_some_checks_says_that_it_is_one():
    for results in ((PASSED,), (PASSED, FAILED)):
        text = terminal.text(report(*results, only=("keeps",)))
        assert "checks passed (only those asked for, and what they need) in 1.2 s" in text


# --- JSON ---


def test_json_has_everything_that_the_report_has():
    found = json.loads(data.to_json(WRONG))
    assert found["schema"] == "grade/report/1"
    assert set(found) == {f.name for f in dataclasses.fields(Report)} - {"results", "source"} | {
        "schema", "verdict", "checks"}  # fmt: skip
    assert found["checks"][1] == json.loads(json.dumps(dataclasses.asdict(FAILED)))
    assert found["diagnoses"] == [json.loads(json.dumps(dataclasses.asdict(DIAGNOSIS)))]


@pytest.mark.parametrize(
    ("results", "verdict"),
    [((PASSED, EXCUSED), "passed"), ((PASSED, SKIPPED), "failed"), ((FAILED,), "failed"),
     ((PASSED, BROKEN), "fault"), ((EXCUSED,), "failed")],
)  # fmt: skip
def test_the_verdict_is_passed_failed_or_fault(results, verdict):
    assert data.verdict(report(*results)) == verdict


def test_no_result_at_all_is_not_a_pass():
    assert data.verdict(dataclasses.replace(report(), results=())) == "failed"


def test_json_in_a_workflows_log_holds_no_command():
    text = data.to_json(report(printed="##[error]no\n::error::no"))
    assert "##[" not in text
    assert not re.search(r"^\s*::", text, re.MULTILINE)
    assert json.loads(text)["printed"] == "##[error]no\n::error::no"


# --- JUnit ---


def test_junit_parses_and_counts():
    root = ElementTree.fromstring(junit.to_junit(report(PASSED, FAILED, SKIPPED, EXCUSED, BROKEN)))
    suite = root[0]
    cases = suite.findall("testcase")
    for element in (root, suite):
        counts = [element.get(k) for k in ("tests", "failures", "errors", "skipped")]
        assert counts == ["5", "1", "1", "2"]
    assert [[child.tag for child in case] for case in cases] == [
        [], ["failure"], ["skipped"], ["skipped"], ["error"]]  # fmt: skip


def test_a_crash_is_an_error_in_junit():
    crash = dataclasses.replace(FAILED, crashed=True)
    root = ElementTree.fromstring(junit.to_junit(report(PASSED, crash)))
    assert (root.get("failures"), root.get("errors")) == ("0", "1")
    assert root.find(".//error") is not None and root.find(".//failure") is None


def test_junit_names_are_unique_and_say_the_check():
    root = ElementTree.fromstring(junit.to_junit(WRONG))
    names = [case.get("name") for case in root.iter("testcase")]
    assert len(set(names)) == len(names) == 4
    assert names[1] == "keeps: z = 0 keeps the state"


def test_the_first_failure_in_junit_carries_the_diagnosis():
    root = ElementTree.fromstring(junit.to_junit(WRONG))
    failure = root.find(".//failure")
    assert failure is not None
    assert failure.get("type") == "swapped"
    assert "Swapped gate\nYour cell swaps.\nAll 8 answers match." in (failure.text or "")


def test_junit_stays_well_formed_whatever_a_submission_says():
    root = ElementTree.fromstring(junit.to_junit(nasty()))
    failure = root.find(".//failure")
    assert failure is not None
    assert "]]>" in (failure.get("message") or "")


def test_characters_that_xml_cannot_hold_are_left_out():
    text = junit.to_junit(report(dataclasses.replace(FAILED, summary="a\uffffb\ufffec")))
    failure = ElementTree.fromstring(text).find(".//failure")
    assert failure is not None
    assert "abc" in (failure.get("message") or "").replace("\ufffd", "")


# --- GitHub ---


def logged(text):
    """The workflow commands that GitHub reads in `text`: whole lines, or anything after ##[."""
    return [line for line in text.split("\n") if line.lstrip().startswith("::") or "##[" in line]


def test_a_diagnosis_becomes_one_annotation_on_its_line():
    assert github.commands(WRONG) == (
        "::error file=mine.py,line=2,title=Swapped gate::Your cell swaps.\n"
    )


def test_without_a_diagnosis_each_failed_check_is_annotated():
    assert github.commands(report(PASSED, FAILED)) == (
        "::error file=mine.py,line=2,title=z = 0 keeps the state::"
        "expected [1], got [0]%0ALook again.\n"
    )


def test_a_pass_is_not_annotated():
    assert github.commands(report(PASSED, EXCUSED)) == ""


def test_there_are_no_more_annotations_than_github_shows():
    many = [dataclasses.replace(FAILED, name=f"n{i}") for i in range(30)]
    assert github.commands(report(*many)).count("::error ") == 10


def test_strangers_text_starts_no_command_of_its_own():
    text = github.commands(nasty())
    assert len(logged(text)) == text.count("\n") == 1
    assert "##[" not in text


def test_strangers_text_cannot_end_a_property_or_its_encoding():
    text = github.commands(report(FAILED, submission="a,line=9::b%0A:c"))
    assert text.startswith("::error file=a%2Cline=9%3A%3Ab%250A%3Ac,line=2,title=")


def test_the_report_in_a_log_is_between_marks_that_cannot_be_guessed():
    text = "::error::owned\n##[error]owned\n"
    first, *between, last, end = github.fenced(text).split("\n")
    token = first.removeprefix("::stop-commands::")
    assert re.fullmatch("[0-9a-f]{32}", token)
    assert last == f"::{token}::" and end == ""
    assert "\n".join(between).startswith("::error::owned\n")
    assert token not in github.fenced(text)


def test_the_summary_holds_no_tag_and_no_markdown_of_a_stranger():
    tricks = "<script>x</script> [a](http://b) **c** `d` | e |\n\n# f\n![g](h) @team $i$"
    failed = dataclasses.replace(FAILED, summary=tricks)
    text = github.summary(report(PASSED, failed))
    assert "<script" not in text
    inside = next(line for line in text.split("\n") if "script" in line)
    assert not set("`*_[]|@$!") & set(inside)
    assert inside.startswith("<tr>") and inside.endswith("</tr>")


def test_the_summary_counts_and_tells_the_diagnosis():
    text = github.summary(WRONG)
    assert text.startswith("<h3>❌ A Cell: 1 of 4 checks passed</h3>\n")
    assert "<p><b>Swapped gate</b><br>Your cell swaps.</p>" in text
    assert github.summary(report()).startswith("<h3>✅ A Cell: 1 of 1 checks passed</h3>\n")


def test_the_summary_is_added_to_the_file_that_github_names(tmp_path):
    page = tmp_path / "summary.md"
    page.write_text("before\n", encoding="utf-8")
    github.append_summary(WRONG, {"GITHUB_STEP_SUMMARY": str(page)})
    github.append_summary(WRONG, {})
    assert page.read_text(encoding="utf-8") == "before\n" + github.summary(WRONG)


def test_only_a_github_workflow_is_one():
    assert github.active({"GITHUB_ACTIONS": "true"})
    assert not github.active({"CI": "true"})


def test_a_file_that_only_loads_has_not_passed():
    loads = CheckResult("loads", "the file loads", Status.PASSED)
    defines = CheckResult("defines", "defines it", Status.PASSED)
    assert not report(loads, defines).passed
    assert not report(loads, defines, EXCUSED).passed
    assert report(loads, defines, PASSED, EXCUSED).passed
