"""How one GRU step passes on a small change of its state: the whole matrix, and the kept part.

D is the size of the input and H the size of the state, as in the statement.
"""

import jax
import jax.numpy as jnp


def update_gate(P: dict[str, jax.Array], x: jax.Array, h_prev: jax.Array) -> jax.Array:
    return jax.nn.sigmoid(jnp.concatenate([x, h_prev]) @ P["W_z"] + P["b_z"])  # (2)


def gru_step(P: dict[str, jax.Array], x: jax.Array, h_prev: jax.Array) -> jax.Array:
    r = jax.nn.sigmoid(jnp.concatenate([x, h_prev]) @ P["W_r"] + P["b_r"])  # (1)
    z = update_gate(P, x, h_prev)
    h_tilde = jnp.tanh(jnp.concatenate([x, r * h_prev]) @ P["W_h"] + P["b_h"])  # (3)
    return (1 - z) * h_prev + z * h_tilde  # (4)


def gru_jacobian(
    P: dict[str, jax.Array],  # W_r, W_z, W_h (D+H, H) and b_r, b_z, b_h (H,)
    x: jax.Array,  # (D,)
    h_prev: jax.Array,  # (H,)
) -> tuple[jax.Array, jax.Array]:  # (H, H), (H, H)
    """Return J, whose entry [i, j] is the derivative of h[i] by h_prev[j], and keep, diag(1 - z).

    Args:
        P: the weights, rows [x; h]. They stay as they are.
        x: the input of the step.
        h_prev: the state before it: the point at which the derivative is taken.
    """
    J = jax.jacrev(gru_step, argnums=2)(P, x, h_prev)  # (5)
    keep = jnp.diag(1 - update_gate(P, x, h_prev))  # (6)
    return J, keep
