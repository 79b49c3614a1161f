"""The submission of `gru_cell` as traced programs, in a process that does nothing else with it."""

from __future__ import annotations

import contextlib

import numpy as np

from grader.errors import SubmissionStopped
from grader.submission import as_handle


class Traced:
    """The submission as traced programs, each made when it is first asked and then kept.

    Args:
        entry: the function (seed, x, h, H) -> state.
        large: D, H of runs with the weights that its init makes.
        shapes: shapes(D, H), the shape of each group of arrays.
    """

    def __init__(self, entry, library, large, shapes):
        self.entry = entry
        self.library = library
        self.large = large
        self.shapes = shapes
        self.eager = False  # the submission jits its own init: see linen.inject
        self.whole = None
        self.steps = {}
        self.many = {}

    def run(self, seed, x, h):
        """(answer, {leaf: initial value}) of a large run with the weights that its init makes.

        Raises:
            TypeError, ValueError: when something else comes back.
        """
        try:
            answer, values = self.revealed().call((seed, x, h), arrays="numpy")[0]
        except SubmissionStopped as stopped:
            if self.eager or stopped.outcome.raised is None:
                raise
            self.eager, self.whole = True, None
            answer, values = self.revealed().call((seed, x, h), arrays="numpy")[0]
        if not all(isinstance(value, np.ndarray) for value in dict(values).values()):
            raise TypeError("not arrays")
        return answer, dict(values)

    def revealed(self):
        if self.whole is None:
            reveal = self.library.linen.reveal(self.entry, (), (self.large[1],), self.eager)
            self.whole = as_handle(self.library.traced(as_handle(reveal)))
        return self.whole

    def step(self, D, H):
        """(leaves, x, h) -> the state, the same program each time for a size."""
        if (D, H) not in self.steps:
            seed = len(self.steps)  # another for each, so that no cache helps
            inject = self.library.linen.inject(self.entry, (seed,), (H,), self.eager)
            self.steps[D, H] = as_handle(self.library.traced(as_handle(inject)))
        return self.steps[D, H]

    def mapped(self, D, H, *, pullback=False):
        """`step` over a leading axis; with `pullback` of the cotangents first, with gradients."""
        if (D, H, pullback) not in self.many:
            step = self.step(D, H)
            one = as_handle(self.library.pullback(step)) if pullback else step
            many = as_handle(self.library.traced(as_handle(self.library.jax.vmap(one))))
            self.many[D, H, pullback] = many
        return self.many[D, H, pullback]

    def warm(self, values, D, H, *, batch=0):
        """Trace what will be asked at this size, or of a batch of it with gradients, while the
        first process is busy. Failing is nothing: it is asked again when it matters."""
        large = self.shapes(*self.large)
        groups = {leaf: [g for g in large if large[g] == v.shape] for leaf, v in values.items()}
        if not values or not all(groups.values()):
            return
        rows = (batch,) if batch else ()

        def zeros(*shape):
            return np.zeros((*rows, *shape), np.float32)

        arrays = {leaf: zeros(*self.shapes(D, H)[g[0]]) for leaf, g in groups.items()}
        program = self.mapped(D, H, pullback=True) if batch else self.step(D, H)
        cotangent = (zeros(H),) if batch else ()
        with contextlib.suppress(SubmissionStopped):
            program.call((*cotangent, arrays, zeros(D), zeros(H)), arrays="numpy")
