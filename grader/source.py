"""The submission's syntax tree, read by the judge. Nothing here runs the submission.

Used to find lines for messages and to see what a file calls. A question that the tree cannot
answer is answered None or with an empty list, never by a guess.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterable, Sequence

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
Function = ast.FunctionDef | ast.AsyncFunctionDef
Assignment = ast.Assign | ast.AugAssign | ast.AnnAssign


class Source:
    """A parsed submission. When it does not parse, `error` says why and `tree` is empty."""

    def __init__(self, text: str) -> None:
        self.error: SyntaxError | None = None
        self.tree = ast.Module([], [])
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                self.tree = ast.parse(text)
        except SyntaxError as error:
            self.error = error
        except (ValueError, RecursionError, MemoryError) as error:
            self.error = SyntaxError(f"the file cannot be parsed: {error}")
        self._aliases = self._imports()

    # --- names ---

    def _imports(self) -> dict[str, str]:
        """What each imported name stands for, as a dotted path."""
        found: dict[str, str] = {}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                for name in node.names:
                    found[name.asname or name.name.split(".")[0]] = (
                        name.name if name.asname else name.name.split(".")[0]
                    )
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                for name in node.names:
                    found[name.asname or name.name] = f"{node.module}.{name.name}"
        return found

    def dotted(self, node: ast.AST) -> str | None:
        """The dotted path that an expression names, through imports: `nn.Dense` ->
        `flax.linen.Dense`."""
        parts: list[str] = []
        while isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name):
            return None
        return ".".join([self._aliases.get(node.id, node.id), *reversed(parts)])

    def reachable(self, entries: Iterable[str]) -> list[ast.stmt]:
        """The top-level statements that the entries use, directly or through other names."""
        defined: dict[str, list[ast.stmt]] = {}
        for statement in self.tree.body:
            for name in _defines(statement):
                defined.setdefault(name, []).append(statement)
        todo, seen, found = list(entries), set(), []
        while todo:
            name = todo.pop()
            if name in seen:
                continue
            seen.add(name)
            for statement in defined.get(name, ()):
                found.append(statement)
                todo += [n.id for n in ast.walk(statement) if isinstance(n, ast.Name)]
        return found

    def uses(self, prefix: str, entries: Iterable[str]) -> list[tuple[str, int]]:
        """(dotted path, line) of every name under `prefix` in code that the entries reach."""
        found = []
        for statement in self.reachable(entries):
            for node in ast.walk(statement):
                if isinstance(node, ast.Attribute | ast.Name):
                    path = self.dotted(node)
                    if path and path.startswith(prefix):
                        found.append((path, node.lineno))
        return sorted(set(found), key=lambda item: item[1])

    # --- lines ---

    def method(self, class_name: str, name: str) -> Function | None:
        """The method `name` of a class in the file."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.ClassDef) and node.name == class_name:
                return next(
                    (f for f in node.body if isinstance(f, Function) and f.name == name), None
                )
        return None

    def assigned_at(self, line: int) -> list[str]:
        """The names (or `self.x` attributes, as ".x") assigned by the statement at `line`."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Assign | ast.AnnAssign) and (
                node.lineno <= line <= (node.end_lineno or node.lineno)
            ):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                parts = targets[0].elts if isinstance(targets[0], ast.Tuple) else targets[:1]
                names = [_target(part) for part in parts]
                if all(names):
                    return [name for name in names if name]
        return []

    def bound_to(self, lines: Sequence[int], index: int, count: int) -> tuple[str, int] | None:
        """The (name, line) to which a value created at `lines` (innermost first) was assigned.

        Args:
            index, count: the value is number `index` of `count` that were created there.
        """
        for line in lines:
            names = self.assigned_at(line)
            if len(names) == count:
                return names[index], line
        return None

    def first_use(self, name: str, after: int) -> int | None:
        """The line of the first statement that reads `name` after line `after`."""
        lines = [
            node.lineno
            for node in ast.walk(self.tree)
            if isinstance(node, ast.Name | ast.Attribute)
            and isinstance(node.ctx, ast.Load)
            and _target(node) == name
            and node.lineno > after
        ]
        return min(lines, default=None)

    def result_line(self, function: Function) -> int | None:
        """The line that makes what `function` returns: its last return, or, when that only passes
        on one of the function's own names (`h`, `h.reshape(-1)`), the last assignment to it."""
        returns = [n for n in ast.walk(function) if isinstance(n, ast.Return) and n.value]
        if not returns:
            return None
        last = max(returns, key=lambda n: n.lineno)
        written: dict[str | None, int] = {}
        for node in ast.walk(function):
            if isinstance(node, Assignment) and node.lineno < last.lineno:
                for name in _written(node):
                    written[name] = max(node.lineno, written.get(name, 0))
        names = {n.id for n in ast.walk(last) if isinstance(n, ast.Name)} & written.keys()
        return written[names.pop()] if len(names) == 1 else last.lineno


def _target(node: ast.AST) -> str | None:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return f".{node.attr}" if node.value.id == "self" else None
    return None


def _written(node: Assignment) -> set[str | None]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return {_target(part) for target in targets for part in ast.walk(target)}


def _defines(statement: ast.stmt) -> list[str]:
    """The top-level names that a statement defines; those inside `if` and `try` count."""
    if isinstance(statement, Definition):
        return [statement.name]
    found: list[str] = []
    for node in ast.walk(statement):
        if isinstance(node, Assignment):
            found += [name for name in _written(node) if name]
        elif isinstance(node, Definition):
            found.append(node.name)
    return found


def same_code(one: str, other: str) -> bool:
    """Whether two texts differ at most in comments and white space."""
    first, second = Source(one), Source(other)
    if first.error or second.error:
        return one == other
    return ast.dump(first.tree) == ast.dump(second.tree)
