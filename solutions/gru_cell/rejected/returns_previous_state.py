"""Mistake: returns-previous-state. Caught by: z1_replaces.

The learner computed the new state under a new name and returned the old one.
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
        kernel_init = nn.initializers.lecun_normal()
        bias_init = nn.initializers.zeros_init()

        W_z = self.param("W_z", kernel_init, wshape)
        b_z = self.param("b_z", bias_init, bshape)
        W_r = self.param("W_r", kernel_init, wshape)
        b_r = self.param("b_r", bias_init, bshape)
        W_h = self.param("W_h", kernel_init, wshape)
        b_h = self.param("b_h", bias_init, bshape)

        cat = jnp.concatenate([x, h_prev])
        z = nn.sigmoid(cat @ W_z + b_z)
        r = nn.sigmoid(cat @ W_r + b_r)
        h_tilde = nn.tanh(jnp.concatenate([x, r * h_prev]) @ W_h + b_h)
        # move from the old state towards the candidate
        h_next = h_prev + z * (h_tilde - h_prev)
        return h_prev


def gru_cell_step(seed, x, h_prev, hidden):
    cell = MyGRUCell(hidden=hidden)
    params = cell.init(jax.random.PRNGKey(seed), x, h_prev)["params"]
    return jnp.reshape(cell.apply({"params": params}, x, h_prev), (hidden,))
