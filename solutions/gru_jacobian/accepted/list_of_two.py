"""Accepted: a list of the two, keep by scatter, its own sigmoid."""

import jax
import jax.numpy as jnp


def sigmoid(a):
    return 0.5 * (jnp.tanh(0.5 * a) + 1)


def state_after(h, xs, P):
    v = jnp.append(xs, h)
    z = sigmoid(v @ P["W_z"] + P["b_z"])
    r = sigmoid(v @ P["W_r"] + P["b_r"])
    n = jnp.tanh(jnp.append(xs, r * h) @ P["W_h"] + P["b_h"])
    return n * z + h - z * h


def gru_jacobian(P, x, h_prev):
    k = jnp.arange(h_prev.size)
    z = sigmoid(jnp.append(x, h_prev) @ P["W_z"] + P["b_z"])
    keep = jnp.zeros((k.size, k.size)).at[k, k].set(1 - z)
    return [jax.jacrev(state_after)(h_prev, x, P), keep]
