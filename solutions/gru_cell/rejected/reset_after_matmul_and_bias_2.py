"""Mistake: reset-after-matmul-and-bias. Caught by: r0_forgets.

The learner computed the whole recurrent layer first and gated it afterwards.
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
        z = jax.nn.sigmoid(jnp.einsum("i,ij->j", inp, w_z) + c_z)
        d = x.shape[-1]
        memory = jnp.einsum("i,ij->j", h_prev, w_c[d:]) + c_c
        c = jnp.tanh(jnp.einsum("i,ij->j", x, w_c[:d]) + r * memory)
        return h_prev * (1 - z) + c * z


def gru_cell_step(seed, x, h_prev, hidden):
    """Initialise MyGRUCell with `seed` and run it once.

    Returns the new hidden state, shape (H,).
    """
    cell = MyGRUCell(hidden=hidden)
    init_key = jax.random.PRNGKey(seed)
    variables = cell.init(init_key, x, h_prev)
    return cell.apply(variables, x, h_prev).flatten()
