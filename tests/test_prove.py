"""`grade prove` on a problem from the template, as it is and with faults planted in it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader import author
from grader.errors import ProblemError, UsageError
from grader.load import Library, read_problem
from grader.model import Problem
from grader.mutants import mutants
from grader.proof import Proof
from grader.prove import prove, save, saved
from grader.trial import Attempt, Workers, attempt
from grader.views.proof import text, to_json

SLUG = "my_affine"
Edit = Callable[[str, str, str], None]
Prove = Callable[..., Proof]


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(2) as pool:
        yield pool


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """A library with one problem, fresh from the template."""
    found = Library(tmp_path / "problems", tmp_path / "solutions")
    for folder in (found.problems, found.solutions):
        folder.mkdir()
    author.new(SLUG, found)
    return found


@pytest.fixture
def problem(library: Library) -> Problem:
    return read_problem(SLUG, library)


@pytest.fixture
def edit(problem: Problem) -> Edit:
    """edit(file, old, new): exchange a text in one of the problem's files."""

    def exchange(name: str, old: str, new: str) -> None:
        file = next(f for f in (problem.directory / name, problem.solution / name) if f.exists())
        before = file.read_text(encoding="utf-8")
        assert old in before
        file.write_text(before.replace(old, new), encoding="utf-8")

    return exchange


@pytest.fixture
def proved(problem: Problem, library: Library, workers: Workers) -> Prove:
    def run(**options: int) -> Proof:
        return prove(problem, library, workers, sandbox=False, **options)  # type: ignore[arg-type]

    return run


def section_of(proof: Proof, name: str) -> tuple[str, ...]:
    return next(section.faults for section in proof.sections if section.name == name)


# --- the template, and what is shown of its proof --------------------------------------------


def test_the_template_proves_itself(proved: Prove) -> None:
    proof = proved(seeds=3)
    assert proof.proved, proof.faults
    assert proof.counts["kill_rate"] == 1.0
    assert (proof.counts["accepted"], proof.counts["rejected"], proof.counts["seeds"]) == (2, 5, 3)
    page = text(proof, plain=True)
    assert "PASS every rejected file is caught and named" in page
    assert "b = 0: 2 mistakes: bias-missing, bias-subtracted" in page
    assert "Proved in" in page
    assert max(map(len, page.splitlines())) <= 80


def test_a_proof_is_kept_and_read_again(proved: Prove, problem: Problem) -> None:
    with pytest.raises(ProblemError, match=f"run grade prove {SLUG} --save"):
        saved(problem)
    proof = proved()
    save(problem, proof)
    assert saved(problem) == proof.counts
    (problem.solution / "proof.json").write_text("[]", encoding="utf-8")
    with pytest.raises(ProblemError, match="an object was expected"):
        saved(problem)


def test_the_json_has_every_section(proved: Prove) -> None:
    data = json.loads(to_json([proved()]))
    assert data["schema"] == "grade/proof/1"
    (proof,) = data["proofs"]
    assert proof["proved"] is True and proof["survivors"] == []
    names = [section["name"] for section in proof["sections"]]
    assert names == [
        "reference", "stub", "accepted", "rejected", "mistakes", "separate", "seeds", "mutants",
        "statement", "checks",
    ]  # fmt: skip


def test_a_quick_look_tries_a_sample(proved: Prove) -> None:
    proof, whole = proved(every=3), proved()
    assert proof.proved, proof.faults
    tried = {section.name: section.of for section in proof.sections}
    assert (tried["accepted"], tried["rejected"], tried["mutants"]) == (1, 2, 3)
    assert "checks" not in tried
    assert proof.counts == whole.counts


# --- planted faults --------------------------------------------------------------------------


BLIND = """@suite.check("b shifts the answer", needs=["runs"])
def blind(affine, draw):
    affine.ask(NAME, *question(draw, 3, 4))


"""


def test_a_check_that_always_passes_is_found(proved: Prove, edit: Edit) -> None:
    edit("checks.py", '@suite.check("equals', BLIND + '@suite.check("equals')
    (told,) = section_of(proved(), "checks")
    assert told.startswith("the check blind is never the one that catches a wrong program")
    assert "Write a file for rejected/ that only it catches" in told


