"""Equation 2 of the statement in float64 NumPy, and every known mistake beside it."""

from __future__ import annotations

import numpy as np

from grader.catalogue import Catalogue
from grader.numeric import relu, sigmoid, softmax

Array = np.ndarray


class Readout:
    """The statement's layer: states (T, H), W (O, H), b (O,) -> (T, O)."""

    def gru_output_layer(self, h_states: Array | list[Array], W_hy: Array, b_y: Array) -> Array:
        h, W, b = (np.asarray(a, np.float64) for a in (h_states, W_hy, b_y))
        return self.result(self.biased(self.product(self.states(h), W), b))

    def states(self, h: Array) -> Array:
        return h

    def product(self, h: Array, W: Array) -> Array:
        return h @ W.T  # (2)

    def biased(self, scores: Array, b: Array) -> Array:
        return scores + b  # (2)

    def result(self, logits: Array) -> Array:
        return logits


catalogue = Catalogue(Readout)
mistake, rule = catalogue.mistake, catalogue.rule

# --- after the logits --------------------------------------------------------------------------


@mistake(
    "softmax-applied",
    "Probabilities in place of logits",
    "Your function applies a softmax: each row sums to 1. Return the raw logits (equation 2); the "
    "loss takes the softmax itself.",
)
class SoftmaxApplied(Readout):
    def result(self, logits):
        return softmax(logits)


@mistake(
    "softmax-over-time",
    "A softmax over the steps",
    "Your function applies a softmax down the steps: each column sums to 1. Return the raw logits "
    "(equation 2).",
)
class SoftmaxOverTime(Readout):
    def result(self, logits):
        return softmax(logits.T).T


@mistake(
    "softmax-over-everything",
    "A softmax over all steps and outputs",
    "Your function applies a softmax whose sum runs over steps and outputs. Return the raw logits "
    "(equation 2).",
)
class SoftmaxOverEverything(Readout):
    def result(self, logits):
        return softmax(logits.reshape(-1)).reshape(logits.shape)


@mistake(
    "log-softmax-applied",
    "Log-probabilities in place of logits",
    "Your function applies a log-softmax. Return the raw logits (equation 2); the loss does the "
    "rest.",
)
class LogSoftmaxApplied(Readout):
    def result(self, logits):
        return np.log(softmax(logits))


@mistake(
    "sigmoid-applied",
    "The logits are squashed by a sigmoid",
    "Your function applies a sigmoid. Logits have no bounds: return the sum as it is (equation 2).",
)
class SigmoidApplied(Readout):
    def result(self, logits):
        return sigmoid(logits)


@mistake(
    "tanh-applied",
    "The logits are squashed by a tanh",
    "Your function applies a tanh. Logits have no bounds: return the sum as it is (equation 2).",
)
class TanhApplied(Readout):
    def result(self, logits):
        return np.tanh(logits)


@mistake(
    "relu-applied",
    "Negative logits are cut off",
    "Your function applies a ReLU. Logits may be negative: return the sum as it is (equation 2).",
)
class ReluApplied(Readout):
    def result(self, logits):
        return relu(logits)


@mistake(
    "argmax",
    "Class indices in place of scores",
    "Your function returns the index of the largest logit of each step. Return all O scores "
    "(equation 2); choosing comes later.",
)
class Argmax(Readout):
    def result(self, logits):
        return logits.argmax(axis=-1)


@mistake(
    "largest-only",
    "Only the largest score is returned",
    "Your function returns the largest logit of each step. Return all O of them (equation 2).",
)
class LargestOnly(Readout):
    def result(self, logits):
        return logits.max(axis=-1)


@mistake(
    "one-hot-output",
    "A choice in place of scores",
    "Your function returns a 1 for the largest logit of each step and 0 for the others. Return the "
    "scores themselves (equation 2); choosing comes later.",
)
class OneHotOutput(Readout):
    def result(self, logits):
        return np.eye(logits.shape[-1])[logits.argmax(axis=-1)]


