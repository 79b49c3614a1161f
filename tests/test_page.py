"""The page of a grade and its pieces: well-formed, alone, accessible, and proof against strangers.

Most reports are built by hand; the last tests write the page of real grades.
"""

from __future__ import annotations

import dataclasses
import json
import re
import unicodedata
from html.parser import HTMLParser
from pathlib import Path

import pytest

from grader import markup
from grader.model import CheckResult, Diagnosis, Evidence, Remark, Report, Status
from grader.picture import Album, Panel, Picture, Role, Series
from grader.views import chart, page, parts, svg

ROOT = Path(__file__).resolve().parents[1]
STATEMENTS = sorted(ROOT.glob("problems/*/README.md"))

VECTOR = Evidence("[1, 2, -3]", "[1, 2.5, 3]", (("x", "[2]"),))
PASSED = CheckResult("runs", "the file loads", Status.PASSED)
FAILED = CheckResult(
    "keeps", "z = 0 keeps the state", Status.FAILED, "expected [1, 2, -3], got [1, 2.5, 3]",
    "Look again.", evidence=VECTOR, mistake="swapped", line=2,
)  # fmt: skip
SKIPPED = CheckResult("more", "more of it", Status.SKIPPED, "not run: it needs another")
DIAGNOSIS = Diagnosis(
    ("swapped",), "Swapped gate", ("Your cell swaps (equation 4), not equation 9.",),
    "All 8 answers match.", line=2, smallest=Evidence("[0.1]", "[0.9]", (("b", "[1]"),)),
)  # fmt: skip
PICTURE = Picture(
    "The state", "Yours is off by 2.", "step", "state", (0.0, 1.0, 2.0),
    (Panel("unit 0", (Series("right", (0.0, 1.0, None), Role.RIGHT),
                      Series("yours", (0.0, 3.0, -1.0), Role.YOURS))),
     Panel("unit 1", (Series("right", (1.0, 1.0, 1.0), Role.RIGHT),
                      Series("yours", (None, None, None), Role.YOURS)))), note="A note.",
)  # fmt: skip
ALBUM = Album("cell", "A Cell", "mine.py", 5, (PICTURE,))
EQUATIONS = ((1, "<math><mi>a</mi></math>"), (4, "<math><mi>h</mi></math>"))

EVIL = "\u202e\x1b[2J</style></script><script>alert(1)</script><img src=x onerror=y>]]>\"'&amp;"


def report(*results, **more):
    base = Report(
        problem="cell", title="A Cell", submission="mine.py", sha256="abcdef012345", seed=5,
        results=results or (PASSED,), diagnoses=(), remarks=(), note="", printed="",
        isolation="standard", versions={"jax": "1.2.3"}, seconds=1.25, only=(),
        source=("def f():", "    return 0", "", "f()"),
    )  # fmt: skip
    return dataclasses.replace(base, **more)


WRONG = report(PASSED, FAILED, SKIPPED, diagnoses=(DIAGNOSIS,))


def hostile():
    failed = CheckResult(
        "k", EVIL, Status.FAILED, EVIL, EVIL, Evidence(EVIL, EVIL, ((EVIL, EVIL),))
    )
    told = Diagnosis(("m",), EVIL, (EVIL,), EVIL, line=1, smallest=Evidence(EVIL, EVIL))
    return report(
        failed, diagnoses=(told,), remarks=(Remark("r", EVIL, 1),), note=EVIL, printed=EVIL,
        submission=EVIL, source=(EVIL,), versions={EVIL: EVIL}, title=EVIL, problem=EVIL,
    )  # fmt: skip


def hostile_album():
    panel = Panel(EVIL, (Series(EVIL, (1.0,), Role.RIGHT), Series("b", (2.0,), Role.YOURS)))
    trouble = CheckResult("p", EVIL, Status.FAILED, EVIL, EVIL, line=3)
    evil = Picture(EVIL, EVIL, EVIL, EVIL, (0.0,), (panel,), note=EVIL)
    return Album(EVIL, EVIL, EVIL, 5, (evil,), trouble)


