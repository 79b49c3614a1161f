"""Equations 1 to 5 of the statement in float64 NumPy, and every known mistake beside them.

The step, equations 1 to 4, is gru_cell_numpy's. The states are one array (T, H) here.
"""

from __future__ import annotations

import numpy as np

from grader.catalogue import Catalogue
from grader.load import load_beside

cell = load_beside(__file__, "gru_cell_numpy", "equations")
Array = np.ndarray


class Forward(cell.Step):
    """The statement's loop: X_seq is (T, D), h0 is (H,), the result is (T, H)."""

    def gru_forward(self, X_seq: Array, h0: Array, params: dict[str, Array]) -> Array:
        w, h0 = self.stacked(params), np.asarray(h0, np.float64)
        states = [h0]
        h = self.start(h0)
        for x in self.inputs(np.asarray(X_seq, np.float64)):
            h = self.advance(w, x, h, h0)  # (5)
            states.append(h)
        found = self.collect(np.stack(states))
        return np.zeros((0, 0)) if len(found) == 0 else found  # no state has no shape

    def h0_after(self, X_seq: Array, h0: Array, params: dict[str, Array]) -> Array:
        """What the caller's h0 holds after the call."""
        return np.asarray(h0, np.float64)

    # The parts of the loop.

    def start(self, h0: Array) -> Array:
        return h0

    def inputs(self, X: Array) -> Array:
        return X

    def advance(self, w: dict[str, Array], x: Array, h: Array, h0: Array) -> Array:
        return self.step(w, x, h)

    def collect(self, states: Array) -> Array:
        """What is returned of h_0 to h_T, (T+1, H)."""
        return states[1:]


catalogue = Catalogue(Forward)
mistake, rule = catalogue.mistake, catalogue.rule

# --- what is returned ------------------------------------------------------------------------


@mistake(
    "list-starts-with-h0",
    "The list starts with h0",
    "Your list starts with h0 and has T + 1 entries. It should hold h_1 to h_T, the states after "
    "each step (equation 5).",
)
class ListStartsWithH0(Forward):
    def collect(self, states):
        return states


@mistake(
    "h0-replaces-first",
    "The list lags one step behind",
    "Your list is h_0 to h_(T-1): each state is stored before it is updated. Entry t belongs to "
    "the state after input t (equation 5).",
)
class H0ReplacesFirst(Forward):
    def collect(self, states):
        return states[:-1]


@mistake(
    "same-array-appended",
    "All entries are one array",
    "All your entries are the same array, written anew at each step, so all show the last state. "
    "Give each step an array of its own.",
)
class SameArrayAppended(Forward):
    def collect(self, states):
        return np.repeat(states[-1:], len(states) - 1, axis=0)


@mistake(
    "last-only",
    "Only the last state",
    "Your function returns h_T alone. Return the state after every step, h_1 to h_T.",
)
class LastOnly(Forward):
    def collect(self, states):
        return states[-1:]


@mistake(
    "first-only",
    "It ends after one step",
    "Your function returns h_1 alone. Is the return inside the loop? All T inputs are to be read.",
)
class FirstOnly(Forward):
    def collect(self, states):
        return states[1:2]


@mistake(
    "outputs-reversed",
    "The list is back to front",
    "Your list holds h_T first and h_1 last. Entry 0 belongs to the first input.",
)
class OutputsReversed(Forward):
    def collect(self, states):
        return states[:0:-1]


@mistake(
    "states-and-last",
    "Two results instead of one",
    "Your function returns the states and the last state as a pair. Return the states alone: the "
    "last is their last entry.",
)
class StatesAndLast(Forward):
    def collect(self, states):
        return states[1:], states[-1]


@mistake(
    "last-and-states",
    "Two results instead of one",
    "Your function returns a pair, the last state and the states, as jax.lax.scan does. Return the "
    "states alone: the last is their last entry.",
)
class LastAndStates(Forward):
    def collect(self, states):
        return states[-1], states[1:]