@mistake(
    "exponentials",
    "The exponentials are returned",
    "Your function returns exp of the logits, a softmax half done. Return the raw logits "
    "(equation 2).",
)
class Exponentials(Readout):
    def result(self, logits):
        return np.exp(logits)


@mistake(
    "largest-subtracted",
    "The largest logit is subtracted",
    "Your function subtracts each row's largest logit. A stable softmax does that on the inside; "
    "return the raw logits (equation 2).",
)
class LargestSubtracted(Readout):
    def result(self, logits):
        return logits - logits.max(axis=-1, keepdims=True)


@mistake(
    "logits-pile-up",
    "The logits pile up",
    "Your row t is the sum of all rows up to t. It is made from state t alone (equation 2).",
)
class LogitsPileUp(Readout):
    def result(self, logits):
        return np.cumsum(logits, axis=0)


@mistake(
    "first-row-zero",
    "The first row stays zero",
    "Your function leaves the first row at zero. Every state gets its row, the first one too "
    "(equation 2).",
)
class FirstRowZero(Readout):
    def result(self, logits):
        return np.concatenate([0 * logits[:1], logits[1:]])


@mistake(
    "axis-in-the-middle",
    "An axis too many",
    "Your function returns shape (T, 1, O): a matrix for each step. One row for each step is "
    "asked, shape (T, O).",
)
class AxisInTheMiddle(Readout):
    def result(self, logits):
        return logits[:, None]


@mistake(
    "outputs-by-steps",
    "Rows and columns are exchanged",
    "Your function returns shape (O, T). One row for each step is asked, shape (T, O) "
    "(equation 2).",
)
class OutputsBySteps(Readout):
    def result(self, logits):
        return logits.T


@mistake(
    "outputs-reshaped",
    "Reshaped where a transpose was needed",
    "Your function computes the scores as (O, T) and reshapes them to (T, O). That shuffles them: "
    "reshape keeps the order of reading, a transpose exchanges the axes.",
)
class OutputsReshaped(Readout):
    def result(self, logits):
        return logits.T.reshape(logits.shape)


@mistake(
    "flattened",
    "The rows are laid end to end",
    "Your function returns one vector of T * O numbers. One row for each step is asked, shape "
    "(T, O).",
)
class Flattened(Readout):
    def result(self, logits):
        return logits.reshape(-1)


@mistake(
    "logits-summed",
    "The steps are summed",
    "Your function adds the steps up. Each step gets its own row of logits (equation 2).",
)
class LogitsSummed(Readout):
    def result(self, logits):
        return logits.sum(axis=0, keepdims=True)


@catalogue.also("logits-summed")
class LogitsSummedAsVector(LogitsSummed):
    def gru_output_layer(self, h_states, W_hy, b_y):
        return super().gru_output_layer(h_states, W_hy, b_y)[0]


# --- the product -------------------------------------------------------------------------------


@mistake(
    "not-transposed",
    "W_hy is not transposed",
    "Your function computes h_states @ W_hy. W_hy is (O, H), so that runs only where O = H, and "
    "then gives other numbers: each row of the states meets each row of W_hy (equation 2).",
)
class NotTransposed(Readout):
    def product(self, h, W):
        return h @ W


@mistake(
    "transposed-where-it-must-be",
    "Transposed only where the shapes insist",
    "Your function leaves out the transpose wherever O = H, because the shapes fit without it. "
    "The numbers do not: each row of the states meets each row of W_hy, whatever the sizes "
    "(equation 2).",
)
class TransposedWhereItMustBe(Readout):
    def product(self, h, W):
        return h @ W if W.shape[0] == W.shape[1] else h @ W.T


