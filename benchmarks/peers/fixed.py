"""A grader of `gru_cell` for pytest: fixed sizes, and a few seeded random cases for each property.

SUBMISSION=FILE python -m pytest benchmarks/peers/fixed.py

The properties are those of problems/gru_cell/checks.py, in its order. See conftest.py for the
names that are pinned.
"""

import inspect

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from flax import linen as nn
from oracle import LARGE, candidate, draw, gru, hold, normal, shapes, sigmoid, slopes

D, H = 3, 4
SEEDS = (1, 2, 3, 4, 5)
close = np.testing.assert_allclose
TOLERANCE = {"rtol": 1e-5, "atol": 1e-5}


@pytest.fixture(params=range(3))
def rng(request):
    return np.random.default_rng(request.param)


@pytest.fixture(scope="module")
def started(init):
    """The initial parameters for each of SEEDS."""
    return [init(seed, *LARGE) for seed in SEEDS]


@pytest.fixture
def vectors():
    """x and h_prev for whole runs, all of one size: each size is compiled anew."""
    rng = np.random.default_rng(0)
    return jnp.asarray(normal(rng, LARGE[0])), jnp.asarray(normal(rng, LARGE[1]))


def test_the_file_loads(submission):
    assert submission.__file__


def test_it_defines_the_function(submission):
    assert len(inspect.signature(submission.gru_cell_step).parameters) == 4


def test_it_returns_one_float32_vector_of_length_H(entry, vectors):
    got = entry(1, *vectors, LARGE[1])
    assert got.shape == (LARGE[1],) and got.dtype == np.float32
    assert np.isfinite(got).all()


def test_it_is_written_from_scratch_with_self_param(init, monkeypatch):
    declared, used = set(), set()
    original = nn.Module.param

    def param(self, name, *args, **kwargs):
        declared.add(name)
        return original(self, name, *args, **kwargs)

    def note(call, args, kwargs, context):
        used.add(type(context.module))
        return call(*args, **kwargs)

    monkeypatch.setattr(nn.Module, "param", param)
    with nn.intercept_methods(note):
        init(1, *LARGE)
    assert [kind.__name__ for kind in used if kind.__module__.startswith("flax.")] == []
    assert declared == set(shapes(*LARGE))


def test_it_has_six_parameters(started):
    got = {name: (value.shape, value.dtype) for name, value in started[0].items()}
    assert got == {name: (shape, np.float32) for name, shape in shapes(*LARGE).items()}


@pytest.mark.parametrize("size", [(1, 1), (3, 3)])
def test_other_sizes_work_too(apply, size):
    weights, x, h = draw(np.random.default_rng(0), *size)
    close(apply(weights, x, h), gru(weights, x, h), **TOLERANCE)


def test_the_function_works_for_one_unit_too(entry):
    assert entry(1, jnp.ones(1), jnp.ones(1), 1).shape == (1,)


def test_the_seed_decides_the_weights(entry, vectors):
    answers = [np.asarray(entry(seed, *vectors, LARGE[1])) for seed in SEEDS]
    close(entry(SEEDS[0], *vectors, LARGE[1]), answers[0], **TOLERANCE)
    for other in answers[1:]:
        assert not np.allclose(other, answers[0])


@pytest.mark.parametrize("name", ["b_r", "b_z", "b_h"])
def test_biases_start_at_zero(started, name):
    assert not np.any([weights[name] for weights in started])


@pytest.mark.parametrize("name", ["W_r", "W_z", "W_h"])
def test_weights_start_lecun_normal(started, name):
    values = np.array([weights[name] for weights in started])
    deviation = 1 / np.sqrt(sum(LARGE))
    assert abs(values.mean()) < 0.1 * deviation
    assert values.std() == pytest.approx(deviation, rel=0.08)
    # Cut at two deviations of the normal before the cut, which makes it 1 / 0.8796 wider.
    assert 1.9 * deviation < np.abs(values).max() < 2.28 * deviation


def test_the_three_weights_start_differently(started):
    a, b, c = (started[0][name] for name in ("W_r", "W_z", "W_h"))
    assert not np.allclose(a, b) and not np.allclose(a, c) and not np.allclose(b, c)


def test_z_0_keeps_the_previous_state(apply, rng):
    weights, x, h = draw(rng, D, H)
    close(apply(hold(weights, z=-50), x, h), h, **TOLERANCE)


def test_z_1_replaces_it_by_the_candidate(apply, rng):
    weights, x, h = draw(rng, D, H)
    weights = hold(weights, z=50, r=50)
    close(apply(weights, x, h), candidate(weights, x, h, 1.0), **TOLERANCE)


def test_r_0_hides_the_previous_state_from_the_candidate(apply, rng):
    weights, x, h = draw(rng, D, H)
    weights = hold(weights, z=50, r=-50)
    close(apply(weights, x, h), candidate(weights, x, h, 0.0), **TOLERANCE)


def test_r_masks_the_state_unit_by_unit(apply, rng):
    weights, x, h = draw(rng, D, H)
    weights = hold(weights, z=50, r=np.linspace(-2, 2, H))
    want = candidate(weights, x, h, sigmoid(weights["b_r"]))
    close(apply(weights, x, h), want, **TOLERANCE)


def test_it_equals_the_equations(apply, rng):
    weights, x, h = draw(rng, D, H)
    close(apply(weights, x, h), gru(weights, x, h), **TOLERANCE)


@pytest.mark.parametrize("scale", [1e2, 1e4])
def test_large_inputs_stay_finite(apply, scale):
    weights, x, h = draw(np.random.default_rng(0), D, H, scale)
    got = np.asarray(apply(weights, x, h))
    assert np.isfinite(got).all()
    assert (np.abs(got) <= np.maximum(1, np.abs(h)) + 1e-5).all()  # an average, as (4) says


def test_the_same_under_jit_and_vmap(eager, traceable):
    if not traceable:
        pytest.skip("cannot be traced")
    cases = [draw(np.random.default_rng(seed), D, H) for seed in range(32)]
    got = jax.jit(jax.vmap(eager))(*jax.tree.map(lambda *leaves: np.stack(leaves), *cases))
    close(got, [gru(*case) for case in cases], **TOLERANCE)


def test_gradients_reach_all_parameters_and_both_inputs(eager, traceable):
    if not traceable:
        pytest.skip("cannot be traced")
    rng = np.random.default_rng(0)
    slope = jax.jit(jax.grad(lambda w, x, h, c: c @ eager(w, x, h), argnums=(0, 1, 2)))
    for _ in range(2):
        (weights, x, h), c = draw(rng, D, H), normal(rng, H)
        by_weight, by_x, by_h = slope(weights, x, h, c)
        got = by_weight | {"x": by_x, "h_prev": by_h}
        for name, v, want in slopes(rng, weights, x, h, c):
            close(np.vdot(got[name], v), want, rtol=1e-3, atol=1e-4, err_msg=name)


def test_the_inputs_are_left_as_they_were(entry, vectors):
    x, h = (np.array(v) for v in vectors)
    entry(1, x, h, LARGE[1])
    np.testing.assert_array_equal(x, vectors[0])
    np.testing.assert_array_equal(h, vectors[1])
