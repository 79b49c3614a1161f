"""The pages for authors hold: what they say to write is proved, and faults are told as they say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader import author
from grader.known import equivalents
from grader.load import Library, find_library, read_problem
from grader.proof import Proof
from grader.prove import prove
from grader.trial import Workers
from grader.views.proof import text

ROOT = Path(__file__).resolve().parents[1]
PAGE, JAX_PAGE = ROOT / "docs" / "authoring.md", ROOT / "docs" / "authoring-jax.md"
SLUG, JAX = "rms_norm", "rms_norm_jax"
NOT_COPIED = ("checks.py", "equations.py", "writes_into_input.py")

FENCE = r"^(?P<fence>```|~~~){}\n(?P<body>.*?)^(?P=fence)$"
WHOLE = re.compile(
    r"^`(?P<path>(?:problems|solutions)/\S+)`(?:[^\n]+\n)+\n" + FENCE.format(r"\w+"), re.M | re.S
)


def bodies(page: Path, language: str) -> list[str]:
    """The page's fenced blocks in a language."""
    fenced = re.compile(FENCE.format(language), re.M | re.S)
    return [match["body"] for match in fenced.finditer(page.read_text("utf-8"))]


def block(page: Path, language: str, number: int = 0) -> str:
    return bodies(page, language)[number]


def files(page: Path) -> dict[str, str]:
    """The page's whole files by their paths: the paragraph above each begins with its path."""
    return {m["path"]: m["body"] for m in WHOLE.finditer(page.read_text("utf-8"))}


def write(home: Path, contents: dict[str, str]) -> None:
    for name, body in contents.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(body, "utf-8")


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(2) as pool:
        yield pool


@pytest.fixture
def fresh(tmp_path: Path) -> Library:
    """A library with one problem, as `grade new` makes it."""
    found = Library(tmp_path / "problems", tmp_path / "solutions")
    for folder in (found.problems, found.solutions):
        folder.mkdir()
    author.new(SLUG, found)
    return found


@pytest.fixture
def library(fresh: Library) -> Library:
    """The same after everything that the first page says."""
    problem, solution = fresh.problems / SLUG, fresh.solutions / SLUG
    for old in solution.glob("*/*.py"):
        old.unlink()
    write(fresh.problems.parent, files(PAGE))

    before = (problem / "problem.toml").read_text("utf-8")
    after = re.sub(r"^entries = .*\n", block(PAGE, "toml"), before, flags=re.M)
    write(problem, {"problem.toml": after})

    lines = (solution / "reference.py").read_text("utf-8").splitlines(keepends=True)
    (todo,) = [body for body in bodies(PAGE, "python") if body.startswith("    raise")]
    write(problem, {"stub.py": "".join(lines[:-2]) + todo})

    model = (solution / "rejected" / "one_mean_for_all.py").read_text("utf-8").splitlines()
    for name, first, body in rejected_rows():
        lines = [first, *model[1:-1], *(f"    {line}" for line in body)]
        write(solution / "rejected", {name: "\n".join(lines) + "\n"})
    return fresh


def rejected_rows() -> list[tuple[str, str, list[str]]]:
    """The table's rejected files: name, first line, lines of the body."""
    table = PAGE.read_text("utf-8").partition("| in `rejected/` |")[2].partition("\n\n")[0]
    rows = re.findall(r"^\| `(\w+\.py)` \| `([^`]+)` \| (.+) \|$", table, re.M)
    return [(name, first, re.findall(r"`([^`]+)`", cell)) for name, first, cell in rows]


def proof_of(slug: str, library: Library, workers: Workers) -> Proof:
    return prove(read_problem(slug, library), library, workers, sandbox=False)


def worded(page: str) -> str:
    """Without white space and the time that it took."""
    return " ".join(re.sub(r"in \d+\.\d s", "in 0 s", page).split())


