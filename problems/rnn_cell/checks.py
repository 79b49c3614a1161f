"""The properties of a plain recurrent step, most useful failure first."""

from __future__ import annotations

import itertools

import numpy as np

from grader.errors import CheckFailed, SubmissionStopped
from grader.expect import describe, expect_close
from grader.function import Function
from grader.suite import Suite

NAME = "rnn_cell_step"
# D != H, D = H (where a matrix in the wrong place still fits) and 1, from a small pool: eager JAX
# compiles anew for each shape.
SIZES = ((3, 2), (2, 2), (1, 1), (3, 4), (4, 4))
D, H = SIZES[0]
BIG = 1e4
TIGHT = 1e-6  # a sum cut off at 5 gives 0.99991 where 1 is asked


def shapes(D, H):
    return {"W_xh": (D, H), "W_hh": (H, H), "b_h": (H,)}


class Step(Function):
    simplest = [
        {"h_prev": (h,), "x": (d,), "b_h": (h,), "W_hh": (h, h), "W_xh": (d, h)}
        for d, h in ((1, 1), (2, 2))
    ]

    def arguments(self, arrays):
        return arrays["x"], arrays["h_prev"], {name: arrays[name] for name in shapes(0, 0)}


def doubled(params):
    return {name: array.astype(np.float64) for name, array in params.items()}


def question(draw, D, H):
    """Random arguments, the float64 of the caller; no weight, bias or state is zero."""
    x, h_prev, params = draw.normal(D), draw.normal(H), draw.arrays(shapes(D, H), scale=0.7)
    return x.astype(np.float64), h_prev.astype(np.float64), doubled(params)


suite = Suite(Step)


@suite.check("returns one vector of length H")
def runs(step, draw):
    # Every question is asked before the first is judged: a diagnosis needs several.
    questions = [question(draw, *size) for size in SIZES]
    answers = step.ask_all(NAME, questions)
    for args, answer in zip(questions, answers, strict=True):
        if answer is None:
            raise CheckFailed(f"got {describe(answer)}", mistake="nothing-returned")
        step.expect(NAME, args, answer, atol=np.inf)


@suite.check("equal inputs give equal states", needs=["runs"])
def repeats(step, draw):
    args = question(draw, D, H)
    first, again = step.ask_all(NAME, [args, args])
    step.expect(NAME, args, first, atol=np.inf)  # an array again
    step.expect(NAME, args, again, atol=np.inf)
    try:
        expect_close(again, first, inputs=step.inputs(NAME, args))
    except CheckFailed as failed:
        raise CheckFailed(
            "the same call gave another answer the second time",
            evidence=failed.evidence, mistake="remembers-calls",
        ) from None  # fmt: skip


@suite.check("the order of the keys of params does not matter", needs=["repeats"])
def keys_by_name(step, draw):
    x, h_prev, params = question(draw, 2, 2)  # D = H: an array in another's place may fit
    args = x, h_prev, params
    first = step.ask(NAME, *args)
    step.expect(NAME, args, first, atol=np.inf)  # an array again
    for order in list(itertools.permutations(params))[1:]:
        turned = {name: params[name] for name in order}
        listed = ", ".join(order)
        try:
            answer = step.ask(NAME, x, h_prev, turned)
            step.expect(NAME, (x, h_prev, turned), answer, want=first)
        except SubmissionStopped as stopped:
            raised = stopped.outcome.raised
            if raised is None:
                raise
            raise CheckFailed(
                f"{raised.type} when the keys come in the order {listed}",
                mistake="keys-by-position", line=raised.lines[-1][0] if raised.lines else None,
            ) from None  # fmt: skip
        except CheckFailed as failed:
            raise CheckFailed(
                f"another state when the keys come in the order {listed}",
                evidence=failed.evidence, mistake="keys-by-position",
            ) from None  # fmt: skip


