"""The layering: what may import what, read from the syntax trees."""

import ast
import graphlib
import subprocess
import sys
from pathlib import Path

import pytest

import grader

PACKAGE = Path(grader.__file__).parent
HEAVY = {"jax", "jaxlib", "flax", "optax", "orbax", "chex"}

# Modules that work beside a submission, in a process that has the libraries.
FAR = {
    f"grader.runner.{name}"
    for name in (
        "program",
        "library",
        "linen",
        "child",
        "eager",
        "evaluate",
        "rules",
        "sweep",
        "zygote",
    )
}


def modules():
    """Every module of the package by its dotted name, as a syntax tree."""
    found = {}
    for file in sorted(PACKAGE.rglob("*.py")):
        parts = file.relative_to(PACKAGE.parent).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        if "_bundled" not in parts:
            found[name] = ast.parse(file.read_text(encoding="utf-8"))
    return found


MODULES = modules()


def imported(nodes):
    """The modules that import statements among `nodes` name; of `from a import b` both a and
    a.b, where that is a module of ours."""
    found = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0 and node.module, "imports are absolute"
            inner = {f"{node.module}.{name.name}" for name in node.names} & MODULES.keys()
            found |= inner or {node.module}
    return found


def anywhere(name):
    return imported(ast.walk(MODULES[name]))


def at_once(tree):
    """What importing a module imports: no function bodies, no TYPE_CHECKING."""
    found, todo = set(), list(tree.body)
    while todo:
        node = todo.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            continue
        found |= imported([node])
        todo += ast.iter_child_nodes(node)
    return found


def ours(names):
    return {name for name in names if name.split(".")[0] == "grader"}


def heavy(names):
    return {name for name in names if name.split(".")[0] in HEAVY}


def test_the_judge_imports_no_jax():
    judge = "import sys, grader.commands.grade, grader.pipeline, grader.runner.sandbox"
    script = f"{judge}; print(*sorted(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=PACKAGE.parent,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert "numpy" in done.stdout.split()
    assert heavy(done.stdout.split()) == set()


@pytest.mark.parametrize("name", sorted(MODULES.keys() - FAR))
def test_only_the_far_side_names_jax_or_flax(name):
    assert heavy(anywhere(name)) == set()


@pytest.mark.parametrize("name", ["program", "library", "linen", "child", "confine", "wire"])
def test_the_far_side_knows_nothing_of_answers(name):
    allowed = {"grader.model", "grader.errors"}
    found = ours(anywhere(f"grader.runner.{name}")) - allowed
    assert {other for other in found if not other.startswith("grader.runner")} == set()


def test_nothing_that_a_runner_can_reach_knows_of_answers():
    reached, todo = set(), ["grader.runner.child"]
    while todo:
        name = todo.pop()
        if name not in reached:
            reached.add(name)
            todo += ours(anywhere(name)) & MODULES.keys()
    outside = {name for name in reached if not name.startswith("grader.runner")}
    assert outside <= {"grader.model", "grader.errors"}
    assert "grader.runner.local" not in reached


def test_the_values_that_flow_import_nothing_of_ours():
    assert ours(at_once(MODULES["grader.model"])) == set()
    assert ours(at_once(MODULES["grader.errors"])) == set()


def test_no_module_imports_itself_in_a_circle():
    graph = {name: ours(at_once(tree)) & MODULES.keys() for name, tree in MODULES.items()}
    graphlib.TopologicalSorter(graph).prepare()


def test_a_view_needs_only_the_report():
    views = [name for name in MODULES if name.startswith("grader.views.")]
    assert views
    for name in views:
        found = {other for other in ours(anywhere(name)) if not other.startswith("grader.views")}
        assert found <= {"grader.model", "grader.picture", "grader.proof", "grader.text"}, name


PRINTING = {name for name in MODULES if name == "grader.cli" or ".commands." in name}


@pytest.mark.parametrize("name", sorted(MODULES.keys() - PRINTING))
def test_only_the_commands_print_and_exit(name):
    called = {ast.unparse(n.func) for n in ast.walk(MODULES[name]) if isinstance(n, ast.Call)}
    assert called & {"print", "exit", "sys.exit", "click.echo"} == set()


def words(tree):
    """Every identifier and every text in a module, but for the docstrings."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if id(node) not in docstrings:
                yield node.value
        for field in ("id", "name", "attr", "arg", "module"):
            value = getattr(node, field, None)
            if isinstance(value, str):
                yield value


@pytest.mark.parametrize("name", sorted(MODULES))
def test_no_problem_is_mentioned_by_name(name, library):
    slugs = library.slugs()
    assert slugs
    found = [w for w in words(MODULES[name]) for slug in slugs if slug in w.replace("-", "_")]
    assert found == []
