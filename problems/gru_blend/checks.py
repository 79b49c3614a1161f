"""The properties of the blend, most useful failure first."""

from __future__ import annotations

import numpy as np

from grader.errors import CheckFailed
from grader.expect import describe, expect_close
from grader.function import Function
from grader.suite import Suite

NAME = "gru_blend"
SIZES = (4, 1, 3, 6)


class Blend(Function):
    simplest = [
        {"h_prev": (1,), "h_tilde": (1,), "z": (1,)},
        {"h_prev": (2,), "h_tilde": (2,), "z": (2,)},
    ]
    values = (0.0, 1.0, 0.5, 2.0)  # 2 for a state only: z is between 0 and 1


def states(draw, H):
    """An old state and a candidate: float64, some entries beyond what a tanh could give."""
    old, new = draw.normal(2, H).astype(np.float64)
    old[0], new[0] = -abs(old[0]), -abs(new[0])  # never all positive
    return old + np.sign(old), new


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
        if answer is None:
            raise CheckFailed(f"got {describe(answer)}", mistake="nothing-returned")
        blend.expect(NAME, args, answer, atol=np.inf)


@suite.check("equal inputs give equal states", needs=["runs"])
def repeats(blend, draw):
    # So many units, each close to undecided, that a coin for each would not fall twice the same.
    args = (*states(draw, 64), 0.4 + 0.2 * gate(draw, 64))
    first, again = blend.ask_all(NAME, [args, args])
    blend.expect(NAME, args, first, atol=np.inf)  # an array again
    blend.expect(NAME, args, again, atol=np.inf)
    try:
        expect_close(again, first, inputs=blend.inputs(NAME, args))
    except CheckFailed as failed:
        raise CheckFailed(
            "the same call gave another answer the second time",
            evidence=failed.evidence, mistake="remembers-calls",
        ) from None  # fmt: skip


@suite.check("z = 0 keeps the previous state", needs=["runs"])
def z0_keeps(blend, draw):
    h_prev, h_tilde = states(draw, 4)
    blend.compare(NAME, h_prev, h_tilde, np.zeros(4), want=h_prev)


@suite.check("z = 1 replaces it by the candidate", needs=["runs"])
def z1_replaces(blend, draw):
    h_prev, h_tilde = states(draw, 4)
    blend.compare(NAME, h_prev, h_tilde, np.ones(4), want=h_tilde)


@suite.check(
    "where old and new agree, every z leaves them alone",
    needs=["z0_keeps", "z1_replaces"],
    alone="weights may be right at 0 and 1 and not add up to 1 in between",
)
def fixed_point(blend, draw):
    h_prev, _ = states(draw, 4)
    blend.compare(NAME, h_prev, h_prev.copy(), gate(draw, 4), want=h_prev)


@suite.check("each unit has its own dial", needs=["z0_keeps", "z1_replaces"])
def per_unit(blend, draw):
    h_prev, h_tilde = states(draw, 4)
    z = np.array([0.0, 1.0, 0.0, 1.0])
    blend.compare(NAME, h_prev, h_tilde, z, want=np.where(z == 1, h_tilde, h_prev))


@suite.check("equals equation 1 for gates in between", needs=["repeats", "fixed_point", "per_unit"])
def equation(blend, draw):
    for question in list(blend.questions):
        blend.expect(NAME, question.args, question.answer)
    # Gates close to the ends, and a state far from any that tanh could give.
    h_prev, h_tilde = states(draw, 6)
    blend.compare(NAME, 50 * h_prev, h_tilde, gate(draw, 6) ** 8)


@suite.check(
    "float32 arrays work too",
    needs=["equation"],
    alone="a program that insists on float64 passes all others",
)
def float32(blend, draw):
    blend.compare(NAME, draw.normal(3), draw.normal(3), gate(draw, 3).astype(np.float32))


@suite.check("the inputs are left as they were", needs=["runs"])
def inputs_kept(blend, draw):
    blend.expect_inputs_kept(mistake="writes-into-input")