def test_a_check_that_says_why_it_is_there_is_believed(proved: Prove, edit: Edit) -> None:
    edit(
        "checks.py",
        '@suite.check("equals',
        '@suite.check("b is a bias", alone="for its sentence")\ndef idle(affine, draw):\n'
        '    pass\n\n\n@suite.check("equals',
    )
    assert proved().proved


def test_a_known_check_gone_blind_is_found(proved: Prove, edit: Edit) -> None:
    edit("checks.py", "affine.compare(NAME, 0 * x, W, b, want=b)", "affine.ask(NAME, 0 * x, W, b)")
    faults = section_of(proved(), "rejected")
    assert (
        "rejected/bias_missing.py should fail first at bias_alone, but failed at equation" in faults
    )


def test_a_wrong_reference_is_found(proved: Prove, edit: Edit) -> None:
    edit("reference.py", "x @ W + b", "x @ W - b")
    proof = proved()
    (told,) = section_of(proof, "reference")
    assert told.startswith("reference.py is refused by bias_alone")
    assert "hold both against the statement, equation by equation" in told
    assert not proof.proved


def test_wrong_equations_are_found(proved: Prove, edit: Edit) -> None:
    edit("equations.py", "return y + b", "return y + 2 * b")
    (told,) = section_of(proved(), "reference")
    assert "Either it is wrong or equations.py is" in told


def test_a_flaky_check_is_found(proved: Prove, edit: Edit) -> None:
    flaky = '    affine.expect_inputs_kept(mistake="writes-into-input")\n'
    edit("checks.py", flaky, flaky + "    assert_luck(draw)\n\n\n"
         "def assert_luck(draw):\n    from grader.errors import CheckFailed\n\n"
         "    if draw.integer(0, 4) == 0:\n        raise CheckFailed('out of luck')\n")  # fmt: skip
    proof = proved(seeds=8)
    told = [f for name in ("reference", "accepted", "seeds") for f in section_of(proof, name)]
    assert any("out of luck" in fault for fault in told)
    by_chance = section_of(proof, "seeds")
    assert any("a check is flaky. It judges by chance; draw enough" in f for f in by_chance)
    note = next(s.note for s in proof.sections if s.name == "seeds")
    assert " 0 false rejects" not in note


def test_a_check_that_misses_by_chance_is_found(proved: Prove, edit: Edit) -> None:
    draws = "    x, W, b = question(draw, 3, 4)\n"
    edit("checks.py", draws, "    if draw.integer(0, 3) == 0:\n        return\n" + draws)
    proof = proved(seeds=12)
    told = " ".join((*section_of(proof, "seeds"), *section_of(proof, "rejected")))
    assert "at bias_alone with its own seed, but at equation with seed" in told or (
        "should fail first at bias_alone, but failed at equation" in told
    )


def test_a_check_that_raises_is_the_authors_fault(proved: Prove, edit: Edit) -> None:
    edit("checks.py", "x, W, b = question(draw, 3, 4)", "x, W = question(draw, 3, 4)")
    (told,) = section_of(proved(), "reference")[:1]
    assert told.startswith("reference.py: a check has a fault: bias_alone: this check has a fault")


@pytest.mark.parametrize(
    "old, new, said",
    [
        (
            "    raise NotImplementedError(",
            "    return x @ W + b  # (",
            "there is nothing left to write",
        ),
        ("def my_affine(", "def my_linear(", "must load and define what is asked"),
        ("def my_affine(", "def my_affine(:", "must load and define what is asked"),
        ("TODO: equation 1", "equation 1", "stub.py has no TODO"),
    ],
)
def test_a_fault_in_the_stub_is_told(
    proved: Prove, edit: Edit, old: str, new: str, said: str
) -> None:
    edit("stub.py", old, new)
    assert said in " ".join(section_of(proved(), "stub"))


