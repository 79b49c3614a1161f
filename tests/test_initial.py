"""Initializers are told apart by how their numbers are spread. The samples are NumPy's own, from
the textbook formula of each initializer, never jax's: two right programs may draw differently."""

import math

import numpy as np
import pytest

from grader.initial import Spread

SHAPE = (9, 32, 8)  # seeds, inputs, outputs: what a grade looks at
IN, OUT = SHAPE[1:]


def cut_normal(rng):
    """Normal numbers within two standard deviations, scaled to variance 1 again."""
    drawn = rng.normal(size=(8, *SHAPE))
    kept = drawn[np.abs(drawn) < 2][: math.prod(SHAPE)].reshape(SHAPE)
    return kept / 0.87962566


def flat(rng):
    """Uniform numbers of variance 1."""
    return rng.uniform(-math.sqrt(3), math.sqrt(3), SHAPE)


def orthogonal(rng):
    return np.stack([np.linalg.qr(rng.normal(size=(IN, OUT)))[0] for _ in range(SHAPE[0])])


DRAWN = {
    None: lambda rng: cut_normal(rng) / math.sqrt(IN),
    "init-zeros": lambda rng: np.zeros(SHAPE),
    "init-constant": lambda rng: np.full(SHAPE, 0.1),
    "init-orthogonal": orthogonal,
    "init-he-normal": lambda rng: cut_normal(rng) * math.sqrt(2 / IN),
    "init-he-uniform": lambda rng: flat(rng) * math.sqrt(2 / IN),
    "init-glorot-normal": lambda rng: cut_normal(rng) * math.sqrt(2 / (IN + OUT)),
    "init-glorot-uniform": lambda rng: flat(rng) * math.sqrt(2 / (IN + OUT)),
    "init-lecun-uniform": lambda rng: flat(rng) / math.sqrt(IN),
    "init-untruncated-normal": lambda rng: rng.normal(size=SHAPE) / math.sqrt(IN),
    "init-transposed-fan": lambda rng: cut_normal(rng) / math.sqrt(OUT),
    "init-unit-normal": lambda rng: rng.normal(size=SHAPE),
    "init-wrong-scale": lambda rng: 0.01 * rng.normal(size=SHAPE),
}
SEEDS = range(20)


@pytest.mark.parametrize("name", [name for name in DRAWN if name])
def test_each_initializer_is_told_by_its_name(name):
    for seed in SEEDS:
        spread = Spread.of(DRAWN[name](np.random.default_rng(seed)))
        assert spread.name() == name, (seed, spread)
        assert not spread.is_lecun_normal(), (seed, spread)


def test_lecun_normal_is_accepted_and_has_no_name_of_a_mistake():
    for seed in SEEDS:
        spread = Spread.of(DRAWN[None](np.random.default_rng(seed)))
        assert spread.is_lecun_normal(), (seed, spread)
        assert spread.name() is None, (seed, spread)


@pytest.mark.parametrize("factor", [0.7, 0.8, 1.25, 1.4])
def test_another_scale_is_not_lecun_normal(factor):
    spread = Spread.of(factor * DRAWN[None](np.random.default_rng(0)))
    assert not spread.is_lecun_normal()


def test_a_shifted_mean_is_not_lecun_normal():
    limit = 2 / 0.87962566 / math.sqrt(IN)
    matrices = DRAWN[None](np.random.default_rng(0)) + 0.15 / math.sqrt(IN)
    assert not Spread.of(np.clip(matrices, -limit, limit)).is_lecun_normal()


def test_numbers_that_are_all_positive_have_no_name():
    assert Spread.of(np.abs(DRAWN[None](np.random.default_rng(0)))).name() is None


def test_one_number_beyond_the_limit_is_not_lecun_normal():
    matrices = DRAWN[None](np.random.default_rng(0))
    matrices[0, 0, 0] = 2.4 / math.sqrt(IN)
    assert not Spread.of(matrices).is_lecun_normal()


def test_a_spread_is_measured_in_units_of_the_fan():
    spread = Spread.of(np.random.default_rng(0).normal(size=(50, 16, 16)))
    assert spread.deviation == pytest.approx(4, rel=0.02)
    assert spread.kurtosis == pytest.approx(3, rel=0.1)


def test_the_text_of_a_spread_names_the_fan():
    text = str(Spread.of(np.full((2, 4, 3), 0.5)))
    assert text == "standard deviation 0.00 / sqrt(4), largest 1.00 / sqrt(4)"