PAGES = {
    "passed": page.to_html(report()),
    "wrong": page.to_html(WRONG, equations=EQUATIONS, album=ALBUM),
    "undiagnosed": page.to_html(report(PASSED, FAILED)),
    "isolated": page.to_html(report(PASSED, isolation="none", printed="hello", note="A note.")),
    "hostile": page.to_html(hostile(), equations=EQUATIONS, album=hostile_album()),
    "pictures": page.pictures(ALBUM),
    "hostile pictures": page.pictures(hostile_album()),
}
FRAGMENTS = {
    "wrong": page.fragment(WRONG, album=ALBUM),
    "passed": page.fragment(report()),
    "hostile": page.fragment(hostile(), album=hostile_album()),
}


class Reader(HTMLParser):
    """A page's tags, checked for balance, with what the tests ask about."""

    VOID = {"meta", "link", "br", "img", "hr", "input"}

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict]] = []
        self.words: list[str] = []
        self.faults: list[str] = []
        self.feed(text)
        self.close()
        if self.open:
            self.faults.append(f"never closed: {self.open}")

    def handle_starttag(self, tag, attributes):
        names = [name for name, _ in attributes]
        if len(names) != len(set(names)):
            self.faults.append(f"an attribute twice: {tag} {names}")
        self.tags.append((tag, dict(attributes)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes another")

    def handle_data(self, data):
        if "style" not in self.open:
            self.words.append(data)

    def all(self, name):
        return [attributes for tag, attributes in self.tags if tag == name]

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())


def named(texts):
    return pytest.mark.parametrize("text", texts.values(), ids=texts.keys())


EVERY = {**PAGES, **{f"fragment {name}": text for name, text in FRAGMENTS.items()}}

# --- form ----------------------------------------------------------------------------------------


@named(EVERY)
def test_tags_are_closed_in_their_order(text):
    assert Reader(text).faults == []


@named(EVERY)
def test_ids_are_there_once_and_everything_named_is_there(text):
    tags = Reader(text).tags
    ids = [attributes["id"] for _, attributes in tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    for _, attributes in tags:
        for name in (attributes.get("aria-labelledby") or "").split():
            assert name in ids
        if (attributes.get("href") or "").startswith("#"):
            assert attributes["href"][1:] in ids


@named(EVERY)
def test_headings_go_down_one_level_at_a_time(text):
    levels = [int(tag[1]) for tag, _ in Reader(text).tags if re.fullmatch("h[1-6]", tag)]
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))
    assert levels[0] == min(levels)


@named(EVERY)
def test_drawings_have_a_title_a_description_and_a_table(text):
    reader = Reader(text)
    drawings = [a for a in reader.all("svg") if "aria-hidden" not in a]
    assert all(a["role"] == "img" and a["aria-labelledby"] for a in drawings)
    assert len(drawings) == len(reader.all("title")) - ("<html" in text) == len(reader.all("desc"))
    assert bool(drawings) == bool(reader.all("details"))
    assert all(a.get("scope") in ("row", "col") for a in reader.all("th"))


@named(PAGES)
def test_a_page_has_its_language_landmarks_and_a_skip_link(text):
    reader = Reader(text)
    assert reader.all("html") == [{"lang": "en"}]
    assert [len(reader.all(tag)) for tag in ("header", "main", "h1")] == [1, 1, 1]
    assert reader.all("a")[0] == {"class": "skip", "href": "#result"}
    assert {"name": "viewport", "content": "width=device-width, initial-scale=1"} in reader.all(
        "meta"
    )


def test_the_page_knows_dark_screens_and_paper():
    assert "@media (prefers-color-scheme: dark)" in PAGES["passed"]
    assert "@media print" in PAGES["passed"]


# --- alone ---------------------------------------------------------------------------------------


@named(PAGES)
def test_a_page_forbids_everything_from_outside(text):
    policy = {
        "http-equiv": "Content-Security-Policy",
        "content": "default-src 'none'; style-src 'unsafe-inline'; img-src data:",
    }
    assert policy in Reader(text).all("meta")


