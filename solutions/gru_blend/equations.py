"""Equation 1 of the statement in float64 NumPy, and every known mistake beside it."""

from __future__ import annotations

import numpy as np

from grader.catalogue import Catalogue
from grader.numeric import sigmoid, softmax

Array = np.ndarray


class Blend:
    """The statement's blend: h_prev, h_tilde, z and the result are (H,)."""

    def gru_blend(self, h_prev: Array, h_tilde: Array, z: Array) -> Array:
        h_prev, h_tilde, z = (np.asarray(a, np.float64) for a in (h_prev, h_tilde, z))
        return self.result(self.blend(h_prev, self.proposal(h_tilde), self.dial(z)))

    def blend(self, h: Array, h_tilde: Array, z: Array) -> Array:
        return (1 - z) * h + z * h_tilde  # (1)

    def proposal(self, h_tilde: Array) -> Array:
        return h_tilde

    def dial(self, z: Array) -> Array:
        return z

    def result(self, h: Array) -> Array:
        return h


catalogue = Catalogue(Blend)
mistake, rule = catalogue.mistake, catalogue.rule

# --- the two weights ---------------------------------------------------------------------------


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
    "plain-sum",
    "z is not used",
    "Your function returns h_prev + h_tilde. The weights are 1 - z and z, unit by unit "
    "(equation 1).",
)
class PlainSum(Blend):
    def blend(self, h, h_tilde, z):
        return h + h_tilde


@mistake(
    "returns-candidate",
    "The candidate is returned",
    "Your function returns h_tilde. The blend with h_prev is missing (equation 1).",
)
class ReturnsCandidate(Blend):
    def blend(self, h, h_tilde, z):
        return h_tilde


@mistake(
    "returns-previous-state",
    "The state does not change",
    "Your function returns h_prev as it came in. The share z of the candidate is missing "
    "(equation 1).",
)
class ReturnsPreviousState(Blend):
    def blend(self, h, h_tilde, z):
        return h


@mistake(
    "old-state-times-z",
    "Half of the other convention",
    "Your function returns z * h_prev. Here the share of the old state is 1 - z, and z * h_tilde "
    "is added to it (equation 1).",
)
class OldStateTimesZ(Blend):
    def blend(self, h, h_tilde, z):
        return z * h


@mistake(
    "candidate-times-one-minus-z",
    "Half of the other convention",
    "Your function returns (1 - z) * h_tilde. Here the share of the candidate is z, and "
    "(1 - z) * h_prev is added to it (equation 1).",
)
class CandidateTimesOneMinusZ(Blend):
    def blend(self, h, h_tilde, z):
        return (1 - z) * h_tilde


@mistake(
    "only-the-change",
    "Only the change is returned",
    "Your function returns z * (h_tilde - h_prev): the step, without its starting point. Add "
    "h_prev (equation 1).",
)
class OnlyTheChange(Blend):
    def blend(self, h, h_tilde, z):
        return z * (h_tilde - h)


@mistake(
    "keep-share-negated",
    "The old state changes its sign",
    "Your function computes (z - 1) * h_prev + z * h_tilde. The share of the old state is 1 - z "
    "(equation 1).",
)
class KeepShareNegated(Blend):
    def blend(self, h, h_tilde, z):
        return (z - 1) * h + z * h_tilde


@mistake(
    "parentheses-missing",
    "Parentheses are missing",
    "Your function computes 1 - z * h_prev + z * h_tilde: products come before sums, so the 1 "
    "stands alone. Write (1 - z) * h_prev (equation 1).",
)
class ParenthesesMissing(Blend):
    def blend(self, h, h_tilde, z):
        return 1 - z * h + z * h_tilde


@mistake(
    "gate-added-to-candidate",
    "A sum in place of a product",
    "Your function computes (1 - z) * h_prev + (z + h_tilde). A gate multiplies: z * h_tilde "
    "(equation 1).",
)
class GateAddedToCandidate(Blend):
    def blend(self, h, h_tilde, z):
        return (1 - z) * h + (z + h_tilde)


@mistake(
    "keep-share-added",
    "A sum in place of a product",
    "Your function computes (1 - z) + h_prev + z * h_tilde. A gate multiplies: (1 - z) * h_prev "
    "(equation 1).",
)
class KeepShareAdded(Blend):
    def blend(self, h, h_tilde, z):
        return (1 - z) + h + z * h_tilde


@mistake(
    "candidate-left-out",
    "The candidate is left out",
    "Your function computes (1 - z) * h_prev + z. The share z multiplies the candidate: "
    "z * h_tilde (equation 1).",
)
class CandidateLeftOut(Blend):
    def blend(self, h, h_tilde, z):
        return (1 - z) * h + z


