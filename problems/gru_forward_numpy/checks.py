"""The properties of a GRU run along a sequence, most useful failure first.

The states are compared as one array (T, H), whether they come as a list or stacked.
"""

from __future__ import annotations

import ast
import re

import numpy as np

from grader.errors import CheckFailed, SubmissionStopped
from grader.expect import close, describe, expect_close, show
from grader.function import Function
from grader.load import load_beside
from grader.model import Evidence
from grader.submission import Handle
from grader.suite import RAISED, Suite

NAME = "gru_forward"
SIZES = ((4, 3, 2), (3, 3, 2), (5, 2, 2), (1, 2, 3), (4, 1, 1), (6, 2, 4))  # T, D, H

step = load_beside(__file__, "gru_cell_numpy", "checks")

LAZY = ("generator", "map", "zip", "filter", "accumulate", "islice", "chain", "reversed")

HELPERS = '''
import numpy as np


def overwrite(forward, X, h0, params):
    """The states at first, after another call, and all but the first after the first is filled."""
    states = forward(X, h0, params)
    first = [np.array(h) for h in states]
    forward(-X, h0 + 1, params)
    later = [np.array(h) for h in states]
    try:
        states[0][...] = 100.0
    except (TypeError, ValueError):
        pass  # it cannot be written to
    return first, later, [np.array(h) for h in states[1:]], np.array(h0)
'''


def no_states(answer):
    """Whether it is an empty list or array."""
    if isinstance(answer, np.ndarray):
        return answer.size == 0
    return isinstance(answer, list | tuple) and not answer


def many(part):
    """Whether it holds several arrays: a list of them, or a matrix."""
    return isinstance(part, list | tuple) or (isinstance(part, np.ndarray) and part.ndim == 2)


class Forward(Function):
    simplest = [
        {"X_seq": (T, D), "h0": (H,)}
        | {f"W_{part}": (H, D) for part in "hzr"}
        | {f"b_{part}": (H,) for part in "zhr"}
        | {f"U_{part}": (H, H) for part in "hzr"}
        for T, D, H in ((2, 1, 1), (2, 2, 1), (2, 2, 2), (3, 1, 1))
    ]

    def arguments(self, arrays):
        return arrays["X_seq"], arrays["h0"], {key: arrays[key] for key in step.KEYS}

    def tidy(self, name, answer):
        """T vectors of one shape as one array, and a vector alone as the only one of a list."""
        if no_states(answer):
            return np.zeros((0, 0))
        if isinstance(answer, np.ndarray):
            return answer[None] if answer.ndim == 1 else answer
        if not isinstance(answer, list | tuple):
            return answer
        if len(answer) == 2 and sum(map(many, answer)) == 1:  # the states and something else
            return tuple(self.tidy(name, part) if many(part) else part for part in answer)
        shapes = {h.shape if isinstance(h, np.ndarray) else () for h in answer}
        return answer if len(shapes) > 1 or () in shapes else np.stack(answer)

    def _notice(self, name, args, after):
        super()._notice(name, args, after)
        # What h0 holds afterwards is an answer too: of the first call, and where it is new.
        if isinstance(after, tuple) and len(after) == len(args):
            now = after[1]
            if not self.questions or not np.array_equal(now, args[1]):
                self.record("h0_after", args, now)


def question(draw, T, D, H):
    """A random sequence: (X_seq, h0, params)."""
    x, h0, params = step.question(draw, D, H)
    return draw.normal(T, D).astype(np.float64), h0, params


def small(forward):
    """The sizes at which this submission's loop is watched: T = 6 and a D and H."""
    return (6, *step.small(forward))


suite = Suite(Forward)


@suite.check("returns T states of shape (H,), in whatever order the keys come")
def runs(forward, draw):
    # Every question is asked before the first is judged: a diagnosis needs several.
    questions = [question(draw, *sizes) for sizes in SIZES]
    step.expect_by_name(forward, NAME, questions[2])
    # The first once more, after another of its sizes.
    try:
        first, second, again, *rest = forward.ask_all(
            NAME, [*questions[:2], questions[0], *questions[2:]]
        )
    except SubmissionStopped as stopped:
        judge_index(forward, len(questions[0][0]), stopped)
        raise
    if not same(first, again):
        raise CheckFailed("the same call gave another answer later", mistake="remembers-calls")
    for args, answer in zip(questions, [first, second, *rest], strict=True):
        judge_form(forward, args, answer)
    if np.array_equal(first, np.round(first, 6)):
        raise CheckFailed(f"got {show(first[0])}: hardly any digits", mistake="rounded-output")


