"""The pictures of a plain recurrent cell."""

from __future__ import annotations

import numpy as np

from grader.load import load_beside

recurrent = load_beside(__file__, "gru_cell", "recurrent")
checks = load_beside(__file__, "", "checks")
NAME = "rnn_cell_step"
D, H = 2, 3


def pictures(subject, draw):
    """State and gradient along one sequence."""
    _, _, params = checks.question(draw, D, H)
    xs = recurrent.inputs(draw, D).astype(np.float64)
    h0 = draw.normal(H, scale=0.5).astype(np.float64)

    def step(x, h):
        return recurrent.asked(subject, NAME, x, np.asarray(h, np.float64), params)

    def right_step(x, h):
        return subject.truth.rnn_cell_step(x, h, params)

    right, yours = recurrent.run(right_step, xs, h0), recurrent.run(step, xs, h0)
    yield recurrent.states(right, yours)
    yield recurrent.gradients(
        recurrent.reach(recurrent.step_jacobians(right_step, xs, right)),
        recurrent.reach(recurrent.step_jacobians(step, xs, yours)),
    )
