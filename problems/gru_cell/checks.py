"""The properties of a GRU cell in Flax, most useful failure first.

The learner's parameters have free names, so the judge writes its own arrays into them and finds
out by the answers which plays which role (`grader.readings`). Every weight is drawn at random,
biases too: a bias left at zero hides a missing one.
"""

from __future__ import annotations

import re

import numpy as np

from grader.diagnose import agreeing, explains
from grader.errors import CheckExcused, CheckFailed, SubmissionStopped
from grader.expect import close, expect_array, expect_close, expect_finite, expect_structure, show
from grader.initial import Spread
from grader.linen import declared, tampered, used_at, watch
from grader.model import Evidence
from grader.readings import Layout, Leaves, Reading, Roles
from grader.shrink import smallest
from grader.submission import as_handle
from grader.suite import Subject, Suite

WEIGHTS, BIASES = ("W_r", "W_z", "W_h"), ("b_r", "b_z", "b_h")

LARGE = (24, 8)  # D, H for initial values: enough entries to judge a distribution by
SMALL = ((3, 4), (4, 3), (5, 2), (2, 5))  # one is drawn for questions with our own weights
SQUARE = (2, 3, 4)  # D = H = one of these, and D = H = 1: each hides or shows other mistakes
SEEDS = 8
BATCH = 32


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

    roles = Roles(
        {"weight": WEIGHTS, "bias": BIASES},
        layouts={"weight": Layout(read=rows_x_first, store=rows_h_first)},
    )

    def __init__(self, context):
        super().__init__(context)
        self.entry = context.submission.gru_cell_step
        self.eager = False  # the submission jits its own init: see linen.inject
        self.traceable = True
        self.fresh = None  # gives a run in a process of its own
        self.watched = None
        self.rule_broken = False
        self.asked = 0
        self.small = SMALL[context.seed % len(SMALL)]
        self.pulled = None  # a batch of gradients: arrays, x, h, cotangents, gradients
        self.runs = []  # (seed, x, h, answer, {leaf: value}) of runs with its own weights
        self.groups = {}
        self.reading = None

    # --- with its own weights ---

    def watch(self, seed, x, h):
        """One run with the weights that its init makes, at LARGE."""
        args = (seed, x, h, LARGE[1])
        seen = watch(self.context.library, self.entry, args, eager=self.eager)
        if not self.eager and any(leaf.traced for leaf in seen.leaves):
            self.eager = True
            seen = watch(self.context.library, self.entry, args, eager=True)
        if self.watched and declared_by(seen) != declared_by(self.watched):
            raise CheckFailed("each call declares other parameters")
        self.runs.append((seed, x, h, seen.answer, seen.values))
        return seen

    # --- with our weights ---

    def injected(self, D, H, seed=0):
        inject = self.context.library.linen.inject
        return as_handle(inject(self.entry, (seed,), (H,), self.eager))

    def jitted(self, function, *, batched=False):
        """`function` compiled, over a leading axis when `batched`."""
        jax = self.context.library.jax
        return as_handle(jax.jit(as_handle(jax.vmap(function)) if batched else function))

    def ask(self, arrays, x, h, jit=False):
        """One step with `arrays` by leaf; recorded as a question.

        With `jit` it is compiled whole where it can be: quicker for a size that is asked once.
        """
        D, H = x.shape[-1], h.shape[-1]
        self.asked += 1  # a new seed each time, so that no cache helps
        step = self.injected(D, H, self.asked)
        try:
            answer = (self.jitted(step) if jit else step)(dict(arrays), x, h)
        except SubmissionStopped as stopped:
            if not jit or stopped.outcome.raised is None:
                raise
            answer = step(dict(arrays), x, h)
        inputs = self.inputs(arrays, x, h)
        expect_array(answer, (H,), inputs=inputs)
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

    def draw_weights(self, draw, D, H, **fixed):
        """Random arrays by role; `fixed` gives some a constant value or an array."""
        weights = draw.arrays({r: shapes(D, H)["weight"] for r in WEIGHTS})
        weights |= draw.arrays({r: shapes(D, H)["bias"] for r in BIASES})
        for role, value in fixed.items():
            weights[role] = np.full(weights[role].shape, value, np.float32)
        return weights

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
        for _ in range(8):
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
            answer = self.injected(len(x), len(h))(arrays, x, h)
            return expect_array(answer, h.shape), self.truth.step(weights, x, h)

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


