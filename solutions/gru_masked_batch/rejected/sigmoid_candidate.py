"""Mistake: sigmoid-candidate. Caught by: whole_rows."""

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
    proposal = sigmoid(pre("h", reset * state))
    return state + update * (proposal - state)


def one_row(params, row, length, start):
    valid = jnp.arange(row.shape[0]) < length

    def body(state, inp):
        x, ok = inp
        new = jnp.where(ok, gru_step(params, state, x), state)
        return new, jnp.where(ok, new, 0.0)

    return jax.lax.scan(body, start, (row, valid))


def gru_masked(P, xs, lengths, h0):
    return jax.vmap(one_row, in_axes=(None, 0, 0, 0))(P, xs, lengths, h0)
