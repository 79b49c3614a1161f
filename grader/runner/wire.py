"""Calls and outcomes as bytes, and back: bounded, validated, never executable.

A frame is 4 bytes `GRD1`, a 4-byte header length and an 8-byte body length (big-endian), a JSON
header and the raw little-endian buffers of the arrays that the header names, in order. What
decodes is only: None, bool, int, float, str, list, tuple, dict with string keys, NumPy arrays of
plain numbers, and `Ref`. Every rule that a frame breaks is one `ProtocolError`.
"""

from __future__ import annotations

import json
import math
import struct
from typing import Any

import numpy as np

from grader.errors import ProtocolError
from grader.model import Call, Kind, Outcome, Raised, Ref

MAGIC = b"GRD1"
PREFIX = struct.Struct(">4sIQ")

MAX_HEADER = 1 << 20
MAX_BODY = 64 << 20
MAX_DEPTH = 24
MAX_NODES = 20_000
MAX_DIMENSIONS = 8
MAX_DIGITS = 200
MAX_TEXT = 20_000

DTYPES = {
    "bool": 1, "int8": 1, "int16": 2, "int32": 4, "int64": 8,
    "uint8": 1, "uint16": 2, "uint32": 4, "uint64": 8,
    "float16": 2, "float32": 4, "float64": 8, "complex64": 8, "complex128": 16,
    "bfloat16": 2,
}  # fmt: skip


class Unsendable(Exception):
    """A value that does not travel: it stays where it is and is sent as a `Ref`."""


def dtype_named(name: str) -> np.dtype[Any]:
    """The dtype called `name`; bfloat16 comes from ml_dtypes, which jax installs."""
    if name == "bfloat16":
        import ml_dtypes

        return np.dtype(ml_dtypes.bfloat16)
    return np.dtype(name).newbyteorder("<")


# --- values ----------------------------------------------------------------------------------


class _Encoder:
    """Turns one value into JSON nodes and a list of buffers."""

    def __init__(self) -> None:
        self.buffers: list[bytes] = []
        self.nodes = 0

    def node(self, value: Any, depth: int = 0) -> list[Any]:
        self.nodes += 1
        if depth > MAX_DEPTH or self.nodes > MAX_NODES:
            raise Unsendable("too deep or too many parts")
        kind = type(value)
        if value is None:
            return ["none"]
        if kind is bool:
            return ["bool", value]
        if kind is int:
            if value.bit_length() > 3 * MAX_DIGITS:
                raise Unsendable("an enormous int")
            return ["int", str(value)]
        if kind is float:
            return ["float", value.hex()]
        if kind is str:
            if len(value) > MAX_TEXT:
                raise Unsendable("a very long string")
            return ["str", _sent(value)]
        if kind is list:
            return ["list", [self.node(v, depth + 1) for v in value]]
        if kind is tuple:
            return ["tuple", [self.node(v, depth + 1) for v in value]]
        if kind is dict:
            if not all(type(key) is str and _sent(key) == key for key in value):
                raise Unsendable("a dict whose keys are not strings")
            return ["dict", [[k, self.node(v, depth + 1)] for k, v in value.items()]]
        if kind is Ref:
            return ["ref", value.handle, list(value.path), _sent(value.type[:200])]
        if kind is np.ndarray:
            return self.array(value)
        raise Unsendable(kind.__name__)

    def array(self, value: np.ndarray) -> list[Any]:
        name = value.dtype.name
        if name not in DTYPES or value.ndim > MAX_DIMENSIONS:
            raise Unsendable(f"an array of {name} with {value.ndim} dimensions")
        little = np.ascontiguousarray(value, dtype=dtype_named(name))
        self.buffers.append(little.tobytes())
        return ["array", name, list(value.shape)]


