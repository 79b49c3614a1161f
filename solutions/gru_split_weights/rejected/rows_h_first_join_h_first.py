"""Mistake: rows-h-first. Caught by: split_rows.

Both functions store the state's rows first, so the round trip is right all the same.
"""

import jax
import jax.numpy as jnp


def split_params(P):
    H = P["W_r"].shape[1]
    p = dict(P)
    for g in ("r", "z", "h"):
        p[f"U_{g}"], p[f"W_{g}"] = jnp.split(P[f"W_{g}"], [H])
    return p


def join_params(p):
    P = {k: v for k, v in p.items() if k.startswith("b")}
    for g in ("r", "z", "h"):
        P[f"W_{g}"] = jnp.vstack((p[f"U_{g}"], p[f"W_{g}"]))
    return P


def pre(gate, x, h, p):
    return jnp.dot(x, p["W_" + gate]) + jnp.dot(h, p["U_" + gate]) + p["b_" + gate]


def gru_step_split(x, h_prev, p):
    reset = jax.nn.sigmoid(pre("r", x, h_prev, p))
    update = jax.nn.sigmoid(pre("z", x, h_prev, p))
    new = jnp.tanh(pre("h", x, reset * h_prev, p))
    return h_prev + update * (new - h_prev)