@mistake(
    "old-state-left-out",
    "The old state is left out",
    "Your function computes (1 - z) + z * h_tilde. The share 1 - z multiplies the old state: "
    "(1 - z) * h_prev (equation 1).",
)
class OldStateLeftOut(Blend):
    def blend(self, h, h_tilde, z):
        return (1 - z) + z * h_tilde


@mistake(
    "terms-multiplied",
    "The terms are multiplied",
    "Your function multiplies (1 - z) * h_prev by z * h_tilde. The two terms are added "
    "(equation 1).",
)
class TermsMultiplied(Blend):
    def blend(self, h, h_tilde, z):
        return (1 - z) * h * z * h_tilde


@mistake(
    "terms-concatenated",
    "The terms stand side by side",
    "Your function returns the two terms end to end, 2 H numbers. The two terms are added, entry "
    "by entry (equation 1).",
)
class TermsConcatenated(Blend):
    def blend(self, h, h_tilde, z):
        return np.concatenate([(1 - z) * h, z * h_tilde])


@mistake(
    "larger-term-only",
    "The larger term wins",
    "Your function returns the larger of (1 - z) * h_prev and z * h_tilde. The two terms are added "
    "(equation 1).",
)
class LargerTermOnly(Blend):
    def blend(self, h, h_tilde, z):
        return np.maximum((1 - z) * h, z * h_tilde)


@mistake(
    "dot-product",
    "A dot product",
    "Your function sums over the units, as @ and np.dot do, and leaves one number. The product "
    "here is entry by entry: * (equation 1).",
)
class DotProduct(Blend):
    def blend(self, h, h_tilde, z):
        return (1 - z) @ h + z @ h_tilde


@mistake(
    "outer-product",
    "An outer product",
    "Your function multiplies every z with every unit and returns a matrix. The product here is "
    "entry by entry: * (equation 1).",
)
class OuterProduct(Blend):
    def blend(self, h, h_tilde, z):
        return np.outer(1 - z, h) + np.outer(z, h_tilde)


@mistake(
    "one-unit-left-out",
    "One unit is left out",
    "Your function leaves out the first or the last unit, as a loop does that starts at 1 or ends "
    "one early. Every unit gets its blend (equation 1).",
)
class OneUnitLeftOut(Blend):
    unit, stays = -1, 0

    def blend(self, h, h_tilde, z):
        new = super().blend(h, h_tilde, z)
        new[self.unit] = self.stays * h[self.unit]  # as the array was made: of zeros, or of h_prev
        return new


@catalogue.also("one-unit-left-out")
class LastUnitAsItWas(OneUnitLeftOut):
    stays = 1


@catalogue.also("one-unit-left-out")
class FirstUnitLeftOut(OneUnitLeftOut):
    unit = 0


@catalogue.also("one-unit-left-out")
class FirstUnitAsItWas(OneUnitLeftOut):
    unit, stays = 0, 1


@mistake(
    "first-unit-only",
    "Only the first unit is blended",
    "Your function blends the first unit and leaves the others. A return inside a loop ends the "
    "loop: every unit gets its blend (equation 1).",
)
class FirstUnitOnly(Blend):
    stays = 1

    def blend(self, h, h_tilde, z):
        new = self.stays * h
        new[:1] = super().blend(h, h_tilde, z)[:1]
        return new


@catalogue.also("first-unit-only")
class FirstUnitOnlyInZeros(FirstUnitOnly):
    stays = 0


@mistake(
    "gates-summed",
    "One weight for all units",
    "Your function weighs every unit with the sum of all 1 - z and the sum of all z. Each unit has "
    "its own z: the product is entry by entry (equation 1).",
)
class GatesSummed(Blend):
    def blend(self, h, h_tilde, z):
        return (1 - z).sum() * h + z.sum() * h_tilde


@mistake(
    "geometric-blend",
    "Powers in place of products",
    "Your function raises the two states to the powers 1 - z and z and multiplies them. The blend "
    "is a sum of two products: (1 - z) * h_prev + z * h_tilde (equation 1).",
)
class GeometricBlend(Blend):
    def blend(self, h, h_tilde, z):
        return h ** (1 - z) * h_tilde**z


@catalogue.also("geometric-blend")
class GeometricBlendOfSizes(Blend):
    def blend(self, h, h_tilde, z):
        return np.sign(h) * np.abs(h) ** (1 - z) * np.abs(h_tilde) ** z