@mistake(
    "states-transposed",
    "Time is the second axis",
    "Your function returns an array of shape (H, T). Time comes first: (T, H), or a list of T "
    "arrays.",
)
class StatesTransposed(Forward):
    def collect(self, states):
        return states[1:].T


@mistake(
    "states-concatenated",
    "The states are run together",
    "Your function returns one long vector of T * H numbers. Return T vectors of shape (H,).",
)
class StatesConcatenated(Forward):
    def collect(self, states):
        return states[1:].reshape(1, -1)


@mistake(
    "last-dropped",
    "The last step is missing",
    "Your list ends with h_(T-1). The loop runs over all T inputs: range(T), not range(T - 1).",
)
class LastDropped(Forward):
    def collect(self, states):
        return states[1:-1]


@mistake(
    "h0-in-first-row",
    "The first row is h0, and the first input is skipped",
    "Your first entry is h0, and the loop begins at 1: X_seq[0] is never read. Entry 0 is the "
    "state after the first input, made of h0 and X_seq[0] (equation 5).",
)
class H0InFirstRow(Forward):
    def inputs(self, X):
        return X[1:]

    def collect(self, states):
        return states


@mistake(
    "first-row-empty",
    "The first row stays zero",
    "Your loop begins at 1: entry 0 is left at zero, and X_seq[0] is never read. Python counts "
    "from 0: the first input is X_seq[0], and its state goes into entry 0.",
)
class FirstRowEmpty(Forward):
    def inputs(self, X):
        return X[1:]

    def collect(self, states):
        return np.concatenate([0 * states[:1], states[1:]])


@mistake(
    "shaped-like-inputs",
    "The result has the inputs' shape",
    "Your function makes room for its states with the shape of X_seq, (T, D). A state has H "
    "entries: (T, H). The two fit only when D = H.",
)
class ShapedLikeInputs(Forward):
    def gru_forward(self, X_seq, h0, params):
        states = super().gru_forward(X_seq, h0, params)
        return np.broadcast_to(states, np.shape(X_seq))


# --- how the state travels -------------------------------------------------------------------


@mistake(
    "two-steps-back",
    "The state before the last is read",
    "Your loop starts each step from the state two steps back. Step t starts from h_(t-1), the "
    "newest state (equation 5): the last entry of a list is [-1].",
)
class TwoStepsBack(Forward):
    def gru_forward(self, X_seq, h0, params):
        w, h0 = self.stacked(params), np.asarray(h0, np.float64)
        start = self.start(h0)
        states = [start, start]
        for x in self.inputs(np.asarray(X_seq, np.float64)):
            states.append(self.advance(w, x, states[-2], h0))
        return self.collect(np.stack(states[1:]))


@mistake(
    "state-not-carried",
    "Every step starts from h0",
    "In your loop every step starts from h0 again, so nothing is remembered. Feed each new state "
    "into the next step (equation 5).",
)
class StateNotCarried(Forward):
    def advance(self, w, x, h, h0):
        return self.step(w, x, h0)


@mistake(
    "zero-start",
    "h0 is ignored",
    "Your loop starts from zero. It starts from the h0 that is handed in (equation 5).",
)
class ZeroStart(Forward):
    def start(self, h0):
        return 0 * h0


@mistake(
    "restarts-from-zero",
    "Every step starts from zero",
    "In your loop every step starts from zero, so neither h0 nor any state is used. Feed each new "
    "state into the next step (equation 5).",
)
class RestartsFromZero(Forward):
    def advance(self, w, x, h, h0):
        return self.step(w, x, 0 * h0)


@mistake(
    "steps-added-up",
    "The states are added up",
    "Your loop adds each new state to the one before. The step returns the whole new state, not a "
    "change: it takes the old one's place (equation 5).",
)
class StepsAddedUp(Forward):
    def advance(self, w, x, h, h0):
        return h + self.step(w, x, h)


