"""Programs that are nearly a reference: one misconception of this field at a time.

Each operator looks at one node of the syntax tree and offers what a learner might have written in
its place: a term dropped from a blend, another activation, the wrong gate, a bias left out, a
transposed product, a state that is not carried on, another initializer. Nothing is changed at
random, and what reads the same after parsing is offered once.
"""

from __future__ import annotations

import ast
import copy
import dataclasses
import difflib
import re
from collections.abc import Callable, Iterator

Offer = tuple[ast.AST, str]  # a replacement, and what it does in a few words


@dataclasses.dataclass(frozen=True)
class Mutant:
    """A changed program: what was done, on which line, and the lines that differ."""

    text: str
    what: str
    line: int
    before: str
    after: str

    @property
    def key(self) -> str:
        """The change itself, for a list of equivalent ones: independent of line numbers."""
        return f"{self.before} -> {self.after}"


@dataclasses.dataclass(frozen=True)
class Scope:
    """What a function around a node knows: names, those used in arithmetic, keys of dicts."""

    names: tuple[str, ...] = ()
    operands: frozenset[str] = frozenset()
    keys: tuple[str, ...] = ()
    modules: frozenset[str] = frozenset()

    def like(self, name: str) -> list[str]:
        """Other names that could be confused with `name`: W_r with W_z, r with z, D with H."""
        family = _family(name)
        others = [n for n in self.names if n != name and _family(n) == family]
        if family == "value":
            others = [n for n in others if n in self.operands] if name in self.operands else []
        return others


Operator = Callable[[ast.AST, Scope], Iterator[Offer]]


def _family(name: str) -> str:
    """Names of one family stand for things of one kind."""
    if re.fullmatch(r"[A-Za-z]_[a-z]{1,2}", name) and name[0] in "WUb":
        return name[:2]
    if re.fullmatch(r"[A-Z]", name):
        return "size"
    return "value"


def mutants(text: str) -> list[Mutant]:
    """Every distinct mutant of a program, in the order of its lines."""
    tree = ast.parse(text)
    original = ast.unparse(tree)
    skip = _skipped(tree)
    scopes = _scopes(tree)
    found: dict[str, Mutant] = {}
    for index, node in enumerate(ast.walk(tree)):
        if id(node) in skip:
            continue
        for operator in OPERATORS:
            for replacement, what in operator(node, scopes.get(id(node), Scope())):
                mutant = _make(tree, original, index, replacement, what)
                if mutant is not None:
                    found.setdefault(mutant.text, mutant)
    return sorted(found.values(), key=lambda mutant: (mutant.line, mutant.key))


def _skipped(tree: ast.Module) -> set[int]:
    """Docstrings, annotations and imports: no function depends on them."""
    parts: list[ast.AST] = []
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and isinstance(body[0], ast.Expr):
            if isinstance(body[0].value, ast.Constant):
                parts.append(body[0])
        if isinstance(node, ast.arg | ast.AnnAssign) and node.annotation is not None:
            parts.append(node.annotation)
        if isinstance(node, ast.FunctionDef):
            parts += [node.returns] if node.returns is not None else []
        if isinstance(node, ast.Import | ast.ImportFrom | ast.JoinedStr | ast.Raise):
            parts.append(node)
    return {id(inner) for part in parts for inner in ast.walk(part)}


def _scopes(tree: ast.Module) -> dict[int, Scope]:
    """The scope of every node inside a function, names of the functions around it included."""
    modules = frozenset(
        (name.asname or name.name.split(".")[0])
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in node.names
    )
    keys = tuple(dict.fromkeys(key for n in ast.walk(tree) if (key := _string_key(n))))
    around: dict[int, Scope] = {}
    for node in ast.walk(tree):  # outer functions come first, so inner ones override them
        if not isinstance(node, ast.FunctionDef | ast.Lambda):
            continue
        outer = around.get(id(node), Scope())
        body = node.body if isinstance(node.body, list) else [node.body]
        inside = [inner for part in body for inner in ast.walk(part)]
        own = [a.arg for a in node.args.args if a.arg != "self"]
        own += [n.id for n in inside if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]
        operands = {
            n.id for inner in inside if isinstance(inner, ast.BinOp | ast.Call | ast.List)
            for n in ast.iter_child_nodes(inner) if isinstance(n, ast.Name)
        }  # fmt: skip
        called = {
            n.func.id for n in inside if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)
        }
        names = tuple(n for n in dict.fromkeys((*outer.names, *own)) if n not in called)
        usable = frozenset(operands - called) | outer.operands
        scope = Scope(names, usable, keys, modules)
        around |= {id(inner): scope for inner in inside}
    return around


