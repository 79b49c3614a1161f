"""A formula in LaTeX as one line of text: the part of LaTeX that statements use.

Words that the code uses stay as the code writes them: `h_prev`, `W_z`. What Unicode has a sign for
gets it: `h_{t-1}` is hₜ₋₁, `\\sigma` is σ.
"""

from __future__ import annotations

import re

TOKEN = re.compile(r"\\[A-Za-z]+\*?|\\.|[{}^_&]|\s+|[^\\{}^_&\s]", re.DOTALL)
ROW = ("\\\\", "\\cr")

GREEK = (
    "alpha α beta β gamma γ delta δ epsilon ε varepsilon ε eta η theta θ lambda λ mu μ nu ν pi π "
    "rho ρ sigma σ tau τ phi φ varphi φ omega ω Delta Δ Sigma Σ Omega Ω ell ℓ"
)
SIGNS = (
    "partial ∂ nabla ∇ infty ∞ cdot · cdots ⋯ ldots … dots … vdots ⋮ ddots ⋱ times × odot ⊙ "
    "oplus ⊕ otimes ⊗ pm ± mp ∓ le ≤ leq ≤ ge ≥ geq ≥ ne ≠ neq ≠ ll ≪ gg ≫ approx ≈ equiv ≡ "
    "sim ∼ propto ∝ to → mapsto ↦ rightarrow → leftarrow ← Rightarrow ⇒ longrightarrow ⟶ in ∈ "
    "notin ∉ subset ⊂ cup ∪ cap ∩ forall ∀ exists ∃ sum Σ prod ∏ int ∫ lVert ‖ rVert ‖ Vert ‖ "
    "lvert | rvert | vert | mid | top ᵀ bot ⊥ prime ′ circ ∘ star ⋆ ast * langle ⟨ rangle ⟩ "
    "lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉ dagger † downarrow ↓ uparrow ↑ iff ⇔ implies ⇒ land ∧ "
    "lor ∨ neg ¬"
)
_words = f"{GREEK} {SIGNS}".split()
SYMBOL = dict(zip(_words[::2], _words[1::2], strict=True))
NAMED = set("lim max min log ln exp sin cos tan tanh sinh cosh det".split())
SPACES = {",": " ", ":": " ", ";": " ", " ": " ", "!": "", "quad": "  ", "qquad": "    "}
TIGHT = {"partial", "nabla", "Delta", "neg"}  # stand close to what follows
ACCENT = {"tilde": "\u0303", "hat": "\u0302", "bar": "\u0304", "overline": "\u0304",
          "vec": "\u20d7", "dot": "\u0307", "underline": "\u0332"}  # fmt: skip
VERBATIM = {"text", "textbf", "textit", "operatorname", "mathrm", "mathop"}
STYLED = {"mathbf", "mathbb", "mathcal", "mathsf", "boldsymbol", "underbrace", "overbrace"}
SILENT = {"displaystyle", "textstyle", "limits", "left", "right", "big", "Big", "bigl", "bigr",
          "Bigl", "Bigr"}  # fmt: skip

