"""The properties of a training step, most useful failure first.

A question is a whole run: parameters, an optimiser and a few batches, fed through the submission's
step one after the other. Losses and optimisers are ours, so that every right answer is known in
closed form; the optimiser's state is never looked into, only handed back.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from grader.diagnose import agreeing
from grader.errors import CheckFailed, SubmissionStopped
from grader.expect import alike, close, describe, expect_close, expect_same, show
from grader.function import near
from grader.model import Evidence
from grader.submission import Handle, as_handle
from grader.suite import RAISED, Subject, Suite

HELPERS = Path(__file__).with_name("helpers.py").read_text(encoding="utf-8")
CELL, HEAD = 3, 2  # sizes of the two arrays of a tilted plane
B, D, H = 5, 3, 4
LOOSE = {"atol": 1e-4, "rtol": 1e-3}

# Simple runs for the smallest example: gradients [cell | head], one for each step.
ONES = {"cell": np.ones(2, np.float32), "head": np.ones(1, np.float32)}
SIMPLE = [
    ("sgd(0.5)", ("sgd", 0.5), [[0.5, 0, 0]]),
    ("sgd(0.5)", ("sgd", 0.5), [[0, 0, 0.5]]),
    ("sgd(0.5)", ("sgd", 0.5), [[3, 0, 4]]),
    ("sgd(2)", ("sgd", 2.0), [[1, 0, 0]]),
    ("sgd(0.5)", ("sgd", 0.5), [[0, 0, 0]]),
    ("sgd(0.5, momentum=0.5)", ("momentum", 0.5, 0.5), [[1, 0, 0]] * 2),
    ("sgd(0.5), weight decay 0.1", ("decay", 0.5, 0.1), [[0.5, 0, 0]]),
]


class Training(Subject):
    def __init__(self, context):
        super().__init__(context)
        self.helpers = context.library.define(HELPERS)
        self.steps = {}

    def tx(self, tx):
        return as_handle(getattr(self.helpers, tx[0])(*tx[1:]))

    def made(self, loss, tx):
        """The submission's step for a loss and an optimiser, and the optimiser: made once."""
        if (loss, tx) not in self.steps:
            optimiser = self.tx(tx)
            step = self.context.submission.make_step(getattr(self.helpers, loss), optimiser)
            if not isinstance(step, Handle) or not self.context.library.callable(step):
                raise CheckFailed(f"make_step returns {describe(step)}", mistake="no-function")
            self.steps[loss, tx] = step, optimiser
        return self.steps[loss, tx]

    def run(self, loss, tx, params, batches):
        """Feed the batches through the submission's step: what each step returned, recorded."""
        args = loss, tx, params, batches
        try:
            told = self.drive(*args)
        except SubmissionStopped as stopped:
            if stopped.outcome.raised is not None:
                self.record("run", args, RAISED)
            raise
        return self.record("run", args, told)

    def drive(self, loss, tx, params, batches):
        step, optimiser = self.made(loss, tx)
        state, told = optimiser.init(params), []
        for xs, y in batches:
            before = params
            try:
                answer = step(params, state, xs, y)
            except SubmissionStopped as stopped:
                raised = stopped.outcome.raised
                if raised is not None and "number of updates and states" in raised.message:
                    raise CheckFailed(
                        "optax.chain was handed the state of another optimiser",
                        mistake="chain-state", line=raised.lines[-1][0] if raised.lines else None,
                    ) from None  # fmt: skip
                raise
            params, state, metrics = unpacked(answer, before)
            told.append({"params": params, **metrics})
        return told

    def smallest(self, model, reading):
        if model is not None and agreeing(self.truth, self.questions, self.roles, [reading]):
            return None
        for title, tx, gradients in SIMPLE:
            batches = [(np.array(g, np.float32), number(0)) for g in gradients]
            args = "slope", tx, ONES, batches
            want = self.truth.run(*args)
            if model is not None and near(answered(model, args), want, atol=0.02):
                continue
            try:
                got = self.drive(*args)
            except (SubmissionStopped, CheckFailed):
                got = None
            if got is None or near(got, want, atol=1e-3):
                continue
            inputs = (
                ("params", "cell=[1, 1] head=[1]"),
                ("gradient", " then ".join(f"cell={g[:2]} head={g[2:]}" for g in gradients)),
                ("tx", title),
            )
            return Evidence(*differing(want[-1], got[-1]), inputs)
        return None


def answered(model, args):
    with np.errstate(all="ignore"):
        try:
            return model.run(*args)
        except ValueError:
            return None


