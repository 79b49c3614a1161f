"""Traced programs in NumPy give what XLA gives."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from grader.runner import threefry
from grader.runner.evaluate import Traced
from grader.runner.library import Library
from tests.programs import PROGRAMS, SEED, H, X, init, lax


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_traced_program_gives_what_xla_gives(name: str) -> None:
    function, args = PROGRAMS[name]
    got, want = Traced(function)(*args), jax.jit(function)(*args)
    assert str(jax.tree.structure(got)) == str(jax.tree.structure(want))
    for here, there in zip(jax.tree.leaves(got), jax.tree.leaves(want), strict=True):
        assert here.shape == there.shape and here.dtype == there.dtype
        np.testing.assert_allclose(here, there, atol=2e-6, rtol=2e-5)


def test_it_is_traced_once_for_each_form_of_the_arguments() -> None:
    seen = []

    def function(x: Any) -> Any:
        seen.append(x.shape)
        return 2 * x

    traced = Traced(function)
    for x in (X, X + 1, H, X, H.astype(np.int32)):
        np.testing.assert_allclose(traced(x), 2 * x)
    assert seen == [(5, 3), (4,), (4,)]


def test_a_transformation_replays_the_program_and_not_the_python() -> None:
    seen = []

    def function(x: Any) -> Any:
        seen.append(1)
        return jnp.sum(x**3)

    traced = Traced(function)
    traced(H)
    np.testing.assert_allclose(jax.grad(traced)(H), 3 * H**2, rtol=1e-5)
    np.testing.assert_allclose(
        Traced(jax.vmap(jax.grad(traced)))(np.stack([H, H])), np.stack([3 * H**2] * 2), rtol=1e-5
    )
    assert seen == [1]


def test_what_cannot_be_traced_says_so_as_jit_does() -> None:
    with pytest.raises(jax.errors.TracerArrayConversionError):
        Traced(lambda x: np.asarray(x))(X)
    with pytest.raises(jax.errors.TracerBoolConversionError):
        Traced(lambda x: x if x[0, 0] > 0 else -x)(X)


def test_an_effect_happens_although_no_result_needs_it(capfd: pytest.CaptureFixture[str]) -> None:
    def function(x: Any) -> Any:
        jax.debug.print("seen {}", x.sum() * 0)
        return x

    traced = Traced(function)
    traced(H)
    traced(H)
    jax.effects_barrier()
    assert capfd.readouterr().out.count("seen") == 2


def test_nothing_is_compiled() -> None:
    compiled: list[str] = []
    listening = True

    def heard(event: str, duration_secs: float, **kwargs: str | int) -> None:
        if listening and "backend_compile" in event:
            compiled.append(event)

    jax.monitoring.register_event_duration_secs_listener(heard)
    shape = (11, 7)  # no other test has it
    traced = Library().traced(
        lambda s, x: jnp.tanh(x @ init.lecun_normal()(jax.random.key(s), shape)).sum()
    )
    traced(3, np.ones((2, 11), np.float32))
    listening = False
    assert compiled == []


def test_random_bits_are_jaxs_own() -> None:
    key = jax.random.key_data(jax.random.key(SEED))
    want = jax.random.bits(jax.random.key(SEED), (3, 5))
    np.testing.assert_array_equal(threefry.bits(np.asarray(key), (3, 5)), want)
    np.testing.assert_array_equal(threefry.seeded(np.array(SEED, np.int32)), key)


def test_erf_inv_is_xlas_to_a_few_units_in_the_last_place() -> None:
    x = np.linspace(-1, 1, 2001, dtype=np.float32)
    with np.errstate(divide="ignore", invalid="ignore"):
        np.testing.assert_allclose(threefry.erf_inv(x), lax.erf_inv(x), rtol=1e-5, atol=1e-7)
