"""Mistake: new-term-dropped. Caught by: z1_replaces.

The learner stopped after the kept part of the last equation.
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

        v = jnp.concatenate([x, h_prev])
        r = nn.sigmoid(v @ W["r"] + b["r"])
        z = nn.sigmoid(v @ W["z"] + b["z"])

        v_reset = jnp.concatenate([x, r * h_prev])
        h_hat = jnp.tanh(v_reset @ W["h"] + b["h"])

        h_next = (1 - z) * h_prev
        return h_next


def gru_cell_step(seed: int, x: jax.Array, h_prev: jax.Array, hidden: int) -> jax.Array:
    """One step from `h_prev`, with weights drawn from `seed`."""
    cell = MyGRUCell(hidden)
    variables = cell.init(jax.random.key(seed), x, h_prev)
    h = cell.apply(variables, x, h_prev)
    return jnp.ravel(h)
