"""Threat: Flax's own cell as the answer, its parameters disguised. Expect: not passed.

Problem: gru_cell
"""

import flax.linen as nn
import jax

cell = getattr(nn, "GRU" + "Cell")


def gru_cell_step(seed, x, h_prev, hidden):
    made = cell(hidden)
    variables = made.init(jax.random.key(seed), h_prev, x)
    return made.apply(variables, h_prev, x)[1]
