"""Mistake: library-layer. Caught by: from_scratch.

The learner made both gates with one wide ready-made layer.
"""

import flax.linen as nn
import jax
import jax.numpy as jnp


class MyGRUCell(nn.Module):
    hidden: int

    @nn.compact
    def __call__(self, x, h):
        gates = nn.sigmoid(nn.Dense(2 * self.hidden)(jnp.concatenate([x, h])))
        r, z = jnp.split(gates, 2)
        c = nn.tanh(nn.Dense(self.hidden)(jnp.concatenate([x, r * h])))
        return (1 - z) * h + z * c


def gru_cell_step(seed, x, h_prev, hidden):
    """Initialise MyGRUCell with `seed` and run it once.

    Returns the new hidden state, shape (H,).
    """
    cell = MyGRUCell(hidden=hidden)
    init_key = jax.random.PRNGKey(seed)
    variables = cell.init(init_key, x, h_prev)
    return cell.apply(variables, x, h_prev).flatten()
