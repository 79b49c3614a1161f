"""Equation 1 of the statement in float64 NumPy, and every known mistake beside it."""

from __future__ import annotations

import numpy as np

from grader.catalogue import Catalogue
from grader.numeric import gelu, relu, sigmoid, softmax

Array = np.ndarray
Weights = dict[str, np.ndarray]


class RNN:
    """The statement's cell: x (D,), h (H,), W_xh (D, H), W_hh (H, H), b_h (H,) -> (H,)."""

    def rnn_cell_step(self, x: Array, h_prev: Array, params: Weights) -> Array:
        x, h = np.asarray(x, np.float64), np.asarray(h_prev, np.float64)
        w = {name: np.asarray(array, np.float64) for name, array in params.items()}
        from_x, from_h, b = self.from_input(w, x), self.from_state(w, h), self.bias(w)
        return self.result(self.combine(from_x, from_h, b), h)

    def from_input(self, w: Weights, x: Array) -> Array:
        return x @ w["W_xh"]

    def from_state(self, w: Weights, h: Array) -> Array:
        return h @ w["W_hh"]

    def bias(self, w: Weights) -> Array:
        return w["b_h"]

    def combine(self, from_x: Array, from_h: Array, b: Array) -> Array:
        return self.squash(from_x + from_h + b)  # (1)

    def squash(self, a: Array) -> Array:
        return np.tanh(a)

    def result(self, new: Array, h: Array) -> Array:
        return new


catalogue = Catalogue(RNN)
mistake, rule = catalogue.mistake, catalogue.rule

# --- the activation ----------------------------------------------------------------------------


@mistake(
    "no-activation",
    "The tanh is missing",
    "Your function returns the plain sum. Without tanh the state is a linear function of the past "
    "and can grow without bound: apply tanh to the sum (equation 1).",
)
class NoActivation(RNN):
    def squash(self, a):
        return a


@mistake(
    "sigmoid-state",
    "Sigmoid in place of tanh",
    "Your function applies a sigmoid, so the state is never negative. Equation 1 applies tanh.",
)
class SigmoidState(RNN):
    def squash(self, a):
        return sigmoid(a)


@mistake(
    "relu-state",
    "ReLU in place of tanh",
    "Your function applies a ReLU, so the state is never negative and has no upper bound. "
    "Equation 1 applies tanh.",
)
class ReluState(RNN):
    def squash(self, a):
        return relu(a)


@mistake(
    "hard-tanh-state",
    "The sum is clipped",
    "Your function cuts the sum off at -1 and 1. Equation 1 applies tanh, which bends smoothly.",
)
class HardTanhState(RNN):
    def squash(self, a):
        return np.clip(a, -1, 1)


@mistake(
    "softsign-state",
    "Softsign in place of tanh",
    "Your function computes a / (1 + |a|). Equation 1 applies tanh.",
)
class SoftsignState(RNN):
    def squash(self, a):
        return a / (1 + np.abs(a))


@mistake(
    "softmax-state",
    "The units compete",
    "Your function applies a softmax, so that the whole state adds up to 1. Equation 1 applies "
    "tanh to each unit by itself.",
)
class SoftmaxState(RNN):
    def squash(self, a):
        return softmax(a)


@mistake(
    "gelu-state",
    "GELU in place of tanh",
    "Your function applies a GELU, which has no upper bound. Equation 1 applies tanh.",
)
class GeluState(RNN):
    def squash(self, a):
        return gelu(a)


@mistake(
    "leaky-relu-state",
    "Leaky ReLU in place of tanh",
    "Your function applies a leaky ReLU, which has no bounds. Equation 1 applies tanh.",
)
class LeakyReluState(RNN):
    def squash(self, a):
        return np.where(a > 0, a, 0.01 * a)


@mistake(
    "arctan-state",
    "Arctan in place of tanh",
    "Your function applies arctan, which reaches beyond 1. Equation 1 applies tanh, the hyperbolic "
    "tangent.",
)
class ArctanState(RNN):
    def squash(self, a):
        return np.arctan(a)


