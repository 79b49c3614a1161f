"""Formulas as text, and `grade show`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from grader import latex, prose, statement
from grader.latex import formula, lines
from grader.mathtext import SPAN, readable

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted(ROOT.glob("problems/*/README.md")) + sorted(ROOT.glob("problems/*/hints.md"))


def named(page):
    return f"{page.parent.name}/{page.name}"


@pytest.mark.parametrize(
    ("latex", "text", "spelled"),
    [
        (r"\sigma\left([x; h_{\text{prev}}] W_r + b_r\right) \tag{1}",
         "σ([x; h_prev] W_r + b_r)    (1)", "σ([x; h_prev] W_r + b_r)    (1)"),
        (r"\tilde h_{t-1}", "h̃ₜ₋₁", "h_tilde_(t-1)"),
        (r"h_{\text{prev}, j}", "h_(prev, j)", "h_(prev, j)"),
        (r"\frac{\partial h_T}{\partial h_0}", "∂h_T/∂h₀", "∂h_T/∂h_0"),
        (r"\frac{1 + a}{\sqrt{D + H}}", "(1 + a)/√(D + H)", "(1 + a)/√(D + H)"),
        (r"U^\top e^{-a} h_j^2", "Uᵀ e^(−a) hⱼ²", "U^T e^(-a) h_j^2"),
        (r"\theta' \ne 0 \cdot \infty", "θ′ ≠ 0 · ∞", "θ′ ≠ 0 · ∞"),
        (r"\begin{bmatrix} a & b \cr c & d \end{bmatrix} x", "[a b; c d] x", "[a b; c d] x"),
        (r"\begin{pmatrix} a \\ b \end{pmatrix}", "(a; b)", "(a; b)"),
        (r"\begin{aligned} a &= b \\ c &= d \end{aligned}", "a = b\nc = d", "a = b\nc = d"),
        (r"\begin{cases} x & \text{if } x > 0 \\ 0 & \text{else} \end{cases}",
         "either x if x > 0; or 0 else", "either x if x > 0; or 0 else"),
        (r"\left. a \right| \; b", "a | b", "a | b"),
        (r"\lVert g \rVert", "‖ g ‖", "‖ g ‖"),
    ],
)  # fmt: skip
def test_a_formula_reads_as_text(latex, text, spelled):
    assert formula(latex) == text
    assert formula(latex, words=True) == spelled


def test_a_letter_below_is_an_index_or_a_name_all_over_a_page():
    assert readable("$W_i$ and $h_i$ beside $W_f$") == "W_i and hᵢ beside W_f"
    assert readable("$W_i$ and $h_i$") == "Wᵢ and hᵢ"


def test_a_long_formula_breaks_where_its_source_does():
    long = "a + " * 30
    assert lines(f"x = {long}b\n+ c\\tag{{7}}") == f"x = {long}b\n    + c    (7)"


def test_what_is_code_or_money_is_no_formula():
    page = "\\$5, `$a_b$`, a $ b and c $d\n\n```sh\necho $HOME $x_y$\n```\n\n    cost = $a_1$\n"
    assert readable(page) == page.replace("\\$5", "$5")


def test_a_formula_within_a_line_is_no_markup():
    page = "a $h_{\\text{prev}} * W_z * [x](y)$ b"
    assert prose.prepared(page, "here") == r"a h\_prev \* W\_z \* \[x\](y) b"
    assert prose.plain(page, "here") == "a h_prev * W_z * [x](y) b\n"


@pytest.mark.parametrize("page", PAGES, ids=named)
@pytest.mark.parametrize("words", [False, True])
def test_no_page_keeps_a_trace_of_latex(page, words):
    text = readable(page.read_text(encoding="utf-8"), words=words)
    prose_only = re.sub(r"^```.*?^```|^ {4}[^\n]*$|`[^`\n]+`", "", text, flags=re.S | re.M)
    assert re.findall(r"\\\w+|\$|[{}]", prose_only) == []


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_command_of_a_formula_is_known(page):
    """An unknown command keeps its name, which would look like a word."""
    text = page.read_text(encoding="utf-8")
    spans = [m["display"] or m["inline"] or "" for m in SPAN.finditer(text)]
    tables = (latex.SYMBOL, latex.NAMED, latex.SPACES, latex.VERBATIM, latex.STYLED, latex.ACCENT)
    known = {"tag", "cr", "frac", "sqrt", "begin", "end", *latex.SILENT}.union(*tables)
    used = {name for span in spans for name in re.findall(r"\\([A-Za-z]+)", span)}
    assert used - known == set()


def test_all_that_a_statement_may_use_is_known():
    names = {name for name in statement.KNOWN if name.isalpha()} - {"end"}
    lost = {name for name in names if formula(rf"a \{name}{{b}}{{c}} d") == f"a {name}bc d"}
    assert lost <= set(latex.NAMED)


# --- grade show --------------------------------------------------------------------------------


def test_show_prints_the_statement_and_how_to_start(cli):
    done = cli("show", "gru_cell", env={"PYTHONIOENCODING": "utf-8"})
    assert done.returncode == 0, done.stderr
    said = done.stdout
    assert said.startswith("# GRU Cell Step\n\nWrite one step of a gated recurrent unit in Flax,")
    assert "\n    h = (1 - z) ⊙ h_prev + z ⊙ h_tilde    (4)\n" in said
    assert "- symbol: x; in code: x; shape: (D,); what it is: input of this step\n" in said
    assert said.endswith(
        "\nStart:     grade start gru_cell\nThis page: problems/gru_cell/README.md\n"
    )
    assert not set(said) & set("│─┌┐└┘━║╭╮\x1b")


def test_show_says_where_links_lead_and_what_pictures_show(cli):
    said = cli("show", "gru_scan", "--plain", env={"PYTHONIOENCODING": "utf-8"}).stdout
    assert "gru_cell (grade show gru_cell)" in said
    flat = " ".join(said.split())
    assert "Picture: Four steps in a row. The state goes from each to the next, and is" in flat
    assert "(in problems/gru_scan/scan.svg)" in flat


def test_show_names_the_signs_that_a_terminal_lacks(cli):
    done = cli("show", "gru_blend", env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    assert done.returncode == 0
    assert r"h = (1 - z) \N{CIRCLED DOT OPERATOR} h_prev" in done.stdout


def test_show_of_an_unknown_problem_says_the_nearest(cli):
    done = cli("show", "gru_cel")
    assert done.returncode == 2
    assert "there is no problem 'gru_cel'. Did you mean gru_cell?" in done.stderr


def test_show_of_a_problem_without_a_statement_says_so(cli, tmp_path):
    folder = tmp_path / "problems" / "mine"
    folder.mkdir(parents=True)
    for name in ("problem.toml", "stub.py"):
        made = (ROOT / "problems" / "gru_blend" / name).read_text(encoding="utf-8")
        (folder / name).write_text(made, encoding="utf-8")
    done = cli("show", folder)
    assert done.returncode == 2
    assert "README.md cannot be read: No such file or directory" in done.stderr


def test_in_colour_a_statement_keeps_its_formulas_and_its_long_lines_of_code():
    from rich.console import Console

    page = "# T\n\nuse $W_z$\n\n$$\nh_t = 1 \\tag{2}\n$$\n\n```python\n" + "x = 1  # " + "y" * 90
    console = Console(width=40, force_terminal=True, color_system=None)
    with console.capture() as captured:
        console.print(prose.coloured(page + "\n```\n", "here"), crop=False)
    said = [line.rstrip() for line in captured.get().split("\n")]
    assert "use W_z" in said
    assert "    hₜ = 1    (2)" in said
    assert "    x = 1  # " + "y" * 90 in said
