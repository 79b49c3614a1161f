"""Mistake: no-reset + keep-term-dropped. Caught by: z0_keeps.

The learner tested with a zero state, where neither the reset nor the kept part can be seen.
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
        c_t = jnp.tanh(v @ Wc + bc)
        h_t = z_t * c_t
        return h_t


def gru_cell_step(seed, x, h_prev, hidden):
    cell = MyGRUCell(hidden=hidden)
    params = cell.init(jax.random.PRNGKey(seed), x, h_prev)["params"]
    return jnp.reshape(cell.apply({"params": params}, x, h_prev), (hidden,))
