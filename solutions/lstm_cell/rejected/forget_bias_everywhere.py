"""Mistake: forget-bias-everywhere. Caught by: biases.

Every bias gets forget_bias.
"""

import jax
import jax.numpy as jnp


def lstm_cell_step(p, x, h_prev, c_prev):
    D = x.shape[-1]

    def total(gate):
        W = p["W_" + gate]
        return x @ W[:D] + h_prev @ W[D:] + p["b_" + gate]

    forget, write, show = (jax.nn.sigmoid(total(gate)) for gate in "fio")
    new = jnp.tanh(total("g"))
    memory = forget * c_prev + write * new
    return show * jnp.tanh(memory), memory


def init_lstm(key, D, H, forget_bias=1.0):
    params = {}
    for number, gate in enumerate("fiog"):
        draws = jax.random.normal(jax.random.fold_in(key, number), (D + H, H))
        params[f"W_{gate}"] = draws / (D + H) ** 0.5
        params[f"b_{gate}"] = jnp.ones((H,)) * forget_bias
    return params
