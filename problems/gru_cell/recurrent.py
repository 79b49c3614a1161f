"""Pictures that recurrent cells share: the state over time, its gate, and how far gradients reach.

The inputs are drawn from the seed: some steps of signal, some of silence, and signal again, so
that one sees what is remembered. Nothing here is secret: a learner could plot the same.
"""

from __future__ import annotations

import numpy as np

from grader.picture import Panel, Picture, Role, Series

STEPS = 12
SILENT = slice(4, 8)  # steps without an input
NEAR = 0.02  # of a gate: what counts as the same
APART = 0.05  # least |h_tilde - h| at which a gate can be read off the states
WIDTH = 1e-3  # of a difference quotient: right for answers in float32, too
RIGHT, YOURS, RESET = "by the equations", "yours", "reset gate r, by the equations"


def inputs(draw, D, T=STEPS):
    """A sequence (T, D) with silence in it, float32."""
    xs = draw.normal(T, D, scale=1.5)
    xs[SILENT] = 0
    return xs


def run(step, xs, h0):
    """h_0 to h_T, (T+1, H), of a step (x, h) -> h."""
    states = [np.asarray(h0)]
    for x in xs:
        states.append(np.asarray(step(x, states[-1])))
    return np.stack(states)


def numbers(values):
    """A column as what a series holds: None where there is no number."""
    return tuple(float(v) if np.isfinite(v) else None for v in values)


def pair(right, yours):
    """The two series of most panels."""
    return Series(RIGHT, numbers(right), Role.RIGHT), Series(YOURS, numbers(yours), Role.YOURS)


def states(
    right, yours, *, title="The state over time", up="state", across="step", names=(), first=0,
    note="Step 0 is the given state. The input is silent (zero) in steps 5 to 8.",
):  # fmt: skip
    """Each unit's course, of arrays (steps, H) whose rows count from `first`."""
    names = names or [f"unit {i}" for i in range(right.shape[1])]
    off = np.abs(right - yours)
    wrong = np.flatnonzero((off > 1e-3).any(axis=1))
    if len(wrong):
        t, i = np.unravel_index(int(off.argmax()), off.shape)
        sentence = (
            f"Yours leaves the right course at {across} {wrong[0] + first} and is off by up to "
            f"{off.max():.3g} ({names[i]}, {across} {t + first})."
        )
    else:
        sentence = f"Yours follows the right course to the end, {across} {len(right) - 1 + first}."
    return Picture(
        title=title,
        sentence=sentence,
        note=note,
        across=across,
        up=up,
        x=tuple(map(float, range(first, first + len(right)))),
        panels=tuple(Panel(n, pair(right[:, i], yours[:, i])) for i, n in enumerate(names)),
        joined=across == "step",
    )


def effective(before, after, candidate):
    """The share of the new that takes `before` to `after`: (h' - h) / (h_tilde - h), NaN where
    candidate and old state are too close to tell."""
    apart = candidate - before
    told = np.abs(apart) >= APART
    return np.where(told, (after - before) / np.where(told, apart, 1), np.nan)


def told(z, share):
    """In words: whether a share of the new is the gate z, or 1 − z."""
    seen = np.isfinite(share)
    count = int(seen.sum())
    as_z = int((np.abs(share - z)[seen] <= NEAR).sum())
    swapped = int((np.abs(share - (1 - z))[seen] <= NEAR).sum())
    where = f"at all {count} points" + (" where it can be told" if count < share.size else "")
    if not count:
        return "Candidate and old state are too close everywhere to tell the gate."
    if as_z == count:
        return f"Your gate acts as z {where}, as it should."
    if swapped == count:
        return f"Your gate acts as 1 − z {where}: it is swapped."
    return (
        f"Of {count} points where it can be told, your gate acts as z at {as_z} and as 1 − z at "
        f"{swapped}; elsewhere it is neither."
    )


def gates(z, share, r):
    """The update gate that the equations give against the one that the states show, (T, H) each,
    both along the submission's own states; `r` is the right reset gate."""
    panels = [
        Panel(
            f"unit {i}",
            (*pair(z[:, i], share[:, i]), Series(RESET, numbers(r[:, i]), Role.OTHER)),
        )
        for i in range(z.shape[1])
    ]
    return Picture(
        title="The update gate, as it acts",
        sentence=told(z, share),
        note="Yours is read off your states: (h' − h) / (h_tilde − h), with h_tilde by the "
        "equations. A gap is where candidate and old state are too close to tell.",
        across="step",
        up="share of the new",
        x=tuple(map(float, range(1, len(z) + 1))),
        panels=tuple(panels),
    )


