"""The submission's syntax tree, read by the judge. Nothing here runs the submission.

Used to see what a file calls, and where.
"""

from __future__ import annotations

import ast
import functools
import warnings
from collections.abc import Iterable

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
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

    def documented(self, name: str) -> bool:
        """Whether the function or class `name` has a docstring."""
        return any(
            isinstance(node, Definition) and node.name == name and ast.get_docstring(node)
            for node in ast.walk(self.tree)
        )

    # --- names ---

    @functools.cached_property
    def _aliases(self) -> dict[str, str]:
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


def _written(node: Assignment) -> set[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return {n.id for target in targets for n in ast.walk(target) if isinstance(n, ast.Name)}


def _defines(statement: ast.stmt) -> list[str]:
    """The top-level names that a statement defines; those inside `if` and `try` count."""
    if isinstance(statement, Definition):
        return [statement.name]
    found: list[str] = []
    for node in ast.walk(statement):
        if isinstance(node, Assignment):
            found += _written(node)
        elif isinstance(node, Definition):
            found.append(node.name)
    return found


def same_code(one: str, other: str) -> bool:
    """Whether two texts differ at most in comments and white space."""
    first, second = Source(one), Source(other)
    if first.error or second.error:
        return one == other
    try:
        return ast.dump(first.tree) == ast.dump(second.tree)
    except (RecursionError, ValueError):  # too deep, or a number too long to write out
        return one == other
