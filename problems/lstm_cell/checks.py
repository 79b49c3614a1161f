"""The properties of an LSTM step and of its initial parameters, most useful failure first.

Every weight is drawn at random, biases too, and no state is zero: each zero would hide mistakes.
"""

from __future__ import annotations

import math

import numpy as np

from grader.errors import CheckFailed, SubmissionStopped
from grader.expect import close, expect_close, expect_same, expect_structure, show
from grader.function import Function
from grader.initial import FLAT, Spread
from grader.model import Evidence
from grader.submission import as_handle
from grader.suite import Suite

STEP, INIT = "lstm_cell_step", "init_lstm"
GATES = "fiog"
SMALL, SQUARE, ONE = (3, 4), (2, 2), (1, 1)  # (D, H)
LARGE = (20, 40)  # the usual wrong scales are far apart at this size
KEYS = 4
BATCH = 4
SHUT, OPEN = -50.0, 50.0  # sigmoid gives 0 and 1 to float32


def shapes(D, H):
    """The parameters' shapes, biases first: they make the simpler examples."""
    return {f"b_{k}": (H,) for k in GATES} | {f"W_{k}": (D + H, H) for k in GATES}


class Cell(Function):
    arrays = "jax"
    dtypes = ("float32",)
    simplest = [{"c_prev": (1,), "h_prev": (1,), "x": (1,), **shapes(*ONE)},
                {"c_prev": (2,), "h_prev": (2,), "x": (1,), **shapes(1, 2)}]  # fmt: skip

    pulled = None  # a batch's (arguments, cotangents, values, gradients), once it is traced

    def arguments(self, arrays):
        p = {name: arrays[name] for name in shapes(*ONE)}
        return p, arrays["x"], arrays["h_prev"], arrays["c_prev"]

    def key(self, number):
        return self.context.library.jax.random.key(number)

    def make(self, number, D, H, *forget_bias):
        """init_lstm with the key of `number`: its eight arrays."""
        p = getattr(self.context.submission, INIT)(self.key(number), D, H, *forget_bias)
        want = {name: np.zeros(shape) for name, shape in shapes(D, H).items()}
        inputs = [("D", D), ("H", H)]
        turned = {f"W_{gate}": (H, D + H) for gate in GATES}
        if isinstance(p, dict) and all(np.shape(p.get(k)) == s for k, s in turned.items()) and D:
            raise CheckFailed(
                f"W_f has shape {(H, D + H)}, expected {(D + H, H)}", mistake="transposed-weights"
            )
        expect_same(p, want, dtypes=self.dtypes, inputs=inputs, atol=np.inf)
        return p


def case(draw, D, H):
    """Random arguments of a step."""
    return draw.arrays(shapes(D, H)), draw.normal(D), draw.normal(H), draw.normal(H)


def held(draw, **biases):
    """Arguments whose named gates ignore their inputs and have these biases."""
    p, x, h, c = case(draw, *SMALL)
    for gate, value in biases.items():
        p[f"W_{gate}"] = np.zeros_like(p[f"W_{gate}"])
        p[f"b_{gate}"] = np.full_like(p[f"b_{gate}"], value)
    return p, x, h, c


def candidate(p, x, h):
    """Equation 4 in float64."""
    return np.tanh(np.concatenate([x, h]).astype(np.float64) @ p["W_g"] + p["b_g"])


def step(cell, args):
    """(h, c) of the submission, each a float32 vector of length H."""
    answer = cell.ask(STEP, *args, traced=True)
    cell.expect(STEP, args, answer, atol=np.inf)
    return answer


suite = Suite(Cell)


# --- the step --------------------------------------------------------------------------------


@suite.check("returns two float32 vectors of length H")
def runs(cell, draw):
    # Every question is asked before the first is judged: a diagnosis needs several.
    questions = [case(draw, *size) for size in (SMALL, ONE, SQUARE, SMALL, SQUARE)]
    answers = cell.ask_all(STEP, questions, traced=True)
    answers.append(cell.ask(STEP, *questions[0]))
    for args, answer in zip([*questions, questions[0]], answers, strict=True):
        cell.expect(STEP, args, answer, atol=np.inf)