def test_arguments_that_differ_from_the_entry_are_told(proved: Prove, edit: Edit) -> None:
    edit("problem.toml", "(x, W, b)", "(x, W, bias)")
    told = section_of(proved(), "statement")
    assert len(told) == 2 and "my_affine(x, W, b) is not my_affine(x, W, bias)" in told[0]


def test_a_natural_that_raises_is_told(proved: Prove, edit: Edit) -> None:
    edit("equations.py", "return x, W, 0 * b", "return x, W, 0 * c")
    told = section_of(proved(), "separate")
    assert told == ("the natural 'b = 0' raises NameError: name 'c' is not defined",)


def test_a_mistake_that_breaks_the_diagnosis_is_told(proved: Prove, edit: Edit) -> None:
    edit("equations.py", "return W @ x\n\n\n@mistake", "return W @ y\n\n\n@mistake")
    told = " ".join(section_of(proved(), "rejected"))
    assert "the diagnosis breaks: NameError: name 'y' is not defined" in told


def test_what_is_not_proved_is_not_kept(library: Library, edit: Edit) -> None:
    edit("reference.py", "x @ W + b", "x @ W - b")
    (proof,) = author.proofs(
        [SLUG], library, seeds=1, every=1, workers=2, sandbox=False, keep=True,
        tell=lambda text: None,
    )  # fmt: skip
    assert not proof.proved
    assert not (library.solutions / SLUG / "proof.json").exists()


# --- mutants ---------------------------------------------------------------------------------


def blinded(edit: Edit) -> None:
    """Let the problem's checks no longer look at the bias."""
    edit("checks.py", "affine.compare(NAME, 0 * x, W, b, want=b)", "affine.ask(NAME, 0 * x, W, b)")
    edit("checks.py", "affine.expect(NAME, asked.args, asked.answer)",
         "affine.expect(NAME, asked.args, asked.answer, atol=np.inf)")  # fmt: skip


def test_a_survivor_is_shown_with_its_lines(proved: Prove, edit: Edit) -> None:
    blinded(edit)
    proof = proved()
    shown = text(proof)
    assert "    - return x @ W + b\n    + return x @ W\n" in shown
    assert "These checks would pass this program." in shown
    assert proof.counts["kill_rate"] < 1


def test_a_listed_mutant_needs_no_killing_but_a_reason(
    proved: Prove, edit: Edit, problem: Problem
) -> None:
    blinded(edit)
    before = len(proved().survivors)
    listed = problem.solution / "equivalent.toml"
    entry = '[[mutant]]\nchange = "return x @ W + b -> return x @ W"\nreason = "a trial"\n'
    listed.write_text(entry, encoding="utf-8")
    proof = proved()
    assert len(proof.survivors) == before - 1
    assert proof.counts["equivalent"] == 1


@pytest.mark.parametrize(
    "content, said",
    [
        ('[[mutant]]\nchange = "a -> b"\nreason = "none"\n', "no mutant makes the change 'a -> b'"),
        (
            '[[mutant]]\nchange = "return x @ W + b -> return x @ W"\nreason = "?"\n',
            "is rejected after all: delete the entry",
        ),
    ],
)
def test_a_stale_entry_is_told(proved: Prove, problem: Problem, content: str, said: str) -> None:
    (problem.solution / "equivalent.toml").write_text(content, encoding="utf-8")
    assert said in " ".join(section_of(proved(), "mutants"))


@pytest.mark.parametrize(
    "content, said",
    [
        ("mutant = 3", r"only \[\[mutant\]\] tables"),
        ('[[mutant]]\nchange = "a"\n', r"\[\[mutant\]\] 1 needs a change and a reason"),
        ('[[mutant]]\nchange = "a"\nreason = " "\n', "needs a change and a reason"),
        ("[[mutant", "not TOML"),
    ],
)
def test_a_faulty_list_is_told(proved: Prove, problem: Problem, content: str, said: str) -> None:
    (problem.solution / "equivalent.toml").write_text(content, encoding="utf-8")
    with pytest.raises(ProblemError, match=said):
        proved()


