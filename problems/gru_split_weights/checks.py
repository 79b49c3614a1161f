"""The properties of split, join and the step on split weights, in that order.

Each function is asked about all sizes before its first answer is judged, and the next function
only when the one before it is right: what one of them does wrong then shows by itself.
"""

from __future__ import annotations

import dataclasses

import numpy as np

from grader.diagnose import agreeing
from grader.draw import Draw
from grader.errors import CheckFailed, SubmissionStopped
from grader.expect import describe, show
from grader.function import Function, near
from grader.load import load_beside
from grader.model import Evidence
from grader.suite import Suite

interventions = load_beside(__file__, "gru_cell", "interventions")
numpy_cell = load_beside(__file__, "gru_cell_numpy", "checks")

SPLIT, JOIN, STEP = "split_params", "join_params", "gru_step_split"
SIZES = ((3, 2), (2, 4), (3, 3), (1, 4), (4, 1), (1, 1))  # (D, H)
STEP_SIZES = ((3, 2), (3, 3), (1, 4), (3, 1))
SMALL = ((1, 2), (2, 1), (2, 2), (3, 2))  # where a smallest example is looked for
GATES = ("r", "z", "h")


def stacked_shapes(D, H):
    return {f"W_{g}": (D + H, H) for g in GATES} | {f"b_{g}": (H,) for g in GATES}


def split_shapes(D, H):
    blocks = {f"{name}_{g}": (n, H) for g in GATES for name, n in (("W", D), ("U", H))}
    return blocks | {f"b_{g}": (H,) for g in GATES}


def draw_step(draw, D, H):
    return draw.normal(D), draw.normal(H), draw.arrays(split_shapes(D, H))


# Where a smallest step is looked for. The second is small enough for every three ones to be tried.
POOL = (
    {"x": (1,), "h_prev": (1,), **split_shapes(1, 1)},
    {"x": (1,), "h_prev": (2,), "b_r": (2,), "W_h": (1, 2), "U_h": (2, 2)},
    {"x": (1,), "h_prev": (2,), **split_shapes(1, 2)},
    {"x": (2,), "h_prev": (2,), **split_shapes(2, 2)},
)


class Split(Function):
    def record(self, kind, args, answer):
        """The newest question first: the one that most mistakes answer otherwise."""
        super().record(kind, args, answer)
        self.questions.insert(0, self.questions.pop())
        return answer

    def smallest(self, model, reading):
        """For the first function that is wrong: the step as ever, the others on counted entries."""
        for name in (SPLIT, JOIN, STEP):
            asked = [question for question in self.questions if question.kind == name]
            if not agreeing(self.truth, asked, self.roles, [reading]):
                break
        self.shown = name
        if name == STEP:
            self.simplest = [shapes for shapes in POOL if self.may_differ(model, shapes)]
            return without_zero_biases(super().smallest(model, reading))
        shapes = stacked_shapes if name == SPLIT else split_shapes
        for D, H in SMALL:
            found = self.first_difference(name, counted(shapes(D, H)), D, H)
            if found is not None:
                return found
        return None

    def may_differ(self, model, shapes):
        """Whether random numbers in these shapes show `model` to be wrong."""
        if model is None:
            return True
        draw = Draw(self.context.seed, "smallest")
        questions = [self.arguments(draw.arrays(shapes)) for _ in range(4)]
        try:
            return not all(
                near(model.gru_step_split(*args), self.truth.gru_step_split(*args), atol=1e-4)
                for args in questions
            )
        except ValueError:
            return False

    def arguments(self, arrays):
        """The step's arguments; what `arrays` lacks is zero."""
        x, h_prev = arrays["x"], arrays["h_prev"]
        shapes = split_shapes(len(x), len(h_prev))
        zeros = {name: np.zeros(shape, np.float32) for name, shape in shapes.items()}
        return x, h_prev, zeros | {k: v for k, v in arrays.items() if k in zeros}

    def first_difference(self, name, weights, D, H):
        """The first entry of the answer for `weights` that is not right, if there is one."""
        want = getattr(self.truth, name)(weights)
        try:
            got = getattr(self.context.submission, name).call((weights,), arrays=self.arrays)[0]
        except SubmissionStopped:
            return None
        if not isinstance(got, dict):
            return None
        for key, array in want.items():
            if key not in got:
                continue
            if not near(got[key], array, atol=1e-3):
                said = show(got[key]) if isinstance(got[key], np.ndarray) else describe(got[key])
                blocks = (f"W_{key[2]}", f"U_{key[2]}") if key[0] != "b" else (key,)
                shown = [(k, show(weights[k])) for k in blocks if k in weights]
                sizes = (("D", str(D)), ("H", str(H)))
                return Evidence(f"{key}={show(array)}", said, (*sizes, *shown))
        return None


def without_zero_biases(found):
    """An example without what only fills the line: a bias of zeros is one of "all else"."""
    if found is None:
        return None
    zero = [name for name, value in found.inputs if name[0] == "b" and set(value) <= set("[0, ]")]
    return dataclasses.replace(
        found, inputs=tuple(part for part in found.inputs if part[0] not in zero)
    )


def counted(shapes):
    """Arrays that hold 1, 2, 3, ...: an entry's number tells where it came from."""
    total = sum(int(np.prod(shape)) for shape in shapes.values())
    numbers = iter(np.arange(1, total + 1, dtype=np.float32))
    return {
        name: np.array([next(numbers) for _ in range(int(np.prod(shape)))]).reshape(shape)
        for name, shape in shapes.items()
    }


