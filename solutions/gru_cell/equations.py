"""Equations 1 to 4 of the statement in float64 NumPy, and every known mistake beside them.

Each mistake is the truth with one part replaced, so it reads like the statement with one line
changed. `w` maps W_r, W_z, W_h (..., D+H, H) and b_r, b_z, b_h (..., H) to arrays, x is (..., D),
h is (..., H); leading axes broadcast, so that many parameter sets are computed at once.
"""

from __future__ import annotations

import numpy as np

from grader.catalogue import Catalogue
from grader.numeric import affine, cat, gelu, gradient, hard_sigmoid, relu, sigmoid, softmax

Weights = dict[str, np.ndarray]
Array = np.ndarray


class GRU:
    """The statement's cell. Source: Cho et al. 2014, with z as the share of the new."""

    def reset(self, w: Weights, x: Array, h: Array) -> Array:
        return self.squash_reset(self.reset_sum(w, x, h))  # (1)

    def update(self, w: Weights, x: Array, h: Array) -> Array:
        return self.squash_update(self.update_sum(w, x, h))  # (2)

    def candidate(self, w: Weights, x: Array, h: Array, r: Array, z: Array) -> Array:
        return self.squash(self.candidate_sum(w, x, h, r, z))  # (3)

    def blend(self, h: Array, h_tilde: Array, z: Array, r: Array) -> Array:
        return (1 - z) * h + z * h_tilde  # (4)

    def step(self, w: Weights, x: Array, h: Array, at: tuple | None = None) -> Array:
        """One step, (..., H). `at` is the point at which a gradient is taken: what a
        stop_gradient holds still."""
        r, z = self.reset(w, x, h), self.update(w, x, h)
        return self.result(self.blend(h, self.candidate(w, x, h, r, z), z, r))

    # The parts of equations 1 to 4.

    def reset_sum(self, w: Weights, x: Array, h: Array) -> Array:
        return affine(cat(x, h), w["W_r"], w["b_r"])

    def update_sum(self, w: Weights, x: Array, h: Array) -> Array:
        return affine(cat(x, h), w["W_z"], w["b_z"])

    def candidate_sum(self, w: Weights, x: Array, h: Array, r: Array, z: Array) -> Array:
        return affine(cat(x, r * h), w["W_h"], w["b_h"])

    def gate(self, a: Array) -> Array:
        return sigmoid(a)

    def squash_reset(self, a: Array) -> Array:
        return self.gate(a)

    def squash_update(self, a: Array) -> Array:
        return self.gate(a)

    def squash(self, a: Array) -> Array:
        return np.tanh(a)

    def result(self, h_new: Array) -> Array:
        return h_new

    def gradient(self, w: Weights, x: Array, h: Array, c: Array) -> tuple[Weights, Array, Array]:
        """Derivatives of <c, step(w, x, h)> with respect to w, x and h."""
        return gradient(self.step, w, (x, h), c)


catalogue = Catalogue(GRU)
mistake, rule = catalogue.mistake, catalogue.rule

# --- equation 4: the blend -------------------------------------------------------------------


@mistake(
    "swapped-update-gate",
    "Swapped update gate",
    "Your cell computes (1 - z) * h_tilde + z * h_prev; the task asks for "
    "(1 - z) * h_prev + z * h_tilde (equation 4). PyTorch, Keras and flax.linen.GRUCell use your "
    "convention: here z says how much is new.",
    at="blend",
)
class SwappedUpdateGate(GRU):
    def blend(self, h, h_tilde, z, r):
        return (1 - z) * h_tilde + z * h


@mistake(
    "keep-term-dropped",
    "The old state is dropped",
    "Your cell returns z * h_tilde. That is right only when h_prev = 0: add (1 - z) * h_prev, the "
    "part that is kept (equation 4).",
    at="blend",
)
class KeepTermDropped(GRU):
    def blend(self, h, h_tilde, z, r):
        return z * h_tilde


@mistake(
    "add-without-forget",
    "Nothing is forgotten",
    "Your cell computes h_prev + z * h_tilde. The old state must be scaled by (1 - z) "
    "(equation 4); otherwise it can only pile up.",
    at="blend",
)
class AddWithoutForget(GRU):
    def blend(self, h, h_tilde, z, r):
        return h + z * h_tilde


@mistake(
    "new-term-undamped",
    "The candidate is added whole",
    "Your cell computes (1 - z) * h_prev + h_tilde. The candidate must be scaled by z "
    "(equation 4), so that the two shares add up to 1.",
    at="blend",
)
class NewTermUndamped(GRU):
    def blend(self, h, h_tilde, z, r):
        return (1 - z) * h + h_tilde


@mistake(
    "new-term-dropped",
    "The candidate never arrives",
    "Your cell returns (1 - z) * h_prev only. Add z * h_tilde (equation 4): without it nothing new "
    "is ever written into the state.",
    at="blend",
)
class NewTermDropped(GRU):
    def blend(self, h, h_tilde, z, r):
        return (1 - z) * h


@mistake(
    "returns-candidate",
    "The candidate is returned",
    "Your cell returns h_tilde. The blend with h_prev is missing (equation 4).",
    at="blend",
)
class ReturnsCandidate(GRU):
    def blend(self, h, h_tilde, z, r):
        return h_tilde