LOWER = dict(zip("0123456789+-=()ijklmnotu", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ᵢⱼₖₗₘₙₒₜᵤ", strict=True))
UPPER = dict(zip("0123456789+-=()niT⊤ᵀ", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱᵀᵀᵀ", strict=True))
UPPER |= {"′": "′", "∘": "°"}
BRACKETS = {"bmatrix": "[]", "pmatrix": "()", "vmatrix": "||", "Vmatrix": "‖‖", "matrix": "[]"}
BREAK = "\n"  # between the rows of an aligned formula


def lines(latex: str, *, words: bool = False, named: str = "", width: int = 72) -> str:
    """A formula that stands by itself: one line where it fits, else the lines of its source, and
    its number in brackets at the end."""
    whole = formula(latex, words=words, named=named)
    if len(whole) <= width and BREAK not in whole:
        return whole
    latex, number = _tagged(latex)
    if BREAK in whole:
        rows = formula(latex, words=words, named=named).split(BREAK)
    else:
        rows = [formula(row, words=words, named=named) for row in latex.strip().split("\n")]
        rows = rows[:1] + ["    " + row for row in rows[1:]]
    return "\n".join(rows) + number


def formula(latex: str, *, words: bool = False, named: str = "") -> str:
    """One formula as text; the rows of an aligned one are lines.

    Args:
        words: as for `readable`.
        named: symbols whose letters below are names, not indices: with W_f, also W_i stays so.
    """
    latex, number = _tagged(latex)
    text = _Formula(latex, words, named).text()
    text = re.sub(r"(?<=[(\[]) +| +(?=[)\]])", "", text)
    rows = [re.sub(r"(?<=\S) {2,3}(?=\S)", " ", row).strip() for row in text.split(BREAK)]
    return BREAK.join(row for row in rows if row) + number


def _tagged(latex: str) -> tuple[str, str]:
    """The formula without its number, and the number in brackets."""
    found = re.findall(r"\\tag\{([^}]*)\}", latex)
    rest = re.sub(r"\s*\\tag\{[^}]*\}", "", latex)
    return rest, "".join(f"    ({number})" for number in found)


class _Formula:
    """A formula read from left to right."""

    def __init__(self, latex: str, words: bool, named: str) -> None:
        self.tokens = TOKEN.findall(latex)
        self.at = 0
        self.words = words
        self.named = named

    def text(self, *ends: str) -> str:
        """What stands before one of `ends`, which is taken too, or before the end."""
        out: list[str] = []
        while (token := self.take()) is not None:
            if token in ends:
                break
            out.append(self.piece(token, out))
        return "".join(out)

    def take(self) -> str | None:
        self.at += 1
        return self.tokens[self.at - 1] if self.at <= len(self.tokens) else None

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def skip_space(self) -> None:
        while self.peek().isspace():
            self.at += 1

    def argument(self) -> str:
        """The next group, or the next single thing."""
        self.skip_space()
        token = self.take()
        if token == "{":
            return self.text("}").strip()
        return "" if token is None else self.piece(token, [])

    def raw(self) -> str:
        """The next group as it is written."""
        self.skip_space()
        found, depth = "", 0
        while (token := self.take()) is not None:
            depth += (token == "{") - (token == "}")
            found += token if token not in "{}" else ""
            if depth == 0:
                break
        return found

    def piece(self, token: str, before: list[str]) -> str:
        if token == "{":
            return self.text("}")
        if token == "_":
            return self.lowered(self.argument(), "".join(before)[-1:])
        if token == "^":
            return self.raised(self.argument())
        if token.isspace():
            return " "
        if token in ROW or token == "&":
            return BREAK if token in ROW else " "
        if token == "-":
            return "-" if self.words else "\u2212"
        return {"'": "′", "~": " "}.get(token, token) if token[0] != "\\" else self.command(token)

    def command(self, token: str) -> str:
        name = token[1:].rstrip("*")
        if name in SYMBOL or name in NAMED:
            if name in TIGHT:
                self.skip_space()
            return SYMBOL.get(name, name)
        if name in SPACES:
            self.skip_space()
            return SPACES[name]
        if name in VERBATIM:
            return self.raw()
        if name in STYLED:
            return self.argument()
        if name in ACCENT:
            return self.accented(name)
        if name in ("frac", "tfrac", "dfrac"):
            return f"{_closed(self.argument())}/{_closed(self.argument())}"
        if name == "sqrt":
            inner = self.argument()
            return f"√{inner}" if len(inner) == 1 else f"√({inner})"
        if name == "begin":
            return self.environment(self.raw())
        if name == "not":
            return f"not {self.argument()}"
        if name in SILENT:
            if self.peek() == ".":
                self.at += 1  # \left. opens nothing
            return ""
        return name  # \{ and \% are the sign itself; an unknown command at least keeps its name

    def accented(self, name: str) -> str:
        inner = self.argument()
        if self.words or len(inner) != 1:
            return f"{inner}_{name}"
        return inner + ACCENT[name]

    def environment(self, name: str) -> str:
        """Its rows: of a matrix in one line, of cases as alternatives, else below each other."""
        start = self.at
        depth = 1
        while depth and (token := self.take()) is not None:
            depth += (token == "\\begin") - (token == "\\end")
        inner = _Formula("".join(self.tokens[start : self.at - 1]), self.words, self.named)
        self.raw()
        body = inner.text()
        rows = [" ".join(row.split()) for row in body.split(BREAK) if row.strip()]
        if name.rstrip("*") in BRACKETS:
            pair = BRACKETS[name.rstrip("*")]
            return f"{pair[0]}{'; '.join(rows)}{pair[1]}"
        return f"either {'; or '.join(rows)}" if name == "cases" else BREAK.join(rows)

    def lowered(self, text: str, before: str) -> str:
        plain = text.replace("\u2212", "-").replace(" ", "")
        name = plain.isalpha() and bool(before) and before in self.named
        if not self.words and not name and all(c in LOWER for c in plain):
            return "".join(LOWER[c] for c in plain)
        return f"_{text}" if re.fullmatch(r"\w+", text) else f"_({text})"

    def raised(self, text: str) -> str:
        plain = text.replace("\u2212", "-").replace(" ", "")
        if text == "′" or (not self.words and all(c in UPPER for c in plain)):
            return "".join(UPPER[c] for c in plain)
        text = "T" if text == "ᵀ" else text
        return f"^{text}" if re.fullmatch(r"\w+", text) else f"^({text})"


def _closed(text: str) -> str:
    """`text` in brackets where a fraction would tear it apart."""
    return text if re.fullmatch(r"[\w∂∇′]+(_\([^()]*\))?|√?\([^()]*\)", text) else f"({text})"