def _string_key(node: ast.AST) -> str:
    """The "W_r" of `params["W_r"]`, else nothing."""
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        return node.slice.value if isinstance(node.slice.value, str) else ""
    return ""


def _make(
    tree: ast.Module, original: str, index: int, replacement: ast.AST, what: str
) -> Mutant | None:
    """`tree` with node number `index` exchanged; None when that changes nothing."""
    changed = copy.deepcopy(tree)
    target = list(ast.walk(changed))[index]
    for parent in ast.walk(changed):
        for field, value in ast.iter_fields(parent):
            if value is target:
                setattr(parent, field, replacement)
            elif isinstance(value, list) and any(item is target for item in value):
                setattr(parent, field, [replacement if v is target else v for v in value])
    text = ast.unparse(ast.fix_missing_locations(changed))
    if text == original:
        return None
    old, new = original.splitlines(), text.splitlines()
    blocks = difflib.SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes()
    _, i, j, m, n = next(block for block in blocks if block[0] != "equal")
    before, after = " ".join(" ".join(old[i:j]).split()), " ".join(" ".join(new[m:n]).split())
    return Mutant(text + "\n", what, getattr(target, "lineno", 0), before, after)


# --- operators -------------------------------------------------------------------------------


def _one_minus(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.BinOp)
        and isinstance(node.op, ast.Sub)
        and isinstance(node.left, ast.Constant)
        and node.left.value == 1
    )


def arithmetic(node: ast.AST, scope: Scope) -> Iterator[Offer]:
    """Dropped terms and factors, exchanged signs, complements, transposed products."""
    if not isinstance(node, ast.BinOp):
        return
    left, right = node.left, node.right
    match node.op:
        case ast.Add():
            yield ast.BinOp(left, ast.Sub(), right), "plus becomes minus"
            yield left, "the second term is dropped"
            yield right, "the first term is dropped"
        case ast.Sub():
            yield ast.BinOp(left, ast.Add(), right), "minus becomes plus"
            yield right, "the complement is forgotten" if _one_minus(node) else "a term is dropped"
            yield ast.BinOp(right, ast.Sub(), left), "the difference is turned round"
        case ast.Mult():
            yield ast.BinOp(left, ast.Add(), right), "a product becomes a sum"
            yield left, "the second factor is dropped"
            yield right, "the first factor is dropped"
            for mine, other, first in ((left, right, True), (right, left, False)):
                if isinstance(mine, ast.Name):
                    complement = ast.BinOp(ast.Constant(1), ast.Sub(), mine)
                    pair = (complement, other) if first else (other, complement)
                    yield ast.BinOp(pair[0], ast.Mult(), pair[1]), "a complement too many"
        case ast.MatMult():
            yield ast.BinOp(right, ast.MatMult(), left), "the product is turned round"
            turned = ast.Attribute(right, "T", ast.Load())
            yield ast.BinOp(left, ast.MatMult(), turned), "the second factor is transposed"
            if isinstance(left, ast.Subscript):
                turned = ast.Attribute(left, "T", ast.Load())
                yield ast.BinOp(turned, ast.MatMult(), right), "the first factor is transposed"
        case ast.Div():
            yield left, "a division is dropped"
            yield ast.BinOp(left, ast.Mult(), right), "a division becomes a product"


ACTIVATIONS = ("sigmoid", "tanh", "relu", "softmax")


def activation(node: ast.AST, scope: Scope) -> Iterator[Offer]:
    """Another activation, none, or one twice."""
    if not isinstance(node, ast.Call) or len(node.args) != 1:
        return
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name not in ACTIVATIONS:
        return
    yield node.args[0], "the activation is left out"
    yield ast.Call(node.func, [node], []), "the activation is applied twice"
    for other in _activations(scope):
        if not other.endswith(name):
            function = ast.parse(other, mode="eval").body
            yield ast.Call(function, node.args, []), f"{name} becomes {other}"


