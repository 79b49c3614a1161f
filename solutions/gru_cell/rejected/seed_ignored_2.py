"""Mistake: seed-ignored. Caught by: seed.

The learner gave the step a default key and forgot that nobody passes another one.
"""

import jax
import jax.numpy as jnp
from flax import linen as nn

KEY = jax.random.PRNGKey(42)


class MyGRUCell(nn.Module):
    hidden: int

    @nn.compact
    def __call__(self, x, h):
        n = x.shape[-1] + self.hidden
        W, b = {}, {}
        for name in ["reset", "update", "new"]:
            W[name] = self.param(f"{name}_W", nn.initializers.lecun_normal(), (n, self.hidden))
            b[name] = self.param(f"{name}_b", nn.initializers.zeros, (self.hidden,))
        xh = jnp.concatenate([x, h])
        r = nn.sigmoid(xh @ W["reset"] + b["reset"])
        z = nn.sigmoid(xh @ W["update"] + b["update"])
        new = nn.tanh(jnp.concatenate([x, r * h]) @ W["new"] + b["new"])
        return (1 - z) * h + z * new


def gru_cell_step(seed, x, h_prev, hidden, key=KEY):
    model = MyGRUCell(hidden=hidden)
    variables = model.init(key, x, h_prev)
    return model.apply(variables, x, h_prev).reshape(-1)
