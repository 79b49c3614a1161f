"""What the judge reads from a submission's syntax tree, without running it."""

import ast
import textwrap

import pytest

from grader.source import Source, same_code


def source(text):
    return Source(textwrap.dedent(text).lstrip("\n"))


def test_a_file_that_does_not_parse_has_an_error_and_no_names():
    found = Source("def f(:\n")
    assert found.error is not None and found.error.lineno == 1
    assert found.uses("flax", ["f"]) == []


@pytest.mark.parametrize("text", ["\0", "(" * 10_000, "x = " + "-" * 100_000 + "1"])
def test_a_file_that_the_parser_gives_up_on_is_an_error_not_a_crash(text):
    assert Source(text).error is not None


def test_a_warning_of_the_parser_is_nobodys_business():
    assert Source(r"x = '\d'").error is None


@pytest.mark.parametrize(
    ("imported", "written"),
    [
        ("import flax.linen as nn", "nn.Dense"),
        ("from flax import linen as nn", "nn.Dense"),
        ("from flax import linen", "linen.Dense"),
        ("from flax.linen import Dense", "Dense"),
        ("from flax.linen import Dense as Layer", "Layer"),
        ("import flax.linen", "flax.linen.Dense"),
        ("import flax.linen\nimport flax", "flax.linen.Dense"),
    ],
)
def test_a_name_is_known_through_every_kind_of_import(imported, written):
    lines = imported.count("\n") + 1
    found = Source(f"{imported}\ndef f():\n    return {written}(3)\n")
    assert ("flax.linen.Dense", lines + 2) in found.uses("flax.linen.Dense", ["f"])


def test_a_module_beside_the_submission_is_not_flax():
    found = Source("from .flax.linen import Dense\ndef f():\n    return Dense(3)\n")
    assert found.uses("flax.", ["f"]) == []


def test_a_comment_or_a_text_uses_nothing():
    found = Source('from flax import linen as nn\ndef f():\n    "nn.Dense"  # nn.Dense\n')
    assert found.uses("flax.linen.Dense", ["f"]) == []


def test_code_that_the_entries_do_not_reach_uses_nothing():
    found = source(
        """
        from flax import linen as nn
        def helper():
            return nn.Dense(3)
        def f():
            return 1
        def g():
            return helper()
        """
    )
    assert found.uses("flax.linen.Dense", ["f"]) == []
    assert found.uses("flax.linen.Dense", ["g"]) == [("flax.linen.Dense", 3)]


def test_a_name_defined_under_if_or_try_is_reached():
    found = source(
        """
        import numpy as np
        try:
            helper = np.tanh
        except Exception:
            def helper(): return np.sin
        def f():
            return helper
        """
    )
    assert [name for name, _ in found.uses("numpy.", ["f"])] == ["numpy.tanh", "numpy.sin"]


def test_what_is_not_a_name_has_no_dotted_path():
    found = Source("")
    assert found.dotted(ast.parse("f().x", mode="eval").body) is None


def test_comments_and_white_space_make_no_other_code():
    assert same_code("x = 1\n", "# said\nx  =  1  # so\n\n")
    assert not same_code("x = 1\n", "x = 2\n")


def test_a_file_that_does_not_parse_is_the_same_only_as_itself():
    assert same_code("x = (", "x = (")
    assert not same_code("x = (", "x = ( ")
