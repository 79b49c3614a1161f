"""Mistake: not-traceable. Caught by: compiles."""

import jax
import jax.numpy as jnp


def gru_masked(P, xs, lengths, h0):
    h, hs = h0, []
    for t in range(xs.shape[1]):
        x = xs[:, t]
        xh = jnp.concatenate([x, h], axis=1)
        r = jax.nn.sigmoid(xh @ P["W_r"] + P["b_r"])
        z = jax.nn.sigmoid(xh @ P["W_z"] + P["b_z"])
        h_tilde = jnp.tanh(jnp.concatenate([x, r * h], axis=1) @ P["W_h"] + P["b_h"])
        new, shown = (1 - z) * h + z * h_tilde, jnp.zeros_like(h)
        for b in range(len(xs)):
            if t < lengths[b]:
                h = h.at[b].set(new[b])
                shown = shown.at[b].set(new[b])
        hs.append(shown)
    return h, jnp.stack(hs, axis=1)
