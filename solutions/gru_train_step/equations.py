"""Training steps simulated in float64 NumPy, and every known mistake beside them.

The losses are the ones that `checks.py` hands to the submission; here their gradients are written
down in closed form. Trees are nested dicts and lists of arrays.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from grader.catalogue import Catalogue

Array = np.ndarray
Tree = Any
Loss = Callable[[Tree, Array, Array], tuple[float, Tree]]


# --- trees -----------------------------------------------------------------------------------


def each(function: Callable[..., Any], *trees: Tree) -> Tree:
    """`function` of every place of the trees, which have one form."""
    first = trees[0]
    if isinstance(first, dict):
        return {key: each(function, *(tree[key] for tree in trees)) for key in first}
    if isinstance(first, list | tuple):
        return [each(function, *parts) for parts in zip(*trees, strict=True)]
    return function(*trees)


def leaves(tree: Tree) -> Iterator[Array]:
    """The arrays of a tree."""
    if isinstance(tree, dict | list | tuple):
        for part in tree.values() if isinstance(tree, dict) else tree:
            yield from leaves(part)
    else:
        yield tree


def length(tree: Tree) -> float:
    """The root of the sum of all squares in a tree."""
    return math.sqrt(sum(float(np.sum(leaf**2)) for leaf in leaves(tree)))


# --- losses and their gradients --------------------------------------------------------------


def slope(params: Tree, xs: Array, y: Array) -> tuple[float, Tree]:
    """A tilted plane: the gradient is xs, whatever the parameters."""
    n = params["cell"].size
    grads = {"cell": xs[:n], "head": xs[n:]}
    return sum(np.sum(params[k] * grads[k]) for k in grads) + y, grads


def sheet(params: Tree, xs: Array, y: Array) -> tuple[float, Tree]:
    """The same over a list of two arrays."""
    n = params[0].size
    grads = [xs[:n], xs[n:]]
    return sum(np.sum(p * g) for p, g in zip(params, grads, strict=True)) + y, grads


def layers(params: Tree, xs: Array, y: Array) -> tuple[float, Tree]:
    """Mean squared error of two linear layers, xs (B, D), y (B,)."""
    A, v, b = params["cell"]["A"], params["head"]["v"], params["head"]["b"]
    hidden = xs @ A
    r = hidden @ v + b - y
    d = 2 * r / len(y)
    grads = {
        "cell": {"A": np.outer(xs.T @ d, v)},
        "head": {"v": hidden.T @ d, "b": np.sum(d)},
    }
    return np.mean(r**2), grads


LOSSES: dict[str, Loss] = {"slope": slope, "sheet": sheet, "layers": layers}


# --- optimisers ------------------------------------------------------------------------------


class Optimiser:
    """Gradient descent: what `tx` is in the simulation."""

    def __init__(self, lr: float, extra: float = 0.0) -> None:
        self.lr, self.extra = lr, extra

    def init(self, params: Tree) -> Any:
        return None

    def update(self, grads: Tree, state: Any, params: Tree) -> tuple[Tree, Any]:
        return each(lambda g: -self.lr * g, grads), state


class Momentum(Optimiser):
    """m = g + beta m, a step of -lr m."""

    def init(self, params):
        return each(np.zeros_like, params)

    def update(self, grads, state, params):
        state = each(lambda g, m: g + self.extra * m, grads, state)
        return each(lambda m: -self.lr * m, state), state


class Adam(Optimiser):
    """Kingma and Ba 2014, with the usual constants."""

    def init(self, params):
        return 0, each(np.zeros_like, params), each(np.zeros_like, params)

    def update(self, grads, state, params):
        count, m, v = state
        count += 1
        m = each(lambda g, m: 0.9 * m + 0.1 * g, grads, m)
        v = each(lambda g, v: 0.999 * v + 0.001 * g**2, grads, v)
        first, second = 1 - 0.9**count, 1 - 0.999**count

        def move(m: Array, v: Array) -> Array:
            return -self.lr * (m / first) / (np.sqrt(v / second) + 1e-8)

        return each(move, m, v), (count, m, v)


class Decay(Optimiser):
    """Gradient descent that also shrinks the parameters."""

    def update(self, grads, state, params):
        if params is None:
            raise ValueError("this optimiser needs the parameters")
        return each(lambda g, p: -self.lr * (g + self.extra * p), grads, params), state


OPTIMISERS = {"sgd": Optimiser, "momentum": Momentum, "adam": Adam, "decay": Decay}


# --- the truth -------------------------------------------------------------------------------


class Training:
    """The statement's step, run along a few batches."""

    def run(
        self,
        loss: str,
        tx: tuple[Any, ...],
        params: Tree,
        batches: Sequence[tuple[Array, Array]],
    ) -> list[dict[str, Any]]:
        """What each step returns: parameters, loss and grad_norm."""
        optimiser = OPTIMISERS[tx[0]](*tx[1:])
        params = each(lambda a: np.asarray(a, np.float64), params)
        state, told = optimiser.init(params), []
        for xs, y in batches:
            xs, y = np.asarray(xs, np.float64), np.asarray(y, np.float64)
            params, state, metrics = self.step(LOSSES[loss], optimiser, params, state, xs, y)
            told.append({"params": params, **metrics})
        return told

    def step(
        self, f: Loss, tx: Optimiser, params: Tree, state: Any, xs: Array, y: Array
    ) -> tuple[Tree, Any, dict[str, float]]:
        loss, grads = f(params, xs, y)  # (1)
        updates, new_state = self.updates(tx, self.sign(grads), state, params)
        new = self.applied(params, self.moving(updates))  # (5)
        metrics = self.metrics(
            self.reported_loss(loss, f, new, xs, y),
            self.reported_norm(grads, updates, f(new, xs, y)[1]),
        )
        return self.returned(new, params, updates), self.kept(state, new_state), metrics

    def sign(self, grads: Tree) -> Tree:
        return grads

    def norm(self, grads: Tree) -> float:
        return length(grads)  # (2)

    def clip(self, grads: Tree) -> Tree:
        factor = self.factor(self.norm(grads))
        return each(lambda g: g * factor, grads)  # (3)

    def factor(self, norm: float) -> float:
        return 1.0 if norm < 1 else 1 / norm

    def updates(self, tx: Optimiser, grads: Tree, state: Any, params: Tree) -> tuple[Tree, Any]:
        return tx.update(self.clip(grads), state, params)  # (4)

    def moving(self, updates: Tree) -> Tree:
        return updates

    def applied(self, params: Tree, updates: Tree) -> Tree:
        return each(np.add, params, updates)

    def returned(self, new: Tree, old: Tree, updates: Tree) -> Tree:
        return new

    def kept(self, old: Any, new: Any) -> Any:
        return new

    def reported_loss(self, loss: float, f: Loss, new: Tree, xs: Array, y: Array) -> float:
        return loss

    def reported_norm(self, grads: Tree, updates: Tree, grads_after: Tree) -> float:
        return self.norm(grads)

    def metrics(self, loss: float, norm: float) -> dict[str, float]:
        return {"loss": loss, "grad_norm": norm}


