"""The properties of a GRU along a sequence, most useful failure first.

Every weight and bias is random and h0 is not zero: zeros hide what is missing.
"""

from __future__ import annotations

import numpy as np

from grader.errors import CheckFailed
from grader.expect import expect_same
from grader.load import load_beside
from grader.suite import Suite

sequence = load_beside(__file__, "gru_scan", "sequence")
interventions = load_beside(__file__, "gru_cell", "interventions")

NAME = "gru_scan"
USUAL = (4, 3, 2)  # T, D, H
SIZES = (USUAL, USUAL, USUAL, (3, 3, 3), (2, 1, 1))
PRIME = 13
SHORT, LONG = 5, 50
BATCH = 2


class Scan(sequence.Sequence):
    simplest = [
        {"xs": (T, D), "h0": (H,), **sequence.weights(D, H)} for T, D, H in ((1, 1, 1), (2, 1, 2))
    ]

    def arguments(self, arrays):
        names = sequence.weights(1, 1)
        return {name: arrays[name] for name in names}, arrays["xs"], arrays["h0"]


def question(draw, T, D, H):
    """P, xs, h0."""
    return draw.arrays(sequence.weights(D, H)), draw.normal(T, D), draw.normal(H)


suite = Suite(Scan)


@suite.check("returns (h_T, hs) of shapes (H,) and (T, H), both float32")
def runs(scan, draw):
    # Every question is asked before the first is judged: a diagnosis needs several.
    questions = [question(draw, *size) for size in SIZES]
    answers = scan.ask_all(NAME, questions, traced=True)
    for args, answer in zip(questions, answers, strict=True):
        scan.expect(NAME, args, answer, atol=np.inf)


def intervene(intervention, needs):
    """A check that holds the gates where `intervention` says, at every step."""

    @suite.check(intervention.sentence, needs=[needs], name=intervention.name)
    def check(scan, draw):
        P, xs, h0 = question(draw, *USUAL)
        P = intervention.hold(P)
        states, h = [], h0
        for x in xs:
            h = intervention.want(P, x, h)
            states.append(h)
        scan.compare(NAME, P, xs, h0, want=(h, np.stack(states)), traced=True)


before = "runs"
for intervention in interventions.ALL:
    intervene(intervention, before)
    before = intervention.name


@suite.check("equals equations 1 to 5 with random weights and biases", needs=["r_per_unit"])
def equations(scan, draw):
    for asked in list(scan.questions):
        scan.expect(NAME, asked.args, asked.answer)
    # A prime length: work done in chunks may lose what is left over.
    scan.compare(NAME, *question(draw, PRIME, *USUAL[1:]), traced=True)


@suite.check("compiles: jax.jit can trace it", needs=["equations"])
def compiles(scan, draw):
    scan.expect_traceable()


@suite.check("the program does not grow with the sequence", needs=["compiles"])
def program_size(scan, draw):
    T, D, H = USUAL
    few, many = scan.program_sizes(question(draw, SHORT, D, H), question(draw, LONG, D, H))
    if many - few >= LONG - SHORT:  # an equation or more for every further step
        raise CheckFailed(
            f"{few} equations for T = {SHORT}, {many} for T = {LONG}", mistake="python-loop"
        )


@suite.check(
    "gradients reach every weight, every input and h0, under vmap too", needs=["program_size"]
)
def gradients(scan, draw):
    T, D, H = USUAL
    P = draw.arrays(sequence.weights(D, H))
    xs, h0 = draw.normal(BATCH, T, D), draw.normal(BATCH, H)
    c_last, c_all = draw.normal(BATCH, H), draw.normal(BATCH, T, H)
    answer, slopes = scan.gradients(range(3), (c_last, c_all, P, xs, h0), axes=(None, 0, 0))
    for i in range(BATCH):
        args = (P, xs[i], h0[i])
        scan.expect(NAME, args, scan.record(NAME, args, tuple(part[i] for part in answer)))
    rows = [
        ({name: array[i] for name, array in slopes[0].items()}, slopes[1][i], slopes[2][i])
        for i in range(BATCH)
    ]
    asked = [(P, xs[i], h0[i], (c_last[i], c_all[i])) for i in range(BATCH)]
    for args, got in zip(asked, rows, strict=True):
        scan.record("gradient", args, got)
    for args, got in zip(asked, rows, strict=True):
        of_P, of_xs, of_h0 = scan.truth.gradient(*args)
        expect_same(got[2], of_h0, what="with respect to h0", **sequence.TOLERANCE)
        expect_same(got[1], of_xs, what="with respect to xs", **sequence.TOLERANCE)
        expect_same(got[0], of_P, what="with respect to P", **sequence.TOLERANCE)


@suite.check("large inputs stay finite", needs=["equations"])
def large_inputs(scan, draw):
    for scale in (1e2, 1e4):
        P, xs, h0 = question(draw, *USUAL)
        scan.compare(NAME, P, scale * xs, h0, traced=True)


@suite.check("the same without jit, and the inputs are left as they were", needs=["runs"])
def inputs_kept(scan, draw):
    args = question(draw, *USUAL)
    traced = scan.ask(NAME, *args, traced=True)
    # Whether they are right is judged elsewhere.
    scan.expect(NAME, args, scan.ask(NAME, *args), want=traced)
    scan.expect_inputs_kept(mistake="modifies-inputs")