@mistake(
    "extra-tanh",
    "One tanh too many",
    "Your function applies tanh twice. One tanh of the sum is the answer (equation 1).",
)
class ExtraTanh(RNN):
    def squash(self, a):
        return np.tanh(np.tanh(a))


@mistake(
    "tanh-of-half",
    "The tanh of half the sum",
    "Your function computes tanh(a / 2), a being the sum: that is what 2 * sigmoid(a) - 1 gives. "
    "Equation 1 applies tanh to the whole sum; by a sigmoid that is 2 * sigmoid(2 * a) - 1.",
)
class TanhOfHalf(RNN):
    def squash(self, a):
        return np.tanh(a / 2)


@mistake(
    "sum-clipped",
    "The sum is clipped first",
    "Your function cuts the sum off at a bound and then applies tanh, so that large sums never "
    "reach -1 or 1. tanh is safe for any input: apply it to the sum as it is (equation 1).",
)
class SumClipped(RNN):
    bound = 1

    def squash(self, a):
        return np.tanh(np.clip(a, -self.bound, self.bound))


@catalogue.also("sum-clipped")
class SumClippedAtTwo(SumClipped):
    bound = 2


@catalogue.also("sum-clipped")
class SumClippedAtThree(SumClipped):
    bound = 3


@catalogue.also("sum-clipped")
class SumClippedAtFour(SumClipped):
    bound = 4


# --- the sum -----------------------------------------------------------------------------------


@mistake(
    "activation-before-sum",
    "Squashed before the sum",
    "Your function computes tanh(x @ W_xh + b_h) + tanh(h_prev @ W_hh), which can exceed 1. Add "
    "all three terms first, then apply tanh once (equation 1).",
)
class ActivationBeforeSum(RNN):
    def combine(self, from_x, from_h, b):
        return self.squash(from_x + b) + self.squash(from_h)


@mistake(
    "activation-before-sum-bias-with-state",
    "Squashed before the sum",
    "Your function computes tanh(x @ W_xh) + tanh(h_prev @ W_hh + b_h), which can exceed 1. Add "
    "all three terms first, then apply tanh once (equation 1).",
)
class ActivationBeforeSumBiasWithState(RNN):
    def combine(self, from_x, from_h, b):
        return self.squash(from_x) + self.squash(from_h + b)


@mistake(
    "activation-before-sum-bias-outside",
    "Squashed before the sum",
    "Your function computes tanh(x @ W_xh) + tanh(h_prev @ W_hh) + b_h, which can exceed 1. Add "
    "all three terms first, then apply tanh once (equation 1).",
)
class ActivationBeforeSumBiasOutside(RNN):
    def combine(self, from_x, from_h, b):
        return self.squash(from_x) + self.squash(from_h) + b


@mistake(
    "activation-on-each-term",
    "Squashed before the sum",
    "Your function takes the tanh of each of the three terms; their sum can exceed 1. Add first, "
    "then apply tanh once (equation 1).",
)
class ActivationOnEachTerm(RNN):
    def combine(self, from_x, from_h, b):
        return self.squash(from_x) + self.squash(from_h) + self.squash(b)


@mistake(
    "state-outside-tanh",
    "The state is outside the tanh",
    "Your function computes tanh(x @ W_xh + b_h) + h_prev @ W_hh, which can grow without bound. "
    "All three terms belong inside the tanh (equation 1).",
)
class StateOutsideTanh(RNN):
    def combine(self, from_x, from_h, b):
        return self.squash(from_x + b) + from_h


@mistake(
    "input-outside-tanh",
    "The input is outside the tanh",
    "Your function computes tanh(h_prev @ W_hh + b_h) + x @ W_xh. All three terms belong inside "
    "the tanh (equation 1).",
)
class InputOutsideTanh(RNN):
    def combine(self, from_x, from_h, b):
        return self.squash(from_h + b) + from_x


