"""Mistake: tanh-reset-gate. Caught by: r0_forgets.

The learner wrote tanh for the reset gate only.
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
        s = jnp.concatenate([x, h_prev], axis=-1)
        r = jnp.tanh(jnp.dot(s, Wr) + br)
        z = jax.nn.sigmoid(jnp.dot(s, Wz) + bz)

        # candidate
        s_r = jnp.concatenate([x, r * h_prev], axis=-1)
        n = jnp.tanh(jnp.dot(s_r, Wh) + bh)

        # new state
        h_new = (1.0 - z) * h_prev + z * n
        return h_new


def gru_cell_step(seed, x, h_prev, hidden):
    model = MyGRUCell(hidden=hidden)
    params = model.init(jax.random.PRNGKey(seed), x, h_prev)
    h = model.apply(params, x, h_prev)
    return h.reshape(-1)


if __name__ == "__main__":
    print(gru_cell_step(0, jnp.array([0.1, 0.2, 0.3]), jnp.zeros(4), 4))
