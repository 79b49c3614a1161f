"""Mistake: update-bias-missing. Caught by: z0_keeps.

The learner forgot the bias of the update gate.
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

        r = jax.nn.sigmoid(jnp.einsum("i,ij->j", inp, w_r) + c_r)
        z = jax.nn.sigmoid(jnp.einsum("i,ij->j", inp, w_z))
        inp_reset = jnp.hstack([x, r * h_prev])
        c = jnp.tanh(jnp.einsum("i,ij->j", inp_reset, w_c) + c_c)
        return h_prev * (1 - z) + c * z


def gru_cell_step(seed, x, h_prev, hidden):
    x = jnp.asarray(x, dtype=jnp.float32)
    h_prev = jnp.asarray(h_prev, dtype=jnp.float32)

    gru = MyGRUCell(hidden=hidden)
    rng = jax.random.PRNGKey(seed)
    p = gru.init(rng, x, h_prev)
    out = gru.apply(p, x, h_prev)
    return out.flatten()
