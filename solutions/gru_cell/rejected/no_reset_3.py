"""Mistake: no-reset. Caught by: r0_forgets.

The learner computed the masked state and then forgot to use it.
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
        n = nn.tanh(lin("n", jnp.concatenate([x, h_prev])))
        return h_prev * (1 - z) + n * z


def gru_cell_step(seed, x, h_prev, hidden):
    model = MyGRUCell(hidden=hidden)
    variables = jax.jit(model.init)(jax.random.PRNGKey(seed), x, h_prev)
    forward = jax.jit(model.apply)
    return forward(variables, x, h_prev).reshape(-1)
