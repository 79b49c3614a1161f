"""Pictures: what they are made of, for right answers and wrong ones."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from grader.errors import ProblemError, UsageError
from grader.load import as_submission, load_beside, load_pictures, read_problem
from grader.model import Status
from grader.picture import Role
from grader.plot import album
from grader.runner.local import LocalRunner

ROOT = Path(__file__).resolve().parents[1]
SEED = 7
NUMPY = ("gru_blend", "rnn_cell", "gru_cell_numpy", "gru_forward_numpy", "gru_split_weights")
COMPILED = ("gru_scan", "lstm_cell", "gru_masked_batch", "gru_train_step")


@pytest.fixture(scope="module")
def drawn(library):
    """drawn(slug, text_or_path): the album of trusted text, drawn in this process."""

    def draw(slug, source):
        text = source if isinstance(source, str) else source.read_text(encoding="utf-8")
        submission = as_submission(text.encode(), "submission.py")
        return album(read_problem(slug, library), submission, LocalRunner, seed=SEED)

    return draw


@pytest.fixture(scope="module")
def recurrent(library):
    return load_beside(str(library.problems / "gru_cell" / "pictures.py"), "", "recurrent")


def by_role(panel):
    return {series.role: series.values for series in panel.series}


def sentences(found):
    return [picture.sentence for picture in found.pictures]


# --- all that have some ------------------------------------------------------------------------


@pytest.mark.parametrize("slug", [*NUMPY, *COMPILED, "gru_cell"])
def test_a_right_answer_lies_on_the_right_course_in_every_picture(slug, drawn, library):
    found = drawn(slug, library.solutions / slug / "reference.py")
    assert found.trouble is None
    assert len(found.pictures) >= 2
    for picture in found.pictures:
        for panel in picture.panels:
            values = by_role(panel)
            for right, yours in zip(values[Role.RIGHT], values[Role.YOURS], strict=True):
                assert yours is None or yours == pytest.approx(right, rel=0.02, abs=0.02)
            assert all(len(series.values) == len(picture.x) for series in panel.series)


def test_the_same_seed_draws_the_same(drawn, library):
    reference = library.solutions / "gru_cell_numpy" / "reference.py"
    assert drawn("gru_cell_numpy", reference) == drawn("gru_cell_numpy", reference)


# --- a swapped gate ----------------------------------------------------------------------------


def test_the_gate_of_the_example_acts_as_one_minus_z(drawn, root):
    found = drawn("gru_cell", root / "examples" / "swapped_gate.py")
    gate = found.pictures[1]
    assert gate.title == "The update gate, as it acts"
    assert gate.sentence == (
        "Your gate acts as 1 − z at all 59 points where it can be told: it is swapped."
    )
    first = by_role(gate.panels[0])
    golden = (0.973, 0.002, 0.745, 0.653, 0.484, 0.500, 0.536, 0.527, 0.263, 0.999, 0.212, 0.834)
    assert first[Role.RIGHT] == pytest.approx(golden, abs=1e-3)
    assert first[Role.YOURS] == pytest.approx([1 - z for z in golden], abs=2e-3)
    for panel in gate.panels:
        values = by_role(panel)
        for z, share in zip(values[Role.RIGHT], values[Role.YOURS], strict=True):
            assert share is None or share == pytest.approx(1 - z, abs=1e-3)


def test_the_dial_of_a_swapped_blend_runs_backwards(drawn):
    text = "def gru_blend(h_prev, h_tilde, z):\n    return z * h_prev + (1 - z) * h_tilde\n"
    dial = drawn("gru_blend", text).pictures[0]
    assert dial.sentence == "Your gate acts as 1 − z at all 11 points: it is swapped."
    assert by_role(dial.panels[0])[Role.YOURS] == pytest.approx(np.linspace(1, 0, 11))


def test_a_gate_that_is_neither_is_called_neither(recurrent):
    z = np.array([0.2, 0.7, 0.5, 0.5])
    assert recurrent.told(z, np.array([0.2, 0.3, 0.9, np.nan])) == (
        "Of 3 points where it can be told, your gate acts as z at 1 and as 1 − z at 1; elsewhere "
        "it is neither."
    )
    assert recurrent.told(z, np.full(4, np.nan)).startswith("Candidate and old state are too close")


def test_a_gate_is_not_read_off_where_old_and_new_are_alike(recurrent):
    share = recurrent.effective(np.array([0.0, 1.0]), np.array([0.5, 1.0]), np.array([1.0, 1.01]))
    assert share[0] == 0.5
    assert np.isnan(share[1])


# --- gradients -----------------------------------------------------------------------------------


def test_the_reach_of_a_linear_step_is_a_power(recurrent):
    sizes = recurrent.reach([np.diag([0.5, 0.25])] * 3)
    assert sizes == pytest.approx([0.125, 0.25, 0.5, 1.0])


def test_the_jacobian_of_differences_has_outputs_in_rows(recurrent):
    found = recurrent.jacobian(lambda h: np.array([h[0] + 2 * h[1], 3 * h[1]]), np.zeros(2))
    assert found == pytest.approx(np.array([[1, 2], [0, 3]]))


def test_a_cut_gradient_is_seen_where_the_states_are_right(drawn, library):
    file = library.solutions / "gru_scan" / "rejected" / "detached_output.py"
    state, gate, gradient = drawn("gru_scan", file).pictures
    assert state.sentence == "Yours follows the right course to the end, step 12."
    assert gradient.sentence.endswith("yours by 0.")
    assert by_role(gradient.panels[0])[Role.YOURS] == (None,) * 12 + (1.0,)


def test_what_cannot_be_differentiated_has_only_the_right_line(drawn, library):
    file = library.solutions / "gru_scan" / "rejected" / "not_differentiable.py"
    gradient = drawn("gru_scan", file).pictures[2]
    assert gradient.sentence.endswith(
        "; yours cannot be differentiated, so only the right one is drawn."
    )
    assert [series.role for series in gradient.panels[0].series] == [Role.RIGHT]


def test_a_padded_row_that_moves_on_is_seen(drawn, library):
    file = library.solutions / "gru_masked_batch" / "rejected" / "gather_clipped.py"
    shown, last = sentences(drawn("gru_masked_batch", file))
    assert shown == "Yours follows the right course to the end, step 8."
    assert last.startswith("Yours leaves the right course at row 3 and is off by up to 0.")


def test_states_that_grow_out_of_bounds_are_drawn_as_far_as_they_are_numbers(drawn):
    text = "def rnn_cell_step(x, h_prev, params):\n    return h_prev * 1e24 + x.sum()\n"
    state, gradient = drawn("rnn_cell", text).pictures
    assert "is off by up to " in state.sentence
    assert gradient.sentence.endswith("yours by 1e+288.")
    wild = drawn("rnn_cell", text.replace("1e24", "1e28"))
    assert "Found: 3 of 3 entries are not finite: [" in wild.ended


# --- answers that end it -------------------------------------------------------------------------


def test_a_submission_that_raises_keeps_what_was_drawn_before(drawn):
    text = (
        "calls = []\n"
        "def gru_blend(h_prev, h_tilde, z):\n"
        "    calls.append(1)\n"
        "    if len(calls) > 1:\n"
        "        raise RuntimeError('no more')\n"
        "    return (1 - z) * h_prev + z * h_tilde\n"
    )
    found = drawn("gru_blend", text)
    assert [picture.title for picture in found.pictures] == ["The dial"]
    assert found.trouble.status is Status.FAILED and found.trouble.line == 5
    assert found.ended == (
        "Needed: answers in the form that the statement asks for. Found: RuntimeError: no more "
        "(line 5)"
    )


@pytest.mark.parametrize(
    ("text", "ended"),
    [
        ("def gru_blend(:\n", "Needed: the file loads. Found: SyntaxError:"),
        ("x = 1\n", "Needed: defines `gru_blend(h_prev, h_tilde, z)`. Found: `gru_blend` is miss"),
        ("def gru_blend(h_prev, h_tilde, z):\n    return 0.0\n",
         "Needed: answers in the form that the statement asks for. Found: expected an array"),
        ("def gru_blend(h_prev, h_tilde, z):\n    return z / 0 * z\n",
         "Needed: answers in the form that the statement asks for. Found: "),
    ],
)  # fmt: skip
def test_what_is_no_answer_says_what_was_needed(text, ended, drawn):
    found = drawn("gru_blend", text)
    assert found.pictures == ()
    assert found.ended.startswith(ended)


def test_the_untouched_stub_is_not_run(library):
    problem = read_problem("gru_blend", library)
    stub = as_submission(problem.stub.read_bytes(), "stub.py")
    found = album(problem, stub, lambda: pytest.fail("it was started"))
    assert found.ended == "Needed: the stub has been filled in. Found: not yet"


def test_a_problem_without_pictures_says_so(library):
    problem = read_problem("gru_output_layer", library)
    with pytest.raises(UsageError, match="gru_output_layer has no pictures: its report shows"):
        album(problem, as_submission(b"x = 1", "x.py"), LocalRunner)


@pytest.mark.parametrize(
    ("text", "told"),
    [("picture = 1\n", r"must define pictures\(subject, draw\)"), ("1 / 0\n", "ZeroDivisionError")],
)
def test_a_fault_in_the_file_of_pictures_is_the_authors(text, told, library, tmp_path):
    (tmp_path / "pictures.py").write_text(text, encoding="utf-8")
    problem = read_problem("gru_blend", library)
    with pytest.raises(ProblemError, match=told):
        load_pictures(dataclasses.replace(problem, directory=tmp_path))


# --- the command ---------------------------------------------------------------------------------

RIGHT = "def gru_blend(h_prev, h_tilde, z):\n    return (1 - z) * h_prev + z * h_tilde\n"


def test_plot_writes_a_page_and_says_each_picture(cli, tmp_path):
    (tmp_path / "a.py").write_text(RIGHT, encoding="utf-8")
    done = cli("plot", "gru_blend", "a.py", "--seed", "3", cwd=tmp_path,
               env={"PYTHONIOENCODING": "utf-8", "PYTHONPATH": str(ROOT)})  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "gru_blend-pictures.html\n"
        "  The dial: Your gate acts as z at all 11 points, as it should.\n"
        "  The state over time: Yours follows the right course to the end, step 12.\n"
        "  Open it in a web browser.\n"
    )
    page = (tmp_path / "gru_blend-pictures.html").read_text(encoding="utf-8")
    assert "Your gate acts as z at all 11 points, as it should." in page
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.py", "gru_blend-pictures.html"]


def test_plot_writes_an_svg_that_is_xml(cli, tmp_path):
    (tmp_path / "a.py").write_text(RIGHT, encoding="utf-8")
    target = tmp_path / "a.svg"
    done = cli("plot", "gru_blend", tmp_path / "a.py", "--out", target)
    assert done.returncode == 0, done.stderr
    tree = ElementTree.fromstring(target.read_text(encoding="utf-8"))
    texts = [element.text for element in tree.iter("{http://www.w3.org/2000/svg}text")]
    assert "Your gate acts as z at all 11 points, as it should." in texts


def test_plot_of_a_crash_is_a_page_with_status_1(cli, tmp_path):
    (tmp_path / "a.py").write_text("1 / 0\n", encoding="utf-8")
    target = tmp_path / "a.html"
    done = cli("plot", "gru_blend", tmp_path / "a.py", "--out", target)
    assert done.returncode == 1
    assert "Needed: the file loads. Found: ZeroDivisionError: division by zero" in done.stdout
    assert "Needed: the file loads. Found: ZeroDivisionError" in target.read_text("utf-8")


@pytest.mark.parametrize("target", ["a.py", "pictures.png", "noext"])
def test_plot_overwrites_no_program(target, cli, tmp_path):
    file = tmp_path / "a.py"
    file.write_text(RIGHT, encoding="utf-8")
    done = cli("plot", "gru_blend", file, "--out", tmp_path / target)
    assert done.returncode == 2
    assert "name a file that ends in .html or .svg" in done.stderr
    assert file.read_text(encoding="utf-8") == RIGHT


def test_plot_into_a_missing_folder_says_so_before_it_asks(cli, tmp_path):
    done = cli("plot", "gru_blend", "nowhere.py", "--out", tmp_path / "no" / "a.svg")
    assert done.returncode == 2
    assert f"there is no folder {tmp_path / 'no'}" in done.stderr