@mistake(
    "cell-arguments-swapped",
    "Input and state are exchanged",
    "Your loop calls gru_cell_step with the state first. Its order is (x_t, h_prev, params).",
)
class CellArgumentsSwapped(Forward):
    def advance(self, w, x, h, h0):
        if len(x) != len(h):
            raise ValueError("a W (H, D) meets a state (H,)")
        return self.step(w, h, x)


# --- which input is read ---------------------------------------------------------------------


@mistake(
    "time-reversed",
    "The sequence is read backwards",
    "Your loop reads the sequence from its end. Entry 0 must depend on the first input only.",
)
class TimeReversed(Forward):
    def inputs(self, X):
        return X[::-1]


@mistake(
    "first-skipped",
    "The first input is skipped",
    "Your loop begins with the second input and returns T - 1 states. Python counts from 0: the "
    "first input is X_seq[0].",
)
class FirstSkipped(Forward):
    def inputs(self, X):
        return X[1:]


@mistake(
    "same-input-every-step",
    "Every step reads the first input",
    "Every step of your loop reads X_seq[0]. Step t reads the row X_seq[t].",
)
class SameInputEveryStep(Forward):
    def inputs(self, X):
        return np.repeat(X[:1], len(X), axis=0)


@mistake(
    "last-input-every-step",
    "Every step reads the last input",
    "Every step of your loop reads X_seq[-1]. Step t reads the row X_seq[t].",
)
class LastInputEveryStep(Forward):
    def inputs(self, X):
        return np.repeat(X[-1:], len(X), axis=0)


@mistake(
    "inputs-lag",
    "The inputs lag one step behind",
    "Your loop reads X_seq[t - 1] at step t, and so the last row at step 0 (X_seq[-1]). Row 0 "
    "belongs to the first step.",
)
class InputsLag(Forward):
    def inputs(self, X):
        return np.roll(X, 1, axis=0)


@mistake(
    "inputs-lead",
    "The inputs run one step ahead",
    "Your loop reads X_seq[t + 1] at step t, and for the last step takes another row again. Row t "
    "belongs to step t, and row 0 to the first.",
)
class InputsLead(Forward):
    def inputs(self, X):
        return np.concatenate([X[1:], X[-1:]])


@catalogue.also("inputs-lead")
class InputsLeadRound(Forward):
    def inputs(self, X):
        return np.roll(X, -1, axis=0)


@mistake(
    "reads-columns",
    "Columns are read instead of rows",
    "Your loop runs over the columns of X_seq, the features. Time is the first axis: one row for "
    "each step, shape (T, D).",
)
class ReadsColumns(Forward):
    def inputs(self, X):
        return X.T


# --- what happens to the caller's arrays -----------------------------------------------------


@mistake(
    "h0-overwritten",
    "h0 is overwritten",
    "Your function writes its states into the caller's h0. A second call with the same h0 would "
    "start from the end of the first: work in an array of your own.",
)
class H0Overwritten(Forward):
    def h0_after(self, X_seq, h0, params):
        w, h = self.stacked(params), self.start(np.asarray(h0, np.float64))
        for x in self.inputs(np.asarray(X_seq, np.float64)):
            h = self.advance(w, x, h, h)
        return h


@mistake(
    "state-mutated-in-place",
    "The step overwrites the state before",
    "Your gru_cell_step multiplies its h_prev in place. That array is h0, and later an entry of "
    "your list: all but the last show masked states. Build a new array: masked = r * h_prev.",
)
class StateMutatedInPlace(Forward):
    def start(self, h0):
        return h0.copy()

    def advance(self, w, x, h, h0):
        r, z = self.reset(w, x, h), self.update(w, x, h)
        h_tilde = self.candidate(w, x, h, r, z)
        h *= r  # the array that the list holds
        return self.result(self.blend(h, h_tilde, z, r))

    def h0_after(self, X_seq, h0, params):
        h = np.array(h0, np.float64)
        X = self.inputs(np.asarray(X_seq, np.float64))
        return self.reset(self.stacked(params), X[0], h) * h if len(X) else h