catalogue = Catalogue(Training)
mistake, rule = catalogue.mistake, catalogue.rule


@catalogue.natural("small gradients")
def small(kind, args):
    loss, tx, params, batches = args
    return (loss, tx, params, [(1e-3 * xs, y) for xs, y in batches]) if loss == "slope" else None


@catalogue.natural("one step of Adam")
def adam(kind, args):
    loss, _, params, batches = args
    return loss, ("adam", 0.1), params, batches[:1]


# --- equation 3: clipping --------------------------------------------------------------------


@mistake(
    "no-clip",
    "Nothing is clipped",
    "Your step hands the gradient to tx as it is. Scale it down to norm 1 first, when it is longer "
    "(equation 3). If you did compute a clipped gradient: use it.",
)
class NoClip(Training):
    def clip(self, grads):
        return grads


@mistake(
    "clips-by-value",
    "Entries are clipped, not the norm",
    "Your step clips every entry to [-1, 1], which bends the direction: [3, 0, 4] becomes "
    "[1, 0, 1]. Scale the whole gradient by one factor (equation 3).",
)
class ClipsByValue(Training):
    def clip(self, grads):
        return each(lambda g: np.clip(g, -1, 1), grads)


@mistake(
    "clips-each-leaf",
    "Each array is clipped by itself",
    "Your step scales each array by its own norm, which bends the direction. There is one norm, "
    "over all arrays together (equation 2).",
)
class ClipsEachLeaf(Training):
    def clip(self, grads):
        return each(lambda g: g * self.factor(length(g)), grads)