@mistake(
    "reset-leaks-into-blend",
    "The reset gate reaches the blend",
    "Your cell blends with r * h_prev. The reset gate masks the state only inside the candidate "
    "(equation 3); the blend uses the untouched h_prev (equation 4).",
    at="blend",
)
class ResetLeaksIntoBlend(GRU):
    def blend(self, h, h_tilde, z, r):
        return (1 - z) * (r * h) + z * h_tilde


@mistake(
    "same-weight-on-both",
    "One weight on both terms",
    "Your cell computes z * h_prev + z * h_tilde. The old state is weighted by (1 - z), so that "
    "the two shares add up to 1 (equation 4).",
    at="blend",
)
class SameWeightOnBoth(GRU):
    def blend(self, h, h_tilde, z, r):
        return z * h + z * h_tilde


@mistake(
    "both-weighted-by-one-minus-z",
    "One weight on both terms",
    "Your cell computes (1 - z) * h_prev + (1 - z) * h_tilde. The candidate is weighted by z, so "
    "that the two shares add up to 1 (equation 4).",
    at="blend",
)
class BothWeightedByOneMinusZ(GRU):
    def blend(self, h, h_tilde, z, r):
        return (1 - z) * h + (1 - z) * h_tilde


@mistake(
    "delta-sign-reversed",
    "The step goes the wrong way",
    "Your cell computes h_prev + z * (h_prev - h_tilde), which moves away from the candidate. "
    "Equation 4 is h_prev + z * (h_tilde - h_prev).",
    at="blend",
)
class DeltaSignReversed(GRU):
    def blend(self, h, h_tilde, z, r):
        return h + z * (h - h_tilde)


@mistake(
    "minus-between-terms",
    "The candidate is subtracted",
    "Your cell computes (1 - z) * h_prev - z * h_tilde. The two terms are added (equation 4).",
    at="blend",
)
class MinusBetweenTerms(GRU):
    def blend(self, h, h_tilde, z, r):
        return (1 - z) * h - z * h_tilde


@mistake(
    "plus-in-keep-term",
    "The old state grows",
    "Your cell computes (1 + z) * h_prev + z * h_tilde. The share of the old state is 1 - z "
    "(equation 4).",
    at="blend",
)
class PlusInKeepTerm(GRU):
    def blend(self, h, h_tilde, z, r):
        return (1 + z) * h + z * h_tilde


@mistake(
    "plain-average",
    "The update gate is not used",
    "Your cell returns the plain average of h_prev and h_tilde. The shares are (1 - z) and z, a "
    "gate for each unit (equation 4).",
    at="blend",
)
class PlainAverage(GRU):
    def blend(self, h, h_tilde, z, r):
        return 0.5 * (h + h_tilde)


@mistake(
    "new-weighted-by-reset",
    "The candidate is weighted by r",
    "Your cell computes (1 - z) * h_prev + r * h_tilde. Both shares of the blend come from the "
    "update gate: (1 - z) * h_prev + z * h_tilde (equation 4).",
    at="blend",
)
class NewWeightedByReset(GRU):
    def blend(self, h, h_tilde, z, r):
        return (1 - z) * h + r * h_tilde


@mistake(
    "kept-weighted-by-reset",
    "The old state is weighted by 1 - r",
    "Your cell computes (1 - r) * h_prev + z * h_tilde. Both shares of the blend come from the "
    "update gate: (1 - z) * h_prev + z * h_tilde (equation 4).",
    at="blend",
)
class KeptWeightedByReset(GRU):
    def blend(self, h, h_tilde, z, r):
        return (1 - r) * h + z * h_tilde


# --- equation 3: the candidate ---------------------------------------------------------------


@mistake(
    "no-reset",
    "The reset gate has no effect",
    "Your candidate reads h_prev. It must read r * h_prev (equation 3); as it stands the reset "
    "gate changes nothing.",
    at="candidate",
)
class NoReset(GRU):
    def candidate_sum(self, w, x, h, r, z):
        return affine(cat(x, h), w["W_h"], w["b_h"])


@mistake(
    "reset-after-matmul",
    "Reset applied after the product",
    "Your cell multiplies r with the recurrent product (the PyTorch form). Here r masks the state "
    "before it meets the matrix: [x; r * h_prev] @ W_h (equation 3).",
    at="candidate",
)
class ResetAfterMatmul(GRU):
    def candidate_sum(self, w, x, h, r, z):
        D = x.shape[-1]
        W = w["W_h"]
        return affine(x, W[..., :D, :], w["b_h"]) + r * affine(h, W[..., D:, :])


@mistake(
    "reset-after-matmul-and-bias",
    "Reset applied after product and bias",
    "Your cell computes r * (h_prev @ U + b_h), with the bias inside (a library form). Here r "
    "masks only the state, before the product: [x; r * h_prev] @ W_h + b_h (equation 3).",
    at="candidate",
)
class ResetAfterMatmulAndBias(GRU):
    def candidate_sum(self, w, x, h, r, z):
        D = x.shape[-1]
        W = w["W_h"]
        return affine(x, W[..., :D, :]) + r * affine(h, W[..., D:, :], w["b_h"])


@mistake(
    "reset-inverted",
    "The reset gate works backwards",
    "Your candidate reads (1 - r) * h_prev. Here r = 0 hides the past and r = 1 shows it: use "
    "r * h_prev (equation 3).",
    at="candidate",
)
class ResetInverted(GRU):
    def candidate_sum(self, w, x, h, r, z):
        return affine(cat(x, (1 - r) * h), w["W_h"], w["b_h"])


