"""Mistake: reset-ignores-state. Caught by: equations.

The learner forgot the recurrent term of the reset gate.
"""

import jax
import jax.numpy as jnp
from flax import linen as nn


class MyGRUCell(nn.Module):
    """Every kernel is stored as one block: the rows of x first, the rows of h below."""

    hidden: int

    @nn.compact
    def __call__(self, x, h):
        D = x.shape[0]
        shape = (D + self.hidden, self.hidden)
        lecun, zeros = nn.initializers.lecun_normal(), nn.initializers.zeros

        Kr = self.param("Kr", lecun, shape)
        reset_bias = self.param("reset_bias", zeros, (self.hidden,))
        Kz = self.param("Kz", lecun, shape)
        update_bias = self.param("update_bias", zeros, (self.hidden,))
        Kc = self.param("Kc", lecun, shape)
        cand_bias = self.param("cand_bias", zeros, (self.hidden,))

        r = nn.sigmoid(x @ Kr[:D] + reset_bias)
        z = nn.sigmoid(x @ Kz[:D] + h @ Kz[D:] + update_bias)
        cand = jnp.tanh(x @ Kc[:D] + (r * h) @ Kc[D:] + cand_bias)
        return (1.0 - z) * h + z * cand


def gru_cell_step(seed, x, h_prev, hidden):
    x = jnp.asarray(x, dtype=jnp.float32)
    h_prev = jnp.asarray(h_prev, dtype=jnp.float32)

    gru = MyGRUCell(hidden=hidden)
    rng = jax.random.PRNGKey(seed)
    p = gru.init(rng, x, h_prev)
    out = gru.apply(p, x, h_prev)
    return out.flatten()
