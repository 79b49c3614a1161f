"""Equations 1 to 6 of the statement in float64 NumPy, and every known mistake beside them.

Each mistake is the truth with one part replaced. `p` maps W_f, W_i, W_o, W_g (..., D+H, H) and
b_f, b_i, b_o, b_g (..., H) to arrays; x is (..., D), h and c are (..., H).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from grader.catalogue import Catalogue
from grader.numeric import affine, cat, derivatives, hard_sigmoid, relu, sigmoid, softmax

Array = np.ndarray
Params = dict[str, Array]


def floats(p: Params, *vectors: Array) -> tuple[Any, ...]:
    """The arguments of a step in float64."""
    wide = {name: np.asarray(array, np.float64) for name, array in p.items()}
    return wide, *(np.asarray(vector, np.float64) for vector in vectors)


class LSTM:
    """The statement's cell and the start of its biases."""

    def lstm_cell_step(
        self, p: Params, x: Array, h_prev: Array, c_prev: Array, at: tuple[Any, ...] | None = None
    ) -> tuple[Array, Array]:
        """(h, c). `at` is the point at which a gradient is taken: what a stop_gradient holds."""
        p, x, h, c = floats(p, x, h_prev, c_prev)
        h, c = self.states(h, c)
        f, i, o, g = self.gates(p, x, h, c)
        c_new = self.stored(self.kept(f, i, c, h) + self.new(f, i, g, o))
        return self.results(self.shown(o, c_new, c), c_new)

    # The parts of equations 1 to 6.

    def states(self, h: Array, c: Array) -> tuple[Array, Array]:
        return h, c

    def gates(self, p: Params, x: Array, h: Array, c: Array) -> tuple[Array, Array, Array, Array]:
        f = self.forget(p, self.gate_input(x, h, c), c)
        i = self.write(p, self.gate_input(x, h, c), f)
        o = self.output(p, self.gate_input(x, h, c))
        return f, i, o, self.candidate(p, self.candidate_input(x, h, c))

    def gate_input(self, x: Array, h: Array, c: Array) -> Array:
        return self.joined(x, h)

    def candidate_input(self, x: Array, h: Array, c: Array) -> Array:
        return self.joined(x, h)

    def joined(self, x: Array, h: Array) -> Array:
        return cat(x, h)

    def forget(self, p: Params, xh: Array, c: Array) -> Array:
        return self.squash_f(self.sum_f(xh, self.W_f(p), self.b_f(p)))  # (1)

    def write(self, p: Params, xh: Array, f: Array) -> Array:
        return self.squash_i(affine(xh, self.W_i(p), self.b_i(p)))  # (2)

    def output(self, p: Params, xh: Array) -> Array:
        return self.squash_o(affine(xh, self.W_o(p), self.b_o(p)))  # (3)

    def candidate(self, p: Params, xh: Array) -> Array:
        return self.squash_g(affine(xh, self.W_g(p), self.b_g(p)))  # (4)

    def kept(self, f: Array, i: Array, c: Array, h: Array) -> Array:
        return f * c  # (5), first term

    def new(self, f: Array, i: Array, g: Array, o: Array) -> Array:
        return i * g  # (5), second term

    def stored(self, c_new: Array) -> Array:
        return c_new

    def shown(self, o: Array, c_new: Array, c: Array) -> Array:
        return o * self.squash_c(c_new)  # (6)

    def squash_c(self, c: Array) -> Array:
        return np.tanh(c)

    def results(self, h: Array, c: Array) -> Any:
        return h, c

    def sum_f(self, xh: Array, W: Array, b: Array) -> Array:
        return affine(xh, W, b)

    def gate(self, a: Array) -> Array:
        return sigmoid(a)

    def squash_f(self, a: Array) -> Array:
        return self.gate(a)

    def squash_i(self, a: Array) -> Array:
        return self.gate(a)

    def squash_o(self, a: Array) -> Array:
        return self.gate(a)

    def squash_g(self, a: Array) -> Array:
        return np.tanh(a)

    def W_f(self, p: Params) -> Array:
        return self.turned(p["W_f"])

    def W_i(self, p: Params) -> Array:
        return self.turned(p["W_i"])

    def W_o(self, p: Params) -> Array:
        return self.turned(p["W_o"])

    def W_g(self, p: Params) -> Array:
        return self.turned(p["W_g"])

    def turned(self, W: Array) -> Array:
        return W

    def b_f(self, p: Params) -> Array:
        return p["b_f"]

    def b_i(self, p: Params) -> Array:
        return p["b_i"]

    def b_o(self, p: Params) -> Array:
        return p["b_o"]

    def b_g(self, p: Params) -> Array:
        return p["b_g"]

    def gradient(
        self, p: Params, x: Array, h_prev: Array, c_prev: Array, dh: Array, dc: Array
    ) -> tuple[Params, Array, Array, Array]:
        """Derivatives of <dh, h> + <dc, c> with respect to p, x, h_prev and c_prev."""
        return derivatives(self.lstm_cell_step, (p, x, h_prev, c_prev), (dh, dc))

    def first_biases(self, H: int, forget_bias: float) -> dict[str, Array]:
        """The biases that init_lstm makes."""
        return {f"b_{gate}": np.full(H, self.bias(gate, forget_bias)) for gate in "fiog"}

    def bias(self, gate: str, forget_bias: float) -> float:
        return forget_bias if gate == "f" else 0.0


