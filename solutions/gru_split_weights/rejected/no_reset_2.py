"""Mistake: no-reset. Caught by: r0_forgets."""

import jax
import jax.numpy as jnp


def split_params(P):
    D = P["W_r"].shape[0] - P["W_r"].shape[1]
    p = dict(P)
    for g in ("r", "z", "h"):
        p[f"W_{g}"], p[f"U_{g}"] = jnp.split(P[f"W_{g}"], [D])
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
    new = jnp.tanh(pre("h", x, h_prev, p))
    return h_prev + update * (new - h_prev)
