"""Equations 1 to 4 of the statement in float64 NumPy, and every known mistake beside them.

The step itself is gru_cell's, which keeps a gate's W and U in one array with rows [x; h]; here
they come apart and transposed: W (H, D), U (H, H), b (H,).
"""

from __future__ import annotations

import numpy as np

from grader.catalogue import Catalogue
from grader.load import load_beside
from grader.numeric import sigmoid

gru = load_beside(__file__, "gru_cell", "equations")
Array = np.ndarray


def block(w: dict[str, Array], kind: str, part: str, D: int) -> Array:
    """W_part (H, D), U_part (H, H) or b_part (H,) of stacked arrays."""
    if kind == "b":
        return w[f"b_{part}"]
    W = w[f"W_{part}"].T
    return W[:, :D] if kind == "W" else W[:, D:]


class Step(gru.GRU):
    """The statement's step: x_t is (D,), h_prev and the result are (H,)."""

    def gru_cell_step(self, x_t: Array, h_prev: Array, params: dict[str, Array]) -> Array:
        x, h = np.asarray(x_t, np.float64), np.asarray(h_prev, np.float64)
        return self.step(self.stacked(params), x, h)

    def stacked(self, params: dict[str, Array]) -> dict[str, Array]:
        """The arrays as `GRU` wants them."""
        p = {key: np.asarray(value, np.float64) for key, value in params.items()}
        w = {f"b_{part}": p[f"b_{part}"] for part in "rzh"}
        for part in "rzh":
            w[f"W_{part}"] = np.concatenate([p[f"W_{part}"], p[f"U_{part}"]], axis=1).T
        return w

    def h_prev_after(self, x_t: Array, h_prev: Array, params: dict[str, Array]) -> Array:
        """What the caller's h_prev holds after the call."""
        return np.asarray(h_prev, np.float64)

    def affine(self, part: str, w: dict[str, Array], x: Array, h: Array) -> Array:
        """W_part x + U_part h + b_part."""
        D = len(x)
        return block(w, "W", part, D) @ x + block(w, "U", part, D) @ h + w[f"b_{part}"]


catalogue = Catalogue(Step)
mistake, rule = catalogue.mistake, catalogue.rule

GATE = "W @ x_t + U @ h_prev + b"
CANDIDATE = "tanh(W_h @ x_t + U_h @ (r * h_prev) + b_h)"

