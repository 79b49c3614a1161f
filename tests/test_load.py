"""Directories and files -> Problem and Submission, and what is said of their faults."""

import pytest

from grader.errors import ProblemError, UsageError
from grader.load import (
    MAX_SOURCE,
    Library,
    as_submission,
    find_library,
    find_problem,
    load_catalogue,
    load_suite,
    read_problem,
    read_submission,
)

GOOD = """\
title = "Sum"
track = "basics"
order = 1
level = "easy"
version = 2
libraries = ["jax"]
entries = ["add(a, b)", "Cell"]
needs = []
"""
CHECKS = "from grader.suite import Subject, Suite\nsuite = Suite(Subject)\n"
EQUATIONS = "from grader.catalogue import Catalogue\ncatalogue = Catalogue(object)\n"


@pytest.fixture
def make(tmp_path):
    """make(toml, checks=, equations=): a library of one problem `sum`, read from these texts."""

    def build(toml=GOOD, checks=CHECKS, equations=EQUATIONS, stub="x = 1\n"):
        for folder in ("problems/sum", "solutions/sum"):
            (tmp_path / folder).mkdir(parents=True, exist_ok=True)
        here = tmp_path / "problems" / "sum"
        files = {
            here / "problem.toml": toml,
            here / "stub.py": stub,
            here / "checks.py": checks,
            tmp_path / "solutions" / "sum" / "equations.py": equations,
        }
        for file, text in files.items():
            if text is not None:
                file.write_text(text, encoding="utf-8")
        return Library((tmp_path / "problems").resolve(), (tmp_path / "solutions").resolve())

    return build


def no_input(size):
    raise AssertionError("standard input was read")


# --- problem.toml ---


def test_a_good_problem_is_read_whole(make):
    problem = read_problem("sum", make(GOOD + "[limits]\nseconds = 5\nmemory_mb = 100\n"))
    assert (problem.title, problem.level, problem.version) == ("Sum", "easy", 2)
    assert [(e.name, e.signature) for e in problem.entries] == [
        ("add", "add(a, b)"), ("Cell", "Cell")]  # fmt: skip
    assert problem.limits.seconds == 5.0
    assert problem.limits.memory_mb == 100


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('level = "easy"', 'level = "hardest"',
         "key 'level' is 'hardest': one of easy, medium, hard"),
        ('title = "Sum"', "", "key 'title' is missing: a text"),
        ('title = "Sum"', 'title = " "', "key 'title' is ' ': a text"),
        ("order = 1", "order = -1", "key 'order' is -1: a whole number, 0 or more"),
        ("version = 2", "version = true", "key 'version' is True: a whole number, 1 or more"),
        ('libraries = ["jax"]', 'libraries = ["torch"]',
         "key 'libraries' is ['torch']: a list from numpy, jax, flax.linen, flax.nnx, optax"),
        ('entries = ["add(a, b)", "Cell"]', "entries = []",
         "key 'entries' is []: a list such as [\"step(x, h)\"]"),
        ('entries = ["add(a, b)", "Cell"]', 'entries = ["1x()"]',
         "key 'entries' is ['1x()']: a list such as [\"step(x, h)\"]"),
        ("needs = []", "needs = [3]", "key 'needs' is [3]: a list of texts"),
        ("needs = []", "needs = []\n[limit]\n", "key 'limit' is unknown, did you mean 'limits'?"),
        ("needs = []", "needs = []\nlimits = 3", "key 'limits' is 3: a table with seconds,"),
        ("needs = []", "needs = []\n[limits]\nsecond = 3",
         "key 'limits.second' is unknown, did you mean 'seconds'?"),
        ("needs = []", "needs = []\n[limits]\nseconds = 0",
         "key 'limits.seconds' is 0: a number above 0"),
    ],
)  # fmt: skip
def test_a_fault_names_file_key_and_what_is_allowed(make, old, new, said):
    library = make(GOOD.replace(old, new))
    with pytest.raises(ProblemError) as caught:
        read_problem("sum", library)
    assert f"{library.problems / 'sum' / 'problem.toml'}: {said}" in str(caught.value)


def test_all_faults_are_told_at_once(make):
    library = make('title = 3\nlevel = "?"\n')
    with pytest.raises(ProblemError) as caught:
        read_problem("sum", library)
    keys = ("title", "track", "order", "level", "version", "libraries", "entries", "needs")
    assert all(f"key '{key}'" in str(caught.value) for key in keys)


def test_a_file_that_is_not_toml_says_where(make):
    with pytest.raises(ProblemError, match=r"problem\.toml: not TOML: .*line 1"):
        read_problem("sum", make("title = \n"))


def test_a_problem_without_a_stub_says_so(make):
    with pytest.raises(ProblemError, match=r"stub\.py is missing"):
        read_problem("sum", make(stub=None))


# --- checks.py and equations.py ---


def test_the_checks_and_the_catalogue_are_loaded(make):
    problem = read_problem("sum", make())
    assert load_suite(problem).checks == []
    assert list(load_catalogue(problem)) == []


