"""Outcomes that are no value, in plain words. What every message about a crash is made from."""

from __future__ import annotations

import re

from grader.model import Kind, Outcome, Raised
from grader.text import clean

MEMORY = (
    "Your code asked for more memory than it may use. Is an array far larger than the inputs ask "
    "for, or does a list grow in a loop?"
)

# (exception type, pattern in its message) -> what it means and what to do.
TRANSLATIONS: tuple[tuple[str, str, str], ...] = (
    (
        "NotImplementedError", "TODO|^$",
        "A TODO is still open: this line raises NotImplementedError on purpose. Replace it with "
        "your code.",
    ),
    (
        "TypeError|AttributeError|ValueError",
        r"'function'|Cannot determine the shape of <function|not a valid JAX (array )?type",
        "A function is used where numbers are needed. If it comes from self.param, the initializer "
        "lacks its parentheses: nn.initializers.lecun_normal() makes one, lecun_normal alone does "
        "not.",
    ),
    (
        "TypeError", r"zeros\(\) missing|zeros_init\(\) takes 0",
        "nn.initializers.zeros is itself the initializer: pass it without parentheses (or "
        "zeros_init(), which returns it).",
    ),
    (
        "ValueError", r"Can't compute input and output sizes of a 1-dimensional",
        "lecun_normal needs at least two axes, so it cannot start a bias. Biases start at zero: "
        "nn.initializers.zeros.",
    ),
    (
        "ApplyScopeInvalidVariablesTypeError", "",
        "apply wants the whole dict that init returned, {'params': ...}, not the part inside.",
    ),
    (
        "CallCompactUnboundModuleError", "",
        "A module is called directly. Use variables = cell.init(key, x, h), then "
        "cell.apply(variables, x, h).",
    ),
    (
        "NameInUseError", "",
        "Two parameters have the same name. Give each self.param its own.",
    ),
    (
        "AssignSubModuleError|ValueError", r"must be (defined|initialized) in `setup\(\)`",
        "Parameters are declared in setup() or under @nn.compact. Is the decorator missing?",
    ),
    (
        "ScopeParamNotFoundError|ScopeCollectionNotFound", "",
        "apply was given variables without this parameter. Pass what init returned, whole and "
        "unchanged.",
    ),
    (
        "SetAttributeFrozenModuleError", "",
        "A module's fields can be set in setup() only. Under @nn.compact use a local variable.",
    ),
    (
        "InvalidRngError|TypeError", r"RNGs should be|invalid PRNG key",
        "A random key is needed here: jax.random.key(seed) makes one from the seed.",
    ),
    (
        "ScopeParamShapeError", "",
        "A parameter was given with another shape than its self.param asks for.",
    ),
    (
        "TypeError", r"carry input and carry output must have equal types",
        "The loop's state changes its type between steps. An initial state of integers is the "
        "usual cause: start from float32.",
    ),
    (
        "Tracer(Array|Bool|Integer)ConversionError|ConcretizationTypeError", "",
        "A value is turned into a Python number or a NumPy array inside a traced function, where "
        "it has no value yet. Keep to jax.numpy there.",
    ),
    (
        "TypeError", r"takes \d+ positional argument|missing \d+ required|unexpected keyword",
        "A call passes another number of arguments than the function takes. Compare its signature "
        "with the statement's.",
    ),
    (
        "TypeError|ValueError", r"dot_general requires contracting dimensions|not aligned"
        r"|matmul: Input operand|Size of label",
        "Two shapes do not fit. Write the shape of each factor beside the line: in a product "
        "(n,) @ (n, m) or (k, n) @ (n, m) the inner sizes must agree.",
    ),
    (
        "TypeError|ValueError", r"[Ii]ncompatible shapes|could not be broadcast",
        "Two shapes do not fit. Entry by entry, as in + and *, two arrays need the same shape, or "
        "1 where they differ. Write the shape of each beside the line.",
    ),
    (
        "TypeError|ValueError",
        r"Cannot concatenate arrays|along dimension \d+, the array at index",
        "Two shapes do not fit. Arrays laid end to end may differ only along the axis on which "
        "they are joined. Write the shape of each beside the line.",
    ),
    (
        "NameError", "",
        "Python does not know this name here. Is it spelled as where it is defined, and is that "
        "line run before this one?",
    ),
    (
        "UnboundLocalError", "",
        "The function gives this name a value, but only after this line, or in a branch that was "
        "not taken. Give it a value first.",
    ),
    (
        "SyntaxError", "",
        "Python cannot read the file from here on. What is wrong often stands just before, such as "
        "a bracket or a colon that is missing.",
    ),
    (
        "IndentationError|TabError", "",
        "The lines of a block begin in the same column, deeper than the line above it that ends in "
        "a colon. Use spaces only.",
    ),
    (
        "KeyError", "",
        "A dict has no such key. The statement lists the keys; there are no others.",
    ),
    (
        "IndexError", "",
        "An index lies outside its array. With T steps the last index is T - 1.",
    ),
    (
        "ModuleNotFoundError", "",
        "This module cannot be imported here. Your code may use Python, NumPy, JAX, Flax and "
        "Optax.",
    ),
    (
        "PermissionError|BlockingIOError", "",
        "Your code tried something that the sandbox does not allow, such as reading a file, "
        "starting a process or using the network. The task needs none of these: leave it out.",
    ),
    (
        "RecursionError", "",
        "A function calls itself without end. Does it have a case that returns without the call?",
    ),
    (
        "MemoryError", "", MEMORY,
    ),
    (
        "XlaRuntimeError|JaxRuntimeError", "RESOURCE_EXHAUSTED",
        MEMORY,
    ),
    (
        "SystemExit|KeyboardInterrupt", "",
        "Your code tried to end the program. Remove the call to exit.",
    ),
)  # fmt: skip


