"""The exact text that a learner reads, one folder of `golden/<problem>` for each case.

After a change of wording, write the reports anew and read the difference before committing it:

    GRADE_UPDATE_GOLDEN=1 python -m pytest tests/test_messages.py

The numbers that a report shows are compared with a tolerance, because the last digit may depend on
the machine and on the version of jax; all other characters are compared as they are.
"""

import dataclasses
import os
import re
import sys
from pathlib import Path

import pytest

from grader.load import read_problem
from grader.views import terminal
from tests import make_messages

GOLDEN = Path(__file__).parent / "golden"
CASES = sorted(
    folder.relative_to(GOLDEN).as_posix() for folder in GOLDEN.glob("*/*") if folder.is_dir()
)
NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e[-+]\d+)?")


def alike(one, other):
    """Whether two texts are the same but for the last digits of their numbers."""
    first, second = (NUMBER.findall(text) for text in (one, other))
    return NUMBER.sub("#", one) == NUMBER.sub("#", other) and all(
        float(a) == pytest.approx(float(b), rel=5e-3, abs=2e-3)
        for a, b in zip(first, second, strict=True)
    )


@pytest.mark.parametrize("case", CASES)
def test_the_learner_reads_this(case, library, trusted, root, monkeypatch):
    monkeypatch.chdir(root)  # the stub is named as it is found from here
    problem = read_problem(case.partition("/")[0], library)
    file = GOLDEN / case / "submission.py"
    report = trusted(file if file.exists() else problem.stub, of=problem)
    text = terminal.text(dataclasses.replace(report, seconds=1.0), width=80)
    golden = GOLDEN / case / "report.txt"
    if os.environ.get("GRADE_UPDATE_GOLDEN"):
        golden.write_text(text, encoding="utf-8")
    expected = golden.read_text(encoding="utf-8")
    assert text == expected or alike(text, expected), f"\n{text}\n--- expected ---\n{expected}"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the page is about a sandbox")
def test_the_page_of_messages_is_what_is_read_today():
    told, now = make_messages.PAGE.read_text(encoding="utf-8"), make_messages.page()
    assert told == now or alike(told, now), "python -m tests.make_messages writes it anew"


def test_the_page_of_messages_has_every_golden_case():
    assert sorted(make_messages.GOLDEN) == CASES


def test_other_last_digits_are_alike_and_other_numbers_are_not():
    assert alike("got [0.2689, -1.5]", "got [0.2688, -1.5]")
    assert not alike("got [0.2689]", "got [0.2989]")
    assert not alike("got [0.2689]", "got 0.2689")
    assert not alike("got [0.2689]", "got [0.2689, 0.2689]")
