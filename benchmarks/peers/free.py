"""A grader of `gru_cell` for pytest and Hypothesis: free sizes, 100 examples for each property.

SUBMISSION=FILE python -m pytest benchmarks/peers/free.py

The properties are those of problems/gru_cell/checks.py, in its order. See conftest.py for the
names that are pinned. EXAMPLES=5 in the environment is for a quick look: 5 examples, not shrunk.
"""

import inspect
import os

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from flax import linen as nn
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from oracle import LARGE, candidate, draw, gru, hold, normal, shapes, sigmoid, slopes

# Some examples wait for a compiler, so none has a deadline. What one submission failed by is not
# kept for the next.
settings.register_profile("grading", deadline=None, database=None, derandomize=True)
settings.load_profile("grading")
if "EXAMPLES" in os.environ:
    few = settings(max_examples=int(os.environ["EXAMPLES"]), phases=[Phase.generate])
    settings.register_profile("few", few)
    settings.load_profile("few")

close = np.testing.assert_allclose
TOLERANCE = {"rtol": 1e-5, "atol": 1e-5}

sizes = st.integers(1, 4)  # each pair is compiled anew: sixteen are enough to be free
seeds = st.integers(0, 2**31 - 1)
rngs = st.builds(np.random.default_rng, seeds)
cases = st.builds(draw, rngs, sizes, sizes)  # weights, x, h_prev


def vectors(D, H):
    rng = np.random.default_rng(0)
    return jnp.asarray(normal(rng, D)), jnp.asarray(normal(rng, H))


def test_the_file_loads(submission):
    assert submission.__file__


def test_it_defines_the_function(submission):
    assert len(inspect.signature(submission.gru_cell_step).parameters) == 4


@given(seeds, sizes, sizes)
def test_it_returns_one_float32_vector_of_length_H(entry, seed, D, H):
    got = entry(seed, *vectors(D, H), H)
    assert got.shape == (H,) and got.dtype == np.float32
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


@given(seeds, sizes, sizes)
def test_it_has_six_parameters(init, seed, D, H):
    got = {name: (value.shape, value.dtype) for name, value in init(seed, D, H).items()}
    assert got == {name: (shape, np.float32) for name, shape in shapes(D, H).items()}


@given(rngs, sizes)
def test_other_sizes_work_too(apply, rng, size):
    for D, H in ((size, size), (size, 1)):
        weights, x, h = draw(rng, D, H)
        close(apply(weights, x, h), gru(weights, x, h), **TOLERANCE)


@given(st.lists(seeds, min_size=2, max_size=2, unique=True))
def test_the_seed_decides_the_weights(entry, two):
    x, h = vectors(*LARGE)
    first, other, again = (entry(seed, x, h, LARGE[1]) for seed in (*two, two[0]))
    close(again, first, **TOLERANCE)
    assert not np.allclose(other, first)


@given(seeds)
def test_biases_start_at_zero(init, seed):
    weights = init(seed, *LARGE)
    assert not np.any([weights[name] for name in ("b_r", "b_z", "b_h")])


@given(seeds)
def test_weights_start_lecun_normal(init, seed):
    deviation = 1 / np.sqrt(sum(LARGE))
    weights = init(seed, *LARGE)
    for name in ("W_r", "W_z", "W_h"):
        values = weights[name]
        assert abs(values.mean()) < 0.25 * deviation, name  # six standard errors
        assert values.std() == pytest.approx(deviation, rel=0.15), name
        # Cut at two deviations of the normal before the cut, which makes it 1 / 0.8796 wider.
        assert 1.9 * deviation < np.abs(values).max() < 2.28 * deviation, name
    assert not np.allclose(weights["W_r"], weights["W_z"])
    assert not np.allclose(weights["W_r"], weights["W_h"])
    assert not np.allclose(weights["W_z"], weights["W_h"])


@given(cases)
def test_z_0_keeps_the_previous_state(apply, case):
    weights, x, h = case
    close(apply(hold(weights, z=-50), x, h), h, **TOLERANCE)


@given(cases)
def test_z_1_replaces_it_by_the_candidate(apply, case):
    weights, x, h = case
    weights = hold(weights, z=50, r=50)
    close(apply(weights, x, h), candidate(weights, x, h, 1.0), **TOLERANCE)


@given(cases)
def test_r_0_hides_the_previous_state_from_the_candidate(apply, case):
    weights, x, h = case
    weights = hold(weights, z=50, r=-50)
    close(apply(weights, x, h), candidate(weights, x, h, 0.0), **TOLERANCE)


@given(cases)
def test_r_masks_the_state_unit_by_unit(apply, case):
    weights, x, h = case
    weights = hold(weights, z=50, r=np.linspace(-2, 2, len(h)))
    want = candidate(weights, x, h, sigmoid(weights["b_r"]))
    close(apply(weights, x, h), want, **TOLERANCE)


@given(cases)
def test_it_equals_the_equations(apply, case):
    weights, x, h = case
    close(apply(weights, x, h), gru(weights, x, h), **TOLERANCE)


@given(cases, st.floats(1, 1e4))
def test_large_inputs_stay_finite(apply, case, scale):
    weights, x, h = case
    got = np.asarray(apply(weights, np.float32(scale) * x, h))
    assert np.isfinite(got).all()
    assert (np.abs(got) <= np.maximum(1, np.abs(h)) + 1e-5).all()  # an average, as (4) says


@pytest.fixture(scope="module")
def batched(eager, traceable):
    if not traceable:
        pytest.skip("cannot be traced")
    return jax.jit(jax.vmap(eager))


@given(rngs, sizes, sizes)
def test_the_same_under_jit_and_vmap(batched, rng, D, H):
    batch = [draw(rng, D, H) for _ in range(8)]
    got = batched(*jax.tree.map(lambda *leaves: np.stack(leaves), *batch))
    close(got, [gru(*case) for case in batch], **TOLERANCE)


@pytest.fixture(scope="module")
def slope(eager, traceable):
    if not traceable:
        pytest.skip("cannot be traced")
    return jax.jit(jax.grad(lambda w, x, h, c: c @ eager(w, x, h), argnums=(0, 1, 2)))


@given(rngs, sizes, sizes)
def test_gradients_reach_all_parameters_and_both_inputs(slope, rng, D, H):
    (weights, x, h), c = draw(rng, D, H), normal(rng, H)
    by_weight, by_x, by_h = slope(weights, x, h, c)
    got = by_weight | {"x": by_x, "h_prev": by_h}
    for name, v, want in slopes(rng, weights, x, h, c):
        close(np.vdot(got[name], v), want, rtol=1e-3, atol=1e-4, err_msg=name)


@given(seeds, sizes, sizes)
def test_the_inputs_are_left_as_they_were(entry, seed, D, H):
    x, h = (np.array(v) for v in vectors(D, H))
    entry(seed, x, h, H)
    np.testing.assert_array_equal(x, vectors(D, H)[0])
    np.testing.assert_array_equal(h, vectors(D, H)[1])
