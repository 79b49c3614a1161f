"""Mistake: add-without-forget. Caught by: z1_replaces.

The learner wrote the delta form from memory and lost the subtraction.
"""

import jax
import jax.numpy as jnp
from flax import linen as nn


class MyGRUCell(nn.Module):
    hidden: int

    @nn.compact
    def __call__(self, x, h_prev):
        wshape = (x.shape[-1] + self.hidden, self.hidden)
        bshape = (self.hidden,)
        w_init = nn.initializers.lecun_normal()
        b_init = nn.initializers.zeros_init()

        W_z = self.param("W_z", w_init, wshape)
        b_z = self.param("b_z", b_init, bshape)
        W_r = self.param("W_r", w_init, wshape)
        b_r = self.param("b_r", b_init, bshape)
        W_h = self.param("W_h", w_init, wshape)
        b_h = self.param("b_h", b_init, bshape)

        xh = jnp.concatenate([x, h_prev])
        z = nn.sigmoid(xh @ W_z + b_z)
        r = nn.sigmoid(xh @ W_r + b_r)
        h_tilde = nn.tanh(jnp.concatenate([x, r * h_prev]) @ W_h + b_h)
        # move from the old state towards the candidate
        return h_prev + z * h_tilde


def gru_cell_step(seed, x, h_prev, hidden):
    """Initialise MyGRUCell with `seed` and run it once.

    Returns the new hidden state, shape (H,).
    """
    cell = MyGRUCell(hidden=hidden)
    init_key = jax.random.PRNGKey(seed)
    variables = cell.init(init_key, x, h_prev)
    return cell.apply(variables, x, h_prev).flatten()
