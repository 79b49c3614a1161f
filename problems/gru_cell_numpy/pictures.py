"""The pictures of a GRU step in NumPy."""

from __future__ import annotations

import numpy as np

from grader.load import load_beside

recurrent = load_beside(__file__, "gru_cell", "recurrent")
checks = load_beside(__file__, "", "checks")
D, H = 2, 3


def pictures(subject, draw):
    """State, gate and gradient along one sequence."""
    params = checks.split(draw.arrays(checks.stacked_shapes(D, H), scale=0.7), D)
    xs = recurrent.inputs(draw, D).astype(np.float64)
    h0 = draw.normal(H, scale=0.5).astype(np.float64)

    def step(x, h):
        return recurrent.asked(subject, checks.NAME, x, h, params)

    def reached():
        return recurrent.reach(recurrent.step_jacobians(step, xs, yours))

    yours = recurrent.run(step, xs, h0)
    w = subject.truth.stacked(params)
    yield from recurrent.of_gru(subject.truth, w, xs, h0, yours, reached)