@mistake(
    "only-input-inside-tanh",
    "The tanh closes too early",
    "Your function computes tanh(x @ W_xh) + h_prev @ W_hh + b_h. All three terms belong inside "
    "the tanh (equation 1): mind where its parenthesis closes.",
)
class OnlyInputInsideTanh(RNN):
    def combine(self, from_x, from_h, b):
        return self.squash(from_x) + from_h + b


@mistake(
    "only-state-inside-tanh",
    "The tanh closes too early",
    "Your function computes tanh(h_prev @ W_hh) + x @ W_xh + b_h. All three terms belong inside "
    "the tanh (equation 1): mind where its parenthesis closes.",
)
class OnlyStateInsideTanh(RNN):
    def combine(self, from_x, from_h, b):
        return self.squash(from_h) + from_x + b


@mistake(
    "bias-outside",
    "The bias is outside the tanh",
    "Your function adds b_h after the tanh. It belongs inside: "
    "tanh(x @ W_xh + h_prev @ W_hh + b_h) (equation 1).",
)
class BiasOutside(RNN):
    def combine(self, from_x, from_h, b):
        return self.squash(from_x + from_h) + b


@mistake(
    "parts-multiplied",
    "Two terms are multiplied",
    "Your function multiplies x @ W_xh by h_prev @ W_hh. The terms are added (equation 1).",
)
class PartsMultiplied(RNN):
    def combine(self, from_x, from_h, b):
        return self.squash(from_x * from_h + b)


@mistake(
    "parts-averaged",
    "The terms are averaged",
    "Your function halves the sum of x @ W_xh and h_prev @ W_hh. The terms are added as they are "
    "(equation 1).",
)
class PartsAveraged(RNN):
    def combine(self, from_x, from_h, b):
        return self.squash((from_x + from_h) / 2 + b)


@mistake(
    "parts-concatenated",
    "The terms stand side by side",
    "Your function lays x @ W_xh and h_prev @ W_hh end to end, 2 H numbers. The terms are added "
    "(equation 1).",
)
class PartsConcatenated(RNN):
    def combine(self, from_x, from_h, b):
        return self.squash(np.concatenate([from_x + b, from_h + b]))


@mistake(
    "column-plus-row",
    "A column plus a row",
    "Your function adds the row b_h to a column, which NumPy stretches to an (H, H) matrix. All "
    "three terms have shape (H,), and so has their sum (equation 1).",
)
class ColumnPlusRow(RNN):
    def combine(self, from_x, from_h, b):
        return self.squash((from_x + from_h)[:, None] + b)


@mistake(
    "means-for-sums",
    "A mean in place of a sum",
    "Your function takes the mean of the products where the matrix product takes their sum: "
    "x @ W_xh and h_prev @ W_hh (equation 1).",
)
class MeansForSums(RNN):
    def from_input(self, w, x):
        return x @ w["W_xh"] / len(x)

    def from_state(self, w, h):
        return h @ w["W_hh"] / len(h)


@catalogue.also("means-for-sums")
class MeanOfTheInputs(RNN):
    def from_input(self, w, x):
        return x @ w["W_xh"] / len(x)


@catalogue.also("means-for-sums")
class MeanOfTheStates(RNN):
    def from_state(self, w, h):
        return h @ w["W_hh"] / len(h)


# --- the bias ----------------------------------------------------------------------------------


@mistake(
    "bias-missing",
    "The bias is missing",
    "b_h never reaches the sum: with zero input and zero state the answer is tanh(b_h) "
    "(equation 1).",
)
class BiasMissing(RNN):
    def bias(self, w):
        return 0 * w["b_h"]


@mistake(
    "bias-added-twice",
    "The bias is added twice",
    "b_h enters the sum twice. Some libraries have a bias for each product; here one serves for "
    "the whole sum (equation 1).",
)
class BiasAddedTwice(RNN):
    def bias(self, w):
        return 2 * w["b_h"]


@mistake(
    "bias-subtracted",
    "The bias is subtracted",
    "Your function subtracts b_h. It is added (equation 1).",
)
class BiasSubtracted(RNN):
    def bias(self, w):
        return -w["b_h"]