catalogue = Catalogue(LSTM)
mistake, rule = catalogue.mistake, catalogue.rule


@catalogue.natural("c_prev = 0")
def empty_memory(kind, args):
    return (*args[:3], 0 * args[3]) if kind == "lstm_cell_step" else None


# --- equation 5: the memory ------------------------------------------------------------------


@mistake(
    "forget-and-input-exchanged",
    "Forget and input gate exchanged",
    "Your cell computes i * c_prev + f * g. The forget gate scales the old memory, the input gate "
    "the new (equation 5).",
)
class ForgetAndInputExchanged(LSTM):
    def gates(self, p, x, h, c):
        f, i, o, g = super().gates(p, x, h, c)
        return i, f, o, g


@mistake(
    "forget-and-output-exchanged",
    "Forget and output gate exchanged",
    "Your cell scales the old memory by o and what it shows by f. The forget gate belongs in "
    "equation 5, the output gate in equation 6.",
)
class ForgetAndOutputExchanged(LSTM):
    def gates(self, p, x, h, c):
        f, i, o, g = super().gates(p, x, h, c)
        return o, i, f, g


@mistake(
    "input-and-output-exchanged",
    "Input and output gate exchanged",
    "Your cell scales the candidate by o and what it shows by i. The input gate belongs in "
    "equation 5, the output gate in equation 6.",
)
class InputAndOutputExchanged(LSTM):
    def gates(self, p, x, h, c):
        f, i, o, g = super().gates(p, x, h, c)
        return f, o, i, g


@mistake(
    "coupled-gates",
    "The forget gate is tied to the input gate",
    "Your cell keeps (1 - i) * c_prev, as a GRU would. Here the forget gate is free: it has "
    "weights of its own, and f and i may both be 1 (equations 1 and 5).",
)
class CoupledGates(LSTM):
    def kept(self, f, i, c, h):
        return (1 - i) * c


@mistake(
    "input-tied-to-forget",
    "The input gate is tied to the forget gate",
    "Your cell writes (1 - f) * g, as a GRU would. Here the input gate is free: it has weights of "
    "its own, and f and i may both be 1 (equations 2 and 5).",
)
class InputTiedToForget(LSTM):
    def new(self, f, i, g, o):
        return (1 - f) * g


@mistake(
    "forget-inverted",
    "The forget gate works backwards",
    "Your cell keeps (1 - f) * c_prev. In spite of its name, f = 1 keeps the memory and f = 0 "
    "forgets it (equation 5).",
)
class ForgetInverted(LSTM):
    def kept(self, f, i, c, h):
        return (1 - f) * c


@mistake(
    "input-inverted",
    "The input gate works backwards",
    "Your cell writes (1 - i) * g. At i = 1 the candidate is written, at i = 0 it is not "
    "(equation 5).",
)
class InputInverted(LSTM):
    def new(self, f, i, g, o):
        return (1 - i) * g


@mistake(
    "cell-overwritten",
    "The old memory is dropped",
    "Your cell computes c = i * g. That is right only when c_prev = 0: add f * c_prev "
    "(equation 5).",
)
class CellOverwritten(LSTM):
    def kept(self, f, i, c, h):
        return 0 * c


@mistake(
    "cell-not-gated",
    "Nothing can be forgotten",
    "Your cell computes c = c_prev + i * g. Multiply c_prev by the forget gate (equation 5).",
)
class CellNotGated(LSTM):
    def kept(self, f, i, c, h):
        return c


@mistake(
    "forget-gates-hidden",
    "The forget gate scales h_prev",
    "Your cell computes f * h_prev + i * g. The forget gate scales the memory, c_prev "
    "(equation 5).",
)
class ForgetGatesHidden(LSTM):
    def kept(self, f, i, c, h):
        return f * h


@mistake(
    "new-term-dropped",
    "Nothing is written",
    "Your cell computes c = f * c_prev. Add i * g (equation 5): without it nothing new enters the "
    "memory.",
)
class NewTermDropped(LSTM):
    def new(self, f, i, g, o):
        return 0 * g


