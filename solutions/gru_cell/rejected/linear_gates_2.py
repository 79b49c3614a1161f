"""Mistake: linear-gates. Caught by: z0_keeps.

The learner's submodule returns the affine part and nobody squashes it for the gates.
"""

import jax
import jax.numpy as jnp
from flax import linen as nn


class Linear(nn.Module):
    """v @ W + b with our own parameters."""

    out: int

    @nn.compact
    def __call__(self, v):
        W = self.param("W", nn.initializers.lecun_normal(), (v.shape[-1], self.out))
        b = self.param("b", nn.initializers.zeros, (self.out,))
        return v @ W + b


class MyGRUCell(nn.Module):
    hidden: int

    @nn.compact
    def __call__(self, x, h):
        xh = jnp.concatenate([x, h], axis=-1)
        r = Linear(self.hidden, name="reset")(xh)
        z = Linear(self.hidden, name="update")(xh)
        xrh = jnp.concatenate([x, r * h], axis=-1)
        h_hat = jnp.tanh(Linear(self.hidden, name="candidate")(xrh))
        return (1 - z) * h + z * h_hat


def gru_cell_step(seed, x, h_prev, hidden):
    key = jax.random.key(seed)
    h, _ = MyGRUCell(hidden=hidden).init_with_output(key, x, h_prev)
    return h.reshape((-1,))