@suite.check("f = 1, i = 0 holds the memory", needs=["runs"])
def f1_i0_holds(cell, draw):
    args = held(draw, f=OPEN, i=SHUT)
    _, c = step(cell, args)
    expect_close(c, args[3].astype(np.float64), what="c", inputs=cell.inputs(STEP, args))


@suite.check("f = 0, i = 1 replaces it by the candidate", needs=["f1_i0_holds"])
def f0_i1_rewrites(cell, draw):
    args = held(draw, f=SHUT, i=OPEN)
    _, c = step(cell, args)
    expect_close(c, candidate(*args[:3]), what="c", inputs=cell.inputs(STEP, args))


@suite.check("o = 0 hides the memory and does not erase it", needs=["f1_i0_holds"])
def o0_hides(cell, draw):
    args = held(draw, o=SHUT, f=OPEN, i=OPEN)
    h, c = step(cell, args)
    inputs = cell.inputs(STEP, args)
    expect_close(h, np.zeros(SMALL[1]), what="h", inputs=inputs)
    expect_close(c, args[3] + candidate(*args[:3]), what="c", inputs=inputs)


@suite.check("o = 1 shows tanh of the new memory", needs=["f0_i1_rewrites", "o0_hides"])
def o1_shows(cell, draw):
    args = held(draw, o=OPEN, f=OPEN, i=OPEN)
    h, _ = step(cell, args)
    new = args[3] + candidate(*args[:3])
    expect_close(h, np.tanh(new), what="h", inputs=cell.inputs(STEP, args))


@suite.check("the memory can count to ten; what is shown stays within 1", needs=["o1_shows"])
def counts_to_ten(cell, draw):
    p, x, h, _ = held(draw, f=OPEN, i=OPEN, g=OPEN)
    c = np.zeros_like(h)
    for count in range(1, 11):
        before = c
        h, c = step(cell, (p, x, h, c))
        if count > 1 and close(c, before):
            raise CheckFailed(f"c stops at {show(c)}", mistake="cell-clipped")
        expect_close(c, np.full(c.shape, float(count)), what=f"c after {count} steps")
        if np.abs(h).max() > 1 + 1e-5:
            raise CheckFailed(f"h is {show(h)} after {count} steps")


@suite.check("equals equations 1 to 6 with random weights and biases", needs=["counts_to_ten"])
def equations(cell, draw):
    for question in list(cell.questions):
        if question.kind == STEP:
            cell.expect(STEP, question.args, question.answer)
    p, x, h, c = case(draw, *SMALL)
    zero = np.zeros_like(h)
    # The first step of a sequence, and a silent one: some treat them as a case of their own.
    for args in ((p, x, zero, zero), (p, 0 * x, h, c), (p, x, h, zero), (p, x, 0.01 * h, 3 * c)):
        cell.compare(STEP, *args, traced=True)
    first = next(question for question in cell.questions if question.kind == STEP)
    again = cell.ask(STEP, *first.args)
    if not all(close(a, b) for a, b in zip(again, first.answer, strict=True)):
        raise CheckFailed(
            "the first call, made once more, gives another answer", mistake="remembers-calls",
            evidence=Evidence(show(first.answer[0]), show(again[0])),
        )  # fmt: skip


@suite.check("large inputs stay finite", needs=["equations"])
def large_inputs(cell, draw):
    for scale in (1e2, 1e4):
        p, x, h, c = case(draw, *SMALL)
        cell.compare(STEP, p, (scale * x).astype(np.float32), h, c, traced=True)


