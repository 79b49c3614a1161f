"""Mistake: modifies-inputs. Caught by: inputs_kept."""

import jax
import jax.numpy as jnp


def gru_scan(P, xs, h0):
    P["W_gates"] = jnp.hstack([P["W_r"], P["W_z"]])
    P["b_gates"] = jnp.hstack([P["b_r"], P["b_z"]])
    H = h0.shape[0]

    def step(h, x):
        xh = jnp.concatenate([x, h])
        rz = jax.nn.sigmoid(xh @ P["W_gates"] + P["b_gates"])
        r, z = rz[:H], rz[H:]
        h_tilde = jnp.tanh(jnp.concatenate([x, r * h]) @ P["W_h"] + P["b_h"])
        h_new = (1 - z) * h + z * h_tilde
        return h_new, h_new

    return jax.lax.scan(step, h0, xs)
