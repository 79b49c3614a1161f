"""Equations 1 to 5 of the statement in float64 NumPy, and every known mistake beside them.

The step, its parts and its mistakes are those of `gru_cell`; here they are run along a sequence.
"""

from __future__ import annotations

import numpy as np

from grader.catalogue import Catalogue
from grader.load import load_beside
from grader.numeric import affine, cat, derivatives

gru = load_beside(__file__, "gru_cell", "equations")

Array = np.ndarray
Weights = dict[str, Array]
Point = tuple[Weights, Array, Array]


class Scan(gru.GRU):
    """P holds W_r, W_z, W_h (D+H, H) and b_r, b_z, b_h (H,); xs is (T, D), h0 is (H,)."""

    def gru_scan(self, P: Weights, xs: Array, h0: Array) -> tuple[Array, Array]:
        return self.run(*floats(P, xs, h0))

    def run(self, P: Weights, xs: Array, h0: Array, at: Point | None = None) -> tuple[Array, Array]:
        """h_T and hs. `at` is the point at which a gradient is taken: what a stop_gradient holds
        still."""
        w, x_held, h0_held = at or (P, xs, h0)
        xs, x_held = self.read(xs), self.read(x_held)
        h, held = self.start(h0, h0_held), self.start(h0_held, h0_held)
        states = []
        for t in range(len(xs)):
            point = (w, x_held[t], held)
            h, shown = self.advance(P, xs[t], h, h0, point)  # (5)
            held = h if at is None else self.advance(w, x_held[t], held, h0_held, point)[0]
            states.append(shown)
        return self.results(h, self.collect(states, h0))

    def gradient(self, P: Weights, xs: Array, h0: Array, c: tuple[Array, Array]) -> Point:
        """Derivatives of <c, (h_T, hs)> with respect to P, xs and h0."""
        return derivatives(self.run, floats(P, xs, h0), c)

    # The parts of equation 5.

    def read(self, xs: Array) -> Array:
        return xs

    def start(self, h0: Array, held: Array) -> Array:
        return h0

    def advance(self, P: Weights, x: Array, h: Array, h0: Array, at: Point) -> tuple[Array, Array]:
        """What is carried to the next step, and what is collected."""
        h_new = self.step(P, x, h, at)
        return h_new, h_new

    def collect(self, states: list[Array], h0: Array) -> Array:
        return np.stack(states)

    def results(self, h_T: Array, hs: Array) -> tuple[Array, Array]:
        return h_T, hs


def floats(P: Weights, *arrays: Array) -> tuple:
    """Weights and arrays in float64."""
    P = {name: np.asarray(array, np.float64) for name, array in P.items()}
    return P, *(np.asarray(array, np.float64) for array in arrays)


catalogue = Catalogue(Scan)
mistake, rule = catalogue.mistake, catalogue.rule

# --- equation 5: the loop --------------------------------------------------------------------


@mistake(
    "results-swapped",
    "The two results are exchanged",
    "Your function returns (hs, h_T). Return (h_T, hs), in that order: the last state, then all "
    "states. lax.scan has the same order, the carry first.",
)
class ResultsSwapped(Scan):
    def results(self, h_T, hs):
        return hs, h_T


@mistake(
    "emits-previous-state",
    "hs lags one step behind",
    "Your step collects the state it was given, so hs starts with h0 and never shows h_T. Collect "
    "the new state: hs[t] is the state after xs[t] (equation 5).",
)
class EmitsPreviousState(Scan):
    def advance(self, P, x, h, h0, at):
        return self.step(P, x, h, at), h


@mistake(
    "state-not-carried",
    "The carry never changes",
    "Your step hands on the state it was given, so every step starts from h0 and h_T is h0. Carry "
    "the new state (equation 5).",
)
class StateNotCarried(Scan):
    def advance(self, P, x, h, h0, at):
        return h, self.step(P, x, h, at)


