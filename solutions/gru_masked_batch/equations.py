"""Equations 1 to 7 of the statement in float64 NumPy, and every known mistake beside them.

The step and its mistakes are those of `gru_cell`, the loop is that of `gru_scan`; here it runs
along padded rows.
"""

from __future__ import annotations

import numpy as np

from grader.catalogue import Catalogue
from grader.load import load_beside
from grader.numeric import derivatives

scan = load_beside(__file__, "gru_scan", "equations")

Array = np.ndarray
Weights = dict[str, Array]
Point = tuple[Weights, Array, Array]


class Masked(scan.Scan):
    """P as in `gru_scan`; xs is (B, T, D), lengths (B,), h0 (B, H)."""

    def gru_masked(self, P: Weights, xs: Array, lengths: Array, h0: Array) -> tuple[Array, Array]:
        P, xs, h0 = scan.floats(P, xs, h0)
        return self.along(P, xs, h0, np.asarray(lengths))

    def gradient(
        self, P: Weights, xs: Array, lengths: Array, h0: Array, c: tuple[Array, Array]
    ) -> Point:
        """Derivatives of <c, (h_last, hs)> with respect to P, xs and h0."""

        def run(P, xs, h0, at):
            return self.along(P, xs, h0, lengths, at)

        return derivatives(run, scan.floats(P, xs, h0), c)

    def along(
        self, P: Weights, xs: Array, h0: Array, lengths: Array, at: Point | None = None
    ) -> tuple[Array, Array]:
        """h_last and hs. `at` is the point at which a gradient is taken: what a stop_gradient
        holds still."""
        w, x_held, h0_held = at or (P, xs, h0)
        rows, x_held = self.time_first(xs), self.time_first(x_held)
        h, held = self.start(h0, h0_held), self.start(h0_held, h0_held)
        states, history = [], []
        for t in self.order(len(rows)):
            counts = self.counts(t, lengths)  # (5)
            point = (w, self.seen(counts, x_held[t]), held)
            h_new, shown = self.advance(P, self.seen(counts, rows[t]), h, h0, point)
            h_next = self.select(counts, h_new, h, h0)  # (6)
            states.append(self.shown(counts, shown, h_next))  # (7)
            history.append(shown)
            held_new = h_new if at is None else self.advance(*point, h0_held, point)[0]
            h, held = h_next, self.select(counts, held_new, held, h0_held)
        h_last = self.last(h, np.stack(states), np.stack(history), lengths, h0)
        return self.results(h_last, self.row_first(np.stack(states)))

    # The parts of equations 5 to 7, and the layout.

    def order(self, T: int) -> list[int]:
        return list(range(T))

    def counts(self, t: int, lengths: Array) -> Array:
        """(B, 1)"""
        return (t < lengths)[:, None]

    def seen(self, counts: Array, x: Array) -> Array:
        return x

    def select(self, counts: Array, h_new: Array, h: Array, h0: Array) -> Array:
        return np.where(counts, h_new, h)

    def shown(self, counts: Array, h_new: Array, h: Array) -> Array:
        return np.where(counts, h_new, 0.0)

    def last(self, h: Array, states: Array, history: Array, lengths: Array, h0: Array) -> Array:
        """h_last. `states` are as shown, `history` as the steps made them, both (T, B, H)."""
        return h

    def time_first(self, xs: Array) -> Array:
        return xs.swapaxes(0, 1)

    def row_first(self, states: Array) -> Array:
        return states.swapaxes(0, 1)


catalogue = Catalogue(Masked)
mistake, rule = catalogue.mistake, catalogue.rule

# --- equation 5: which steps count -----------------------------------------------------------


@mistake(
    "mask-off-by-one",
    "One step of padding counts",
    "Your function lets step t count when t <= lengths[b], so every row reads one step of padding. "
    "Steps count from 0: t < lengths[b] (equation 5).",
)
class MaskOffByOne(Masked):
    def counts(self, t, lengths):
        return (t <= lengths)[:, None]


