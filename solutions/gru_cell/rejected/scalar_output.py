"""Mistake: scalar-output. Caught by: runs.

The learner reduced the state to one number.
"""

import jax
import jax.numpy as jnp
from flax import linen as nn


class MyGRUCell(nn.Module):
    hidden: int

    @nn.compact
    def __call__(self, x, h_prev):
        def lin(name, inp):
            w = self.param(f"{name}_w", nn.initializers.lecun_normal(), (inp.size, self.hidden))
            b = self.param(f"{name}_b", nn.initializers.zeros, (self.hidden,))
            return inp @ w + b

        xh = jnp.concatenate([x, h_prev])
        r, z = nn.sigmoid(lin("r", xh)), nn.sigmoid(lin("z", xh))
        rh = r * h_prev
        n = nn.tanh(lin("n", jnp.concatenate([x, rh])))
        return h_prev * (1 - z) + n * z


def gru_cell_step(seed, x, h_prev, hidden):
    x = jnp.asarray(x, dtype=jnp.float32)
    h_prev = jnp.asarray(h_prev, dtype=jnp.float32)

    gru = MyGRUCell(hidden=hidden)
    rng = jax.random.PRNGKey(seed)
    p = gru.init(rng, x, h_prev)
    out = gru.apply(p, x, h_prev)
    return out.mean()
