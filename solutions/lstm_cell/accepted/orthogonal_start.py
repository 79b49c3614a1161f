"""Accepted: orthogonal columns, whose entries have the deviation that is asked."""

import jax
import jax.numpy as jnp


def lstm_cell_step(p, x, h_prev, c_prev):
    D = x.shape[-1]

    def total(gate):
        W = p["W_" + gate]
        return x @ W[:D] + h_prev @ W[D:] + p["b_" + gate]

    forget, write, show = (jax.nn.sigmoid(total(gate)) for gate in ("f", "i", "o"))
    new = jnp.tanh(total("g"))
    memory = forget * c_prev + write * new
    return show * jnp.tanh(memory), memory


def init_lstm(key, D, H, forget_bias=1.0):
    orthogonal = jax.nn.initializers.orthogonal()
    names = ["W_f", "W_i", "W_o", "W_g"]
    keys = jax.random.split(key, len(names))
    p = {name: orthogonal(k, (D + H, H)) for name, k in zip(names, keys, strict=True)}
    for name in names:
        p[name.replace("W", "b")] = jnp.zeros(H) + (forget_bias if name == "W_f" else 0)
    return p