@suite.check("zero input and zero state give tanh(b_h)", needs=["runs"])
def bias_alone(step, draw):
    params = question(draw, D, H)[2]
    b = params["b_h"]
    # The second is large enough to show a sum that is cut off first.
    questions = [
        (np.zeros(D), np.zeros(H), params | {"b_h": b_h}) for b_h in (b, b + 5 * np.sign(b))
    ]
    for args, answer in zip(questions, step.ask_all(NAME, questions), strict=True):
        step.expect(NAME, args, answer, want=np.tanh(args[2]["b_h"]))


@suite.check("W_hh = 0 leaves no memory", needs=["runs"])
def no_memory(step, draw):
    x, h_prev, params = question(draw, D, H)
    params["W_hh"] = np.zeros((H, H))
    want = np.tanh(np.einsum("d,dh->h", x, params["W_xh"]) + params["b_h"])
    step.compare(NAME, x, h_prev, params, want=want)


@suite.check("row i of W_hh says where unit i of the old state goes", needs=["runs"])
def state_goes_by_rows(step, draw):
    _, h_prev, _ = question(draw, D, H)
    # Only W_hh[0, 1] is set: unit 0 of the old state reaches unit 1 of the new, nothing else.
    params = {"W_xh": np.zeros((D, H)), "W_hh": np.eye(H, k=1), "b_h": np.zeros(H)}
    step.compare(NAME, np.zeros(D), h_prev, params, want=np.tanh([0.0, h_prev[0]]))


@suite.check(
    "without bias, turning every sign turns the result's",
    needs=["runs"],
    alone="a product of input and state among the terms passes the other properties",
)
def odd(step, draw):
    x, h_prev, params = question(draw, D, H)
    params["b_h"] = np.zeros(H)
    there, back = (x, h_prev, params), (-x, -h_prev, params)
    first, second = step.ask_all(NAME, [there, back])
    step.expect(NAME, there, first, atol=np.inf)  # an array again
    step.expect(NAME, back, second, want=-first)


@suite.check(
    "equals equation 1 on random weights",
    needs=["repeats", "keys_by_name", "bias_alone", "no_memory", "state_goes_by_rows", "odd"],
)
def equation(step, draw):
    for asked in list(step.questions):
        step.expect(NAME, asked.args, asked.answer)


@suite.check("large inputs give -1 or 1, still finite", needs=["equation"])
def bounded(step, draw):
    _, h_prev, params = question(draw, D, H)
    params["W_xh"] += np.sign(params["W_xh"])  # so that no sum is small
    for x in (np.array([BIG, 0.0, 0.0]), np.array([-BIG, 0.0, 0.0])):
        answer = step.ask(NAME, x, h_prev, params)
        try:
            want = np.sign(x[0] * params["W_xh"][0])
            step.expect(NAME, (x, h_prev, params), answer, want, atol=TIGHT, rtol=TIGHT)
        except CheckFailed as failed:
            if isinstance(answer, np.ndarray) and not np.all(np.isfinite(answer)):
                failed.mistake = "overflowing-tanh"
            elif isinstance(answer, np.ndarray) and cut_off(answer, want):
                failed.mistake = "sum-clipped"
            raise


def cut_off(answer, want):
    """Whether `answer` is the tanh of one whole number, the same for every unit but for its sign:
    a bound that the sum was cut off at. Too close to 1 for a diagnosis to tell from the answers."""
    if answer.shape != want.shape or not np.all((0 < answer * want) & (answer * want < 1)):
        return False
    bounds = np.arctanh((answer * want).astype(np.float64))
    return bool(np.all(np.abs(bounds - np.round(bounds[0])) < 0.01))


@suite.check(
    "float32 arrays work too",
    needs=["equation"],
    alone="a program that insists on float64 passes all others",
)
def float32(step, draw):
    x, h_prev = draw.normal(D), draw.normal(H)
    step.compare(NAME, x, h_prev, draw.arrays(shapes(D, H), scale=0.7))


@suite.check("the inputs are left as they were", needs=["runs"])
def inputs_kept(step, draw):
    step.expect_inputs_kept(mistake="writes-into-input")
