"""Mistake: plain-average. Caught by: z0_keeps.

The learner heard that the state is an average of past and present and took the plain one.
"""

import jax
import jax.numpy as jnp
from flax import linen as nn


class MyGRUCell(nn.Module):
    """The paper's layout, with the state in front of the input: [h, x]."""

    hidden: int

    @nn.compact
    def __call__(self, x, h_prev):
        total = self.hidden + x.shape[-1]
        Wr = self.param("Wr", nn.initializers.lecun_normal(), (total, self.hidden))
        br = self.param("br", nn.initializers.zeros, (self.hidden,))
        Wz = self.param("Wz", nn.initializers.lecun_normal(), (total, self.hidden))
        bz = self.param("bz", nn.initializers.zeros, (self.hidden,))
        W = self.param("W", nn.initializers.lecun_normal(), (total, self.hidden))
        b = self.param("b", nn.initializers.zeros, (self.hidden,))

        hx = jnp.concatenate([h_prev, x])
        r = nn.sigmoid(hx @ Wr + br)
        z = nn.sigmoid(hx @ Wz + bz)
        h_cand = jnp.tanh(jnp.concatenate([r * h_prev, x]) @ W + b)
        return 0.5 * (h_prev + h_cand)


def gru_cell_step(seed, x, h_prev, hidden):
    model = MyGRUCell(hidden=hidden)
    params = model.init(jax.random.PRNGKey(seed), x, h_prev)
    return model.apply(params, x, h_prev).reshape(-1)