@mistake(
    "step-reads-h0",
    "Every step starts from h0",
    "Your step computes with h0 instead of the state that is handed to it, so nothing is "
    "remembered from step to step. Use the carry (equation 5).",
)
class StepReadsH0(Scan):
    def advance(self, P, x, h, h0, at):
        h_new = self.step(P, x, h0, at)
        return h_new, h_new


@mistake(
    "zero-start",
    "h0 is ignored",
    "Your loop starts from zeros. The first state is the argument h0 (equation 5).",
)
class ZeroStart(Scan):
    def start(self, h0, held):
        return np.zeros_like(h0)


@mistake(
    "reverse",
    "The sequence is read backwards",
    "Your loop starts at the last input: hs[t] is the state after reading xs[T-1] down to xs[t]. "
    "Start at xs[0]; reverse=True does not belong here (equation 5).",
)
class Reverse(Scan):
    def read(self, xs):
        return xs[::-1]

    def collect(self, states, h0):
        return super().collect(states[::-1], h0)


@mistake(
    "inputs-flipped",
    "The sequence is turned round",
    "Your loop reads the inputs from the end, and collects in that order. Read xs[0] first "
    "(equation 5).",
)
class InputsFlipped(Scan):
    def read(self, xs):
        return xs[::-1]


@mistake(
    "states-flipped",
    "hs is turned round",
    "Your states are right, but hs holds them from last to first. hs[t] is the state after xs[t] "
    "(equation 5).",
)
class StatesFlipped(Scan):
    def collect(self, states, h0):
        return super().collect(states[::-1], h0)


@mistake(
    "same-input-every-step",
    "Every step reads the first input",
    "Your step reads xs[0] each time. Step t reads xs[t], which lax.scan hands to it (equation 5).",
)
class SameInputEveryStep(Scan):
    def read(self, xs):
        return np.repeat(xs[:1], len(xs), axis=0)


@mistake(
    "inputs-lag",
    "Every step reads the input before",
    "Your step t reads xs[t-1]. It reads xs[t] (equation 5).",
)
class InputsLag(Scan):
    def read(self, xs):
        return np.roll(xs, 1, axis=0)


@mistake(
    "hs-starts-with-h0",
    "hs holds h0 too",
    "Your hs has T + 1 rows, h0 first. It holds the states after each step only, T rows "
    "(equation 5).",
)
class HsStartsWithH0(Scan):
    def collect(self, states, h0):
        return np.stack([h0, *states])


@mistake(
    "last-only",
    "Only the last state is returned",
    "Your function returns h_T alone. Return two arrays, (h_T, hs): the states after every step "
    "too.",
)
class LastOnly(Scan):
    def results(self, h_T, hs):
        return h_T


@mistake(
    "states-only",
    "Only hs is returned",
    "Your function returns hs alone. Return two arrays, (h_T, hs): the last state first.",
)
class StatesOnly(Scan):
    def results(self, h_T, hs):
        return hs


@mistake(
    "history-as-last-state",
    "All states in the place of the last",
    "Your function returns hs twice. The first result is the last state alone, shape (H,).",
)
class HistoryAsLastState(Scan):
    def results(self, h_T, hs):
        return hs, hs


@mistake(
    "first-as-last-state",
    "h_T is the first state",
    "Your h_T is hs[0]. It is the state after the last step, hs[-1] (equation 5).",
)
class FirstAsLastState(Scan):
    def results(self, h_T, hs):
        return hs[0], hs


@mistake(
    "batch-axis-output",
    "A batch axis too many",
    "Your results have a batch axis of one in front. One sequence comes in, so h_T is (H,) and hs "
    "is (T, H).",
)
class BatchAxisOutput(Scan):
    def results(self, h_T, hs):
        return h_T[None], hs[None]


@mistake(
    "hs-transposed",
    "hs is transposed",
    "Your hs has shape (H, T). Time comes first: (T, H), which is how lax.scan stacks.",
)
class HsTransposed(Scan):
    def collect(self, states, h0):
        return super().collect(states, h0).T


