"""Mistake: candidate-uses-update-weights. Caught by: z1_replaces."""

import jax
import jax.numpy as jnp


@jax.jit
def gru_scan(P, xs, h0):
    W_r, W_z, W_h = P["W_r"], P["W_z"], P["W_h"]
    b_r, b_z, b_h = P["b_r"], P["b_z"], P["b_h"]
    D = xs.shape[1]

    def one_step(state, x_t):
        reset_gate = jax.nn.sigmoid(x_t @ W_r[:D] + state @ W_r[D:] + b_r)
        update_gate = jax.nn.sigmoid(x_t @ W_z[:D] + state @ W_z[D:] + b_z)
        proposal = jnp.tanh(x_t @ W_z[:D] + (reset_gate * state) @ W_z[D:] + b_h)
        state_new = (1.0 - update_gate) * state + update_gate * proposal
        return state_new, state_new

    h_T, hs = jax.lax.scan(one_step, h0, xs)
    return h_T, hs