suite = Suite(Split)
EXACT = {"atol": 0.0, "rtol": 0.0}


def ask_about(split, name, questions):
    """Ask every question before an answer is judged; only their form is, for now."""
    for args, answer in zip(questions, split.ask_all(name, questions), strict=True):
        if answer is None:
            raise CheckFailed(f"got {describe(answer)}", mistake="nothing-returned")
        try:
            split.expect(name, args, answer, atol=np.inf)
        except CheckFailed as failed:
            if name != STEP and failed.mistake is None:
                failed.mistake = form(answer, getattr(split.truth, name)(*args))
            # A formula that gives the answers says more than their form.
            if failed.mistake is not None:
                known = numpy_cell.explained(split)
                failed.mistake, split.ruled_out = (None if known else failed.mistake), not known
            raise


def form(answer, want):
    """The mistake in an answer that is no dict, or one with other keys."""
    if not isinstance(answer, dict):
        return "not-a-dict"
    return "wrong-keys" if answer.keys() != want.keys() else None


def expect_exact(split, name):
    for question in [q for q in split.questions if q.kind == name]:
        try:
            split.expect(name, question.args, question.answer, **EXACT)
        except CheckFailed as failed:
            copied = copied_line(split, name)
            if copied is not None and not numpy_cell.explained(split):
                split.ruled_out = True
                there, here = copied
                failed.detail = f"{there} holds the numbers that belong to {here}."
                failed.mistake = f"{name.split('_')[0]}-copied-line"
            raise


def copied_line(split, name):
    """An entry that in every answer is another gate's, where all else is right: (it, the other)."""
    asked = [q for q in split.questions if q.kind == name]
    pairs = [(q.answer, getattr(split.truth, name)(*q.args)) for q in asked]

    def equal(got, there, here):
        return all(near(a[there], w[here], atol=1e-6) for a, w in got)

    keys = list(pairs[0][1])
    wrong = [key for key in keys if not equal(pairs, key, key)]
    sources = [
        [o for o in keys if o[0] == key[0] and o != key and equal(pairs, key, o)] for key in wrong
    ]
    return (wrong[0], sources[0][0]) if all(sources) and wrong else None


# --- split_params ----------------------------------------------------------------------------


@suite.check(
    "split_params finds its entries by name and returns W (D, H), U (H, H) and b (H,) for each "
    "of r, z, h"
)
def split_shape(split, draw):
    numpy_cell.expect_by_name(split, SPLIT, (draw.arrays(stacked_shapes(3, 3)),))
    ask_about(split, SPLIT, [(draw.arrays(stacked_shapes(D, H)),) for D, H in SIZES])


@suite.check("W is the block of x, U the block of the state", needs=["split_shape"])
def split_rows(split, draw):
    expect_exact(split, SPLIT)


# --- join_params -----------------------------------------------------------------------------


@suite.check(
    "join_params finds its entries by name and returns W (D+H, H) and b (H,) for each of r, z, h",
    needs=["split_rows"],
)
def join_shape(split, draw):
    numpy_cell.expect_by_name(split, JOIN, (draw.arrays(split_shapes(3, 3)),))
    ask_about(split, JOIN, [(draw.arrays(split_shapes(D, H)),) for D, H in SIZES])


@suite.check("the block of x lies on top", needs=["join_shape"])
def join_rows(split, draw):
    expect_exact(split, JOIN)


@suite.check(
    "join_params undoes split_params, exactly",
    needs=["join_rows"],
    alone="what was put together must be one thing for a learner: a fact to see, not a trap",
)
def round_trip(split, draw):
    for D, H in ((2, 4), (3, 3)):
        P = draw.arrays(stacked_shapes(D, H))
        apart = split.compare(SPLIT, P, **EXACT)
        split.compare(JOIN, apart, want={k: v.astype(np.float64) for k, v in P.items()}, **EXACT)


# --- gru_step_split --------------------------------------------------------------------------


@suite.check(
    "gru_step_split finds its entries by name and returns one vector of length H",
    needs=["join_rows"],
)
def step_runs(split, draw):
    numpy_cell.expect_by_name(split, STEP, draw_step(draw, 3, 3))
    ask_about(split, STEP, [draw_step(draw, D, H) for D, H in STEP_SIZES])


def intervene(intervention, before):
    """A check that holds the gates where `intervention` says."""

    @suite.check(intervention.sentence, needs=[before], name=intervention.name)
    def check(split, draw):
        D, H = STEP_SIZES[0]
        x, h_prev = draw.normal(D), draw.normal(H)
        P = intervention.hold(draw.arrays(stacked_shapes(D, H)))
        p = {name: a.astype(np.float32) for name, a in split.truth.split_params(P).items()}
        split.compare(STEP, x, h_prev, p, want=intervention.want(P, x, h_prev))


needed = "step_runs"
for intervention in interventions.ALL:
    intervene(intervention, needed)
    needed = intervention.name


@suite.check("equals the step on [x; h_prev] with random weights and biases", needs=[needed])
def equations(split, draw):
    for question in [q for q in split.questions if q.kind == STEP]:
        split.expect(STEP, question.args, question.answer)
    x, h_prev, p = draw_step(draw, 3, 2)
    wide = {name: array.astype(np.float64) for name, array in p.items()}
    split.compare(STEP, 50 * x.astype(np.float64), h_prev.astype(np.float64), wide)


@suite.check("the inputs are left as they were", needs=["split_shape"])
def inputs_kept(split, draw):
    split.expect_inputs_kept(mistake="writes-into-input")