def test_checks_that_are_missing_say_so(make):
    with pytest.raises(ProblemError, match=r"checks\.py is missing"):
        load_suite(read_problem("sum", make(checks=None)))


def test_checks_without_a_suite_say_what_to_define(make):
    with pytest.raises(ProblemError, match=r"checks\.py: must define suite = Suite\(\.\.\.\)"):
        load_suite(read_problem("sum", make(checks="suite = 3\n")))


def test_equations_that_raise_say_how(make):
    with pytest.raises(ProblemError, match=r"equations\.py: ZeroDivisionError: division by zero"):
        load_catalogue(read_problem("sum", make(equations="1 / 0\n")))


def test_checks_that_do_not_parse_say_where(make):
    with pytest.raises(ProblemError, match=r"checks\.py: SyntaxError: .*line 2"):
        load_suite(read_problem("sum", make(checks="x = 1\nx = (\n")))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('@suite.check("b", needs=["nope"])\ndef b(s, d): ...',
         "check 'b' needs 'nope', which no earlier check is called"),
        ('@suite.check("b")\ndef b(s, d): ...\n@suite.check("c")\ndef b(s, d): ...',
         "check 'b' is declared twice"),
    ],
)  # fmt: skip
def test_a_check_out_of_order_is_the_authors_fault(make, line, said):
    with pytest.raises(ProblemError, match=said):
        load_suite(read_problem("sum", make(checks=f"{CHECKS}{line}\n")))


def test_two_mistakes_of_one_name_are_the_authors_fault(make):
    line = 'catalogue.rule("a", "A", "...")\n'
    with pytest.raises(ProblemError, match="two mistakes are called 'a': rename one"):
        load_catalogue(read_problem("sum", make(equations=EQUATIONS + line + line)))


# --- which problem ---


def test_a_problem_is_found_by_name_and_by_dashes(make):
    library = make()
    (library.problems / "sum").rename(library.problems / "sum_up")
    assert find_problem("sum_up", library)[0].slug == "sum_up"
    assert find_problem("sum-up", library)[0].slug == "sum_up"


def test_a_problem_is_found_by_its_folder_from_anywhere(make, library):
    folder = make().problems / "sum"
    problem, found = find_problem(str(folder), library)
    assert problem.directory == folder
    assert found.solutions == folder.parents[1] / "solutions"


def test_an_unknown_problem_names_the_nearest(library):
    with pytest.raises(UsageError) as caught:
        find_problem("gru-cel", library)
    assert str(caught.value) == (
        "there is no problem 'gru-cel'. Did you mean gru_cell? `grade list` shows them all."
    )


def test_a_problem_like_no_other_names_none(library):
    with pytest.raises(UsageError) as caught:
        find_problem("zzz", library)
    assert str(caught.value) == "there is no problem 'zzz'. `grade list` shows them all."


def test_a_folder_without_problem_toml_is_no_problem(make, tmp_path):
    library = make()
    (library.problems / "half").mkdir()
    with pytest.raises(ProblemError, match="half has no problem.toml"):
        find_problem("half", library)
    with pytest.raises(ProblemError, match="solutions is not a problem: it has no problem.toml"):
        find_problem(str(tmp_path / "solutions"), library)


def test_a_folder_of_problems_that_is_not_there_is_named_by_its_option(tmp_path, monkeypatch):
    missing = str(tmp_path / "nowhere")
    with pytest.raises(UsageError, match=f"--problems: there is no folder {missing}"):
        find_library(missing)
    monkeypatch.setenv("GRADE_SOLUTIONS", missing)
    with pytest.raises(UsageError, match=f"GRADE_SOLUTIONS: there is no folder {missing}"):
        find_library()


def test_an_option_goes_before_the_environment(make, tmp_path, monkeypatch):
    library = make()
    monkeypatch.setenv("GRADE_PROBLEMS", str(tmp_path / "nowhere"))
    monkeypatch.setenv("GRADE_SOLUTIONS", str(library.solutions))
    assert find_library(str(library.problems)) == library
    assert library.slugs() == ["sum"]


# --- a submission ---


def test_a_submission_is_its_text_its_name_and_its_fingerprint(tmp_path):
    file = tmp_path / "mine.py"
    file.write_bytes(b"x = 1\n")
    found = read_submission(str(file), no_input)
    assert (found.text, found.name) == ("x = 1\n", str(file))
    assert found.sha256 == as_submission(b"x = 1\n", "other").sha256


def test_a_dash_is_standard_input_and_is_read_up_to_the_limit():
    asked = []

    def stdin(size):
        asked.append(size)
        return b"x = 1\n"

    assert read_submission("-", stdin).name == "standard input"
    assert asked == [MAX_SOURCE + 1]


def test_a_file_of_exactly_the_limit_is_read():
    text = b"#" * (MAX_SOURCE - 1) + b"\n"
    assert len(as_submission(text, "big.py").text) == MAX_SOURCE