def declared_by(seen):
    """The name and shape of every leaf of a run."""
    return {leaf.name: leaf.shape for leaf in seen.leaves}


def last_name(leaf):
    """The learner's own name for a leaf: the last part of its path."""
    return re.split(r"[/.\[\]']+", leaf.rstrip("]'"))[-1]


suite = Suite(Cell)


# --- what is handed in -----------------------------------------------------------------------


@suite.check("runs and returns one float32 vector of length H")
def runs(cell, draw):
    D, H = LARGE
    x, h = draw.normal(D), draw.normal(H)
    seed = draw.integer(1, 1 << 30)

    other = draw.integer(1, 1 << 30)

    def once_more(submission, library):
        # Another seed first: what remembers it will now answer for that one.
        watch(library, submission.gru_cell_step, (other, x, h, H), eager=False)
        return watch(library, submission.gru_cell_step, (seed, x, h, H), eager=False)

    cell.fresh = cell.context.witness(once_more)
    try:
        cell.watched = cell.watch(seed, x, h)
    except SubmissionStopped:
        size = only_size(cell, seed, x, h)
        if size is not None:
            raise CheckFailed(
                f"works for H = {size}, fails for H = {H}", mistake="hidden-hard-coded"
            ) from None
        raise
    expect_finite(expect_array(cell.watched.answer, (H,), inputs=[("D", D), ("H", H)]))


def only_size(cell, seed, x, h):
    """The one H for which the submission works, when its arrays have that size for every H."""
    H = len(h)
    found = declared(cell.context.library, cell.entry, (seed, x, h, H))
    last = {shape[-1] for shape in found.values() if shape}
    if len(last) != 1 or last == {H}:
        return None
    size = last.pop()
    if not 0 < size <= 1024:
        return None
    try:
        answer = cell.entry(seed, x, np.resize(h, size), size)
    except SubmissionStopped:
        return None
    return size if isinstance(answer, np.ndarray) and answer.shape == (size,) else None


def first_line(entries):
    return next((line for entry in entries for line in entry.lines), None)


@suite.check("written from scratch, with self.param", needs=["runs"])
def from_scratch(cell, draw):
    """A rule of the task, not a matter of right or wrong numbers."""
    leaves, modules = cell.watched.leaves, cell.watched.modules
    ready_made = [m for m in modules if m.ready_made]
    cell.rule_broken = bool(ready_made) or not leaves
    if ready_made:
        cells = [m for m in ready_made if m.ready_made == "cell"]
        name = (cells or ready_made)[0].name
        entries = [entry.name for entry in cell.context.problem.entries]
        uses = cell.context.source.uses(f"flax.linen.{name}", entries)
        raise CheckFailed(
            f"nn.{name} does the work; the task is to declare and multiply the arrays yourself",
            mistake="library-cell" if cells else "library-layer",
            line=uses[0][1] if uses else None,
        )
    variables = cell.watched.variables
    if variables and (len(leaves) < 6 or any(name.startswith("params/") for name in variables)):
        name, lines = next(iter(variables.items()))
        raise CheckFailed(
            f"{name} is declared with self.variable",
            mistake="uses-variable",
            line=lines[0] if lines else None,
        )
    if not leaves:
        raise CheckFailed("nothing is declared with self.param", mistake="no-parameters")
    if not any(leaf.created for leaf in leaves):
        raise CheckFailed(
            "init never makes the parameters",
            mistake="own-parameters-outside-init",
            line=first_line(leaves),
        )
    changed = [last_name(leaf.name) for leaf in leaves if leaf.changed]
    if changed:
        raise CheckFailed(
            f"apply is handed another {changed[0]} than init made",
            mistake="weights-changed-after-init",
        )