@mistake(
    "reset-by-z",
    "One gate does both jobs",
    "The gate that masks the state in your candidate is the one that blends; the other gate never "
    "matters. The candidate is masked by r (equation 3), the blend by z (equation 4).",
    at="candidate",
)
class ResetByZ(GRU):
    def candidate_sum(self, w, x, h, r, z):
        return affine(cat(x, z * h), w["W_h"], w["b_h"])


@mistake(
    "reset-by-one-minus-z",
    "The candidate is masked by 1 - z",
    "Your candidate reads (1 - z) * h_prev. It is masked by the reset gate: r * h_prev "
    "(equation 3).",
    at="candidate",
)
class ResetByOneMinusZ(GRU):
    def candidate_sum(self, w, x, h, r, z):
        return affine(cat(x, (1 - z) * h), w["W_h"], w["b_h"])


@mistake(
    "reset-whole-preactivation",
    "The reset gate masks too much",
    "In your cell r multiplies the whole sum, input and bias included. It masks only the state: "
    "[x; r * h_prev] @ W_h + b_h (equation 3).",
    at="candidate",
)
class ResetWholePreactivation(GRU):
    def candidate_sum(self, w, x, h, r, z):
        return r * affine(cat(x, h), w["W_h"], w["b_h"])


@mistake(
    "reset-masks-candidate",
    "The reset gate masks the result",
    "In your cell r multiplies the finished candidate. It masks the state on its way in: "
    "tanh([x; r * h_prev] @ W_h + b_h) (equation 3).",
    at="candidate",
)
class ResetMasksCandidate(GRU):
    def candidate(self, w, x, h, r, z):
        return r * self.squash(affine(cat(x, h), w["W_h"], w["b_h"]))


@mistake(
    "reset-added",
    "The reset gate is added",
    "Your candidate reads r + h_prev. A gate multiplies: r * h_prev (equation 3).",
    at="candidate",
)
class ResetAdded(GRU):
    def candidate_sum(self, w, x, h, r, z):
        return affine(cat(x, r + h), w["W_h"], w["b_h"])


@mistake(
    "candidate-ignores-state",
    "The candidate does not see the state",
    "Your candidate reads only x. It reads [x; r * h_prev] (equation 3).",
    at="candidate",
)
class CandidateIgnoresState(GRU):
    def candidate_sum(self, w, x, h, r, z):
        return affine(cat(x, 0 * h), w["W_h"], w["b_h"])


@mistake(
    "candidate-ignores-input",
    "The candidate does not see the input",
    "Your candidate reads only r * h_prev. It reads [x; r * h_prev] (equation 3).",
    at="candidate",
)
class CandidateIgnoresInput(GRU):
    def candidate_sum(self, w, x, h, r, z):
        return affine(cat(0 * x, r * h), w["W_h"], w["b_h"])


@mistake(
    "candidate-bias-missing",
    "The candidate's bias is missing",
    "b_h is never added: tanh([x; r * h_prev] @ W_h + b_h) (equation 3). A bias that starts at "
    "zero hides this until it has been trained.",
    at="candidate",
)
class CandidateBiasMissing(GRU):
    def candidate_sum(self, w, x, h, r, z):
        return affine(cat(x, r * h), w["W_h"])


@mistake(
    "candidate-bias-outside",
    "The candidate's bias is outside the tanh",
    "Your cell adds b_h after the tanh. It belongs inside: tanh([x; r * h_prev] @ W_h + b_h) "
    "(equation 3).",
    at="candidate",
)
class CandidateBiasOutside(GRU):
    def candidate(self, w, x, h, r, z):
        return self.squash(affine(cat(x, r * h), w["W_h"])) + w["b_h"]


@mistake(
    "candidate-uses-reset-weights",
    "The candidate reuses the reset gate's matrix",
    "Your candidate multiplies with W_r; W_h is never used. Each of the three has its own matrix "
    "(equation 3).",
    at="candidate",
)
class CandidateUsesResetWeights(GRU):
    def candidate_sum(self, w, x, h, r, z):
        return affine(cat(x, r * h), w["W_r"], w["b_h"])


@mistake(
    "candidate-uses-update-weights",
    "The candidate reuses the update gate's matrix",
    "Your candidate multiplies with W_z; W_h is never used. Each of the three has its own matrix "
    "(equation 3).",
    at="candidate",
)
class CandidateUsesUpdateWeights(GRU):
    def candidate_sum(self, w, x, h, r, z):
        return affine(cat(x, r * h), w["W_z"], w["b_h"])


@mistake(
    "sigmoid-candidate",
    "Sigmoid candidate",
    "Your candidate goes through a sigmoid, so it is never negative and the state can only drift "
    "upwards. Equation 3 uses tanh.",
    at="candidate",
)
class SigmoidCandidate(GRU):
    def squash(self, a):
        return sigmoid(a)


@mistake(
    "linear-candidate",
    "The candidate's tanh is missing",
    "Your candidate is not squashed, so the state can leave [-1, 1]. Equation 3 applies tanh.",
    at="candidate",
)
class LinearCandidate(GRU):
    def squash(self, a):
        return a


@mistake(
    "relu-candidate",
    "ReLU candidate",
    "Your candidate goes through a ReLU: neither bounded nor ever negative. Equation 3 uses tanh.",
    at="candidate",
)
class ReluCandidate(GRU):
    def squash(self, a):
        return relu(a)


