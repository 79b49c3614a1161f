"""The properties of a GRU step in NumPy, most useful failure first.

Every weight is drawn at random, biases too: a bias left at zero hides a missing one.
"""

from __future__ import annotations

import ast

import numpy as np

from grader.diagnose import explains
from grader.errors import CheckFailed, SubmissionStopped
from grader.expect import close, describe, show
from grader.function import Function, near
from grader.load import load_beside
from grader.model import Evidence
from grader.suite import RAISED, Suite

NAME = "gru_cell_step"
SIZES = ((3, 2), (2, 4), (3, 3), (4, 3), (1, 1), (2, 2))  # D, H
SMALL = ((3, 4), (4, 3), (5, 2), (2, 5))  # one is drawn for questions with held gates
KEYS = tuple(f"{kind}_{part}" for kind in "WUb" for part in "rzh")

interventions = load_beside(__file__, "gru_cell", "interventions")


def stacked_shapes(D, H):
    """The shapes that `interventions` works with: rows [x; h]."""
    weights = {f"W_{part}": (D + H, H) for part in "rzh"}
    return weights | {f"b_{part}": (H,) for part in "rzh"}


def split(weights, D):
    """Those arrays in this problem's layout: W (H, D), U (H, H) and b (H,), float64."""
    params = {}
    for part in "rzh":
        W = weights[f"W_{part}"].astype(np.float64)
        params[f"W_{part}"] = np.ascontiguousarray(W[:D].T)
        params[f"U_{part}"] = np.ascontiguousarray(W[D:].T)
        params[f"b_{part}"] = weights[f"b_{part}"].astype(np.float64)
    return params


class Step(Function):
    simplest = [
        {"x_t": (D,), "h_prev": (H,)}
        | {f"b_{part}": (H,) for part in "zrh"}
        | {f"W_{part}": (H, D) for part in "hzr"}
        | {f"U_{part}": (H, H) for part in "hzr"}
        for D, H in ((1, 1), (2, 2))
    ]

    def arguments(self, arrays):
        return arrays["x_t"], arrays["h_prev"], {key: arrays[key] for key in KEYS}

    def _notice(self, name, args, after):
        super()._notice(name, args, after)
        # What h_prev holds afterwards is an answer too: of the first call, and where it is new.
        if isinstance(after, tuple) and len(after) == len(args):
            now = after[1]
            if not self.questions or not np.array_equal(now, args[1]):
                self.record("h_prev_after", args, now)


def states(draw, D, H):
    """An input and a state, in the float64 of the caller."""
    return draw.normal(D).astype(np.float64), draw.normal(H).astype(np.float64)


def question(draw, D, H, scale=1.0):
    """A random step: (x_t, h_prev, params)."""
    return *states(draw, D, H), split(draw.arrays(stacked_shapes(D, H), scale), D)


def small(step):
    """The sizes at which this submission's gates are held."""
    return SMALL[step.context.seed % len(SMALL)]


def expect_by_name(subject, name, args):
    """Require the same answer in whatever order the dict, the last argument, holds its keys.

    D = H in `args` lets more of what goes by position run. Every order is asked twice: what
    remembers earlier calls is another mistake.
    """
    *rest, arrays = args
    by_kind = sorted(arrays, key=lambda key: ("WUb".index(key[0]), "rzh".index(key[2])))
    by_part = sorted(arrays, key=lambda key: ("rzh".index(key[2]), "WUb".index(key[0])))
    answers = []
    for order in 2 * (by_kind, by_part, by_kind[::-1]):
        try:
            answers.append(subject.ask(name, *rest, {key: arrays[key] for key in order}))
        except SubmissionStopped as stopped:
            if stopped.outcome.raised is None:
                raise
            answers.append(RAISED)
    first, again = answers[:3], answers[3:]
    steady = all(map(alike, first, again))
    if steady and not all(alike(first[0], other) for other in first[1:]):
        raise CheckFailed(
            "the same arrays under the same keys, in another order, do not give the same",
            mistake="keys-by-position",
        )


def alike(one, other):
    """Whether two answers are the same numbers, or both were exceptions."""
    return one is other if one is RAISED or other is RAISED else near(one, other, atol=1e-4)


def explained(subject):
    """Whether a known formula gives the answers so far: it then says more than a check could."""
    return explains(subject.context.catalogue, subject.questions, subject.roles, subject.readings)


suite = Suite(Step)


@suite.check("returns one vector of length H, in whatever order the keys come")
def runs(step, draw):
    # Every question is asked before the first is judged: a diagnosis needs several.
    questions = [question(draw, D, H) for D, H in SIZES]
    expect_by_name(step, NAME, questions[2])
    # An open gate drops even a large state; one whose sum was clipped keeps some of it.
    x, h, params = questions[0]
    opened = {"W_z": 0 * params["W_z"], "U_z": 0 * params["U_z"]}
    opened["b_z"] = np.full(len(h), interventions.OPEN)
    questions.append((x, h + 40 * np.sign(h), params | opened))
    answers = step.ask_all(NAME, questions)
    for args, answer in zip(questions, answers, strict=True):
        if answer is None:
            raise CheckFailed(f"got {describe(answer)}", mistake="nothing-returned")
        try:
            step.expect(NAME, args, answer, atol=np.inf)
        except CheckFailed as failed:
            if failed.mistake == "scalar-output" and explained(step):
                failed.mistake = None
            raise
    if all(np.array_equal(answer, np.round(answer, 6)) for answer in answers):
        raise CheckFailed(f"got {answers[0]}: hardly any digits", mistake="rounded-output")


