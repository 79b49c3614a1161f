"""Accepted: the reset gate scales the rows of U_h instead of the state."""

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


@jax.jit
def gru_step_split(x, h_prev, p):
    r = jax.nn.sigmoid(x @ p["W_r"] + h_prev @ p["U_r"] + p["b_r"])
    z = jax.nn.sigmoid(x @ p["W_z"] + h_prev @ p["U_z"] + p["b_z"])
    n = jnp.tanh(x @ p["W_h"] + h_prev @ (r[:, None] * p["U_h"]) + p["b_h"])
    return (1 - z) * h_prev + z * n