# What to look for when there was no answer, nor an exception.
STOPPED = {
    Kind.TIMED_OUT: "Is there a loop that never ends? A right answer is there within seconds.",
    Kind.CPU: "Is there a loop that never ends, or work that is done over and over?",
    Kind.MEMORY: "Is an array far larger than the inputs ask for, or does a list grow in a loop?",
    Kind.TASKS: "The task needs no threads or processes of its own: leave them out.",
    Kind.DISK: "The task needs no files: return the answer instead of writing it.",
    Kind.FLOODED: "Take prints out of your loops: a few lines are enough to look at.",
    Kind.DIED: "Something ended Python itself, such as a call to os._exit or a crash in compiled "
    "code. Leave such calls out.",
    Kind.GARBLED: "Return what the statement asks for, and leave the modules that you import as "
    "they are.",
}


def summary(outcome: Outcome) -> str:
    """One line: what happened."""
    match outcome.kind:
        case Kind.RAISED if outcome.raised is not None:
            error = outcome.raised
            told = [part for part in (_line(error.type, 60), _line(error.message, 160)) if part]
            where = f" (line {error.lines[-1][0]})" if error.lines else ""
            return ": ".join(told) + where
        case Kind.TIMED_OUT:
            return f"no answer in time: {outcome.detail}"
        case Kind.CPU:
            return f"your program computed for more than {outcome.detail} and was stopped"
        case Kind.MEMORY:
            return f"your program used more than {outcome.detail} of memory and was stopped"
        case Kind.TASKS:
            return f"your program started more than {outcome.detail} threads and was stopped"
        case Kind.DISK:
            return f"your program wrote more than {outcome.detail} and was stopped"
        case Kind.DIED:
            return f"your program ended before it answered: {outcome.detail}"
        case Kind.FLOODED:
            return f"your program printed more than {outcome.detail} and was stopped"
        case Kind.GARBLED:
            return f"the answer could not be read: {clean(outcome.detail, most=160)}"
    return "no answer"


def _line(text: str, most: int) -> str:
    """The first line of a stranger's text."""
    return clean(text, most=most).strip().split("\n")[0]


def detail(outcome: Outcome) -> str:
    """Further lines: what it means, when we know."""
    if outcome.kind is Kind.RAISED and outcome.raised is not None:
        return meaning(outcome.raised)
    return STOPPED.get(outcome.kind, "")


def meaning(error: Raised) -> str:
    """What an exception usually means in this field, or "" when we have nothing to add."""
    for types, pattern, sentence in TRANSLATIONS:
        if re.fullmatch(types, error.type) and re.search(pattern, error.message):
            return sentence
    return ""


def line(outcome: Outcome) -> int | None:
    """The innermost line of the submission that an exception passed through."""
    if outcome.raised is not None and outcome.raised.lines:
        return outcome.raised.lines[-1][0]
    return None
