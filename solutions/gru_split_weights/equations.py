"""Equations 1 to 7 of the statement in float64 NumPy, and every known mistake beside them.

P maps W_g to (D+H, H) and b_g to (H,); p maps W_g to (D, H), U_g to (H, H) and b_g to (H,), for
g in r, z, h. The step itself is that of gru_cell, on weights that are put together first.
"""

from __future__ import annotations

import numpy as np

from grader.catalogue import Catalogue
from grader.load import load_beside
from grader.numeric import affine, cat

gru = load_beside(__file__, "gru_cell", "equations")

Weights = dict[str, np.ndarray]
Array = np.ndarray

GATES = ("r", "z", "h")


def floats(weights: Weights) -> Weights:
    return {name: np.asarray(array, np.float64) for name, array in weights.items()}


class SplitGRU(gru.GRU):
    """The statement's three functions."""

    def split_params(self, P: Weights) -> Weights:
        P, p = floats(P), {}
        for g in GATES:
            p[f"W_{g}"], p[f"U_{g}"] = self.cut(self.stacked(P, g))  # (6)
            p[f"b_{g}"] = P[f"b_{g}"]
        return self.splits_into(p)

    def join_params(self, p: Weights) -> Weights:
        p, P = floats(p), {}
        for g in GATES:
            P[f"W_{g}"] = self.stack(p[f"W_{g}"], p[f"U_{g}"])  # (7)
            P[f"b_{g}"] = p[f"b_{g}"]
        return self.joins_into(P, p)

    def gru_step_split(self, x: Array, h_prev: Array, p: Weights) -> Array:
        x, h_prev = np.asarray(x, np.float64), np.asarray(h_prev, np.float64)
        return self.step(self.weights(floats(p)), x, h_prev)  # (1) to (4)

    # The parts of equations 6 and 7, and (5): the step's weights, put together.

    def stacked(self, P: Weights, g: str) -> Array:
        return P[f"W_{g}"]

    def rows_for_x(self, W: Array) -> int:
        return W.shape[0] - W.shape[1]

    def cut(self, W: Array) -> tuple[Array, Array]:
        D = self.rows_for_x(W)
        return W[:D], W[D:]

    def splits_into(self, p: Weights) -> Weights:
        return p

    def stack(self, W: Array, U: Array) -> Array:
        return np.concatenate([W, U])

    def joins_into(self, P: Weights, p: Weights) -> Weights:
        return P

    def weights(self, p: Weights) -> Weights:
        P = {f"W_{g}": np.concatenate([p[f"W_{g}"], p[f"U_{g}"]]) for g in GATES}
        return P | {f"b_{g}": p[f"b_{g}"] for g in GATES}


catalogue = Catalogue(SplitGRU)
mistake, rule = catalogue.mistake, catalogue.rule

# --- equation 6: split_params ----------------------------------------------------------------


@mistake(
    "split-at-H",
    "Cut after H rows",
    "Your split_params cuts after H rows. The block for x has D rows: D = W.shape[0] - H "
    "(equation 6). When D = H nobody can tell the two apart.",
)
class SplitAtH(SplitGRU):
    def rows_for_x(self, W):
        return W.shape[1]


@mistake(
    "split-in-half",
    "Cut in the middle",
    "Your split_params cuts in the middle of the rows. The block for x has D rows and the one for "
    "the state H, and D need not equal H (equation 6).",
)
class SplitInHalf(SplitGRU):
    def rows_for_x(self, W):
        return W.shape[0] // 2


@catalogue.also("split-in-half")
class SplitInUpperHalf(SplitGRU):
    def rows_for_x(self, W):
        return (W.shape[0] + 1) // 2


@mistake(
    "equal-halves",
    "Two equal halves",
    "Your split_params asks for two equal halves, which fails when D + H is odd and cuts in the "
    "wrong place otherwise. The first block has D rows, the second H (equation 6).",
)
class EqualHalves(SplitGRU):
    def cut(self, W):
        top, bottom = np.split(W, 2)
        return top, bottom


@mistake(
    "split-columns",
    "Columns are cut",
    "Your split_params cuts columns. x and h_prev meet the rows of the matrix: cut along axis 0 "
    "(equation 6).",
)
class SplitColumns(SplitGRU):
    def cut(self, W):
        D = self.rows_for_x(W)
        return W[:, :D], W[:, D:]