def same(one, other):
    """Whether two answers of the submission agree, or cannot be compared."""
    if isinstance(one, list | tuple):
        return type(one) is type(other) and len(one) == len(other)
    if not isinstance(one, np.ndarray) or one.dtype.kind not in "fiub":
        return True
    return close(other, one, atol=1e-6) or not np.all(np.isfinite(one))


def judge_index(forward, T, stopped):
    """Tell the exception that NumPy raises for row T of T rows."""
    raised = stopped.outcome.raised
    past_end = rf"index {T} is out of bounds for axis 0 with size {T}\b"
    values = [asked for asked in forward.questions if asked.answer is not RAISED]
    if raised is not None and re.match(past_end, raised.message) and not values:
        raise CheckFailed(
            f"{raised.type}: {raised.message[:80]}",
            mistake="one-past-end",
            line=raised.lines[-1][0] if raised.lines else None,
        ) from None


def judge_form(forward, args, answer):
    """Require one array of T states, whatever their values are."""
    T = len(args[0])
    if answer is None:
        raise CheckFailed(f"got {describe(answer)}", mistake="nothing-returned")
    wanted = f"expected a list of {T} arrays of shape {args[1].shape}"
    if isinstance(answer, Handle):
        lazy = answer.type.rsplit(".", 1)[-1] in LAZY
        raise CheckFailed(
            f"{wanted}, got {describe(answer)}", mistake="iterator-output" if lazy else None
        )
    if not isinstance(answer, np.ndarray):
        inner = answer[0] if isinstance(answer, list | tuple) else None
        lists = isinstance(inner, list | tuple) and all(np.ndim(number) == 0 for number in inner)
        number = isinstance(answer, list | tuple) and np.ndim(inner) == 0 and not lists
        raise CheckFailed(
            f"{wanted}, got {describe(answer)}"
            + ("" if inner is None else f", the first of them {describe(inner)}"),
            mistake="list-output" if lists else "scalar-output" if number else None,
        )
    if answer.ndim == 2 and len(answer) != T:
        raise CheckFailed(f"expected {T} states for {T} inputs, got {len(answer)}")
    if answer.shape[1:] != args[1].shape:
        H = len(args[1])
        known = {(1, H): "batch-axis-output", (H, 1): "column-output"}
        raise CheckFailed(
            f"{wanted}, got entries of shape {answer.shape[1:]}",
            mistake=known.get(answer.shape[1:]),
        )
    forward.expect(NAME, args, answer, atol=np.inf)


@suite.check("with shut update gates every state is h0", needs=["runs"])
def h0_used(forward, draw):
    """As z -> 0, equation 4 keeps h0 through all steps, whatever the inputs are."""
    T, D, H = small(forward)
    X, h0, params = question(draw, T, D, H)
    params |= {"W_z": np.zeros((H, D)), "U_z": np.zeros((H, H)), "b_z": np.full(H, -50.0)}
    forward.compare(NAME, X, h0, params, want=np.tile(h0, (T, 1)))


@suite.check("an input changes no state before its own, and those from its own on", needs=["runs"])
def causal(forward, draw):
    T, D, H = small(forward)
    X, h0, params = question(draw, T, D, H)
    t = T - 2
    other = X.copy()
    other[t] += 1
    questions = [(X, h0, params), (other, h0, params)]
    first, second = forward.ask_all(NAME, questions)
    for args, answer in zip(questions, (first, second), strict=True):
        judge_form(forward, args, answer)
    for i in range(T):
        moved = not close(first[i], second[i], atol=1e-9, rtol=0)
        if moved and i < t:
            raise CheckFailed(f"changing X_seq[{t}] changes entry {i}, an earlier state")
        if not moved and i >= t:
            raise CheckFailed(f"changing X_seq[{t}] leaves entry {i} as it was")


