"""The pictures of the blend: a dial turned from closed to open, and a state that it drives."""

from __future__ import annotations

import numpy as np

from grader.load import load_beside
from grader.picture import Panel, Picture

recurrent = load_beside(__file__, "gru_cell", "recurrent")
NAME = "gru_blend"
H, TURNS = 3, 11


def pictures(subject, draw):
    """What the dial does, and the state over time."""
    yield dial(subject, draw)
    z = 1 / (1 + np.exp(-draw.normal(recurrent.STEPS, H, scale=1.5).astype(np.float64)))
    new = np.tanh(draw.normal(recurrent.STEPS, H).astype(np.float64))
    h0 = draw.normal(H).astype(np.float64)
    given = list(zip(new, z, strict=True))

    def step(x, h):
        return recurrent.asked(subject, NAME, np.asarray(h, np.float64), *x)

    def right_step(x, h):
        return subject.truth.gru_blend(h, *x)

    right, yours = recurrent.run(right_step, given, h0), recurrent.run(step, given, h0)
    yield recurrent.states(right, yours, note="Candidates and gates are given at every step.")


def dial(subject, draw):
    """The share of the new in the answer against z, one panel."""
    old, new = -1.0, 1.0
    z = np.linspace(0, 1, TURNS)
    answer = recurrent.asked(subject, NAME, np.full(TURNS, old), np.full(TURNS, new), z)
    share = recurrent.effective(np.full(TURNS, old), answer, np.full(TURNS, new))
    return Picture(
        title="The dial",
        sentence=recurrent.told(z, share),
        note="Every unit goes from -1 to 1, with another z; the right line is the diagonal.",
        across="z",
        up="share of the new",
        x=recurrent.numbers(z),
        panels=(Panel("old state -1, candidate 1", recurrent.pair(z, share)),),
    )