@mistake(
    "gelu-candidate",
    "GELU candidate",
    "Your candidate goes through a GELU, which has no upper bound. Equation 3 uses tanh.",
    at="candidate",
)
class GeluCandidate(GRU):
    def squash(self, a):
        return gelu(a)


@mistake(
    "hard-tanh-candidate",
    "Clipped candidate",
    "Your candidate is clipped to [-1, 1]: outside, no gradient is left. Equation 3 uses tanh.",
    at="candidate",
)
class HardTanhCandidate(GRU):
    def squash(self, a):
        return np.clip(a, -1, 1)


@mistake(
    "softsign-candidate",
    "Softsign candidate",
    "Your candidate goes through a softsign, a / (1 + |a|). Equation 3 uses tanh.",
    at="candidate",
)
class SoftsignCandidate(GRU):
    def squash(self, a):
        return a / (1 + np.abs(a))


@mistake(
    "elu-candidate",
    "ELU candidate",
    "Your candidate goes through an ELU, which has no upper bound. Equation 3 uses tanh.",
    at="candidate",
)
class EluCandidate(GRU):
    def squash(self, a):
        return np.where(a > 0, a, np.expm1(np.minimum(a, 0)))


@mistake(
    "swish-candidate",
    "Swish candidate",
    "Your candidate goes through a swish (SiLU), which has no upper bound. Equation 3 uses tanh.",
    at="candidate",
)
class SwishCandidate(GRU):
    def squash(self, a):
        return a * sigmoid(a)


@mistake(
    "leaky-relu-candidate",
    "Leaky ReLU candidate",
    "Your candidate goes through a leaky ReLU, which is not bounded. Equation 3 uses tanh.",
    at="candidate",
)
class LeakyReluCandidate(GRU):
    def squash(self, a):
        return np.where(a > 0, a, 0.01 * a)


@mistake(
    "candidate-squashed-twice",
    "The candidate is squashed twice",
    "Your candidate is tanh(tanh(...)). Equation 3 applies tanh once.",
    at="candidate",
)
class CandidateSquashedTwice(GRU):
    def squash(self, a):
        return np.tanh(np.tanh(a))


# --- equations 1 and 2: the gates ------------------------------------------------------------


@mistake(
    "tanh-gates",
    "tanh gates",
    "Your gates go through tanh, so they can be negative. A gate is a fraction between 0 and 1: "
    "sigmoid (equations 1 and 2).",
    at="gates",
)
class TanhGates(GRU):
    def gate(self, a):
        return np.tanh(a)


@mistake(
    "softmax-gates",
    "Softmax gates",
    "Your gates go through a softmax, so the units compete and their gates sum to 1. Each unit has "
    "its own sigmoid (equations 1 and 2).",
    at="gates",
)
class SoftmaxGates(GRU):
    def gate(self, a):
        return softmax(a)


@mistake(
    "hard-gates",
    "Gates without a middle",
    "Your gates are 0 or 1 only: no partial update and no gradient. Use the sigmoid (equations 1 "
    "and 2).",
    at="gates",
)
class HardGates(GRU):
    def gate(self, a):
        return (a > 0).astype(np.float64)


@mistake(
    "linear-gates",
    "Gates without a sigmoid",
    "Your gates are the plain sums, so they are not fractions. Equations 1 and 2 apply the "
    "sigmoid.",
    at="gates",
)
class LinearGates(GRU):
    def gate(self, a):
        return a


@mistake(
    "relu-gates",
    "ReLU gates",
    "Your gates go through a ReLU, so they can exceed 1. A gate is a fraction: sigmoid (equations "
    "1 and 2).",
    at="gates",
)
class ReluGates(GRU):
    def gate(self, a):
        return relu(a)


@mistake(
    "hard-sigmoid-gates",
    "Hard sigmoid gates",
    "Your gates use the piecewise linear hard_sigmoid. Equations 1 and 2 use the logistic sigmoid, "
    "1 / (1 + exp(-a)).",
    at="gates",
)
class HardSigmoidGates(GRU):
    def gate(self, a):
        return hard_sigmoid(a)


@mistake(
    "gates-squashed-twice",
    "Gates squashed twice",
    "Your gates are sigmoid(sigmoid(...)), which stays between 0.5 and 0.73: they can never close. "
    "Apply the sigmoid once (equations 1 and 2).",
    at="gates",
)
class GatesSquashedTwice(GRU):
    def gate(self, a):
        return sigmoid(sigmoid(a))


@mistake(
    "gates-inverted",
    "The sign in the gates' sigmoid",
    "Your gates are sigmoid(-a): both work backwards. The sigmoid is 1 / (1 + exp(-a)), with a "
    "minus in the exponent (equations 1 and 2).",
    at="gates",
)
class GatesInverted(GRU):
    def gate(self, a):
        return sigmoid(-a)


@mistake(
    "tanh-reset-gate",
    "tanh reset gate",
    "Your reset gate goes through tanh, so it can be negative. Equation 1 uses the sigmoid.",
    at="reset",
)
class TanhResetGate(GRU):
    def squash_reset(self, a):
        return np.tanh(a)


@mistake(
    "tanh-update-gate",
    "tanh update gate",
    "Your update gate goes through tanh, so it can be negative. Equation 2 uses the sigmoid.",
    at="update",
)
class TanhUpdateGate(GRU):
    def squash_update(self, a):
        return np.tanh(a)