def batch(cell, draw):
    """Values and gradients of a batch, from one traced program: tracing is what costs time."""
    D, H = SMALL
    library = cell.context.library
    rows = {name: (BATCH, *shape) for name, shape in shapes(D, H).items()}
    args = (draw.arrays(rows), *(draw.normal(BATCH, size) for size in (D, H, H)))
    dh, dc = draw.normal(BATCH, H), draw.normal(BATCH, H)
    dh[0] = 0  # here the gradient of c alone
    pull = as_handle(library.pullback(cell.traced(STEP)))
    kind = type(cell.questions[0].answer)  # a list of two is as good as a tuple
    many = as_handle(library.traced(as_handle(library.jax.vmap(pull))))
    (values, slopes), _ = many.call((kind((dh, dc)), *args), arrays="numpy")
    expect_structure((tuple(values), slopes), (
        ((BATCH, H), (BATCH, H)), (rows, (BATCH, D), (BATCH, H), (BATCH, H)),
    ))  # fmt: skip
    return args, (dh, dc), values, slopes


def row(value, i):
    """Entry i of every array in a structure."""
    if isinstance(value, dict):
        return {name: array[i] for name, array in value.items()}
    if isinstance(value, tuple | list):
        return tuple(row(part, i) for part in value)
    return value[i]


@suite.check("the same under jit and vmap", needs=["equations"])
def traced(cell, draw):
    try:
        cell.pulled = batch(cell, draw)
    except SubmissionStopped as stopped:
        raised = stopped.outcome.raised
        if raised is None or STEP not in cell.eager_only:
            raise
        raise CheckFailed(
            f"jax.jit stops with {raised.type}", mistake="not-traceable",
            line=raised.lines[-1][0] if raised.lines else None,
        ) from None  # fmt: skip
    args, _, values, _ = cell.pulled
    for i in range(BATCH):
        cell.record(STEP, row(args, i), row(values, i))
    for i in range(BATCH):
        cell.expect(STEP, row(args, i), row(values, i))


@suite.check("with h_prev held still, the derivative of c by c_prev is f", needs=["traced"])
def dc_dc_is_f(cell, draw):
    args, cotangents, _, slopes = cell.pulled
    for i in range(2):
        cell.record("gradient", (*row(args, i), *row(cotangents, i)), row(slopes, i))
    p, x, h, _ = row(args, 0)
    a = np.concatenate([x, h]).astype(np.float64) @ p["W_f"] + p["b_f"]
    want = cotangents[1][0] / (1 + np.exp(-a))
    expect_close(slopes[3][0], want, atol=1e-4, rtol=1e-3, what="with respect to c_prev")


@suite.check("gradients reach all eight parameters and all inputs", needs=["dc_dc_is_f"])
def gradients(cell, draw):
    args, cotangents, _, slopes = cell.pulled
    for i in range(2):
        want = cell.truth.gradient(*row(args, i), *row(cotangents, i))
        got = row(slopes, i)
        labelled = zip(("x", "h_prev", "c_prev"), got[1:], want[1:], strict=True)
        parts = [*labelled, *((name, got[0][name], want[0][name]) for name in want[0])]
        for name, here, there in parts:
            expect_close(here, there, atol=1e-4, rtol=1e-3, what=f"with respect to {name}")


@suite.check("the parameters handed in are left as they were", needs=["runs"])
def inputs_kept(cell, draw):
    cell.expect_inputs_kept(mistake="writes-into-input")


# --- the start -------------------------------------------------------------------------------


@suite.check("init_lstm makes four (D+H, H) matrices and four (H,) biases, float32")
def eight_arrays(cell, draw):
    cell.numbers = [draw.integer(0, 1 << 30) for _ in range(KEYS)]
    cell.started = [cell.make(number, *LARGE, 1.0) for number in cell.numbers]