@mistake(
    "emits-candidate",
    "hs holds the candidates",
    "Your step collects h_tilde. Collect the new state, the blend of equation 4 (equation 5).",
)
class EmitsCandidate(Scan):
    def advance(self, P, x, h, h0, at):
        r, z = self.reset(P, x, h), self.update(P, x, h)
        return self.step(P, x, h, at), self.candidate(P, x, h, r, z)


@mistake(
    "emits-update-gate",
    "hs holds the update gates",
    "Your step collects z. Collect the new state, the blend of equation 4 (equation 5).",
)
class EmitsUpdateGate(Scan):
    def advance(self, P, x, h, h0, at):
        return self.step(P, x, h, at), self.update(P, x, h)


@mistake(
    "carries-candidate",
    "The candidate is carried on",
    "Your step collects the blend but carries h_tilde to the next step. Both are the new state of "
    "equation 4 (equation 5).",
)
class CarriesCandidate(Scan):
    def advance(self, P, x, h, h0, at):
        r, z = self.reset(P, x, h), self.update(P, x, h)
        return self.candidate(P, x, h, r, z), self.step(P, x, h, at)


@mistake(
    "first-step-missing",
    "The first step is missing",
    "Your loop starts at step 1, so xs[0] is never read and hs[0] stays 0. Steps count from 0 "
    "(equation 5).",
)
class FirstStepMissing(Scan):
    def read(self, xs):
        return xs[1:]

    def collect(self, states, h0):
        return np.stack([np.zeros_like(h0), *states])


@mistake(
    "last-step-missing",
    "The last step is missing",
    "Your loop ends one step early, so the last input is never read and the last row of hs stays "
    "0. All T inputs count (equation 5).",
)
class LastStepMissing(Scan):
    def read(self, xs):
        return xs[:-1]

    def collect(self, states, h0):
        return np.stack([*states, np.zeros_like(h0)])


# --- equations 1 and 2, where names are fixed ------------------------------------------------


@mistake(
    "gates-crossed",
    "The gates' names are crossed",
    "In your step W_r and b_r drive the blend, W_z and b_z the reset. The r of equation 1 masks "
    "the state, the z of equation 2 blends.",
    at="gates",
)
class GatesCrossed(Scan):
    def reset_sum(self, w, x, h):
        return super().update_sum(w, x, h)

    def update_sum(self, w, x, h):
        return super().reset_sum(w, x, h)


@mistake(
    "one-gate-for-both",
    "Both gates are the same vector",
    "In your step z is computed with W_r and b_r, so both gates are equal. The update gate has its "
    "own W_z and b_z (equation 2).",
    at="gates",
)
class OneGateForBoth(Scan):
    def update_sum(self, w, x, h):
        return affine(cat(x, h), w["W_r"], w["b_r"])


@mistake(
    "rows-h-first",
    "[h; x] in the place of [x; h]",
    "Your step lays the state before the input. The first D rows of each matrix belong to x: "
    "jnp.concatenate([x, h]) (equations 1 to 3).",
    at="gates",
)
class RowsHFirst(Scan):
    def reset_sum(self, w, x, h):
        return affine(cat(h, x), w["W_r"], w["b_r"])

    def update_sum(self, w, x, h):
        return affine(cat(h, x), w["W_z"], w["b_z"])

    def candidate_sum(self, w, x, h, r, z):
        return affine(cat(r * h, x), w["W_h"], w["b_h"])


# --- right values, wrong gradients -----------------------------------------------------------


@mistake(
    "stop-gradient-carry",
    "No gradient flows through time",
    "The values are right, but a stop_gradient on the state your step reads cuts each step off "
    "from those before it. Remove it: what should be remembered is learned through the carry.",
)
class StopGradientCarry(Scan):
    def step(self, w, x, h, at=None):
        return super().step(w, x, at[2] if at else h)


@mistake(
    "stop-gradient-handed-on",
    "No gradient flows through time",
    "The values are right, but a stop_gradient on the state your step hands on cuts each step off "
    "from those after it, and h_T from everything. Remove it: what should be remembered is learned "
    "through the carry.",
)
class StopGradientHandedOn(Scan):
    def advance(self, P, x, h, h0, at):
        return super().advance(*at, at[2], at)[0], super().advance(P, x, h, h0, at)[1]