catalogue.adopt(
    gru.catalogue,
    only=[
        # equation 4
        "swapped-update-gate", "keep-term-dropped", "add-without-forget", "new-term-undamped",
        "new-term-dropped", "returns-candidate", "reset-leaks-into-blend", "same-weight-on-both",
        "both-weighted-by-one-minus-z", "delta-sign-reversed", "minus-between-terms",
        "plus-in-keep-term", "new-weighted-by-reset", "extra-tanh", "extra-sigmoid",
        "returns-previous-state",
        # equation 3
        "no-reset", "reset-after-matmul", "reset-after-matmul-and-bias", "reset-inverted",
        "reset-by-z", "reset-by-one-minus-z", "reset-whole-preactivation", "reset-masks-candidate",
        "reset-added", "candidate-ignores-state", "candidate-ignores-input",
        "candidate-bias-missing", "candidate-bias-outside", "sigmoid-candidate",
        "linear-candidate", "relu-candidate", "candidate-squashed-twice",
        # equations 1 and 2
        "tanh-gates", "softmax-gates", "hard-gates", "linear-gates", "relu-gates",
        "hard-sigmoid-gates", "gates-squashed-twice", "gates-inverted",
        "tanh-reset-gate", "tanh-update-gate", "linear-reset-gate", "linear-update-gate",
        "gate-bias-missing", "reset-bias-missing", "update-bias-missing",
        "all-biases-missing", "gates-ignore-state", "reset-ignores-state", "update-ignores-state",
        "gates-ignore-input", "update-reads-reset-state", "bias-subtracted", "shared-weights",
        "gates-share-matrix", "recurrent-block-transposed",
    ],
    say={
        "no-reset": "Your candidate reads h_prev. It must read r * h_prev (equation 3); as it "
        "stands the reset gate changes nothing.",
        "reset-after-matmul": "Your function computes r * (U_h @ h_prev), the PyTorch form. Here r "
        "masks the state before it meets the matrix: U_h @ (r * h_prev) (equation 3).",
        "reset-after-matmul-and-bias": "Your function computes r * (U_h @ h_prev + b_h), with the "
        f"bias inside (a library form). Here r masks only the state: {CANDIDATE} (equation 3).",
        "reset-by-z": "Your candidate reads z * h_prev, and r is never used. The candidate is "
        "masked by r (equation 3), the blend by z (equation 4).",
        "reset-whole-preactivation": "In your function r multiplies the whole sum, input and bias "
        f"included. It masks only the state: {CANDIDATE} (equation 3).",
        "reset-masks-candidate": "In your function r multiplies the finished candidate. It masks "
        f"the state on its way in: {CANDIDATE} (equation 3).",
        "candidate-ignores-state": "Your candidate reads only x_t. It is "
        f"{CANDIDATE} (equation 3).",
        "candidate-ignores-input": "Your candidate reads only r * h_prev. It is "
        f"{CANDIDATE} (equation 3).",
        "candidate-bias-missing": f"b_h is never added: {CANDIDATE} (equation 3).",
        "candidate-bias-outside": "Your function adds b_h after the tanh. It belongs inside: "
        f"{CANDIDATE} (equation 3).",
        "all-biases-missing": "No bias is ever added (equations 1 to 3).",
        "gates-ignore-state": f"Your gates read only x_t. A gate's sum is {GATE} (equations 1 and "
        "2).",
        "reset-ignores-state": f"Your reset gate reads only x_t. Its sum is {GATE} (equation 1).",
        "update-ignores-state": f"Your update gate reads only x_t. Its sum is {GATE} (equation 2).",
        "gates-ignore-input": f"Your gates read only h_prev. A gate's sum is {GATE} (equations 1 "
        "and 2).",
        "update-reads-reset-state": "Your update gate reads r * h_prev. The mask is for the "
        "candidate only; both gates read h_prev itself (equation 2).",
        "shared-weights": "The same W and U feed both gates and the candidate. Each has its own "
        "(equations 1 to 3).",
        "gates-share-matrix": "Your two gates multiply with the same W and U. Each has its own: "
        "W_r, U_r and W_z, U_z (equations 1 and 2).",
        "recurrent-block-transposed": "All three U are used transposed: h_prev @ U is U.T @ "
        "h_prev. Here a matrix stands to the left of its vector: U @ h_prev (equations 1 to 3).",
    },
)  # fmt: skip

# --- names: which array goes where -----------------------------------------------------------


@mistake(
    "one-gate-for-both",
    "One gate does both jobs",
    "Your blend is weighted by the reset gate: z is r, or is never used. The update gate has its "
    "own arrays, W_z, U_z and b_z (equation 2), and weights the blend (equation 4).",
)
class OneGateForBoth(Step):
    def update_sum(self, w, x, h):
        return self.reset_sum(w, x, h)


@mistake(
    "gates-crossed",
    "The gates are crossed",
    "Your gates have exchanged their jobs: W_r, U_r and b_r drive the blend, W_z, U_z and b_z the "
    "reset. Names are fixed here: r masks the state (equation 3), z blends (equation 4).",
)
class GatesCrossed(Step):
    def reset_sum(self, w, x, h):
        return self.affine("z", w, x, h)

    def update_sum(self, w, x, h):
        return self.affine("r", w, x, h)


@mistake(
    "blend-crossed",
    "The blend is weighted by 1 - r",
    "Your blend is weighted by the reset gate, and the other way round: r * h_prev + (1 - r) * "
    "h_tilde. It is (1 - z) * h_prev + z * h_tilde (equation 4).",
)
class BlendCrossed(Step):
    def blend(self, h, h_tilde, z, r):
        return r * h + (1 - r) * h_tilde


def swapped_array(here: str, kind: str, other: str) -> None:
    """Declare that the sum `here` reads the array `kind` of another one: a copied line."""
    line, part, number = {
        "r": ("reset gate", "reset_sum", 1),
        "z": ("update gate", "update_sum", 2),
        "h": ("candidate", "candidate_sum", 3),
    }[here]
    wrong, right = f"{kind}_{other}", f"{kind}_{here}"

    def swapped(self, w, x, h, *gates):
        seen = gates[0] * h if gates else h
        D = len(x)
        change = block(w, kind, other, D) - block(w, kind, here, D)
        if kind != "b":
            change = change @ (x if kind == "W" else seen)
        return self.affine(here, w, x, seen) + change

    mistake(
        f"{line.replace(' ', '-')}-reads-{wrong}",
        f"{wrong} in the {line}",
        f"Your {line} uses {wrong} where equation {number} has {right}. Is a copied line left "
        "unchanged?",
    )(type(f"{line.title().replace(' ', '')}Reads{kind}{other}", (Step,), {part: swapped}))


