"""What is seen of a module's parameters, in whatever order a submission asks for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flax.linen as nn
import jax
import numpy as np
import pytest

from grader.runner import linen
from grader.runner.evaluate import Traced

KEY = 5


class Scale(nn.Module):
    @nn.compact
    def __call__(self, x: Any) -> Any:
        return x * self.param("w", nn.initializers.normal(), (3,))


MODULE = Scale()


def plain(x: Any) -> Any:
    return MODULE.apply(MODULE.init(jax.random.key(KEY), x), x)


def shapes_first(x: Any) -> Any:
    jax.eval_shape(MODULE.init, jax.random.key(KEY), x)
    return plain(x)


def shapes_afterwards(x: Any) -> Any:
    answer = plain(x)
    jax.eval_shape(MODULE.init, jax.random.key(KEY), x)
    return answer


def another_seed_first(x: Any) -> Any:
    MODULE.init(jax.random.key(KEY + 1), x)
    return plain(x)


EACH = pytest.mark.parametrize(
    "function", [plain, shapes_first, shapes_afterwards, another_seed_first]
)
X = np.array([1, 2, 4], np.float32)
WANT = MODULE.init(jax.random.key(KEY), X)["params"]["w"]


@EACH
def test_the_value_that_is_used_is_seen(function: Callable[..., Any]) -> None:
    seen = linen.watch(function, (X,), False)
    [leaf] = seen["leaves"]
    assert leaf["created"] and not leaf["traced"] and not leaf["changed"]
    np.testing.assert_array_equal(leaf["value"], WANT)
    np.testing.assert_allclose(seen["answer"], X * WANT, rtol=1e-6)


@EACH
def test_the_value_that_is_used_is_seen_in_a_traced_program(function: Callable[..., Any]) -> None:
    answer, values = Traced(linen.reveal(function, (), (), False))(X)
    assert list(values) == ["Scale/w"] or list(values) == ["w"]
    np.testing.assert_allclose(next(iter(values.values())), WANT, rtol=1e-5)
    np.testing.assert_allclose(answer, X * WANT, rtol=1e-5)


def test_other_values_handed_to_apply_are_told() -> None:
    def changed(x: Any) -> Any:
        variables = MODULE.init(jax.random.key(KEY), x)
        return MODULE.apply(jax.tree.map(lambda w: w + 1, variables), x)

    [leaf] = linen.watch(changed, (X,), False)["leaves"]
    assert leaf["changed"]
