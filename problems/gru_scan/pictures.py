"""The pictures of a GRU along a sequence, in one loop of the compiler's."""

from __future__ import annotations

import numpy as np

from grader.errors import CheckFailed, SubmissionStopped
from grader.load import load_beside

recurrent = load_beside(__file__, "gru_cell", "recurrent")
checks = load_beside(__file__, "", "checks")
D, H = 2, 3


def pictures(subject, draw):
    """State, gate and gradient along one sequence."""
    P = draw.arrays(checks.sequence.weights(D, H), scale=0.7)
    xs, h0 = recurrent.inputs(draw, D), draw.normal(H, scale=0.5)
    _, hs = recurrent.asked(subject, checks.NAME, P, xs, h0, traced=True)
    yours = np.stack([h0, *hs])
    w = {name: array.astype(np.float64) for name, array in P.items()}
    yield from recurrent.of_gru(
        subject.truth, w, xs, h0, yours, lambda: reached(subject, P, xs, yours[:-1])
    )


def reached(subject, P, xs, states):
    """How far the gradient reaches, by the submission's own gradients; None where it has none.

    Each step is a sequence of length 1 from the state before it: one shape, traced once.
    """
    T = len(xs)
    units = np.tile(np.eye(H, dtype=np.float32), (T, 1))  # unit i of step t is row t * H + i
    none = np.zeros((T * H, 1, H), np.float32)
    each = np.repeat(xs, H, axis=0)[:, None], np.repeat(states, H, axis=0).astype(np.float32)
    try:
        _, (slopes,) = subject.gradients([2], (units, none, P, *each), axes=(None, 0, 0))
    except CheckFailed:  # it cannot be differentiated
        return None
    except SubmissionStopped as stopped:
        if stopped.outcome.raised is None:
            raise
        return None
    return recurrent.reach(list(np.asarray(slopes, np.float64).reshape(T, H, H)))