@mistake(
    "mask-one-short",
    "The last step of each row is lost",
    "Your function lets step t count when t + 1 < lengths[b], so every row ends one step early. "
    "Steps count from 0: t < lengths[b] (equation 5).",
)
class MaskOneShort(Masked):
    def counts(self, t, lengths):
        return (t + 1 < lengths)[:, None]


@mistake(
    "mask-inverted",
    "The mask is turned round",
    "Your function takes the new state in the padding and keeps the old one before it. The two "
    "branches of the selection are exchanged (equation 6).",
)
class MaskInverted(Masked):
    def counts(self, t, lengths):
        return (t >= lengths)[:, None]


@mistake(
    "lengths-ignored",
    "The lengths are ignored",
    "Your function reads every row to the end of the array, padding and all. Step t of row b "
    "counts only if t < lengths[b] (equation 5).",
)
class LengthsIgnored(Masked):
    def counts(self, t, lengths):
        return np.full((len(lengths), 1), True)


@mistake(
    "one-length-for-all",
    "One length for all rows",
    "Your function stops every row at the longest length. Each row has its own end (equation 5).",
)
class OneLengthForAll(Masked):
    def counts(self, t, lengths):
        return np.full((len(lengths), 1), t < lengths.max())


@mistake(
    "mask-along-units",
    "The mask runs along the wrong axis",
    "Your mask of shape (B,) is laid along the units of the state, not along the rows: with B = H "
    "nothing complains. Give it an axis: mask[:, None] (equation 6).",
)
class MaskAlongUnits(Masked):
    def counts(self, t, lengths):
        return (t < lengths)[None, :]


@mistake(
    "left-padding",
    "Padding is expected in front",
    "Your function lets the last lengths[b] steps of a row count. The padding stands after the "
    "data: step t counts if t < lengths[b] (equation 5).",
)
class LeftPadding(Masked):
    def along(self, P, xs, h0, lengths, at=None):
        self.skipped = xs.shape[1] - lengths
        return super().along(P, xs, h0, lengths, at)

    def counts(self, t, lengths):
        return (t >= self.skipped)[:, None]


@mistake(
    "reverse",
    "The rows are read backwards",
    "Your loop starts at the last step. Start at step 0; reverse=True does not belong here "
    "(equation 6).",
)
class Reverse(Masked):
    def order(self, T):
        return list(range(T))[::-1]

    def row_first(self, states):
        return super().row_first(states[::-1])


# --- equation 6: the state freezes -----------------------------------------------------------


@mistake(
    "mask-multiplies",
    "Short rows end at 0",
    "For a row shorter than T your h_last is 0: the mask has erased the state, or h_last is read "
    "from a column of hs that is padding. It is the state at the row's own end, kept (equation 6).",
)
class MaskMultiplies(Masked):
    def select(self, counts, h_new, h, h0):
        return counts * h_new


@mistake(
    "state-falls-back",
    "A row that has ended falls back to h0",
    "Your function selects h0 where a row has ended. It keeps the last state it had (equation 6).",
)
class StateFallsBack(Masked):
    def select(self, counts, h_new, h, h0):
        return np.where(counts, h_new, h0)


@mistake(
    "mask-multiplies-nan",
    "A product with the mask, where NaN gets through",
    "Your function blends with the mask as a number. That is right while the padding holds "
    "numbers, but 0 * NaN is NaN. Select with jnp.where, for the state and for hs (equations 6 "
    "and 7).",
)
class MaskMultipliesNan(Masked):
    def select(self, counts, h_new, h, h0):
        return counts * h_new + (1 - counts) * h

    def shown(self, counts, h_new, h):
        return counts * h


@mistake(
    "state-multiplies-nan",
    "A product with the mask, where NaN gets through",
    "Your function blends the state with the mask as a number. That is right while the padding "
    "holds numbers, but 0 * NaN is NaN. Select with jnp.where (equation 6).",
)
class StateMultipliesNan(Masked):
    def select(self, counts, h_new, h, h0):
        return counts * h_new + (1 - counts) * h


@mistake(
    "outputs-multiply-nan",
    "A product with the mask, where NaN gets through",
    "Your function multiplies what the padding has made by 0 to clear hs. That is right while the "
    "padding holds numbers, but 0 * NaN is NaN. Select with jnp.where (equation 7).",
)
class OutputsMultiplyNan(Masked):
    def shown(self, counts, h_new, h):
        return counts * h_new