# --- the step, where the learner writes it again ---------------------------------------------

catalogue.adopt(
    cell.catalogue,
    only=[
        "swapped-update-gate", "keep-term-dropped", "no-reset", "reset-after-matmul",
        "reset-leaks-into-blend", "candidate-bias-missing", "gate-bias-missing",
        "gates-ignore-state", "one-gate-for-both", "recurrent-transposed",
        "recurrent-block-transposed", "extra-tanh",
    ],
    say={
        "extra-tanh": "Your function applies tanh to each new state. The blend is the answer "
        "(equation 4), and the next step starts from it as it is: do not squash it again.",
    },
)  # fmt: skip

# --- what no answer shows: proved by a check of its own --------------------------------------

rule(
    "keys-by-position",
    "Entries are taken by position",
    "Your function relies on the order in which the dict's entries come. A dict is read by "
    'name, params["W_z"]: other programs, and JAX itself, store the same entries in another order.',
)
rule(
    "one-past-end",
    "One row past the end",
    "Your function asks for row T of an array with T rows. Python counts from 0: the first row is "
    "0 and the last T - 1, so entry t is made of X_seq[t].",
)
rule(
    "scalar-output",
    "Numbers instead of vectors",
    "The entries of your list are single numbers. Each state is an array of shape (H,), also for "
    "H = 1: does np.squeeze or a sum take its axis away?",
)
rule(
    "remembers-calls",
    "The answer depends on earlier calls",
    "The same call gave another answer later. Is a list or a state kept in a global, or in a "
    "default argument such as states=[]? Begin each call with new ones.",
)
rule(
    "shared-memory",
    "The states share their memory",
    "A state that was returned changes when something else is written. Each state needs an array "
    "of its own, made in this call.",
)
rule(
    "empty-sequence",
    "An empty sequence is a case of its own",
    "With T = 0 there is no state to return: the list is empty. Do not look at X_seq[0], and do "
    "not stack an empty list.",
)
rule(
    "iterator-output",
    "An iterator instead of a list",
    "Your function returns an iterator, which gives its states only once. Make it a list: "
    "list(...), or append and return.",
)
rule(
    "list-output",
    "Lists of numbers instead of arrays",
    "The entries of your list are Python lists. Each state is an array of shape (H,).",
)
rule(
    "batch-axis-output",
    "Matrices instead of vectors",
    "Your states have shape (1, H). Each is a vector of shape (H,).",
)
rule(
    "column-output",
    "Columns instead of vectors",
    "Your states have shape (H, 1). Each is a vector of shape (H,).",
)
rule(
    "wrong-dtype",
    "Not floats",
    "Your states are not float64 (or float32): an integer array cuts off all digits. np.zeros(n) "
    "is float64 by itself.",
)
rule(
    "rounded-output",
    "The states are rounded",
    "Your function rounds the states. Return all digits, and round only what you print.",
)
rule(
    "nothing-returned",
    "Nothing is returned",
    "Your function ends without a return, so the caller gets None. Return the list of states.",
)
rule(
    "writes-into-input",
    "Your function changes the caller's arrays",
    "After the call one of the arrays handed in has other values. The caller still needs them: "
    "build a new array instead of assigning into an old one.",
)

# --- what tame questions would hide ----------------------------------------------------------


@catalogue.natural("h0 = 0")
def zero_start(kind, args):
    X_seq, h0, params = args
    return X_seq, 0 * h0, params


@catalogue.natural("T = 1")
def one_step(kind, args):
    X_seq, h0, params = args
    return X_seq[:1], h0, params


@catalogue.natural("the same input at every step")
def constant_input(kind, args):
    X_seq, h0, params = args
    return np.broadcast_to(X_seq[:1], X_seq.shape), h0, params
