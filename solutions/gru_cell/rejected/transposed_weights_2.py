"""Mistake: transposed-weights. Caught by: parameters.

The learner stored the matrices as PyTorch does and transposed them for the product.
"""

import flax.linen as nn
import jax
import jax.numpy as jnp


class MyGRUCell(nn.Module):
    hidden: int

    def linear(self, name, v):
        weight = self.param(
            f"{name}_weight", nn.initializers.lecun_normal(), (self.hidden, v.shape[-1])
        )
        bias = self.param(f"{name}_bias", nn.initializers.zeros, (self.hidden,))
        return v @ weight.T + bias

    @nn.compact
    def __call__(self, x, h):
        xh = jnp.concatenate([x, h], axis=-1)
        reset = nn.sigmoid(self.linear("reset", xh))
        update = nn.sigmoid(self.linear("update", xh))
        xrh = jnp.concatenate([x, reset * h], axis=-1)
        new = nn.tanh(self.linear("new", xrh))
        return (1.0 - update) * h + update * new


def gru_cell_step(seed, x, h_prev, hidden):
    x = jnp.asarray(x, dtype=jnp.float32)
    h_prev = jnp.asarray(h_prev, dtype=jnp.float32)

    gru = MyGRUCell(hidden=hidden)
    rng = jax.random.PRNGKey(seed)
    p = gru.init(rng, x, h_prev)
    out = gru.apply(p, x, h_prev)
    return out.flatten()
