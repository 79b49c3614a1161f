"""The submission of `gru_cell` as its checks see it: a cell whose parameters the judge holds.

The learner's parameters have free names, so the judge writes its own arrays into them and finds
out by the answers which plays which role (`grader.readings`).
"""

from __future__ import annotations

import re

import numpy as np

from grader.diagnose import agreeing, explains
from grader.errors import CheckFailed, SubmissionStopped, Verdict
from grader.expect import close, expect_array, show
from grader.linen import tampered, used_at, watch
from grader.load import load_beside
from grader.model import Evidence
from grader.readings import Layout, Leaves, Reading, Roles
from grader.shrink import smallest
from grader.submission import as_handle
from grader.suite import Subject
from grader.witness import meanwhile

programs = load_beside(__file__, "", "programs")
WEIGHTS, BIASES = ("W_r", "W_z", "W_h"), ("b_r", "b_z", "b_h")

LARGE = (24, 16)  # D, H for initial values: enough entries to judge a distribution by
BATCH = 32
SQUARE = (2, 3, 4)  # D = H = one of these, and D = H = 1: each hides or shows other mistakes
SMALL = ((3, 4), (4, 3), (5, 2), (2, 5))  # one is drawn for questions with our own weights


def rows_x_first(W):
    """[h; x] rows as [x; h]: W is (..., D+H, H)."""
    H = W.shape[-1]
    return np.concatenate([W[..., H:, :], W[..., :H, :]], axis=-2)


def rows_h_first(W):
    """[x; h] rows as [h; x]."""
    D = W.shape[-2] - W.shape[-1]
    return np.concatenate([W[..., D:, :], W[..., :D, :]], axis=-2)


def shapes(D, H):
    """The shape of each group of arrays."""
    return {"weight": (D + H, H), "bias": (H,)}