def differing(want, got):
    """Texts for the first parts of a step's results in which two answers differ."""
    for name in ("params", "loss", "grad_norm"):
        if not near(got[name], want[name], atol=1e-3):
            return f"{name} {told(want[name])}", f"{name} {told(got[name])}"
    return told(want), told(got)


def told(value):
    if isinstance(value, dict):
        return " ".join(f"{key}={told(part)}" for key, part in value.items())
    return show(np.asarray(value, np.float64))


def unpacked(answer, before):
    """(params, state, metrics) of a step's answer, of the form that the statement asks for."""
    if not isinstance(answer, list | tuple) or len(answer) != 3:
        raise CheckFailed(f"expected (params, opt_state, metrics), got {describe(answer)}")
    params, state, metrics = answer
    if not formed(params, before) and any(formed(part, before) for part in answer[1:]):
        raise CheckFailed("params is not the first result", mistake="results-swapped")
    expect_same(finite(params), before, atol=np.inf, what="params")
    if not isinstance(metrics, dict):
        raise CheckFailed(f"metrics: expected a dict, got {describe(metrics)}")
    lacking = [name for name in ("loss", "grad_norm") if name not in metrics]
    if lacking:
        raise CheckFailed(f"metrics has no {lacking[0]!r}, only {', '.join(map(repr, metrics))}")
    metrics = {name: metrics[name] for name in ("loss", "grad_norm")}
    for name, value in metrics.items():
        expect_same(finite(value), np.float64(0), atol=np.inf, what=name)
    # A Python number is as good as an array.
    numbers = {
        name: value if isinstance(value, np.ndarray) else number(value)
        for name, value in metrics.items()
    }
    return params, state, numbers


def finite(tree):
    """The tree with numbers for what is none: its values are judged elsewhere."""
    if isinstance(tree, dict):
        return {key: finite(part) for key, part in tree.items()}
    if isinstance(tree, list | tuple):
        return [finite(part) for part in tree]
    floats = isinstance(tree, np.ndarray) and tree.dtype.kind == "f"
    return np.asarray(np.nan_to_num(tree)) if floats else tree


def formed(tree, like):
    """Whether a tree has the form of another: the same containers and shapes."""
    if isinstance(like, dict):
        same = isinstance(tree, dict) and tree.keys() == like.keys()
        return same and all(formed(tree[key], like[key]) for key in like)
    if isinstance(like, list):
        same = isinstance(tree, list | tuple) and len(tree) == len(like)
        return same and all(formed(a, b) for a, b in zip(tree, like, strict=True))
    return isinstance(tree, np.ndarray) and tree.shape == like.shape


# --- questions -------------------------------------------------------------------------------


def plane(draw):
    return draw.arrays({"cell": (CELL,), "head": (HEAD,)})


def number(value):
    """A scalar array: a NumPy scalar does not travel."""
    return np.array(value, np.float32)


def gradient(draw, norm):
    """A batch whose gradient has this norm, on a tilted plane."""
    g = draw.normal(CELL + HEAD)
    return (norm * g / np.linalg.norm(g)).astype(np.float32), number(draw.normal())


def network(draw):
    return {
        "cell": draw.arrays({"A": (D, H)}, scale=0.7),
        "head": {"v": draw.normal(H, scale=0.7), "b": number(draw.normal())},
    }


def batch(draw, scale=1.0):
    return draw.normal(B, D), draw.normal(B, scale=scale)


LR = 2.5  # above 1, so that updates of norm 1 show as well
SGD, MOMENTUM, DECAY, ADAM = (
    ("sgd", LR), ("momentum", 0.5, 0.8), ("decay", 0.5, 0.2), ("adam", 0.1)
)  # fmt: skip

suite = Suite(Training)


@suite.check("make_step gives a step that returns params, opt_state and metrics")
def runs(training, draw):
    # Every question is asked before the first is judged: a diagnosis needs several.
    questions = [
        ("slope", SGD, plane(draw), [gradient(draw, 30.0)]),
        ("slope", SGD, plane(draw), [gradient(draw, 0.6)]),
        ("slope", MOMENTUM, plane(draw), [gradient(draw, n) for n in (0.7, 20.0, 0.4, 3.0)]),
        ("layers", MOMENTUM, network(draw), [batch(draw) for _ in range(3)]),
        ("slope", DECAY, plane(draw), [gradient(draw, n) for n in (5.0, 0.5)]),
    ]
    training.nested = True
    first = None
    for loss, *rest in questions:
        try:
            training.run(loss, *rest)
        except SubmissionStopped as stopped:
            raised = stopped.outcome.raised
            if raised is None:
                raise
            if loss == "layers" and first is None:
                training.nested = False  # `any_tree` tells about it
            elif rest[0] == DECAY and first is None:
                continue  # `weight_decay` does
            else:
                first = first or stopped
    if first is not None:
        raise first


