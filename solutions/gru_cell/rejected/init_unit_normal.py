"""Mistake: init-unit-normal. Caught by: initial_weights.

The learner passed the sampler itself where an initializer was asked.
"""

import jax
import jax.numpy as jnp
from flax.linen import Module, compact
from flax.linen.initializers import zeros
from jax.nn import sigmoid


class MyGRUCell(Module):
    hidden: int

    @compact
    def __call__(self, x_t, h_tm1):
        mat = (x_t.shape[0] + self.hidden, self.hidden)
        vec = (self.hidden,)
        Wr, br = self.param("Wr", jax.random.normal, mat), self.param("br", zeros, vec)
        Wz, bz = self.param("Wz", jax.random.normal, mat), self.param("bz", zeros, vec)
        Wc, bc = self.param("Wc", jax.random.normal, mat), self.param("bc", zeros, vec)

        v = jnp.concatenate([x_t, h_tm1])
        r_t = sigmoid(v @ Wr + br)
        z_t = sigmoid(v @ Wz + bz)
        c_t = jnp.tanh(jnp.concatenate([x_t, r_t * h_tm1]) @ Wc + bc)
        h_t = (1 - z_t) * h_tm1 + z_t * c_t
        return h_t


def gru_cell_step(seed, x, h_prev, hidden):
    model = MyGRUCell(hidden=hidden)
    params = model.init(jax.random.PRNGKey(seed), x, h_prev)
    return model.apply(params, x, h_prev).reshape(-1)