def test_the_flagship_has_at_least_sixty_distinct_mutants(root: Path) -> None:
    made = mutants((root / "solutions/gru_cell/reference.py").read_text(encoding="utf-8"))
    assert len({mutant.text for mutant in made}) == len(made) >= 60
    assert len({mutant.key for mutant in made}) == len(made)
    said = {mutant.what for mutant in made}
    assert {
        "the complement is forgotten", "the second term is dropped", "sigmoid becomes nn.tanh",
        "r is confused with z", "W_r is confused with W_z", "the second factor is transposed",
        "two arguments are exchanged", "starts he_normal", "the seed is ignored",
        "no gradient passes", "half precision", "off by one",
    } <= said  # fmt: skip


@pytest.mark.parametrize(
    "program, expected",
    [
        ("def f(a, b):\n    return a - b\n", "return b - a"),
        ("def f(xs, h):\n    for x in xs:\n        h = h + x\n    return h\n", "h + x"),
        ("def f(p, x):\n    return p['W_r'] @ x + p['W_z'] @ x\n", "p['W_z'] @ x + p['W_z'] @ x"),
        ("def f(x):\n    return x.sum(axis=0, keepdims=True)\n", "keepdims=False"),
        ("def f(t, n):\n    return t < n\n", "t <= n"),
        ("import jax\ndef f(k):\n    return jax.random.fold_in(k, 1)\n", "return k"),
        ("import jax\n@jax.jit\ndef f(x):\n    return x + 1\n", "def f(x)"),
        ("def f(x, n):\n    return x / n\n", "return x * n"),
        ("def f(x):\n    return x.T\n", "return x"),
    ],
)
def test_a_misconception_is_among_the_mutants(program: str, expected: str) -> None:
    assert any(expected in mutant.text for mutant in mutants(program))


def test_nothing_that_no_function_depends_on_is_changed() -> None:
    function = 'def f(x: int) -> int:\n    """Add 1."""\n    return x\n'
    assert mutants('"""Doc 1."""\nimport numpy as np\n\n\n' + function) == []


# --- statements ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "old, new, said",
    [
        ("[0.4, -0.5]", "[0.4, -0.4]", "the code does not run: AssertionError"),
        (r"y = x W + b \tag{1}", r"y = \frac{x W + b \tag{1}", "do not match"),
        (r"\tag{1}", r"\tag{2}", "the equations are numbered [2]"),
        ("y = x W", r"y = \wombat x W", r"\wombat is not a command"),
        ("With $x$ a", "With $x a", "a $ is never closed"),
        ("Start from `stub.py`", "Start from [it](stubb.py)", "the link to stubb.py leads nowhere"),
    ],
)
def test_a_fault_in_the_statement_is_told(
    proved: Prove, edit: Edit, old: str, new: str, said: str
) -> None:
    edit("README.md", old, new)
    assert said in " ".join(section_of(proved(), "statement"))


@pytest.mark.parametrize(
    "old, new, said",
    [
        ("## Hint 2", "## Hint 4", "## Hint 4 should be ## Hint 2"),
        ("for: bias-missing", "for: bias-mising", "hint 3 is for 'bias-mising'"),
        ("<!-- for: bias-missing -->", "for: bias-missing", "hint 3 shows its learner what it is"),
        ("All of it:", "<!-- for: bias-missing -->", "hint 3 shows its learner what it is"),
        ("# Hints\n", "# Tips\n", "it must start with # Hints"),
    ],
)
def test_a_fault_in_the_hints_is_told(
    proved: Prove, edit: Edit, old: str, new: str, said: str
) -> None:
    edit("hints.md", old, new)
    assert said in " ".join(section_of(proved(), "statement"))


# --- mistakes against each other -------------------------------------------------------------


def test_two_mistakes_that_look_alike_are_told(proved: Prove, edit: Edit, problem: Problem) -> None:
    edit("equations.py", "rule(\n    \"writes", '@mistake("bias-negative", "A", "B")\n'
         "class BiasNegative(Affine):\n    def add(self, y, b):\n        return y - b\n\n\n"
         "rule(\n    \"writes")  # fmt: skip
    told = section_of(proved(), "separate")
    assert told == (
        "the mistakes bias-subtracted and bias-negative answer every question alike: ask one that "
        "separates them, or make them one mistake",
    )