@mistake(
    "delta-parentheses",
    "Parentheses in the wrong place",
    "Your function computes (h_prev + z) * (h_tilde - h_prev). Equation 1 is "
    "h_prev + z * (h_tilde - h_prev): only the change is multiplied.",
)
class DeltaParentheses(Blend):
    def blend(self, h, h_tilde, z):
        return (h + z) * (h_tilde - h)


@mistake(
    "arguments-reordered",
    "The arguments are in another order",
    "Your function takes z first. The order is gru_blend(h_prev, h_tilde, z).",
)
class ArgumentsReordered(Blend):
    def gru_blend(self, h_prev, h_tilde, z):
        return super().gru_blend(h_tilde, z, h_prev)


# --- what is done to z and to the candidate before ---------------------------------------------


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
    "In effect your function takes h_tilde where z > 0.5 and h_prev elsewhere. The gate mixes: "
    "z = 0.3 means three parts in ten of the new (equation 1).",
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
    "first-gate-for-all",
    "One dial for all units",
    "Your function uses z[0] for every unit. Each unit has its own z (equation 1).",
)
class FirstGateForAll(Blend):
    def dial(self, z):
        return np.full_like(z, z[0])


@mistake(
    "softmax-gates",
    "The units compete",
    "Your function takes the softmax of z, so that all shares together add up to 1. z is already a "
    "gate value for each unit; use it as it is (equation 1).",
)
class SoftmaxGates(Blend):
    def dial(self, z):
        return softmax(z)


@mistake(
    "candidate-squashed-twice",
    "The candidate is squashed again",
    "Your function takes the tanh of h_tilde. The candidate arrives finished; use it as it is "
    "(equation 1).",
)
class CandidateSquashedTwice(Blend):
    def proposal(self, h_tilde):
        return np.tanh(h_tilde)


# --- what is done to the result ----------------------------------------------------------------


@mistake(
    "extra-tanh",
    "One tanh too many",
    "Your function applies tanh to the blend. The blend is the answer (equation 1): do not squash "
    "it again.",
)
class ExtraTanh(Blend):
    def result(self, h):
        return np.tanh(h)


@mistake(
    "extra-sigmoid",
    "A sigmoid too many",
    "Your function applies a sigmoid to the blend. The blend is the answer (equation 1).",
)
class ExtraSigmoid(Blend):
    def result(self, h):
        return sigmoid(h)


@mistake(
    "clipped-output",
    "The result is clipped",
    "Your function cuts the blend off at -1 and 1. The blend is the answer (equation 1); it stays "
    "in that range by itself where the two states do.",
)
class ClippedOutput(Blend):
    def result(self, h):
        return np.clip(h, -1, 1)


@mistake(
    "halved-output",
    "The sum is halved",
    "Your function divides the blend by 2. The weights 1 - z and z already add up to 1 "
    "(equation 1).",
)
class HalvedOutput(Blend):
    def result(self, h):
        return h / 2


# --- rules -------------------------------------------------------------------------------------

rule(
    "nothing-returned",
    "Nothing is returned",
    "Your function ends without a return, so the caller gets None. Printing a value does not "
    "return it: return the new state.",
)
rule(
    "batch-axis-output",
    "A batch axis too many",
    "Your function returns shape (1, H). The state is one vector, shape (H,).",
)
rule(
    "column-output",
    "A column instead of a vector",
    "Your function returns shape (H, 1). The state is one vector, shape (H,).",
)
rule(
    "list-output",
    "Not an array",
    "Your function returns a list or tuple. Return one array of shape (H,), the new state alone.",
)
rule(
    "wrong-dtype",
    "Not a float",
    "Your function returns numbers of another type. The state is float64 (or float32), as the "
    "inputs are.",
)
rule(
    "remembers-calls",
    "The same call gives another answer",
    "Two calls with equal inputs gave different states. The new state is a function of the three "
    "arguments alone: no chance, no counter, nothing kept from earlier calls.",
)
rule(
    "writes-into-input",
    "Your function changes the caller's array",
    "After the call one of the arrays handed in has other values. The caller still needs them: "
    "build a new array instead of assigning into an old one.",
)

# --- what tame questions would hide ----------------------------------------------------------


@catalogue.natural("h_prev = 0")
def zero_state(kind, args):
    h_prev, h_tilde, z = args
    return 0 * h_prev, h_tilde, z


@catalogue.natural("z = 0 or 1")
def hard_gate(kind, args):
    h_prev, h_tilde, z = args
    return h_prev, h_tilde, np.round(z)


@catalogue.natural("one z for all units")
def one_gate(kind, args):
    h_prev, h_tilde, z = args
    return h_prev, h_tilde, np.full_like(z, z.mean())


@catalogue.natural("H = 1")
def one_unit(kind, args):
    return tuple(np.asarray(a)[:1] for a in args)