@mistake(
    "new-term-undamped",
    "The candidate is added whole",
    "Your cell computes f * c_prev + g. The candidate is scaled by the input gate (equation 5).",
)
class NewTermUndamped(LSTM):
    def new(self, f, i, g, o):
        return g


@mistake(
    "added-not-multiplied",
    "The gates are added, not multiplied",
    "Your cell adds the input gate to the candidate. It multiplies: i * g (equation 5).",
)
class AddedNotMultiplied(LSTM):
    def new(self, f, i, g, o):
        return i + g


@mistake(
    "minus-between-terms",
    "The candidate is subtracted",
    "Your cell computes f * c_prev - i * g. The two terms are added (equation 5).",
)
class MinusBetweenTerms(LSTM):
    def new(self, f, i, g, o):
        return -i * g


@mistake(
    "forget-scales-both",
    "The forget gate scales everything",
    "Your cell computes f * (c_prev + i * g). The forget gate scales the old memory only "
    "(equation 5).",
)
class ForgetScalesBoth(LSTM):
    def new(self, f, i, g, o):
        return f * i * g


@mistake(
    "old-cell-squashed",
    "The old memory is squashed",
    "Your cell keeps f * tanh(c_prev). The memory stays linear: f * c_prev (equation 5).",
)
class OldCellSquashed(LSTM):
    def kept(self, f, i, c, h):
        return f * np.tanh(c)


@mistake(
    "cell-squashed",
    "The memory is squashed",
    "Your cell applies tanh to f * c_prev + i * g before it is stored. The memory stays linear "
    "(equation 5); tanh belongs only to what is shown (equation 6).",
)
class CellSquashed(LSTM):
    def stored(self, c_new):
        return np.tanh(c_new)


# --- equation 6: what is shown ---------------------------------------------------------------


@mistake(
    "no-output-tanh",
    "The memory is shown as it is",
    "Your cell computes h = o * c. Equation 6 is h = o * tanh(c): without the tanh, h is "
    "unbounded, as c is.",
)
class NoOutputTanh(LSTM):
    def squash_c(self, c):
        return c


@mistake(
    "output-sigmoid",
    "The memory is shown through a sigmoid",
    "Your cell computes h = o * sigmoid(c), which is never negative. Equation 6 has tanh(c).",
)
class OutputSigmoid(LSTM):
    def squash_c(self, c):
        return sigmoid(c)


@mistake(
    "tanh-outside-gate",
    "The output gate is inside the tanh",
    "Your cell computes h = tanh(o * c). The gate comes after: h = o * tanh(c) (equation 6).",
)
class TanhOutsideGate(LSTM):
    def shown(self, o, c_new, c):
        return np.tanh(o * c_new)


@mistake(
    "reads-old-cell",
    "The old memory is shown",
    "Your cell computes h = o * tanh(c_prev), one step too late. It shows the new memory, c "
    "(equation 6).",
)
class ReadsOldCell(LSTM):
    def shown(self, o, c_new, c):
        return o * self.squash_c(c)


@mistake(
    "output-not-gated",
    "The output gate is not used",
    "Your cell computes h = tanh(c). The output gate decides how much of it is shown: "
    "h = o * tanh(c) (equation 6).",
)
class OutputNotGated(LSTM):
    def shown(self, o, c_new, c):
        return self.squash_c(c_new)


@mistake(
    "output-inverted",
    "The output gate works backwards",
    "Your cell computes h = (1 - o) * tanh(c). At o = 1 the memory is shown (equation 6).",
)
class OutputInverted(LSTM):
    def shown(self, o, c_new, c):
        return (1 - o) * self.squash_c(c_new)


@mistake(
    "candidate-shown",
    "The candidate is shown",
    "Your cell computes h = o * g. It shows the memory, o * tanh(c) (equation 6): the candidate is "
    "only what this step wants to add.",
)
class CandidateShown(LSTM):
    def lstm_cell_step(self, p, x, h_prev, c_prev, at=None):
        _, _, o, g = self.gates(*floats(p, x, h_prev, c_prev))
        _, c = super().lstm_cell_step(p, x, h_prev, c_prev, at)
        return o * g, c


# --- equations 1 to 4: gates and candidate ---------------------------------------------------


@mistake(
    "tanh-gates",
    "tanh gates",
    "Your gates use tanh and can be negative. A gate is a fraction between 0 and 1: sigmoid "
    "(equations 1 to 3).",
)
class TanhGates(LSTM):
    def gate(self, a):
        return np.tanh(a)


@mistake(
    "softmax-gates",
    "Softmax gates",
    "Your gates use softmax, so the units compete for a total of 1. Each unit has its own sigmoid "
    "(equations 1 to 3).",
)
class SoftmaxGates(LSTM):
    def gate(self, a):
        return softmax(a)