@mistake(
    "halves-exchanged",
    "W and U are exchanged",
    "Your split_params calls the first D rows U and the last H rows W. The first rows meet x, so "
    "they are W (equation 6).",
)
class HalvesExchanged(SplitGRU):
    def cut(self, W):
        D = self.rows_for_x(W)
        return W[D:], W[:D]


@mistake(
    "rows-h-first",
    "The rows of h are taken first",
    "Your split_params takes the first H rows as U and the last D as W. The vector is [x; h_prev], "
    "so the rows of x come first (equation 6). The shapes fit all the same.",
)
class RowsHFirst(SplitGRU):
    def cut(self, W):
        H = W.shape[1]
        return W[H:], W[:H]


@mistake(
    "last-x-row-lost",
    "A row of x is lost",
    "Your W_g has D - 1 rows: the last row for x is missing. A slice [:D] ends before row D, so it "
    "already holds rows 0 to D-1 (equation 6).",
)
class LastXRowLost(SplitGRU):
    def cut(self, W):
        D = self.rows_for_x(W)
        return W[: D - 1], W[D:]


@mistake(
    "first-h-row-lost",
    "A row of the state is lost",
    "Your U_g has H - 1 rows: row D is missing. It is the first row of the state's block, since "
    "rows count from 0 (equation 6).",
)
class FirstHRowLost(SplitGRU):
    def cut(self, W):
        D = self.rows_for_x(W)
        return W[:D], W[D + 1 :]


@mistake(
    "row-in-both",
    "One row is in both blocks",
    "Your W_g has D + 1 rows: row D is in both blocks. It belongs to U_g alone, since rows count "
    "from 0 (equation 6).",
)
class RowInBoth(SplitGRU):
    def cut(self, W):
        D = self.rows_for_x(W)
        return W[: D + 1], W[D:]


@mistake(
    "both-lose-a-row",
    "Each block lacks its last row",
    "Your W_g has D - 1 rows and your U_g H - 1. A slice [a:b] ends before row b, so nothing is to "
    "be subtracted: W_g is rows 0 to D-1, U_g rows D to D+H-1 (equation 6).",
)
class BothLoseARow(SplitGRU):
    def cut(self, W):
        D = self.rows_for_x(W)
        return W[: D - 1], W[D:-1]


@mistake(
    "both-from-the-top",
    "Both blocks begin at the top",
    "Your U_g is the first H rows of the matrix, of which W_g takes the first D too. The state's "
    "block begins below that of x, at row D (equation 6).",
)
class BothFromTheTop(SplitGRU):
    def cut(self, W):
        return W[: self.rows_for_x(W)], W[: W.shape[1]]


@mistake(
    "cut-one-early",
    "Cut one row early",
    "Your split_params cuts after D - 1 rows, so the last row of x ends up in U_g. The first block "
    "is rows 0 to D-1 (equation 6).",
)
class CutOneEarly(SplitGRU):
    def rows_for_x(self, W):
        return super().rows_for_x(W) - 1


@mistake(
    "cut-one-late",
    "Cut one row late",
    "Your split_params cuts after D + 1 rows, so the first row of the state ends up in W_g. The "
    "first block is rows 0 to D-1 (equation 6).",
)
class CutOneLate(SplitGRU):
    def rows_for_x(self, W):
        return super().rows_for_x(W) + 1


@mistake(
    "size-hard-coded",
    "The size is written into the code",
    "Your split_params always cuts after 3 rows, as in the worked example. Read both sizes from "
    "the matrix: H = W.shape[1], D = W.shape[0] - H.",
)
class SizeHardCoded(SplitGRU):
    def rows_for_x(self, W):
        return 3


@mistake(
    "state-size-hard-coded",
    "The size is written into the code",
    "Your split_params always gives the last 2 rows to U, as in the worked example. Read both "
    "sizes from the matrix: H = W.shape[1], D = W.shape[0] - H.",
)
class StateSizeHardCoded(SplitGRU):
    def rows_for_x(self, W):
        return max(W.shape[0] - 2, 0)


@mistake(
    "all-rows-taken",
    "All rows go to x",
    "Your split_params takes W.shape[0] for D. That is D + H, so W_g gets every row and U_g none: "
    "subtract H (equation 6).",
)
class AllRowsTaken(SplitGRU):
    def rows_for_x(self, W):
        return W.shape[0]


