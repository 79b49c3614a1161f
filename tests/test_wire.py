"""Frames: what goes in comes out, and whatever else comes in is one ProtocolError."""

from __future__ import annotations

import contextlib
import json
import time
import tracemalloc
from collections.abc import Iterator
from typing import Any

import ml_dtypes
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from grader.errors import ProtocolError, SandboxError
from grader.model import LIBRARY, SUBMISSION, Call, Kind, Limits, Outcome, Raised, Ref
from grader.runner import process, sandbox, wire

examples = settings(
    max_examples=100, derandomize=True, database=None, deadline=None, print_blob=False
)
many = settings(examples, max_examples=250)


# --- round trips -----------------------------------------------------------------------------


def dtypes() -> st.SearchStrategy[np.dtype[Any]]:
    return st.sampled_from(sorted(wire.DTYPES)).map(wire.dtype_named)


@st.composite
def arrays(draw: st.DrawFn) -> np.ndarray:
    """Any array that travels: every dtype, 0 to 8 axes, axes of length 0, NaN and inf."""
    dtype = draw(dtypes())
    shape = draw(npst.array_shapes(min_dims=0, max_dims=8, min_side=0, max_side=3))
    size = int(np.prod(shape)) * dtype.itemsize
    raw = draw(st.binary(min_size=size, max_size=size))
    if dtype == np.bool_:
        raw = bytes(byte & 1 for byte in raw)
    return np.frombuffer(raw, dtype).reshape(shape)


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
refs = st.builds(Ref, st.integers(0, (1 << 31) - 1), st.lists(texts, max_size=4).map(tuple), texts)
leaves = st.one_of(
    st.none(), st.booleans(), st.floats(), texts, arrays(), refs,
    st.integers(-(10**180), 10**180),
)  # fmt: skip
values = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.lists(inner, max_size=4).map(tuple),
        st.dictionaries(texts, inner, max_size=4),
    ),
    max_leaves=12,
)


def same(one: Any, other: Any) -> bool:
    """Equal in type, structure and every bit."""
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray):
        alike = one.shape == other.shape and one.dtype.name == other.dtype.name
        return alike and one.tobytes() == other.tobytes()
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[k], other[k]) for k in one)
    if isinstance(one, float):
        return one.hex() == other.hex()
    return bool(one == other)


@examples
@given(values, values)
def test_any_value_comes_back_as_it_went(value: Any, echo: Any) -> None:
    frame = wire.encode_outcome(7, Outcome(Kind.VALUE, value, echo))
    outcome = wire.decode_outcome(frame, expected=7)
    assert outcome.kind is Kind.VALUE
    assert same(outcome.value, value) and same(outcome.echo, echo)


@examples
@given(refs, st.lists(values, max_size=3), st.dictionaries(texts, values, max_size=3),
       st.sampled_from(["jax", "numpy"]), st.booleans())  # fmt: skip
def test_any_call_comes_back_as_it_went(
    target: Ref, args: list[Any], kwargs: dict[str, Any], arrays: str, echo: bool
) -> None:
    call = Call(target, tuple(args), kwargs, arrays=arrays, echo=echo)
    number, back = wire.decode_call(wire.encode_call(12, call))
    assert number == 12 and back.target == target
    assert same(back.args, call.args) and same(back.kwargs, call.kwargs)
    assert (back.arrays, back.echo) == (arrays, echo)


@pytest.mark.parametrize("name", sorted(wire.DTYPES))
@pytest.mark.parametrize("shape", [(), (0,), (3, 0, 2), (2, 3), (1,) * 8])
def test_every_dtype_travels_at_every_kind_of_shape(name: str, shape: tuple[int, ...]) -> None:
    array = np.arange(int(np.prod(shape))).reshape(shape).astype(wire.dtype_named(name))
    assert same(through(array), array)


def test_a_big_endian_array_arrives_with_the_same_numbers() -> None:
    got = through(np.array([1.5, -2.0], ">f8"))
    assert got.tolist() == [1.5, -2.0] and got.dtype == np.dtype("<f8")


def test_a_transposed_array_arrives_in_its_own_order() -> None:
    array = np.arange(6.0).reshape(2, 3).T
    assert np.array_equal(through(array), array)


def test_a_decoded_array_shares_no_memory_with_its_frame() -> None:
    got = through(np.zeros(3))
    got[:] = 1  # would raise on a view of the frame
    assert got.flags.owndata