@suite.check(
    "equal inputs give equal states",
    needs=["runs"],
    alone="what remembers earlier calls fails elsewhere too; here it is told why",
)
def repeats(step, draw):
    args = question(draw, *small(step))
    first, _, again = step.ask_all(NAME, [args, question(draw, *small(step)), args])
    if not close(again, first, atol=1e-6):
        raise CheckFailed(
            "the same call gave another answer later",
            evidence=Evidence(show(first), show(again)),
            mistake="remembers-calls",
        )


@suite.check("all parameters zero: the state is halved", needs=["runs"])
def zero_halves(step, draw):
    """sigmoid(0) = 1/2 in both gates and the candidate is 0."""
    x, h = states(draw, 3, 3)
    h += 3 * np.sign(h)  # so large that what clips at 1 shows
    params = {key: np.zeros_like(value) for key, value in question(draw, 3, 3)[2].items()}
    step.compare(NAME, x, h, params, want=h / 2)


def intervene(intervention, need):
    """A check that holds the gates where `intervention` says."""

    @suite.check(intervention.sentence, needs=[need], name=intervention.name)
    def check(step, draw):
        D, H = small(step)
        x, h = states(draw, D, H)
        held = intervention.hold(draw.arrays(stacked_shapes(D, H)))
        want = intervention.want(held, x, h)
        step.compare(NAME, x, h, split(held, D), want=want)


before = "runs"
for intervention in interventions.ALL:
    intervene(intervention, before)
    before = intervention.name


@suite.check("each of the nine arrays matters", needs=["r_per_unit"])
def all_used(step, draw):
    D, H = small(step)
    x, h, params = question(draw, D, H, scale=0.5)
    questions = [(x, h, params)]
    questions += [(x, h, params | {key: params[key] + 0.3}) for key in KEYS]
    first, *moved = step.ask_all(NAME, questions)
    for key, args, answer in zip(KEYS, questions[1:], moved, strict=True):
        if close(first, answer, atol=1e-7, rtol=0):
            raise CheckFailed(
                f"adding 0.3 to every entry of {key} changes nothing",
                evidence=Evidence(show(step.truth.gru_cell_step(*args)), show(answer)),
            )


@suite.check(
    "each unit lies between its old value and its candidate",
    needs=["z1_replaces"],
    alone="says in plain words what the two weights of equation 4 are for",
)
def between(step, draw):
    """The two weights of equation 4 are positive and add up to one."""
    D, H = small(step)
    for _ in range(2):
        x, h, params = question(draw, D, H, scale=3.0)
        opened = params | {"W_z": 0 * params["W_z"], "U_z": 0 * params["U_z"]}
        opened["b_z"] = np.full(H, interventions.OPEN)
        questions = [(x, h, params), (x, h, opened)]
        new, candidate = answers = step.ask_all(NAME, questions)
        for args, answer in zip(questions, answers, strict=True):
            step.expect(NAME, args, answer, atol=np.inf)
        low, high = np.minimum(h, candidate) - 1e-5, np.maximum(h, candidate) + 1e-5
        if not np.all((low <= new) & (new <= high)):
            raise CheckFailed(
                f"the state {show(new)} is not between {show(h)} and {show(candidate)}"
            )


@suite.check("equals equations 1 to 4 with random weights and biases", needs=["all_used"])
def equations(step, draw):
    for asked in list(step.questions):
        if asked.kind == NAME:
            step.expect(NAME, asked.args, asked.answer)
    # The first step of a sequence, a silent one, and a state that no tanh could give.
    D, H = small(step)
    for scale_x, scale_h in ((1, 0), (0, 1), (1, 20)):
        x, h, params = question(draw, D, H)
        step.compare(NAME, scale_x * x, scale_h * h, params)
    tell_about_docstring(step)


def tell_about_docstring(step):
    """The task asks for a word on what each quantity is for; its lack is no mistake."""
    for node in ast.walk(step.context.source.tree):
        if isinstance(node, ast.FunctionDef) and node.name == NAME:
            text = ast.get_docstring(node) or ""
            if not text or "TODO" in text:
                step.remark(
                    "no-docstring",
                    "gru_cell_step has no docstring yet. The task asks for a sentence each on r, "
                    "z, h_tilde and h: what is it for?",
                    node.lineno,
                )


@suite.check(
    "float32 arrays work too",
    needs=["equations"],
    alone="the statement promises it, though few programs insist on float64",
)
def float32(step, draw):
    x, h, params = question(draw, *small(step))
    narrow = {key: value.astype(np.float32) for key, value in params.items()}
    step.compare(NAME, x.astype(np.float32), h.astype(np.float32), narrow)


@suite.check("large inputs stay finite", needs=["equations"])
def large_inputs(step, draw):
    """A warning about overflow is no mistake: 1 / (1 + exp(-a)) is right where exp gives inf."""
    x, h, params = question(draw, *small(step))
    small_gates = params | {key: 0 * params[key] for key in ("W_r", "W_z")}
    step.compare_all(NAME, [(1e2 * x, h, params), (1e4 * x, h, small_gates), (1e4 * x, h, params)])


@suite.check("the inputs are left as they were", needs=["runs"])
def inputs_kept(step, draw):
    known = step.changed is not None and explained(step)
    step.expect_inputs_kept(mistake=None if known else "writes-into-input")