@mistake(
    "weights-reshaped",
    "Reshaped where a transpose was needed",
    "Your function reshapes W_hy to (H, O). The shape fits, but the numbers are shuffled: reshape "
    "keeps the order of reading, a transpose exchanges the axes (equation 2).",
)
class WeightsReshaped(Readout):
    def product(self, h, W):
        return h @ W.reshape(W.shape[::-1])


@mistake(
    "elementwise-product",
    "An entry-by-entry product",
    "Your function multiplies states and weights entry by entry. The product sums over the units "
    "of the state: @ (equation 2).",
)
class ElementwiseProduct(Readout):
    def product(self, h, W):
        return h * W


# --- the bias ----------------------------------------------------------------------------------


@mistake(
    "bias-missing",
    "The bias is missing",
    "b_y is never added: with zero states every row is b_y (equation 2).",
)
class BiasMissing(Readout):
    def biased(self, scores, b):
        return scores


@mistake(
    "bias-subtracted",
    "The bias is subtracted",
    "Your function subtracts b_y. It is added (equation 2).",
)
class BiasSubtracted(Readout):
    def biased(self, scores, b):
        return scores - b


@mistake(
    "bias-added-twice",
    "The bias is added twice",
    "b_y enters the sum twice. Once is enough (equation 2).",
)
class BiasAddedTwice(Readout):
    def biased(self, scores, b):
        return scores + 2 * b


@mistake(
    "bias-multiplied",
    "The bias is multiplied",
    "Your function multiplies the scores by b_y. It is added (equation 2).",
)
class BiasMultiplied(Readout):
    def biased(self, scores, b):
        return scores * b


@mistake(
    "first-bias-for-all",
    "One bias for all outputs",
    "Your function adds b_y[0] to every output. Each output has its own entry of b_y (equation 2).",
)
class FirstBiasForAll(Readout):
    def biased(self, scores, b):
        return scores + b[0]


@mistake(
    "bias-by-step",
    "The bias follows the steps",
    "Your function adds b_y along the steps. That runs only where T = O: output o gets b_y[o], at "
    "every step (equation 2).",
)
class BiasByStep(Readout):
    def biased(self, scores, b):
        return (scores.T + b).T


@mistake(
    "bias-by-step-outputs-by-steps",
    "Rows and columns are exchanged",
    "Your function computes W_hy @ h_states.T + b_y: shape (O, T), with the bias along the steps, "
    "which runs only where T = O. One row for each step is asked, shape (T, O) (equation 2).",
)
class BiasByStepOutputsBySteps(Readout):
    def biased(self, scores, b):
        return scores.T + b

    def result(self, logits):
        return logits


@mistake(
    "bias-by-step-where-it-fits",
    "The bias follows the steps where T = O",
    "Where T = O your function adds b_y along the steps, because the shapes fit. Output o gets "
    "b_y[o] at every step, whatever the sizes (equation 2).",
)
class BiasByStepWhereItFits(Readout):
    def biased(self, scores, b):
        try:
            return (scores.T + b).T
        except ValueError:
            return scores + b


@mistake(
    "bias-on-one-row",
    "The bias reaches one step only",
    "Your function adds b_y to one row alone, the first or the last. Every step gets it "
    "(equation 2).",
)
class BiasOnOneRow(Readout):
    row = 0

    def biased(self, scores, b):
        scores = scores.copy()
        scores[self.row] += b
        return scores


@catalogue.also("bias-on-one-row")
class BiasOnLastRow(BiasOnOneRow):
    row = -1


@mistake(
    "bias-in-inner-loop",
    "The bias is added in the inner loop",
    "Your function adds b_y once for every unit of the state, H times. It enters the sum once "
    "(equation 2): add it before or after the inner loop.",
)
class BiasInInnerLoop(Readout):
    def gru_output_layer(self, h_states, W_hy, b_y):
        return super().gru_output_layer(h_states, W_hy, np.shape(W_hy)[1] * np.asarray(b_y))