@mistake(
    "clips-each-group",
    "Each part of the tree is clipped by itself",
    "Your step scales each entry of the outermost dictionary by its own norm, which bends the "
    "direction. There is one norm, over all arrays together (equation 2).",
)
class ClipsEachGroup(Training):
    def clip(self, grads):
        return {key: super(ClipsEachGroup, self).clip(part) for key, part in grads.items()}


@mistake(
    "clips-block-rms",
    "Each array is clipped by its mean square",
    "Your step scales each array so that its root mean square is at most 1, as "
    "optax.clip_by_block_rms does. There is one norm, over all arrays together (equation 2).",
)
class ClipsBlockRms(Training):
    def clip(self, grads):
        return each(lambda g: g / max(1.0, math.sqrt(np.mean(g**2))), grads)


@mistake(
    "soft-clip",
    "Every gradient is shortened",
    "Your step divides by 1 + norm, so that small gradients are shortened too. Divide by "
    "max(1, norm) (equation 3).",
)
class SoftClip(Training):
    def factor(self, norm):
        return 1 / (1 + norm)


@mistake(
    "always-normalises",
    "Small gradients are blown up",
    "Your step divides by the norm always, so that every gradient gets norm 1. A gradient shorter "
    "than 1 passes unchanged (equation 3).",
)
class AlwaysNormalises(Training):
    def factor(self, norm):
        return np.float64(1.0) / norm


@mistake(
    "clip-inverted",
    "Clipping works backwards",
    "Your step blows small gradients up to norm 1 and lets large ones pass. Take the smaller of 1 "
    "and 1 / norm (equation 3).",
)
class ClipInverted(Training):
    def factor(self, norm):
        return max(1.0, np.float64(1.0) / norm)


@mistake(
    "zero-gradient-nan",
    "A zero gradient becomes NaN",
    "Your step divides by the norm before it asks whether to clip: 0 / 0 is NaN. Divide by "
    "max(1, norm) (equation 3).",
)
class ZeroGradientNan(Training):
    def factor(self, norm):
        return np.float64(min(1.0, norm)) / norm


@mistake(
    "squared-norm",
    "The norm has no root",
    "Your norm is the sum of the squares. Take its square root (equation 2).",
)
class SquaredNorm(Training):
    def norm(self, grads):
        return length(grads) ** 2


@mistake(
    "sum-of-norms",
    "Norms are added",
    "Your norm is the sum of the arrays' norms. Add the squares of all entries, then take one root "
    "(equation 2).",
)
class SumOfNorms(Training):
    def norm(self, grads):
        return sum(length(leaf) for leaf in leaves(grads))


@mistake(
    "mean-square-norm",
    "A mean in the place of a sum",
    "Your norm is the root of the mean of the squares of each array. The norm has no mean in it: "
    "the root of the sum (equation 2).",
)
class MeanSquareNorm(Training):
    def norm(self, grads):
        return math.sqrt(sum(float(np.mean(leaf**2)) for leaf in leaves(grads)))


@mistake(
    "largest-entry-norm",
    "The largest entry in the place of the norm",
    "Your norm is the largest entry. It is the root of the sum of all squares (equation 2).",
)
class LargestEntryNorm(Training):
    def norm(self, grads):
        return max(float(np.abs(leaf).max()) for leaf in leaves(grads))


@mistake(
    "one-norm",
    "Absolute values in the place of squares",
    "Your norm adds absolute values. It is the root of the sum of all squares (equation 2).",
)
class OneNorm(Training):
    def norm(self, grads):
        return sum(float(np.abs(leaf).sum()) for leaf in leaves(grads))


