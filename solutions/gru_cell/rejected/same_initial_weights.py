"""Mistake: same-initial-weights. Caught by: initial_weights.

The learner wanted the three layers to start equal and train apart.
"""

import jax
import jax.numpy as jnp
from flax import linen as nn


class MyGRUCell(nn.Module):
    hidden: int

    @nn.compact
    def __call__(self, x, h_prev):
        shape = (x.shape[-1] + self.hidden, self.hidden)
        W_r = self.param("W_r", nn.initializers.lecun_normal(), shape)
        W_z = self.param("W_z", lambda key, shape: W_r, shape)
        W_h = self.param("W_h", lambda key, shape: W_r, shape)
        b_r = self.param("b_r", nn.initializers.zeros, (self.hidden,))
        b_z = self.param("b_z", nn.initializers.zeros, (self.hidden,))
        b_h = self.param("b_h", nn.initializers.zeros, (self.hidden,))

        xh = jnp.concatenate([x, h_prev])
        r = nn.sigmoid(xh @ W_r + b_r)
        z = nn.sigmoid(xh @ W_z + b_z)
        h_tilde = jnp.tanh(jnp.concatenate([x, r * h_prev]) @ W_h + b_h)
        return (1 - z) * h_prev + z * h_tilde


def gru_cell_step(seed, x, h_prev, hidden):
    model = MyGRUCell(hidden=hidden)
    params = model.init(jax.random.PRNGKey(seed), x, h_prev)
    return model.apply(params, x, h_prev).reshape(-1)