@mistake(
    "bias-added-to-states",
    "The bias is added to the states",
    "Your function computes (h_states + b_y) @ W_hy.T, which runs only where O = H. b_y is added "
    "to the product (equation 2).",
)
class BiasAddedToStates(Readout):
    def gru_output_layer(self, h_states, W_hy, b_y):
        h, W, b = (np.asarray(a, np.float64) for a in (h_states, W_hy, b_y))
        return self.result(self.product(self.states(h) + b, W))


# --- the states --------------------------------------------------------------------------------
# One row alone is (1, O) here; a diagnosis takes (O,) for the same.


@mistake(
    "last-state-only",
    "Only the last step is answered",
    "Your function answers for the last step alone. One row for each of the T steps is asked "
    "(equation 2).",
)
class LastStateOnly(Readout):
    def states(self, h):
        return h[-1:]


@catalogue.also("last-state-only")
class LastStateOnlyAsVector(LastStateOnly):
    def gru_output_layer(self, h_states, W_hy, b_y):
        return super().gru_output_layer(h_states, W_hy, b_y)[0]


@mistake(
    "first-state-only",
    "Only the first step is answered",
    "Your function answers for the first step alone. One row for each of the T steps is asked "
    "(equation 2). A return inside a loop ends the loop.",
)
class FirstStateOnly(Readout):
    def states(self, h):
        return h[:1]


@catalogue.also("first-state-only")
class FirstStateOnlyAsVector(FirstStateOnly):
    def gru_output_layer(self, h_states, W_hy, b_y):
        return super().gru_output_layer(h_states, W_hy, b_y)[0]


@mistake(
    "first-state-dropped",
    "The first state is left out",
    "Your function starts at the second state: T - 1 rows. The list holds h_1 to h_T, and each "
    "gets its row (equation 2).",
)
class FirstStateDropped(Readout):
    def states(self, h):
        return h[1:]


@mistake(
    "last-state-dropped",
    "The last state is left out",
    "Your function stops before the last state: T - 1 rows. Each of the T states gets its row "
    "(equation 2).",
)
class LastStateDropped(Readout):
    def states(self, h):
        return h[:-1]


@mistake(
    "mean-for-every-step",
    "The states are averaged",
    "Your function gives every step the logits of the average state. Each step gets its own "
    "(equation 2).",
)
class MeanForEveryStep(Readout):
    def states(self, h):
        return np.broadcast_to(h.mean(axis=0), h.shape)


@mistake(
    "last-state-for-every-step",
    "The last state answers for all",
    "Every row of your result comes from the last state. Row t comes from state t (equation 2).",
)
class LastStateForEveryStep(Readout):
    def states(self, h):
        return np.broadcast_to(h[-1], h.shape)


@mistake(
    "mean-pooled",
    "The steps are averaged",
    "Your function averages over time. Each step gets its own row of logits (equation 2).",
)
class MeanPooled(Readout):
    def states(self, h):
        return h.mean(axis=0, keepdims=True)


@catalogue.also("mean-pooled")
class MeanPooledAsVector(MeanPooled):
    def gru_output_layer(self, h_states, W_hy, b_y):
        return super().gru_output_layer(h_states, W_hy, b_y)[0]


@mistake(
    "states-summed",
    "The states are summed",
    "Your function adds the states up and answers once. Each step gets its own row of logits "
    "(equation 2).",
)
class StatesSummed(Readout):
    def states(self, h):
        return h.sum(axis=0, keepdims=True)


@catalogue.also("states-summed")
class StatesSummedAsVector(StatesSummed):
    def gru_output_layer(self, h_states, W_hy, b_y):
        return super().gru_output_layer(h_states, W_hy, b_y)[0]


@mistake(
    "one-step-late",
    "The rows lag behind",
    "Your row t is made from state t - 1, and the first from zeros. Row t belongs to state t "
    "(equation 2).",
)
class OneStepLate(Readout):
    def states(self, h):
        return np.concatenate([0 * h[:1], h[:-1]])


