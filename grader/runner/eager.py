"""What JAX would compile in order to run it at once, evaluated in NumPy instead.

Eager JAX hands each operation of each new shape to XLA as a program of its own: 25 ms from the
compile cache, more without, where NumPy needs some microseconds. The submission's Python runs as it
always does, on concrete arrays; only the arithmetic is done elsewhere, by the rules that traced
programs have (`grader.runner.evaluate`). XLA still gets what has no rule, what has effects beyond
those of jax.debug, and whatever names a device, gives an argument away or asks for NaN to be found.
"""

from __future__ import annotations

import functools
import inspect
import sys
from collections.abc import Callable, Sequence
from typing import Any

import jax
import numpy as np

from grader.runner.arithmetic import as_xla
from grader.runner.evaluate import for_xla, has_rule, here, inner, needed
from grader.runner.rules import Run, is_key, known

# All of it passes here: single operations, what jax.numpy has jitted, the submission's own jax.jit.
# Neither this nor MAKER is a public name, but both are the same from JAX 0.7.2 to 0.12. Where one
# is missing or of another form, XLA runs everything, as it would without us.
MODULE, FUNCTION = "jax._src.pjit", "_pjit_call_impl_python"
# Makes JAX's array of NumPy's in 5 us; jax.device_put takes 90, and would lose a weak type.
MAKERS, MAKER = "jax._src.interpreters.pxla", "batched_device_put"

OPTIONS = (
    "in_shardings", "out_shardings", "in_layouts", "out_layouts", "compiler_options_kvs",
    "donated_invars",
)  # fmt: skip
SETTINGS = ("jax_debug_nans", "jax_debug_infs", "jax_default_device")


def install() -> bool:
    """From now on evaluate eager operations in NumPy, in this process; whether that is possible."""
    original: Any = getattr(sys.modules.get(MODULE), FUNCTION, None)
    if hasattr(original, "by_xla"):
        return True
    make: Any = getattr(sys.modules.get(MAKERS), MAKER, None)
    if not _takes(original, "jaxpr", *OPTIONS) or not _takes(make, "aval", "sharding", "committed"):
        return False

    @functools.wraps(original)
    def run(*args: Any, **params: Any) -> Any:
        given = (params[name] for name in OPTIONS)
        theirs = for_xla.get() or _configured()
        evaluate = None if theirs else in_numpy(make, params["jaxpr"], *given)
        if evaluate is None:
            return original(*args, **params)
        return evaluate(*args), None, None, []  # no compiled program, no profiler, no constants

    run.by_xla = original  # type: ignore[attr-defined]
    setattr(sys.modules[MODULE], FUNCTION, run)
    return True


def uninstall() -> None:
    """Give everything to XLA again."""
    original = getattr(getattr(sys.modules.get(MODULE), FUNCTION, None), "by_xla", None)
    if original is not None:
        setattr(sys.modules[MODULE], FUNCTION, original)


def _takes(function: Any, *names: str) -> bool:
    return callable(function) and {*names} <= inspect.signature(function).parameters.keys()


def _configured() -> bool:
    """Whether JAX was told something that only XLA's side obeys."""
    return any(getattr(jax.config, name, None) for name in SETTINGS)


@functools.lru_cache(1024)
def in_numpy(make: Callable[..., Any], program: Any, *options: Sequence[Any]) -> Run | None:
    """What evaluates a closed jaxpr on JAX's arrays: arguments -> list of results.

    None where it is for XLA. `make` makes JAX's arrays of NumPy's.
    """
    kinds = [getattr(aval, "dtype", None) for aval in (*program.in_avals, *program.out_avals)]
    chosen = any(_chosen(option) for several in options for option in several)
    if not _only_tells(program) or chosen or not all(known(kind) or is_key(kind) for kind in kinds):
        return None
    steps = needed(program.jaxpr)
    if len(steps) == 1 and not has_rule(steps[0]):
        return None  # it would only come back here
    evaluate = inner(program)
    takers = [_taker(aval.dtype) for aval in program.in_avals]
    makers = [_maker(make, aval) for aval in program.out_avals]

    def run(*args: Any) -> list[Any]:
        given = [take(value) for take, value in zip(takers, args, strict=True)]
        with as_xla():
            found = evaluate(*given)
        committed = any(getattr(value, "committed", False) for value in args)
        return [make(value, committed) for make, value in zip(makers, found, strict=True)]

    return run


def _only_tells(program: Any) -> bool:
    """Whether it has no effect, or only that of jax.debug.print and jax.debug.callback, which are
    called as they come."""
    return all("Debug" in type(effect).__name__ for effect in program.effects)


def _chosen(option: Any) -> bool:
    """Whether somebody chose this option of the compiler, or gave an argument away to it."""
    return option not in (None, False) and type(option).__name__ != "UnspecifiedValue"


def _taker(dtype: Any) -> Run:
    """What makes NumPy's array of an argument, or of a key its words."""
    if is_key(dtype):
        return functools.partial(here, dtype=dtype)

    def take(value: Any) -> np.ndarray:
        # NumPy's own may be written to later, and a result may be a view of it.
        return np.array(value, dtype) if isinstance(value, np.ndarray) else np.asarray(value, dtype)

    return take


def _maker(make: Callable[..., Any], aval: Any) -> Run:
    """What makes JAX's array of a result, as `aval` has it."""
    if is_key(aval.dtype):
        words = _maker(make, jax.core.ShapedArray((*aval.shape, 2), np.dtype("uint32")))
        return lambda value, committed: jax.random.wrap_key_data(
            words(value, committed), impl="threefry2x32"
        )

    def made(value: Any, committed: bool) -> Any:
        sharding, device = _place()
        array = np.asarray(value, aval.dtype)
        # A view may be one of an argument, and JAX's arrays share no memory.
        own = array if array.flags.owndata else array.copy()
        return make(aval, sharding, [own], [device], committed=committed)

    return made


@functools.cache
def _place() -> tuple[Any, Any]:
    """Where arrays are when nobody says where."""
    device = jax.devices()[0]
    return jax.sharding.SingleDeviceSharding(device), device