def outline(page: str, without: str = "nothing") -> list[str]:
    """What a printed proof says, in words: the lines that do not depend on time or seeds."""
    lines = [line for line in page.splitlines() if " grades, " not in line and without not in line]
    return worded("\n".join(lines)).split(" ✓ ")


def test_what_the_page_says_to_write_is_proved(library: Library, workers: Workers) -> None:
    assert len(files(PAGE)) == 7 and len(rejected_rows()) == 2
    proof = proof_of(SLUG, library, workers)
    assert proof.proved, proof.faults
    shown = outline(block(PAGE, "text", 1), without="the sandbox gives the same verdicts")
    assert shown == outline(text(proof)), "paste the output into docs/authoring.md anew"


def test_the_template_ends_as_the_page_says(fresh: Library, workers: Workers) -> None:
    ending = worded(block(PAGE, "text", 0))
    assert ending in worded(text(proof_of(SLUG, fresh, workers)))


def test_the_fault_that_the_page_provokes_is_told_so(library: Library, workers: Workers) -> None:
    checks = library.problems / SLUG / "checks.py"
    before = checks.read_text("utf-8")
    tame = before.replace("[(0 * x, g), (1e-3 * x, g)]", "[(x, g)]")
    assert tame != before and "`[(x, g)]`" in PAGE.read_text("utf-8")
    checks.write_text(tame, "utf-8")
    told = worded(" ".join(proof_of(SLUG, library, workers).faults))
    first, second = re.split(r"\n(?=    line)", block(PAGE, "text", 2))
    assert worded(first) in told and worded(second) in told


def test_what_the_page_about_jax_says_to_write_is_proved(
    library: Library, workers: Workers, tmp_path: Path
) -> None:
    for source in [*tmp_path.glob(f"*/{SLUG}/**/*.*")]:
        if source.is_file() and source.name not in NOT_COPIED and source.suffix != ".pyc":
            copied = source.read_text("utf-8").replace(SLUG, JAX)
            copied = copied.replace('libraries = ["numpy"]', 'libraries = ["jax"]')
            if source.suffix == ".py":
                copied = in_jax(copied)
            write(tmp_path, {str(source.relative_to(tmp_path)).replace(SLUG, JAX): copied})
    write(tmp_path, files(JAX_PAGE))
    assert len(files(JAX_PAGE)) == 3
    proof = proof_of(JAX, library, workers)
    assert proof.proved, proof.faults
    ending = worded(block(JAX_PAGE, "text"))
    assert ending in worded(text(proof)), "paste the end of the proof into the page anew"


def in_jax(text: str) -> str:
    """A program for NumPy as the page says to write it for JAX."""
    text = text.replace("import numpy as np", "import jax\nimport jax.numpy as jnp")
    text = re.sub(r"\bnp\.", "jnp.", text.replace("np.ndarray", "jax.Array"))
    return re.sub(r"Caught by: \w+\.", "Caught by: equation.", text)


def test_the_mutant_shown_as_right_is_listed(library: Library) -> None:
    listed = library.solutions / SLUG / "equivalent.toml"
    listed.write_text(block(PAGE, "toml", 1), "utf-8")
    shown = equivalents(read_problem(SLUG, library))
    real = equivalents(read_problem("gru_cell", find_library(str(ROOT / "problems"))))
    assert shown.items() <= real.items() and len(shown) == 1


def test_every_fault_in_the_table_is_one_that_is_told() -> None:
    table = PAGE.read_text("utf-8").partition("| the proof says |")[2]
    phrases = [p for row in re.findall(r"^\| (`.+?) \|", table, re.M) for p in row.split("`")[1::2]]
    sources = [ROOT / "grader" / f"{name}.py" for name in ("prove", "judge", "statement")]
    code = "".join(source.read_text("utf-8") for source in sources)
    code = re.sub(r'"\s*\n\s*f?"', "", code)  # a sentence may be written in several pieces
    assert len(phrases) > 12
    assert [phrase for phrase in phrases if phrase not in code] == []