@mistake(
    "first-bias-for-all",
    "One bias for all units",
    "Your function adds b_h[0] to every unit. Each unit has its own entry of b_h (equation 1).",
)
class FirstBiasForAll(RNN):
    def bias(self, w):
        return np.full_like(w["b_h"], w["b_h"][0])


@mistake(
    "bias-in-inner-loop",
    "The bias is added in the inner loop",
    "Your function adds b_h once for every product of the inner loop. It enters the sum once "
    "(equation 1): add it before or after that loop.",
)
class BiasInInnerLoop(RNN):
    def bias(self, w):
        return len(w["W_xh"]) * w["b_h"]


@catalogue.also("bias-in-inner-loop")
class BiasInInnerStateLoop(RNN):
    def bias(self, w):
        return len(w["W_hh"]) * w["b_h"]


@catalogue.also("bias-in-inner-loop")
class BiasInBothInnerLoops(RNN):
    def bias(self, w):
        return (len(w["W_xh"]) + len(w["W_hh"])) * w["b_h"]


# --- the old state -----------------------------------------------------------------------------


@mistake(
    "hidden-transposed",
    "W_hh is transposed",
    "Your function computes W_hh @ h_prev, or h_prev @ W_hh.T. The state is a row and stands to "
    "the left: h_prev @ W_hh (equation 1).",
)
class HiddenTransposed(RNN):
    def from_state(self, w, h):
        return h @ w["W_hh"].T


@mistake(
    "state-ignored",
    "The old state is not used",
    "Changing h_prev changes nothing. Without h_prev @ W_hh this is a plain layer with no memory "
    "(equation 1).",
)
class StateIgnored(RNN):
    def from_state(self, w, h):
        return 0 * h


@mistake(
    "recurrent-weights-unused",
    "W_hh is not used",
    "Your function adds h_prev itself to the sum. It is multiplied by W_hh first (equation 1).",
)
class RecurrentWeightsUnused(RNN):
    def from_state(self, w, h):
        return h


@mistake(
    "state-subtracted",
    "The old state is subtracted",
    "Your function subtracts h_prev @ W_hh. It is added (equation 1).",
)
class StateSubtracted(RNN):
    def from_state(self, w, h):
        return -(h @ w["W_hh"])


@mistake(
    "state-squashed-first",
    "The old state is squashed again",
    "Your function multiplies tanh(h_prev) by W_hh. h_prev enters as it is (equation 1).",
)
class StateSquashedFirst(RNN):
    def from_state(self, w, h):
        return np.tanh(h) @ w["W_hh"]


@mistake(
    "recurrent-diagonal",
    "Only the diagonal of W_hh is used",
    "In your function each unit sees only its own old value. Every unit sees every unit: "
    "h_prev @ W_hh (equation 1).",
)
class RecurrentDiagonal(RNN):
    def from_state(self, w, h):
        return h * np.diag(w["W_hh"])


@mistake(
    "elementwise-recurrence",
    "An entry-by-entry product",
    "Your function computes h_prev * W_hh entry by entry, which leaves a matrix. The matrix "
    "product sums over the units: h_prev @ W_hh (equation 1).",
)
class ElementwiseRecurrence(RNN):
    def from_state(self, w, h):
        return h * w["W_hh"]


@mistake(
    "state-uses-input-weights",
    "W_xh serves twice",
    "Your function multiplies h_prev by W_xh; W_hh is never used. Each has its own matrix "
    "(equation 1).",
)
class StateUsesInputWeights(RNN):
    def from_state(self, w, h):
        return h @ w["W_xh"]


@mistake(
    "state-added-inside",
    "The old state enters twice",
    "Your function adds h_prev to the sum beside h_prev @ W_hh. It enters through W_hh only "
    "(equation 1).",
)
class StateAddedInside(RNN):
    def from_state(self, w, h):
        return h @ w["W_hh"] + h


@mistake(
    "chained-products",
    "One product inside the other",
    "Your function computes (x @ W_xh + h_prev) @ W_hh. x meets W_xh only and h_prev meets W_hh "
    "only; the two products are added (equation 1).",
)
class ChainedProducts(RNN):
    def from_input(self, w, x):
        return x @ w["W_xh"] @ w["W_hh"]


