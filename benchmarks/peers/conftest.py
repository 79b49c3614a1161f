"""The submission under test, imported by path: SUBMISSION=FILE pytest fixed.py

The task leaves names free. These graders pin them, as a teacher's handout would: the class
`MyGRUCell(hidden=...)`, its `__call__(x, h_prev)`, parameters W_r, W_z, W_h with rows [x; h] and
b_r, b_z, b_h. So the weights can be read from `init` and written into `apply`.
"""

import importlib.util
import os

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from oracle import LARGE, shapes


@pytest.fixture(scope="session")
def submission():
    spec = importlib.util.spec_from_file_location("submission", os.environ["SUBMISSION"])
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except SystemExit as stopped:  # once, not in each test again
        pytest.fail(f"importing the file ends the process: SystemExit({stopped.code})")
    return module


@pytest.fixture(scope="session")
def entry(submission):
    return submission.gru_cell_step


@pytest.fixture(scope="session")
def init(submission):
    """init(seed, D, H): the parameters that the cell makes, as NumPy arrays."""

    def made(seed, D, H):
        cell = submission.MyGRUCell(hidden=H)
        variables = cell.init(jax.random.key(seed), jnp.ones(D), jnp.ones(H))
        return {name: np.asarray(value) for name, value in variables["params"].items()}

    names = set(made(0, *LARGE))
    if names != set(shapes(*LARGE)):
        pytest.fail(f"MyGRUCell's parameters are {names}, not W_r, W_z, W_h, b_r, b_z, b_h")
    return made


@pytest.fixture(scope="session")
def eager(submission, init):
    """eager(weights, x, h): one step with these weights."""

    def step(weights, x, h):
        cell = submission.MyGRUCell(hidden=h.shape[-1])
        return cell.apply({"params": weights}, jnp.asarray(x), jnp.asarray(h)).reshape(-1)

    return step


@pytest.fixture(scope="session")
def traceable(eager):
    """Whether the cell can be traced: one that computes in NumPy is right all the same."""
    weights = {name: jnp.ones(shape) for name, shape in shapes(2, 2).items()}
    try:
        jax.eval_shape(eager, weights, jnp.ones(2), jnp.ones(2))
    except jax.errors.JAXTypeError:
        return False
    return True


@pytest.fixture(scope="session")
def apply(eager, traceable):
    """apply(weights, x, h): one step, compiled once for each size where it can be."""
    return jax.jit(eager) if traceable else eager
