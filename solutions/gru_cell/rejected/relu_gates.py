"""Mistake: relu-gates. Caught by: z1_replaces.

The learner took ReLU for the gates, since it also closes at zero.
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
        w_reset = self.param("w_reset", init_w, (n_in, self.hidden))
        w_update = self.param("w_update", init_w, (n_in, self.hidden))
        w_cand = self.param("w_cand", init_w, (n_in, self.hidden))
        # biases
        b_reset = self.param("b_reset", init_b, (self.hidden,))
        b_update = self.param("b_update", init_b, (self.hidden,))
        b_cand = self.param("b_cand", init_b, (self.hidden,))

        # gates
        stacked = jnp.concatenate([x, h_prev], axis=-1)
        r = jax.nn.relu(jnp.dot(stacked, w_reset) + b_reset)
        z = jax.nn.relu(jnp.dot(stacked, w_update) + b_update)

        # candidate
        gated = jnp.concatenate([x, r * h_prev], axis=-1)
        cand = jnp.tanh(jnp.dot(gated, w_cand) + b_cand)

        # new state
        h_new = (1.0 - z) * h_prev + z * cand
        return h_new


def gru_cell_step(seed, x, h_prev, hidden):
    """Initialise MyGRUCell with `seed` and run it once.

    Returns the new hidden state, shape (H,).
    """
    cell = MyGRUCell(hidden=hidden)
    init_key = jax.random.PRNGKey(seed)
    variables = cell.init(init_key, x, h_prev)
    return cell.apply(variables, x, h_prev).flatten()
