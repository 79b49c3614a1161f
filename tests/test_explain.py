"""What an exception means. Every sentence is provoked by real code with the libraries installed
here, because their messages change from version to version."""

import textwrap

import pytest

from grader import explain
from grader.model import SUBMISSION, Call, Kind, Outcome, Raised, Ref
from grader.runner.library import Library
from grader.runner.program import Program

HEAD = """
import jax
import jax.numpy as jnp
import numpy as np
from flax import linen as nn

x, h, key = jnp.ones(3), jnp.ones(4), jax.random.key(0)
lecun, zeros = nn.initializers.lecun_normal(), nn.initializers.zeros
"""
WEIGHT = 'return x @ self.param("W", lecun, (x.size, 4))'
RUN = "Cell(4).init_with_output(key, x, h)[0]"


def cell(body, call=RUN, decorator="@nn.compact"):
    """A module with this body, and `answer()` that calls it."""
    return "\n".join([
        "class Cell(nn.Module):", "    hidden: int", f"    {decorator}",
        "    def __call__(self, x, h):", textwrap.indent(body, " " * 8),
        "def answer():", f"    return {call}",
    ])  # fmt: skip


def answer(expression):
    return f"def answer():\n    return {expression}"


def provoked(text):
    """The exception that `answer()` of a submission raises."""
    program = Program(Library())
    outcome = program.load(HEAD + text)
    if outcome.kind is Kind.VALUE:
        outcome = program.answer(Call(Ref(SUBMISSION.handle, ("answer",))))
    assert outcome.raised is not None, "nothing was raised"
    return outcome.raised


TODO = "A TODO is still open"
FUNCTION = "A function is used where numbers are needed"
ZEROS = "nn.initializers.zeros is itself the initializer"
AXES = "lecun_normal needs at least two axes"
WHOLE = "apply wants the whole dict that init returned"
DIRECT = "A module is called directly"
NAMES = "Two parameters have the same name"
COMPACT = "Parameters are declared in setup() or under @nn.compact"
LACKS = "apply was given variables without this parameter"
FIELD = "A module's fields can be set in setup() only"
KEY = "A random key is needed here"
OTHER_SHAPE = "A parameter was given with another shape"
CARRY = "The loop's state changes its type between steps"
TRACED = "A value is turned into a Python number or a NumPy array inside a traced function"
ARGUMENTS = "A call passes another number of arguments"
SHAPES = "Two shapes do not fit"
NAME = "Python does not know this name here"
UNBOUND = "The function gives this name a value, but only after this line"
SYNTAX = "Python cannot read the file from here on"
INDENT = "The lines of a block begin in the same column"
NO_KEY = "A dict has no such key"
INDEX = "An index lies outside its array"
MODULE = "This module cannot be imported here"
REFUSED = "Your code tried something that the sandbox does not allow"
ENDLESS = "A function calls itself without end"
MEMORY = "Your code asked for more memory"
EXIT = "Your code tried to end the program"

BARE = 'self.param("W", nn.initializers.lecun_normal, (3, 4))'