def jacobian(function, h, width=WIDTH):
    """d function(h)[i] / d h[j] by central differences, (n, len(h))."""
    columns = []
    for j in range(len(h)):
        up, down = np.array(h, np.float64), np.array(h, np.float64)
        wide = width * max(1.0, abs(up[j]))  # a large state would swallow a small change
        up[j] += wide
        down[j] -= wide
        columns.append((np.asarray(function(up), np.float64) - function(down)) / (up[j] - down[j]))
    return np.stack(columns, axis=1)


def step_jacobians(step, xs, states):
    """The Jacobian of each step at the state before it, by differences."""
    return [jacobian(lambda h, x=x: step(x, h), h) for x, h in zip(xs, states, strict=False)]


def stretch(J):
    """The largest factor by which J stretches a change; infinite where J is."""
    return float(np.linalg.norm(J, 2)) if np.isfinite(J).all() else np.inf


def reach(jacobians):
    """The size of d h_T / d h_t for t = 0 to T: the largest factor by which a change is stretched.

    Products from the end: J_T ... J_(t+1); at t = T nothing is left to multiply, and it is 1.
    """
    product = np.eye(len(jacobians[-1]))
    sizes = [1.0]
    for J in reversed(jacobians):
        product = product @ J
        sizes.append(stretch(product))
    return np.array(sizes[::-1])


def gradients(right, yours, what="state"):
    """How strongly the last state depends on each earlier one, from `reach`; yours may be None."""
    T = len(right) - 1
    sentence = f"Over {T} steps the right gradient is multiplied by {right[0]:.2g}"
    if yours is None:
        sentence += "; yours cannot be differentiated, so only the right one is drawn."
    elif np.allclose(right, yours, rtol=0.02, atol=1e-6):
        sentence += ", and so is yours."
    else:
        sentence += f", yours by {yours[0]:.2g}."
    floor = 1e-9  # a gradient of exactly 0 has no place on the axis
    lines = [Series(RIGHT, numbers(np.where(right > floor, right, np.nan)), Role.RIGHT)]
    if yours is not None:
        shown = numbers(np.where(yours > floor, yours, np.nan))
        lines.append(Series(YOURS, shown, Role.YOURS))
    return Picture(
        title="How far back a gradient reaches",
        sentence=sentence,
        note=f"The size (spectral norm) of the derivative of the last {what} with respect to the "
        f"{what} after each step. The further left, the longer ago; each line step down is a "
        "power of ten.",
        across="step",
        up="size of the derivative",
        x=tuple(map(float, range(T + 1))),
        panels=(Panel(f"derivative of {what} {T}", tuple(lines)),),
        logarithmic=True,
    )


def suffix_reach(last, states):
    """The sizes of d h_T / d h_t for t = 0 to T, of last(t, h): h_T when h is the state after
    step t. For a function that takes a whole sequence."""
    sizes = [stretch(jacobian(lambda h, t=t: last(t, h), h)) for t, h in enumerate(states[:-1])]
    return np.array([*sizes, 1.0])


def asked(subject, name, *args, traced=False):
    """The submission's answer, which must have the right form but may have any numbers."""
    answer = subject.ask(name, *args, traced=traced)
    subject.expect(name, args, answer, atol=np.inf)
    return answer


def of_gru(truth, w, xs, h0, yours, reached):
    """The three pictures of a GRU, of `yours` (T+1, H).

    Args:
        truth: has `reset`, `update`, `candidate` and `step`, as gru_cell's equations.
        w: its weights, float64.
        reached: the sizes of yours, as `reach` gives them, or None where it has no derivative.
    """
    h0 = np.asarray(h0, np.float64)
    right = run(lambda x, h: truth.step(w, x, h), xs.astype(np.float64), h0)
    yield states(right, yours)
    before = yours[:-1].astype(np.float64)
    r, z = zip(*((truth.reset(w, x, h), truth.update(w, x, h))
                 for x, h in zip(xs, before, strict=True)), strict=True)  # fmt: skip
    new = np.stack([truth.candidate(w, *point) for point in zip(xs, before, r, z, strict=True)])
    yield gates(np.stack(z), effective(before, yours[1:], new), np.stack(r))
    own = step_jacobians(lambda x, h: truth.step(w, x, h), xs, right)
    yield gradients(reach(own), reached())
