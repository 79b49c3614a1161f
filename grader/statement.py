"""What can be proved of a problem's pages: code runs, formulas parse, hints and links lead on."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from grader.function import argument_names
from grader.hints import read_hints
from grader.load import Library, load_catalogue, read_problem
from grader.model import Problem

FENCED = re.compile(r"^```(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
DISPLAY = re.compile(r"\$\$(.+?)\$\$", re.DOTALL)
INLINE = re.compile(r"(?<![\\$])\$(?!\$)([^$\n]+(?:\n[^$\n]+)?)\$(?!\$)")
COMMAND = re.compile(r"\\([A-Za-z]+|.)")
VISIBLE = re.compile(r"^(<!--\s*)?for:", re.MULTILINE)  # not, or not the first thing, in a comment
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)[^)]*\)")
# What the statements may use: every reader of mathematics on the web knows these.
KNOWN = set(
    """
    alpha beta gamma delta epsilon varepsilon eta theta lambda mu nu pi rho sigma tau phi varphi
    omega Delta Sigma Omega partial nabla infty cdot cdots ldots dots vdots ddots times odot oplus
    otimes pm mp le leq ge geq ne neq ll gg approx equiv sim propto to mapsto rightarrow leftarrow
    Rightarrow in notin subset cup cap forall exists quad qquad frac tfrac dfrac sqrt sum prod int
    lim max min log ln exp sin cos tan tanh sinh cosh det operatorname text textbf textit mathrm
    mathbf mathbb mathcal boldsymbol hat tilde bar vec dot overline underline underbrace overbrace
    left right big Big bigl bigr Bigl Bigr lVert rVert lvert rvert mid top bot prime circ star ast
    tag begin end displaystyle textstyle mathsf mathop limits not langle rangle lfloor rfloor lceil
    rceil cr ell Vert vert dagger downarrow uparrow longrightarrow iff implies land lor neg
    """.split()
) | set(",;:! \\{}|_%&#$>")


def statement_faults(job: tuple[str, Library]) -> list[str]:
    """What is wrong with the pages of a problem, as sentences for its author. Runs in a worker."""
    slug, library = job
    problem = read_problem(slug, library)
    readme = problem.directory / "README.md"
    if not readme.is_file():
        return [f"{readme} is missing: write the statement"]
    text = readme.read_text(encoding="utf-8")
    told = [*_code(readme, text), *_formulas(readme, text), *_links(readme, text)]
    told += _hints(problem.directory / "hints.md", {m.name for m in load_catalogue(problem)})
    for file in (problem.stub, problem.solution / "reference.py"):
        told += _signatures(file, problem)
    told += [
        f"{problem.directory / 'problem.toml'}: needs {name!r}, which is no problem here"
        for name in problem.needs
        if name not in library.slugs()
    ]
    return told


def _signatures(file: Path, problem: Problem) -> Iterator[str]:
    """The functions of stub and reference have the arguments that problem.toml says."""
    try:
        tree = ast.parse(file.read_text(encoding="utf-8"))
    except SyntaxError as error:
        yield f"{file} line {error.lineno}: {error.msg}"
        return
    defined = {n.name: n.args for n in tree.body if isinstance(n, ast.FunctionDef)}
    for entry in problem.entries:
        if entry.name in defined:
            names = tuple(
                a.arg for a in (*defined[entry.name].args, *defined[entry.name].kwonlyargs)
            )
            if names != argument_names(entry.signature):
                yield (
                    f"{file}: {entry.name}({', '.join(names)}) is not {entry.signature}, as "
                    "problem.toml has it"
                )


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def _code(page: Path, text: str) -> Iterator[str]:
    """Each ```python block runs by itself, in a namespace of its own."""
    for match in FENCED.finditer(text):
        if match[1] != "python":
            continue
        line = _line(text, match.start())
        try:
            code = "\n" * line + match[2]  # so that a traceback counts the page's lines
            exec(compile(code, str(page), "exec", dont_inherit=True), {"__name__": "__statement__"})
        except Exception as error:
            yield f"{page} line {line}: the code does not run: {type(error).__name__}: {error}"


def _formulas(page: Path, text: str) -> Iterator[str]:
    """Formulas are closed, balanced, of known commands, and numbered 1, 2, 3."""
    blank = FENCED.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), text)
    blank = re.sub(r"`[^`\n]+`", lambda m: " " * len(m[0]), blank)
    if blank.count("$$") % 2:
        yield f"{page}: a $$ is never closed"
        return
    tags: list[int] = []
    for pattern in (DISPLAY, INLINE):
        for match in pattern.finditer(blank):
            formula, where = match[1], f"{page} line {_line(blank, match.start())}"
            yield from (f"{where}: {fault}" for fault in _formula(formula))
            tags += [int(n) for n in re.findall(r"\\tag\{(\d+)\}", formula)]
        blank = pattern.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), blank)
    if tags != list(range(1, len(tags) + 1)):
        yield f"{page}: the equations are numbered {tags}; number them 1, 2, 3 in their order"
    if "$" in blank.replace("\\$", ""):
        line = _line(blank, blank.index("$"))
        yield f"{page} line {line}: a $ is never closed; write \\$ for the sign"


def _formula(formula: str) -> Iterator[str]:
    depth = 0
    for sign in re.sub(r"\\.", "", formula):
        depth += (sign == "{") - (sign == "}")
        if depth < 0:
            break
    if depth:
        yield f"the braces of {formula.strip()[:60]!r} do not match"
    commands = COMMAND.findall(formula)
    for name in commands:
        if name not in KNOWN:
            yield f"\\{name} is not a command that every reader of mathematics knows"
    for opening, closing in (("left", "right"), ("begin", "end")):
        if commands.count(opening) != commands.count(closing):
            yield f"\\{opening} and \\{closing} do not match in {formula.strip()[:60]!r}"


def _links(page: Path, text: str) -> Iterator[str]:
    for match in LINK.finditer(FENCED.sub("", text)):
        target = match[1]
        if "://" not in target and not (page.parent / target).exists():
            yield f"{page}: the link to {target} leads nowhere"


def _hints(page: Path, mistakes: set[str]) -> Iterator[str]:
    """`# Hints`, then `## Hint 1`, `## Hint 2` and so on; `for:` names known mistakes."""
    if not page.is_file():
        yield f"{page} is missing: write hints, weakest first"
        return
    intro, hints = read_hints(page)
    if intro != "# Hints" or not hints:
        yield f"{page}: it must start with # Hints and have a ## Hint 1"
    for hint in hints:
        if hint.heading != f"Hint {hint.number}":
            yield f"{page}: ## {hint.heading} should be ## Hint {hint.number}"
        for name in hint.mistakes:
            if name not in mistakes:
                where = f"{page}: hint {hint.number} is for {name!r}"
                yield f"{where}, which equations.py does not know"
        if not hint.text.strip():
            yield f"{page}: hint {hint.number} is empty"
        if VISIBLE.search(hint.text):
            yield (
                f"{page}: hint {hint.number} shows its learner what it is for: write "
                "<!-- for: a-mistake --> under the heading"
            )
