"""Equations 5 to 7 of the statement in float64 NumPy, and every known mistake beside them.

The truth is the closed form, equation 7. A mistake in the step itself has another derivative, which
is taken by central differences. P maps W_r, W_z, W_h to (D+H, H) and b_r, b_z, b_h to (H,).
"""

from __future__ import annotations

import numpy as np

from grader.catalogue import Catalogue
from grader.load import load_beside

gru = load_beside(__file__, "gru_cell", "equations")

Weights = dict[str, np.ndarray]
Array = np.ndarray

WIDTH = 1e-5  # of central differences: their error is about 1e-10
STEP = tuple(name for name in vars(gru.GRU) if not name.startswith("_") and name != "gradient")


class GRUJacobian(gru.GRU):
    """The statement's function."""

    def gru_jacobian(self, P: Weights, x: Array, h_prev: Array) -> tuple[Array, Array]:
        w = {name: np.asarray(array, np.float64) for name, array in P.items()}
        x, h = np.asarray(x, np.float64), np.asarray(h_prev, np.float64)
        J = self.arranged(self.jacobian(w, x, h))
        return self.returned(J, self.keep(self.kept(w, x, h), J))

    def jacobian(self, w: Weights, x: Array, h: Array) -> Array:
        """(5), [i, j] = the derivative of h_i by h_prev_j."""
        if any(getattr(type(self), name) is not getattr(gru.GRU, name) for name in STEP):
            return self.differences(w, x, h)
        r, z = self.reset(w, x, h), self.update(w, x, h)
        n = self.candidate(w, x, h, r, z)
        U = {g: self.turned(w[f"W_{g}"][x.size :]) for g in "rzh"}
        return self.highway(z) + self.update_path(U, h, z, n) + self.candidate_path(U, h, r, z, n)

    def differences(self, w: Weights, x: Array, h: Array) -> Array:
        """(5) by central differences: one column for each entry of h_prev."""
        nudges = WIDTH * np.eye(len(h))
        ends = [
            (self.step(w, x, h + e, at=(w, x, h)), self.step(w, x, h - e, at=(w, x, h)))
            for e in nudges
        ]
        return np.stack([(above - below) / (2 * WIDTH) for above, below in ends], axis=1)

    # The parts of equation 7.

    def highway(self, z: Array) -> Array:
        return np.diag(1 - z)

    def update_path(self, U: Weights, h: Array, z: Array, n: Array) -> Array:
        return ((n - h) * self.gate_slope(z))[:, None] * U["z"]

    def candidate_path(self, U: Weights, h: Array, r: Array, z: Array, n: Array) -> Array:
        return (z * self.tanh_slope(n))[:, None] * (U["h"] @ self.masked(U, h, r))

    def masked(self, U: Weights, h: Array, r: Array) -> Array:
        return np.diag(r) + (h * self.gate_slope(r))[:, None] * U["r"]

    def turned(self, U: Array) -> Array:
        return U.T

    def gate_slope(self, s: Array) -> Array:
        return s * (1 - s)

    def tanh_slope(self, n: Array) -> Array:
        return 1 - n**2

    # What is handed back.

    def arranged(self, J: Array) -> Array:
        return J

    def kept(self, w: Weights, x: Array, h: Array) -> Array:
        return 1 - self.update(w, x, h)

    def keep(self, kept: Array, J: Array) -> Array:
        return np.diag(kept)  # (6)

    def returned(self, J: Array, keep: Array) -> tuple[Array, ...]:
        return J, keep


catalogue = Catalogue(GRUJacobian)
mistake, rule = catalogue.mistake, catalogue.rule

# --- equation 5: what is differentiated by what ----------------------------------------------


@mistake(
    "transposed",
    "The Jacobian is transposed",
    "Your J has the output along its columns. Row i belongs to output i: J[i, j] is the derivative "
    "of h[i] by h_prev[j] (equation 5).",
)
class Transposed(GRUJacobian):
    def arranged(self, J):
        return J.T