def _activations(scope: Scope) -> list[str]:
    """How the program at hand can spell each activation."""
    if "nn" in scope.modules:
        return [f"nn.{name}" for name in ACTIVATIONS]
    if "jax" in scope.modules:
        return [f"jax.nn.{name}" for name in ACTIVATIONS]
    return ["np.tanh", "np.abs", "np.sign", "np.exp"]


def confused_name(node: ast.AST, scope: Scope) -> Iterator[Offer]:
    """One gate, state, weight or size where another belongs."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in scope.names:
        for other in scope.like(node.id):
            yield ast.Name(other, ast.Load()), f"{node.id} is confused with {other}"
    own = _string_key(node)
    if own and isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
        for key in scope.keys:
            if key != own and _family(key) == _family(own):
                index = ast.Constant(key)
                yield ast.Subscript(node.value, index, ast.Load()), f"another entry: {key}"


def call_shape(node: ast.AST, scope: Scope) -> Iterator[Offer]:
    """Arguments exchanged or left out, options dropped, a reshape or a copy forgotten."""
    if not isinstance(node, ast.Call):
        return
    both_ways = isinstance(node.func, ast.Attribute) and node.func.attr == "swapaxes"
    for i in range(0 if both_ways else len(node.args) - 1):
        args = list(node.args)
        args[i], args[i + 1] = args[i + 1], args[i]
        yield ast.Call(node.func, args, node.keywords), "two arguments are exchanged"
    for keyword in node.keywords:
        rest = [k for k in node.keywords if k is not keyword]
        yield ast.Call(node.func, node.args, rest), f"{keyword.arg} is left out"
        if isinstance(keyword.value, ast.Constant) and isinstance(keyword.value.value, bool):
            flipped = ast.keyword(keyword.arg, ast.Constant(not keyword.value.value))
            yield ast.Call(node.func, node.args, [*rest, flipped]), f"{keyword.arg} is turned round"
    if not isinstance(node.func, ast.Attribute):
        return
    name, owner = node.func.attr, node.func.value
    if name in ("reshape", "astype", "copy", "squeeze", "ravel"):
        yield owner, f"{name} is forgotten"
    if name in ("jit", "asarray", "atleast_2d", "copy", "stop_gradient") and node.args:
        yield node.args[0], f"{name} is forgotten"
    if name == "chain":
        for dropped in node.args:
            args = [a for a in node.args if a is not dropped]
            yield ast.Call(node.func, args, node.keywords), "a link of the chain is left out"
    swapped = {"sum": "mean", "mean": "sum", "max": "min", "min": "max", "vstack": "hstack"}
    if name in swapped:
        function = ast.Attribute(owner, swapped[name], ast.Load())
        yield ast.Call(function, node.args, node.keywords), f"{name} becomes {swapped[name]}"


def constant(node: ast.AST, scope: Scope) -> Iterator[Offer]:
    """Off by one, a forgotten eps."""
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        value = node.value
        if type(value) is float and 0 < value < 1e-3:
            yield ast.Constant(0.0), "the eps is dropped"
        else:
            assert isinstance(value, int | float)
            yield ast.Constant(value + 1), "off by one"
            yield ast.Constant(value - 1), "off by one"


def comparison(node: ast.AST, scope: Scope) -> Iterator[Offer]:
    """A bound that counts one too many, a condition turned round."""
    turned: dict[type[ast.cmpop], tuple[ast.cmpop, ...]] = {
        ast.Lt: (ast.LtE(), ast.GtE()), ast.LtE: (ast.Lt(), ast.Gt()),
        ast.Gt: (ast.GtE(), ast.LtE()), ast.GtE: (ast.Gt(), ast.Lt()),
        ast.Eq: (ast.NotEq(),), ast.NotEq: (ast.Eq(),),
    }  # fmt: skip
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        for op in turned.get(type(node.ops[0]), ()):
            yield ast.Compare(node.left, [op], node.comparators), "another comparison"


def sequence(node: ast.AST, scope: Scope) -> Iterator[Offer]:
    """Parts dropped or exchanged, slices turned round, an axis too many or too few."""
    if isinstance(node, ast.List) and len(node.elts) == 2:
        first, second = node.elts
        yield ast.List([second, first], ast.Load()), "two parts are exchanged"
        yield ast.List([first], ast.Load()), "the second part is left out"
        yield ast.List([second], ast.Load()), "the first part is left out"
    if isinstance(node, ast.Slice) and (node.lower is None) != (node.upper is None):
        yield ast.Slice(node.upper, node.lower, node.step), "the other part of a slice"
    if isinstance(node, ast.Tuple) and isinstance(node.ctx, ast.Load) and len(node.elts) == 2:
        yield ast.Tuple(list(reversed(node.elts)), ast.Load()), "two parts are exchanged"
        for i in range(2):
            pair = [node.elts[1 - i], node.elts[1 - i]]
            yield ast.Tuple(pair, ast.Load()), "one part is returned twice"
    if isinstance(node, ast.Attribute) and node.attr == "T":
        yield node.value, "a transpose is forgotten"


INITIALIZERS = ("lecun_normal", "lecun_uniform", "he_normal", "glorot_normal", "orthogonal")


def initializer(node: ast.AST, scope: Scope) -> Iterator[Offer]:
    """Another initializer."""
    if isinstance(node, ast.Attribute) and node.attr in INITIALIZERS:
        for name in INITIALIZERS:
            if name != node.attr:
                yield ast.Attribute(node.value, name, ast.Load()), f"starts {name}"
    if isinstance(node, ast.Attribute) and node.attr == "zeros":
        yield ast.Attribute(node.value, "ones", ast.Load()), "starts at one"


def randomness(node: ast.AST, scope: Scope) -> Iterator[Offer]:
    """A key that does not come from the seed, a key used twice."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr in ("PRNGKey", "key") and node.args:
            yield ast.Call(node.func, [ast.Constant(0)], []), "the seed is ignored"
        if node.func.attr == "fold_in" and node.args:
            yield node.args[0], "the key is used again"


