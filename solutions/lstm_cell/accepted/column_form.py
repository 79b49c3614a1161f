"""Accepted: transposed matrices on the left, einsum for the sums, results in a list."""

import jax
import jax.numpy as jnp


@jax.jit
def lstm_cell_step(p, x, h_prev, c_prev):
    xh = jnp.r_[x, h_prev]
    f = jax.nn.sigmoid(p["W_f"].T @ xh + p["b_f"])
    i = jax.nn.sigmoid(jnp.einsum("n,nh->h", xh, p["W_i"]) + p["b_i"])
    o = jax.nn.sigmoid(jnp.tensordot(xh, p["W_o"], axes=1) + p["b_o"])
    g = jnp.tanh(jnp.matmul(xh[None], p["W_g"])[0] + p["b_g"])
    c = jnp.multiply(f, c_prev) + jnp.multiply(i, g)
    return [o * jnp.tanh(c), c]


def init_lstm(key, D, H, forget_bias=1.0):
    shapes = {"W_o": (D + H, H), "b_o": (H,), "W_g": (D + H, H), "b_g": (H,)}
    shapes |= {"W_f": (D + H, H), "b_f": (H,), "W_i": (D + H, H), "b_i": (H,)}
    p = {}
    for name, shape in shapes.items():
        key, sub = jax.random.split(key)
        if name.startswith("W"):
            p[name] = jax.random.truncated_normal(sub, -2, 2, shape) / (0.87962566 * (D + H) ** 0.5)
        else:
            p[name] = jnp.zeros(shape, jnp.float32)
    p["b_f"] = p["b_f"].at[:].set(forget_bias)
    return p
