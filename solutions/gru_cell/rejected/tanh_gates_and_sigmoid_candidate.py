"""Mistake: tanh-gates + sigmoid-candidate. Caught by: z0_keeps.

The learner exchanged the two activations throughout.
"""

import jax
import jax.numpy as jnp
from flax import linen as nn


class MyGRUCell(nn.Module):
    hidden: int

    @nn.compact
    def __call__(self, x, h_prev):
        H = self.hidden
        W, b = {}, {}
        for gate in ("r", "z", "h"):
            W[gate] = self.param("W_" + gate, nn.initializers.lecun_normal(), (x.shape[-1] + H, H))
            b[gate] = self.param("b_" + gate, nn.initializers.zeros, (H,))

        joined = jnp.concatenate([x, h_prev])
        r = jnp.tanh(joined @ W["r"] + b["r"])
        z = jnp.tanh(joined @ W["z"] + b["z"])

        joined_reset = jnp.concatenate([x, r * h_prev])
        h_bar = nn.sigmoid(joined_reset @ W["h"] + b["h"])

        h_next = (1 - z) * h_prev + z * h_bar
        return h_next


def gru_cell_step(seed, x, h_prev, hidden):
    model = MyGRUCell(hidden=hidden)
    params = model.init(jax.random.PRNGKey(seed), x, h_prev)
    h = model.apply(params, x, h_prev)
    return h.reshape(-1)


if __name__ == "__main__":
    print(gru_cell_step(0, jnp.array([0.1, 0.2, 0.3]), jnp.zeros(4), 4))
