"""Eager operations evaluated in NumPy give what XLA gives, as the arrays that JAX would give."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from flax import linen as nn

from grader.runner import eager
from grader.runner.evaluate import Traced
from tests.programs import PROGRAMS, H, X, lax


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """Nothing compiled before is at hand, and nothing is changed for the other tests."""
    jax.clear_caches()
    yield
    eager.uninstall()


@pytest.fixture
def compiled() -> Iterator[list[str]]:
    """Grows by one with each program that XLA compiles."""
    found: list[str] = []
    listening = [True]

    def heard(event: str, duration_secs: float, **kwargs: str | int) -> None:
        if listening and "backend_compile" in event:
            found.append(event)

    jax.monitoring.register_event_duration_secs_listener(heard)
    yield found
    listening.clear()


def facts(value: Any) -> tuple[Any, ...]:
    return type(value), value.shape, value.dtype, getattr(value, "weak_type", None)


def both(function: Callable[..., Any], *args: Any) -> tuple[list[Any], list[Any]]:
    """What `function` gives when NumPy evaluates it, and when XLA does."""
    assert eager.install()
    got = jax.tree.leaves(function(*args))
    eager.uninstall()
    jax.clear_caches()
    return got, jax.tree.leaves(function(*args))


@pytest.mark.parametrize("jitted", [False, True], ids=["eager", "jitted"])
@pytest.mark.parametrize("name", PROGRAMS)
def test_an_operation_gives_what_xla_gives(name: str, jitted: bool) -> None:
    function, args = PROGRAMS[name]
    args = tuple(jnp.asarray(a) if isinstance(a, np.ndarray) else a for a in args)
    got, want = both(jax.jit(lambda *a: function(*a)) if jitted else function, *args)
    for here, there in zip(got, want, strict=True):
        assert facts(here) == facts(there)
        np.testing.assert_allclose(here, there, atol=2e-6, rtol=2e-5)


def test_weak_types_and_keys_are_as_they_were() -> None:
    def function(seed: int) -> Any:
        key = jax.random.key(seed)
        first, second = jax.random.split(key)
        weak = jnp.sqrt(2.0), jnp.asarray(3) * 2, jnp.exp(jnp.asarray(0.5))
        data = jax.random.key_data(jax.random.fold_in(second, 3)), jax.random.PRNGKey(seed)
        return weak, data, jax.random.normal(first, (3,)), jax.random.key_impl(key) == "fry"

    got, want = both(function, 7)
    assert [facts(jnp.asarray(v)) for v in got] == [facts(jnp.asarray(v)) for v in want]
    for here, there in zip(got, want, strict=True):
        np.testing.assert_allclose(here, there, rtol=1e-6)
    assert facts(got[0])[-1] is True


def test_a_cell_is_run_and_differentiated_without_compiling(compiled: list[str]) -> None:
    assert eager.install()

    class Cell(nn.Module):
        @nn.compact
        def __call__(self, x: Any, h: Any) -> Any:
            weights = self.param("W", nn.initializers.lecun_normal(), (13, 5))
            bias = self.param("b", nn.initializers.zeros, (5,))
            z = jax.nn.sigmoid(jnp.concatenate([x, h]) @ weights + bias)
            return (1 - z) * h + z * jnp.tanh(x.sum())

    cell, x, h = Cell(), jnp.ones(8), jnp.ones(5)
    params = cell.init(jax.random.key(0), x, h)
    step: Callable[..., Any] = cell.apply
    np.testing.assert_allclose(jax.jit(step)(params, x, h), step(params, x, h), rtol=1e-6)
    slope = jax.grad(lambda p: step(p, x, h).sum())(params)
    assert slope["params"]["W"].shape == (13, 5)
    assert compiled == []


def test_the_python_of_a_submission_runs_on_concrete_arrays_each_time() -> None:
    assert eager.install()
    seen = []

    def function(x: Any) -> Any:
        seen.append(float(x[0]))
        return x + 1 if x[0] > 0 else -x

    assert function(jnp.asarray([2.0]))[0] == 3 and function(jnp.asarray([-2.0]))[0] == 2
    assert seen == [2.0, -2.0]


def test_a_result_is_no_view_of_an_array_that_can_be_written() -> None:
    assert eager.install()
    array = np.ones((2, 3), np.float32)
    turned, flat = jnp.transpose(array), jax.jit(lambda a: a)(array)
    array[:] = 7
    assert float(turned.sum()) == 6 and float(flat.sum()) == 6


def test_what_is_printed_while_it_runs_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    assert eager.install()

    @jax.jit
    def function(x: Any) -> Any:
        jax.debug.print("seen {}", x)
        return x + 1

    assert function(1.0) == 2
    jax.effects_barrier()
    assert "seen 1.0" in capfd.readouterr().out


def test_any_other_effect_is_for_xla(compiled: list[str]) -> None:
    assert eager.install()
    shape = jax.ShapeDtypeStruct((), np.float32)
    seen = []

    def keep(x: Any) -> Any:
        seen.append(float(x))
        return np.float32(2 * x)

    function = jax.jit(lambda x: jax.experimental.io_callback(keep, shape, x))
    assert function(jnp.asarray(3.0)) == 6 and seen == [3.0] and compiled


def test_a_long_loop_is_for_xla(compiled: list[str]) -> None:
    assert eager.install()
    zero = jnp.asarray(0.0)
    short = jax.jit(lambda c: lax.fori_loop(0, 40, lambda i, c: jnp.tanh(c) + 1.0, c))
    assert short(zero) > 1.5 and not compiled
    for loop in (
        jax.jit(lambda c: lax.fori_loop(0, 200_000, lambda i, c: c + 1.0, c)),
        jax.jit(lambda c: lax.while_loop(lambda c: c < 200_000, lambda c: c + 1.0, c)),
    ):
        before = len(compiled)
        assert loop(zero) == 200_000 and len(compiled) > before
    sorts = jax.jit(lambda c: lax.fori_loop(0, 1000, lambda i, c: jnp.sort(c), c))
    before = len(compiled)
    np.testing.assert_array_equal(sorts(jnp.asarray([2.0, 1.0])), [1, 2])
    assert len(compiled) > before


def test_what_a_program_captured_stays_as_it_was() -> None:
    assert eager.install()
    captured = np.ones(3, np.float32)
    for function in (jax.jit(lambda x: x + captured), Traced(lambda x: x + captured)):
        captured[:] = 1
        assert function(jnp.zeros(3)).tolist() == [1, 1, 1]
        captured[:] = 5
        assert function(jnp.zeros(3)).tolist() == [1, 1, 1]


def test_results_share_no_memory_and_stay_where_they_were_put() -> None:
    assert eager.install()
    given = jax.device_put(H, jax.devices()[0])
    first, second = jax.jit(lambda x: (x, x))(given)
    places = {array.unsafe_buffer_pointer() for array in (given, first, second)}
    assert len(places) == 3
    assert (given + 1).committed and not (jnp.asarray(H) + 1).committed


def test_options_of_the_compiler_are_obeyed(compiled: list[str]) -> None:
    assert eager.install()
    device = jax.sharding.SingleDeviceSharding(jax.devices()[0])
    placed = jax.jit(lambda x: 3 * x, out_shardings=device)(H)
    assert placed.committed and len(compiled) == 1


def test_an_argument_that_is_given_away_is_gone() -> None:
    assert eager.install()
    given = jnp.asarray(H) * 1
    assert jax.jit(lambda x: x + 1, donate_argnums=0)(given).shape == H.shape
    assert given.is_deleted()


def test_debug_nans_still_raises() -> None:
    assert eager.install()
    assert np.isnan(jnp.log(jnp.asarray(-1.0) * 1))
    with jax.debug_nans(True), pytest.raises(FloatingPointError):
        jnp.log(jnp.asarray(-2.0) * 1)


def test_what_has_no_rule_is_compiled_once(compiled: list[str]) -> None:
    assert eager.install()
    order = lax.sort_p.bind(jnp.asarray(X), dimension=1, is_stable=True, num_keys=1)
    np.testing.assert_allclose(order[0], np.sort(X, 1))
    before = len(compiled)
    lax.sort_p.bind(jnp.asarray(X) + 1, dimension=1, is_stable=True, num_keys=1)
    assert before > 0 and len(compiled) == before


@pytest.mark.parametrize("other", [None, lambda *args: None], ids=["missing", "another form"])
def test_a_jax_that_is_made_otherwise_is_left_alone(
    monkeypatch: pytest.MonkeyPatch, other: Any
) -> None:
    module = sys.modules[eager.MODULE]
    if other is None:
        monkeypatch.delattr(module, eager.FUNCTION)
    else:
        monkeypatch.setattr(module, eager.FUNCTION, other)
    assert not eager.install()
    assert getattr(module, eager.FUNCTION, None) is other