def test_special_numbers_survive() -> None:
    array = np.array([np.nan, np.inf, -np.inf, -0.0, 5e-324], np.float64)
    assert through(array).tobytes() == array.tobytes()
    narrow = np.array([np.nan, np.inf, -0.0], ml_dtypes.bfloat16)
    assert through(narrow).tobytes() == narrow.tobytes()


def test_an_exception_comes_back_as_it_went() -> None:
    raised = Raised("ValueError", "bad\n\x1b[31m", ((3, "f"), (9, "<lambda>")), 4)
    frame = wire.encode_outcome(1, Outcome(Kind.RAISED, raised=raised))
    assert wire.decode_outcome(frame, expected=1).raised == raised


@pytest.mark.parametrize(
    "value",
    [
        object(), {1: 2}, {"a": {("b",): 1}}, np.array([object()]), np.array(["text"]),
        np.zeros((1,) * 9), np.zeros(2, "M8[s]"), np.float64(1.0), 1 << 700, "x" * 20_001,
        [0] * 20_001, b"bytes", {1, 2}, Kind.VALUE, type("Array", (np.ndarray,), {})(2),
        type("List", (list,), {})(), type("Text", (str,), {})("x"),
    ],
    ids=repr,
)  # fmt: skip
def test_what_does_not_travel_is_unsendable(value: Any) -> None:
    assert not wire.sendable(value)


def test_a_value_that_contains_itself_is_unsendable() -> None:
    value: list[Any] = []
    value.append(value)
    assert not wire.sendable(value)


def test_an_answer_above_the_size_limit_is_unsendable() -> None:
    with pytest.raises(wire.Unsendable):
        wire.encode_outcome(1, Outcome(Kind.VALUE, np.zeros(wire.MAX_BODY + 1, np.uint8)))


def through(value: Any) -> Any:
    frame = wire.encode_outcome(0, Outcome(Kind.VALUE, value))
    return wire.decode_outcome(frame, expected=0).value


# --- each rule broken once -------------------------------------------------------------------


def frame(header: Any, body: bytes = b"") -> bytes:
    """A frame whose envelope is right, whatever the header says."""
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return wire.PREFIX.pack(wire.MAGIC, len(text), len(body)) + text + body


def answer(value: Any, body: bytes = b"", **fields: Any) -> bytes:
    """The frame of an answer to question 1 whose value is the node `value`."""
    header = {"answer": 1, "kind": "value", "value": value, "echo": ["none"]} | fields
    return frame({key: part for key, part in header.items() if part is not ...}, body)


def raising(**fields: Any) -> bytes:
    raised = {"type": "E", "message": "", "lines": [], "column": None} | fields
    return frame({"answer": 1, "kind": "raised", "raised": raised})


def deep(levels: int) -> Any:
    node: Any = ["none"]
    for _ in range(levels):
        node = ["list", [node]]
    return node


def texts_of(*pieces: str) -> bytes:
    """An answer whose value is spelled out as JSON text."""
    return frame(
        ('{"answer":1,"kind":"value","value":' + "".join(pieces) + ',"echo":["none"]}').encode()
    )