@suite.check("six parameters: three (D+H, H) matrices, three (H,) biases", needs=["runs"])
def parameters(cell, draw):
    D, H = LARGE
    leaves = cell.watched.leaves
    if not leaves:
        raise CheckFailed("no parameter is declared with self.param")
    found = {leaf.name: leaf.shape for leaf in leaves}
    listed = ", ".join(f"{name} {shape}" for name, shape in list(found.items())[:8])
    detail = f"With D = {D} and H = {H} your cell declares: {listed}."
    other = [leaf for leaf in leaves if leaf.shape not in shapes(D, H).values()]
    if other:
        name, shape = other[0].name, other[0].shape
        summary = f"{name} has shape {shape}; weights have ({D + H}, {H}), biases ({H},)"
        rule = None if cell.rule_broken else misshapen(found.values())
        raise CheckFailed(summary, detail=detail, mistake=rule, line=first_line(other))
    wrong = [leaf for leaf in leaves if leaf.dtype != "float32"]
    if wrong:
        raise CheckFailed(
            f"{wrong[0].name} is {wrong[0].dtype}, not float32",
            mistake="bfloat16-parameters",
            line=first_line(wrong),
        )
    cell.groups = {
        group: [name for name, shape in found.items() if shape == shapes(D, H)[group]]
        for group in shapes(D, H)
    }
    weights, biases = len(cell.groups["weight"]), len(cell.groups["bias"])
    if len(found) > 10:
        raise CheckFailed(f"found {len(found)} parameters; asked are six", detail=detail)
    if (weights, biases) != (3, 3):
        suspect = cell.identify(draw)
        name = "missing-parameter"
        if len(found) > 6:
            ignored = agreeing(cell.truth, cell.questions, cell.roles, cell.readings)
            name = "unused-parameter" if ignored else "extra-parameter"
        if suspect is not None and cell.does_without(suspect.model):
            name = suspect.mistakes[0].name
        raise CheckFailed(
            f"found {weights} of shape ({D + H}, {H}) and {biases} of shape ({H},)",
            detail=detail, mistake=name,
        )  # fmt: skip
    cell.identify(draw)
    tell_about_style(cell)


def misshapen(found):
    """Which rule a set of shapes breaks, where it is plain."""
    D, H = LARGE
    found = set(found)
    rules = [
        ("fused-weights", {(D + H, 3 * H), (D + H, 2 * H), (3, D + H, H), (2, D + H, H), (3 * H,),
                           (2 * H,), (3, H), (2, H)}),
        ("split-weights", {(D, H), (H, H)}),
        ("transposed-weights", {(H, D + H)}),
    ]  # fmt: skip
    return next((name for name, shapes in rules if found & shapes), None)


def tell_about_style(cell):
    """Remarks on what is right but not as asked."""
    seen, reading = cell.watched, cell.reading
    own = [m for m in seen.modules if not m.owner.startswith("flax.")]
    cells = [m for m in own if m.name == "MyGRUCell"]
    if own and not any(m.compact for m in own):
        cell.remark(
            "setup-instead-of-compact",
            "You declare the parameters in setup; the task "
            "asks for @nn.compact. Both make the same function.",
        )
    if own and not cells:
        cell.remark("other-class-name", "Your class has another name; the task calls it MyGRUCell.")
    elif own and not any("hidden" in m.fields for m in cells):
        cell.remark("other-field-name", "The task calls the module's field hidden.")
    D, H = LARGE
    if any(m.shapes[:2] == ((H,), (D,)) and m.method == "__call__" for m in cells[:1]):
        cell.remark(
            "call-arguments-swapped",
            "Your __call__ takes (h_prev, x); the task's order is (x, h_prev).",
        )
    if reading.turned:
        which = ", ".join(sorted(last_name(leaf) for leaf in reading.turned))
        cell.remark(
            "rows-h-first",
            f"The rows of {which} are stored [h; x]. The statement stores "
            "[x; h]: the same function with another layout.",
        )
    for role, leaf in reading.leaf.items():
        name = last_name(leaf) if leaf else role
        if name != role and name in reading.leaf:
            cell.remark(
                "names-crossed",
                f"Your {name} plays the part that the statement calls "
                f"{role}. Names are free, but the next reader will be misled.",
            )


@suite.check("other sizes work too, H = 1 and D = H among them", needs=["parameters"])
def sizes(cell, draw):
    square = SQUARE[draw.integer(0, len(SQUARE))]
    for D, H in ((1, 1), (square, square)):
        x, h = draw.normal(D), draw.normal(H)
        cell.ask(draw.arrays(cell.leaf_shapes(D, H)), x, h, jit=True)


# --- what the seed does ----------------------------------------------------------------------


