"""Mistake: library-layer. Caught by: from_scratch.

The learner imported the layer by name and made three of it in setup.
"""

import jax
import jax.numpy as jnp
from flax.linen import Dense, Module
from flax.linen.initializers import lecun_normal, zeros


class MyGRUCell(Module):
    """GRU cell made of three dense layers."""

    hidden: int

    def setup(self):
        self.reset = Dense(self.hidden, kernel_init=lecun_normal(), bias_init=zeros)
        self.update = Dense(self.hidden, kernel_init=lecun_normal(), bias_init=zeros)
        self.propose = Dense(self.hidden, kernel_init=lecun_normal(), bias_init=zeros)

    def __call__(self, x, h):
        v = jnp.concatenate([x, h], axis=-1)
        r = jax.nn.sigmoid(self.reset(v))
        z = jax.nn.sigmoid(self.update(v))
        n = jnp.tanh(self.propose(jnp.concatenate([x, r * h], axis=-1)))
        return h + z * (n - h)


def gru_cell_step(seed: int, x: jax.Array, h_prev: jax.Array, hidden: int) -> jax.Array:
    """One step from `h_prev`, with weights drawn from `seed`."""
    cell = MyGRUCell(hidden)
    variables = cell.init(jax.random.key(seed), x, h_prev)
    h = cell.apply(variables, x, h_prev)
    return jnp.ravel(h)