@named(EVERY)
def test_nothing_outside_is_referred_to_and_nothing_runs(text):
    allowed = set(
        "html head meta title style body a header nav main section h1 h2 h3 h4 h5 h6 p ul li div "
        "span code pre mark figure figcaption table caption thead tbody tr th td details summary "
        "bdi small svg g path circle rect text desc math mi".split()
    )
    for tag, attributes in Reader(text).tags:
        assert tag in allowed
        assert not [name for name in attributes if name.startswith("on") or name == "src"]
        assert attributes.get("href", "#").startswith("#")
        assert "url(" not in attributes.get("style", "")
    styles = re.findall(r"<style>(.*?)</style>", text, re.S)
    assert not re.search(r"url\(|@import|https?:", "".join(styles))


@named(FRAGMENTS)
def test_a_fragment_brings_no_stylesheet_and_no_class(text):
    reader = Reader(text)
    assert not {"html", "head", "style", "body", "script"} & {tag for tag, _ in reader.tags}
    assert not [1 for _, attributes in reader.tags if "class" in attributes]
    assert all(a["id"].startswith("gabcdef01-") for _, a in reader.tags if "id" in a)


# --- strangers' text -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [PAGES["hostile"], PAGES["hostile pictures"], FRAGMENTS["hostile"], svg.sheet(hostile_album())],
)
def test_what_a_stranger_says_stays_text(text):
    assert "alert(1)" in text  # it is shown
    assert "<script" not in text.lower() and "<img" not in text.lower()
    assert text.count("</style>") == text.count("<style>")
    assert not {c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp")} - {"\n"}
    assert "&lt;/style&gt;&lt;/script&gt;&lt;script&gt;" in text


def test_a_fragment_takes_no_style_from_a_strangers_text():
    odd = report(PASSED, printed=' class="verdict" id="x" <th <td>', submission='a" class="part')
    said = page.fragment(odd)
    assert "&quot;verdict&quot;" in said and "&lt;th &lt;td&gt;" in said
    assert Reader(said).faults == []


def test_an_svg_file_of_hostile_text_is_xml():
    from xml.etree import ElementTree

    assert ElementTree.fromstring(svg.sheet(hostile_album())) is not None


# --- what it says --------------------------------------------------------------------------------


def test_a_failed_grade_in_words():
    said = Reader(PAGES["wrong"]).text
    assert "✗ Not passed 1 of 3 checks passed." in said
    assert "Next: grade cell mine.py --only keeps --seed 5" in said
    assert (
        "Swapped gate Your cell swaps ( equation 4 ), not equation 9. All 8 answers match." in said
    )
    assert "Line 2 of mine.py" in said
    assert "1 │ def f(): → 2 │ return 0 3 │ 4 │ f()" in said
    assert "Smallest input b [1] expected [0.1] got [0.9]" in said
    assert "✓ passed the file loads" in said
    assert "✗ failed z = 0 keeps the state expected [1, 2, -3], got [1, 2.5, 3] Look again." in said
    assert "· not run more of it it needs another" in said
    assert "Seed of the questions 5 Isolation standard Seconds 1.2 jax 1.2.3" in said


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (report(), "✓ Passed All checks passed."),
        (report(PASSED, only=("runs",)), "All checks passed (only those asked for, and what they"),
        (report(CheckResult("o", "odd", Status.BROKEN, "KeyError")),
         "! Not graded: a check has a fault"),
        (report(PASSED, isolation="none"), "Not isolated: this verdict is for practice only."),
        (report(PASSED, printed="hello\n"), "What your program printed hello"),
        (report(PASSED, remarks=(Remark("r", "Names are crossed.", 3),)),
         "Remarks Names are crossed. (line 3)"),
    ],
)  # fmt: skip
def test_every_kind_of_grade_has_its_words(made, said):
    assert said in Reader(page.to_html(made)).text
    assert said in Reader(page.fragment(made)).text