@mistake(
    "linear-reset-gate",
    "Reset gate without a sigmoid",
    "Your reset gate is the plain sum. Equation 1 applies the sigmoid.",
    at="reset",
)
class LinearResetGate(GRU):
    def squash_reset(self, a):
        return a


@mistake(
    "linear-update-gate",
    "Update gate without a sigmoid",
    "Your update gate is the plain sum. Equation 2 applies the sigmoid.",
    at="update",
)
class LinearUpdateGate(GRU):
    def squash_update(self, a):
        return a


@mistake(
    "gate-bias-missing",
    "The gates' biases are missing",
    "b_r and b_z are never added, so no bias can open or close a gate (equations 1 and 2).",
    at="gates",
)
class GateBiasMissing(GRU):
    def reset_sum(self, w, x, h):
        return affine(cat(x, h), w["W_r"])

    def update_sum(self, w, x, h):
        return affine(cat(x, h), w["W_z"])


@mistake(
    "reset-bias-missing",
    "The reset gate's bias is missing",
    "b_r is never added (equation 1).",
    at="reset",
)
class ResetBiasMissing(GRU):
    def reset_sum(self, w, x, h):
        return affine(cat(x, h), w["W_r"])


@mistake(
    "update-bias-missing",
    "The update gate's bias is missing",
    "b_z is never added (equation 2).",
    at="update",
)
class UpdateBiasMissing(GRU):
    def update_sum(self, w, x, h):
        return affine(cat(x, h), w["W_z"])


@mistake(
    "all-biases-missing",
    "All biases are missing",
    "No bias is ever added (equations 1 to 3). Biases that start at zero hide this until they have "
    "been trained.",
    at="gates",
)
class AllBiasesMissing(GRU):
    def reset_sum(self, w, x, h):
        return affine(cat(x, h), w["W_r"])

    def update_sum(self, w, x, h):
        return affine(cat(x, h), w["W_z"])

    def candidate_sum(self, w, x, h, r, z):
        return affine(cat(x, r * h), w["W_h"])


@mistake(
    "gates-ignore-state",
    "The gates do not see the state",
    "Your gates read only x. They read [x; h_prev] (equations 1 and 2).",
    at="gates",
)
class GatesIgnoreState(GRU):
    def reset_sum(self, w, x, h):
        return affine(cat(x, 0 * h), w["W_r"], w["b_r"])

    def update_sum(self, w, x, h):
        return affine(cat(x, 0 * h), w["W_z"], w["b_z"])


@mistake(
    "reset-ignores-state",
    "The reset gate does not see the state",
    "Your reset gate reads only x. It reads [x; h_prev] (equation 1).",
    at="reset",
)
class ResetIgnoresState(GRU):
    def reset_sum(self, w, x, h):
        return affine(cat(x, 0 * h), w["W_r"], w["b_r"])


@mistake(
    "update-ignores-state",
    "The update gate does not see the state",
    "Your update gate reads only x. It reads [x; h_prev] (equation 2).",
    at="update",
)
class UpdateIgnoresState(GRU):
    def update_sum(self, w, x, h):
        return affine(cat(x, 0 * h), w["W_z"], w["b_z"])


@mistake(
    "gates-ignore-input",
    "The gates do not see the input",
    "Your gates read only h_prev. They read [x; h_prev] (equations 1 and 2).",
    at="gates",
)
class GatesIgnoreInput(GRU):
    def reset_sum(self, w, x, h):
        return affine(cat(0 * x, h), w["W_r"], w["b_r"])

    def update_sum(self, w, x, h):
        return affine(cat(0 * x, h), w["W_z"], w["b_z"])


@mistake(
    "update-reads-reset-state",
    "The update gate reads the masked state",
    "Your update gate reads [x; r * h_prev]. The mask is for the candidate only; both gates read "
    "[x; h_prev] (equation 2).",
    at="update",
)
class UpdateReadsResetState(GRU):
    def update_sum(self, w, x, h):
        return affine(cat(x, self.reset(w, x, h) * h), w["W_z"], w["b_z"])


@mistake(
    "gate-bias-outside",
    "The gates' biases are outside the sigmoid",
    "Your cell adds b_r and b_z after the sigmoid, so a gate can leave [0, 1]. They belong inside "
    "(equations 1 and 2).",
    at="gates",
)
class GateBiasOutside(GRU):
    def reset(self, w, x, h):
        return self.gate(affine(cat(x, h), w["W_r"])) + w["b_r"]

    def update(self, w, x, h):
        return self.gate(affine(cat(x, h), w["W_z"])) + w["b_z"]


@mistake(
    "bias-subtracted",
    "Biases are subtracted",
    "Your cell subtracts the biases. Equations 1 to 3 add them.",
    at="gates",
)
class BiasSubtracted(GRU):
    def reset_sum(self, w, x, h):
        return affine(cat(x, h), w["W_r"], -w["b_r"])

    def update_sum(self, w, x, h):
        return affine(cat(x, h), w["W_z"], -w["b_z"])

    def candidate_sum(self, w, x, h, r, z):
        return affine(cat(x, r * h), w["W_h"], -w["b_h"])


