"""Mistake: python-loop. Caught by: program_size.

A compiled step is still called once for every row.
"""

import jax
import jax.numpy as jnp


@jax.jit
def gru_step(P, x, h):
    xh = jnp.concatenate([x, h])
    r = jax.nn.sigmoid(xh @ P["W_r"] + P["b_r"])
    z = jax.nn.sigmoid(xh @ P["W_z"] + P["b_z"])
    h_tilde = jnp.tanh(jnp.concatenate([x, r * h]) @ P["W_h"] + P["b_h"])
    return (1 - z) * h + z * h_tilde


def gru_scan(P, xs, h0):
    h = h0
    states = []
    for t in range(len(xs)):
        h = gru_step(P, xs[t], h)
        states.append(h)
    return h, jnp.stack(states)
