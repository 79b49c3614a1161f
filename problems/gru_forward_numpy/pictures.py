"""The pictures of a GRU that is run along a sequence in NumPy."""

from __future__ import annotations

import numpy as np

from grader.load import load_beside

recurrent = load_beside(__file__, "gru_cell", "recurrent")
step = load_beside(__file__, "gru_cell_numpy", "checks")
NAME = "gru_forward"
D, H = 2, 3


def pictures(subject, draw):
    """State, gate and gradient along one sequence."""
    params = step.split(draw.arrays(step.stacked_shapes(D, H), scale=0.7), D)
    xs = recurrent.inputs(draw, D).astype(np.float64)
    h0 = draw.normal(H, scale=0.5).astype(np.float64)

    def last(t, h):
        return recurrent.asked(subject, NAME, xs[t:], h, params)[-1]

    yours = np.stack([h0, *recurrent.asked(subject, NAME, xs, h0, params)])
    w = subject.truth.stacked(params)
    yield from recurrent.of_gru(
        subject.truth, w, xs, h0, yours, lambda: recurrent.suffix_reach(last, yours)
    )
