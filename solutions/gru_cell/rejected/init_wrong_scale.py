"""Mistake: init-wrong-scale. Caught by: initial_weights.

The learner took the plain normal initializer, whose spread is fixed.
"""

import flax.linen as nn
import jax
import jax.numpy as jnp


class MyGRUCell(nn.Module):
    hidden: int

    @nn.compact
    def __call__(self, x, h_prev):
        inp = jnp.hstack([x, h_prev])
        fan_in = inp.shape[-1]

        w_r = self.param("w_r", nn.initializers.normal(), (fan_in, self.hidden))
        w_z = self.param("w_z", nn.initializers.normal(), (fan_in, self.hidden))
        w_c = self.param("w_c", nn.initializers.normal(), (fan_in, self.hidden))
        c_r = self.param("c_r", nn.initializers.zeros, (self.hidden,))
        c_z = self.param("c_z", nn.initializers.zeros, (self.hidden,))
        c_c = self.param("c_c", nn.initializers.zeros, (self.hidden,))

        r = jax.nn.sigmoid(jnp.einsum("i,ij->j", inp, w_r) + c_r)
        z = jax.nn.sigmoid(jnp.einsum("i,ij->j", inp, w_z) + c_z)
        inp_reset = jnp.hstack([x, r * h_prev])
        c = jnp.tanh(jnp.einsum("i,ij->j", inp_reset, w_c) + c_c)
        return h_prev * (1 - z) + c * z


def gru_cell_step(seed, x, h_prev, hidden):
    model = MyGRUCell(hidden=hidden)
    params = model.init(jax.random.PRNGKey(seed), x, h_prev)
    return model.apply(params, x, h_prev).reshape(-1)
