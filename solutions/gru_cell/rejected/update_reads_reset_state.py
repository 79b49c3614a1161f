"""Mistake: update-reads-reset-state. Caught by: equations.

The learner masked the state first and fed the update gate from the masked one.
"""

import jax.numpy as jnp
from flax import linen as nn
from jax import random


class MyGRUCell(nn.Module):
    hidden: int

    @nn.compact
    def __call__(self, x, h_prev):
        def lin(name, inp):
            w = self.param(f"{name}_w", nn.initializers.lecun_normal(), (inp.size, self.hidden))
            b = self.param(f"{name}_b", nn.initializers.zeros, (self.hidden,))
            return inp @ w + b

        xh = jnp.concatenate([x, h_prev])
        r = nn.sigmoid(lin("r", xh))
        xh = jnp.concatenate([x, r * h_prev])
        z = nn.sigmoid(lin("z", xh))
        n = nn.tanh(lin("n", xh))
        return h_prev * (1 - z) + n * z


def gru_cell_step(seed, x, h_prev, hidden):
    rng = random.PRNGKey(seed)
    cell = MyGRUCell(hidden=hidden)
    variables = cell.init(rng, x, h_prev)
    new_state = cell.apply(variables, x, h_prev)
    return new_state.ravel()
