"""The pictures of an LSTM cell: shown state, memory, forget gate and gradient."""

from __future__ import annotations

import numpy as np

from grader.errors import SubmissionStopped
from grader.load import load_beside
from grader.picture import Panel, Picture, Role, Series
from grader.submission import as_handle

recurrent = load_beside(__file__, "gru_cell", "recurrent")
checks = load_beside(__file__, "", "checks")
D, H = 3, 3
HELD = 0.1  # least |c_prev| from which a forget gate can be read off


def pictures(subject, draw):
    """Along one sequence, both states from given ones."""
    p = draw.arrays(checks.shapes(D, H), scale=0.7)
    xs, start = recurrent.inputs(draw, D), draw.normal(2 * H, scale=0.7)

    def step(x, s):
        s = np.asarray(s, np.float32)
        return np.concatenate(
            recurrent.asked(subject, checks.STEP, p, x, s[:H], s[H:], traced=True)
        )

    def right_step(x, s):
        return np.concatenate(subject.truth.lstm_cell_step(p, x, s[:H], s[H:]))

    right, yours = recurrent.run(right_step, xs, start), recurrent.run(step, xs, start)
    yield recurrent.states(right[:, :H], yours[:, :H], title="The shown state h", up="h")
    yield recurrent.states(right[:, H:], yours[:, H:], title="The memory c", up="c")
    yield forget(subject, p, xs, yours)
    yield recurrent.gradients(
        recurrent.reach(recurrent.step_jacobians(right_step, xs, right)),
        reached(subject, p, xs, yours[:-1]),
        what="state (h and c)",
    )


def forget(subject, p, xs, yours):
    """The forget gate that the equations give against the one that the memory shows, with i."""
    wide = {name: array.astype(np.float64) for name, array in p.items()}
    h, c = yours[:-1, :H].astype(np.float64), yours[:-1, H:].astype(np.float64)
    points = zip(xs, h, c, strict=True)
    f, i, _, g = (np.stack(v) for v in zip(*(subject.truth.gates(wide, *at) for at in points),
                                           strict=True))  # fmt: skip
    told = np.abs(c) >= HELD
    kept = np.where(told, (yours[1:, H:] - i * g) / np.where(told, c, 1), np.nan)
    as_f = int((np.abs(kept - f)[told] <= recurrent.NEAR).sum())
    count = int(told.sum())
    sentence = (
        f"Your memory keeps as much as f says at all {count} points where it can be told."
        if as_f == count
        else f"Your memory keeps as much as f says at {as_f} of the {count} points where it can be "
        "told."
    )
    panels = [
        Panel(f"unit {n}", (*recurrent.pair(f[:, n], kept[:, n]),
              Series("input gate i, by the equations", recurrent.numbers(i[:, n]), Role.OTHER)))
        for n in range(H)
    ]  # fmt: skip
    return Picture(
        title="The forget gate, as it acts",
        sentence=sentence,
        note="Yours is read off your memory: (c' − i g) / c, with i and g by the equations. A gap "
        "is where the memory is too near 0 to tell.",
        across="step",
        up="share kept",
        x=tuple(map(float, range(1, len(xs) + 1))),
        panels=tuple(panels),
    )


def reached(subject, p, xs, states):
    """How far the gradient reaches, from pullbacks, a row each; None when it has none."""
    library = subject.context.library
    zero, rows = np.zeros(H, np.float32), np.eye(H, dtype=np.float32)
    cotangents = [(row, zero) for row in rows] + [(zero, row) for row in rows]
    try:
        pulled = as_handle(library.traced(as_handle(library.pullback(subject.traced(checks.STEP)))))
        found = []
        for x, s in zip(xs, states.astype(np.float32), strict=True):
            slopes = [pulled(c, p, x, s[:H], s[H:])[1][2:] for c in cotangents]
            found.append(np.stack([np.concatenate(pair) for pair in slopes]).astype(np.float64))
    except SubmissionStopped as stopped:
        if stopped.outcome.raised is None:
            raise
        return None
    return recurrent.reach(found)
