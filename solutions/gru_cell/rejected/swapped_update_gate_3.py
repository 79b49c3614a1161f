"""Mistake: swapped-update-gate. Caught by: z0_keeps.

The learner took z for the share of the past and turned it round before a blend that was right.
"""

import flax.linen as nn
import jax
import jax.numpy as jnp


class MyGRUCell(nn.Module):
    """Gated recurrent unit, a single time step."""

    hidden: int

    @nn.compact
    def __call__(self, x: jax.Array, h_prev: jax.Array) -> jax.Array:
        init_w = nn.initializers.lecun_normal()
        init_b = nn.initializers.zeros
        rows = x.shape[-1] + self.hidden

        # weights
        Wr = self.param("Wr", init_w, (rows, self.hidden))
        Wz = self.param("Wz", init_w, (rows, self.hidden))
        Wh = self.param("Wh", init_w, (rows, self.hidden))
        # biases
        br = self.param("br", init_b, (self.hidden,))
        bz = self.param("bz", init_b, (self.hidden,))
        bh = self.param("bh", init_b, (self.hidden,))

        # gates
        xh = jnp.concatenate([x, h_prev], axis=-1)
        r = jax.nn.sigmoid(jnp.dot(xh, Wr) + br)
        z = 1.0 - jax.nn.sigmoid(jnp.dot(xh, Wz) + bz)

        # candidate
        xrh = jnp.concatenate([x, r * h_prev], axis=-1)
        cand = jnp.tanh(jnp.dot(xrh, Wh) + bh)

        # new state
        h_new = (1.0 - z) * h_prev + z * cand
        return h_new


def gru_cell_step(seed, x, h_prev, hidden):
    x = jnp.asarray(x, dtype=jnp.float32)
    h_prev = jnp.asarray(h_prev, dtype=jnp.float32)

    gru = MyGRUCell(hidden=hidden)
    rng = jax.random.PRNGKey(seed)
    p = gru.init(rng, x, h_prev)
    out = gru.apply(p, x, h_prev)
    return out.flatten()