@mistake(
    "linear-gates",
    "Gates without a sigmoid",
    "Your gates are plain sums, without a sigmoid: they can be negative or larger than 1 "
    "(equations 1 to 3).",
)
class LinearGates(LSTM):
    def gate(self, a):
        return a


@mistake(
    "hard-gates",
    "Gates without a middle",
    "Your gates are 0 or 1 and nothing between, and have no gradient. Use the sigmoid "
    "(equations 1 to 3).",
)
class HardGates(LSTM):
    def gate(self, a):
        return (a > 0).astype(float)


@mistake(
    "relu-gates",
    "ReLU gates",
    "Your gates use ReLU and can be larger than 1. A gate is a fraction between 0 and 1: sigmoid "
    "(equations 1 to 3).",
)
class ReluGates(LSTM):
    def gate(self, a):
        return relu(a)


@mistake(
    "hard-sigmoid-gates",
    "Hard sigmoid gates",
    "Your gates use a sigmoid of straight pieces, as some libraries do for speed. Use the sigmoid "
    "(equations 1 to 3).",
)
class HardSigmoidGates(LSTM):
    def gate(self, a):
        return hard_sigmoid(a)


@mistake(
    "gates-squashed-twice",
    "Gates squashed twice",
    "Your gates go through the sigmoid twice and stay between 0.5 and 0.73: nothing can be shut. "
    "Once is enough (equations 1 to 3).",
)
class GatesSquashedTwice(LSTM):
    def gate(self, a):
        return sigmoid(sigmoid(a))


@mistake(
    "overflowing-sigmoid",
    "A sigmoid that overflows",
    "Your own sigmoid divides exp by exp: inf / inf = nan for large sums. Use jax.nn.sigmoid, or a "
    "form that cannot overflow.",
)
class OverflowingSigmoid(LSTM):
    def gate(self, a):
        e = np.exp(a)
        e = np.where(e > np.finfo(np.float32).max, np.inf, e)  # where float32 overflows
        return e / (1 + e)


@mistake(
    "forget-gate-tanh",
    "tanh in the forget gate",
    "Your forget gate uses tanh and can be negative. It is a fraction: sigmoid (equation 1).",
)
class ForgetGateTanh(LSTM):
    def squash_f(self, a):
        return np.tanh(a)


@mistake(
    "input-gate-tanh",
    "tanh in the input gate",
    "Your input gate uses tanh and can be negative. It is a fraction: sigmoid (equation 2).",
)
class InputGateTanh(LSTM):
    def squash_i(self, a):
        return np.tanh(a)


@mistake(
    "output-gate-tanh",
    "tanh in the output gate",
    "Your output gate uses tanh and can be negative. It is a fraction: sigmoid (equation 3).",
)
class OutputGateTanh(LSTM):
    def squash_o(self, a):
        return np.tanh(a)


@mistake(
    "sigmoid-candidate",
    "Sigmoid candidate",
    "Your candidate uses a sigmoid and is never negative, so the memory can only grow. It must be "
    "able to subtract: tanh (equation 4).",
)
class SigmoidCandidate(LSTM):
    def squash_g(self, a):
        return sigmoid(a)


@mistake(
    "linear-candidate",
    "The candidate's tanh is missing",
    "Your candidate is a plain sum. Put it through tanh (equation 4).",
)
class LinearCandidate(LSTM):
    def squash_g(self, a):
        return a


@mistake(
    "relu-candidate",
    "ReLU candidate",
    "Your candidate uses ReLU: neither bounded nor ever negative. Use tanh (equation 4).",
)
class ReluCandidate(LSTM):
    def squash_g(self, a):
        return relu(a)


@mistake(
    "gates-ignore-state",
    "The gates do not see the state",
    "Your gates read only x. All three read [x; h_prev] (equations 1 to 3).",
)
class GatesIgnoreState(LSTM):
    def gate_input(self, x, h, c):
        return self.joined(x, 0 * h)


@mistake(
    "candidate-ignores-state",
    "The candidate does not see the state",
    "Your candidate reads only x. It reads [x; h_prev] (equation 4).",
)
class CandidateIgnoresState(LSTM):
    def candidate_input(self, x, h, c):
        return self.joined(x, 0 * h)


@mistake(
    "gates-ignore-input",
    "The gates do not see the input",
    "Your gates read only h_prev. All three read [x; h_prev] (equations 1 to 3).",
)
class GatesIgnoreInput(LSTM):
    def gate_input(self, x, h, c):
        return self.joined(0 * x, h)