CASES = [
    (TODO, "def answer():\n    raise NotImplementedError('TODO: equation 1')"),
    (TODO, "def answer():\n    raise NotImplementedError"),
    (FUNCTION, cell(f"return x @ {BARE}")),
    (FUNCTION, cell(f"return jnp.dot(x, {BARE})")),
    (FUNCTION, cell(f"return jnp.einsum('i,ij->j', x, {BARE})")),
    (FUNCTION, cell(f"return {BARE}[:3]")),
    (FUNCTION, cell(f"return {BARE}.T")),
    (FUNCTION, cell(f"return jnp.concatenate([x, {BARE}])")),
    (ZEROS, cell('return x + self.param("b", nn.initializers.zeros(), (3,))')),
    (ZEROS, cell('return x + self.param("b", nn.initializers.zeros_init, (3,))')),
    (AXES, cell('return x + self.param("b", lecun, (3,))')),
    (WHOLE, cell(WEIGHT, 'Cell(4).apply(Cell(4).init(key, x, h)["params"], x, h)')),
    (DIRECT, cell(WEIGHT, "Cell(4)(x, h)")),
    (NAMES, cell(f'self.param("W", lecun, (3, 4))\n{WEIGHT}')),
    (COMPACT, cell(WEIGHT, decorator="")),
    (COMPACT, cell("return nn.Dense(3)(x)", decorator="")),
    (LACKS, cell(WEIGHT, 'Cell(4).apply({"params": {"V": x}}, x, h)')),
    (LACKS, cell(WEIGHT, "Cell(4).apply({}, x, h)")),
    (FIELD, cell("self.W = x\nreturn x")),
    (KEY, cell(WEIGHT, "Cell(4).init(0, x, h)")),
    (KEY, answer("jax.random.normal(0, (3,))")),
    (OTHER_SHAPE, cell(WEIGHT, "Cell(4).apply(Cell(4).init(key, x, h), jnp.ones(5), h)")),
    (CARRY, answer("jax.lax.scan(lambda c, v: (c + v, v), jnp.zeros((), int), x)")),
    (TRACED, answer("jax.jit(lambda v: np.tanh(np.asarray(v)))(x)")),
    (TRACED, answer("jax.jit(lambda v: float(v[0]))(x)")),
    (TRACED, answer("jax.jit(lambda v: v if v[0] > 0 else -v)(x)")),
    (TRACED, answer("jax.jit(lambda n: [1, 2, 3][n])(2)")),
    (ARGUMENTS, cell("return x", "Cell(4).init_with_output(key, x)")),
    (ARGUMENTS, cell("return x", "Cell(size=4).init_with_output(key, x, h)")),
    (ARGUMENTS, answer("(lambda a, *, b: a)(1)")),
    (SHAPES, answer("x @ jnp.ones((4, 4))")),
    (SHAPES, answer("x + h")),
    (SHAPES, answer("jnp.einsum('i,ij->j', x, jnp.ones((4, 4)))")),
    (SHAPES, answer("jnp.concatenate([x[None], h])")),
    (SHAPES, answer("np.ones(3) @ np.ones((4, 4))")),
    (SHAPES, answer("np.dot(np.ones(3), np.ones((4, 4)))")),
    (SHAPES, answer("np.ones(3) + np.ones(4)")),
    (SHAPES, answer("np.concatenate([np.ones((1, 3)), np.ones((1, 4))])")),
    (NAME, answer("nothing_has_this_name")),
    (UNBOUND, "def answer():\n    h = h + 1\n    return h"),
    (SYNTAX, "def answer(:\n    return 1"),
    (INDENT, "def answer():\nreturn 1"),
    (INDENT, "def answer():\n        a = 1\n\treturn a"),
    (NO_KEY, "def answer():\n    raise KeyError('W_q')"),
    (NO_KEY, answer("{'W_r': 1}['Wr']")),
    (INDEX, answer("np.ones(3)[3]")),
    (MODULE, "import a_module_that_nobody_has"),
    (REFUSED, "def answer():\n    raise PermissionError(13, 'Permission denied')"),
    (ENDLESS, "def answer():\n    return answer()"),
    (MEMORY, answer("np.empty(1 << 57)")),
    (MEMORY, answer("jnp.zeros(1 << 56, jnp.int8)")),
    (EXIT, "def answer():\n    raise SystemExit(0)"),
    (EXIT, "import sys\nsys.exit()"),
]


@pytest.mark.parametrize(
    ("sentence", "text"), CASES, ids=[f"{i}-{c[0][:24]}" for i, c in enumerate(CASES)]
)
def test_an_exception_is_explained(sentence, text):
    error = provoked(text)
    assert explain.meaning(error).startswith(sentence), f"{error.type}: {error.message[:300]}"


def test_every_translation_is_provoked_here():
    told = {meaning for _, _, meaning in explain.TRANSLATIONS}
    assert {t for t in told if not any(t.startswith(sentence) for sentence, _ in CASES)} == set()


def test_an_exception_that_we_do_not_know_is_left_alone():
    assert explain.meaning(provoked(answer("1 / 0"))) == ""


def test_a_type_is_matched_whole():
    assert explain.meaning(Raised("MyMemoryError", "")) == ""


# --- summaries ---


def test_a_summary_is_one_line_with_type_text_and_line():
    error = Raised("ValueError", "first\nsecond", lines=((3, "f"), (9, "g")))
    assert explain.summary(Outcome(Kind.RAISED, raised=error)) == "ValueError: first (line 9)"


def test_an_exception_without_text_is_its_type():
    assert explain.summary(Outcome(Kind.RAISED, raised=Raised("KeyError", ""))) == "KeyError"


def test_a_summary_is_short_and_holds_no_control_characters():
    error = Raised("\x1b" * 500, "\x1b[31m" + "a" * 5000)
    text = explain.summary(Outcome(Kind.RAISED, raised=error))
    assert "\x1b" not in text and "\n" not in text
    assert len(text) < 300


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.VALUE])
def test_every_way_to_give_no_value_has_a_sentence(kind):
    text = explain.summary(Outcome(kind, detail="DETAIL", raised=Raised("KeyError", "DETAIL")))
    assert "DETAIL" in text


def test_every_way_to_be_stopped_says_what_to_look_for():
    kinds = [kind for kind in Kind if kind not in (Kind.VALUE, Kind.RAISED)]
    assert [kind for kind in kinds if not explain.detail(Outcome(kind))] == []


def test_no_two_ways_to_stop_a_submission_read_alike():
    kinds = [kind for kind in Kind if kind is not Kind.VALUE]
    assert len({explain.summary(Outcome(k, raised=Raised("E", "x"))) for k in kinds}) == len(kinds)


def test_the_line_is_the_innermost_of_the_submission():
    error = Raised("ValueError", "", lines=((3, "f"), (9, "g")))
    assert explain.line(Outcome(Kind.RAISED, raised=error)) == 9
    assert explain.line(Outcome(Kind.TIMED_OUT)) is None
