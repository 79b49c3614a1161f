"""Mistake: delta-sign-reversed. Caught by: z1_replaces.

The learner swapped the two states inside the delta form.
"""

import jax
import jax.numpy as jnp
from flax import linen as nn


class MyGRUCell(nn.Module):
    hidden: int

    @nn.compact
    def __call__(self, x, h_prev):
        w_shape = (x.shape[-1] + self.hidden, self.hidden)
        b_shape = (self.hidden,)
        kernel_init = nn.initializers.lecun_normal()
        bias_init = nn.initializers.zeros_init()

        W_z = self.param("W_z", kernel_init, w_shape)
        b_z = self.param("b_z", bias_init, b_shape)
        W_r = self.param("W_r", kernel_init, w_shape)
        b_r = self.param("b_r", bias_init, b_shape)
        W_h = self.param("W_h", kernel_init, w_shape)
        b_h = self.param("b_h", bias_init, b_shape)

        xh = jnp.concatenate([x, h_prev])
        z = nn.sigmoid(xh @ W_z + b_z)
        r = nn.sigmoid(xh @ W_r + b_r)
        h_tilde = nn.tanh(jnp.concatenate([x, r * h_prev]) @ W_h + b_h)
        # move from the old state towards the candidate
        return h_prev + z * (h_prev - h_tilde)


def gru_cell_step(seed, x, h_prev, hidden):
    model = MyGRUCell(hidden=hidden)
    params = model.init(jax.random.PRNGKey(seed), x, h_prev)
    return model.apply(params, x, h_prev).reshape(-1)
