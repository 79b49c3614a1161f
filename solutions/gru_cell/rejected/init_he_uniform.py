"""Mistake: init-he-uniform. Caught by: initial_weights.

The learner took the first initializer that came to mind.
"""

import jax
import jax.numpy as jnp
from flax import linen as nn


class MyGRUCell(nn.Module):
    hidden: int

    def gate_params(self, name, rows):
        W = self.param(f"W_{name}", nn.initializers.he_uniform(), (rows, self.hidden))
        b = self.param(f"b_{name}", nn.initializers.zeros, (self.hidden,))
        return W, b

    @nn.compact
    def __call__(self, x, h_prev):
        rows = x.size + self.hidden
        W_r, b_r = self.gate_params("r", rows)
        W_z, b_z = self.gate_params("z", rows)
        W_h, b_h = self.gate_params("h", rows)

        xh = jnp.concatenate((x, h_prev))
        r = nn.sigmoid(xh @ W_r + b_r)  # reset gate
        z = nn.sigmoid(xh @ W_z + b_z)  # update gate
        masked = jnp.concatenate((x, r * h_prev))
        candidate = nn.tanh(masked @ W_h + b_h)
        return (1 - z) * h_prev + z * candidate


def gru_cell_step(seed, x, h_prev, hidden):
    cell = MyGRUCell(hidden=hidden)
    params = cell.init(jax.random.PRNGKey(seed), x, h_prev)["params"]
    return jnp.reshape(cell.apply({"params": params}, x, h_prev), (hidden,))