@mistake(
    "candidate-ignores-input",
    "The candidate does not see the input",
    "Your candidate reads only h_prev. It reads [x; h_prev] (equation 4).",
)
class CandidateIgnoresInput(LSTM):
    def candidate_input(self, x, h, c):
        return self.joined(0 * x, h)


@mistake(
    "gates-read-cell",
    "The gates read the memory",
    "Your gates read [x; c_prev]. They read [x; h_prev]: the memory is seen only through what is "
    "shown of it (equations 1 to 3).",
)
class GatesReadCell(LSTM):
    def gate_input(self, x, h, c):
        return self.joined(x, c)


@mistake(
    "peephole-gates",
    "Gates with peepholes",
    "Your forget and input gates add c_prev to their sums: a variant with peepholes. Here no gate "
    "reads the memory (equations 1 and 2).",
)
class PeepholeGates(LSTM):
    def gates(self, p, x, h, c):
        _, _, o, g = super().gates(p, x, h, c)
        xh = self.gate_input(x, h, c)
        f = self.squash_f(self.sum_f(xh, self.W_f(p), self.b_f(p)) + c)
        return f, self.squash_i(affine(xh, self.W_i(p), self.b_i(p)) + c), o, g


@mistake(
    "candidate-reads-cell",
    "The candidate reads the memory",
    "Your candidate reads [x; c_prev]. It reads [x; h_prev] (equation 4).",
)
class CandidateReadsCell(LSTM):
    def candidate_input(self, x, h, c):
        return self.joined(x, c)


@mistake(
    "all-read-cell",
    "Everything reads the memory",
    "Your gates and your candidate read [x; c_prev]. All four read [x; h_prev] (equations 1 to 4).",
)
class AllReadCell(LSTM):
    def gate_input(self, x, h, c):
        return self.joined(x, c)

    def candidate_input(self, x, h, c):
        return self.joined(x, c)


@mistake(
    "candidate-reads-reset-state",
    "The candidate reads a masked state",
    "Your candidate reads [x; f * h_prev], like a GRU's behind its reset gate. An LSTM has none: "
    "it reads [x; h_prev] (equation 4).",
)
class CandidateReadsResetState(LSTM):
    def gates(self, p, x, h, c):
        f, i, o, _ = super().gates(p, x, h, c)
        return f, i, o, self.candidate(p, self.candidate_input(x, f * h, c))


@mistake(
    "rows-h-first",
    "The state comes first",
    "Your cell multiplies [h_prev; x] with the matrices. Rows 0 to D-1 belong to x: [x; h_prev] "
    "(equations 1 to 4).",
)
class RowsHFirst(LSTM):
    def joined(self, x, h):
        return cat(h, x)


@mistake(
    "recurrent-block-transposed",
    "The recurrent block is transposed",
    "The rows of your matrices that belong to the state are used transposed. The state is a row "
    "vector: h_prev @ W[D:] (equations 1 to 4).",
)
class RecurrentBlockTransposed(LSTM):
    def turned(self, W):
        D = W.shape[-2] - W.shape[-1]
        return np.concatenate([W[..., :D, :], np.swapaxes(W[..., D:, :], -1, -2)], axis=-2)


@mistake(
    "states-exchanged",
    "h_prev and c_prev are exchanged",
    "Your cell takes the third argument for the memory and the fourth for the shown state. The "
    "order is (p, x, h_prev, c_prev); some libraries carry (c, h).",
)
class StatesExchanged(LSTM):
    def states(self, h, c):
        return c, h


@mistake(
    "forget-bias-added-in-step",
    "The forget bias is added in the step",
    "Your step adds 1 to the sum of the forget gate. The forget bias is where b_f starts, in "
    "init_lstm; the step adds b_f and nothing else (equation 1).",
)
class ForgetBiasAddedInStep(LSTM):
    def sum_f(self, xh, W, b):
        return affine(xh, W, b) + 1


@mistake(
    "all-biases-missing",
    "All biases are missing",
    "Your step never adds the biases. Each gate and the candidate has its own (equations 1 to 4).",
)
class AllBiasesMissing(LSTM):
    def b_f(self, p):
        return 0 * p["b_f"]

    def b_i(self, p):
        return 0 * p["b_i"]

    def b_o(self, p):
        return 0 * p["b_o"]

    def b_g(self, p):
        return 0 * p["b_g"]


@mistake(
    "gate-bias-missing",
    "The gates' biases are missing",
    "Your step never adds b_f, b_i and b_o, so a bias cannot open or close a gate (equations 1 to "
    "3).",
)
class GateBiasMissing(LSTM):
    def b_f(self, p):
        return 0 * p["b_f"]

    def b_i(self, p):
        return 0 * p["b_i"]

    def b_o(self, p):
        return 0 * p["b_o"]


