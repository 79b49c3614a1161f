"""What the judge reads from a submission's syntax tree, without running it."""

import textwrap

import pytest

from grader.source import Source, same_code


def source(text):
    return Source(textwrap.dedent(text).lstrip("\n"))


CELL = source(
    """
    class Cell:
        def gate(self):
            return 1

        def __call__(self, x, h):
            a, b = self.pair()
            self.W = make()
            W_h = self.param(
                "W_h", init
            )
            out = (1 - z) * h
            out = out + z * n(W_h)
            return out.reshape(-1)
    """
)


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


def test_a_dotted_path_is_none_for_what_is_not_a_name():
    found = Source("f().x")
    assert found.dotted(found.tree.body[0].value) is None


def test_a_method_is_found_by_its_class():
    method = CELL.method("Cell", "__call__")
    assert method is not None and method.lineno == 5
    assert CELL.method("Cell", "setup") is None
    assert CELL.method("Other", "__call__") is None


def test_the_names_assigned_on_a_line_are_found_from_any_of_its_lines():
    assert CELL.assigned_at(6) == ["a", "b"]
    assert CELL.assigned_at(7) == [".W"]
    assert CELL.assigned_at(9) == CELL.assigned_at(10) == ["W_h"]
    assert CELL.assigned_at(13) == []


def test_a_value_is_bound_to_the_name_of_its_place():
    assert CELL.bound_to([3, 6], 1, 2) == ("b", 6)
    assert CELL.bound_to([6], 0, 3) is None
    assert CELL.bound_to([], 0, 1) is None


def test_the_first_use_of_a_name_is_after_its_definition():
    assert CELL.first_use("W_h", 8) == 12
    assert CELL.first_use("W_h", 12) is None
    assert CELL.first_use("nothing", 0) is None


def test_the_result_is_made_where_the_returned_name_was_last_assigned():
    method = CELL.method("Cell", "__call__")
    assert method is not None
    assert CELL.result_line(method) == 12


def test_a_returned_expression_is_made_on_its_own_line():
    method = CELL.method("Cell", "gate")
    assert method is not None
    assert CELL.result_line(method) == 3


def test_a_function_that_returns_nothing_has_no_result_line():
    found = Source("class C:\n    def f(self):\n        return\n")
    method = found.method("C", "f")
    assert method is not None
    assert found.result_line(method) is None


def test_comments_and_white_space_make_no_other_code():
    assert same_code("x = 1\n", "# said\nx  =  1  # so\n\n")
    assert not same_code("x = 1\n", "x = 2\n")


def test_a_file_that_does_not_parse_is_the_same_only_as_itself():
    assert same_code("x = (", "x = (")
    assert not same_code("x = (", "x = ( ")
