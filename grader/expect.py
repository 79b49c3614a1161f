"""Comparisons for checks: shape, then dtype, then finite, then values. Nothing is broadcast."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from grader.errors import CheckFailed
from grader.model import Evidence
from grader.submission import Handle

ATOL = 1e-5  # about 80 float32 ulps at 1
RTOL = 1e-4

Named = Iterable[tuple[str, Any]]


def close(got: np.ndarray, want: np.ndarray, *, atol: float = ATOL, rtol: float = RTOL) -> bool:
    """Whether two arrays of one shape are finite and equal within tolerance, entry by entry."""
    got, want = np.asarray(got), np.asarray(want)
    if got.shape != want.shape or not np.all(np.isfinite(got)):
        return False
    difference = np.abs(got.astype(np.float64) - want)
    return bool(np.all(difference <= atol + rtol * np.abs(want)))


def expect_array(
    got: Any, shape: tuple[int, ...], *dtypes: str, inputs: Named = (), what: str = ""
) -> np.ndarray:
    """Require one array of this shape and of one of these dtypes (float32), and return it.

    Args:
        what: which part of the answer it is, when it is not the whole.

    Raises:
        CheckFailed: saying what came instead; a list, None or a generator is described.
    """
    dtypes = dtypes or ("float32",)
    prefix = f"{what}: " if what else ""
    if not isinstance(got, np.ndarray):
        a_list = "list-output" if isinstance(got, list | tuple) else None
        raise CheckFailed(
            f"{prefix}expected an array of shape {shape}, got {describe(got)}", mistake=a_list
        )
    if got.shape != shape:
        named = {
            (*shape, 1): "column-output", (1, *shape): "batch-axis-output", (): "scalar-output",
        }  # fmt: skip
        longer = got.ndim > len(shape) and got.size == np.prod(shape)
        hint = " It has an axis too many: flatten it." if longer else ""
        raise CheckFailed(
            f"{prefix}expected shape {shape}, got {got.shape}",
            detail=f"Return one vector.{hint}" if len(shape) == 1 else "",
            evidence=Evidence(f"shape {shape}", f"shape {got.shape}", show_all(inputs)),
            mistake=named.get(got.shape),
        )
    if got.dtype.name not in dtypes:
        allowed = " or ".join(dtypes)
        raise CheckFailed(
            f"{prefix}expected {allowed}, got {got.dtype.name}",
            evidence=Evidence(allowed, got.dtype.name, show_all(inputs)),
            mistake="wrong-dtype",
        )
    return got


def expect_finite(got: np.ndarray, *, inputs: Named = ()) -> None:
    """Require every entry to be a number."""
    bad = ~np.isfinite(got)
    if bad.any():
        count = f"{int(bad.sum())} of {got.size}"
        raise CheckFailed(
            f"{count} entries are not finite: {show(got)}",
            evidence=Evidence("finite numbers", show(got), show_all(inputs)),
        )


def expect_close(
    got: np.ndarray,
    want: np.ndarray,
    *,
    atol: float = ATOL,
    rtol: float = RTOL,
    what: str = "",
    inputs: Named = (),
) -> None:
    """Require `got` to equal `want` entry by entry, within atol + rtol * |want|.

    Shapes are compared first and nothing is broadcast: a scalar is not a vector of equal entries.
    NaN equals nothing.

    Args:
        got: what the submission returned.
        want: same shape, from the equations or from the property itself.
        what: what is compared, when it is not the answer itself.
        inputs: (name, value) pairs to show when it fails.

    Raises:
        CheckFailed: with the number of bad entries, the worst index and both values there.
    """
    if got.shape != want.shape:
        raise CheckFailed(f"expected shape {want.shape}, got {got.shape}")
    expect_finite(got, inputs=inputs)
    off = np.abs(got.astype(np.float64) - want)
    bad = off > atol + rtol * np.abs(want)
    if not bad.any():
        return
    worst = np.unravel_index(int(np.argmax(np.where(bad, off, -1.0))), off.shape)
    prefix = f"{what}: " if what else ""
    place = ", ".join(str(int(i)) for i in worst)
    raise CheckFailed(
        f"{prefix}expected {show(want)}, got {show(got)}"
        if want.size <= 8
        else f"{prefix}{int(bad.sum())} of {off.size} entries differ, by up to {off[worst]:.3g}",
        detail="" if want.size <= 8 else
        f"worst at [{place}]: expected {want[worst]:.6g}, got {got[worst]:.6g}",
        evidence=Evidence(show(want), show(got), show_all(inputs)),
    )  # fmt: skip


def expect_same(
    got: Any,
    want: Any,
    *,
    dtypes: Sequence[str] = ("float32",),
    inputs: Named = (),
    what: str = "",
    atol: float = ATOL,
    rtol: float = RTOL,
) -> None:
    """Require the same containers holding equal arrays: `expect_array`, then `expect_close`.

    A list is as good as a tuple. Where a number is wanted, a Python number will do.

    Args:
        want: arrays, and lists, tuples and dicts of them.
    """
    inputs = list(inputs)
    prefix = f"{what}: " if what else ""
    if isinstance(want, dict):
        if not isinstance(got, dict):
            raise CheckFailed(f"{prefix}expected a dict, got {describe(got)}")
        if got.keys() != want.keys():
            listed = ", ".join(map(str, want))
            said = ", ".join(map(str, got)) or "none"
            raise CheckFailed(f"{prefix}expected the keys {listed}, got {said}")
        parts = [(f"{what}[{key!r}]" if what else str(key), got[key], want[key]) for key in want]
    elif isinstance(want, list | tuple):
        if not isinstance(got, list | tuple) or len(got) != len(want):
            raise CheckFailed(f"{prefix}expected {len(want)} results, got {describe(got)}")
        parts = [(f"{what}[{i}]" if what else f"result {i + 1}", g, w)
                 for i, (g, w) in enumerate(zip(got, want, strict=True))]  # fmt: skip
    else:
        want = np.asarray(want)
        if want.ndim == 0 and type(got) in (int, float):
            got = np.asarray(got, dtypes[0])
        array = expect_array(got, want.shape, *dtypes, inputs=inputs, what=what)
        return expect_close(array, want, inputs=inputs, what=what, atol=atol, rtol=rtol)
    for label, g, w in parts:
        expect_same(g, w, dtypes=dtypes, inputs=inputs, what=label, atol=atol, rtol=rtol)


def alike(one: Any, other: Any) -> bool:
    """Whether two values are the same, bit for bit, with NaN equal to itself."""
    if isinstance(one, dict):
        same = isinstance(other, dict) and one.keys() == other.keys()
        return same and all(alike(one[key], other[key]) for key in one)
    if isinstance(one, list | tuple):
        same = isinstance(other, list | tuple) and len(one) == len(other)
        return same and all(alike(a, b) for a, b in zip(one, other, strict=True))
    if isinstance(one, np.ndarray):
        return isinstance(other, np.ndarray) and one.shape == other.shape and np.array_equal(
            one, other, equal_nan=one.dtype.kind == "f"
        )  # fmt: skip
    return isinstance(one, Handle) or one is other or bool(one == other)


def expect_structure(got: Any, want: Any) -> None:
    """Require arrays in the same containers as the shapes in `want`: tuples and dicts of shapes.

    For answers that jax puts together, which have no other form unless they were tampered with.
    """
    if isinstance(want, dict):
        fits = isinstance(got, dict) and got.keys() == want.keys()
        parts = [(got[key], want[key]) for key in want] if fits else []
    elif isinstance(want, tuple) and not all(type(n) is int for n in want):
        fits = isinstance(got, tuple) and len(got) == len(want)
        parts = list(zip(got, want, strict=True)) if fits else []
    else:
        fits = isinstance(got, np.ndarray) and got.shape == want and got.dtype.kind == "f"
        parts = []
    if not fits:
        raise CheckFailed(f"expected {want}, got {describe(got)}")
    for part, expected in parts:
        expect_structure(part, expected)


def show(value: Any, *, most: int = 12) -> str:
    """A short text for a value; long arrays are cut in the middle."""
    if isinstance(value, np.ndarray):
        flat = np.array2string(
            value, threshold=most, edgeitems=3, max_line_width=1000, separator=", ",
            formatter={"float_kind": lambda v: f"{v:.4g}"},
        )  # fmt: skip
        return " ".join(flat.split())
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, list | tuple):
        return f"({', '.join(show(part, most=most) for part in value)})"
    return str(value)


def show_all(inputs: Named) -> tuple[tuple[str, str], ...]:
    return tuple((name, show(value)) for name, value in inputs)


def describe(value: Any) -> str:
    """What a returned value is, in the learner's words."""
    match value:
        case None:
            return "None: is a return missing?"
        case Handle():
            name = value.type.rsplit(".", 1)[-1] or "an object"
            return f"a {name}"
        case np.ndarray():
            return f"an array of shape {value.shape}, {value.dtype.name}"
        case bool() | int() | float():
            return f"the Python {type(value).__name__} {value!r}"
        case str():
            return f"a string ({value[:40]!r})"
        case tuple() | list() | dict():
            return f"a {type(value).__name__} of {len(value)}"
    return f"a {type(value).__name__}"
