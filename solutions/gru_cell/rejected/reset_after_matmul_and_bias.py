"""Mistake: reset-after-matmul-and-bias. Caught by: r0_forgets.

The learner followed the library form, whose recurrent bias sits inside the reset gate's reach.
"""

import flax.linen as nn
import jax
import jax.numpy as jnp


class MyGRUCell(nn.Module):
    hidden: int

    @nn.compact
    def __call__(self, x, h):
        d = x.shape[-1]

        def get_kernel(name):
            W = self.param(name, nn.initializers.lecun_normal(), (d + self.hidden, self.hidden))
            return W[:d], W[d:]

        def get_bias(name):
            return self.param(name, nn.initializers.zeros, (self.hidden,))

        W_ir, W_hr = get_kernel("weight_r")
        W_iz, W_hz = get_kernel("weight_z")
        W_in, W_hn = get_kernel("weight_n")
        b_r, b_z, b_n = get_bias("bias_r"), get_bias("bias_z"), get_bias("bias_n")

        r = nn.sigmoid(x @ W_ir + h @ W_hr + b_r)
        z = nn.sigmoid(x @ W_iz + h @ W_hz + b_z)
        n = nn.tanh(x @ W_in + r * (h @ W_hn + b_n))
        return (1 - z) * h + z * n


def gru_cell_step(seed, x, h_prev, hidden):
    x = jnp.asarray(x, dtype=jnp.float32)
    h_prev = jnp.asarray(h_prev, dtype=jnp.float32)

    gru = MyGRUCell(hidden=hidden)
    rng = jax.random.PRNGKey(seed)
    p = gru.init(rng, x, h_prev)
    out = gru.apply(p, x, h_prev)
    return out.flatten()