@mistake(
    "blocks-transposed",
    "Both blocks are transposed",
    "Your split_params turns the blocks round. Here vectors stand to the left of their matrices, "
    "before and after the cut: W_g is (D, H), with no .T (equation 6).",
)
class BlocksTransposed(SplitGRU):
    def cut(self, W):
        top, bottom = super().cut(W)
        return top.T, bottom.T


@mistake(
    "U-transposed",
    "U is transposed",
    "Your split_params turns U_g round. It is square, so its shape does not show it; the state "
    "stands to the left of U_g, so the rows stay as they are (equation 6).",
)
class UTransposed(SplitGRU):
    def cut(self, W):
        top, bottom = super().cut(W)
        return top, bottom.T


@mistake(
    "split-shares-matrix",
    "One matrix for all three",
    "Your split_params cuts W_r three times. Each of r, z and h has its own matrix.",
)
class SplitSharesMatrix(SplitGRU):
    def stacked(self, P, g):
        return P["W_r"]


@mistake(
    "biases-left-out",
    "The biases are left out",
    "Your split_params returns no biases. b_r, b_z and b_h come along unchanged: there is one for "
    "each sum, so nothing has to be cut.",
)
class BiasesLeftOut(SplitGRU):
    def splits_into(self, p):
        return {name: array for name, array in p.items() if name[0] != "b"}


@mistake(
    "bias-halved",
    "The biases are shared out",
    "Your split_params halves the biases. The sum of both products has one bias, whole "
    "(equation 5).",
)
class BiasHalved(SplitGRU):
    def splits_into(self, p):
        return {name: array / 2 if name[0] == "b" else array for name, array in p.items()}


@mistake(
    "split-returns-early",
    "Only the first of three",
    "Your split_params returns inside its loop, so only W_r, U_r and b_r are there. The return "
    "belongs after the loop.",
)
class SplitReturnsEarly(SplitGRU):
    def splits_into(self, p):
        return {name: array for name, array in p.items() if name[2] == "r"}


# --- equation 7: join_params -----------------------------------------------------------------


@mistake(
    "join-h-first",
    "Joined with U on top",
    "Your join_params puts U above W. The vector is [x; h_prev], so the rows of x, which are W, "
    "come first (equation 7). The shape fits all the same.",
)
class JoinHFirst(SplitGRU):
    def stack(self, W, U):
        return np.concatenate([U, W])


@mistake(
    "join-columns",
    "Joined side by side",
    "Your join_params puts U beside W. It goes below: the rows of the two blocks are stacked, "
    "axis 0 (equation 7).",
)
class JoinColumns(SplitGRU):
    def stack(self, W, U):
        return np.concatenate([W, U], axis=1)


@mistake(
    "join-adds",
    "The blocks are added",
    "Your join_params adds W and U. They multiply different vectors, so their rows are stacked "
    "(equation 7).",
)
class JoinAdds(SplitGRU):
    def stack(self, W, U):
        return W + U


@mistake(
    "join-transposed",
    "Joined and turned round",
    "Your join_params returns matrices of shape (H, D+H). Here [x; h_prev] stands to the left: "
    "(D+H, H), with no .T (equation 7).",
)
class JoinTransposed(SplitGRU):
    def stack(self, W, U):
        return np.concatenate([W, U]).T


@mistake(
    "U-left-in",
    "U is still there",
    "Your join_params returns the keys U_r, U_z and U_h too. Joined weights have six entries: W_g "
    "and b_g.",
)
class ULeftIn(SplitGRU):
    def joins_into(self, P, p):
        return p | P


@mistake(
    "join-loses-biases",
    "The biases are left out",
    "Your join_params returns no biases. b_r, b_z and b_h come along unchanged.",
)
class JoinLosesBiases(SplitGRU):
    def joins_into(self, P, p):
        return {name: array for name, array in P.items() if name[0] != "b"}


@mistake(
    "join-doubles-biases",
    "The biases are doubled",
    "Your join_params adds each bias twice, as if each block had one. There is one bias for the "
    "sum (equation 5).",
)
class JoinDoublesBiases(SplitGRU):
    def joins_into(self, P, p):
        return {name: 2 * array if name[0] == "b" else array for name, array in P.items()}


@mistake(
    "join-new-axis",
    "Joined along a new axis",
    "Your join_params lays W and U on top of each other as two layers (np.stack). Their rows are "
    "put into one matrix: np.concatenate (equation 7).",
)
class JoinNewAxis(SplitGRU):
    def stack(self, W, U):
        return np.stack([W, U])