@mistake(
    "bias-subtracted",
    "Biases are subtracted",
    "Your step subtracts the biases. Equations 1 to 4 add them.",
)
class BiasSubtracted(LSTM):
    def b_f(self, p):
        return -p["b_f"]

    def b_i(self, p):
        return -p["b_i"]

    def b_o(self, p):
        return -p["b_o"]

    def b_g(self, p):
        return -p["b_g"]


@mistake(
    "biases-outside",
    "Biases outside the sigmoid",
    "Your step adds the biases after the sigmoid and the tanh. They belong inside (equations 1 to "
    "4).",
)
class BiasesOutside(LSTM):
    def gates(self, p, x, h, c):
        bare = {name: array * (name[0] == "W") for name, array in p.items()}
        return tuple(
            value + p[f"b_{gate}"]
            for gate, value in zip("fiog", super().gates(bare, x, h, c), strict=True)
        )


@mistake(
    "output-and-candidate-exchanged",
    "Output gate and candidate exchanged",
    "Your output gate uses W_g and b_g, your candidate W_o and b_o. Look at the order in which you "
    "join or split them (equations 3 and 4).",
)
class OutputAndCandidateExchanged(LSTM):
    def gates(self, p, x, h, c):
        return super().gates(
            p | {"W_o": p["W_g"], "b_o": p["b_g"], "W_g": p["W_o"], "b_g": p["b_o"]}, x, h, c
        )


@mistake(
    "shared-weights",
    "One matrix for all four",
    "One matrix feeds the three gates and the candidate. Each has its own (equations 1 to 4).",
)
class SharedWeights(LSTM):
    def W_i(self, p):
        return self.W_f(p)

    def W_o(self, p):
        return self.W_f(p)

    def W_g(self, p):
        return self.W_f(p)


@mistake(
    "one-gate-for-all",
    "One gate does all three jobs",
    "Your cell uses the forget gate three times: W_i, b_i, W_o and b_o are never used (equations "
    "2 and 3).",
)
class OneGateForAll(LSTM):
    def gates(self, p, x, h, c):
        f, _, _, g = super().gates(p, x, h, c)
        return f, f, f, g


PLACES = {
    "f": ("forget", "forget gate", 1),
    "i": ("input", "input gate", 2),
    "o": ("output", "output gate", 3),
    "g": ("candidate", "candidate", 4),
}


def bias_missing(gate: str) -> None:
    """Know the mistake of leaving out the bias of `gate`."""
    name, called, equation = PLACES[gate]
    model = type(f"NoB{gate}", (LSTM,), {f"b_{gate}": lambda self, p: 0 * p[f"b_{gate}"]})
    mistake(
        f"{name}-bias-missing",
        f"The {called}'s bias is missing",
        f"Your {called} never adds b_{gate} (equation {equation}).",
    )(model)


def copied(gate: str, other: str) -> None:
    """Know the mistakes of a copied line: `gate` with the matrix, or the bias, of `other`."""
    name, called, equation = PLACES[gate]
    for kind, word in (("W", "matrix"), ("b", "bias")):
        own, used = f"{kind}_{gate}", f"{kind}_{other}"
        part = {own: lambda self, p, used=used: getattr(LSTM, used)(self, p)}
        mistake(
            f"{name}-uses-{PLACES[other][0]}-{word}",
            f"A copied line: {used} in the {called}",
            f"Your {called} uses {used}. It has its own {word}, {own} (equation {equation}).",
        )(type(f"{own}Is{used}", (LSTM,), part))


for gate in PLACES:
    bias_missing(gate)
# A line copied from the one above it, in the two orders in which the gates are mostly written.
for gate, other in ("if", "oi", "go", "fi", "gf", "og"):
    copied(gate, other)


# --- what is returned ------------------------------------------------------------------------


@mistake(
    "results-swapped",
    "The results are swapped",
    "Your function returns (c, h). The task asks for (h, c): what is shown, then the memory. Some "
    "libraries carry (c, h).",
)
class ResultsSwapped(LSTM):
    def results(self, h, c):
        return c, h


@mistake(
    "returns-old-cell",
    "The old memory is returned",
    "Your function returns (h, c_prev), so the memory never changes. Return the new c of "
    "equation 5.",
)
class ReturnsOldCell(LSTM):
    def lstm_cell_step(self, p, x, h_prev, c_prev, at=None):
        h, c = super().lstm_cell_step(p, x, h_prev, c_prev, at)
        return h, np.broadcast_to(np.asarray(c_prev, np.float64), c.shape)


@mistake(
    "returns-only-h",
    "The memory is not returned",
    "Your function returns h alone. The next step needs the memory too: return (h, c).",
)
class ReturnsOnlyH(LSTM):
    def results(self, h, c):
        return h