@mistake(
    "wrt-input",
    "Differentiated by x",
    "Your J holds the derivatives by x. Equation 5 is by h_prev: look at the place of h_prev among "
    "the arguments (argnums).",
)
class WrtInput(GRUJacobian):
    def jacobian(self, w, x, h):
        nudges = WIDTH * np.eye(len(x))
        ends = [(self.step(w, x + e, h), self.step(w, x - e, h)) for e in nudges]
        return np.stack([(above - below) / (2 * WIDTH) for above, below in ends], axis=1)


@mistake(
    "wrt-weights",
    "Differentiated by the weights",
    "Your J is a dict of derivatives by each weight, because jax differentiates by the first "
    "argument unless told otherwise. Equation 5 is by h_prev (argnums).",
)
class WrtWeights(GRUJacobian):
    def jacobian(self, w, x, h):
        return {name: self.by_weight(w, name, x, h) for name in w}

    def arranged(self, J):
        return J  # a dict: no other mistake can rearrange it

    def by_weight(self, w, name, x, h):
        slopes = []
        for nudge in WIDTH * np.eye(w[name].size):
            e = nudge.reshape(w[name].shape)
            above = self.step(w | {name: w[name] + e}, x, h)
            slopes.append((above - self.step(w | {name: w[name] - e}, x, h)) / (2 * WIDTH))
        return np.stack(slopes, axis=1).reshape(len(h), *w[name].shape)


@mistake(
    "sum-then-grad",
    "The units are summed first",
    "Your J is the gradient of the sum of the new state: one number for each column of the matrix. "
    "Each of the H outputs has its own row of derivatives (equation 5).",
)
class SumThenGrad(GRUJacobian):
    def arranged(self, J):
        return J.sum(axis=0)


@mistake(
    "grad-of-mean",
    "The mean of the units is differentiated",
    "Your J is the gradient of the mean of the new state: H numbers. Each of the H outputs has its "
    "own row of derivatives (equation 5).",
)
class GradOfMean(GRUJacobian):
    def arranged(self, J):
        return J.mean(axis=0)


@mistake(
    "change-only",
    "The change of the state is differentiated",
    "Your J is the derivative of h - h_prev, which is the right one minus the identity. Equation 5 "
    "asks for that of h.",
)
class ChangeOnly(GRUJacobian):
    def arranged(self, J):
        return J - np.eye(len(J))


@mistake(
    "sum-on-diagonal",
    "Column sums on a diagonal",
    "Your J is a diagonal matrix of the gradient of the summed state. The sum has mixed the units "
    "already; J has an entry for each pair of units (equation 5).",
)
class SumOnDiagonal(GRUJacobian):
    def arranged(self, J):
        return np.diag(J.sum(axis=0))


@mistake(
    "row-sums",
    "One direction only",
    "Your J is the derivative along the one direction in which all units grow alike: the sum of "
    "each row. The matrix takes one direction for each unit of h_prev (equation 5).",
)
class RowSums(GRUJacobian):
    def arranged(self, J):
        return J.sum(axis=1)


@mistake(
    "diagonal-only",
    "Only the diagonal",
    "Your J has only the derivative of each unit by itself. The units read each other through U, "
    "so the entries off the diagonal are not zero (equation 7).",
)
class DiagonalOnly(GRUJacobian):
    def arranged(self, J):
        return np.diag(np.diag(J))


@mistake(
    "at-zero-state",
    "The derivative is taken at zero",
    "Your J is the derivative at h_prev = 0. It belongs at the h_prev that is handed in "
    "(equation 5): the function is curved, so the point matters.",
)
class AtZeroState(GRUJacobian):
    def jacobian(self, w, x, h):
        return super().jacobian(w, x, 0 * h)


@mistake(
    "at-new-state",
    "The derivative is taken after the step",
    "Your J is the derivative at the new state. It belongs at h_prev, the state before the step "
    "(equation 5).",
)
class AtNewState(GRUJacobian):
    def jacobian(self, w, x, h):
        return super().jacobian(w, x, self.step(w, x, h))


# --- equation 7: its three parts -------------------------------------------------------------


@mistake(
    "highway-only",
    "The approximation is returned as J",
    "Your J is diag(1 - z). That is the first of three parts: h_prev also reaches the new state "
    "through the update gate and through the candidate (equation 7).",
)
class HighwayOnly(GRUJacobian):
    def jacobian(self, w, x, h):
        return np.diag(1 - self.update(w, x, h))


