"""Mistake: input-tied-to-forget. Caught by: o0_hides.

Writes with what the forget gate leaves, as a GRU does.
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
    memory = forget * c_prev + (1 - forget) * new
    return show * jnp.tanh(memory), memory


def init_lstm(key, D, H, forget_bias=1.0):
    keys = jax.random.split(key, 4)
    init = jax.nn.initializers.lecun_normal()
    p = {}
    for k, gate in zip(keys, "fiog", strict=True):
        p["W_" + gate] = init(k, (D + H, H))
        p["b_" + gate] = jnp.zeros(H)
    p["b_f"] = p["b_f"] + forget_bias
    return p
