"""The pictures of a training step: loss and gradient norm while two layers are trained."""

from __future__ import annotations

import numpy as np

from grader.load import load_beside
from grader.picture import Panel, Picture

recurrent = load_beside(__file__, "gru_cell", "recurrent")
checks = load_beside(__file__, "", "checks")
STEPS = 20


def pictures(training, draw):
    """Both metrics along one run on one batch, with clipping at work in the first steps."""
    run = "layers", checks.MOMENTUM, checks.network(draw), [checks.batch(draw, 2.0)] * STEPS
    yours, right = training.run(*run), training.truth.run(*run)
    for name, title in (("loss", "The loss"), ("grad_norm", "The norm of the gradient")):
        yield curve(title, name, *(np.array([float(at[name]) for at in told])
                                   for told in (right, yours)))  # fmt: skip


def curve(title, name, right, yours):
    """One metric over the steps."""
    off = np.abs(right - yours) > 1e-3 * (1 + np.abs(right))
    end = f"After {len(right)} steps it is {yours[-1]:.3g}"
    sentence = (
        f"{end}; right is {right[-1]:.3g}. They part at step {int(np.argmax(off)) + 1}."
        if off.any()
        else f"{end}, as it should be, and so is every step before."
    )
    return Picture(
        title=title,
        sentence=sentence,
        note="One batch again and again, two linear layers, SGD with momentum.",
        across="step",
        up=name,
        x=tuple(map(float, range(1, len(right) + 1))),
        panels=(Panel(name, recurrent.pair(right, yours)),),
    )
