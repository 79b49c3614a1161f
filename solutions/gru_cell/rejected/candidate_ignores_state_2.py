"""Mistake: candidate-ignores-state. Caught by: z1_replaces.

The learner filled the state's place with zeros and never put the masked state in.
"""

import jax
import jax.numpy as jnp
from flax.linen import Module, compact
from flax.linen.initializers import lecun_normal, zeros
from jax.nn import sigmoid


class MyGRUCell(Module):
    hidden: int

    @compact
    def __call__(self, x_t, h_tm1):
        mat = (x_t.shape[0] + self.hidden, self.hidden)
        vec = (self.hidden,)
        Wr, br = self.param("Wr", lecun_normal(), mat), self.param("br", zeros, vec)
        Wz, bz = self.param("Wz", lecun_normal(), mat), self.param("bz", zeros, vec)
        Wc, bc = self.param("Wc", lecun_normal(), mat), self.param("bc", zeros, vec)

        v = jnp.concatenate([x_t, h_tm1])
        r_t = sigmoid(v @ Wr + br)
        z_t = sigmoid(v @ Wz + bz)
        v = jnp.concatenate([x_t, jnp.zeros(self.hidden)])
        c_t = jnp.tanh(v @ Wc + bc)
        h_t = (1 - z_t) * h_tm1 + z_t * c_t
        return h_t


def gru_cell_step(seed: int, x: jax.Array, h_prev: jax.Array, hidden: int) -> jax.Array:
    """One step from `h_prev`, with weights drawn from `seed`."""
    cell = MyGRUCell(hidden)
    variables = cell.init(jax.random.key(seed), x, h_prev)
    h = cell.apply(variables, x, h_prev)
    return jnp.ravel(h)