@mistake(
    "input-only-masked",
    "Only the input is masked",
    "Your function sets the padding to 0 and runs on. A zero input still moves the state, through "
    "the biases and the state itself. Freeze the state (equation 6).",
)
class InputOnlyMasked(Masked):
    def seen(self, counts, x):
        return np.where(counts, x, 0.0)

    def select(self, counts, h_new, h, h0):
        return h_new


@mistake(
    "state-runs-on",
    "The state runs on through the padding",
    "Your function clears hs after a row's end, but goes on updating the state, and returns where "
    "it got to. h_last is the state at the row's own end (equation 6).",
)
class StateRunsOn(Masked):
    def select(self, counts, h_new, h, h0):
        return h_new


# --- what is returned ------------------------------------------------------------------------


@mistake(
    "outputs-not-zeroed",
    "hs repeats the last state",
    "Your hs shows the frozen state after a row's end. It is 0 there (equation 7).",
)
class OutputsNotZeroed(Masked):
    def shown(self, counts, h_new, h):
        return np.where(counts, h_new, h)


@mistake(
    "outputs-show-padding",
    "hs shows what the padding made",
    "Your state freezes, but hs collects the step that was computed from the padding. After a "
    "row's end it is 0 (equation 7).",
)
class OutputsShowPadding(Masked):
    def shown(self, counts, h_new, h):
        return h_new


@mistake(
    "gather-minus-one",
    "Length 0 reads the end of the row",
    "Your function fetches h_last at lengths - 1. For a row of length 0 that is -1: the last step, "
    "deep in the padding. Return its h0 (equation 6).",
)
class GatherMinusOne(Masked):
    def select(self, counts, h_new, h, h0):
        return h_new

    def last(self, h, states, history, lengths, h0):
        return history[lengths - 1, np.arange(len(lengths))]


@mistake(
    "gather-clipped",
    "Length 0 reads the first step",
    "Your function fetches h_last at max(lengths - 1, 0). For a row of length 0 that is the state "
    "after a step of padding. Return its h0 (equation 6).",
)
class GatherClipped(Masked):
    def select(self, counts, h_new, h, h0):
        return h_new

    def last(self, h, states, history, lengths, h0):
        return history[np.maximum(lengths - 1, 0), np.arange(len(lengths))]


@mistake(
    "gather-one-late",
    "h_last is fetched one step late",
    "Your function fetches h_last at lengths, one step into the padding. The last step that counts "
    "is lengths - 1 (equation 6).",
)
class GatherOneLate(Masked):
    def select(self, counts, h_new, h, h0):
        return h_new

    def last(self, h, states, history, lengths, h0):
        return history[np.minimum(lengths, len(history) - 1), np.arange(len(lengths))]


@mistake(
    "length-zero-gives-zero",
    "A row of length 0 returns zeros",
    "For a row of length 0 your h_last is 0. Nothing has been read, so its state is still h0 "
    "(equation 6).",
)
class LengthZeroGivesZero(Masked):
    def last(self, h, states, history, lengths, h0):
        return np.where((lengths > 0)[:, None], h, 0.0)


@mistake(
    "time-major-output",
    "hs has time first",
    "Your hs has shape (T, B, H), as the loop stacks it. The caller's layout is (B, T, H): "
    "exchange the two axes at the end.",
)
class TimeMajorOutput(Masked):
    def row_first(self, states):
        return states


@mistake(
    "reshaped-input",
    "reshape does not exchange axes",
    "Your function brings xs to (T, B, D) with reshape, which keeps the order of the numbers and "
    "mixes rows and steps. Exchange the axes: xs.swapaxes(0, 1).",
)
class ReshapedInput(Masked):
    def time_first(self, xs):
        B, T, D = xs.shape
        return xs.reshape(T, B, D)


@mistake(
    "reshaped-output",
    "reshape does not exchange axes",
    "Your function brings hs to (B, T, H) with reshape, which keeps the order of the numbers and "
    "mixes rows and steps. Exchange the axes: hs.swapaxes(0, 1).",
)
class ReshapedOutput(Masked):
    def row_first(self, states):
        T, B, H = states.shape
        return states.reshape(B, T, H)


