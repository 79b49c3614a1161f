"""The properties of a GRU along padded sequences, most useful failure first.

Padding is never zero: numbers that mean nothing, huge ones, NaN. Only where gradients are asked is
it finite: the gradient of the branch that was not taken is computed too, and 0 * NaN is NaN.
"""

from __future__ import annotations

import numpy as np

from grader.diagnose import agreeing
from grader.expect import expect_close, expect_same
from grader.load import load_beside
from grader.suite import RAISED, Suite

sequence = load_beside(__file__, "gru_scan", "sequence")

NAME = "gru_masked"
USUAL = (4, 5, 3, 2)  # B, T, D, H
SQUARE = (3, 3, 2, 3)  # B = T = H: no exchange of axes shows in a shape
LENGTHS = ((2, 5, 1, 4), (3, 1, 5, 2), (1, 4, 3, 5))
SHORT, LONG = 5, 15


def simplest(*sizes):
    return [
        {"lengths": (B,), "xs": (B, T, D), "h0": (B, H), **sequence.weights(D, H)}
        for B, T, D, H in sizes
    ]


class Masked(sequence.Sequence):
    simplest = simplest((1, 2, 1, 1), (2, 2, 1, 2))
    only_nan = False  # right wherever the padding is finite

    def arguments(self, arrays):
        P = {name: arrays[name] for name in sequence.weights(1, 1)}
        T = arrays["xs"].shape[1]
        lengths = np.clip(arrays["lengths"], 0, T).astype(np.int32)
        if self.only_nan:  # in place: the example that is shown holds it too
            arrays["xs"][~counted(arrays["xs"], lengths)[..., 0]] = np.nan
        return P, arrays["xs"], lengths, arrays["h0"]

    def smallest(self, model, reading):
        if any(question.answer is RAISED for question in self.questions):
            self.simplest = simplest((2, 2, 1, 2))  # it runs only where axes can be confused
        finite = [q for q in self.questions if q.kind == NAME and np.isfinite(q.args[1]).all()]
        self.only_nan = bool(agreeing(self.truth, finite, self.roles, [reading]))
        if self.only_nan:  # with one row or unit XLA may turn the product into a selection
            self.simplest = simplest((2, 2, 1, 2))
        return super().smallest(model, reading)


def question(draw, size, lengths, padding=None):
    """P, xs, lengths, h0, with random numbers or `padding` after the ends."""
    B, T, D, H = size
    xs, lengths = draw.normal(B, T, D), np.array(lengths, np.int32)
    if padding is not None:
        xs = np.where(counted(xs, lengths), xs, np.float32(padding))
    return draw.arrays(sequence.weights(D, H)), xs, lengths, draw.normal(B, H)


def counted(xs, lengths):
    """Which steps count, (B, T, 1)."""
    return (np.arange(xs.shape[1]) < lengths[:, None])[..., None]


suite = Suite(Masked)


@suite.check("returns (h_last, hs) of shapes (B, H) and (B, T, H), both float32")
def runs(masked, draw):
    # Every question is asked before the first is judged: a diagnosis needs several.
    whole = [question(draw, USUAL, (USUAL[1],) * USUAL[0]) for _ in range(2)]
    padded = [question(draw, USUAL, lengths) for lengths in LENGTHS]
    padded += [question(draw, SQUARE, (2, 3, 1)), question(draw, (1, 2, 1, 1), (1,))]
    masked.whole, masked.padded = [], []
    answers = masked.ask_all(NAME, [*whole, *padded], traced=True)
    asked = list(zip([*whole, *padded], answers, strict=True))
    masked.whole, masked.padded = asked[: len(whole)], asked[len(whole) :]
    for args, answer in asked:
        masked.expect(NAME, args, answer, atol=np.inf)


@suite.check("without padding, every row is a run of its own", needs=["runs"])
def whole_rows(masked, draw):
    for args, answer in masked.whole:
        masked.expect(NAME, args, answer)


@suite.check("a row's state freezes at its end", needs=["whole_rows"])
def freezes(masked, draw):
    for args, (h_last, hs) in masked.padded:
        want_last, want = masked.truth.gru_masked(*args)
        shown = masked.inputs(NAME, args)
        expect_close(np.where(counted(*args[1:3]), hs, 0), want, what="hs before the ends",
                     inputs=shown)  # fmt: skip
        expect_close(h_last, want_last, what="h_last", inputs=shown)


@suite.check("hs is 0 after a row's end", needs=["freezes"])
def zeros_after(masked, draw):
    for args, answer in masked.padded:
        masked.expect(NAME, args, answer)


@suite.check("a row of length 0 returns its h0", needs=["zeros_after"])
def length_zero(masked, draw):
    masked.compare(NAME, *question(draw, USUAL, (0, 3, 5, 0)), traced=True)


@suite.check("the padding may hold anything, NaN too", needs=["length_zero"])
def padding(masked, draw):
    for value in (1e6, np.nan):
        masked.compare(NAME, *question(draw, USUAL, (3, 0, 5, 1), value), traced=True)


@suite.check("compiles: the lengths may be traced", needs=["padding"])
def compiles(masked, draw):
    masked.expect_traceable()
    B, _, D, H = USUAL
    few, many = masked.program_sizes(
        *(question(draw, (B, T, D, H), (0, 3, 5, 0)) for T in (SHORT, LONG))
    )
    if many - few >= LONG - SHORT:
        masked.remark(
            "python-loop",
            f"Your program grows with T: {few} equations for T = {SHORT}, {many} for T = {LONG}. "
            "A lax.scan, as in gru_scan, is traced once for any T.",
        )


@suite.check("gradients are those of the rows alone, and 0 in the padding", needs=["compiles"])
def gradients(masked, draw):
    B, T, D, H = USUAL
    P, xs, lengths, h0 = question(draw, USUAL, (3, 0, 5, 1))
    c_last, c_all = draw.normal(B, H), draw.normal(B, T, H)
    answer, slopes = masked.gradients((0, 1, 3), (c_last, c_all, P, xs, lengths, h0))
    masked.expect(NAME, (P, xs, lengths, h0), answer)
    args = (P, xs, lengths, h0, (c_last, c_all))
    masked.record("gradient", args, slopes)
    of_P, of_xs, of_h0 = masked.truth.gradient(*args)
    expect_same(slopes[2], of_h0, what="with respect to h0", **sequence.TOLERANCE)
    expect_same(slopes[1], of_xs, what="with respect to xs", **sequence.TOLERANCE)
    expect_same(slopes[0], of_P, what="with respect to P", **sequence.TOLERANCE)


@suite.check("the same without jit, and the inputs are left as they were", needs=["runs"])
def inputs_kept(masked, draw):
    args = question(draw, USUAL, LENGTHS[0])
    traced = masked.ask(NAME, *args, traced=True)
    # Whether they are right is judged elsewhere.
    masked.expect(NAME, args, masked.ask(NAME, *args), want=traced)
    masked.expect_inputs_kept(mistake="modifies-inputs")