@mistake(
    "stacked-results",
    "One array for both results",
    "Your function returns h and c stacked in one array. Return two: (h, c).",
)
class StackedResults(LSTM):
    def results(self, h, c):
        return np.stack([h, c])


# --- right values, wrong gradients -----------------------------------------------------------


@mistake(
    "detached-cell",
    "No gradient through the memory",
    "The values are right, but a stop_gradient on c_prev cuts the one path along which an error "
    "travels back unharmed. Remove it.",
)
class DetachedCell(LSTM):
    def lstm_cell_step(self, p, x, h_prev, c_prev, at=None):
        return super().lstm_cell_step(p, x, h_prev, at[3] if at else c_prev)


@mistake(
    "detached-hidden",
    "No gradient through h_prev",
    "The values are right, but a stop_gradient keeps gradients from h_prev. Remove it.",
)
class DetachedHidden(LSTM):
    def lstm_cell_step(self, p, x, h_prev, c_prev, at=None):
        return super().lstm_cell_step(p, x, at[2] if at else h_prev, c_prev)


@mistake(
    "detached-states",
    "No gradient through either state",
    "The values are right, but a stop_gradient keeps gradients from h_prev and c_prev: nothing "
    "could be learned over time. Remove it.",
)
class DetachedStates(LSTM):
    def lstm_cell_step(self, p, x, h_prev, c_prev, at=None):
        h, c = at[2:] if at else (h_prev, c_prev)
        return super().lstm_cell_step(p, x, h, c)


@mistake(
    "detached-gates",
    "No gradient through the gates",
    "The values are right, but a stop_gradient on the gates means that none of them is ever "
    "trained. Remove it.",
)
class DetachedGates(LSTM):
    def lstm_cell_step(self, p, x, h_prev, c_prev, at=None):
        here = floats(p, x, h_prev, c_prev)
        f, i, o, _ = self.gates(*(floats(*at) if at else here))
        c = f * here[3] + i * self.gates(*here)[3]
        return o * np.tanh(c), c


# --- init_lstm: biases -----------------------------------------------------------------------


@mistake(
    "forget-bias-zero",
    "The forget gate starts half shut",
    "Your b_f starts at 0, so f starts near 1/2 and after 20 steps a millionth of the memory is "
    "left. Start b_f at forget_bias. (Flax's own LSTM cells do start at 0.)",
)
class ForgetBiasZero(LSTM):
    def bias(self, gate, forget_bias):
        return 0.0


@mistake(
    "forget-bias-everywhere",
    "Every bias starts at forget_bias",
    "All four of your biases start at forget_bias. Only b_f does; the others start at 0.",
)
class ForgetBiasEverywhere(LSTM):
    def bias(self, gate, forget_bias):
        return forget_bias


@mistake(
    "forget-bias-on-gates",
    "All three gates start at forget_bias",
    "Your b_f, b_i and b_o start at forget_bias. Only b_f does; the others start at 0.",
)
class ForgetBiasOnGates(LSTM):
    def bias(self, gate, forget_bias):
        return 0.0 if gate == "g" else forget_bias


@mistake(
    "forget-bias-on-input",
    "The wrong gate gets the forget bias",
    "Your b_i starts at forget_bias and your b_f at 0. It is the other way round.",
)
class ForgetBiasOnInput(LSTM):
    def bias(self, gate, forget_bias):
        return forget_bias if gate == "i" else 0.0


@mistake(
    "forget-bias-negative",
    "The forget bias has the wrong sign",
    "Your b_f starts at -forget_bias, which makes the cell forget faster. f = 1 keeps: start b_f "
    "at +forget_bias.",
)
class ForgetBiasNegative(LSTM):
    def bias(self, gate, forget_bias):
        return -forget_bias if gate == "f" else 0.0


@mistake(
    "argument-ignored",
    "The argument forget_bias is ignored",
    "Your b_f starts at 1 whatever forget_bias says. Use the argument.",
)
class ArgumentIgnored(LSTM):
    def bias(self, gate, forget_bias):
        return 1.0 if gate == "f" else 0.0


@mistake(
    "biases-start-at-one",
    "Every bias starts at 1",
    "All four of your biases start at 1. b_f starts at forget_bias, the others at 0.",
)
class BiasesStartAtOne(LSTM):
    def bias(self, gate, forget_bias):
        return 1.0


# --- what only a check can see ---------------------------------------------------------------