def moved(training, draw, *norms):
    """For each norm of the gradient: (the gradient, the step that it caused, inputs to show)."""
    found = []
    for norm in norms:
        params, (xs, y) = plane(draw), gradient(draw, norm)
        (got,) = training.run("slope", SGD, params, [(xs, y)])
        change = [got["params"][k].astype(np.float64) - params[k] for k in ("cell", "head")]
        inputs = [("gradient", xs), ("lr", LR)]
        found.append((xs.astype(np.float64), np.concatenate(change), inputs))
    return found


@suite.check("a small gradient goes to the optimiser as it is", needs=["runs"])
def small_gradients(training, draw):
    found = moved(training, draw, 0.2, 0.35)
    rates = [-(g @ change) / (g @ g) for g, change, _ in found]
    straight = all(
        close(change, -rate * g, **LOOSE) for (g, change, _), rate in zip(found, rates, strict=True)
    )
    own = straight and close(rates[0], rates[1], **LOOSE) and rates[0] > 0
    if own and all(abs(rates[0] / rate - 1) > 0.01 for rate in (LR, 2 * LR)):
        raise CheckFailed(
            f"tx descends at a rate of {LR}, the step at {rates[0]:.4g}",
            mistake="optimizer-bypassed",
        )
    for g, change, inputs in found:
        expect_close(change, -LR * g, what="change", inputs=inputs, **LOOSE)


@suite.check("a large gradient keeps its direction and has norm 1", needs=["small_gradients"])
def large_gradients(training, draw):
    found = moved(training, draw, 40.0, 15.0, 1.05, 0.95)
    lengths = [np.linalg.norm(change) / LR for _, change, _ in found[:2]]
    straight = all(
        close(change / (LR * k + 1e-30), -g / np.linalg.norm(g), **LOOSE)
        for (g, change, _), k in zip(found, lengths, strict=False)
    )
    same = abs(lengths[0] / lengths[1] - 1) < 1e-3
    # At 1 / LR it is the update that is clipped, which the answers prove.
    if straight and same and all(abs(lengths[0] - norm) > 0.01 for norm in (1, 1 / LR)):
        raise CheckFailed(
            f"large gradients are scaled to norm {lengths[0]:.4g}", mistake="other-threshold"
        )
    for g, change, inputs in found:
        want = -LR * g / max(1, np.linalg.norm(g))
        expect_close(change, want, what="change", inputs=inputs, **LOOSE)


@suite.check("a gradient of zero changes nothing", needs=["small_gradients"])
def zero_gradient(training, draw):
    params = plane(draw)
    xs, y = np.zeros(CELL + HEAD, np.float32), number(1)
    (got,) = training.run("slope", SGD, params, [(xs, y)])
    for key in params:
        expect_close(got["params"][key], params[key], what=key, inputs=[("gradient", xs)])


@suite.check("loss and grad_norm are those before the update and before clipping", needs=["runs"])
def metrics(training, draw):
    for loss, params, one in (
        ("slope", plane(draw), gradient(draw, 12.0)), ("slope", plane(draw), gradient(draw, 0.5)),
    ):  # fmt: skip
        (got,) = training.run(loss, SGD, params, [one])
        (want,) = training.truth.run(loss, SGD, params, [one])
        for name in ("loss", "grad_norm"):
            want_one = np.asarray(want[name], np.float64)
            expect_close(got[name], want_one, what=name, inputs=[("gradient", one[0])], **LOOSE)


@suite.check("the optimiser's state is carried from step to step", needs=["large_gradients"])
def momentum(training, draw):
    batches = [gradient(draw, n) for n in (0.9, 8.0, 0.5)]
    params = plane(draw)
    got = training.run("slope", MOMENTUM, params, batches)
    want = training.truth.run("slope", MOMENTUM, params, batches)
    for i, (here, there) in enumerate(zip(got, want, strict=True), 1):
        expect_same(here["params"], there["params"], what=f"params after step {i}", **LOOSE)


@suite.check("the optimiser is shown the parameters, for weight decay", needs=["small_gradients"])
def weight_decay(training, draw):
    params, one = plane(draw), gradient(draw, 0.5)
    (got,) = training.run("slope", DECAY, params, [one])
    (want,) = training.truth.run("slope", DECAY, params, [one])
    expect_same(got["params"], want["params"], what="params", **LOOSE)


