"""Accepted: the sigmoid as a shifted tanh, the update in place of a sum of terms."""

import jax
import jax.numpy as jnp


def lstm_cell_step(p, x, h_prev, c_prev):
    def half(gate):
        return 0.5 * jnp.tanh(0.5 * (p["b_" + gate] + jnp.append(x, h_prev) @ p["W_" + gate]))

    keep, write, show = 0.5 + half("f"), 0.5 + half("i"), 0.5 + half("o")
    new = jnp.tanh(jnp.append(x, h_prev) @ p["W_g"] + p["b_g"])
    c = c_prev - (1 - keep) * c_prev
    c += write * new
    return (show * jnp.tanh(c), c)


def init_lstm(key, D, H, forget_bias=1.0):
    params = {}
    for number, gate in enumerate("fiog"):
        draws = jax.random.normal(jax.random.fold_in(key, number), (D + H, H))
        params[f"W_{gate}"] = draws / (D + H) ** 0.5
        params[f"b_{gate}"] = jnp.full(H, forget_bias if gate == "f" else 0.0)
    return params
