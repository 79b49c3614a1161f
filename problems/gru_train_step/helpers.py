"""What runs beside the submission: losses, optimisers that count, and ways to look at a step.

`checks.py` hands this text to the runner. Nothing here knows a right answer.
"""

import jax
import jax.numpy as jnp
import optax

traced = {"loss": 0, "update": 0}


def counts():
    """How often the losses and the optimisers have run in Python so far."""
    return dict(traced)


def slope(params, xs, y):
    """A tilted plane: the gradient is xs, whatever the parameters."""
    traced["loss"] += 1
    n = params["cell"].size
    return jnp.sum(params["cell"] * xs[:n]) + jnp.sum(params["head"] * xs[n:]) + y


def sheet(params, xs, y):
    """The same over a list of two arrays."""
    traced["loss"] += 1
    n = params[0].size
    return jnp.sum(params[0] * xs[:n]) + jnp.sum(params[1] * xs[n:]) + y


def layers(params, xs, y):
    """Mean squared error of two linear layers."""
    traced["loss"] += 1
    shown = (xs @ params["cell"]["A"]) @ params["head"]["v"] + params["head"]["b"]
    return jnp.mean((shown - y) ** 2)


def gru(params, xs, y):
    """Mean squared error of a GRU's last state behind a linear layer: xs (B, T, D), y (B,)."""
    cell, head = params["cell"], params["head"]

    def step(h, x):
        xh = jnp.concatenate([x, h], axis=-1)
        r, z = jnp.split(jax.nn.sigmoid(xh @ cell["W_rz"] + cell["b_rz"]), 2, axis=-1)
        masked = jnp.concatenate([x, r * h], axis=-1)
        return (1 - z) * h + z * jnp.tanh(masked @ cell["W_h"] + cell["b_h"]), None

    h = jnp.zeros((xs.shape[0], cell["b_h"].size))
    h, _ = jax.lax.scan(step, h, jnp.swapaxes(xs, 0, 1))
    return jnp.mean((h @ head["v"] + head["b"] - y) ** 2)


def counting(tx):
    """`tx` that counts its updates."""

    def update(updates, state, params=None):
        traced["update"] += 1
        return tx.update(updates, state, params)

    return optax.GradientTransformation(tx.init, update)


def sgd(lr):
    return counting(optax.sgd(lr))


def momentum(lr, beta):
    return counting(optax.sgd(lr, momentum=beta))


def adam(lr):
    return counting(optax.adam(lr))


def decay(lr, weight):
    return counting(optax.chain(optax.add_decayed_weights(weight), optax.sgd(lr)))


def uncompiled(step, *args):
    """How many operations of step(*args) lie outside any jit; -1 when it cannot be told."""
    if hasattr(step, "lower"):  # it is a jitted function itself
        return 0
    try:
        equations = jax.make_jaxpr(step)(*args).jaxpr.eqns
    except Exception:
        return -1
    return sum(equation.primitive.name not in ("jit", "pjit") for equation in equations)


def losses(step, params, opt_state, xs, y, count):
    """The losses that `count` steps on one batch report."""
    told = []
    for _ in range(count):
        params, opt_state, metrics = step(params, opt_state, xs, y)
        told.append(float(metrics["loss"]))
    return told
