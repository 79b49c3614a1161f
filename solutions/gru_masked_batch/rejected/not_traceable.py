"""Mistake: not-traceable. Caught by: compiles.

Each row is cut to its length, which is then a shape.
"""

import jax
import jax.numpy as jnp
from jax.nn import sigmoid


def gru_step(params, state, x):
    """One step for one row."""
    D = x.shape[0]

    def pre(name, s):
        W = params["W_" + name]
        return x @ W[:D] + s @ W[D:] + params["b_" + name]

    reset, update = sigmoid(pre("r", state)), sigmoid(pre("z", state))
    proposal = jnp.tanh(pre("h", reset * state))
    return state + update * (proposal - state)


def one_row(params, row, length, start):
    def body(state, x):
        new = gru_step(params, state, x)
        return new, new

    last, states = jax.lax.scan(body, start, row[: int(length)])
    return last, jnp.zeros((row.shape[0], start.shape[0])).at[: int(length)].set(states)


def gru_masked(P, xs, lengths, h0):
    rows = [one_row(P, *row) for row in zip(xs, lengths, h0, strict=True)]
    last, states = zip(*rows, strict=True)
    return jnp.stack(last), jnp.stack(states)