@suite.check(
    "two halves, one after the other, give the same states as the whole",
    needs=["runs"],
    alone="what a state is for; most that breaks it breaks an earlier check too",
)
def chunked(forward, draw):
    T, D, H = small(forward)
    X, h0, params = question(draw, T, D, H)
    cut = T // 2
    questions = [(X, h0, params), (X[:cut], h0, params)]
    whole, first = forward.ask_all(NAME, questions)
    for args, answer in zip(questions, (whole, first), strict=True):
        judge_form(forward, args, answer)
    args = (X[cut:], first[-1].astype(np.float64), params)
    second = forward.ask(NAME, *args)
    judge_form(forward, args, second)
    expect_close(first, whole[:cut], what="the first half")
    expect_close(second, whole[cut:], what="the second half, from the first one's last state")


@suite.check(
    "equals equations 1 to 5 with random weights and inputs",
    needs=["h0_used", "causal", "chunked"],
)
def equations(forward, draw):
    for asked in list(forward.questions):
        if asked.kind == NAME:
            forward.expect(NAME, asked.args, asked.answer)
    X, h0, params = question(draw, 40, 2, 3)
    forward.compare(NAME, X, 20 * h0, params)  # a long one, from a state that no tanh could give
    tell_about_docstring(forward)


def tell_about_docstring(forward):
    """The task asks for a word on what the state is; its lack is no mistake."""
    for node in ast.walk(forward.context.source.tree):
        if isinstance(node, ast.FunctionDef) and node.name == NAME:
            text = ast.get_docstring(node) or ""
            if not text or "TODO" in text:
                forward.remark(
                    "no-docstring",
                    "gru_forward has no docstring yet. The task asks for a sentence on what the "
                    "state h_t holds.",
                    node.lineno,
                )


@suite.check("an empty sequence gives no states", needs=["runs"])
def empty(forward, draw):
    X, h0, params = question(draw, 0, 3, 2)
    call = forward.context.submission.gru_forward.call
    try:
        answer, _ = call((X, h0, params), arrays=forward.arrays)
    except SubmissionStopped as stopped:
        raised = stopped.outcome.raised
        if raised is None:
            raise
        raise CheckFailed(
            f"with T = 0 it raises {raised.type}: {raised.message[:80]}",
            mistake="empty-sequence",
            line=raised.lines[-1][0] if raised.lines else None,
        ) from None
    if not no_states(answer):
        raise CheckFailed(
            f"with T = 0 expected an empty list, got {describe(answer)}", mistake="empty-sequence"
        )


@suite.check(
    "float32 arrays work too",
    needs=["equations"],
    alone="the statement promises it, though few programs insist on float64",
)
def float32(forward, draw):
    X, h0, params = question(draw, *small(forward))
    narrow = {key: value.astype(np.float32) for key, value in params.items()}
    forward.compare(NAME, X.astype(np.float32), h0.astype(np.float32), narrow)


@suite.check("the inputs are left as they were", needs=["runs"])
def inputs_kept(forward, draw):
    known = forward.changed is not None and step.explained(forward)
    forward.expect_inputs_kept(mistake=None if known else "writes-into-input")


@suite.check("each state has an array of its own", needs=["equations", "inputs_kept"])
def own_arrays(forward, draw):
    """Writes into what the submission returned, so it comes last."""
    X, h0, params = question(draw, *small(forward))
    overwrite = forward.context.library.define(HELPERS).overwrite
    args = (forward.context.submission.gru_forward, X, h0, params)
    answer = overwrite.call(args, arrays=forward.arrays)[0]
    lengths = [len(part) for part in answer] if isinstance(answer, tuple) else []
    if lengths != [len(X), len(X), len(X) - 1, len(h0)]:
        raise CheckFailed("another call gives another number of states", mistake="remembers-calls")
    first, later, others, h0_after = answer
    for i, (before, after) in enumerate(zip(first, later, strict=True)):
        told(f"entry {i} changes with the next call", before, after)
    for i, (before, after) in enumerate(zip(first[1:], others, strict=True), 1):
        told(f"writing into entry 0 changes entry {i}", before, after)
    told("writing into entry 0 changes h0", h0, h0_after)


def told(summary, before, after):
    if not np.array_equal(before, after):
        raise CheckFailed(
            summary, mistake="shared-memory", evidence=Evidence(show(before), show(after))
        )