@mistake(
    "batch-read-as-time",
    "The loop runs over the rows",
    "Your loop walks along axis 0 of xs, which counts the rows. With B = T nothing complains. "
    "Exchange the first two axes before and after: the loop runs over time.",
)
class BatchReadAsTime(Masked):
    def time_first(self, xs):
        return xs

    def along(self, P, xs, h0, lengths, at=None):
        if xs.shape[0] != xs.shape[1]:
            raise ValueError("the rows of xs and of h0 do not match")
        return super().along(P, xs, h0, lengths, at)


@mistake(
    "batch-read-as-time-twice",
    "The loop runs over the rows",
    "Your loop walks along axis 0 of xs, which counts the rows, and stacks along it. With B = T "
    "nothing complains. Exchange the first two axes before and after: the loop runs over time.",
)
class BatchReadAsTimeTwice(BatchReadAsTime):
    def row_first(self, states):
        return states


catalogue.adopt(
    scan.catalogue,
    only=[
        "results-swapped", "emits-previous-state", "state-not-carried", "step-reads-h0",
        "zero-start", "last-only", "states-only", "gates-crossed", "one-gate-for-both",
        "rows-h-first", "stop-gradient-carry", "stop-gradient-start", "detached-output",
        "swapped-update-gate", "keep-term-dropped",
        "add-without-forget", "returns-candidate", "reset-leaks-into-blend", "no-reset",
        "reset-after-matmul", "reset-inverted", "reset-by-z", "candidate-bias-missing",
        "gate-bias-missing", "all-biases-missing", "tanh-gates", "sigmoid-candidate",
        "linear-candidate", "gates-ignore-state", "extra-tanh",
    ],
    say={
        "results-swapped":
            "Your function returns (hs, h_last). Return (h_last, hs), in that order.",
        "emits-previous-state":
            "Your step collects the state it was given, so hs starts with h0. Collect the new "
            "state: hs[b, t] is the state after xs[b, t] (equation 7).",
        "state-not-carried":
            "Your step hands on the state it was given, so every step starts from h0 and h_last "
            "is h0. Carry the new state where the step counts (equation 6).",
        "step-reads-h0":
            "Your step computes with h0 instead of the state that is handed to it, so nothing is "
            "remembered from step to step. Use the carry (equation 6).",
        "zero-start": "Your loop starts from zeros. Each row starts from its own row of h0.",
        "last-only": "Your function returns h_last alone. Return two arrays, (h_last, hs).",
        "states-only": "Your function returns hs alone. Return two arrays, (h_last, hs).",
        "rows-h-first":
            "Your step lays the state before the input. The first D rows of each matrix belong to "
            "x: jnp.concatenate([x, h], axis=1) (equations 1 to 3).",
        "stop-gradient-carry":
            "The values are right, but a stop_gradient on the state your step reads cuts each step "
            "off from those before it. Remove it.",
    },
)  # fmt: skip

# --- what no answer shows: proved by a check of its own --------------------------------------

rule(
    "not-traceable",
    "It cannot be compiled",
    "Your numbers are right, but jax.jit cannot trace your function: somewhere a traced value "
    "becomes a Python number or a size. The lengths are data: compare with them, do not slice or "
    "loop by them.",
)
rule(
    "not-differentiable",
    "A loop without a way back",
    "Your numbers are right, but jax.grad cannot go backwards through lax.while_loop, nor through "
    "a fori_loop whose number of steps is traced. Run all T steps and let those that do not count "
    "change nothing.",
)
rule(
    "wrong-dtype",
    "Not float32",
    "Both results must be float32, as P, xs and h0 are.",
)
rule(
    "list-output",
    "A list or tuple instead of an array",
    "h_last and hs are one array each, of shapes (B, H) and (B, T, H): stack what you collect.",
)
rule(
    "modifies-inputs",
    "The caller's arguments are changed",
    "After the call P, xs, lengths or h0 is not what it was. The caller still needs them: a "
    "dictionary is shared, so copy it before you change it.",
)
