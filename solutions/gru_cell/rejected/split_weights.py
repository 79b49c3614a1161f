"""Mistake: split-weights. Caught by: parameters.

The learner kept separate matrices for the input and for the state.
"""

import jax
import jax.numpy as jnp
from flax import linen as nn


class MyGRUCell(nn.Module):
    hidden: int

    @nn.compact
    def __call__(self, x, h):
        D, H = x.shape[-1], self.hidden
        lecun, zeros = nn.initializers.lecun_normal(), nn.initializers.zeros
        W_r = self.param("W_r", lecun, (D, H))
        U_r = self.param("U_r", lecun, (H, H))
        b_r = self.param("b_r", zeros, (H,))
        W_z = self.param("W_z", lecun, (D, H))
        U_z = self.param("U_z", lecun, (H, H))
        b_z = self.param("b_z", zeros, (H,))
        W_h = self.param("W_h", lecun, (D, H))
        U_h = self.param("U_h", lecun, (H, H))
        b_h = self.param("b_h", zeros, (H,))

        r = nn.sigmoid(x @ W_r + h @ U_r + b_r)
        z = nn.sigmoid(x @ W_z + h @ U_z + b_z)
        h_tilde = jnp.tanh(x @ W_h + (r * h) @ U_h + b_h)
        return (1 - z) * h + z * h_tilde


def gru_cell_step(seed, x, h_prev, hidden):
    """Initialise MyGRUCell with `seed` and run it once.

    Returns the new hidden state, shape (H,).
    """
    cell = MyGRUCell(hidden=hidden)
    init_key = jax.random.PRNGKey(seed)
    variables = cell.init(init_key, x, h_prev)
    return cell.apply(variables, x, h_prev).flatten()