@mistake(
    "keep-path-missing",
    "The highway is missing",
    "Your J lacks diag(1 - z), the direct way from h_prev to the new state (equation 7). For small "
    "z it is nearly all there is.",
)
class KeepPathMissing(GRUJacobian):
    def highway(self, z):
        return 0.0


@mistake(
    "highway-is-z",
    "The highway is z",
    "Your J has diag(z) for its first part. z opens to the new: the kept share is 1 - z "
    "(equation 7).",
)
class HighwayIsZ(GRUJacobian):
    def highway(self, z):
        return np.diag(z)


@mistake(
    "z-sign",
    "The update gate's path has the wrong sign",
    "Your J has h_prev - h_tilde where equation 7 has h_tilde - h_prev: more z means more of the "
    "candidate and less of the old state.",
)
class ZSign(GRUJacobian):
    def update_path(self, U, h, z, n):
        return -super().update_path(U, h, z, n)


@mistake(
    "tanh-slope-missing",
    "The slope of tanh is missing",
    "Your J passes the candidate's tanh as if it were not there. Its slope is 1 - h_tilde**2 "
    "(equation 7).",
)
class TanhSlopeMissing(GRUJacobian):
    def tanh_slope(self, n):
        return np.ones_like(n)


@mistake(
    "tanh-slope-wrong",
    "The slope of tanh lacks its square",
    "Your J has 1 - h_tilde. The slope of tanh is 1 - h_tilde**2 (equation 7).",
)
class TanhSlopeWrong(GRUJacobian):
    def tanh_slope(self, n):
        return 1 - n


@mistake(
    "sigmoid-slope-missing",
    "The slope of the gates is missing",
    "Your J passes the gates' sigmoids as if they were not there. The slope of a gate s is "
    "s * (1 - s) (equation 7).",
)
class SigmoidSlopeMissing(GRUJacobian):
    def gate_slope(self, s):
        return np.ones_like(s)


@mistake(
    "weights-not-transposed",
    "U where its transpose belongs",
    "Your J has U in place of U.T. The state stands to the left, h_prev @ U, so U[j, i] carries "
    "unit j to unit i and belongs in row i, column j (equation 7). A symmetric U hides this.",
)
class WeightsNotTransposed(GRUJacobian):
    def turned(self, U):
        return U


@mistake(
    "slopes-on-columns",
    "The slopes scale columns",
    "Your J multiplies U.T by a vector of slopes, which scales its columns. diag(v) @ M scales "
    "rows: v[:, None] * M (equation 7).",
)
class SlopesOnColumns(GRUJacobian):
    def update_path(self, U, h, z, n):
        return ((n - h) * self.gate_slope(z)) * U["z"]

    def candidate_path(self, U, h, r, z, n):
        return ((z * self.tanh_slope(n)) * U["h"]) @ self.masked(U, h, r)

    def masked(self, U, h, r):
        return np.diag(r) + (h * self.gate_slope(r)) * U["r"]


@mistake(
    "bracket-first",
    "The bracket stands on the wrong side",
    "Your J multiplies the square bracket of equation 7 from the left. Derivatives of a chain "
    "stand with the last step on the left, so U_h.T comes first: matrices do not commute.",
)
class BracketFirst(GRUJacobian):
    def candidate_path(self, U, h, r, z, n):
        return self.masked(U, h, r) @ ((z * self.tanh_slope(n))[:, None] * U["h"])


@mistake(
    "candidate-path-undamped",
    "The candidate's path is not scaled by z",
    "Your J adds the candidate's path whole. The candidate enters with share z, and so does its "
    "derivative (equation 7).",
)
class CandidatePathUndamped(GRUJacobian):
    def candidate_path(self, U, h, r, z, n):
        return super().candidate_path(U, h, r, np.ones_like(z), n)


@mistake(
    "mask-left-out",
    "The mask is left out of the candidate's path",
    "Your J has U_h.T alone in the candidate's path. The candidate reads r * h_prev, and both "
    "factors change with h_prev: the square bracket of equation 7.",
)
class MaskLeftOut(GRUJacobian):
    def masked(self, U, h, r):
        return np.eye(len(h))


