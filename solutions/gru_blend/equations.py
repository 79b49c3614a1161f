"""Equation 1 of the statement in float64 NumPy, and every known mistake beside it."""

from __future__ import annotations

import numpy as np

from grader.catalogue import Catalogue
from grader.numeric import sigmoid

Array = np.ndarray


class Blend:
    """The statement's blend: h_prev, h_tilde, z and the result are (H,)."""

    def gru_blend(self, h_prev: Array, h_tilde: Array, z: Array) -> Array:
        h_prev, h_tilde, z = (np.asarray(a, np.float64) for a in (h_prev, h_tilde, z))
        return self.blend(h_prev, h_tilde, self.dial(z))

    def dial(self, z: Array) -> Array:
        return z

    def blend(self, h: Array, h_tilde: Array, z: Array) -> Array:
        return (1 - z) * h + z * h_tilde  # (1)


catalogue = Catalogue(Blend)
mistake, rule = catalogue.mistake, catalogue.rule


@mistake(
    "swapped-update-gate",
    "Swapped update gate",
    "Your function computes z * h_prev + (1 - z) * h_tilde: your z keeps the past. In this project "
    "z opens to the new: (1 - z) * h_prev + z * h_tilde (equation 1). PyTorch, Keras and "
    "flax.linen.GRUCell use your form.",
)
class SwappedUpdateGate(Blend):
    def blend(self, h, h_tilde, z):
        return z * h + (1 - z) * h_tilde


@mistake(
    "keep-term-dropped",
    "The old state is dropped",
    "Your function returns z * h_tilde. The old state is gone: at z = 0 you return 0 instead of "
    "h_prev. Add (1 - z) * h_prev (equation 1).",
)
class KeepTermDropped(Blend):
    def blend(self, h, h_tilde, z):
        return z * h_tilde


@mistake(
    "new-term-dropped",
    "The candidate never arrives",
    "Your function returns (1 - z) * h_prev. Add z * h_tilde (equation 1): without it nothing new "
    "is ever written.",
)
class NewTermDropped(Blend):
    def blend(self, h, h_tilde, z):
        return (1 - z) * h


@mistake(
    "add-without-forget",
    "Nothing is forgotten",
    "Your function computes h_prev + z * h_tilde. The old state is not scaled by 1 - z, so equal "
    "inputs do not stay put (equation 1).",
)
class AddWithoutForget(Blend):
    def blend(self, h, h_tilde, z):
        return h + z * h_tilde


@mistake(
    "new-term-undamped",
    "The candidate is added whole",
    "Your function computes (1 - z) * h_prev + h_tilde. The candidate is scaled by z, so that the "
    "two weights add up to 1 (equation 1).",
)
class NewTermUndamped(Blend):
    def blend(self, h, h_tilde, z):
        return (1 - z) * h + h_tilde


@mistake(
    "same-weight-on-both",
    "One weight on both terms",
    "Your function computes z * h_prev + z * h_tilde. The old state is weighted by 1 - z, so that "
    "the two weights add up to 1 (equation 1).",
)
class SameWeightOnBoth(Blend):
    def blend(self, h, h_tilde, z):
        return z * h + z * h_tilde


@mistake(
    "both-weighted-by-one-minus-z",
    "One weight on both terms",
    "Your function computes (1 - z) * h_prev + (1 - z) * h_tilde. The candidate is weighted by z, "
    "so that the two weights add up to 1 (equation 1).",
)
class BothWeightedByOneMinusZ(Blend):
    def blend(self, h, h_tilde, z):
        return (1 - z) * h + (1 - z) * h_tilde


@mistake(
    "minus-between-terms",
    "The candidate is subtracted",
    "Your function computes (1 - z) * h_prev - z * h_tilde. The two terms are added (equation 1).",
)
class MinusBetweenTerms(Blend):
    def blend(self, h, h_tilde, z):
        return (1 - z) * h - z * h_tilde


@mistake(
    "plus-in-keep-term",
    "The old state grows",
    "Your function computes (1 + z) * h_prev + z * h_tilde. The share of the old state is 1 - z "
    "(equation 1).",
)
class PlusInKeepTerm(Blend):
    def blend(self, h, h_tilde, z):
        return (1 + z) * h + z * h_tilde


@mistake(
    "delta-sign-reversed",
    "The step goes the wrong way",
    "Your function computes h_prev + z * (h_prev - h_tilde), which moves away from the candidate. "
    "Equation 1 is h_prev + z * (h_tilde - h_prev).",
)
class DeltaSignReversed(Blend):
    def blend(self, h, h_tilde, z):
        return h + z * (h - h_tilde)


@mistake(
    "plain-average",
    "z is not used",
    "Your function returns the plain average of h_prev and h_tilde. The weights are 1 - z and z, "
    "unit by unit (equation 1).",
)
class PlainAverage(Blend):
    def blend(self, h, h_tilde, z):
        return 0.5 * (h + h_tilde)


@mistake(
    "scalar-gate",
    "One dial for all units",
    "Your function uses the mean of z for every unit. Each unit has its own z (equation 1).",
)
class ScalarGate(Blend):
    def dial(self, z):
        return np.full_like(z, z.mean())


@mistake(
    "hard-switch",
    "You pick a side",
    "Your function takes h_tilde where z > 0.5 and h_prev elsewhere. The gate mixes: z = 0.3 means "
    "three parts in ten of the new (equation 1).",
)
class HardSwitch(Blend):
    def dial(self, z):
        return (z > 0.5).astype(float)


@mistake(
    "squashed-again",
    "z is squashed again",
    "Your function takes the sigmoid of z. z is already a gate value between 0 and 1; use it as it "
    "is (equation 1).",
)
class SquashedAgain(Blend):
    def dial(self, z):
        return sigmoid(z)


@mistake(
    "row-vector-output",
    "A matrix is returned",
    "Your function returns an array of shape (1, H). The state is a vector of shape (H,).",
)
class RowVectorOutput(Blend):
    def blend(self, h, h_tilde, z):
        return super().blend(h, h_tilde, z)[None]


@mistake(
    "dot-product",
    "A dot product",
    "Your function multiplies with @ or np.dot, which sums over the units and leaves one number. "
    "The product here is entry by entry: * (equation 1).",
)
class DotProduct(Blend):
    def blend(self, h, h_tilde, z):
        return (1 - z) @ h + z @ h_tilde


rule(
    "writes-into-input",
    "Your function changes the caller's array",
    "After the call one of the arrays handed in has other values. The caller still needs them: "
    "build a new array instead of assigning into an old one.",
)