@suite.check("any tree of parameters will do", needs=["runs"])
def any_tree(training, draw):
    try:
        if not training.nested:
            training.drive("layers", MOMENTUM, network(draw), [batch(draw)])
        params = [draw.normal(2), draw.normal(4)]
        batches = [(draw.normal(6), number(0)) for _ in range(2)]
        training.drive("sheet", SGD, params, batches)
    except SubmissionStopped as stopped:
        raised = stopped.outcome.raised
        if raised is None:
            raise
        raise CheckFailed(
            f"a flat dictionary works, another tree gives {raised.type}",
            detail=raised.message[:200], mistake="flat-trees-only",
            line=raised.lines[-1][0] if raised.lines else None,
        ) from None  # fmt: skip


@suite.check(
    "equals equations 1 to 5 along whole runs",
    needs=["large_gradients", "zero_gradient", "metrics", "momentum", "weight_decay", "any_tree"],
)
def equations(training, draw):
    training.run("layers", ADAM, network(draw), [batch(draw, 4.0) for _ in range(4)])
    for question in list(training.questions):
        want = training.truth.run(*question.args)
        for i, (here, there) in enumerate(zip(question.answer, want, strict=True), 1):
            expect_same(here, there, what=f"step {i}", **LOOSE)


@suite.check("the whole step is compiled, and once", needs=["runs"])
def compiled_once(training, draw):
    params, (xs, y) = plane(draw), gradient(draw, 2.0)
    step, optimiser = training.made("slope", SGD)
    state = optimiser.init(params)

    def calls(count):
        nonlocal params, state
        before = training.helpers.counts()
        for _ in range(count):
            params, state, _ = unpacked(step(params, state, xs, y), params)
        after = training.helpers.counts()
        return [name for name in before if after[name] > before[name]]

    calls(2)  # the second may compile again: a state made by init can differ in kind
    again = calls(3)
    outside = training.helpers.uncompiled(step, params, state, xs, y)
    if again:
        ran = " and ".join({"loss": "loss_fn", "update": "tx.update"}[name] for name in again)
        whole = "compiled-every-call" if outside == 0 else "not-jitted"
        raise CheckFailed(
            f"three more calls with the same shapes run {ran} in Python again",
            mistake=whole if len(again) == 2 else "partly-jitted",
        )
    if isinstance(outside, int) and outside > 0:
        raise CheckFailed(
            f"{outside} operations run outside the compiled function", mistake="partly-jitted"
        )


@suite.check("the arguments are left as they were, and nothing is remembered", needs=["runs"])
def inputs_kept(training, draw):
    params, (xs, y) = plane(draw), gradient(draw, 2.0)
    step, optimiser = training.made("slope", MOMENTUM)
    state = optimiser.init(params)
    try:
        first, after = step.call((params, state, xs, y), echo=True)
        again = step(params, state, xs, y)
    except SubmissionStopped as stopped:
        raised = stopped.outcome.raised
        if raised is None or "deleted" not in raised.message:
            raise
        raise CheckFailed("params cannot be used any more", mistake="donates-inputs") from None
    if not (isinstance(after, tuple) and len(after) == 4 and alike(params, after[0])):
        raise CheckFailed("params was changed", mistake="writes-into-input")
    first, _, _ = unpacked(first, params)
    again, _, _ = unpacked(again, params)
    for key in params:
        if not close(first[key], again[key]):
            raise CheckFailed(
                "the same call, made twice, gives two answers", mistake="remembers-calls",
                evidence=Evidence(show(first[key]), show(again[key])),
            )  # fmt: skip


@suite.check(
    "a small GRU learns",
    needs=["equations", "compiled_once"],  # forty steps that are not compiled take too long
    alone="the losses of the other checks are toys; this is what the step is for",
)
def learns(training, draw):
    size = 4
    weights = {"W_rz": (1 + size, 2 * size), "W_h": (1 + size, size)}
    params = {
        "cell": {
            **draw.arrays(weights, scale=0.5),
            "b_rz": np.zeros(2 * size, np.float32),
            "b_h": np.zeros(size, np.float32),
        },
        "head": {"v": draw.normal(size, scale=0.5), "b": number(0)},
    }
    xs = draw.normal(16, 4, 1)
    y = np.tanh(xs[:, :, 0].sum(axis=1)).astype(np.float32)
    step, optimiser = training.made("gru", ("momentum", 0.1, 0.9))
    told = training.helpers.losses(step, params, optimiser.init(params), xs, y, 40)
    first, last = np.mean(told[:2]), np.mean(told[-2:])
    if not last < 0.7 * first:
        raise CheckFailed(f"the loss goes from {first:.3g} to {last:.3g} in 40 steps")