@suite.check("the seed decides the weights, and nothing else does", needs=["runs"])
def seed(cell, draw):
    first, x, h, answer, values = cell.runs[0]
    seeds = [draw.integer(1, 1 << 30) for _ in range(SEEDS)]
    others = [cell.watch(s, x, h) for s in seeds]
    for other in others:
        expect_array(other.answer, answer.shape)
    again = cell.watch(first, x, h)
    repeated(answer, values, again, "the same call a second time")
    repeated(answer, values, cell.fresh(), "the same call in a fresh process")
    weights = [list(seen.values.values()) for seen in (cell.watched, *others)]
    one_seed_each(cell)
    differ = any(not alike(weights[0], other) for other in weights[1:])
    if not differ and all(close(o.answer, answer, atol=1e-7, rtol=1e-6) for o in others):
        arrays = [Spread.of(v[None]) for v in values.values() if v is not None and v.ndim == 2]
        constant = next((s.name() for s in arrays if s.deviation < 1e-9), None)
        raise CheckFailed(
            f"{SEEDS + 1} seeds give one and the same answer", mistake=constant or "seed-ignored",
            evidence=Evidence("another answer for another seed", show(answer),
                              (("seed", str(first)), ("seed", str(seeds[0])))),
        )  # fmt: skip


def one_seed_each(cell):
    """Require each random array to differ from seed to seed, where it can be seen."""
    for name in cell.runs[0][4]:
        drawn = {seed: values.get(name) for seed, _, _, _, values in cell.runs}
        seen = [v for v in drawn.values() if v is not None and v.size > 1 and np.ptp(v) > 1e-6]
        different = {v.tobytes() for v in seen}
        if len(different) < len(seen):
            raise CheckFailed(
                f"{last_name(name)} has {len(different)} different starts for {len(seen)} seeds",
                mistake="seed-ignored",
                line=first_line([leaf for leaf in cell.watched.leaves if leaf.name == name]),
            )


def repeated(answer, values, again, what):
    """Require a repeated call to give the same answer."""
    got = expect_array(again.answer, answer.shape)
    if close(got, answer, atol=1e-6):
        return
    made = any(leaf.created for leaf in again.leaves)
    same = not made or alike(list(values.values()), list(again.values.values()))
    raise CheckFailed(
        f"{what} gives another answer",
        mistake="remembers-calls" if same else "unseeded-weights",
        evidence=Evidence(show(answer), show(got)),
    )


def alike(some, others):
    """Whether two lists of initial values are the same, as far as they can be seen."""
    return len(some) == len(others) and all(
        a is None or b is None or close(a, b) for a, b in zip(some, others, strict=True)
    )


def initial(cell, group):
    """The initial values of one group at LARGE: (run, leaf, *shape)."""
    names = dict.fromkeys(cell.groups[group]).keys()
    rows = [[values[n] for n in names] for *_, values in cell.runs if names <= values.keys()]
    if not rows or any(value is None for row in rows for value in row):
        raise CheckFailed(
            "the initial values cannot be seen",
            detail="Declare the parameters with self.param where init can see them.",
        )
    return np.array(rows, np.float64)


@suite.check("biases start at zero", needs=["parameters", "seed"])
def initial_biases(cell, draw):
    values = initial(cell, "bias")
    for index, name in enumerate(cell.groups["bias"]):
        if np.any(values[:, index] != 0):
            bad = [leaf for leaf in cell.watched.leaves if leaf.name == name]
            raise CheckFailed(
                f"{name} starts as {show(values[0, index])}",
                mistake="biases-not-zero",
                line=first_line(bad),
            )


@suite.check("weights start lecun_normal", needs=["parameters", "seed"])
def initial_weights(cell, draw):
    values = initial(cell, "weight")
    line = first_line([e for e in cell.watched.leaves if e.name in cell.groups["weight"]])
    for index, name in enumerate(cell.groups["weight"]):
        spread = Spread.of(values[:, index])
        if not spread.is_lecun_normal():
            raise CheckFailed(
                f"{name}: {spread}",
                detail=f"lecun_normal() for {LARGE[0] + LARGE[1]} inputs: {Spread.lecun_normal()}",
                mistake=spread.name(),
                line=line,
            )
    if any(close(values[:, i], values[:, j]) for i, j in ((0, 1), (0, 2), (1, 2))):
        raise CheckFailed(
            "two matrices start with the same numbers", mistake="same-initial-weights", line=line
        )


