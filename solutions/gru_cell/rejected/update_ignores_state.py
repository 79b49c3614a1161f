"""Mistake: update-ignores-state. Caught by: equations.

The learner forgot the recurrent term of the update gate.
"""

import flax.linen as nn
import jax
import jax.numpy as jnp


class MyGRUCell(nn.Module):
    hidden: int

    @nn.compact
    def __call__(self, x, h):
        d = x.shape[-1]

        def weight(name):
            W = self.param(name, nn.initializers.lecun_normal(), (d + self.hidden, self.hidden))
            return W[:d], W[d:]

        def offset(name):
            return self.param(name, nn.initializers.zeros, (self.hidden,))

        W_ir, W_hr = weight("weight_r")
        W_iz, W_hz = weight("weight_z")
        W_in, W_hn = weight("weight_n")
        b_r, b_z, b_c = offset("bias_r"), offset("bias_z"), offset("bias_n")

        r = nn.sigmoid(x @ W_ir + h @ W_hr + b_r)
        z = nn.sigmoid(x @ W_iz + b_z)
        cand = nn.tanh(x @ W_in + (r * h) @ W_hn + b_c)
        return (1 - z) * h + z * cand


def gru_cell_step(seed: int, x: jax.Array, h_prev: jax.Array, hidden: int) -> jax.Array:
    """One step from `h_prev`, with weights drawn from `seed`."""
    cell = MyGRUCell(hidden)
    variables = cell.init(jax.random.key(seed), x, h_prev)
    h = cell.apply(variables, x, h_prev)
    return jnp.ravel(h)