@mistake(
    "state-unit-left-out",
    "One unit of the old state is left out",
    "Your sum over the old state leaves out its first or its last unit, as a loop does that starts "
    "at 1 or ends one early. All H units enter: h_prev @ W_hh (equation 1).",
)
class StateUnitLeftOut(RNN):
    def from_state(self, w, h):
        return h[1:] @ w["W_hh"][1:]


@catalogue.also("state-unit-left-out")
class LastStateUnitLeftOut(RNN):
    def from_state(self, w, h):
        return h[:-1] @ w["W_hh"][:-1]


@mistake(
    "state-overwritten-early",
    "The old state is overwritten too early",
    "Your function writes each new unit where the units after it still read the old one. All units "
    "read the same h_prev (equation 1): collect the new ones in another array.",
)
class StateOverwrittenEarly(RNN):
    def rnn_cell_step(self, x, h_prev, params):
        h = np.array(h_prev, np.float64)
        for unit in range(len(h)):
            h[unit] = super().rnn_cell_step(x, h, params)[unit]
        return h


@mistake(
    "residual-added",
    "The old state is added on top",
    "Your function returns h_prev + tanh(...). That is a residual cell: here the tanh alone is "
    "the new state (equation 1).",
)
class ResidualAdded(RNN):
    def result(self, new, h):
        return h + new


@mistake(
    "averaged-with-old",
    "Old and new are averaged",
    "Your function returns the average of h_prev and the tanh. Here the tanh alone is the new "
    "state (equation 1); a learned blend of the two is what a GRU adds.",
)
class AveragedWithOld(RNN):
    def result(self, new, h):
        return (h + new) / 2


@mistake(
    "multiplied-by-old",
    "The result is multiplied by the old state",
    "Your function returns h_prev * tanh(...). The tanh alone is the new state (equation 1).",
)
class MultipliedByOld(RNN):
    def result(self, new, h):
        return h * new


@mistake(
    "returns-previous-state",
    "The state does not change",
    "Your function returns h_prev as it came in. It should return the tanh of the sum "
    "(equation 1).",
)
class ReturnsPreviousState(RNN):
    def result(self, new, h):
        return h


# --- the input ---------------------------------------------------------------------------------


@mistake(
    "input-ignored",
    "The input is not used",
    "Changing x changes nothing. Add x @ W_xh to the sum (equation 1).",
)
class InputIgnored(RNN):
    def from_input(self, w, x):
        return 0 * (x @ w["W_xh"])


@mistake(
    "input-subtracted",
    "The input is subtracted",
    "Your function subtracts x @ W_xh. It is added (equation 1).",
)
class InputSubtracted(RNN):
    def from_input(self, w, x):
        return -(x @ w["W_xh"])


@mistake(
    "input-transposed",
    "W_xh is transposed",
    "Your function computes W_xh @ x, or x @ W_xh.T. That runs only where D = H, and then gives "
    "other numbers. The input is a row and stands to the left: x @ W_xh (equation 1).",
)
class InputTransposed(RNN):
    def from_input(self, w, x):
        return x @ w["W_xh"].T


@mistake(
    "input-uses-state-weights",
    "W_hh serves twice",
    "Your function multiplies x by W_hh; W_xh is never used. Each has its own matrix (equation 1).",
)
class InputUsesStateWeights(RNN):
    def from_input(self, w, x):
        return x @ w["W_hh"]


@mistake(
    "elementwise-input",
    "An entry-by-entry product",
    "Your function computes x * W_xh entry by entry. The matrix product sums over the inputs: "
    "x @ W_xh (equation 1).",
)
class ElementwiseInput(RNN):
    def from_input(self, w, x):
        return x * w["W_xh"]


@mistake(
    "matrices-exchanged",
    "The two matrices are exchanged",
    "In your function x meets W_hh and h_prev meets W_xh. That runs only where D = H, and then "
    "gives other numbers: x @ W_xh + h_prev @ W_hh (equation 1).",
)
class MatricesExchanged(RNN):
    def from_input(self, w, x):
        return x @ w["W_hh"]

    def from_state(self, w, h):
        return h @ w["W_xh"]