# --- equation 6: what is kept ----------------------------------------------------------------


@mistake(
    "keep-is-z",
    "The kept share is 1 - z",
    "Your keep is diag(z). z opens to the new, so the fraction of the old state that stays is "
    "1 - z (equation 6).",
)
class KeepIsZ(GRUJacobian):
    def keep(self, kept, J):
        return np.diag(1 - kept)


@mistake(
    "keep-from-reset-gate",
    "keep is made of the reset gate",
    "Your keep is diag(1 - r). What is kept is up to the update gate: diag(1 - z), with W_z and "
    "b_z (equation 6).",
)
class KeepFromResetGate(GRUJacobian):
    def kept(self, w, x, h):
        return 1 - self.reset(w, x, h)


@mistake(
    "keep-bias-missing",
    "The bias is missing in keep",
    "In your keep the gate z is computed without b_z. It is the z of equation 2.",
)
class KeepBiasMissing(GRUJacobian):
    def kept(self, w, x, h):
        return super().kept({**w, "b_z": 0 * w["b_z"]}, x, h)


@mistake(
    "kept-state",
    "The kept state instead of the kept share",
    "Your keep holds (1 - z) * h_prev, a part of the state. Its derivative by h_prev along the "
    "highway is 1 - z (equation 6).",
)
class KeptState(GRUJacobian):
    def kept(self, w, x, h):
        return super().kept(w, x, h) * h


@mistake(
    "keep-as-vector",
    "keep is a vector",
    "Your keep has shape (H,). It is compared with J, so it is the diagonal matrix (equation 6).",
)
class KeepAsVector(GRUJacobian):
    def keep(self, kept, J):
        return kept


@mistake(
    "keep-not-diagonal",
    "keep is full",
    "Your keep repeats 1 - z along a whole axis. Each unit keeps only of itself, so everything off "
    "the diagonal is zero (equation 6).",
)
class KeepNotDiagonal(GRUJacobian):
    def keep(self, kept, J):
        return np.tile(kept, (len(kept), 1))


@mistake(
    "z-off-the-diagonal",
    "z is taken from every entry",
    "Your keep is the identity minus z, and the vector z spreads over all rows. Off the diagonal "
    "everything is zero: diag(1 - z) (equation 6).",
)
class ZOffTheDiagonal(GRUJacobian):
    def keep(self, kept, J):
        return np.eye(len(kept)) - (1 - kept)


@mistake(
    "keep-is-diagonal-of-J",
    "keep is the diagonal of J",
    "Your keep is cut out of J. The diagonal of J also holds what a unit does to itself through "
    "the gates and the candidate; keep is diag(1 - z) alone (equation 6).",
)
class KeepIsDiagonalOfJ(GRUJacobian):
    def keep(self, kept, J):
        return np.diag(np.diag(J))


@mistake(
    "results-exchanged",
    "keep comes first",
    "Your function returns (keep, J). The order is (J, keep).",
)
class ResultsExchanged(GRUJacobian):
    def returned(self, J, keep):
        return keep, J


@mistake(
    "keep-not-returned",
    "Only one of two results",
    "Your function returns J alone. The answer is the pair (J, keep).",
)
class KeepNotReturned(GRUJacobian):
    def returned(self, J, keep):
        return J


# --- equations 1 to 4: another step has another derivative -----------------------------------


@mistake(
    "gates-crossed",
    "The gates are crossed",
    "In your step W_r and b_r drive the blend, W_z and b_z the mask. The reset gate of equation 1 "
    "masks, the update gate of equation 2 blends; names are fixed here.",
)
class GatesCrossed(GRUJacobian):
    def gru_jacobian(self, P, x, h_prev):
        crossed = {"W_r": "W_z", "W_z": "W_r", "b_r": "b_z", "b_z": "b_r"}
        renamed = {crossed.get(name, name): array for name, array in P.items()}
        return super().gru_jacobian(renamed, x, h_prev)