class _Decoder:
    """Rebuilds a value from nodes, checking every claim before it allocates."""

    def __init__(self, body: bytes) -> None:
        self.body = memoryview(body)
        self.offset = 0
        self.nodes = 0

    def value(self, node: Any, depth: int = 0) -> Any:
        self.nodes += 1
        if depth > MAX_DEPTH or self.nodes > MAX_NODES:
            raise ProtocolError("a value is nested too deeply or has too many parts")
        if type(node) is not list or not node or type(node[0]) is not str:
            raise ProtocolError("a value is not [tag, ...]")
        tag, *rest = node
        match tag, rest:
            case "none", []:
                return None
            case "bool", [bool(flag)]:
                return flag
            case "int", [str(digits)] if len(digits) <= MAX_DIGITS + 1:
                return self.number(int, digits)
            case "float", [str(digits)] if len(digits) <= 40:
                return self.number(float.fromhex, digits)
            case "str", [str(text)] if len(text) <= MAX_TEXT:
                return _text(text)
            case "list", [list(parts)]:
                return [self.value(part, depth + 1) for part in parts]
            case "tuple", [list(parts)]:
                return tuple(self.value(part, depth + 1) for part in parts)
            case "dict", [list(pairs)]:
                return self.mapping(pairs, depth)
            case "ref", [int(handle), list(path), str(name)] if type(handle) is int:
                return self.ref(handle, path, name)
            case "array", [str(dtype), list(shape)]:
                return self.array(dtype, shape)
        raise ProtocolError("a value has an unknown tag or malformed contents")

    @staticmethod
    def number(convert: Any, digits: str) -> Any:
        try:
            return convert(digits)
        except (ValueError, OverflowError) as error:
            raise ProtocolError("a number is malformed") from error

    def mapping(self, pairs: list[Any], depth: int) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for pair in pairs:
            if type(pair) is not list or len(pair) != 2 or type(pair[0]) is not str:
                raise ProtocolError("a dict entry is not [key, value]")
            if len(pair[0]) > MAX_TEXT or pair[0] in result:
                raise ProtocolError("a dict has a repeated or enormous key")
            result[_text(pair[0])] = self.value(pair[1], depth + 1)
        return result

    @staticmethod
    def ref(handle: int, path: list[Any], name: str) -> Ref:
        fits = 0 <= handle < 1 << 31 and len(path) <= 16 and len(name) <= 200
        if not fits or not all(type(part) is str and len(part) <= 200 for part in path):
            raise ProtocolError("a reference is malformed")
        return Ref(handle, tuple(_text(part) for part in path), _text(name))

    def array(self, dtype: str, shape: list[Any]) -> np.ndarray:
        if dtype not in DTYPES:
            raise ProtocolError("an array has a dtype that does not travel")
        sizes_fit = all(type(n) is int and 0 <= n <= MAX_BODY for n in shape)
        if len(shape) > MAX_DIMENSIONS or not sizes_fit:
            raise ProtocolError("an array has a malformed shape")
        count = math.prod(shape)
        # A zero among huge numbers would pass the size test and still cost memory later.
        if count == 0 and math.prod(n or 1 for n in shape) > MAX_BODY:
            raise ProtocolError("an empty array claims an enormous shape")
        size = count * DTYPES[dtype]
        if size > len(self.body) - self.offset:
            raise ProtocolError("an array claims more bytes than were sent")
        piece = self.body[self.offset : self.offset + size]
        self.offset += size
        if dtype == "bool" and np.frombuffer(piece, np.uint8).max(initial=0) > 1:
            raise ProtocolError("a truth value is neither true nor false")
        return np.frombuffer(piece, dtype=dtype_named(dtype)).reshape(shape).copy()


def _sent(text: str) -> str:
    """`text` with half characters (lone surrogates) replaced: they are no Unicode."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _text(text: str) -> str:
    """`text`, which must be Unicode: half a character would break whoever prints it."""
    if _sent(text) != text:
        raise ProtocolError("a text is not Unicode")
    return text


def sendable(value: Any) -> bool:
    """Whether `value` travels by value."""
    try:
        _Encoder().node(value)
    except Unsendable:
        return False
    return True


# --- frames ----------------------------------------------------------------------------------


def pack(header: dict[str, Any], buffers: list[bytes]) -> bytes:
    """One frame."""
    text = json.dumps(header, separators=(",", ":"), allow_nan=False).encode()
    body = b"".join(buffers)
    if len(text) > MAX_HEADER or len(body) > MAX_BODY:
        raise Unsendable("a value of enormous size")
    return PREFIX.pack(MAGIC, len(text), len(body)) + text + body


def frame_size(prefix: bytes, *, max_body: int = MAX_BODY) -> int:
    """Bytes that follow `prefix`, after checking that they may be read at all."""
    magic, header, body = PREFIX.unpack(prefix)
    if magic != MAGIC:
        raise ProtocolError("a frame does not start with its mark")
    if header > MAX_HEADER or body > max_body:
        raise ProtocolError("the answer is larger than allowed")
    return int(header + body)


def unpack(frame: bytes) -> tuple[dict[str, Any], bytes]:
    """Header and body of a whole frame."""
    if len(frame) < PREFIX.size:
        raise ProtocolError("a frame is cut short")
    size = frame_size(frame[: PREFIX.size])
    if len(frame) != PREFIX.size + size:
        raise ProtocolError("a frame has missing or extra bytes")
    _, length, _ = PREFIX.unpack(frame[: PREFIX.size])
    text = frame[PREFIX.size : PREFIX.size + length]
    try:
        header = json.loads(
            text.decode("utf-8"), parse_constant=_no_constant, object_pairs_hook=_once
        )
    except (ValueError, RecursionError) as error:
        raise ProtocolError("a header is not JSON") from error
    if type(header) is not dict:
        raise ProtocolError("a header is not an object")
    return header, frame[PREFIX.size + length :]


def _no_constant(name: str) -> None:
    raise ProtocolError(f"a header contains {name}")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise ProtocolError("a header has a repeated field")
    return fields


def _only(header: dict[str, Any], *names: str) -> None:
    if header.keys() != set(names):
        raise ProtocolError(f"the fields are not {', '.join(names)}")


def _field(header: dict[str, Any], name: str, kind: type) -> Any:
    value = header.get(name)
    if type(value) is not kind:
        raise ProtocolError(f"field {name!r} is missing or of the wrong type")
    return value


def _finish(decoder: _Decoder) -> None:
    if decoder.offset != len(decoder.body):
        raise ProtocolError("a frame carries bytes that no array claims")


def encode_call(number: int, call: Call) -> bytes:
    """`call` as the frame of question `number`."""
    encoder = _Encoder()
    header = {
        "call": number,
        "target": encoder.node(call.target),
        "args": encoder.node(tuple(call.args)),
        "kwargs": encoder.node(dict(call.kwargs)),
        "arrays": call.arrays,
        "echo": call.echo,
    }
    return pack(header, encoder.buffers)


def decode_call(frame: bytes) -> tuple[int, Call]:
    """The question's number and the Call in `frame`."""
    header, body = unpack(frame)
    decoder = _Decoder(body)
    target = decoder.value(header.get("target"))
    args = decoder.value(header.get("args"))
    kwargs = decoder.value(header.get("kwargs"))
    _finish(decoder)
    if type(target) is not Ref or type(args) is not tuple or type(kwargs) is not dict:
        raise ProtocolError("a call is malformed")
    arrays, echo = _field(header, "arrays", str), _field(header, "echo", bool)
    return _field(header, "call", int), Call(target, args, kwargs, arrays=arrays, echo=echo)