@mistake(
    "clips-the-update",
    "The update is clipped, not the gradient",
    "Your step clips what comes out of tx. Clip the gradient before it goes in (equations 3 and "
    "4): otherwise the optimiser's memory is filled with unclipped gradients.",
)
class ClipsTheUpdate(Training):
    def updates(self, tx, grads, state, params):
        updates, state = tx.update(grads, state, params)
        return self.clip(updates), state


@mistake(
    "clips-the-update-too",
    "The update is clipped as well",
    "Your step clips the gradient and then what comes out of tx. The stride is the optimiser's "
    "business: clip once, before it (equations 3 and 4).",
)
class ClipsTheUpdateToo(Training):
    def updates(self, tx, grads, state, params):
        updates, state = super().updates(tx, grads, state, params)
        return self.clip(updates), state


# --- equations 4 and 5: the update -----------------------------------------------------------


@mistake(
    "ascends",
    "The loss goes up",
    "Your step computes params - updates, which moves along the gradient. Updates from optax carry "
    "the minus sign already: add them (equation 5).",
)
class Ascends(Training):
    def applied(self, params, updates):
        return each(np.subtract, params, updates)


@mistake(
    "gradient-negated",
    "The gradient is negated",
    "Your step hands the negative gradient to tx, and the loss goes up. tx puts in the minus sign "
    "itself (equation 4).",
)
class GradientNegated(Training):
    def sign(self, grads):
        return each(np.negative, grads)


@mistake(
    "gradient-applied",
    "The gradient is added to the parameters",
    "Your step adds the gradient itself. What is added are the updates that tx.update returns "
    "(equations 4 and 5).",
)
class GradientApplied(Training):
    def updates(self, tx, grads, state, params):
        return self.clip(grads), tx.update(self.clip(grads), state, params)[1]


@mistake(
    "optimizer-bypassed",
    "The optimiser is not asked",
    "Your step descends by itself, at a learning rate of its own. What is added are the updates "
    "that tx.update returns (equations 4 and 5).",
)
class OptimizerBypassed(Training):
    def updates(self, tx, grads, state, params):
        return each(np.negative, self.clip(grads)), state


@mistake(
    "params-not-passed",
    "tx is not shown the parameters",
    "Your step calls tx.update(grads, opt_state). Optimisers with weight decay need the parameters "
    "too: tx.update(grads, opt_state, params) (equation 4).",
)
class ParamsNotPassed(Training):
    def updates(self, tx, grads, state, params):
        return super().updates(tx, grads, state, None)


@mistake(
    "update-not-applied",
    "The update is thrown away",
    "Your step returns the parameters that came in. Return the new ones (equation 5): "
    "optax.apply_updates changes nothing in place.",
)
class UpdateNotApplied(Training):
    def returned(self, new, old, updates):
        return old


@mistake(
    "returns-updates",
    "The updates are returned",
    "Your step returns the updates in the place of the parameters. Add them to the parameters "
    "first (equation 5).",
)
class ReturnsUpdates(Training):
    def returned(self, new, old, updates):
        return updates


@mistake(
    "head-frozen",
    "Some parameters never move",
    'Your step leaves the arrays under "head" as they are. Every array of the tree is updated '
    "(equation 5).",
)
class HeadFrozen(Training):
    def moving(self, updates):
        if not isinstance(updates, dict):
            return updates
        return updates | {"head": each(np.zeros_like, updates["head"])}


@mistake(
    "cell-frozen",
    "Some parameters never move",
    'Your step leaves the arrays under "cell" as they are. Every array of the tree is updated '
    "(equation 5).",
)
class CellFrozen(Training):
    def moving(self, updates):
        if not isinstance(updates, dict):
            return updates
        return updates | {"cell": each(np.zeros_like, updates["cell"])}


@mistake(
    "applied-twice",
    "The update is applied twice",
    "Your step adds the updates twice. Once is enough (equation 5).",
)
class AppliedTwice(Training):
    def moving(self, updates):
        return each(lambda u: 2 * u, updates)


@mistake(
    "optimizer-state-dropped",
    "The optimiser forgets",
    "Every step of yours starts from a fresh optimiser state: momentum never builds up. Use the "
    "opt_state that comes in, and return the one that tx.update gives back (equation 4).",
)
class OptimizerStateDropped(Training):
    def kept(self, old, new):
        return old