MALFORMED = "unknown tag or malformed"
PREFIX = wire.PREFIX.pack
BROKEN: dict[str, tuple[bytes, str]] = {
    # the envelope
    "nothing": (b"", "cut short"),
    "half a prefix": (b"GRD1\0\0", "cut short"),
    "another mark": (b"GRD2" + answer(["none"])[4:], "its mark"),
    "a giant header": (PREFIX(wire.MAGIC, 0xFFFFFFFF, 0), "larger than allowed"),
    "a header one byte too long": (PREFIX(wire.MAGIC, wire.MAX_HEADER + 1, 0), "larger than"),
    "a giant body": (PREFIX(wire.MAGIC, 0, 1 << 63), "larger than allowed"),
    "a body one byte too long": (PREFIX(wire.MAGIC, 0, wire.MAX_BODY + 1), "larger than"),
    "a byte missing": (answer(["none"])[:-1], "missing or extra"),
    "a byte more": (answer(["none"]) + b"\0", "missing or extra"),
    "two frames in one": (answer(["none"]) * 2, "missing or extra"),
    # the header
    "an empty header": (frame(b""), "not JSON"),
    "not JSON": (frame(b"{'a': 1}"), "not JSON"),
    "not UTF-8": (frame(b'{"a": "\xff"}'), "not JSON"),
    "two documents": (frame(b"{}{}"), "not JSON"),
    "a list": (frame([1]), "not an object"),
    "NaN": (texts_of('["float",NaN]'), "contains NaN"),
    "Infinity": (texts_of('["float",-Infinity]'), "contains -Infinity"),
    "a repeated field": (frame(b'{"answer":1,"answer":1}'), "repeated field"),
    "ten thousand brackets": (frame(b"[" * 10_000), "not JSON"),
    "a number of a million digits": (texts_of("9" * 900_000), "not JSON"),
    # the answer
    "no number": (answer(["none"], answer=...), "'answer' is missing"),
    "a number of the wrong type": (answer(["none"], answer=1.0), "'answer' is missing or of"),
    "true as a number": (answer(["none"], answer=True), "'answer' is missing or of"),
    "the answer to another question": (answer(["none"], answer=2), "not asked"),
    "no kind": (answer(["none"], kind=...), "'kind' is missing"),
    "an unknown kind": (answer(["none"], kind="passed"), "unknown kind"),
    "a kind that only the judge gives": (answer(["none"], kind="timed out"), "unknown kind"),
    "no value": (answer(...), "fields"),
    "no echo": (answer(["none"], echo=...), "fields"),
    "a field that has no place": (answer(["none"], verdict="passed"), "fields"),
    "an exception with a value": (
        frame({"answer": 1, "kind": "raised", "raised": {}, "value": ["none"]}), "fields"),
    # values
    "a null node": (answer(None), r"not \[tag"),
    "an empty node": (answer([]), r"not \[tag"),
    "an object for a node": (answer({"list": []}), r"not \[tag"),
    "a tag that is no text": (answer([1, 2]), r"not \[tag"),
    "an unknown tag": (answer(["pickle", "x"]), MALFORMED),
    "none with contents": (answer(["none", 0]), MALFORMED),
    "a bool of 1": (answer(["bool", 1]), MALFORMED),
    "an int as a number": (answer(["int", 1]), MALFORMED),
    "an int of letters": (answer(["int", "twelve"]), "number is malformed"),
    "an int of 300 digits": (answer(["int", "9" * 300]), MALFORMED),
    "a float as a number": (answer(["float", 0.5]), MALFORMED),
    "a float of letters": (answer(["float", "half"]), "number is malformed"),
    "a float beyond range": (answer(["float", "0x1p+99999"]), "number is malformed"),
    "a float of 41 characters": (answer(["float", "0x" + "0" * 39]), MALFORMED),
    "a text that is a number": (answer(["str", 5]), MALFORMED),
    "a text beyond its bound": (answer(["str", "x" * 20_001]), MALFORMED),
    "a text with half a character": (answer(["str", "\ud800"]), "not Unicode"),
    "a key with half a character": (answer(["dict", [["\udfff", ["none"]]]]), "not Unicode"),
    "a list of no list": (answer(["list", "abc"]), MALFORMED),
    "a list with two lists": (answer(["list", [], []]), MALFORMED),
    "a tuple of an object": (answer(["tuple", {}]), MALFORMED),
    "a dict as an object": (answer(["dict", {"a": ["none"]}]), MALFORMED),
    "a dict entry of three": (answer(["dict", [["a", ["none"], 1]]]), "entry is not"),
    "a dict entry of no text": (answer(["dict", [[1, ["none"]]]]), "entry is not"),
    "a repeated key": (answer(["dict", [["a", ["none"]], ["a", ["none"]]]]), "repeated"),
    "an enormous key": (answer(["dict", [["a" * 20_001, ["none"]]]]), "enormous key"),
    "25 levels": (answer(deep(25)), "nested too deeply"),
    "too many parts": (answer(["list", [["none"]] * 20_000]), "too many parts"),
    # references
    "a reference of two": (answer(["ref", 0, []]), MALFORMED),
    "a reference of true": (answer(["ref", True, [], ""]), MALFORMED),
    "a negative handle": (answer(["ref", -1, [], ""]), "reference is malformed"),
    "a handle beyond its bound": (answer(["ref", 1 << 31, [], ""]), "reference is malformed"),
    "a long path": (answer(["ref", 0, ["a"] * 17, ""]), "reference is malformed"),
    "a path of numbers": (answer(["ref", 0, [1], ""]), "reference is malformed"),
    "a long name": (answer(["ref", 0, ["a" * 201], ""]), "reference is malformed"),
    "a long type": (answer(["ref", 0, [], "a" * 201]), "reference is malformed"),
    # arrays
    "objects": (answer(["array", "object", [1]], b"\0" * 8), "does not travel"),
    "pickled text": (answer(["array", "U8", [1]], b"\0" * 32), "does not travel"),
    "a structured dtype": (answer(["array", "f4,f4", [1]], b"\0" * 8), "does not travel"),
    "a dtype of the other byte order": (answer(["array", ">f4", [1]], b"\0" * 4), "not travel"),
    "nine dimensions": (answer(["array", "int8", [1] * 9], b"\0"), "malformed shape"),
    "a negative size": (answer(["array", "int8", [-1]]), "malformed shape"),
    "two negative sizes": (answer(["array", "int8", [-1, -1]], b"\0"), "malformed shape"),
    "a size that is a float": (answer(["array", "int8", [1.0]], b"\0"), "malformed shape"),
    "a size that is true": (answer(["array", "int8", [True]], b"\0"), "malformed shape"),
    "a size beyond the body": (answer(["array", "int8", [1 << 40]]), "malformed shape"),
    "a product beyond 64 bits": (answer(["array", "int8", [1 << 26] * 8]), "more bytes than"),
    "a shape without its data": (answer(["array", "float32", [2]], b"\0" * 4), "more bytes than"),
    "an empty array of huge sides": (
        answer(["array", "int8", [0, 1 << 20, 1 << 20]]), "empty array claims"),
    "data of two arrays in one": (
        answer(["list", [["array", "int8", [2]], ["array", "int8", [1]]]], b"\0\0"), "more bytes"),
    "bytes of no array": (answer(["array", "int8", [1]], b"\0\0"), "no array claims"),
    "bytes and no array": (answer(["none"], b"\0"), "no array claims"),
    "a truth value of 2": (answer(["array", "bool", [2]], b"\1\2"), "neither true nor false"),
    # exceptions
    "an exception of no object": (frame({"answer": 1, "kind": "raised", "raised": 5}), "'raised'"),
    "an exception without a type": (raising(type=None), "'type' is missing"),
    "an exception without a text": (raising(message=5), "'message' is missing"),
    "an exception of a long type": (raising(type="E" * 201), "too great a length"),
    "an exception of a long text": (raising(message="m" * 4001), "too great a length"),
    "an exception of many lines": (raising(lines=[[1, "f"]] * 21), "too great a length"),
    "a line of three": (raising(lines=[[1, "f", 2]]), "line is malformed"),
    "a negative line": (raising(lines=[[-1, "f"]]), "line is malformed"),
    "a line that is true": (raising(lines=[[True, "f"]]), "line is malformed"),
    "a line of a long name": (raising(lines=[[1, "f" * 201]]), "line is malformed"),
    "a column that is a text": (raising(column="4"), "column is malformed"),
    "a negative column": (raising(column=-1), "column is malformed"),
    "an exception with bytes": (
        frame({"answer": 1, "kind": "raised", "raised":
               {"type": "E", "message": "", "lines": [], "column": None}}, b"\0"), "no array"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_rule_is_a_protocol_error(name: str) -> None:
    data, said = BROKEN[name]
    with pytest.raises(ProtocolError, match=said):
        wire.decode_outcome(data, expected=1)


def test_the_frames_that_the_broken_ones_are_made_from_are_good() -> None:
    assert wire.decode_outcome(answer(deep(24)), expected=1).kind is Kind.VALUE
    assert wire.decode_outcome(raising(), expected=1).kind is Kind.RAISED
    full = answer(["list", [["none"]] * (wire.MAX_NODES - 2)])
    assert len(wire.decode_outcome(full, expected=1).value) == wire.MAX_NODES - 2


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"target": ["none"]}, "call is malformed"),
        ({"args": ["list", []]}, "call is malformed"),
        ({"kwargs": ["list", []]}, "call is malformed"),
        ({"echo": 1}, "'echo'"),
        ({"arrays": 0}, "'arrays'"),
        ({"call": "1"}, "'call'"),
    ],
    ids=str,
)
def test_a_malformed_call_is_a_protocol_error(fields: dict[str, Any], said: str) -> None:
    good = {
        "call": 1, "target": ["ref", 0, [], ""], "args": ["tuple", []], "kwargs": ["dict", []],
        "arrays": "jax", "echo": False,
    }  # fmt: skip
    assert wire.decode_call(frame(good))[0] == 1
    with pytest.raises(ProtocolError, match=said):
        wire.decode_call(frame(good | fields))