@mistake(
    "rows-out-of-order",
    "State and input trade places",
    "Your function multiplies [h_prev; x] by a matrix whose top rows are W_xh. The sizes fit, but "
    "the wrong numbers meet: the input's rows and the input must stand in the same place "
    "(equation 1).",
)
class RowsOutOfOrder(RNN):
    def rnn_cell_step(self, x, h_prev, params):
        x, h = np.asarray(x, np.float64), np.asarray(h_prev, np.float64)
        w = {name: np.asarray(array, np.float64) for name, array in params.items()}
        both = np.concatenate([h, x]) @ np.concatenate([w["W_xh"], w["W_hh"]])
        return self.result(self.combine(both, 0, self.bias(w)), h)


@mistake(
    "matrices-stacked-out-of-order",
    "State and input trade places",
    "Your function multiplies [x; h_prev] by a matrix whose top rows are W_hh. The sizes fit, but "
    "the wrong numbers meet: the input's rows and the input must stand in the same place "
    "(equation 1).",
)
class MatricesStackedOutOfOrder(RNN):
    def rnn_cell_step(self, x, h_prev, params):
        x, h = np.asarray(x, np.float64), np.asarray(h_prev, np.float64)
        w = {name: np.asarray(array, np.float64) for name, array in params.items()}
        both = np.concatenate([x, h]) @ np.concatenate([w["W_hh"], w["W_xh"]])
        return self.result(self.combine(both, 0, self.bias(w)), h)


# --- rules -------------------------------------------------------------------------------------

rule(
    "overflowing-tanh",
    "A tanh that overflows",
    "For large sums your own tanh divides infinity by infinity, which is not a number. Use np.tanh "
    "or jnp.tanh, or a form that cannot overflow.",
)
rule(
    "nothing-returned",
    "Nothing is returned",
    "Your function ends without a return, so the caller gets None. Printing a value does not "
    "return it: return the new state.",
)
rule(
    "batch-axis-output",
    "A batch axis too many",
    "Your function returns shape (1, H). The state is one vector, shape (H,).",
)
rule(
    "column-output",
    "A column instead of a vector",
    "Your function returns shape (H, 1). The state is one vector, shape (H,).",
)
rule(
    "scalar-output",
    "One number instead of a vector",
    "Your function returns a single number. The task asks for the whole state, shape (H,).",
)
rule(
    "list-output",
    "Not an array",
    "Your function returns a list or tuple. Return one array of shape (H,), the new state alone.",
)
rule(
    "wrong-dtype",
    "Not a float",
    "Your function returns numbers of another type. The state is float64 or float32.",
)
rule(
    "keys-by-position",
    "The arrays are taken by position",
    "Your function takes the arrays of params in the order in which the keys come, and that order "
    'is not fixed. Find each by its name: params["W_xh"].',
)
rule(
    "remembers-calls",
    "The same call gives another answer",
    "Two calls with equal inputs gave different states. What the cell remembers comes in as h_prev "
    "and goes out as the result: keep nothing between calls.",
)
rule(
    "writes-into-input",
    "Your function changes what it is given",
    "After the call what was handed in has changed: x, h_prev, an array in params or the dict "
    "itself. The caller still needs all of it: make something new and leave the old as it is.",
)

# --- what tame questions would hide ----------------------------------------------------------


@catalogue.natural("h_prev = 0")
def zero_state(kind, args):
    x, h_prev, params = args
    return x, 0 * h_prev, params


@catalogue.natural("b_h = 0")
def zero_bias(kind, args):
    x, h_prev, params = args
    return x, h_prev, params | {"b_h": 0 * params["b_h"]}


@catalogue.natural("W_hh symmetric")
def symmetric(kind, args):
    x, h_prev, params = args
    return x, h_prev, params | {"W_hh": params["W_hh"] + params["W_hh"].T}
