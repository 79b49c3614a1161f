"""The properties of a GRU step's Jacobian, most useful failure first.

What must come out where gates are held is written down directly, not taken from the truth, and so
are central differences of the step: the closed form is one of three witnesses.
"""

from __future__ import annotations

import numpy as np

from grader.draw import Draw
from grader.errors import CheckExcused, CheckFailed, SubmissionStopped
from grader.expect import describe, expect_array, expect_close, expect_same, show
from grader.function import Function, near
from grader.model import Evidence
from grader.shrink import smallest
from grader.submission import as_handle
from grader.suite import Suite

NAME = "gru_jacobian"
# (D, H): few, for each is traced anew, and two of three units, where no matrix is symmetric by
# chance.
SIZES = ((2, 3), (2, 3), (3, 3), (1, 1))
SMALL = ((1, 1), (1, 2), (2, 2))  # where a smallest example is looked for
LABELS = ("J", "keep")
SHUT, OPEN = -50.0, 50.0  # sigmoid gives 0 and 1 to float32
BATCH = 4


def shapes(D, H):
    return {f"W_{g}": (D + H, H) for g in "rzh"} | {f"b_{g}": (H,) for g in "rzh"}


class Jacobian(Function):
    arrays = "jax"
    dtypes = ("float32",)

    def expect(self, name, args, answer, want=None, **tolerance):
        """Require both results, by name; None in `want` leaves that one out."""
        want = self.truth.gru_jacobian(*args) if want is None else want
        if answer is None:
            raise CheckFailed(f"got {describe(answer)}", mistake="nothing-returned")
        if not isinstance(answer, list | tuple) or len(answer) != 2:
            raise CheckFailed(f"expected two matrices, J and keep, got {describe(answer)}")
        shown = self.inputs(name, args)
        for label, got, right in zip(LABELS, answer, want, strict=True):
            if right is not None:
                expect_same(got, right, dtypes=self.dtypes, inputs=shown, what=label, **tolerance)

    def smallest(self, model, reading):
        """A small input at which J or keep is wrong, with the wrong one of the two."""

        def wrong(arrays, ask):
            args = self.as_arguments(arrays)
            try:
                if ask:
                    got = getattr(self.context.submission, NAME).call(args)[0]
                else:
                    got = model.gru_jacobian(*args)
            except (SubmissionStopped, ArithmeticError, LookupError, TypeError, ValueError):
                return None
            if not isinstance(got, list | tuple) or len(got) != 2:
                return None
            pairs = zip(LABELS, got, self.truth.gru_jacobian(*args), strict=True)
            return next((pair for pair in pairs if not near(*pair[1:], atol=0.02)), None)

        ask = model is None
        pool = [small_shapes(*size) for size in SMALL]
        if not ask:
            pool = [named for named in pool if self.shows(named, wrong)]
        found = smallest(
            pool, lambda arrays: wrong(arrays, ask) is not None,
            seed=self.context.seed, tries=40 if ask else 400,
        )  # fmt: skip
        both = None if found is None else wrong(found, True)
        if found is None or both is None:
            return None
        label, got, want = both
        shown = [(k, v) for k, v in found.items() if k in ("x", "h_prev") or np.any(v)]
        rest = [("all else", 0)] if len(shown) < len(found) else []
        said = show(got) if isinstance(got, np.ndarray) else describe(got)
        inputs = tuple((k, show(v)) for k, v in [*shown, *rest])
        return Evidence(f"{label}={show(want)}", said, inputs)

    def shows(self, named, wrong):
        """Whether random numbers in these shapes show a mistake at all: else why search?"""
        draw = Draw(self.context.seed, "smallest")
        return any(wrong(draw.arrays(named), False) is not None for _ in range(6))

    def as_arguments(self, arrays):
        P = dict(arrays)
        x, h_prev = P.pop("x"), P.pop("h_prev")
        return P, x, h_prev


def small_shapes(D, H):
    return {"x": (D,), "h_prev": (H,), **shapes(D, H)}


def drawn(draw, D=2, H=3, **fixed):
    """Random weights, input and state; `fixed` weights are filled with a number."""
    P = draw.arrays(shapes(D, H), scale=0.7)  # larger ones saturate, and every slope is nearly 0
    for name, value in fixed.items():
        P[name] = np.full_like(P[name], value)
    return P, draw.normal(D), draw.normal(H)


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def wide(args):
    """The arguments in float64."""
    P, x, h_prev = args
    return {k: v.astype(np.float64) for k, v in P.items()}, x.astype(float), h_prev.astype(float)


suite = Suite(Jacobian)


@suite.check("returns two matrices of shape (H, H), J and keep, both float32")
def runs(cell, draw):
    questions = [drawn(draw, D, H) for D, H in SIZES]
    for args, answer in zip(questions, cell.ask_all(NAME, questions, traced=True), strict=True):
        cell.expect(NAME, args, answer, atol=np.inf)


@suite.check("keep is the diagonal matrix of 1 - z", needs=["runs"])
def keep(cell, draw):
    for question in cell.questions:
        P, x, h_prev = wide(question.args)
        z = sigmoid(np.concatenate([x, h_prev]) @ P["W_z"] + P["b_z"])
        cell.expect(NAME, question.args, question.answer, (None, np.diag(1 - z)))