@mistake(
    "stop-gradient-start",
    "No gradient reaches h0",
    "The values are right, but a stop_gradient keeps all gradients from h0. Remove it: a start "
    "state may be learned, and it may be the end of an earlier piece.",
)
class StopGradientStart(Scan):
    def start(self, h0, held):
        return held


catalogue.adopt(
    gru.catalogue,
    only=[
        "swapped-update-gate", "keep-term-dropped", "add-without-forget", "new-term-undamped",
        "returns-candidate", "reset-leaks-into-blend", "delta-sign-reversed", "no-reset",
        "reset-after-matmul", "reset-after-matmul-and-bias", "reset-inverted", "reset-by-z",
        "reset-whole-preactivation", "candidate-bias-missing", "candidate-ignores-state",
        "sigmoid-candidate", "linear-candidate", "relu-candidate", "tanh-gates", "softmax-gates",
        "hard-gates", "linear-gates", "gate-bias-missing", "all-biases-missing",
        "gates-ignore-state", "update-reads-reset-state", "shared-weights", "extra-tanh",
        "overflowing-sigmoid", "detached-reset-gate", "detached-update-gate", "detached-gates",
        "detached-reset-state", "detached-candidate", "detached-output",
        "same-weight-on-both", "minus-between-terms", "new-term-dropped", "reset-bias-missing",
        "update-bias-missing", "tanh-update-gate", "gates-share-matrix",
        "candidate-uses-reset-weights", "candidate-uses-update-weights",
    ],
    say={
        "swapped-update-gate":
            "Your step computes (1 - z) * h_tilde + z * h_prev; the task asks for "
            "(1 - z) * h_prev + z * h_tilde (equation 4). PyTorch, Keras and flax.linen.GRUCell "
            "use your convention: here z says how much is new.",
        "shared-weights":
            "W_r feeds both gates and the candidate. Each has its own matrix: W_r, W_z, W_h "
            "(equations 1 to 3).",
        "candidate-bias-missing":
            "b_h is never added: tanh([x; r * h_prev] @ W_h + b_h) (equation 3).",
        "all-biases-missing": "No bias is ever added (equations 1 to 3).",
        "overflowing-sigmoid":
            "Your own sigmoid or tanh divides exp by exp: inf / inf = nan for large sums. Use "
            "jax.nn.sigmoid and jnp.tanh, or a form that cannot overflow.",
        "detached-output":
            "The values are right, but a stop_gradient on the new state stops every gradient: "
            "nothing could be trained. Remove it.",
    },
)  # fmt: skip

# --- what no answer shows: proved by a check of its own --------------------------------------

rule(
    "python-loop",
    "A Python loop, written out",
    "Your numbers are right. But Python runs your loop while JAX traces it, and every step is "
    "written into the program once more: it grows with T, and so does the time to compile it. "
    "jax.lax.scan traces the step once, for any T.",
)
rule(
    "not-traceable",
    "It cannot be compiled",
    "Your numbers are right, but jax.jit cannot trace your function: somewhere a traced value "
    "becomes a NumPy array or a Python number. Keep to jax.numpy inside.",
)
rule(
    "not-differentiable",
    "A loop without a way back",
    "Your numbers are right, but jax.grad cannot go backwards through lax.while_loop, nor through "
    "a fori_loop whose number of steps is traced: nobody knows how many steps to store. lax.scan "
    "has a way back.",
)
rule(
    "wrong-dtype",
    "Not float32",
    "Both results must be float32, as P, xs and h0 are.",
)
rule(
    "list-output",
    "A list or tuple instead of an array",
    "One of your results is a list or a tuple. h_T is one array (H,), without the rest of a carry; "
    "hs is one array (T, H), not a list of states: lax.scan stacks what a step collects.",
)
rule(
    "modifies-inputs",
    "The caller's arguments are changed",
    "After the call P, xs or h0 is not what it was. The caller still needs them: a dictionary is "
    "shared, so copy it before you change it.",
)
