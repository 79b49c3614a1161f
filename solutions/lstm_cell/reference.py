"""One step of a long short-term memory, and the parameters that it starts from.

The statement numbers its equations 1 to 6; the comments here use its symbols,
D for the size of the input and H for the size of the state.
"""

import jax
import jax.numpy as jnp


def lstm_cell_step(
    p: dict[str, jax.Array],  # W_f, W_i, W_o, W_g: (D+H, H); b_f, b_i, b_o, b_g: (H,)
    x: jax.Array,  # (D,)
    h_prev: jax.Array,  # (H,)
    c_prev: jax.Array,  # (H,)
) -> tuple[jax.Array, jax.Array]:  # h (H,), c (H,)
    """Return the state after one step: what is shown, then the memory. `p` stays as it is."""
    xh = jnp.concatenate([x, h_prev])
    f = jax.nn.sigmoid(xh @ p["W_f"] + p["b_f"])  # (1)
    i = jax.nn.sigmoid(xh @ p["W_i"] + p["b_i"])  # (2)
    o = jax.nn.sigmoid(xh @ p["W_o"] + p["b_o"])  # (3)
    g = jnp.tanh(xh @ p["W_g"] + p["b_g"])  # (4)
    c = f * c_prev + i * g  # (5)
    h = o * jnp.tanh(c)  # (6)
    return h, c


def init_lstm(
    key: jax.Array, D: int, H: int, forget_bias: float = 1.0
) -> dict[str, jax.Array]:  # the eight arrays of `p`
    """Return the eight parameters at the start of training, all float32.

    Weights have mean 0 and standard deviation 1 / sqrt(D + H); biases are zero, except b_f.

    Args:
        key: decides the weights; the same key gives the same parameters.
        D: the size of the input.
        H: the size of the state.
        forget_bias: every entry of b_f.
    """
    lecun_normal = jax.nn.initializers.lecun_normal()
    keys = jax.random.split(key, 4)
    p = {f"W_{gate}": lecun_normal(keys[n], (D + H, H)) for n, gate in enumerate("fiog")}
    biases = {f"b_{gate}": jnp.zeros(H) for gate in "iog"}
    return p | biases | {"b_f": jnp.full(H, forget_bias, jnp.float32)}