rule(
    "biases-not-zero",
    "Biases start at random",
    "Your biases are drawn at random. b_f starts at forget_bias, the others at 0.",
)
rule(
    "transposed-weights",
    "Transposed matrices",
    "Your init_lstm makes matrices of shape (H, D+H). The step multiplies rows, [x; h_prev] @ W: "
    "they have shape (D+H, H).",
)
rule(
    "batch-axis-output",
    "A batch axis too many",
    "An array has shape (1, H). The two states and the biases are vectors of shape (H,).",
)
rule(
    "wrong-dtype",
    "Not float32",
    "An array has another type than float32. NumPy makes float64, an integer forget_bias an "
    "integer array: say which type you want.",
)
rule(
    "no-default",
    "forget_bias has no default",
    "Your init_lstm cannot be called without forget_bias. Its default is 1.0.",
)
rule(
    "wrong-default",
    "Another default for forget_bias",
    "Called without forget_bias, your init_lstm starts b_f at another value than 1.0.",
)
rule(
    "seed-ignored",
    "The key is ignored",
    "Different keys give the same weights. Draw them with the key that is handed in, not with one "
    "of your own.",
)
rule(
    "unseeded-weights",
    "The same key gives different weights",
    "Calling init_lstm twice with one key gives two answers. Draw with jax.random and the key: "
    "then a run can be repeated.",
)
rule(
    "same-initial-weights",
    "Matrices that start identical",
    "Two of your matrices start with the same numbers: one key drew both. Split the key, one part "
    "for each matrix.",
)
rule(
    "init-unit-normal",
    "Weights start too large",
    "Your weights start with standard deviation 1. Their sums then drive the gates to 0 and 1, "
    "where no gradient flows. Scale them by 1 / sqrt(D + H).",
)
rule(
    "init-fixed-scale",
    "The spread does not depend on the size",
    "Your weights start with the same spread at every size. It is 1 / sqrt(D + H), so that the "
    "sums are of size one however many terms they have.",
)
rule(
    "init-variance-as-scale",
    "Variance in the place of standard deviation",
    "Your weights start with standard deviation 1 / (D + H). That is the variance: take its square "
    "root.",
)
rule(
    "init-uniform-limit",
    "A uniform draw with too small a limit",
    "Your weights are uniform between -1 / sqrt(D + H) and 1 / sqrt(D + H), which has standard "
    "deviation 0.58 / sqrt(D + H). The limit must be sqrt(3) times as large.",
)
rule(
    "init-one-sided",
    "Weights start all positive",
    "Your weights do not have mean 0. jax.random.uniform draws from 0 to 1 unless it is told "
    "otherwise.",
)
rule(
    "init-zeros",
    "Weights start at zero",
    "Your weights start at zero, so that every unit does the same and stays the same. Draw them at "
    "random.",
)
rule(
    "init-constant",
    "Weights start all alike",
    "Your weights start as one constant, so that every unit does the same and stays the same. Draw "
    "them at random.",
)
rule(
    "init-glorot",
    "Glorot instead of LeCun scale",
    "Your weights start with variance 2 / (inputs + outputs). Here it is 1 / inputs, with D + H "
    "inputs.",
)
rule(
    "init-he",
    "He instead of LeCun scale",
    "Your weights start with variance 2 / (D + H), which is made for ReLU. Here it is 1 / (D + H).",
)
rule(
    "init-transposed-fan",
    "The wrong axis is counted",
    "Your weights start with standard deviation 1 / sqrt(H): the outputs are counted. Count the "
    "D + H inputs.",
)
rule(
    "init-separate-fans",
    "Each block counts its own rows",
    "The rows for x start with 1 / sqrt(D), those for h_prev with 1 / sqrt(H). A unit adds up all "
    "D + H products, so that every row has 1 / sqrt(D + H).",
)
rule(
    "init-input-fan",
    "Only the input is counted",
    "Your weights start with standard deviation 1 / sqrt(D). A unit adds up D + H products: count "
    "them all.",
)
rule(
    "init-wrong-scale",
    "Weights start with another spread",
    "The standard deviation of your weights is not 1 / sqrt(D + H).",
)
rule(
    "not-traceable",
    "It cannot be compiled",
    "The numbers are right, but the step cannot be traced by jax.jit: something in it asks for "
    "concrete numbers (NumPy, float(), an if on a value). Use jax.numpy throughout, so that it can "
    "be compiled, batched and trained.",
)
rule(
    "cell-clipped",
    "The memory is clipped",
    "Your memory stops growing at a limit. It is linear and has none: with f = i = g = 1 it counts "
    "its steps (equation 5).",
)
rule(
    "writes-into-input",
    "The caller's parameters are changed",
    "After the call the dictionary p holds something else. The caller still needs it: make new "
    "arrays instead.",
)
rule(
    "remembers-calls",
    "The answer depends on earlier calls",
    "The same call gives another answer later. Everything that a step needs is in its arguments; "
    "keep nothing between calls.",
)
