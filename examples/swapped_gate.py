"""A first try at problems/gru_cell. It runs, its numbers look sensible, and one line is wrong.

grade gru_cell examples/swapped_gate.py
"""

import jax
import jax.numpy as jnp
from flax import linen as nn


class MyGRUCell(nn.Module):
    hidden: int

    @nn.compact
    def __call__(self, x, h_prev):
        rows = x.shape[-1] + self.hidden
        lecun = nn.initializers.lecun_normal()
        zeros = nn.initializers.zeros

        W_reset = self.param("W_reset", lecun, (rows, self.hidden))
        b_reset = self.param("b_reset", zeros, (self.hidden,))
        W_update = self.param("W_update", lecun, (rows, self.hidden))
        b_update = self.param("b_update", zeros, (self.hidden,))
        W_new = self.param("W_new", lecun, (rows, self.hidden))
        b_new = self.param("b_new", zeros, (self.hidden,))

        seen = jnp.concatenate([x, h_prev])
        r = nn.sigmoid(seen @ W_reset + b_reset)
        z = nn.sigmoid(seen @ W_update + b_update)

        # the reset gate decides how much of the past the new state may look at
        new = jnp.tanh(jnp.concatenate([x, r * h_prev]) @ W_new + b_new)

        # the update gate decides how much of the past to keep
        return z * h_prev + (1 - z) * new


def gru_cell_step(seed, x, h_prev, hidden):
    cell = MyGRUCell(hidden=hidden)
    variables = cell.init(jax.random.key(seed), x, h_prev)
    return cell.apply(variables, x, h_prev).reshape(-1)