@mistake(
    "join-transposes-U",
    "U is turned round on the way",
    "Your join_params stacks W on U transposed. U is square, so its shape does not show it "
    "(equation 7).",
)
class JoinTransposesU(SplitGRU):
    def stack(self, W, U):
        return np.concatenate([W, U.T])


@mistake(
    "join-returns-early",
    "Only the first of three",
    "Your join_params returns inside its loop, so only W_r and b_r are there. The return belongs "
    "after the loop.",
)
class JoinReturnsEarly(SplitGRU):
    def joins_into(self, P, p):
        return {name: array for name, array in P.items() if name[2] == "r"}


# --- equations 1 to 4: gru_step_split --------------------------------------------------------


@mistake(
    "bias-added-twice",
    "The bias is added twice",
    "Your step adds the bias to both products. Their sum has one bias: x @ W + h @ U + b "
    "(equations 1 to 3).",
)
class BiasAddedTwice(SplitGRU):
    def weights(self, p):
        return super().weights(
            {name: 2 * array if name[0] == "b" else array for name, array in p.items()}
        )


@mistake(
    "step-exchanges-blocks",
    "x meets U and the state meets W",
    "Your step computes x @ U + h_prev @ W. The other way round: W has a row for each entry of x "
    "(equations 1 to 3). When D = H the exchange runs without a word.",
)
class StepExchangesBlocks(SplitGRU):
    def weights(self, p):
        if p["W_r"].shape != p["U_r"].shape:
            raise ValueError("x does not fit U")
        return super().weights(
            p | {f"W_{g}": p[f"U_{g}"] for g in GATES} | {f"U_{g}": p[f"W_{g}"] for g in GATES}
        )


@mistake(
    "left-multiplied",
    "Matrices on the left",
    "Your step computes W @ x + U @ h. Here the vectors stand on the left: x @ W + h @ U "
    "(equations 1 to 3). When D = H the other order runs without a word.",
)
class LeftMultiplied(SplitGRU):
    def weights(self, p):
        if p["W_r"].shape != p["U_r"].shape:
            raise ValueError("W @ x does not fit")
        return super().weights(
            {name: array if name[0] == "b" else array.T for name, array in p.items()}
        )


@mistake(
    "blocks-stacked-h-first",
    "[h_prev; x] on weights for [x; h_prev]",
    "Your step multiplies [h_prev; x] with W on top of U. Both in the same order: W meets x, U "
    "meets h_prev (equation 5).",
)
class BlocksStackedHFirst(SplitGRU):
    def reset_sum(self, w, x, h):
        return affine(cat(h, x), w["W_r"], w["b_r"])

    def update_sum(self, w, x, h):
        return affine(cat(h, x), w["W_z"], w["b_z"])

    def candidate_sum(self, w, x, h, r, z):
        return affine(cat(r * h, x), w["W_h"], w["b_h"])


@mistake(
    "gates-crossed",
    "The gates are crossed",
    "In your step the weights r drive the blend and the weights z the mask. The reset gate of "
    "equation 1 masks, the update gate of equation 2 blends; names are fixed here.",
)
class GatesCrossed(SplitGRU):
    def weights(self, p):
        renamed = {"r": "z", "z": "r", "h": "h"}
        return super().weights({f"{n[0]}_{renamed[n[2]]}": array for n, array in p.items()})


@mistake(
    "reset-masks-input",
    "The reset gate masks the input too",
    "In your step r multiplies both products, input and state. It masks only the state, before its "
    "product: x @ W_h + (r * h_prev) @ U_h + b_h (equation 3).",
)
class ResetMasksInput(SplitGRU):
    def candidate_sum(self, w, x, h, r, z):
        return r * (cat(x, h) @ w["W_h"]) + w["b_h"]


ROLES = {"r": ("reset gate", 1), "z": ("update gate", 2), "h": ("candidate", 3)}
FACTORS = {"W": "multiplies x with", "U": "multiplies the state with", "b": "adds"}


def slip(kind: str, gate: str, other: str) -> None:
    """Know the mistake that `gate` uses `other`'s block of this kind, and its own for the rest."""

    class Slip(SplitGRU):
        def weights(self, p):
            return super().weights(p | {f"{kind}_{gate}": p[f"{kind}_{other}"]})

    role, equation = ROLES[gate]
    mistake(
        f"{role.split()[0]}-uses-{kind}-{other}",
        f"The {role} uses {kind}_{other}",
        f"Your {role} {FACTORS[kind]} {kind}_{other}. It has its own {kind}_{gate} "
        f"(equation {equation}).",
    )(Slip)


