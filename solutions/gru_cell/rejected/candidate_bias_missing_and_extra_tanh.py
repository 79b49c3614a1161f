"""Mistake: candidate-bias-missing + extra-tanh. Caught by: z0_keeps.

The learner forgot the candidate's bias and squashed the result once more.
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
        n_in = x.shape[-1] + self.hidden

        # weights
        Wr = self.param("Wr", init_w, (n_in, self.hidden))
        Wz = self.param("Wz", init_w, (n_in, self.hidden))
        Wh = self.param("Wh", init_w, (n_in, self.hidden))
        # biases
        br = self.param("br", init_b, (self.hidden,))
        bz = self.param("bz", init_b, (self.hidden,))
        bh = self.param("bh", init_b, (self.hidden,))

        # gates
        stacked = jnp.concatenate([x, h_prev], axis=-1)
        r = jax.nn.sigmoid(jnp.dot(stacked, Wr) + br)
        z = jax.nn.sigmoid(jnp.dot(stacked, Wz) + bz)

        # candidate
        gated = jnp.concatenate([x, r * h_prev], axis=-1)
        cand = jnp.tanh(jnp.dot(gated, Wh))

        # new state
        h_new = jnp.tanh((1.0 - z) * h_prev + z * cand)
        return h_new


def gru_cell_step(seed, x, h_prev, hidden):
    x = jnp.asarray(x, dtype=jnp.float32)
    h_prev = jnp.asarray(h_prev, dtype=jnp.float32)

    gru = MyGRUCell(hidden=hidden)
    rng = jax.random.PRNGKey(seed)
    p = gru.init(rng, x, h_prev)
    out = gru.apply(p, x, h_prev)
    return out.flatten()