# --- metrics ---------------------------------------------------------------------------------


@mistake(
    "reports-clipped-norm",
    "grad_norm is measured too late",
    "Your grad_norm is the norm after clipping, never more than 1. Report the norm before clipping "
    "(equation 2): it is how you see that gradients explode.",
)
class ReportsClippedNorm(Training):
    def reported_norm(self, grads, updates, grads_after):
        return self.norm(self.clip(grads))


@mistake(
    "reports-update-norm",
    "grad_norm is the norm of the update",
    "Your grad_norm measures the updates that tx returns. Report the norm of the gradient "
    "(equation 2).",
)
class ReportsUpdateNorm(Training):
    def reported_norm(self, grads, updates, grads_after):
        return self.norm(updates)


@mistake(
    "reports-squared-norm",
    "grad_norm has no root",
    "You clip rightly, but report the sum of the squares. Report its root (equation 2).",
)
class ReportsSquaredNorm(Training):
    def reported_norm(self, grads, updates, grads_after):
        return self.norm(grads) ** 2


@mistake(
    "loss-after-update",
    "The loss is measured too late",
    "Your loss is that of the new parameters. Report the one that the gradient was taken of "
    "(equation 1); it is there already, and the second evaluation costs time.",
)
class LossAfterUpdate(Training):
    def reported_loss(self, loss, f, new, xs, y):
        return f(new, xs, y)[0]


@mistake(
    "norm-after-update",
    "The gradient is measured too late",
    "Your grad_norm is that of the gradient at the new parameters. Report the norm of the gradient "
    "that you used (equations 1 and 2).",
)
class NormAfterUpdate(Training):
    def reported_norm(self, grads, updates, grads_after):
        return self.norm(grads_after)


@mistake(
    "metrics-swapped",
    "The metrics are exchanged",
    'Your metrics have the loss under "grad_norm" and the norm under "loss".',
)
class MetricsSwapped(Training):
    def metrics(self, loss, norm):
        return {"loss": norm, "grad_norm": loss}


# --- what only a check can see ---------------------------------------------------------------

rule(
    "other-threshold",
    "Another threshold",
    "Large gradients are scaled to another norm than 1 (equation 3).",
)
rule(
    "chain-state",
    "A chain needs a chain's state",
    "optax.chain(clip, tx) keeps a tuple of two states, but opt_state is what tx.init(params) "
    "gives: the state of tx alone. Clip by yourself before tx.update, or put the two states "
    "together and take them apart inside the step.",
)
rule(
    "results-swapped",
    "The results are in another order",
    "Your step does not return the parameters first. The order is (params, opt_state, metrics).",
)
rule(
    "flat-trees-only",
    "Only flat dictionaries work",
    "Your step takes params for a dictionary of arrays. It is any tree: dictionaries in "
    "dictionaries, lists, a single array. jax.tree.map reaches every array of it.",
)
rule(
    "not-jitted",
    "The step is not compiled",
    "The numbers are right, but the step runs in Python, one operation at a time. Wrap it in "
    "jax.jit inside make_step.",
)
rule(
    "compiled-every-call",
    "The step is compiled at every call",
    "The numbers are right, but every call of the step makes a new function and compiles it again. "
    "Make and compile it once, in make_step.",
)
rule(
    "partly-jitted",
    "Part of the step is not compiled",
    "The numbers are right, but some operations run outside jax.jit, one at a time. Put the whole "
    "step, from loss to new parameters, into one compiled function.",
)
rule(
    "donates-inputs",
    "The caller's arrays are given away",
    "Your step donates its arguments, and the caller's parameters are gone after the call. It "
    "saves memory, but here the caller may still use them: leave donate_argnums out.",
)
rule(
    "writes-into-input",
    "The caller's parameters are changed",
    "After the call the caller's params hold something else. Build new ones instead.",
)
rule(
    "remembers-calls",
    "The step remembers earlier calls",
    "The same call gives another answer later. Parameters and optimiser state come in as arguments "
    "and go out as results; keep nothing in between.",
)
rule(
    "no-function",
    "make_step returns no function",
    "make_step must return the step itself, a function. Is its return missing, or does it call the "
    "step already?",
)
