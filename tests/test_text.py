"""Strangers' text is safe to show."""

import dataclasses

import pytest

from grader.model import Evidence, Status
from grader.text import clean, cleaned

MARK = "\ufffd"  # what stands for a character that is not shown


@pytest.mark.parametrize(
    "character",
    ["\x00", "\x07", "\x08", "\x1b", "\x7f", "\x9b", "\u200b", "\u202e", "\u2066", "\u2028",
     "\u2029", "\ufeff", "\U000e0041", "\ue000", "\ud800"],
    ids=lambda c: f"U+{ord(c):04X}",
)  # fmt: skip
def test_characters_that_steer_or_hide_are_replaced(character):
    assert clean(f"a{character}b") == f"a{MARK}b"


def test_an_escape_sequence_loses_its_escape():
    assert clean("\x1b[31mred\x1b[0m") == f"{MARK}[31mred{MARK}[0m"


def test_a_carriage_return_cannot_overwrite_a_line():
    assert clean("passed\rfailed\r\nend") == "passed\nfailed\nend"


def test_letters_of_every_script_stay():
    text = "naïve Ελλάδα 日本語 ∑ 🙂"
    assert clean(text) == text


def test_tabs_become_spaces():
    assert clean("\tx") == "    x"


def test_long_text_is_cut_and_says_so():
    assert clean("a" * 50, most=10) == "a" * 10 + "\n[cut]"


def test_text_of_exactly_the_limit_is_whole():
    assert clean("a" * 10, most=10) == "a" * 10


def test_many_lines_are_cut_and_say_so():
    assert clean("1\n2\n3\n4", lines=2) == "1\n2\n[cut]"


def test_an_enormous_text_costs_no_more_than_its_beginning():
    assert len(clean("\x1b" * 10_000_000)) < 5000


def test_every_text_in_a_value_is_cleaned():
    @dataclasses.dataclass(frozen=True)
    class Holder:
        inner: Evidence
        names: tuple[str, ...]
        table: dict[str, str]
        number: int

    dirty = Holder(Evidence("\x1b", "b", (("\x1b", "c"),)), ("\x1b",), {"\x1b": "\x1b"}, 3)
    assert cleaned(dirty) == Holder(Evidence(MARK, "b", ((MARK, "c"),)), (MARK,), {MARK: MARK}, 3)


def test_what_is_not_text_stays_itself():
    assert cleaned(Status.FAILED) is Status.FAILED
    assert cleaned((1, None, 2.5, True)) == (1, None, 2.5, True)