@suite.check("b_f starts at forget_bias, the other biases at 0", needs=["eight_arrays"])
def biases(cell, draw):
    D, H = SMALL
    made = []
    for value in (1.0, 2.0, -0.75, 0.0):
        p = cell.make(draw.integer(0, 1 << 30), D, H, value)
        b = {f"b_{gate}": p[f"b_{gate}"] for gate in GATES}
        made.append((value, cell.record("first_biases", (H, value), b)))
    for value, b in made:
        for gate in GATES:
            got = b[f"b_{gate}"]
            want = cell.truth.first_biases(H, value)[f"b_{gate}"]
            if not close(got, want):
                uneven = np.ptp(got) > 1e-6
                raise CheckFailed(
                    f"b_{gate} starts as {show(got)}",
                    mistake="biases-not-zero" if uneven else None,
                    evidence=Evidence(show(want), show(got), (("forget_bias", f"{value:g}"),)),
                )
    try:
        p = cell.make(1, D, H)
    except SubmissionStopped as stopped:
        raised = stopped.outcome.raised
        if raised is None or raised.type != "TypeError" or "positional argument" not in (
            raised.message
        ):  # fmt: skip
            raise
        raise CheckFailed("it needs forget_bias", mistake="no-default") from None
    if not close(p["b_f"], np.ones(H)):
        raise CheckFailed(
            f"without forget_bias b_f starts as {show(p['b_f'])}", mistake="wrong-default"
        )


@suite.check("the key decides the weights, and nothing else does", needs=["eight_arrays"])
def key_decides(cell, draw):
    again = cell.make(cell.numbers[0], *LARGE, 1.0)
    for gate in GATES:
        name = f"W_{gate}"
        drawn = [p[name] for p in cell.started]
        if not close(again[name], drawn[0]):
            raise CheckFailed(
                f"{name} differs between two calls with one key", mistake="unseeded-weights"
            )
        if np.ptp(drawn[0]) > 0 and any(close(drawn[0], other) for other in drawn[1:]):
            raise CheckFailed(f"{name} is the same for two keys", mistake="seed-ignored")


@suite.check("weights start with mean 0 and deviation 1 / sqrt(D + H)", needs=["key_decides"])
def weights(cell, draw):
    D, H = LARGE
    small = None
    for gate in GATES:
        name = f"W_{gate}"
        drawn = np.stack([p[name] for p in cell.started])
        spread = Spread.of(drawn)
        centred = abs(spread.mean) < 6 / math.sqrt(spread.size)
        if centred and spread.near(1.0):
            continue
        if small is None:
            size = (4, 4)
            small = [cell.make(number, *size, 1.0) for number in cell.numbers]
        scale = float(np.std(np.stack([p[name] for p in small])))
        raise CheckFailed(
            f"{name}: mean {spread.mean / math.sqrt(D + H):.3f}, standard deviation "
            f"{spread.deviation / math.sqrt(D + H):.3f}",
            detail=f"With D = {D} and H = {H}: mean 0, standard deviation "
            f"{1 / math.sqrt(D + H):.3f}.",
            mistake="init-separate-fans"
            if Spread.of(drawn[:, :D]).near(1.0) and Spread.of(drawn[:, D:]).near(1.0)
            else scale_mistake(spread, scale, D, H),
        )
    for p in cell.started:
        for i, first in enumerate(GATES):
            for second in GATES[i + 1 :]:
                if close(p[f"W_{first}"], p[f"W_{second}"]):
                    raise CheckFailed(
                        f"W_{first} and W_{second} start with the same numbers",
                        mistake="same-initial-weights",
                    )


def scale_mistake(spread, small, D, H):
    """The usual wrong scale that this is; `small` is the deviation at another size."""
    if spread.deviation < 1e-6:
        return "init-zeros" if spread.largest == 0 else "init-constant"
    if abs(spread.mean) > 0.2 * spread.deviation:
        return "init-one-sided"
    n = D + H
    known = [
        ("init-unit-normal", math.sqrt(n)), ("init-he", math.sqrt(2)),
        ("init-glorot", math.sqrt(2 * n / (n + H))), ("init-transposed-fan", math.sqrt(n / H)),
        ("init-input-fan", math.sqrt(n / D)), ("init-variance-as-scale", 1 / math.sqrt(n)),
    ]  # fmt: skip
    for name, deviation in known:
        if spread.near(deviation):
            return name
    if spread.near(1 / math.sqrt(3)) and spread.shaped(FLAT):
        return "init-uniform-limit"
    absolute = spread.deviation / math.sqrt(n)
    if abs(small / absolute - 1) < 0.25:
        return "init-fixed-scale"
    return "init-wrong-scale"
