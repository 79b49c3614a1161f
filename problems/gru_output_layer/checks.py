"""The properties of the output layer, most useful failure first."""

from __future__ import annotations

import numpy as np

from grader.errors import CheckFailed, SubmissionStopped
from grader.expect import describe, expect_close
from grader.function import Function
from grader.suite import Suite

NAME = "gru_output_layer"
# T, H, O. With O = H a missing transpose runs; with T = O so does a bias on the wrong axis.
SIZES = ((4, 3, 2), (3, 2, 2), (3, 3, 3), (2, 3, 2))
T, H, O = SIZES[0]  # noqa: E741


class Layer(Function):
    simplest = [
        {"h_states": (1, 2), "b_y": (2,), "W_hy": (2, 2)},
        {"h_states": (2, 2), "b_y": (2,), "W_hy": (2, 2)},
    ]

    def arguments(self, arrays):
        return arrays["h_states"], arrays["W_hy"], arrays["b_y"]

    def inputs(self, name, args):
        states, *weights = args
        return super().inputs(name, (np.asarray(states), *weights))


def question(draw, T, H, O):  # noqa: E741
    """Random states, weights and biases, the float64 of the caller."""
    arrays = draw.normal(T, H), draw.normal(O, H), draw.normal(O)
    return tuple(array.astype(np.float64) for array in arrays)


suite = Suite(Layer)


@suite.check("returns one row of O numbers for each step")
def runs(layer, draw):
    # Every question is asked before the first is judged: a diagnosis needs several.
    questions = [question(draw, *size) for size in SIZES]
    answers = layer.ask_all(NAME, questions)
    for args, answer in zip(questions, answers, strict=True):
        if answer is None:
            raise CheckFailed(f"got {describe(answer)}", mistake="nothing-returned")
        layer.expect(NAME, args, answer, atol=np.inf)


@suite.check("equal inputs give equal logits", needs=["runs"])
def repeats(layer, draw):
    args = question(draw, T, H, O)
    first, again = layer.ask_all(NAME, [args, args])
    layer.expect(NAME, args, first, atol=np.inf)  # an array again
    layer.expect(NAME, args, again, atol=np.inf)
    try:
        expect_close(again, first, inputs=layer.inputs(NAME, args))
    except CheckFailed as failed:
        raise CheckFailed(
            "the same call gave another answer the second time",
            evidence=failed.evidence, mistake="remembers-calls",
        ) from None  # fmt: skip


@suite.check("zero states give b_y in every row", needs=["runs"])
def zero_states(layer, draw):
    _, W_hy, b_y = question(draw, T, H, O)
    b_y = np.array([-1, 1]) * (1 + np.abs(b_y))  # one of each sign, where squashing shows
    layer.compare(NAME, np.zeros((T, H)), W_hy, b_y, want=np.tile(b_y, (T, 1)))


@suite.check(
    "without bias, doubled states give doubled logits",
    needs=["runs"],
    alone="a product of two scores passes the other properties",
)
def linear(layer, draw):
    states, W_hy, _ = question(draw, T, H, O)
    once, twice = (states, W_hy, np.zeros(O)), (2 * states, W_hy, np.zeros(O))
    first, second = layer.ask_all(NAME, [once, twice])
    layer.expect(NAME, once, first, atol=np.inf)  # an array again
    layer.expect(NAME, twice, second, want=2 * first)


@suite.check("row t depends on state t alone", needs=["runs"])
def own_state(layer, draw):
    states, W_hy, b_y = question(draw, T, H, O)
    first, last = states.copy(), states.copy()
    first[0] += 1
    last[-1] += 1
    questions = [(h, W_hy, b_y) for h in (states, first, last)]
    before, *after = layer.ask_all(NAME, questions)
    layer.expect(NAME, questions[0], before, atol=np.inf)  # an array again
    for args, answer, row in zip(questions[1:], after, (0, T - 1), strict=True):
        layer.expect(NAME, args, answer, atol=np.inf)
        want = before.copy()
        want[row] = answer[row]  # no other row may differ
        layer.expect(NAME, args, answer, want)


@suite.check("row o of W_hy makes output o", needs=["runs"])
def output_by_rows(layer, draw):
    states = np.tile(question(draw, 1, 2, 2)[0], (T, 1))  # whatever is done over time
    # Only W_hy[0, 1] is set: output 0 is unit 1 of the state.
    want = np.stack([states[:, 1], np.zeros(T)], axis=1)
    layer.compare(NAME, states, np.eye(2, k=1), np.zeros(2), want=want)


@suite.check(
    "equals equation 2 on random weights",
    needs=["repeats", "zero_states", "linear", "own_state", "output_by_rows"],
    alone="the properties above leave open how W_hy is read where O is not H",
)
def equation(layer, draw):
    for asked in list(layer.questions):
        layer.expect(NAME, asked.args, asked.answer)
    if not layer.context.source.documented(NAME):
        layer.remark(
            "no-docstring",
            f"{NAME} has no docstring. One line that says what goes in and what comes out, with "
            "shapes, tells a reader of your notebook what this layer is for.",
        )


@suite.check("a single step or output keeps its axis: (1, O), (T, 1)", needs=["equation"])
def single(layer, draw):
    one_step, one_output = question(draw, 1, H, O), question(draw, T, H, 1)
    answers = layer.ask_all(NAME, [one_step, one_output])
    what = (one_step, O, "squeezes-one-step"), (one_output, T, "squeezes-one-output")
    for answer, (args, left, mistake) in zip(answers, what, strict=True):
        try:
            layer.expect(NAME, args, answer)
        except CheckFailed as failed:
            if isinstance(answer, np.ndarray) and answer.shape == (left,):
                failed.mistake = mistake
            raise


@suite.check("a list of states works like an array", needs=["equation"])
def list_input(layer, draw):
    states, W_hy, b_y = question(draw, T, H, O)
    try:
        layer.compare(NAME, list(states), W_hy, b_y)
    except SubmissionStopped as stopped:
        raised = stopped.outcome.raised
        if raised is None:
            raise
        raise CheckFailed(
            f"{raised.type} when the states come as a list of {T} arrays",
            mistake="list-not-accepted", line=raised.lines[-1][0] if raised.lines else None,
        ) from None  # fmt: skip


@suite.check(
    "float32 arrays work too",
    needs=["equation"],
    alone="a program that insists on float64 passes all others",
)
def float32(layer, draw):
    args = (array.astype(np.float32) for array in question(draw, T, H, O))
    layer.compare(NAME, *args)


@suite.check("the inputs are left as they were", needs=["runs"])
def inputs_kept(layer, draw):
    layer.expect_inputs_kept(mistake="writes-into-input")
