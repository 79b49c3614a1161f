"""Mistake: reset-by-z. Caught by: r0_forgets.

The learner typed the wrong gate's letter in the candidate.
"""

import jax
import jax.numpy as jnp
from flax import linen as nn


class MyGRUCell(nn.Module):
    hidden: int

    def gate_params(self, name, rows):
        W = self.param(f"W_{name}", nn.initializers.lecun_normal(), (rows, self.hidden))
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
        masked = jnp.concatenate((x, z * h_prev))
        candidate = nn.tanh(masked @ W_h + b_h)
        return (1 - z) * h_prev + z * candidate


def gru_cell_step(seed, x, h_prev, hidden):
    """Initialise MyGRUCell with `seed` and run it once.

    Returns the new hidden state, shape (H,).
    """
    cell = MyGRUCell(hidden=hidden)
    init_key = jax.random.PRNGKey(seed)
    variables = cell.init(init_key, x, h_prev)
    return cell.apply(variables, x, h_prev).flatten()