for kind in "WU":
    for gate in GATES:
        for other in GATES:
            if other != gate:
                slip(kind, gate, other)
for gate, other in (("r", "z"), ("r", "h"), ("z", "h")):  # gru_cell knows the other three
    slip("b", gate, other)


@mistake(
    "one-W-for-all",
    "One W for all three",
    "Your step multiplies x with one and the same W in all three sums. Each has its own W_r, W_z "
    "or W_h (equations 1 to 3).",
)
class OneWForAll(SplitGRU):
    def weights(self, p):
        return super().weights(p | {"W_z": p["W_r"], "W_h": p["W_r"]})


@mistake(
    "one-U-for-all",
    "One U for all three",
    "Your step multiplies the state with one and the same U in all three sums. Each has its own "
    "U_r, U_z or U_h (equations 1 to 3).",
)
class OneUForAll(SplitGRU):
    def weights(self, p):
        return super().weights(p | {"U_z": p["U_r"], "U_h": p["U_r"]})


@mistake(
    "reset-ignores-input",
    "The reset gate does not see the input",
    "Your reset gate reads only h_prev. It reads x and h_prev (equation 1).",
)
class ResetIgnoresInput(SplitGRU):
    def reset_sum(self, w, x, h):
        return super().reset_sum(w, 0 * x, h)


@mistake(
    "update-ignores-input",
    "The update gate does not see the input",
    "Your update gate reads only h_prev. It reads x and h_prev (equation 2).",
)
class UpdateIgnoresInput(SplitGRU):
    def update_sum(self, w, x, h):
        return super().update_sum(w, 0 * x, h)


ADOPTED = (
    "swapped-update-gate", "keep-term-dropped", "add-without-forget", "new-term-undamped",
    "returns-candidate", "reset-leaks-into-blend", "delta-sign-reversed", "new-term-dropped",
    "same-weight-on-both", "both-weighted-by-one-minus-z", "minus-between-terms",
    "plus-in-keep-term", "plain-average", "new-weighted-by-reset", "kept-weighted-by-reset",
    "returns-update-gate", "returns-previous-state",
    "no-reset", "reset-after-matmul", "reset-after-matmul-and-bias", "reset-inverted",
    "reset-by-z", "reset-by-one-minus-z", "reset-added", "reset-whole-preactivation",
    "reset-masks-candidate", "candidate-shares-reset-bias", "candidate-shares-update-bias",
    "candidate-ignores-state", "candidate-ignores-input", "candidate-bias-missing",
    "sigmoid-candidate", "linear-candidate", "relu-candidate",
    "tanh-gates", "softmax-gates", "hard-gates", "linear-gates", "gates-squashed-twice",
    "tanh-reset-gate", "tanh-update-gate", "linear-reset-gate", "linear-update-gate",
    "candidate-squashed-twice", "gates-inverted", "bias-subtracted", "extra-sigmoid",
    "gate-bias-missing", "reset-bias-missing", "update-bias-missing", "all-biases-missing",
    "gates-ignore-state", "gates-ignore-input", "reset-ignores-state", "update-ignores-state",
    "update-reads-reset-state", "candidate-uses-reset-weights", "candidate-uses-update-weights",
    "shared-weights", "gates-share-matrix", "gates-share-bias", "one-bias-for-all",
    "recurrent-block-transposed", "extra-tanh",
)  # fmt: skip

# The same mistakes in this problem's layout: two products instead of one on [x; h].
WORDS = {
    "Your cell": "Your step",
    "In your cell": "In your step",
    "[x; r * h_prev] @ W_h": "x @ W_h + (r * h_prev) @ U_h",
    "[x; r * h_prev]": "x and r * h_prev",
    "[x; h_prev]": "x and h_prev",
}
SAY = {
    "candidate-uses-reset-weights": "Your candidate multiplies with W_r and U_r; W_h and U_h are "
    "never used. Each of the three has its own (equation 3).",
    "candidate-uses-update-weights": "Your candidate multiplies with W_z and U_z; W_h and U_h are "
    "never used. Each of the three has its own (equation 3).",
    "shared-weights": "Your step uses one W and one U for both gates and the candidate. Each has "
    "its own (equations 1 to 3).",
    "gates-share-matrix": "Your two gates multiply with the same W and U. Each has its own "
    "(equations 1 and 2).",
    "recurrent-block-transposed": "Your step multiplies the state with U transposed: U @ h is "
    "h @ U.T. The state is a row vector and stands on the left: h @ U (equations 1 to 3). U is "
    "square, so its shape does not show it.",
    "reset-after-matmul": "Your step computes r * (h_prev @ U_h), the PyTorch form. Here r masks "
    "the state before it meets the matrix: (r * h_prev) @ U_h (equation 3).",
    "reset-after-matmul-and-bias": "Your step computes r * (h_prev @ U_h + b_h), with the bias "
    "inside (a library form). Here r masks only the state, before the product: "
    "x @ W_h + (r * h_prev) @ U_h + b_h (equation 3).",
}


