"""What the problems about a GRU along a sequence share: weights, gradients, a traced subject.

Most is asked traced: eager code would compile a loop anew at every call.
"""

from __future__ import annotations

from grader.errors import CheckFailed, SubmissionStopped
from grader.function import Function
from grader.submission import as_handle

TOLERANCE = {"atol": 1e-4, "rtol": 1e-3}  # of gradients

# Runs beside the submission. The score is <c_last, first result> + <c_all, second result>.
GRADIENTS = """
import jax
import jax.numpy as jnp

def scored(function, which):
    def score(c_last, c_all, *args):
        last, every = function(*args)
        return jnp.sum(c_last * last) + jnp.sum(c_all * every), (last, every)

    slopes = jax.value_and_grad(score, argnums=tuple(2 + i for i in which), has_aux=True)
    return lambda *args: (lambda value, slope: (value[1], slope))(*slopes(*args))

def many(function, which, axes):
    return jax.vmap(scored(function, which), in_axes=(0, 0, *axes))
"""


def weights(D: int, H: int) -> dict[str, tuple[int, ...]]:
    """The shapes in P."""
    return {
        **{name: (D + H, H) for name in ("W_r", "W_z", "W_h")},
        **{name: (H,) for name in ("b_r", "b_z", "b_h")},
    }


class Sequence(Function):
    """A function (P, ...) -> (last state, states), asked traced."""

    arrays = "jax"
    dtypes = ("float32",)

    def gradients(self, which, args, axes=None):
        """((results), (gradients of args[i] for i in `which`)); args begin with the cotangents.

        Args:
            axes: of the function's arguments, to be mapped over; None: no batch.

        Raises:
            CheckFailed: when it runs, but cannot be differentiated.
        """
        helpers = self.context.library.define(GRADIENTS)
        options = (self.traced(self.shown), tuple(which))
        score = helpers.scored(*options) if axes is None else helpers.many(*options, axes)
        made = as_handle(self.context.library.traced(as_handle(score)))
        try:
            return made.call(args, arrays="numpy")[0]
        except SubmissionStopped as stopped:
            raised = stopped.outcome.raised
            if raised is not None and "Reverse-mode differentiation" in raised.message:
                raise CheckFailed(
                    "it runs, but jax.grad cannot go back through its loop",
                    mistake="not-differentiable",
                ) from None
            raise

    def expect_traceable(self):
        """Require that the function could be traced whenever it was asked."""
        if self.shown in self.eager_only:
            try:
                self.traced(self.shown)(*self.questions[0].args)
            except SubmissionStopped as stopped:
                line = stopped.outcome.raised and stopped.outcome.raised.lines
                raise CheckFailed(
                    "it runs on arrays, but cannot be compiled",
                    mistake="not-traceable",
                    line=line[-1][0] if line else None,
                ) from None

    def program_sizes(self, *questions):
        """The number of equations in the traced program for each question's arguments."""
        function = getattr(self.context.submission, self.shown)
        return [self.context.library.equations(function, *args) for args in questions]