@mistake(
    "shared-weights",
    "One matrix for all three",
    "One matrix feeds both gates and the candidate. Each has its own (equations 1 to 3).",
    at="gates",
)
class SharedWeights(GRU):
    def update_sum(self, w, x, h):
        return affine(cat(x, h), w["W_r"], w["b_z"])

    def candidate_sum(self, w, x, h, r, z):
        return affine(cat(x, r * h), w["W_r"], w["b_h"])


@mistake(
    "gates-share-matrix",
    "Both gates use one matrix",
    "Your two gates multiply with the same matrix. Each has its own: W_r and W_z (equations 1 and "
    "2).",
    at="gates",
)
class GatesShareMatrix(GRU):
    def update_sum(self, w, x, h):
        return affine(cat(x, h), w["W_r"], w["b_z"])


@mistake(
    "gates-share-bias",
    "Both gates use one bias",
    "Your two gates add the same bias. Each has its own: b_r and b_z (equations 1 and 2).",
    at="gates",
)
class GatesShareBias(GRU):
    def update_sum(self, w, x, h):
        return affine(cat(x, h), w["W_z"], w["b_r"])


@mistake(
    "candidate-shares-reset-bias",
    "The candidate reuses the reset gate's bias",
    "Your candidate adds the reset gate's bias; b_h is never used. Each of the three has its own "
    "(equation 3).",
    at="candidate",
)
class CandidateSharesResetBias(GRU):
    def candidate_sum(self, w, x, h, r, z):
        return affine(cat(x, r * h), w["W_h"], w["b_r"])


@mistake(
    "candidate-shares-update-bias",
    "The candidate reuses the update gate's bias",
    "Your candidate adds the update gate's bias; b_h is never used. Each of the three has its own "
    "(equation 3).",
    at="candidate",
)
class CandidateSharesUpdateBias(GRU):
    def candidate_sum(self, w, x, h, r, z):
        return affine(cat(x, r * h), w["W_h"], w["b_z"])


@mistake(
    "one-bias-for-all",
    "One bias for all three",
    "One bias is added in both gates and the candidate. Each has its own (equations 1 to 3).",
    at="gates",
)
class OneBiasForAll(GRU):
    def update_sum(self, w, x, h):
        return affine(cat(x, h), w["W_z"], w["b_r"])

    def candidate_sum(self, w, x, h, r, z):
        return affine(cat(x, r * h), w["W_h"], w["b_r"])


@mistake(
    "recurrent-block-transposed",
    "The recurrent block is transposed",
    "The rows of your matrices that belong to the state are used transposed. The state is a row "
    "vector: h_prev @ W[D:] (equations 1 to 3).",
    at="gates",
)
class RecurrentBlockTransposed(GRU):
    def turned(self, v, W, b, D):
        return affine(v[..., :D], W[..., :D, :], b) + affine(
            v[..., D:], np.swapaxes(W[..., D:, :], -1, -2)
        )

    def reset_sum(self, w, x, h):
        return self.turned(cat(x, h), w["W_r"], w["b_r"], x.shape[-1])

    def update_sum(self, w, x, h):
        return self.turned(cat(x, h), w["W_z"], w["b_z"], x.shape[-1])

    def candidate_sum(self, w, x, h, r, z):
        return self.turned(cat(x, r * h), w["W_h"], w["b_h"], x.shape[-1])


# --- after equation 4 ------------------------------------------------------------------------


@mistake(
    "extra-tanh",
    "One tanh too many",
    "Your cell applies tanh to the blend. The blend is the answer (equation 4): do not squash it "
    "again.",
    at="blend",
)
class ExtraTanh(GRU):
    def result(self, h_new):
        return np.tanh(h_new)


@mistake(
    "extra-sigmoid",
    "A sigmoid too many",
    "Your cell applies a sigmoid to the blend. The blend is the answer (equation 4).",
    at="blend",
)
class ExtraSigmoid(GRU):
    def result(self, h_new):
        return sigmoid(h_new)


@mistake(
    "returns-update-gate",
    "A gate is returned",
    "Your cell returns the value of a gate. It should return the blend (equation 4).",
    at="blend",
)
class ReturnsUpdateGate(GRU):
    def blend(self, h, h_tilde, z, r):
        return z


@mistake(
    "returns-previous-state",
    "The state does not change",
    "Your cell returns h_prev as it came in. It should return the blend (equation 4).",
    at="blend",
)
class ReturnsPreviousState(GRU):
    def blend(self, h, h_tilde, z, r):
        return h + 0 * z


@mistake(
    "overflowing-sigmoid",
    "An activation that overflows",
    "Your own sigmoid or tanh divides exp by exp: inf / inf = nan for large sums. Use nn.sigmoid "
    "and jnp.tanh, or a form that cannot overflow.",
)
class OverflowingSigmoid(GRU):
    def gate(self, a):
        e = np.exp(a)
        e = np.where(e > np.finfo(np.float32).max, np.inf, e)  # where float32 overflows
        return e / (1 + e)


# --- right values, wrong gradients -----------------------------------------------------------


@mistake(
    "detached-state",
    "No gradient through h_prev",
    "The values are right, but a stop_gradient keeps all gradients from h_prev: nothing could be "
    "learned over time. Remove it.",
    at="blend",
)
class DetachedState(GRU):
    def step(self, w, x, h, at=None):
        return super().step(w, x, at[2] if at else h)