for here, other in (("z", "r"), ("r", "z"), ("h", "r"), ("h", "z")):
    for kind in "WUb":
        swapped_array(here, kind, other)


# --- the blend, the masks and what the parts read ---------------------------------------------


@mistake(
    "only-the-change",
    "Only the change is returned",
    "Your function returns z * (h_tilde - h_prev): the step, without its starting point. Add "
    "h_prev (equation 4).",
)
class OnlyTheChange(Step):
    def blend(self, h, h_tilde, z, r):
        return z * (h_tilde - h)


@mistake(
    "parentheses-missing",
    "Parentheses are missing",
    "Your function computes 1 - z * h_prev + z * h_tilde: products come before sums, so the 1 "
    "stands alone. Write (1 - z) * h_prev (equation 4).",
)
class ParenthesesMissing(Step):
    def blend(self, h, h_tilde, z, r):
        return 1 - z * h + z * h_tilde


@mistake(
    "clipped-output",
    "The result is clipped",
    "Your function cuts the blend off at -1 and 1. The blend is the answer (equation 4); it stays "
    "in that range by itself where h_prev does.",
)
class ClippedOutput(Step):
    def result(self, h_new):
        return np.clip(h_new, -1, 1)


@mistake(
    "clipped-state",
    "The state is clipped first",
    "Your function cuts h_prev off at -1 and 1 before it uses it. h_prev may be any vector, and "
    "all four equations read it as it is.",
)
class ClippedState(Step):
    def step(self, w, x, h, at=None):
        return super().step(w, x, np.clip(h, -1, 1))


@mistake(
    "unit-by-unit",
    "Later units read new entries",
    "Your loop overwrites the state unit by unit, so later units read new entries beside old ones. "
    "All units read the whole h_prev (equations 1 to 3): write into another array.",
)
class UnitByUnit(Step):
    def step(self, w, x, h, at=None):
        h = h.copy()
        for i in range(len(h)):
            h[i] = super().step(w, x, h)[i]
        return h


@mistake(
    "scalar-gate",
    "One dial for all units",
    "Your function uses the mean of z for every unit. Each unit has its own z (equation 4).",
)
class ScalarGate(Step):
    def update(self, w, x, h):
        z = super().update(w, x, h)
        return np.full_like(z, z.mean())


@mistake(
    "state-ignored",
    "h_prev is not used",
    "Your function computes as if h_prev were zero. All four equations read the state that is "
    "handed in.",
)
class StateIgnored(Step):
    def step(self, w, x, h, at=None):
        return super().step(w, x, 0 * h)


@mistake(
    "arguments-reordered",
    "The arguments are in another order",
    "Your function takes the state first. The order is gru_cell_step(x_t, h_prev, params).",
)
class ArgumentsReordered(Step):
    def step(self, w, x, h, at=None):
        for part in "rzh":  # a W (H, D) meets what has H entries, and U (H, H) what has D
            block(w, "W", part, len(x)) @ h, block(w, "U", part, len(x)) @ x
        return super().step(w, h, x)


@mistake(
    "reset-masks-input",
    "The reset gate masks the input too",
    "In your function r multiplies both products, input and state. It masks only the state, before "
    f"its product: {CANDIDATE} (equation 3).",
)
class ResetMasksInput(Step):
    def candidate_sum(self, w, x, h, r, z):
        return r * (self.affine("h", w, x, h) - w["b_h"]) + w["b_h"]


@mistake(
    "recurrent-matrix-missing",
    "U_h is missing",
    "Your candidate adds r * h_prev as it is. It goes through its matrix first: "
    f"{CANDIDATE} (equation 3).",
)
class RecurrentMatrixMissing(Step):
    def candidate_sum(self, w, x, h, r, z):
        return self.affine("h", w, x, 0 * h) + r * h


# --- orientation and shape -------------------------------------------------------------------


@mistake(
    "recurrent-transposed",
    "U_h is transposed",
    "U_h is used transposed: (r * h_prev) @ U_h is U_h.T @ (r * h_prev). Here a matrix stands to "
    "the left of its vector: U_h @ (r * h_prev) (equation 3).",
)
class RecurrentTransposed(Step):
    def candidate_sum(self, w, x, h, r, z):
        D = len(x)
        return block(w, "W", "h", D) @ x + block(w, "U", "h", D).T @ (r * h) + w["b_h"]


