"""Mistake: uses-variable. Caught by: from_scratch.

The learner made a collection of their own for the weights.
"""

import jax
import jax.numpy as jnp
from flax import linen as nn


class MyGRUCell(nn.Module):
    hidden: int

    @nn.compact
    def __call__(self, x, h):
        shape = (x.shape[0] + self.hidden, self.hidden)
        lecun = nn.initializers.lecun_normal()
        W, b = [], []
        for gate in ("reset", "update", "cand"):
            w = self.variable("weights", f"{gate}_w", lambda: lecun(self.make_rng(), shape))
            W.append(w.value)
            b.append(self.variable("weights", f"{gate}_b", jnp.zeros, self.hidden).value)

        xh = jnp.concatenate([x, h])
        r = nn.sigmoid(xh @ W[0] + b[0])
        z = nn.sigmoid(xh @ W[1] + b[1])
        c = nn.tanh(jnp.concatenate([x, r * h]) @ W[2] + b[2])
        return (1 - z) * h + z * c


def gru_cell_step(seed: int, x: jax.Array, h_prev: jax.Array, hidden: int) -> jax.Array:
    """One step from `h_prev`, with weights drawn from `seed`."""
    cell = MyGRUCell(hidden)
    variables = cell.init(jax.random.key(seed), x, h_prev)
    h = cell.apply(variables, x, h_prev)
    return jnp.ravel(h)