# --- fuzz ------------------------------------------------------------------------------------

BOUND = 64 << 20  # bytes; a header of 1 MiB of `[],` becomes 25 MB of lists before it is judged


def survives(data: bytes) -> None:
    """Neither decoder raises anything but ProtocolError."""
    for decode in (lambda: wire.decode_outcome(data, expected=1), lambda: wire.decode_call(data)):
        with contextlib.suppress(ProtocolError):
            decode()


@contextlib.contextmanager
def no_more_than(most: int) -> Iterator[None]:
    """Require that the block never holds more than `most` bytes at once, nor keeps 1 MB."""
    tracemalloc.start()
    try:
        yield
        kept, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < most, f"{peak >> 20} MiB"
    assert kept < 1 << 20, f"{kept >> 10} KiB were kept"


@many
@given(st.binary(max_size=400))
def test_random_bytes_raise_nothing_else(data: bytes) -> None:
    survives(data)
    survives(frame(data))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
    | st.sampled_from(["none", "list", "dict", "array", "ref", "int", "float", "bool"]),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=20,
)  # fmt: skip


@many
@given(json_values, json_values, st.binary(max_size=40))
def test_headers_of_any_json_raise_nothing_else(value: Any, echo: Any, body: bytes) -> None:
    survives(answer(value, body, echo=echo))
    survives(frame({"answer": 1, "kind": "raised", "raised": value}, body))
    survives(frame({"answer": 1, "kind": "raised", "raised": raising_fields(value)}, body))
    survives(frame({"call": 1, "target": value, "args": echo, "kwargs": value}, body))