@mistake(
    "gates-recurrent-transposed",
    "U_r and U_z are transposed",
    "U_r and U_z are used transposed: h_prev @ U is U.T @ h_prev. Here a matrix stands to the left "
    "of its vector: U @ h_prev (equations 1 and 2).",
)
class GatesRecurrentTransposed(Step):
    def turned(self, part, w, x, h):
        D = len(x)
        return block(w, "W", part, D) @ x + block(w, "U", part, D).T @ h + w[f"b_{part}"]

    def reset_sum(self, w, x, h):
        return self.turned("r", w, x, h)

    def update_sum(self, w, x, h):
        return self.turned("z", w, x, h)


class InputTransposed(Step):
    """Multiplies x with W.T: impossible unless D = H."""

    def turned(self, part, w, x, h):
        D = len(x)
        return (
            x @ block(w, "W", part, D)
            + self.recurrent(block(w, "U", part, D), h)
            + (w[f"b_{part}"])
        )

    def recurrent(self, U, h):
        return U @ h

    def reset_sum(self, w, x, h):
        return self.turned("r", w, x, h)

    def update_sum(self, w, x, h):
        return self.turned("z", w, x, h)

    def candidate_sum(self, w, x, h, r, z):
        return self.turned("h", w, x, r * h)


@mistake(
    "row-vector-form",
    "Row vectors instead of columns",
    "Your function multiplies x_t @ W and h_prev @ U, the form for row vectors. Here the matrices "
    "stand on the left: W @ x_t + U @ h_prev + b with W of shape (H, D) (equations 1 to 3).",
)
class RowVectorForm(InputTransposed):
    def recurrent(self, U, h):
        return h @ U


mistake(
    "input-transposed",
    "W is transposed",
    "Your function uses W.T @ x_t (or x_t @ W), which fits only when D = H. W has shape (H, D) and "
    "stands to the left: W @ x_t (equations 1 to 3).",
)(InputTransposed)


@mistake(
    "column-output",
    "A column instead of a vector",
    "Your function returns an array of shape (H, 1). The state is a vector of shape (H,): "
    ".reshape(-1) or [:, 0].",
)
class ColumnOutput(Step):
    def result(self, h_new):
        return h_new[:, None]


@mistake(
    "column-plus-row",
    "A column plus a row makes a matrix",
    "Your function turns x_t and h_prev into columns of shape (n, 1) but not the biases: (H, 1) + "
    "(H,) broadcasts to (H, H). Leave every vector at shape (n,), or turn all of them.",
)
class ColumnPlusRow(Step):
    def step(self, w, x, h, at=None):
        return super().step(w, x[:, None], h[:, None])

    def reset_sum(self, w, x, h):
        return self.affine("r", w, x, h)

    def update_sum(self, w, x, h):
        return self.affine("z", w, x, h)

    def candidate_sum(self, w, x, h, r, z):
        return self.affine("h", w, x, r * h)


@catalogue.also("column-plus-row")
class ColumnPlusRowFirstColumn(ColumnPlusRow):
    def result(self, h_new):
        return h_new[:, 0]


@mistake(
    "dot-product",
    "A dot product in the blend",
    "Your blend multiplies with @ or np.dot, which sums over the units and leaves one number. The "
    "products there are entry by entry: * (equation 4).",
)
class DotProduct(Step):
    def blend(self, h, h_tilde, z, r):
        return np.asarray((1 - z) @ h + z @ h_tilde)


# --- the sigmoid -----------------------------------------------------------------------------


@mistake(
    "sigmoid-too-steep",
    "The sigmoid is too steep",
    "Your gates are 0.5 * (1 + tanh(a)), which is sigmoid(2 * a). The sigmoid is 0.5 * (1 + "
    "tanh(a / 2)) (equations 1 and 2).",
)
class SigmoidTooSteep(Step):
    def gate(self, a):
        return sigmoid(2 * a)


@mistake(
    "sigmoid-parentheses",
    "Parentheses missing in the sigmoid",
    "Your gates are 1 / 1 + exp(-a), which is 1 + exp(-a): never below 1. Write 1 / (1 + exp(-a)) "
    "(equations 1 and 2).",
)
class SigmoidParentheses(Step):
    def gate(self, a):
        return 1 + np.exp(-a)


@mistake(
    "sigmoid-minus",
    "A minus in the sigmoid's denominator",
    "Your gates are 1 / (1 - exp(-a)), which is negative for a < 0 and infinite at 0. The sigmoid "
    "is 1 / (1 + exp(-a)) (equations 1 and 2).",
)
class SigmoidMinus(Step):
    def gate(self, a):
        return 1 / (1 - np.exp(-a))


