"""The pictures of a GRU step whose weights are stored apart."""

from __future__ import annotations

import numpy as np

from grader.load import load_beside

recurrent = load_beside(__file__, "gru_cell", "recurrent")
checks = load_beside(__file__, "", "checks")
D, H = 2, 3


def pictures(subject, draw):
    """State, gate and gradient along one sequence."""
    p = draw.arrays(checks.split_shapes(D, H), scale=0.7)
    xs, h0 = recurrent.inputs(draw, D), draw.normal(H, scale=0.5)

    def step(x, h):
        return recurrent.asked(subject, checks.STEP, x, np.asarray(h, np.float32), p)

    def reached():
        return recurrent.reach(recurrent.step_jacobians(step, xs, yours))

    yours = recurrent.run(step, xs, h0)
    w = {k: np.asarray(v, np.float64) for k, v in subject.truth.weights(p).items()}
    yield from recurrent.of_gru(subject.truth, w, xs, h0, yours, reached)