def gradient(node: ast.AST, scope: Scope) -> Iterator[Offer]:
    """A stop_gradient around what a function computes, half precision for what it returns."""
    if not scope.modules & {"jax", "jnp"}:
        return
    jax = "jax" if "jax" in scope.modules else "__import__('jax')"
    stop = ast.parse(f"{jax}.lax.stop_gradient", mode="eval").body
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.BinOp | ast.Call):
        if isinstance(node.targets[0], ast.Name):
            held = ast.Call(stop, [node.value], [])
            yield ast.Assign(node.targets, held, lineno=node.lineno), "no gradient passes"
    if isinstance(node, ast.Return) and isinstance(node.value, ast.BinOp):
        yield ast.Return(ast.Call(stop, [node.value], [])), "no gradient passes"
        half = ast.parse(f"{jax}.numpy.bfloat16", mode="eval").body
        cast = ast.Call(ast.Attribute(node.value, "astype", ast.Load()), [half], [])
        yield ast.Return(cast), "half precision"


def state(node: ast.AST, scope: Scope) -> Iterator[Offer]:
    """A state that is not carried on, a value that is returned in place of another."""
    if isinstance(node, ast.For):
        for i, statement in enumerate(node.body):
            if isinstance(statement, ast.Assign):
                body = [*node.body[:i], ast.Expr(statement.value), *node.body[i + 1 :]]
                loop = ast.For(node.target, node.iter, body, node.orelse, lineno=node.lineno)
                yield loop, "a result is not kept"
    if isinstance(node, ast.Return) and node.value is not None:
        for name in scope.names:
            if _family(name) == "value":
                yield ast.Return(ast.Name(name, ast.Load())), f"{name} is returned"
    if isinstance(node, ast.FunctionDef):
        for decorator in node.decorator_list:
            kept = [d for d in node.decorator_list if d is not decorator]
            bare = copy.copy(node)
            bare.decorator_list = kept
            yield bare, "a decorator is forgotten"


OPERATORS: tuple[Operator, ...] = (
    arithmetic, activation, confused_name, call_shape, constant, comparison, sequence, initializer,
    randomness, gradient, state,
)  # fmt: skip
