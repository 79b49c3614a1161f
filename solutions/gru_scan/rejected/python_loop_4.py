"""Mistake: python-loop. Caught by: program_size.

Recursion is a loop too.
"""

import jax
import jax.numpy as jnp


def gru_scan(P, xs, h0):
    def step(h, x):
        xh = jnp.concatenate([x, h])
        r = jax.nn.sigmoid(xh @ P["W_r"] + P["b_r"])
        z = jax.nn.sigmoid(xh @ P["W_z"] + P["b_z"])
        h_tilde = jnp.tanh(jnp.concatenate([x, r * h]) @ P["W_h"] + P["b_h"])
        h_new = (1 - z) * h + z * h_tilde
        return h_new, h_new

    def roll(h, t):
        if t == len(xs):
            return []
        h, shown = step(h, xs[t])
        return [shown, *roll(h, t + 1)]

    hs = jnp.array(roll(h0, 0))
    return hs[-1], hs
