"""Mistake: own-parameters-outside-init. Caught by: from_scratch.

The learner asked the module for its shapes only and filled them in without init.
"""

import jax
import jax.numpy as jnp
from flax import linen as nn


class MyGRUCell(nn.Module):
    hidden: int

    @nn.compact
    def __call__(self, x, h_prev):
        H = self.hidden
        W, b = {}, {}
        for gate in ("r", "z", "h"):
            W[gate] = self.param("W_" + gate, nn.initializers.lecun_normal(), (x.shape[-1] + H, H))
            b[gate] = self.param("b_" + gate, nn.initializers.zeros, (H,))

        joined = jnp.concatenate([x, h_prev])
        r = nn.sigmoid(joined @ W["r"] + b["r"])
        z = nn.sigmoid(joined @ W["z"] + b["z"])

        joined_reset = jnp.concatenate([x, r * h_prev])
        h_bar = jnp.tanh(joined_reset @ W["h"] + b["h"])

        h_next = (1 - z) * h_prev + z * h_bar
        return h_next


def random_params(seed, inputs, hidden):
    key = jax.random.key(seed)
    params = {}
    for gate in ("r", "z", "h"):
        key, sub = jax.random.split(key)
        params["W_" + gate] = nn.initializers.lecun_normal()(sub, (inputs + hidden, hidden))
        params["b_" + gate] = jnp.zeros((hidden,), jnp.float32)
    return params


def gru_cell_step(seed, x, h_prev, hidden):
    cell = MyGRUCell(hidden)
    variables = {"params": random_params(seed, x.size, hidden)}
    return jnp.ravel(cell.apply(variables, x, h_prev))
