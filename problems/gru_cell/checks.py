"""The properties of a GRU cell in Flax, most useful failure first.

Every weight is drawn at random, biases too: a bias left at zero hides a missing one.
"""

from __future__ import annotations

import numpy as np

from grader.diagnose import agreeing
from grader.errors import CheckExcused, CheckFailed, SubmissionStopped
from grader.expect import close, expect_array, expect_close, expect_finite, expect_structure, show
from grader.initial import Spread
from grader.linen import declared, tampered, watch
from grader.load import load_beside
from grader.model import Evidence
from grader.readings import Leaves
from grader.suite import Suite

cell = load_beside(__file__, "", "cell")
interventions = load_beside(__file__, "", "interventions")
WEIGHTS, BIASES, LARGE, BATCH, shapes, last_name = (
    cell.WEIGHTS, cell.BIASES, cell.LARGE, cell.BATCH, cell.shapes, cell.last_name
)  # fmt: skip

SEEDS = 4

suite = Suite(cell.Cell)


# --- what is handed in -----------------------------------------------------------------------


@suite.check("runs and returns one float32 vector of length H")
def runs(cell, draw):
    D, H = LARGE
    x, h = draw.normal(D), draw.normal(H)
    seed = draw.integer(1, 1 << 30)

    cell.trace(seed, x, h)
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
    cell.seeds = [draw.integer(1, 1 << 30) for _ in range(SEEDS)]
    cell.run_on(cell.seeds[0])
    cell.settle_traced()


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
    for D, H in ((1, 1), cell.square):
        x, h = draw.normal(D), draw.normal(H)
        cell.ask(draw.arrays(cell.leaf_shapes(D, H)), x, h)


# --- what the seed does ----------------------------------------------------------------------


@suite.check("the seed decides the weights, and nothing else does", needs=["runs"])
def seed(cell, draw):
    first, x, h, answer, values = cell.runs[0]
    seeds = cell.seeds
    # Another call has come between: what remembers calls will answer for that one.
    again = cell.first_again()
    others = [expect_array(cell.rerun(s, x, h), answer.shape) for s in seeds]
    repeated(answer, values, again, "the same call a second time")
    if cell.traced is None or not close(second(cell), others[0], atol=1e-6):
        fresh = anew(cell, seeds[0], first, x, h)
        repeated(answer, values, fresh, "the same call in a fresh process")
    weights = [list(run[4].values()) for run in cell.runs]
    one_seed_each(cell)
    differ = any(not alike(weights[0], other) for other in weights[1:])
    same = all(close(other, others[0], atol=1e-7, rtol=1e-6) for other in others)
    if not differ and same and close(others[0], answer):
        arrays = [Spread.of(v[None]) for v in values.values() if v is not None and v.ndim == 2]
        constant = next((s.name() for s in arrays if s.deviation < 1e-9), None)
        raise CheckFailed(
            f"{SEEDS + 1} seeds give one and the same answer", mistake=constant or "seed-ignored",
            evidence=Evidence("another answer for another seed", show(answer),
                              (("seed", str(first)), ("seed", str(seeds[0])))),
        )  # fmt: skip
    cell.seeded = True


def second(cell):
    """What the first process itself answered for the second seed, with either kind of arrays."""
    first, x, h, answer, _ = cell.runs[0]
    try:
        got, _ = cell.numpy_call()
    except SubmissionStopped as stopped:
        if stopped.outcome.raised is None:
            raise
        got = cell.watch(cell.seeds[0], x, h, keep=False).answer
    return expect_array(got, answer.shape)


def anew(cell, other, seed, x, h):
    """The first run once more in a process that has run only the seed `other` before: what
    remembers that one will now answer for it."""

    def work(submission, library):
        for number in (other, seed):
            args = (number, x, h, len(h))
            seen = watch(library, submission.gru_cell_step, args, eager=cell.eager)
        return seen

    return cell.context.witness(work)()


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


def intervene(intervention, needs):
    """A check that holds the gates where `intervention` says."""

    @suite.check(intervention.sentence, needs=[needs], name=intervention.name)
    def check(cell, draw):
        D, H = cell.small
        x, h = draw.normal(D), draw.normal(H)
        weights = intervention.hold(cell.draw_weights(draw, D, H))
        compare(cell, cell.step(weights, x, h), weights, x, h, intervention.want(weights, x, h))


before = "sizes"
for intervention in interventions.ALL:
    intervene(intervention, before)
    before = intervention.name


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


@suite.check(
    "the same under jit and vmap",
    needs=["equations"],
    alone="no honest mistake shows only here, but code that asks whether it is traced would",
)
def traced(cell, draw):
    D, H = cell.small
    arrays = draw.arrays({k: (BATCH, *v) for k, v in cell.leaf_shapes(D, H).items()})
    x, h, c = draw.normal(BATCH, D), draw.normal(BATCH, H), draw.normal(BATCH, H)
    if cell.seeded and cell.otherwise is not None:
        answer = cell.runs[0][3]
        raise CheckFailed(
            "traced, as by jax.jit, it gives another answer",
            evidence=Evidence(show(answer), show(cell.otherwise)),
        )
    if cell.traced is None:
        one_by_one(cell, arrays, x, h)
        cell.remark(
            "not-traceable",
            "Your function cannot be traced as a whole (NumPy or float() "
            "inside?), so it could not be jitted, batched or trained as it is.",
        )
        raise CheckExcused("cannot be traced; asked one by one instead")
    try:
        pulled = cell.traced.mapped(D, H, pullback=True)
        both, _ = pulled.call((c, arrays, x, h), arrays="numpy")
    except SubmissionStopped as stopped:
        if stopped.outcome.raised is None:
            raise
        answer, _ = cell.traced.mapped(D, H).call((arrays, x, h), arrays="numpy")
    else:
        slopes = {leaf: array.shape for leaf, array in arrays.items()}
        expect_structure(both, ((BATCH, H), (slopes, x.shape, h.shape)))
        answer, gradient = both
        cell.pulled = (arrays, x, h, c, gradient)
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
    if cell.traced is None:
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
    _, x, h, *_ = cell.runs[0]
    args = (cell.seeds[0], x, h, LARGE[1])
    try:
        answer, after = cell.numpy_call()
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
    if cell.seeded and cell.traced is not None:
        want = expect_array(cell.run_traced(cell.seeds[0], x, h)[0], h.shape)
        if not close(expect_array(answer, h.shape), want, atol=1e-2):
            # Nobody looked on in this one call.
            raise CheckFailed(
                "called with NumPy's arrays it gives another answer",
                evidence=Evidence(show(want), show(answer)),
            )
