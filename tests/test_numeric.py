"""The pieces that equations are written with."""

import math

import numpy as np
import pytest

from grader import numeric

RNG = np.random.default_rng(0)


def test_affine_is_the_product_with_a_bias_over_leading_axes():
    v, W, b = RNG.normal(size=(5, 3)), RNG.normal(size=(5, 3, 2)), RNG.normal(size=(5, 2))
    got = numeric.affine(v, W, b)
    assert got.shape == (5, 2)
    for i in range(5):
        assert np.allclose(got[i], v[i] @ W[i] + b[i])


def test_affine_has_no_bias_unless_given_one():
    assert np.array_equal(numeric.affine(np.array([2.0]), np.array([[3.0]])), [6.0])


def test_cat_broadcasts_leading_axes_and_joins_the_last():
    x, h = np.zeros(3), np.ones((7, 2))
    assert numeric.cat(x, h).shape == (7, 5)
    assert np.array_equal(numeric.cat(x, h)[4], [0, 0, 0, 1, 1])


def test_sigmoid_never_overflows():
    with np.errstate(all="raise"):
        assert np.allclose(numeric.sigmoid(np.array([-1e4, 0.0, 1e4])), [0, 0.5, 1])


def test_sigmoid_is_the_logistic_function():
    assert math.isclose(float(numeric.sigmoid(np.array(1.0))), 1 / (1 + math.exp(-1)))


def test_softmax_sums_to_one_and_never_overflows():
    with np.errstate(all="raise"):
        got = numeric.softmax(np.array([[1.0, 2.0], [1e4, 1e4]]))
    assert np.allclose(got[0], [1 / (1 + math.e), math.e / (1 + math.e)])
    assert np.allclose(got[1], 0.5)


def test_relu_and_hard_sigmoid_are_clipped_lines():
    a = np.array([-4.0, -1.0, 0.0, 1.5, 4.0])
    assert np.array_equal(numeric.relu(a), [0, 0, 0, 1.5, 4])
    assert np.allclose(numeric.hard_sigmoid(a), [0, 1 / 3, 0.5, 0.75, 1])


def test_gelu_is_jaxs_default():
    # 0.5 * (1 + tanh(sqrt(2 / pi) * 1.044715)), by hand
    assert np.allclose(numeric.gelu(np.array([-1.0, 0.0, 1.0])), [-0.158808, 0.0, 0.841192])


def product(w, x, h, at):
    """step = W * x**2 + h**3, entry by entry: its derivatives are 1-line formulas."""
    return w["W"] * x**2 + h**3


def test_gradient_equals_the_one_derived_by_hand():
    W, x, h, c = RNG.normal(size=(4, 3)), RNG.normal(size=3), RNG.normal(size=3), RNG.normal(size=3)
    grads, grad_x, grad_h = numeric.gradient(product, {"W": W}, (x, h), c)
    assert np.allclose(grads["W"], np.tile(c * x**2, (4, 1)), atol=1e-8)
    assert np.allclose(grad_x, 2 * c * W * x, atol=1e-8)
    assert np.allclose(grad_h, np.tile(3 * c * h**2, (4, 1)), atol=1e-8)


def test_gradient_keeps_the_shapes_of_the_weights():
    w = {"W": RNG.normal(size=(2, 3, 3)), "b": RNG.normal(size=(2, 3))}
    x = h = c = np.ones(3)
    grads, grad_x, grad_h = numeric.gradient(
        lambda w, x, h, at: numeric.affine(x, w["W"], w["b"]) * h, w, (x, h), c
    )
    assert {name: grad.shape for name, grad in grads.items()} == {"W": (2, 3, 3), "b": (2, 3)}
    assert grad_x.shape == grad_h.shape == (2, 3)


def test_gradient_is_zero_through_a_part_held_still():
    x = h = c = np.ones(2)
    _, grad_x, grad_h = numeric.gradient(
        lambda w, x, h, at: w["W"] * at[1] * h, {"W": np.ones((1, 2))}, (x, h), c
    )
    assert np.array_equal(grad_x, [[0, 0]])
    assert np.allclose(grad_h, 1)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_gradient_computes_in_double_precision(dtype):
    w = {"W": np.full((1, 2), 3, dtype)}
    _, grad_x, _ = numeric.gradient(product, w, (np.ones(2, dtype), np.ones(2)), np.ones(2))
    assert np.allclose(grad_x, 6, rtol=1e-9)
