"""What the pages say is so: their fields, code, commands, pasted output and links."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import click
import pytest

from grader.hints import read_hints
from grader.load import find_library, load_catalogue, read_problem
from grader.views.terminal import PRACTICE

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
REPORT = ROOT / "docs" / "report.md"
LIBRARY = find_library(str(ROOT / "problems"), str(ROOT / "solutions"))
SLUGS = LIBRARY.slugs()
STATEMENTS = [LIBRARY.problems / slug / "README.md" for slug in SLUGS]
PAGES = sorted(
    path
    for pattern in ("*.md", "docs/**/*.md", "benchmarks/*.md", "problems/*/*.md")
    for path in ROOT.glob(pattern)
)

Cli = Callable[..., subprocess.CompletedProcess[str]]


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def blocks(page: Path, language: str) -> list[str]:
    """The bodies of the page's fenced blocks in `language`, in order."""
    found = re.findall(r"^```(\S*)\n(.*?)^```$", page.read_text("utf-8"), re.M | re.S)
    return [body for tag, body in found if tag == language]


@pytest.fixture(scope="module")
def graded(cli: Cli, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What came out of two real runs: the example, and a right answer with a remark."""
    folder = tmp_path_factory.mktemp("graded")
    data, junit = folder / "report.json", folder / "report.xml"
    formats = ["--format", f"json={data}", "--format", f"junit={junit}"]

    def grade(file: str) -> dict[str, Any]:
        done = cli("problems/gru_cell", file, *formats, env={"PYTHONIOENCODING": "utf-8"})
        assert done.returncode in (0, 1), done.stderr
        report = json.loads(data.read_text("utf-8"))
        tree = ElementTree.parse(junit).getroot()
        return {"status": done.returncode, "text": done.stdout, "json": report, "junit": tree}

    right = "solutions/gru_cell/accepted/rows_h_first.py"
    return {"wrong": grade("examples/swapped_gate.py"), "right": grade(right)}


# --- README.md -------------------------------------------------------------------------------


def test_the_readme_has_two_sh_blocks_and_they_come_first() -> None:
    fences = re.findall(r"^```(\S+)$", README.read_text("utf-8"), re.M)
    assert fences[:2] == ["sh", "sh"] and fences.count("sh") == 2


def test_the_first_block_grades_the_example_and_the_second_runs_the_tests() -> None:
    grades, tests = (block.splitlines() for block in blocks(README, "sh"))
    assert "grade problems/gru_cell examples/swapped_gate.py" in grades[-1]
    assert tests[-1] == ".venv/bin/python -m pytest"


def test_ci_runs_the_second_block_to_the_letter(tmp_path: Path) -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    awk = re.search(r"awk '(.*?)' README\.md", script)
    assert awk and script.rstrip().endswith('bash -euo pipefail -c "$block"')
    shown = subprocess.run(["awk", awk[1], str(README)], capture_output=True, encoding="utf-8")
    assert shown.stdout == blocks(README, "sh")[1]


def test_the_readme_shows_what_the_example_prints(graded: dict[str, Any]) -> None:
    told, got = wording(blocks(README, "text")[0]), wording(graded["wrong"]["text"])
    assert got == told, "paste the output of the README's first block into it anew"


def wording(output: str) -> str:
    """A report without what may differ between machines: numbers, level of isolation, wrapping."""
    text = re.sub(r"-?\d+(\.\d+)?(e[-+]?\d+)?", "0", output)
    text = re.sub(r"isolation \w+", "", text.replace(PRACTICE, ""))
    return " ".join(text.split())


def test_the_readme_shows_the_list_of_problems(cli: Cli) -> None:
    done = cli("list")
    assert done.returncode == 0, done.stderr
    assert blocks(README, "text")[1] == done.stdout, "paste the output of grade list anew"


@pytest.mark.parametrize(
    "command, head",
    [("run", "grade PROBLEM [FILE]"), ("prove", "grade prove [PROBLEM...]"), ("new", "grade new")],
)
def test_the_readme_lists_the_options_of_a_command(command: str, head: str) -> None:
    from grader.cli import main

    table = README.read_text("utf-8").partition(f"| option of `{head}")[2].partition("\n\n")[0]
    rows = table.partition("\n")[2]
    listed = {option for row in re.findall(r"^\| (.+?) \|", rows, re.M)
              for option in re.findall(r"`(--[\w-]+)", row)}  # fmt: skip
    found = main.get_command(click.Context(main), command)
    assert found is not None
    real = {o.opts[-1] for o in found.params if o.opts[0].startswith("-")}
    assert listed == real and "--problems" in real


def test_the_readme_counts_the_problems_in_words() -> None:
    words = "no one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
    (said,) = re.findall(r"There are (\w+) problems", README.read_text("utf-8"))
    assert said == words.split()[len(SLUGS)]


# --- docs/report.md --------------------------------------------------------------------------

HEADS = {  # heading: where its table's fields sit
    "The object": ("",),
    "Each of `checks[]`": ("checks[].",),
    "Each of `diagnoses[]`": ("diagnoses[].",),
    "Each `evidence` and `smallest`": ("checks[].evidence.", "diagnoses[].smallest."),
    "Each of `remarks[]`": ("remarks[].",),
}


def documented() -> set[str]:
    text = REPORT.read_text("utf-8").partition("## JSON")[2].partition("### What stays")[0]
    found: set[str] = set()
    for section in text.split("\n### ")[1:]:
        head, _, body = section.partition("\n")
        table = body.partition("| field |")[2].partition("\n\n")[0]
        names = re.findall(r"^\| `(\w+)` \|", table, re.M)
        found |= {place + name for place in HEADS[head] for name in names}
    return found


def fields(value: Any, place: str = "") -> set[str]:
    """The path of every key in a report. `versions` has a key for each library there is."""
    if isinstance(value, list):
        return set().union(*(fields(item, f"{place}[]") for item in value))
    if not isinstance(value, dict) or place == "versions":
        return set()
    start = f"{place}." if place else ""
    found = {start + key for key in value}
    return found.union(*(fields(part, start + key) for key, part in value.items()))


def test_the_report_page_names_every_field_and_no_other(graded: dict[str, Any]) -> None:
    real = fields(graded["wrong"]["json"]) | fields(graded["right"]["json"])
    assert documented() == real


def test_every_check_has_every_key(graded: dict[str, Any]) -> None:
    checks = graded["wrong"]["json"]["checks"] + graded["right"]["json"]["checks"]
    keys = {name.rpartition(".")[2] for name in documented() if re.match(r"checks\[\]\.\w+$", name)}
    assert all(set(check) == keys for check in checks)


def test_statuses_and_verdicts_are_as_the_page_says(graded: dict[str, Any]) -> None:
    from grader.model import Status

    page = REPORT.read_text("utf-8")
    table = page.partition("| `status` | meaning |")[2].partition("\n\n")[0]
    assert re.findall(r"^\| (\w+) \|", table, re.M) == [status.value for status in Status]
    assert (graded["wrong"]["status"], graded["right"]["status"]) == (1, 0)
    assert graded["wrong"]["json"]["verdict"] == "failed"
    assert graded["right"]["json"]["verdict"] == "passed"


def test_the_junit_file_has_the_elements_that_the_page_names(graded: dict[str, Any]) -> None:
    table = REPORT.read_text("utf-8").partition("| element |")[2].partition("\n\n")[0]
    told = set(re.findall(r"^\| `(\w+)` \|", table, re.M)) - {"error"}  # no check here is broken
    real = {element.tag for element in graded["wrong"]["junit"].iter()} - {"property"}
    assert real == told


# --- docs/notebooks.md -------------------------------------------------------------------------


def test_the_page_on_notebooks_lists_every_magic_and_every_option() -> None:
    from grader.notebook import GradeMagics

    page = (ROOT / "docs" / "notebooks.md").read_text("utf-8")
    magics = {f"%%{name}" for name in GradeMagics.magics["cell"]}
    magics |= {f"%{name}" for name in GradeMagics.magics["line"]}
    assert set(re.findall(r"^\| `(%+\w+)", page, re.M)) == magics
    actions = GradeMagics.grade.parser._actions
    options = {action.option_strings[-1] for action in actions if action.option_strings}
    assert set(re.findall(r"^\| `(--\w+)", page, re.M)) == options


# --- problems --------------------------------------------------------------------------------

PYTHON = [
    pytest.param(body, id=f"{page.parent.name}-{number}")
    for page in STATEMENTS
    for number, body in enumerate(blocks(page, "python"), 1)
]


@pytest.mark.parametrize("body", PYTHON)
def test_python_in_a_statement_runs(body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    module = types.ModuleType("statement")
    monkeypatch.setitem(sys.modules, "statement", module)  # dataclasses look their module up
    exec(compile(body, "README.md", "exec"), vars(module))


@pytest.mark.parametrize("slug", SLUGS)
def test_hints_are_numbered_and_name_known_mistakes(slug: str) -> None:
    problem = read_problem(slug, LIBRARY)
    catalogue = load_catalogue(problem)
    intro, hints = read_hints(problem.directory / "hints.md")
    assert intro == "# Hints" and hints
    for number, hint in enumerate(hints, 1):
        assert hint.heading == f"Hint {number}"
        assert [name for name in hint.mistakes if name not in catalogue] == []
        assert hint.text.strip() and "for:" not in hint.text


@pytest.mark.parametrize("slug", SLUGS)
def test_most_mistakes_of_a_problem_have_a_hint_that_answers_them(slug: str) -> None:
    problem = read_problem(slug, LIBRARY)
    formulas = {mistake.name for mistake in load_catalogue(problem).formulas()}
    _, hints = read_hints(problem.directory / "hints.md")
    answered = {name for hint in hints for name in hint.mistakes}
    assert len(formulas & answered) >= 0.75 * len(formulas), sorted(formulas - answered)


# --- links -----------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_relative_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.M | re.S)
    targets = re.findall(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)", text)
    lost = [target for target in targets if not leads_somewhere(page, target)]
    assert lost == []


def leads_somewhere(page: Path, target: str) -> bool:
    """Whether a link's file is there, and its heading in it."""
    if re.match(r"[a-z]+:", target):
        return True  # another site; tests use no network
    name, _, heading = target.partition("#")
    file = (page.parent / name).resolve() if name else page
    if heading and file.suffix == ".md":
        heads = re.findall(r"^#+ (.+)$", file.read_text("utf-8"), re.M)
        slugs = [re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads]
        return heading in slugs
    return file.exists()