def test_an_equation_is_linked_where_the_statement_has_it():
    links = [a["href"] for a in Reader(PAGES["wrong"]).all("a")]
    assert "#equation-4" in links and "#equation-9" not in links


def test_numbers_that_the_terminal_keeps_to_itself_are_not_shown():
    quiet = dataclasses.replace(FAILED, summary="5 of 24 entries differ", evidence=Evidence(
        "[7, 8, 9]", "[4, 5, 6]", (("x", "[2]"),)))  # fmt: skip
    for text in (page.to_html, page.fragment):
        assert "[7, 8, 9]" not in text(report(quiet, diagnoses=(DIAGNOSIS,)))
        assert "entry 0" not in text(report(quiet, diagnoses=(DIAGNOSIS,)))
        assert "[7, 8, 9]" in text(report(quiet))  # the terminal shows the first failure's


def test_expected_against_got_is_said_in_words_too():
    picture = parts.compared("the state", VECTOR)
    assert picture is not None
    assert picture.sentence == "2 of 3 entries differ, most at entry 2: expected -3, got 3."
    assert "entries differ, most at entry 2" in PAGES["wrong"]


@pytest.mark.parametrize(
    ("expected", "got"),
    [("[1, 2]", "[1]"), ("[1]", "[2]"), ("[1, ..., 2]", "[1, ..., 3]"), ("shape (2,)", "[1, 2]"),
     ("[1, nan]", "[1, 2]"), ("[1, 2]", "[1, nan]"), ("[]", "[]"), ("[1,, 2]", "[1, 2]"),
     ("[1 2, 3]", "[1, 2]"), ("[[1, 2]]", "[[1, 2]]"), ("[1e999, 2]", "[1, 2]")],
)  # fmt: skip
def test_what_is_no_pair_of_vectors_is_not_drawn(expected, got):
    assert parts.compared("t", Evidence(expected, got)) is None


# --- drawings ------------------------------------------------------------------------------------


def test_lines_differ_in_dashes_and_marks_and_gaps_break_them():
    drawn = svg.panel(PICTURE, 0, "p")
    assert drawn.count('stroke-dasharray="6 4"') == 1 and drawn.count("<circle") == 2
    right = re.search(r'<path d="([^"]*)" fill="none" stroke="#0072b2"', drawn)
    assert right is not None and len(re.findall("[ML]", right[1])) == 2
    assert "right: from 0 to 1, least 0, most 1; yours: from 0 to -1, least -1, most 3." in drawn
    assert "yours: nothing to show" in svg.panel(PICTURE, 1, "p")


def test_a_table_has_every_number_and_says_where_there_is_none():
    said = Reader(chart.figure(PICTURE, "p", 2)).text
    assert "step unit 0, right unit 0, yours unit 1, right unit 1, yours" in said
    assert "2 none −1 1 none" in said


@pytest.mark.parametrize(
    ("low", "high", "marks"),
    [(0, 1, [0, 0.2, 0.4, 0.6, 0.8, 1]), (-1, 1, [-1, -0.5, 0, 0.5, 1]), (0, 12, [0, 5, 10]),
     (0.1234, 0.1238, [0.1234, 0.1235, 0.1236, 0.1237, 0.1238])],
)  # fmt: skip
def test_marks_on_an_axis_are_round(low, high, marks):
    assert svg.ticks(low, high) == pytest.approx(marks)


def test_a_flat_line_and_no_line_can_be_drawn():
    for values in (
        (2.0, 2.0, 2.0),
        (None, None, None),
        (1e-30, 1e30, 0.0),
        (1.7e308, -1.7e308, 5e-324),
    ):
        flat = dataclasses.replace(PICTURE, panels=(
            Panel("a", (Series("right", values, Role.RIGHT),)),))  # fmt: skip
        assert "nan" not in svg.panel(flat, 0, "p") and "inf" not in svg.panel(flat, 0, "p")


# --- statements ----------------------------------------------------------------------------------