def test_a_mistake_that_is_right_is_told(proved: Prove, edit: Edit) -> None:
    edit("equations.py", "return y - b", "return y + b")
    told = section_of(proved(), "separate")
    assert (
        "the mistake bias-subtracted answers every question rightly: ask one that shows it" in told
    )


def test_a_mistake_without_a_file_is_told(proved: Prove, problem: Problem) -> None:
    (problem.solution / "rejected" / "bias_subtracted.py").unlink()
    told = section_of(proved(), "mistakes")
    assert told == ("no file in rejected/ makes the mistake 'bias-subtracted': write one",)


# --- beginning and watching ------------------------------------------------------------------


@pytest.mark.parametrize("name", ["", "Gru", "gru-cell", "../x", "_x", "x__y", "1x"])
def test_a_name_that_cannot_be_used_is_refused(library: Library, name: str) -> None:
    with pytest.raises(UsageError, match="cannot name a problem"):
        author.new(name, library)


def test_what_is_there_is_never_overwritten(library: Library) -> None:
    before = (library.problems / SLUG / "checks.py").read_bytes()
    with pytest.raises(UsageError, match="is already there"):
        author.new(SLUG, library)
    assert (library.problems / SLUG / "checks.py").read_bytes() == before


def test_watching_proves_again_after_each_save(library: Library, edit: Edit) -> None:
    rounds = author.watch(
        SLUG, library, seeds=1, every=1, workers=2, tell=lambda text: None, pause=0.05
    )
    first = next(rounds)
    assert isinstance(first, Proof) and first.proved
    edit("reference.py", "x @ W + b", "x @ W - b")
    second = next(rounds)
    assert isinstance(second, Proof) and not second.proved
    edit("problem.toml", 'level = "easy"', 'level = "eas')
    third = next(rounds)
    assert isinstance(third, ProblemError) and "not TOML" in str(third)
    edit("problem.toml", 'level = "eas', 'level = "easy"')
    edit("reference.py", "x @ W - b", "x @ W + b")
    last = next(rounds)
    assert isinstance(last, Proof) and last.proved
    rounds.close()  # type: ignore[attr-defined]


def test_a_program_that_never_ends_is_ended(library: Library, monkeypatch) -> None:
    monkeypatch.setattr("grader.runner.local.LocalRunner.seconds", 0.3)
    loop = f"def {SLUG}(x, W, b):\n    while True:\n        pass\n"
    trial = attempt(Attempt(SLUG, library, loop))
    assert not trial.passed and trial.failed[0] == "runs"


# --- the command -----------------------------------------------------------------------------


def test_the_command_proves_and_says_so_in_its_status(cli, library: Library, edit: Edit) -> None:
    folders = {"GRADE_PROBLEMS": str(library.problems), "GRADE_SOLUTIONS": str(library.solutions)}
    good = cli("prove", "--save", env=folders)
    assert good.returncode == 0, good.stdout + good.stderr
    assert "PASS" in good.stdout or "✓" in good.stdout
    assert (library.solutions / SLUG / "proof.json").is_file()
    edit("reference.py", "x @ W + b", "x @ W - b")
    bad = cli("prove", SLUG, "--json", "--no-sandbox", env=folders)
    assert bad.returncode == 1
    assert json.loads(bad.stdout)["proofs"][0]["proved"] is False
    for wrong in (["prove", "nothing"], ["prove", "--watch"], ["new", SLUG]):
        done = cli(*wrong, env=folders)
        assert done.returncode == 2 and done.stderr.startswith("grade: ")


def test_the_command_begins_a_problem(cli, library: Library) -> None:
    folders = {"GRADE_PROBLEMS": str(library.problems), "GRADE_SOLUTIONS": str(library.solutions)}
    done = cli("new", "my_second", env=folders)
    assert done.returncode == 0, done.stderr
    assert "grade prove my_second --watch" in done.stdout
    assert read_problem("my_second", library).order == read_problem(SLUG, library).order + 10