def encode_outcome(number: int, outcome: Outcome) -> bytes:
    """`outcome` as the frame that answers question `number`.

    Raises:
        Unsendable: when the value does not travel; see `answer_frame`.
    """
    encoder = _Encoder()
    header: dict[str, Any] = {"answer": number, "kind": str(outcome.kind)}
    if outcome.kind is Kind.VALUE:
        header["value"] = encoder.node(outcome.value)
        header["echo"] = encoder.node(outcome.echo)
    elif outcome.raised is not None:
        header["raised"] = {
            "type": _sent(outcome.raised.type[:200]),
            "message": _sent(outcome.raised.message[:4000]),
            "lines": [[line, _sent(name[:200])] for line, name in outcome.raised.lines[-20:]],
            "column": outcome.raised.column,
        }
    return pack(header, encoder.buffers)


def answer_frame(number: int, outcome: Outcome) -> bytes:
    """The frame for `outcome`, or, when that is too large to travel, one that says so."""
    try:
        return encode_outcome(number, outcome)
    except Unsendable as error:
        told = Raised("TooLarge", f"the answer does not travel: {error}")
        return encode_outcome(number, Outcome(Kind.RAISED, raised=told))


def decode_outcome(frame: bytes, *, expected: int) -> Outcome:
    """The answer in `frame`, which must be the one to question `expected`."""
    header, body = unpack(frame)
    if _field(header, "answer", int) != expected:
        raise ProtocolError("an answer to a question that was not asked")
    decoder = _Decoder(body)
    match _field(header, "kind", str):
        case Kind.VALUE.value:
            _only(header, "answer", "kind", "value", "echo")
            value = decoder.value(header.get("value"))
            echo = decoder.value(header.get("echo"))
            _finish(decoder)
            return Outcome(Kind.VALUE, value, echo)
        case Kind.RAISED.value:
            _only(header, "answer", "kind", "raised")
            _finish(decoder)
            return Outcome(Kind.RAISED, raised=_raised(_field(header, "raised", dict)))
    raise ProtocolError("an answer of an unknown kind")


def _raised(fields: dict[str, Any]) -> Raised:
    name, message = _text(_field(fields, "type", str)), _text(_field(fields, "message", str))
    lines, column = _field(fields, "lines", list), fields.get("column")
    if len(name) > 200 or len(message) > 4000 or len(lines) > 20:
        raise ProtocolError("an exception is described at too great a length")
    for entry in lines:
        match entry:
            case [line, str(function)] if type(line) is int and len(_text(function)) <= 200:
                if 0 <= line < 1 << 31:
                    continue
        raise ProtocolError("a traceback line is malformed")
    if column is not None and (type(column) is not int or not 0 <= column < 1 << 31):
        raise ProtocolError("a column is malformed")
    return Raised(name, message, tuple((line, text) for line, text in lines), column)
