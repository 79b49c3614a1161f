"""Mistake: keys-by-position. Caught by: split_shape."""

import jax
import jax.numpy as jnp


def split_params(P):
    leaves = list(P.values())
    p = {}
    for i, g in enumerate("rzh"):
        W, b = leaves[i], leaves[3 + i]
        D = W.shape[0] - W.shape[1]
        p["W_" + g], p["U_" + g], p["b_" + g] = jnp.asarray(W[:D]), jnp.asarray(W[D:]), b
    return p


def join_params(p):
    P = {k: v for k, v in p.items() if k.startswith("b")}
    for g in ("r", "z", "h"):
        P[f"W_{g}"] = jnp.vstack((p[f"W_{g}"], p[f"U_{g}"]))
    return P


def pre(gate, x, h, p):
    return jnp.dot(x, p["W_" + gate]) + jnp.dot(h, p["U_" + gate]) + p["b_" + gate]


def gru_step_split(x, h_prev, p):
    reset = jax.nn.sigmoid(pre("r", x, h_prev, p))
    update = jax.nn.sigmoid(pre("z", x, h_prev, p))
    new = jnp.tanh(pre("h", x, reset * h_prev, p))
    return h_prev + update * (new - h_prev)
