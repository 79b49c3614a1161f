"""The properties of the blend, most useful failure first."""

from __future__ import annotations

import numpy as np

from grader.function import Function
from grader.suite import Suite

NAME = "gru_blend"
SIZES = (4, 1, 3, 6)


class Blend(Function):
    simplest = [
        {"h_prev": (1,), "h_tilde": (1,), "z": (1,)},
        {"h_prev": (2,), "h_tilde": (2,), "z": (2,)},
    ]
    values = (0.0, 1.0, 0.5)  # z is between 0 and 1


def states(draw, H):
    """An old state and a candidate, in the float64 of the caller."""
    return draw.normal(H).astype(np.float64), draw.normal(H).astype(np.float64)


def gate(draw, H):
    """Values strictly between 0 and 1, some on each side of one half."""
    return (1 / (1 + np.exp(-2 * draw.normal(H)))).astype(np.float64)


suite = Suite(Blend)


@suite.check("returns one vector of length H")
def runs(blend, draw):
    # Every question is asked before the first is judged: a diagnosis needs several.
    questions = [(*states(draw, H), gate(draw, H)) for H in SIZES]
    answers = blend.ask_all(NAME, questions)
    for args, answer in zip(questions, answers, strict=True):
        blend.expect(NAME, args, answer, atol=np.inf)


@suite.check("z = 0 keeps the previous state", needs=["runs"])
def z0_keeps(blend, draw):
    h_prev, h_tilde = states(draw, 4)
    blend.compare(NAME, h_prev, h_tilde, np.zeros(4), want=h_prev)


@suite.check("z = 1 replaces it by the candidate", needs=["runs"])
def z1_replaces(blend, draw):
    h_prev, h_tilde = states(draw, 4)
    blend.compare(NAME, h_prev, h_tilde, np.ones(4), want=h_tilde)


@suite.check(
    "where old and new agree, every z leaves them alone", needs=["z0_keeps", "z1_replaces"]
)
def fixed_point(blend, draw):
    h_prev, _ = states(draw, 4)
    blend.compare(NAME, h_prev, h_prev.copy(), gate(draw, 4), want=h_prev)


@suite.check("each unit has its own dial", needs=["z0_keeps", "z1_replaces"])
def per_unit(blend, draw):
    h_prev, h_tilde = states(draw, 4)
    z = np.array([0.0, 1.0, 0.0, 1.0])
    blend.compare(NAME, h_prev, h_tilde, z, want=np.where(z == 1, h_tilde, h_prev))


@suite.check("equals equation 1 for gates in between", needs=["fixed_point", "per_unit"])
def equation(blend, draw):
    for question in list(blend.questions):
        blend.expect(NAME, question.args, question.answer)
    # Gates close to the ends, and a state far from any that tanh could give.
    h_prev, h_tilde = states(draw, 6)
    blend.compare(NAME, 50 * h_prev, h_tilde, gate(draw, 6) ** 8)


@suite.check("float32 arrays work too", needs=["equation"])
def float32(blend, draw):
    blend.compare(NAME, draw.normal(3), draw.normal(3), gate(draw, 3).astype(np.float32))


@suite.check("the inputs are left as they were", needs=["runs"])
def inputs_kept(blend, draw):
    blend.expect_inputs_kept(mistake="writes-into-input")