@suite.check("z = 0 makes J the identity, however large the state", needs=["keep"])
def z0_identity(cell, draw):
    P, x, h_prev = drawn(draw, W_z=0, b_z=SHUT)
    answered = list(cell.questions)
    large = (1e3 * (1 + np.abs(h_prev)) * np.sign(h_prev)).astype(np.float32)
    try:
        for state in (h_prev, large):  # a large one saturates the candidate, and so may hide it
            cell.compare(NAME, P, x, state, want=(np.eye(3), np.eye(3)), traced=True)
    except CheckFailed as failed:
        # Where states are of size 1, a difference of float32 numbers may come close enough.
        if all(roughly(question.answer, cell.truth, question.args) for question in answered):
            raise CheckFailed(
                failed.summary, detail=failed.detail, evidence=failed.evidence, mistake="not-exact"
            ) from None
        raise


def roughly(answer, truth, args):
    """Whether an answer is right but for an error of a few hundredths."""
    return near(answer, truth.gru_jacobian(*args), atol=0.03)


@suite.check("z = 1 keeps nothing; with r = 1, J is that of a plain cell", needs=["z0_identity"])
def z1_plain(cell, draw):
    args = drawn(draw, W_z=0, b_z=OPEN, W_r=0, b_r=OPEN)
    P, x, h_prev = wide(args)
    h_tilde = np.tanh(np.concatenate([x, h_prev]) @ P["W_h"] + P["b_h"])
    U_h = P["W_h"][len(x) :]
    # h[i] = tanh(sum_j h_prev[j] U_h[j, i] + ...)
    want = np.array([[(1 - h_tilde[i] ** 2) * U_h[j, i] for j in range(3)] for i in range(3)])
    cell.compare(NAME, *args, want=(want, np.zeros((3, 3))), traced=True)


@suite.check("z = 1 with r = 0 cuts every way: J is zero", needs=["z1_plain"])
def r0_cuts(cell, draw):
    args = drawn(draw, W_z=0, b_z=OPEN, W_r=0, b_r=SHUT)
    cell.compare(NAME, *args, want=(np.zeros((3, 3)), np.zeros((3, 3))), traced=True)


@suite.check("a unit that reads only another has its entry in its own row", needs=["r0_cuts"])
def orientation(cell, draw):
    P, x, h_prev = drawn(draw, W_r=0, W_z=0, W_h=0, b_z=0, b_h=0)
    P["b_r"][:] = -1, 1, 0.5
    P["W_h"][len(x) + 1, 0] = 1.5  # unit 0 reads unit 1, and that is all
    h_prev = np.tanh(h_prev)
    r = sigmoid(P["b_r"][1])
    want = np.eye(3) / 2  # z = 1/2
    want[0, 1] = (1 - np.tanh(1.5 * r * h_prev[1]) ** 2) * 1.5 * r / 2
    cell.compare(NAME, P, x, h_prev, want=(want, np.eye(3) / 2), traced=True)


@suite.check("J agrees with central differences of the step", needs=["orientation"])
def differences(cell, draw):
    for question in list(cell.questions):
        want = cell.truth.differences(*wide(question.args))
        cell.expect(NAME, question.args, question.answer, (want, None))


@suite.check(
    "J is the sum of its three parts",
    needs=["differences"],
    alone="holds the closed form of the statement against the same answers as the differences",
)
def three_parts(cell, draw):
    cell.compare(NAME, *drawn(draw), traced=True)
    for question in cell.questions:
        cell.expect(NAME, question.args, question.answer)


@suite.check(
    "the same for a batch of states, under vmap and jit",
    needs=["differences"],
    alone="what is right for one state is right for many; what cannot be mapped earns a remark",
)
def batched(cell, draw):
    P, _, _ = drawn(draw)
    x, h_prev = draw.normal(BATCH, 2), draw.normal(BATCH, 3)
    try:
        if NAME in cell.eager_only:
            raise CheckExcused("cannot be traced")
        library = cell.context.library
        mapped = as_handle(library.jax.vmap(cell.traced(NAME), (None, 0, 0)))
        answer, _ = as_handle(library.traced(mapped)).call((P, x, h_prev), arrays="numpy")
    except (CheckExcused, SubmissionStopped) as stopped:
        if isinstance(stopped, SubmissionStopped) and stopped.outcome.raised is None:
            raise
        cell.remark(
            "not-traceable",
            "Your function cannot be traced (NumPy or float() inside?), so it could be neither "
            "jitted nor mapped over a batch.",
        )
        raise CheckExcused("cannot be traced") from None
    if not isinstance(answer, list | tuple) or len(answer) != 2:
        raise CheckFailed(f"expected two arrays, got {describe(answer)}")
    for i in range(BATCH):
        want = cell.truth.gru_jacobian(P, x[i], h_prev[i])
        for label, got, right in zip(LABELS, answer, want, strict=True):
            expect_close(expect_array(got, (BATCH, 3, 3), what=label)[i], right, what=label)


@suite.check("the same without jit, and the inputs are left as they were", needs=["runs"])
def inputs_kept(cell, draw):
    args = drawn(draw)
    # J is judged elsewhere: a wrong one is not wrong in this check too.
    cell.expect(NAME, args, cell.ask(NAME, *args), atol=np.inf)
    cell.expect_inputs_kept(mistake="writes-into-input")
