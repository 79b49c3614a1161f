"""Mistake: reset-by-z. Caught by: r0_forgets.

The learner saw two gates with the same formula and used one of them in both places.
"""

import jax
import jax.numpy as jnp
from flax import linen as nn


class MyGRUCell(nn.Module):
    hidden: int

    @nn.compact
    def __call__(self, x: jax.Array, h_prev: jax.Array) -> jax.Array:  # (D,), (H,) -> (H,)
        n_rows = x.shape[-1] + self.hidden  # D + H
        w_init = nn.initializers.variance_scaling(1.0, "fan_in", "truncated_normal")
        b_init = nn.initializers.zeros_init()
        W_r = self.param("W_r", w_init, (n_rows, self.hidden))
        W_z = self.param("W_z", w_init, (n_rows, self.hidden))
        W_h = self.param("W_h", w_init, (n_rows, self.hidden))
        b_r = self.param("b_r", b_init, (self.hidden,))
        b_z = self.param("b_z", b_init, (self.hidden,))
        b_h = self.param("b_h", b_init, (self.hidden,))

        xh = jnp.concatenate([x, h_prev])  # (D + H,)
        reset = nn.sigmoid(xh @ W_r + b_r)  # (H,)
        update = nn.sigmoid(xh @ W_z + b_z)  # (H,)
        pre = jnp.concatenate([x, reset * h_prev]) @ W_h + b_h  # (H,)
        return (1 - reset) * h_prev + reset * jnp.tanh(pre)


def gru_cell_step(seed, x, h_prev, hidden):
    model = MyGRUCell(hidden=hidden)
    params = model.init(jax.random.PRNGKey(seed), x, h_prev)
    return model.apply(params, x, h_prev).reshape(-1)