@mistake(
    "time-reversed",
    "The steps run backwards",
    "Your rows are in the reverse order of the states. Row t belongs to state t (equation 2).",
)
class TimeReversed(Readout):
    def states(self, h):
        return h[::-1]


@mistake(
    "summed-so-far",
    "The states pile up",
    "Your row t is made from the sum of the states up to t. It is made from state t alone "
    "(equation 2).",
)
class SummedSoFar(Readout):
    def states(self, h):
        return np.cumsum(h, axis=0)


@mistake(
    "states-squashed-again",
    "The states are squashed again",
    "Your function takes the tanh of the states first. They enter as they are (equation 2).",
)
class StatesSquashedAgain(Readout):
    def states(self, h):
        return np.tanh(h)


@mistake(
    "states-reshaped",
    "Reshaped where a transpose was needed",
    "Your function lays the states end to end and reshapes them to (H, T). The shape fits, but the "
    "numbers are shuffled: a transpose exchanges axes, reshape keeps the order of reading.",
)
class StatesReshaped(Readout):
    def states(self, h):
        return h.reshape(h.shape[::-1]).T


@mistake(
    "states-normalised",
    "The states are normalised",
    "Your function divides each state by its length. The states enter as they are (equation 2).",
)
class StatesNormalised(Readout):
    def states(self, h):
        return h / np.linalg.norm(h, axis=1, keepdims=True)


# --- rules -------------------------------------------------------------------------------------

rule(
    "list-not-accepted",
    "A list of states is refused",
    "Your function works on a (T, H) array only. gru_forward returns a list of T arrays: "
    "np.asarray turns either into the array.",
)
rule(
    "squeezes-one-step",
    "A single step loses its row",
    "For a single step your function returns shape (O,). It stays (1, O): no squeeze, and no "
    "special case.",
)
rule(
    "squeezes-one-output",
    "A single output loses its column",
    "For a single output your function returns shape (T,). It stays (T, 1): no squeeze, and no "
    "special case.",
)
rule(
    "nothing-returned",
    "Nothing is returned",
    "Your function ends without a return, so the caller gets None. Printing a value does not "
    "return it: return the logits.",
)
rule(
    "batch-axis-output",
    "An axis too many",
    "Your function returns shape (1, T, O). One row for each step is asked, shape (T, O).",
)
rule(
    "column-output",
    "An axis too many",
    "Your function returns shape (T, O, 1): a column for each step. Rows are asked, shape (T, O).",
)
rule(
    "list-output",
    "Not an array",
    "Your function returns a list or tuple. Return one array of shape (T, O): np.stack makes it of "
    "a list of rows.",
)
rule(
    "wrong-dtype",
    "Not a float",
    "Your function returns numbers of another type. Logits are float64 or float32.",
)
rule(
    "remembers-calls",
    "The same call gives another answer",
    "Two calls with equal inputs gave different logits. The layer is a function of its three "
    "arguments alone: keep nothing between calls.",
)
rule(
    "writes-into-input",
    "Your function changes what it is given",
    "After the call what was handed in has changed: the states, their list, W_hy or b_y. The "
    "caller still needs all of it: make something new and leave the old as it is.",
)

# --- what tame questions would hide ----------------------------------------------------------


@catalogue.natural("b_y = 0")
def zero_bias(kind, args):
    h_states, W_hy, b_y = args
    return h_states, W_hy, 0 * b_y


@catalogue.natural("T = 1")
def one_step(kind, args):
    h_states, W_hy, b_y = args
    return h_states[:1], W_hy, b_y


@catalogue.natural("W_hy symmetric, O = H")
def symmetric(kind, args):
    h_states, W_hy, b_y = args
    O, H = W_hy.shape  # noqa: E741
    return (h_states, W_hy + W_hy.T, b_y) if O == H else None