class Cell(Subject):
    """`gru_cell_step` with its parameters in the judge's hands."""

    uses_witness = True

    roles = Roles(
        {"weight": WEIGHTS, "bias": BIASES},
        layouts={"weight": Layout(read=rows_x_first, store=rows_h_first)},
    )

    def __init__(self, context):
        super().__init__(context)
        self.entry = context.submission.gru_cell_step
        self.eager = False  # the submission jits its own init: see linen.inject
        self.fresh = None  # gives the traced program and its first answer
        self.traced = None  # the submission as a traced program, once it is known to agree
        self.otherwise = None  # what it answered when traced, where that was something else
        self.seeded = False  # equal seeds are known to give equal answers
        self.watched = None
        self.rule_broken = False
        self.later = None  # waits for further runs of the first process, see `run_on`
        self.asked = 0
        self.small = SMALL[context.seed % len(SMALL)]
        self.square = (SQUARE[context.seed % len(SQUARE)],) * 2
        self.pulled = None  # a batch of gradients: arrays, x, h, cotangents, gradients
        self.runs = []  # (seed, x, h, answer, {leaf: value}) of runs with its own weights
        self.groups = {}
        self.reading = None

    # --- with its own weights ---

    def watch(self, seed, x, h, *, keep=True):
        """One run with the weights that its init makes, at LARGE; kept among `runs`."""
        args = (seed, x, h, LARGE[1])
        seen = watch(self.context.library, self.entry, args, eager=self.eager)
        if not self.eager and any(leaf.traced for leaf in seen.leaves):
            self.eager = True
            seen = watch(self.context.library, self.entry, args, eager=True)
        if self.watched and declared_by(seen) != declared_by(self.watched):
            raise CheckFailed("each call declares other parameters")
        if keep:
            self.runs.append((seed, x, h, seen.answer, seen.values))
        return seen

    def rerun(self, seed, x, h):
        """The answer of one run with the weights that its init makes, at LARGE."""
        if self.traced is None:
            self.later()
            return self.watch(seed, x, h).answer
        answer, values = self.run_traced(seed, x, h)
        if values.keys() != self.runs[0][4].keys():
            raise tampered()
        self.runs.append((seed, x, h, answer, {name: values[name] for name in self.runs[0][4]}))
        return answer

    def run_traced(self, seed, x, h):
        """What the traced program gives for a run with the weights that its init makes."""
        try:
            return self.traced.run(seed, x, h)
        except (TypeError, ValueError) as error:
            raise tampered() from error

    def trace(self, seed, x, h):
        """Have the submission traced in a process of its own, for `settle_traced`."""

        def work(submission, library):
            traced = programs.Traced(submission.gru_cell_step, library, LARGE, shapes)
            answer, values = traced.run(seed, x, h)
            for size in (self.small, (1, 1), self.square):
                traced.warm(values, *size)
            traced.warm(values, *self.small, batch=BATCH)
            return traced, answer, values

        self.fresh = self.context.witness(work)

    def run_on(self, other):
        """Let the first process go on while the checks ask the traced program: a call with the seed
        `other` that nobody watches, with NumPy's arrays, which come back; then the first run once
        more."""
        first, x, h = self.runs[0][:3]
        args = (other, x.copy(), h.copy(), LARGE[1])

        def work():
            return (
                attempted(lambda: self.entry.call(args, arrays="numpy", echo=True)),
                attempted(lambda: self.watch(first, x, h, keep=False)),
            )

        self.later = meanwhile(work)

    def numpy_call(self):
        """(answer, arguments afterwards) of the call in `run_on`; raises what it raised."""
        return settled(self.later()[0])

    def first_again(self):
        """The first run made once more, as `run_on` does; raises what it raised."""
        return settled(self.later()[1])

    def settle_traced(self):
        """Take the traced program, if it gives what the submission itself has given, weights too.

        From then on most questions go to it: eager code would be compiled for each size. It lives
        in a process that has run nothing else, so this is also the first call made once more where
        nothing can be remembered.
        """
        *_, answer, values = self.runs[0]
        try:
            traced, got, same = self.fresh()
        except SubmissionStopped as stopped:
            if stopped.outcome.raised is None:
                raise
            return
        except (TypeError, ValueError):  # not what the helpers there give
            return
        if isinstance(got, np.ndarray) and not close(got, answer, atol=1e-2):
            self.otherwise = got
        agree = isinstance(got, np.ndarray) and close(got, answer, atol=1e-6)
        if agree and same.keys() == values.keys():
            if all(v is not None and close(same[k], v) for k, v in values.items()):
                self.traced = traced

    # --- with our weights ---

    def injected(self, D, H, seed=0):
        inject = self.context.library.linen.inject
        return as_handle(inject(self.entry, (seed,), (H,), self.eager))

    def answer(self, arrays, x, h):
        """What one step with `arrays` by leaf gives."""
        D, H = x.shape[-1], h.shape[-1]
        if self.traced is not None:
            try:
                return self.traced.step(D, H).call((dict(arrays), x, h), arrays="numpy")[0]
            except SubmissionStopped as stopped:
                if stopped.outcome.raised is None:
                    raise
                self.traced = None
        if self.later is not None:
            self.later()  # one question at a time
        self.asked += 1  # another seed each time, so that no cache helps
        return self.injected(D, H, self.asked)(dict(arrays), x, h)

    def ask(self, arrays, x, h):
        """One step with `arrays` by leaf; recorded as a question."""
        D, H = x.shape[-1], h.shape[-1]
        answer = expect_array(self.answer(arrays, x, h), (H,), inputs=self.inputs(arrays, x, h))
        return self.record("step", (Leaves(arrays, shapes(D, H)), x, h), answer)

    def step(self, weights, x, h):
        """One step with `weights` by role."""
        return self.ask(self.roles.by_leaf(weights, self.reading), x, h)

    def by_role(self, arrays, D, H):
        """`arrays` by leaf as {role: float64 array}."""
        stacked = self.roles.by_role(Leaves(arrays, shapes(D, H)), [self.reading])
        return {role: array[0] for role, array in stacked.items()}

    def leaf_shapes(self, D, H):
        return {
            leaf: shapes(D, H)[group] for group, leaves in self.groups.items() for leaf in leaves
        }

    def draw_weights(self, draw, D, H):
        """Random arrays by role."""
        weights = draw.arrays({r: shapes(D, H)["weight"] for r in WEIGHTS})
        return weights | draw.arrays({r: shapes(D, H)["bias"] for r in BIASES})

    def inputs(self, arrays, x, h):
        """What to show of a question: vectors always, arrays only where they are small."""
        small = [(name, a) for name, a in arrays.items() if a.size <= 4 and np.any(a)]
        return [("x", x), ("h_prev", h), *small]

    # --- which array plays which role ---

    def identify(self, draw):
        """Find the readings under which the truth, or a known mistake, gives these answers.

        Returns the mistake, when it took one.
        """
        D, H = self.small
        for _ in range(5):
            arrays = draw.arrays(self.leaf_shapes(D, H))
            self.ask(arrays, draw.normal(D), draw.normal(H))
        self.readings = self.roles.readings(self.groups)
        right = agreeing(self.truth, self.questions, self.roles, self.readings)
        if right:
            self.readings, self.reading = right, right[0]
            return None
        found = explains(self.context.catalogue, self.questions, self.roles, self.readings)
        if found is not None:
            self.reading = found[1]
            return found[0]
        self.ruled_out = True
        self.reading = self.closest()
        return None

    def does_without(self, model):
        """Whether `model` never looks at the roles that no array plays: it explains their lack."""
        absent = [role for role, leaf in self.reading.leaf.items() if leaf is None]
        for question in self.questions:
            weights, x, h = self.roles.by_role(question.args, [self.reading])
            filled = weights | {role: np.ones_like(weights[role]) for role in absent}
            if not close(model.step(filled, x, h), model.step(weights, x, h)):
                return False
        return bool(absent)

    def closest(self):
        """The reading by names where they are the statement's, else the one that fits best."""
        named = dict.fromkeys(WEIGHTS + BIASES)
        for group, leaves in self.groups.items():
            for leaf in leaves:
                if last_name(leaf) in self.roles.groups[group]:
                    named[last_name(leaf)] = leaf
        if all(named.values()):
            return Reading(named)
        off = np.zeros(len(self.readings))
        for question in self.questions:
            args = self.roles.by_role(question.args, self.readings)
            off += np.abs(self.truth.step(*args) - question.answer).mean(axis=-1)
        return self.readings[int(np.argmin(off))]

    # --- lines and small inputs, for messages ---

    def line_of(self, at, reading):
        found = self.used_at(reading)
        if not found:
            return None
        if at == "blend":
            # In the function that also uses the arrays: a helper further in is only a tool.
            main = {f for places in found.leaves.values() for _, f in places}
            return next((n for n, function in found.result if function in main), None)
        letter = {"candidate": "h", "update": "z"}.get(at, "r")
        own = [leaf for role, leaf in reading.leaf.items() if role.endswith(letter)]
        others = [p for leaf, places in found.leaves.items() if leaf not in own for p in places]
        places = [p for leaf in own for p in found.leaves.get(leaf, ())]
        # A line that other roles pass through too, such as a helper's, says nothing.
        return next((place[0] for place in places if place not in others), None)

    def used_at(self, reading):
        """Which lines use which array; None when the function cannot be traced."""
        D, H = self.small
        leaves = {
            leaf: np.zeros(shape, np.float32) for leaf, shape in self.leaf_shapes(D, H).items()
        }
        x, h = np.zeros(D, np.float32), np.zeros(H, np.float32)
        return used_at(self.context.library, self.injected(D, H), leaves, x, h)

    def smallest(self, model, reading):
        if self.reading is None:
            return None

        def sizes(D, H):
            w, b = shapes(D, H)["weight"], shapes(D, H)["bias"]
            arrays = {role: b for role in BIASES} | {role: w for role in WEIGHTS}
            return {"h_prev": (H,), "x": (D,), **arrays}

        def ask(found):
            weights = {k: v for k, v in found.items() if k not in ("x", "h_prev")}
            arrays = self.roles.by_leaf(weights, reading)
            x, h = found["x"], found["h_prev"]
            return expect_array(self.answer(arrays, x, h), h.shape), self.truth.step(weights, x, h)

        def differs(found):
            if model is None:
                try:
                    got, want = ask(found)
                except (CheckFailed, SubmissionStopped):
                    return False
            else:
                weights = {k: v for k, v in found.items() if k not in ("x", "h_prev")}
                with np.errstate(all="ignore"):
                    got = model.step(weights, found["x"], found["h_prev"])
                want = self.truth.step(weights, found["x"], found["h_prev"])
            return not close(got, want, atol=0.02)

        steps = [q for q in self.questions if q.kind == "step"]
        if model is not None and agreeing(self.truth, steps, self.roles, [reading]):
            return None  # only a gradient shows it
        tries = 60 if model is None else 600
        found = smallest([sizes(1, 1), sizes(1, 2)], differs, seed=self.context.seed, tries=tries)
        if found is None:
            return None
        try:
            got, want = ask(found)
        except (CheckFailed, SubmissionStopped):
            return None
        if close(got, want, atol=1e-3):
            return None
        weights = [(k, v) for k, v in found.items() if k not in ("x", "h_prev") and np.any(v)]
        sizes_used = [("D", len(found["x"])), ("H", len(found["h_prev"]))]
        shown = [*sizes_used, ("x", found["x"]), ("h_prev", found["h_prev"]), *weights]
        shown.append(("all other weights", 0))
        return Evidence(show(want), show(got), tuple((k, show(v)) for k, v in shown))


def attempted(work):
    """(what `work()` gives, None), or (None, the verdict that it raises)."""
    try:
        return work(), None
    except Verdict as verdict:
        return None, verdict


def settled(outcome):
    """The value of what was `attempted`, or what it raised."""
    value, raised = outcome
    if raised is not None:
        raise raised
    return value


def declared_by(seen):
    """The name and shape of every leaf of a run."""
    return {leaf.name: leaf.shape for leaf in seen.leaves}


def last_name(leaf):
    """The learner's own name for a leaf: the last part of its path."""
    return re.split(r"[/.\[\]']+", leaf.rstrip("]'"))[-1]