@mistake(
    "detached-reset-state",
    "No gradient through r * h_prev",
    "The values are right, but a stop_gradient on r * h_prev keeps gradients from the reset gate. "
    "Remove it.",
    at="candidate",
)
class DetachedResetState(GRU):
    def step(self, w, x, h, at=None):
        w0, x0, h0 = at or (w, x, h)
        r, z = self.reset(w0, x0, h0), self.update(w, x, h)
        return self.result(self.blend(h, self.candidate(w, x, h0, r, z), z, r))


@mistake(
    "detached-reset-gate",
    "No gradient through the reset gate",
    "The values are right, but a stop_gradient on r means W_r and b_r are never trained. Remove "
    "it.",
    at="reset",
)
class DetachedResetGate(GRU):
    def step(self, w, x, h, at=None):
        r, z = self.reset(*(at or (w, x, h))), self.update(w, x, h)
        return self.result(self.blend(h, self.candidate(w, x, h, r, z), z, r))


@mistake(
    "detached-update-gate",
    "No gradient through the update gate",
    "The values are right, but a stop_gradient on z means W_z and b_z are never trained. Remove "
    "it.",
    at="update",
)
class DetachedUpdateGate(GRU):
    def step(self, w, x, h, at=None):
        r, z = self.reset(w, x, h), self.update(*(at or (w, x, h)))
        return self.result(self.blend(h, self.candidate(w, x, h, r, z), z, r))


@mistake(
    "detached-gates",
    "No gradient through the gates",
    "The values are right, but stop_gradient on r and z means neither gate is ever trained. Remove "
    "it.",
    at="gates",
)
class DetachedGates(GRU):
    def step(self, w, x, h, at=None):
        point = at or (w, x, h)
        r, z = self.reset(*point), self.update(*point)
        return self.result(self.blend(h, self.candidate(w, x, h, r, z), z, r))


@mistake(
    "detached-candidate",
    "No gradient through the candidate",
    "The values are right, but a stop_gradient on h_tilde means W_h and b_h are never trained. "
    "Remove it.",
    at="candidate",
)
class DetachedCandidate(GRU):
    def step(self, w, x, h, at=None):
        w0, x0, h0 = at or (w, x, h)
        r, z = self.reset(w, x, h), self.update(w, x, h)
        h_tilde = self.candidate(w0, x0, h0, self.reset(w0, x0, h0), self.update(w0, x0, h0))
        return self.result(self.blend(h, h_tilde, z, r))


@mistake(
    "detached-output",
    "No gradient at all",
    "The values are right, but a stop_gradient on the result stops every gradient: nothing could "
    "be trained. Remove it.",
    at="blend",
)
class DetachedOutput(GRU):
    def step(self, w, x, h, at=None):
        return super().step(*(at or (w, x, h)))


# --- what no answer shows: proved by a check of its own --------------------------------------

