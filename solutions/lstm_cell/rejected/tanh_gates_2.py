"""Mistake: tanh-gates. Caught by: f1_i0_holds.

tanh for the gates and the candidate alike.
"""

import jax
import jax.numpy as jnp


def lstm_cell_step(p, x, h_prev, c_prev):
    D = x.shape[-1]

    def total(gate):
        W = p["W_" + gate]
        return x @ W[:D] + h_prev @ W[D:] + p["b_" + gate]

    forget, write, show = (jnp.tanh(total(gate)) for gate in "fio")
    new = jnp.tanh(total("g"))
    memory = forget * c_prev + write * new
    return show * jnp.tanh(memory), memory


def init_lstm(key, D, H, forget_bias=1.0):
    std = 1 / jnp.sqrt(D + H)
    k_f, k_i, k_o, k_g = jax.random.split(key, 4)
    return {
        "W_f": std * jax.random.normal(k_f, (D + H, H)),
        "W_i": std * jax.random.normal(k_i, (D + H, H)),
        "W_o": std * jax.random.normal(k_o, (D + H, H)),
        "W_g": std * jax.random.normal(k_g, (D + H, H)),
        "b_f": jnp.full((H,), float(forget_bias)),
        "b_i": jnp.zeros((H,)),
        "b_o": jnp.zeros((H,)),
        "b_g": jnp.zeros((H,)),
    }