def in_this_layout(sentence: str) -> str:
    for theirs, ours in WORDS.items():
        sentence = sentence.replace(theirs, ours)
    return sentence


catalogue.adopt(
    gru.catalogue,
    only=ADOPTED,
    say={name: in_this_layout(gru.catalogue[name].sentence) for name in ADOPTED} | SAY,
)

# --- what no answer shows: proved by a check of its own --------------------------------------

rule(
    "keys-by-position",
    "Entries are taken by position",
    "Your function relies on the order in which the dict's entries come. A dict is read by "
    'name, P["W_z"]: other programs, and JAX itself, store the same entries in another order.',
)
rule(
    "split-copied-line",
    "A copied line in split_params",
    "An entry of your split_params is made of another gate's array, while the rest is right. Is a "
    "copied line left unchanged? W_g, U_g and b_g come from the W_g and b_g of the same gate.",
)
rule(
    "join-copied-line",
    "A copied line in join_params",
    "An entry of your join_params is made of another gate's arrays, while the rest is right. Is a "
    "copied line left unchanged? W_g and b_g come from the W_g, U_g and b_g of the same gate.",
)
rule(
    "wrong-keys",
    "The dict has other keys",
    "The dict that your function returns has other keys than were asked for. split_params returns "
    "W_g, U_g and b_g, join_params W_g and b_g, for g in r, z, h.",
)
rule(
    "not-a-dict",
    "Not one dict",
    "Your function returns something other than one dict. split_params returns one dict with nine "
    "entries, join_params one with six.",
)
rule(
    "list-output",
    "A list instead of an array",
    "Your function returns a list or tuple where one array is asked for. The step returns one "
    "array of shape (H,), the new state only, and every entry of a dict is one array.",
)
rule(
    "column-output",
    "A column instead of a vector",
    "Your function returns an array with a last axis of 1 too many. The state and each bias are "
    "vectors of shape (H,), the matrices have two axes.",
)
rule(
    "scalar-output",
    "A number instead of a vector",
    "Your function returns a single number. The state and each bias are vectors of shape (H,), "
    "also for H = 1: does np.squeeze or a sum take their axis away?",
)
rule(
    "writes-into-input",
    "Your function changes the caller's dict or array",
    "After the call an argument is no longer what it was. The caller still needs it: fill a new "
    "dict, and build new arrays.",
)
rule(
    "nothing-returned",
    "Nothing is returned",
    "Your function ends without a return, so its answer is None. Return what you have built.",
)
rule(
    "batch-axis-output",
    "A first axis too many",
    "Your function returns an array with a first axis of 1 too many. The state and each bias are "
    "vectors of shape (H,), the matrices have two axes.",
)
rule(
    "wrong-dtype",
    "Not floats of 32 or 64 bits",
    "Your function changes the type of the numbers. Return them as they came, float32 or float64.",
)

# --- what tame questions would hide ----------------------------------------------------------


@catalogue.natural("D = H")
def square(kind, args):
    """The same numbers with as many inputs as units."""
    *vectors, weights = args
    H = len(weights["b_r"])

    def block(array: Array) -> Array:
        if kind != "split_params":
            return np.resize(array, (H, H))
        D = len(array) - H
        return np.concatenate([np.resize(array[:D], (H, H)), array[D:]])

    if vectors:
        vectors[0] = np.resize(vectors[0], H)
    squared = {name: block(a) if name[0] == "W" else a for name, a in weights.items()}
    return *vectors, squared


@catalogue.natural("biases = 0")
def without_biases(kind, args):
    *vectors, weights = args
    return *vectors, {name: array * (name[0] != "b") for name, array in weights.items()}


@catalogue.natural("h_prev = 0")
def from_nothing(kind, args):
    return (args[0], 0 * args[1], args[2]) if kind == "gru_step_split" else args