rule(
    "batch-axis-output",
    "A batch axis too many",
    "Your function returns shape (1, H). The task asks for one vector: .reshape(-1) or [0].",
)
rule(
    "column-output",
    "A column instead of a vector",
    "Your function returns shape (H, 1). The task asks for one vector: .reshape(-1).",
)
rule(
    "scalar-output",
    "One number instead of a vector",
    "Your function returns a single number. The task asks for the whole state, shape (H,).",
)
rule(
    "list-output",
    "A list instead of an array",
    "Your function returns a list or tuple. Return one array of shape (H,).",
)
rule(
    "wrong-dtype",
    "Not float32",
    "The result must be float32, as the inputs and the parameters are.",
)
rule(
    "hidden-hard-coded",
    "The size is written into the code",
    "Your cell has one fixed size. Use the argument hidden (the module's field), so that any H "
    "works.",
)
rule(
    "library-layer",
    "A library layer does the work",
    "The task is to declare the arrays yourself with self.param and write the products out: no "
    "nn.Dense or other ready-made layer.",
)
rule(
    "library-cell",
    "A library cell does the work",
    "The task is to write the cell yourself. (flax.linen.GRUCell is also another function: its z "
    "keeps, and its reset acts after the product.)",
)
rule(
    "uses-variable",
    "self.variable instead of self.param",
    "Declare trainable arrays with self.param(name, initializer, shape). self.variable makes "
    "other collections, or parameters that skip the initializer's random key.",
)
rule(
    "no-parameters",
    "The cell has no parameters",
    "Your cell declares nothing with self.param, so there is nothing that could be trained. "
    "Declare three weights and three biases.",
)
rule(
    "own-parameters-outside-init",
    "The weights do not come from init",
    "Your function hands its own arrays to apply. Let cell.init(key, x, h_prev) make them, with "
    "the key from the seed.",
)
rule(
    "fused-weights",
    "Fused matrices",
    "Your cell keeps several matrices in one array. The task asks for three separate ones of "
    "shape (D+H, H), and three biases of shape (H,).",
)
rule(
    "split-weights",
    "Split matrices",
    "Your cell keeps the rows for x and for h_prev in separate arrays. The task asks for one "
    "matrix of shape (D+H, H) for each of r, z and the candidate.",
)
rule(
    "transposed-weights",
    "Transposed matrices",
    "Your matrices have shape (H, D+H). The task asks for (D+H, H), used as [x; h_prev] @ W: with "
    "the other shape lecun_normal would also count the wrong axis as inputs.",
)
rule(
    "bfloat16-parameters",
    "Parameters that are not float32",
    "Your parameters are declared in another precision. The task asks for float32, the default of "
    "the initializers.",
)
rule(
    "missing-parameter",
    "A parameter is missing",
    "The task asks for six arrays: W_r, W_z, W_h of shape (D+H, H) and b_r, b_z, b_h of shape "
    "(H,), each declared by its own self.param.",
)
rule(
    "unused-parameter",
    "A parameter that changes nothing",
    "One of the declared arrays never reaches the result. Each must be used, and no others "
    "declared.",
)
rule(
    "seed-ignored",
    "The seed is ignored",
    "Different seeds give the same weights: the seed does not reach every initializer. Use "
    "jax.random.PRNGKey(seed) in init, and in an initializer of your own the key that it is "
    "handed.",
)
rule(
    "unseeded-weights",
    "The same seed gives different weights",
    "The same call makes different weights each time: from another source of chance, or from a key "
    "that earlier calls used up. All randomness must come from the key made from this call's seed.",
)
rule(
    "remembers-calls",
    "The answer depends on earlier calls",
    "The same call gives another answer after other calls than in a fresh process. Keep no counter "
    "and no cache: a cell is a function of its arguments.",
)
rule(
    "extra-parameter",
    "A parameter too many",
    "Your cell declares more arrays than the task asks for. There are six: W_r, W_z, W_h and b_r, "
    "b_z, b_h.",
)
rule(
    "same-initial-weights",
    "The three matrices start identical",
    "Your three matrices have the same initial values, so r and z start identical. Let each "
    "self.param draw its own.",
)
rule(
    "weights-changed-after-init",
    "The weights are changed after init",
    "The result does not follow from the weights that init made. Pass what init returned to "
    "apply, unchanged.",
)
rule(
    "biases-not-zero",
    "Biases do not start at zero",
    "All three biases start at zero: nn.initializers.zeros.",
)
rule(
    "init-constant",
    "Weights start all alike",
    "All entries of a matrix start equal, so its units would stay alike. Use "
    "nn.initializers.lecun_normal().",
)
rule(
    "init-zeros",
    "Weights start at zero",
    "Your weights start at zero, so all units would stay alike. Use "
    "nn.initializers.lecun_normal().",
)
rule(
    "init-unit-normal",
    "Weights start too large",
    "Your weights start as normal numbers of standard deviation 1, whatever D and H. "
    "lecun_normal() scales them by 1/sqrt(D+H).",
)
rule(
    "init-wrong-scale",
    "Weights start with another spread",
    "The spread of your initial weights is not that of lecun_normal(): variance 1/(D+H).",
)
rule(
    "init-he-normal",
    "He instead of LeCun initializer",
    "Your weights start he_normal (variance 2/(D+H)). The task asks for lecun_normal() "
    "(variance 1/(D+H)).",
)
rule(
    "init-he-uniform",
    "He uniform instead of LeCun normal",
    "Your weights start he_uniform (variance 2/(D+H), flat). The task asks for lecun_normal().",
)
rule(
    "init-glorot-normal",
    "Glorot instead of LeCun initializer",
    "Your weights start glorot_normal (variance 2/(D+2H)). The task asks for lecun_normal() "
    "(variance 1/(D+H)).",
)
rule(
    "init-glorot-uniform",
    "Glorot uniform instead of LeCun normal",
    "Your weights start glorot_uniform (variance 2/(D+2H), flat). The task asks for "
    "lecun_normal().",
)
rule(
    "init-lecun-uniform",
    "Uniform instead of normal weights",
    "Your weights start lecun_uniform: the right variance, but flat. The task asks for "
    "lecun_normal().",
)
rule(
    "init-orthogonal",
    "Orthogonal weights",
    "Your weights start with orthogonal columns. The task asks for lecun_normal().",
)
rule(
    "init-transposed-fan",
    "The wrong axis is counted",
    "Your weights start with variance 1/H: the number of outputs. lecun_normal() counts the "
    "inputs, 1/(D+H).",
)
rule(
    "init-untruncated-normal",
    "An untruncated normal",
    "Your weights have the right variance, but no limit: lecun_normal() cuts the normal "
    "distribution at two standard deviations.",
)
rule(
    "modifies-inputs",
    "The inputs are changed",
    "Your function writes into x or h_prev. The caller still needs them: build a new array.",
)

# --- what tame questions would hide ----------------------------------------------------------


def tamed(change):
    """A tame choice of inputs: (w, x, h) of each step, changed; gradients are not asked at all."""

    def tame(kind, args):
        return change(*args) if kind == "step" else None

    return tame


def without_biases(w):
    return {role: array * (not role.startswith("b_")) for role, array in w.items()}


def square(w, x, h):
    """The same numbers with as many inputs as units."""
    D, H = x.shape[-1], h.shape[-1]
    rows = [*(np.arange(H) % D), *range(D, D + H)]
    wide = {role: a[..., rows, :] if role.startswith("W_") else a for role, a in w.items()}
    return wide, np.resize(x[..., :D], (*x.shape[:-1], H)), h


catalogue.natural("h_prev = 0")(tamed(lambda w, x, h: (w, x, 0 * h)))
catalogue.natural("biases = 0")(tamed(lambda w, x, h: (without_biases(w), x, h)))
catalogue.natural("D = H")(tamed(square))
catalogue.natural("h_prev = 0 and biases = 0")(tamed(lambda w, x, h: (without_biases(w), x, 0 * h)))