def raising_fields(value: Any) -> dict[str, Any]:
    return {"type": "E", "message": "", "lines": value, "column": value}


@many
@given(st.data(), values)
def test_mutated_frames_raise_nothing_else(data: st.DataObject, value: Any) -> None:
    good = bytearray(wire.encode_outcome(1, Outcome(Kind.VALUE, value)))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(good) - 1))
        match data.draw(st.sampled_from(["flip", "digit", "drop", "double", "insert"])):
            case "flip":
                good[at] ^= 1 << data.draw(st.integers(0, 7))
            case "digit":
                good[at] = data.draw(st.sampled_from(list(b'0123456789-.eE[]{}",:truefalsn')))
            case "drop" if len(good) > 1:
                del good[at]
            case "double":
                good[at:at] = good[at : at + 30]
            case "insert":
                good[at:at] = data.draw(st.binary(max_size=8))
    survives(bytes(good))
    survives(repaired(bytes(good)))


def repaired(data: bytes) -> bytes:
    """`data` with a prefix that fits its header, so that the fuzzer gets past the envelope."""
    end = data.find(b'"echo":["none"]}') + len(b'"echo":["none"]}')
    return frame(data[wire.PREFIX.size : end], data[end:])


@examples
@given(values, st.integers(0, 1 << 30))
def test_a_cut_frame_is_always_refused(value: Any, place: int) -> None:
    good = wire.encode_outcome(1, Outcome(Kind.VALUE, value))
    with pytest.raises(ProtocolError):
        wire.decode_outcome(good[: place % len(good)], expected=1)


@examples
@given(values, st.binary(min_size=1, max_size=20))
def test_extra_bytes_are_always_refused(value: Any, more: bytes) -> None:
    good = wire.encode_outcome(1, Outcome(Kind.VALUE, value))
    with pytest.raises(ProtocolError):
        wire.decode_outcome(good + more, expected=1)


@many
@given(st.lists(st.integers(-2, 1 << 34), max_size=10), st.sampled_from(sorted(wire.DTYPES)))
def test_a_shape_without_data_allocates_nothing(shape: list[int], name: str) -> None:
    wire.dtype_named(name)  # the first bfloat16 imports a package
    data = answer(["array", name, shape])
    with no_more_than(1 << 20):
        survives(data)