@mistake(
    "rows-h-first",
    "The vector is [h_prev; x]",
    "Your step multiplies [h_prev; x] with the weights. Their first D rows meet x, the last H the "
    "state: [x; h_prev] (equations 1 to 3).",
)
class RowsHFirst(GRUJacobian):
    def gru_jacobian(self, P, x, h_prev):
        H = len(h_prev)
        moved = {n: np.concatenate([a[H:], a[:H]]) if n[0] == "W" else a for n, a in P.items()}
        return super().gru_jacobian(moved, x, h_prev)


catalogue.adopt(
    gru.catalogue,
    only=(
        "swapped-update-gate", "keep-term-dropped", "add-without-forget", "new-term-undamped",
        "returns-candidate", "reset-leaks-into-blend", "delta-sign-reversed",
        "no-reset", "reset-after-matmul", "reset-after-matmul-and-bias", "reset-inverted",
        "reset-by-z", "reset-whole-preactivation",
        "candidate-ignores-state", "candidate-ignores-input", "candidate-bias-missing",
        "sigmoid-candidate", "linear-candidate", "relu-candidate", "extra-tanh",
        "tanh-gates", "softmax-gates", "hard-gates", "linear-gates",
        "gate-bias-missing", "reset-bias-missing", "update-bias-missing", "all-biases-missing",
        "gates-ignore-state", "gates-ignore-input", "update-reads-reset-state",
        "candidate-uses-reset-weights", "candidate-uses-update-weights", "shared-weights",
        "gates-share-matrix", "recurrent-block-transposed",
        "detached-state", "detached-reset-gate", "detached-update-gate", "detached-gates",
        "detached-candidate",
    ),
    say={
        "detached-state": "Your J is zero: a stop_gradient holds h_prev still. Remove it.",
        "detached-reset-gate": "In your J the reset gate is a constant. It changes with h_prev "
        "too: the last term of equation 7, which has U_r.T in it, is missing.",
        "detached-update-gate": "In your J the update gate is a constant. It changes with h_prev "
        "too: the second of the three parts of equation 7 is missing.",
        "detached-gates": "In your J both gates are constants. They change with h_prev too: the "
        "terms of equation 7 with U_z.T and U_r.T in them are missing.",
        "detached-candidate": "In your J the candidate is a constant. It reads r * h_prev: the "
        "third of the three parts of equation 7 is missing.",
    },
)  # fmt: skip

# --- what no answer shows: proved by a check of its own --------------------------------------

rule(
    "not-exact",
    "Close, but not exact",
    "Your J is near the right one where the state is small and off where it is large. Differences "
    "of float32 numbers do this, and so does half precision: differentiate with jax instead.",
)
rule(
    "batch-axis-output",
    "An axis too many",
    "One of your results has an axis of length 1 in front. Both are matrices of shape (H, H).",
)
rule(
    "scalar-output",
    "The axes are lost when H is 1",
    "With one unit your result is a single number: squeeze removes every axis of length 1. Both "
    "results are matrices of shape (H, H), (1, 1) among them.",
)
rule(
    "list-output",
    "A list of rows",
    "Your function returns a Python list where a matrix is asked: jnp.stack makes one array of its "
    "rows.",
)
rule(
    "wrong-dtype",
    "Not float32",
    "Both results must be float32, as the weights and the state are.",
)
rule(
    "nothing-returned",
    "Nothing is returned",
    "Your function ends without a return, so its answer is None. Return J and keep.",
)
rule(
    "writes-into-input",
    "Your function changes the caller's dict",
    "After the call P is no longer what it was. The caller still needs it: put what you need into "
    "a dict of your own.",
)

# --- what tame questions would hide ----------------------------------------------------------


@catalogue.natural("U symmetric")
def symmetric(kind, args):
    """The same rows for x, and in each matrix a symmetric block for the state."""
    P, x, h_prev = args
    D = len(x)

    def even(W: Array) -> Array:
        return np.concatenate([W[:D], (W[D:] + W[D:].T) / 2])

    return {name: even(a) if name[0] == "W" else a for name, a in P.items()}, x, h_prev


@catalogue.natural("h_prev = 0")
def from_nothing(kind, args):
    P, x, h_prev = args
    return P, x, 0 * h_prev
