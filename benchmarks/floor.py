"""The least that any grade of a Flax cell must do: import JAX and Flax, then one eager step.

Nothing of `grader` is used. What `grade` takes beyond this is the grader's own cost.
"""

import jax
import jax.numpy as jnp
from flax import linen as nn


class Cell(nn.Module):
    hidden: int

    @nn.compact
    def __call__(self, x: jax.Array, h: jax.Array) -> jax.Array:
        def affine(name: str, v: jax.Array) -> jax.Array:
            shape = (v.shape[-1], self.hidden)
            W = self.param(f"W_{name}", nn.initializers.lecun_normal(), shape)
            return v @ W + self.param(f"b_{name}", nn.initializers.zeros, (self.hidden,))

        xh = jnp.concatenate([x, h])
        r, z = nn.sigmoid(affine("r", xh)), nn.sigmoid(affine("z", xh))
        new = jnp.tanh(affine("h", jnp.concatenate([x, r * h])))
        return (1 - z) * h + z * new


cell = Cell(hidden=4)
x, h = jnp.ones(3), jnp.ones(4)
variables = cell.init(jax.random.key(0), x, h)
assert cell.apply(variables, x, h).block_until_ready().shape == (4,)
