"""Mistake: recurrent-block-transposed. Caught by: z1_replaces.

The learner put the recurrent matrix in front of the state as in the paper.
"""

import flax.linen as nn
import jax
import jax.numpy as jnp


class MyGRUCell(nn.Module):
    hidden: int

    @nn.compact
    def __call__(self, x, h):
        d = x.shape[-1]

        def kernel(name):
            W = self.param(name, nn.initializers.lecun_normal(), (d + self.hidden, self.hidden))
            return W[:d], W[d:]

        def bias(name):
            return self.param(name, nn.initializers.zeros, (self.hidden,))

        W_ir, W_hr = kernel("weight_r")
        W_iz, W_hz = kernel("weight_z")
        W_in, W_hn = kernel("weight_n")
        b_r, b_z, b_n = bias("bias_r"), bias("bias_z"), bias("bias_n")

        r = nn.sigmoid(x @ W_ir + W_hr @ h + b_r)
        z = nn.sigmoid(x @ W_iz + W_hz @ h + b_z)
        n = nn.tanh(x @ W_in + W_hn @ (r * h) + b_n)
        return (1 - z) * h + z * n


def gru_cell_step(seed, x, h_prev, hidden):
    model = MyGRUCell(hidden=hidden)
    params = model.init(jax.random.PRNGKey(seed), x, h_prev)
    h = model.apply(params, x, h_prev)
    return h.reshape(-1)


if __name__ == "__main__":
    print(gru_cell_step(0, jnp.array([0.1, 0.2, 0.3]), jnp.zeros(4), 4))