# --- the function ----------------------------------------------------------------------------


def compare(cell, got, weights, x, h, want):
    expect_close(got, want, inputs=cell.inputs(weights, x, h))


@suite.check("z = 0 keeps the previous state", needs=["sizes"])
def z0_keeps(cell, draw):
    """As z -> 0, equation 4 reduces to h = h_prev, whatever x is."""
    D, H = cell.small
    weights = cell.draw_weights(draw, D, H, W_z=0, b_z=-50)
    x, h = draw.normal(D), draw.normal(H)
    compare(cell, cell.step(weights, x, h), weights, x, h, h.astype(np.float64))


@suite.check("z = 1 replaces it by the candidate", needs=["z0_keeps"])
def z1_replaces(cell, draw):
    """As z -> 1, equation 4 reduces to h = h_tilde; with r = 1 too, that is a plain RNN step."""
    D, H = cell.small
    weights = cell.draw_weights(draw, D, H, W_z=0, b_z=50, W_r=0, b_r=50)
    x, h = draw.normal(D), draw.normal(H)
    want = np.tanh(np.concatenate([x, h]).astype(np.float64) @ weights["W_h"] + weights["b_h"])
    compare(cell, cell.step(weights, x, h), weights, x, h, want)


@suite.check("r = 0 hides the previous state from the candidate", needs=["z1_replaces"])
def r0_forgets(cell, draw):
    """With z = 1 and r = 0 the answer is tanh(x W_h[:D] + b_h)."""
    D, H = cell.small
    weights = cell.draw_weights(draw, D, H, W_z=0, b_z=50, W_r=0, b_r=-50)
    x, h = draw.normal(D), draw.normal(H)
    want = np.tanh(x.astype(np.float64) @ weights["W_h"][:D] + weights["b_h"])
    compare(cell, cell.step(weights, x, h), weights, x, h, want)


@suite.check("r masks the state before the product, each unit by itself", needs=["r0_forgets"])
def r_per_unit(cell, draw):
    """Needs a different r in each unit: with equal r, before and after are the same."""
    D, H = cell.small
    weights = cell.draw_weights(draw, D, H, W_z=0, b_z=50, W_r=0)
    weights["b_r"] = np.linspace(-2, 2, H, dtype=np.float32)
    x, h = draw.normal(D), draw.normal(H)
    compare(cell, cell.step(weights, x, h), weights, x, h, cell.truth.step(weights, x, h))


@suite.check("equals equations 1 to 4 with random weights and biases", needs=["r_per_unit"])
def equations(cell, draw):
    for question in cell.questions:
        if question.kind == "step":
            arrays, x, h = question.args
            weights = cell.by_role(arrays, x.shape[-1], h.shape[-1])
            compare(cell, question.answer, arrays, x, h, cell.truth.step(weights, x, h))
    D, H = cell.small
    for x, h in ((draw.normal(D), np.zeros(H)), (np.zeros(D), draw.normal(H))):
        # The first step of a sequence, and a silent one: some treat them as a case of their own.
        weights = cell.draw_weights(draw, D, H)
        x, h = x.astype(np.float32), h.astype(np.float32)
        compare(cell, cell.step(weights, x, h), weights, x, h, cell.truth.step(weights, x, h))
    for seed, x, h, answer, values in cell.runs:
        if not values or any(value is None for value in values.values()):
            continue  # `initial_weights` has told about it
        want = cell.truth.step(cell.by_role(values, *LARGE), x, h)
        if not close(answer, want):
            raise CheckFailed(
                "right with weights of ours, but not with the ones that init makes",
                mistake="weights-changed-after-init",
                evidence=Evidence(show(want), show(answer), (("seed", str(seed)),)),
            )


@suite.check("large inputs stay finite", needs=["equations"])
def large_inputs(cell, draw):
    D, H = cell.small
    for scale in (1e2, 1e4):
        weights = cell.draw_weights(draw, D, H)
        x, h = draw.normal(D, scale=scale), draw.normal(H)
        got = cell.step(weights, x, h)
        compare(cell, got, weights, x, h, cell.truth.step(weights, x, h))