@mistake(
    "clipped-sums",
    "The gates' sums are clipped",
    "Your gates cut their sums off at a small number such as -10 and 10, so they never close: "
    "sigmoid(-10) is 0.00005, and of a large state that remains. 0.5 * (1 + tanh(a / 2)) needs no "
    "clipping.",
)
class ClippedSums(Step):
    def gate(self, a):
        return sigmoid(np.clip(a, -10, 10))


@catalogue.also("clipped-sums")
class ClippedSumsAtFive(Step):
    def gate(self, a):
        return sigmoid(np.clip(a, -5, 5))


@mistake(
    "overflowing-sigmoid",
    "A sigmoid that overflows",
    "Your sigmoid divides exp by exp: inf / inf = nan for large sums. 1 / (1 + exp(-a)) is safe, "
    "and so is 0.5 * (1 + tanh(a / 2)).",
)
class OverflowingSigmoid(Step):
    def gate(self, a):
        return np.exp(a) / (1 + np.exp(a))


@mistake(
    "overflowing-tanh",
    "A tanh that overflows",
    "Your tanh divides exp by exp: inf / inf = nan for large sums. np.tanh is safe.",
)
class OverflowingTanh(Step):
    def squash(self, a):
        return (np.exp(a) - np.exp(-a)) / (np.exp(a) + np.exp(-a))


# --- what happens to the caller's arrays -----------------------------------------------------


@mistake(
    "state-mutated-in-place",
    "h_prev is masked in place",
    "Your function overwrites the caller's h_prev with r * h_prev, and the blend then keeps the "
    "masked state. Build a new array: masked = r * h_prev.",
)
class StateMutatedInPlace(Step):
    def step(self, w, x, h, at=None):
        r, z = self.reset(w, x, h), self.update(w, x, h)
        return self.result(self.blend(r * h, self.candidate(w, x, h, r, z), z, r))

    def h_prev_after(self, x_t, h_prev, params):
        return self.reset(self.stacked(params), x_t, h_prev) * h_prev


@mistake(
    "state-overwritten",
    "The new state is written into h_prev",
    "Your function writes its result into the caller's h_prev, who then has lost the old state. "
    "Build a new array.",
)
class StateOverwritten(Step):
    def h_prev_after(self, x_t, h_prev, params):
        return self.gru_cell_step(x_t, h_prev, params)


# --- what no answer shows: proved by a check of its own --------------------------------------

rule(
    "keys-by-position",
    "Entries are taken by position",
    "Your function relies on the order in which the dict's entries come. A dict is read by "
    'name, params["W_z"]: other programs, and JAX itself, store the same entries in another order.',
)
rule(
    "scalar-output",
    "A number instead of a vector",
    "Your function returns a single number. The state is a vector of shape (H,), also for H = 1: "
    "does np.squeeze or a sum take its axis away?",
)
rule(
    "nothing-returned",
    "Nothing is returned",
    "Your function ends without a return, so the caller gets None: return the new state.",
)
rule(
    "remembers-calls",
    "The answer depends on earlier calls",
    "The same call gave another answer later. The new state is a function of the three arguments "
    "alone: keep nothing from earlier calls.",
)
rule(
    "writes-into-input",
    "Your function changes the caller's arrays",
    "After the call one of the arrays handed in has other values. The caller still needs them: "
    "build a new array instead of assigning into an old one.",
)
rule(
    "batch-axis-output",
    "A matrix is returned",
    "Your function returns an array of shape (1, H). The state is a vector of shape (H,): "
    ".reshape(-1) or [0].",
)
rule(
    "rounded-output",
    "The result is rounded",
    "Your function rounds the state. Small steps then vanish, and over many steps the error grows: "
    "return all digits, and round only what you print.",
)
rule(
    "list-output",
    "A list instead of an array",
    "Your function returns a list or tuple. Return one array of shape (H,), the new state only.",
)
rule(
    "wrong-dtype",
    "Not a float array",
    "The result must be float64, or float32 for float32 inputs.",
)

# --- what tame questions would hide ----------------------------------------------------------


@catalogue.natural("h_prev = 0")
def zero_state(kind, args):
    x_t, h_prev, params = args
    return x_t, 0 * h_prev, params


@catalogue.natural("biases = 0")
def zero_biases(kind, args):
    x_t, h_prev, params = args
    return x_t, h_prev, gru.without_biases(params)


@catalogue.natural("h_prev = 0 and biases = 0")
def fresh_cell(kind, args):
    x_t, h_prev, params = args
    return x_t, 0 * h_prev, gru.without_biases(params)
