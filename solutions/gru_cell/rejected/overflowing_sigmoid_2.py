"""Mistake: overflowing-sigmoid. Caught by: large_inputs.

The learner wrote the logistic function as a ratio of exponentials.
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

        w_r = self.param("w_r", nn.initializers.lecun_normal(), (fan_in, self.hidden))
        w_z = self.param("w_z", nn.initializers.lecun_normal(), (fan_in, self.hidden))
        w_c = self.param("w_c", nn.initializers.lecun_normal(), (fan_in, self.hidden))
        c_r = self.param("c_r", nn.initializers.zeros, (self.hidden,))
        c_z = self.param("c_z", nn.initializers.zeros, (self.hidden,))
        c_c = self.param("c_c", nn.initializers.zeros, (self.hidden,))

        e_r = jnp.exp(jnp.einsum("i,ij->j", inp, w_r) + c_r)
        e_z = jnp.exp(jnp.einsum("i,ij->j", inp, w_z) + c_z)
        r = e_r / (e_r + 1)
        z = e_z / (e_z + 1)
        inp_reset = jnp.hstack([x, r * h_prev])
        c = jnp.tanh(jnp.einsum("i,ij->j", inp_reset, w_c) + c_c)
        return h_prev * (1 - z) + c * z


def gru_cell_step(seed, x, h_prev, hidden):
    cell = MyGRUCell(hidden=hidden)
    params = cell.init(jax.random.PRNGKey(seed), x, h_prev)["params"]
    return jnp.reshape(cell.apply({"params": params}, x, h_prev), (hidden,))