@suite.check("the same under jit and vmap", needs=["equations"])
def traced(cell, draw):
    D, H = cell.small
    pullback = cell.context.library.pullback
    arrays = draw.arrays({k: (BATCH, *v) for k, v in cell.leaf_shapes(D, H).items()})
    x, h, c = draw.normal(BATCH, D), draw.normal(BATCH, H), draw.normal(BATCH, H)
    step = cell.injected(D, H)
    try:
        # Values and gradients from one compilation: it is what costs time here.
        both = cell.jitted(as_handle(pullback(step)), batched=True)(c, arrays, x, h)
        slopes = {leaf: array.shape for leaf, array in arrays.items()}
        expect_structure(both, ((BATCH, H), (slopes, x.shape, h.shape)))
        answer, gradient = both
        cell.pulled = (arrays, x, h, c, gradient)
    except SubmissionStopped as stopped:
        if stopped.outcome.raised is None:
            raise
        try:
            answer = cell.jitted(step, batched=True)(arrays, x, h)
        except SubmissionStopped as again:
            if again.outcome.raised is None:
                raise
            one_by_one(cell, arrays, x, h)
            cell.traceable = False
            cell.remark(
                "not-traceable",
                "Your function cannot be traced as a whole (NumPy or float() "
                "inside?), so it could not be jitted, batched or trained as it is.",
            )
            raise CheckExcused("cannot be traced; asked one by one instead") from None
    answer = expect_array(answer, (BATCH, H))
    cell.record("step", (Leaves(arrays, shapes(D, H)), x, h), answer)
    expect_close(answer, cell.truth.step(cell.by_role(arrays, D, H), x, h))


def one_by_one(cell, arrays, x, h):
    """The batch's questions without tracing."""
    for i in range(len(x)):
        row = {leaf: array[i] for leaf, array in arrays.items()}
        want = cell.truth.step(cell.by_role(row, *cell.small), x[i], h[i])
        expect_close(cell.ask(row, x[i], h[i]), want)


@suite.check("gradients reach all six parameters and both inputs", needs=["traced"])
def gradients(cell, draw):
    if not cell.traceable:
        raise CheckExcused("cannot be traced")
    if cell.pulled is None:
        raise CheckFailed("it can be traced, but not differentiated")
    arrays, x, h, c, (grads, grad_x, grad_h) = cell.pulled
    tolerance = {"atol": 1e-4, "rtol": 1e-3}
    for i in range(2):
        row = Leaves({leaf: array[i] for leaf, array in arrays.items()}, shapes(*cell.small))
        slopes = {leaf: array[i] for leaf, array in grads.items()}
        cell.record(
            "gradient",
            (row, x[i], h[i], c[i]),
            (Leaves(slopes, shapes(*cell.small)), grad_x[i], grad_h[i]),
        )
        weights = {role: a[None] for role, a in cell.by_role(row, *cell.small).items()}
        want, want_x, want_h = cell.truth.gradient(weights, x[i], h[i], c[i])
        expect_close(grad_h[i], want_h[0], what="with respect to h_prev", **tolerance)
        expect_close(grad_x[i], want_x[0], what="with respect to x", **tolerance)
        got = cell.by_role(slopes, *cell.small)
        for role in WEIGHTS + BIASES:
            name = last_name(cell.reading.leaf[role])
            expect_close(got[role], want[role][0], what=f"with respect to {name}", **tolerance)


@suite.check("the inputs are left as they were", needs=["runs"])
def inputs_kept(cell, draw):
    D, H = LARGE
    x, h = draw.normal(D), draw.normal(H)
    args = (draw.integer(1, 1 << 30), x.copy(), h.copy(), H)
    try:
        _, after = cell.entry.call(args, arrays="numpy", echo=True)
    except SubmissionStopped as stopped:
        if stopped.outcome.raised is None:
            raise
        cell.entry(*args)  # if it fails with jax arrays too, that is what to tell
        raise CheckExcused("it takes jax arrays only, which cannot be changed") from None
    if not (isinstance(after, tuple) and len(after) == len(args)):
        raise tampered()
    for name, before, now in (("x", x, after[1]), ("h_prev", h, after[2])):
        if not (isinstance(now, np.ndarray) and np.array_equal(before, now)):
            raise CheckFailed(
                f"{name} was changed",
                mistake="modifies-inputs",
                evidence=Evidence(show(before), show(now)),
            )
