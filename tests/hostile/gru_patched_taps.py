"""Threat: parameters reported that never were made. Expect: not passed.

Problem: gru_cell
"""

import sys

import jax.numpy as jnp

linen = sys.modules["grader.runner.linen"]


def gru_cell_step(seed, x, h_prev, hidden):
    return jnp.zeros(hidden)


def watch(function, args, eager):
    hidden, size = args[3], args[1].shape[0] + args[3]
    names = ["W_r", "b_r", "W_z", "b_z", "W_h", "b_h"]
    leaves = [
        {"name": f"MyGRUCell_0/{name}", "owner": "submission.MyGRUCell",
         "shape": [size, hidden] if name[0] == "W" else [hidden], "dtype": "float32",
         "value": None, "traced": True, "created": True, "lines": [1]}
        for name in names
    ]  # fmt: skip
    return {"answer": function(*args), "leaves": leaves, "variables": {}, "modules": []}


linen.watch = watch
linen.declared = lambda function, args: []
linen.inject = lambda function, before, after, eager: lambda leaves, *args: jnp.zeros(after[0])