@pytest.mark.parametrize("statement", STATEMENTS, ids=lambda path: path.parent.name)
def test_every_formula_of_a_statement_becomes_mathml(statement):
    text = statement.read_text(encoding="utf-8")
    found = markup.to_html(text)
    assert "\\" not in "".join(re.findall(r"<math.*?</math>", found, re.S))
    assert "$" not in re.sub(r"<pre>.*?</pre>|<code.*?</code>", "", found, flags=re.S)
    numbers = [equation.number for equation in markup.equations(text)]
    assert numbers == list(range(1, len(numbers) + 1)) and numbers
    for equation in markup.equations(text):
        assert equation.mathml.startswith("<math ") and "xmlns" not in equation.mathml
        assert Reader(equation.mathml).faults == []


def test_html_in_a_statement_is_shown_not_used():
    assert "<script>" not in markup.to_html("a <script>x</script> $b$")


def test_a_formula_that_cannot_be_converted_is_text():
    assert markup.mathml(r"\left( a < b") == "<code>(a &lt; b</code>"


# --- the command ---------------------------------------------------------------------------------

SWAPPED = (
    '"""</style><script>alert(1)</script>"""\n'
    "def gru_blend(h_prev, h_tilde, z):\n"
    "    print('<b>loud</b> \u202e')\n"
    "    return z * h_prev + (1 - z) * h_tilde  # ]]></pre>\n"
)


@pytest.fixture(scope="module")
def written(cli, tmp_path_factory):
    """The page, the JSON with it and the JSON without it of a real, wrong and hostile file."""
    folder = tmp_path_factory.mktemp("page")
    file, target = folder / "a<b>&'.py", folder / "report.html"
    file.write_text(SWAPPED, encoding="utf-8")
    arguments = ("gru_blend", file, "--json")
    done = cli(*arguments, "--html", target, env={"PYTHONIOENCODING": "utf-8"})
    alone = cli(*arguments, env={"PYTHONIOENCODING": "utf-8"})
    assert (done.returncode, alone.returncode) == (1, 1), done.stderr
    assert sorted(path.name for path in folder.iterdir()) == ["a<b>&'.py", "report.html"]
    return target.read_text(encoding="utf-8"), json.loads(done.stdout), json.loads(alone.stdout)


def test_the_page_of_a_real_grade_is_whole(written):
    reader = Reader(written[0])
    assert reader.faults == []
    assert "script" not in {tag for tag, _ in reader.tags}
    for said in ("✗ Not passed", "Swapped update gate", "<b>loud</b>", "The dial", "Equation"):
        assert said in reader.text or said in written[0]
    assert "Your gate acts as 1 − z at all 11 points: it is swapped." in reader.text
    assert "&lt;b&gt;loud&lt;/b&gt; \ufffd" in written[0]


def test_asking_for_a_page_changes_nothing_in_the_report(written):
    _, with_page, without = written
    # How much of what was printed has arrived when the grade ends is a matter of time.
    differ = {"seconds": 0, "printed": ""}
    assert {**with_page, **differ} == {**without, **differ}


def test_a_page_goes_only_where_a_page_may(cli, tmp_path):
    file = tmp_path / "a.py"
    file.write_text(SWAPPED, encoding="utf-8")
    for target, told in (
        (file, "name a file that ends in .html"),
        (tmp_path / "no" / "a.html", "there is no folder"),
        (tmp_path, "name a file that ends in .html"),
    ):
        done = cli("gru_blend", file, "--html", target)
        assert (done.returncode, done.stdout) == (2, "")
        assert told in done.stderr
    assert file.read_text(encoding="utf-8") == SWAPPED


def test_a_submission_that_does_not_load_has_a_page_without_pictures(cli, tmp_path):
    target = tmp_path / "r.html"
    done = cli("gru_blend", "-", "--html", target, stdin=b"import nothing_like_it\n")
    assert done.returncode == 1
    said = Reader(target.read_text(encoding="utf-8")).text
    assert "✗ Not passed" in said and "Line 1 of standard input" in said
    assert "The dial" not in said
