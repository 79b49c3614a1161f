"""The pictures of a GRU cell, with its parameters in the judge's hands."""

from __future__ import annotations

import numpy as np

from grader.draw import Draw
from grader.errors import SubmissionStopped
from grader.load import load_beside

recurrent = load_beside(__file__, "", "recurrent")
checks = load_beside(__file__, "", "checks")


def pictures(cell, draw):
    """State, gate and gradient along one sequence."""
    identified(cell, draw)
    draw = Draw(cell.context.seed, "a sequence")  # however much the search above has drawn
    D, H = cell.small
    weights = cell.draw_weights(draw, D, H)
    xs, h0 = recurrent.inputs(draw, D), draw.normal(H, scale=0.5)
    yours = recurrent.run(lambda x, h: cell.step(weights, x, h), xs, h0)

    def reached():
        arrays = cell.roles.by_leaf(weights, cell.reading)
        return pulled_back(cell, arrays, xs, yours[:-1])

    wide = {role: array.astype(np.float64) for role, array in weights.items()}
    yield from recurrent.of_gru(cell.truth, wide, xs, h0, yours, reached)


def identified(cell, draw):
    """Find out which of the learner's arrays plays which role."""
    checks.runs(cell, draw)
    checks.parameters(cell, draw)


def pulled_back(cell, arrays, xs, states):
    """How far the gradient reaches, from pullbacks, a row each; None when it has none."""
    T, H = states.shape
    rows = T * H  # unit i of step t is row t * H + i
    if cell.traced is None:
        return None
    many = {leaf: np.broadcast_to(a, (rows, *a.shape)).copy() for leaf, a in arrays.items()}
    unit = np.tile(np.eye(H, dtype=np.float32), (T, 1))
    x, h = np.repeat(xs, H, axis=0), np.repeat(states, H, axis=0).astype(np.float32)
    try:
        pullback = cell.traced.mapped(xs.shape[1], H, pullback=True)
        (_, (_, _, slopes)), _ = pullback.call((unit, many, x, h), arrays="numpy")
    except SubmissionStopped as stopped:
        if stopped.outcome.raised is None:
            raise
        return None
    return recurrent.reach(list(np.asarray(slopes, np.float64).reshape(T, H, H)))