BOMBS = {
    "brackets": b"[" * wire.MAX_HEADER,
    "objects": b'{"":' * (wire.MAX_HEADER // 4),
    "empty lists": b"[" + b"[]," * (wire.MAX_HEADER // 3 - 2) + b"[]]",
    "small objects": b"[" + b'{"":0},' * (wire.MAX_HEADER // 7 - 2) + b"0]",
    "keys": b"{" + b",".join(b'"%x":0' % n for n in range(90_000)) + b"}",
    "digits": b"[" + b"9" * (wire.MAX_HEADER - 2) + b"]",
    "an exponent": b"1e" + b"9" * 1000,
    "escapes": b'["' + rb"\ud83d" * (wire.MAX_HEADER // 6 - 2) + b'"]',
    "wide characters": '["{}"]'.format("\U0001f600" * (wire.MAX_HEADER // 4 - 4)).encode(),
    "two bytes a character": "[1,2]".encode("utf-16"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_of_a_header_stays_small(name: str) -> None:
    data = frame(BOMBS[name])
    with no_more_than(BOUND), pytest.raises(ProtocolError):
        wire.decode_outcome(data, expected=1)


@pytest.mark.parametrize("name", ["brackets", "empty lists", "small objects", "escapes"])
def test_a_bomb_inside_a_value_stays_small(name: str) -> None:
    start = b'{"answer":1,"kind":"value","echo":["none"],"value":["list",'
    inner = BOMBS[name][: wire.MAX_HEADER - 100].rstrip(b",")
    data = frame(start + (inner if inner.endswith(b"]") else inner + b"]") + b"]}")
    with no_more_than(BOUND), pytest.raises(ProtocolError):
        wire.decode_outcome(data, expected=1)


def test_a_large_answer_costs_its_size_once_more() -> None:
    data = answer(["array", "uint8", [8 << 20]], bytes(8 << 20))
    with no_more_than(17 << 20):  # the body cut from the frame, and the array
        wire.decode_outcome(data, expected=1)


def test_twenty_thousand_arrays_stay_small() -> None:
    data = answer(["list", [["array", "int8", [0]]] * (wire.MAX_NODES - 2)])
    with no_more_than(BOUND):
        wire.decode_outcome(data, expected=1)


# --- a runner that does not keep to the rules ------------------------------------------------

PLAIN = [("read", b""), ("write", wire.encode_outcome(0, Outcome(Kind.VALUE)))]
HELLO = ("write", wire.pack({"hello": 1, "fault": "", "versions": {}}, []))

# What a process says on its pipe. "read" takes what has been asked, "close" closes the pipe.
FAKE = """
import os, time
for verb, what in {steps!r}:
    if verb == "read":
        os.read(0, 1 << 20)
    elif verb == "write":
        while what:
            what = what[os.write(1, what):]
    elif verb == "sleep":
        time.sleep(float(what))
    elif verb == "close":
        os.close(1)
"""


def reply(number: int, value: Any = None) -> bytes:
    return wire.encode_outcome(number, Outcome(Kind.VALUE, value))


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """start(*steps): a runner whose process takes these steps instead of serving a submission."""
    started: list[sandbox.SandboxRunner] = []

    def start(*steps: tuple[str, bytes], seconds: float = 10) -> sandbox.SandboxRunner:
        monkeypatch.setattr(process, "BOOT", FAKE.format(steps=list(steps)))
        limits = Limits(seconds=seconds, call_seconds=seconds, answer_kb=64, output_kb=16)
        started.append(sandbox.SandboxRunner((), limits, "none"))
        return started[-1]

    yield start
    for runner in started:
        runner.close()


FIRST: dict[str, tuple[list[tuple[str, bytes]], Kind]] = {
    "garbage": ([("write", b"PASS\n" * 20)], Kind.GARBLED),
    "a verdict": ([("write", b'{"verdict": "passed"}\n' * 3)], Kind.GARBLED),
    "a giant length": ([("write", PREFIX(wire.MAGIC, 1, 1 << 62))], Kind.GARBLED),
    "a body above the limit": ([("write", PREFIX(wire.MAGIC, 2, 65 << 10))], Kind.GARBLED),
    "an answer not asked for": ([("write", reply(5))], Kind.GARBLED),
    "a negative number": ([("write", reply(-1))], Kind.GARBLED),
    "half a frame, then a hang": ([("write", reply(0)[:-3]), ("sleep", b"60")], Kind.TIMED_OUT),
    "half a prefix, then a hang": ([("write", b"GRD1"), ("sleep", b"60")], Kind.TIMED_OUT),
    "a frame byte by byte, too slow": (
        [step for byte in reply(0) for step in (("write", bytes([byte])), ("sleep", b"0.2"))],
        Kind.TIMED_OUT),
    "half a frame, then the end": ([("write", reply(0)[:-3])], Kind.DIED),
    "the end": ([], Kind.DIED),
    "a closed pipe": ([("close", b""), ("sleep", b"60")], Kind.DIED),
    "a header that lies about its arrays": (
        [("write", frame({"answer": 0, "kind": "value", "echo": ["none"],
                          "value": ["array", "float32", [1 << 20]]}))], Kind.GARBLED),
}  # fmt: skip


@pytest.mark.parametrize("name", FIRST)
def test_a_bad_first_answer_ends_the_grade(fake: Any, name: str) -> None:
    steps, kind = FIRST[name]
    seconds = 0.5 if kind is Kind.TIMED_OUT else 10
    runner = fake(HELLO, ("read", b""), *steps, seconds=seconds)
    began = time.monotonic()
    assert runner.load("x = 1").kind is kind
    assert runner.ask(Call(SUBMISSION)).kind is kind, "every further question ends the same way"
    assert time.monotonic() - began < 8


LATER: dict[str, list[tuple[str, bytes]]] = {
    "two answers": [("write", reply(1)), ("write", reply(1)), ("read", b"")],
    "an old answer": [("write", reply(1)), ("read", b""), ("write", reply(1))],
    "the answer to the load again": [("write", reply(1)), ("read", b""), ("write", reply(0))],
}


@pytest.mark.parametrize("name", LATER)
def test_a_second_answer_is_not_taken_for_the_next(fake: Any, name: str) -> None:
    runner = fake(HELLO, *PLAIN, ("read", b""), *LATER[name], ("sleep", b"60"))
    assert runner.load("x = 1").kind is Kind.VALUE
    assert runner.ask(Call(SUBMISSION)).kind is Kind.VALUE
    assert runner.ask(Call(LIBRARY)).kind is Kind.GARBLED


def test_a_late_answer_is_never_read(fake: Any) -> None:
    runner = fake(HELLO, *PLAIN, ("read", b""), ("sleep", b"0.8"), ("write", reply(1, "late")),
                  ("sleep", b"60"), seconds=0.5)  # fmt: skip
    assert runner.load("x = 1").kind is Kind.VALUE
    assert runner.ask(Call(SUBMISSION)).kind is Kind.TIMED_OUT
    time.sleep(0.6)
    assert runner.ask(Call(SUBMISSION)).kind is Kind.TIMED_OUT


def test_a_process_that_reads_nothing_does_not_stop_the_judge(fake: Any) -> None:
    runner = fake(HELLO, ("sleep", b"60"), seconds=0.5)
    began = time.monotonic()
    assert runner.load("x" * 250_000).kind is Kind.TIMED_OUT  # more than a pipe holds
    assert time.monotonic() - began < 8


def test_a_source_that_is_longer_once_escaped_still_arrives() -> None:
    runner = sandbox.SandboxRunner((), Limits(), "none")
    try:
        assert runner.load("\f" * 250_000 + "x = 1").kind is Kind.VALUE
    finally:
        runner.close()


def test_a_hundred_answers_at_once_do_not_stop_the_judge(fake: Any) -> None:
    runner = fake(HELLO, ("read", b""), *[("write", reply(0))] * 100, ("sleep", b"60"))
    assert runner.load("x = 1").kind in (Kind.VALUE, Kind.GARBLED)
    assert runner.ask(Call(SUBMISSION)).kind is Kind.GARBLED


@pytest.mark.parametrize(
    "greeting",
    [b"", b"hello\n" * 10, wire.pack({"hello": 2}, []), wire.pack({"hello": 1, "fault": "x"}, [])],
    ids=["none", "garbage", "another version", "a fault"],
)
def test_a_bad_greeting_is_the_operators_trouble(fake: Any, greeting: bytes) -> None:
    runner = fake(("write", greeting))
    with pytest.raises(SandboxError, match="isolation none"):
        runner.load("x = 1")
