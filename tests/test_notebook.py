"""The magics in a real kernel, and the notebooks that `grade notebook` writes."""

import contextlib
import json
import re
import shutil
import sys
import time
from pathlib import Path
from typing import Any

import jupyter_client
import nbformat
import pytest
from jupyter_client.kernelspec import KernelSpec

from grader import apart, cell, worksheet
from grader.errors import FAULT, GraderError, UsageError
from grader.load import Library
from grader.runner import usage

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 180  # seconds for one cell, on a busy machine

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="sees processes in /proc")

RIGHT = (ROOT / "solutions" / "gru_blend" / "reference.py").read_text("utf-8")
STUB = (ROOT / "problems" / "gru_blend" / "stub.py").read_text("utf-8")
LAST = "return (1 - z) * h_prev + z * h_tilde  # (1)"
assert LAST in RIGHT
SWAPPED = RIGHT.replace(LAST, "return z * h_prev + (1 - z) * h_tilde")
HELPED = RIGHT.replace(LAST, "return blend(h_prev, h_tilde, z)")
HELPER = "def blend(h, t, z):\n    return (1 - z) * h + z * t\n"


class Kernel:
    """A kernel as Jupyter starts it, with a folder of its own."""

    def __init__(self, folder, env):
        self.folder = folder
        self.manager = jupyter_client.KernelManager(
            kernel_name="python3", connection_file=str(folder / "kernel.json")
        )
        self.manager._kernel_spec = KernelSpec(
            argv=[sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
            display_name="Python 3", language="python",
        )  # fmt: skip
        self.manager.start_kernel(cwd=str(folder), env=env)
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=PATIENCE)

    def run(self, code, during=lambda: None):
        """What a cell shows: (its status, the list of its outputs); `during` is called meanwhile.

        An output is the bundle of a value, or {"stream": text} or {"error": lines}.
        """
        asked = self.client.execute(code, allow_stdin=False)
        during()
        outputs, status = [], None
        while True:
            message = self.client.get_iopub_msg(timeout=PATIENCE)
            if message["parent_header"].get("msg_id") != asked:
                continue
            kind, content = message["msg_type"], message["content"]
            if kind in ("execute_result", "display_data"):
                outputs.append(content["data"])
            elif kind == "stream":
                outputs.append({"stream": content["text"]})
            elif kind == "error":
                outputs.append({"error": content["traceback"]})
            elif kind == "status" and content["execution_state"] == "idle":
                break
        while status is None:
            reply = self.client.get_shell_msg(timeout=PATIENCE)
            if reply["parent_header"].get("msg_id") == asked:
                status = reply["content"]["status"]
        return status, outputs

    def graded(self, code):
        """The text of the one report that a cell shows."""
        status, outputs = self.run(code)
        assert status == "ok" and len(outputs) == 1, outputs
        return outputs[0]["text/plain"]

    def refused(self, code):
        """The one line that a cell shows when nothing was graded."""
        status, outputs = self.run(code)
        assert status == "error" and len(outputs) == 1, outputs
        (line,) = outputs[0]["error"]
        return line

    def children(self):
        """The kernel's processes but itself."""
        provisioner: Any = self.manager.provisioner
        return usage.tree(provisioner.pid)[1:]

    def close(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


@pytest.fixture(scope="module")
def kernel(environment, tmp_path_factory):
    folder = tmp_path_factory.mktemp("notebook")
    # Jupyter's own files go there too, not into the home of whoever runs the tests.
    paths = {name: str(folder / name) for name in ("JUPYTER_RUNTIME_DIR", "IPYTHONDIR")}
    env = environment({"PYTHONPATH": str(ROOT), "GRADE_DATA": str(folder / "data"), **paths})
    kernel = Kernel(folder, env)
    assert kernel.run("%load_ext grader") == ("ok", [])
    yield kernel
    kernel.close()


# --- a cell is graded ---


def test_a_right_cell_passes_and_a_wrong_one_reads_its_mistake(kernel):
    assert "  All checks passed in " in kernel.graded(f"%%grade gru_blend\n{RIGHT}")
    text = kernel.graded(f"%%grade gru_blend\n{SWAPPED}")
    assert text.startswith(
        "The Update Gate Is a Dial                                  gru_blend · "
    )
    assert "\n  ✗ z = 0 keeps the previous state\n" in text
    assert "\n  Swapped update gate\n" in text
    assert max(map(len, text.split("\n"))) <= 80


def test_the_result_has_text_and_html_and_the_report_as_data(kernel):
    status, outputs = kernel.run(f"report = get_ipython().run_cell_magic('grade', 'gru_blend', "
                                 f"{SWAPPED!r})\nreport")  # fmt: skip
    assert status == "ok" and set(outputs[0]) == {"text/plain", "text/html"}
    assert "Swapped update gate" in outputs[0]["text/html"]
    said = kernel.run("print(report.passed, report.data['diagnoses'][0]['mistakes'])")[1]
    assert said == [{"stream": "False ['swapped-update-gate']\n"}]


def test_grading_imports_no_judge_and_no_jax_into_the_kernel(kernel):
    kernel.run(f"%%grade gru_blend\n{RIGHT}")
    names = "('jax', 'jaxlib', 'flax', 'optax', 'hypothesis', 'submission')"
    code = f"import sys\nprint([m for m in sys.modules if m.split('.')[0] in {names}])"
    assert kernel.run(code)[1] == [{"stream": "[]\n"}]
    assert kernel.run("print('grader.pipeline' in sys.modules)")[1] == [{"stream": "False\n"}]


def test_what_the_kernel_does_to_numpy_does_not_reach_the_judge(kernel):
    kernel.run("import numpy as np\nnp.allclose = np.exp = None\nnp.seterr(all='raise')")
    assert "  All checks passed in " in kernel.graded(f"%%grade gru_blend\n{RIGHT}")


def test_a_cell_is_not_run_in_the_kernel_unless_asked(kernel):
    kernel.run(f"%%grade gru_blend\n{RIGHT}\nkept = 3")
    assert kernel.run("print('kept' in globals())")[1] == [{"stream": "False\n"}]
    status, outputs = kernel.run(f"%%grade gru_blend --run\n{RIGHT}\nkept = 3\nprint('ran')")
    assert "All checks passed" in outputs[0]["text/plain"]
    assert (status, outputs[1:]) == ("ok", [{"stream": "ran\n"}])
    assert kernel.run("print(kept)")[1] == [{"stream": "3\n"}]


def test_the_untouched_stub_is_told_what_to_do_in_a_notebook(kernel):
    text = kernel.graded(f"%%grade gru_blend\n{STUB}")
    assert "  This is the stub, still untouched. Fill in its TODO and run the cell again.\n" in text


@pytest.mark.parametrize("above", ["", "\n\n"])
def test_lines_are_counted_as_the_editor_counts_them(kernel, above):
    code = f"{above}%%grade gru_blend\n\nimport numpy as np\n1 / 0\n"
    line = 4 + len(above)
    text = kernel.graded(code)
    assert f"    ZeroDivisionError: division by zero (line {line})\n" in text
    assert f"    line {line} │ 1/0\n".replace("1/0", "1 / 0") in text


def test_options_choose_checks_and_seed(kernel):
    text = kernel.graded(f"%%grade gru_blend --only z0_keeps --seed 5\n{SWAPPED}")
    assert "(only those asked for, and what they need)" in text
    assert "\n  next: add to the first line of the cell: --only z0_keeps --seed 5" in text


# --- cells that need another ---


def test_a_name_of_another_cell_is_missed_and_the_report_says_how_to_bring_it(kernel):
    text = kernel.graded(f"%%grade gru_blend\n{HELPED}")
    assert "NameError: name 'blend' is not defined (line " in text
    assert "begin that cell with %%grade_part NAME" in text.replace("\n    ", " ")


def test_a_part_is_run_in_the_kernel_and_graded_with_the_cell(kernel):
    assert kernel.run(f"%%grade_part helpers\n{HELPER}") == ("ok", [])
    assert kernel.run("print(blend(1, 2, 0))")[1] == [{"stream": "1\n"}]
    assert "All checks passed" in kernel.graded(f"%%grade gru_blend --with helpers\n{HELPED}")


def test_lines_of_parts_and_of_the_cell_are_told_apart(kernel):
    kernel.run("%%grade_part wrong\ndef blend(h, t, z):\n    return h + nothing\n")
    text = kernel.graded(f"%%grade gru_blend --with wrong\n{HELPED}")
    assert "NameError: name 'nothing' is not defined (line 3 of the part wrong)\n" in text
    text = kernel.graded("%%grade gru_blend --with wrong\nx = 1\ny = 1 / 0\n")
    assert "ZeroDivisionError: division by zero (line 3)\n" in text
    assert "    line 3 │ y = 1 / 0\n" in text


def test_a_part_that_nobody_named_is_asked_for(kernel):
    said = kernel.refused(f"%%grade gru_blend --with nobody\n{HELPED}")
    assert said.startswith("grade: --with nobody: no cell has that name. Begin the cell with ")


# --- --save ---


def test_a_cell_is_saved_as_a_file_that_grades_alike(kernel, cli):
    text = kernel.graded(f"%%grade gru_blend --save mine.py\n{SWAPPED}")
    file = kernel.folder / "mine.py"
    assert file.read_text("utf-8") == f"# %%grade gru_blend\n{SWAPPED}"
    done = cli("gru_blend", file)
    assert re.findall(r"seed \d+|line \d+", done.stdout) == re.findall(r"seed \d+|line \d+", text)
    kernel.run(f"%%grade gru_blend --save mine.py\n{RIGHT}")
    assert LAST in file.read_text("utf-8")


def test_a_file_that_was_not_saved_from_a_cell_is_left_alone(kernel):
    file = kernel.folder / "precious.py"
    file.write_text("mine = 1\n")
    said = kernel.refused(f"%%grade gru_blend --save precious.py\n{RIGHT}")
    assert said.startswith("grade: --save precious.py: this file is there and was not written by ")
    assert file.read_text() == "mine = 1\n"


# --- what cannot be graded ---


def test_an_unknown_problem_is_one_line_without_a_traceback(kernel):
    said = kernel.refused(f"%%grade gru_blnd\n{RIGHT}")
    assert said == (
        "grade: there is no problem 'gru_blnd'. Did you mean gru_blend? `grade list` shows them "
        "all."
    )


@pytest.mark.parametrize(
    "code, said",
    [("%%grade gru_blend --only nothing\nx = 1", "grade: --only nothing: there is no such check"),
     ("%%grade gru_blend --seed -1\nx = 1", "grade: --seed -1: a whole number from 0 to "),
     ("%%grade gru_blend\n  \n", "grade: this cell is empty: write your answer below"),
     ("%%grade gru_blend --save /no/x.py\nx = 1", "grade: --save /no/x.py: cannot write it: "),
     ("%grade_show", "grade: name a problem: %grade_show PROBLEM."),
     ("%grade_show nothing", "grade: there is no problem 'nothing'."),
     ("%grade_list --bogus", "grade: No such option")],
)  # fmt: skip
def test_what_cannot_be_done_is_one_line(kernel, code, said):
    assert kernel.refused(code).startswith(said)


def test_a_wrong_option_is_one_line_of_ipythons(kernel):
    status, outputs = kernel.run(f"%%grade gru_blend --bogus\n{RIGHT}")
    assert status == "error"
    assert outputs == [{"stream": "UsageError: unrecognized arguments: --bogus\n"}]


def test_a_line_for_the_notebook_inside_a_graded_cell_is_explained(kernel):
    text = kernel.graded("%%grade gru_blend\n%matplotlib inline\nx = 1\n")
    assert "A line that begins with % or ! is for the notebook" in text
    assert "    line 2 │ %matplotlib inline\n" in text


@linux
def test_an_interrupt_ends_the_grade_and_leaves_no_process(kernel):
    def interrupt():
        until = time.monotonic() + PATIENCE
        while len(kernel.children()) < 3 and time.monotonic() < until:
            time.sleep(0.05)  # the judge, and its runners
        kernel.manager.interrupt_kernel()

    status, outputs = kernel.run(f"%%grade gru_blend\n{RIGHT}\nwhile True: pass\n", interrupt)
    assert (status, outputs) == (
        "error", [{"error": ["grade: interrupted; nothing was graded"]}]
    )  # fmt: skip
    assert kernel.children() == []
    assert "All checks passed" in kernel.graded(f"%%grade gru_blend\n{RIGHT}")


@linux
def test_the_judge_ends_when_its_kernel_is_killed(environment, tmp_path):
    folder = {name: str(tmp_path / name) for name in ("JUPYTER_RUNTIME_DIR", "IPYTHONDIR")}
    other = Kernel(tmp_path, environment({"PYTHONPATH": str(ROOT), **folder}))
    try:
        other.run("%load_ext grader")
        other.client.execute(f"%%grade gru_blend\n{RIGHT}\nwhile True: pass\n")
        until = time.monotonic() + PATIENCE
        while len(found := other.children()) < 3 and time.monotonic() < until:
            time.sleep(0.05)
        assert len(found) >= 3
    finally:
        other.close()
    until = time.monotonic() + PATIENCE
    while any(alive(pid) for pid in found) and time.monotonic() < until:
        time.sleep(0.05)
    assert [pid for pid in found if alive(pid)] == []


def alive(pid):
    with contextlib.suppress(OSError):
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        return state != "Z"
    return False


# --- the other magics ---


def test_the_list_is_the_commands(kernel, cli):
    assert kernel.graded("%grade_list") == cli("list").stdout


def test_a_statement_is_shown_as_markdown(kernel):
    status, outputs = kernel.run("%grade_show gru_blend")
    assert outputs[0]["text/markdown"].startswith("# The Update Gate Is a Dial\n")
    assert "](../" not in outputs[0]["text/markdown"]


# --- without a kernel ---


def test_a_judge_that_breaks_is_a_fault_of_ours(monkeypatch):
    monkeypatch.setattr(apart, "BOOT", "raise RuntimeError('broken on purpose')  # {here}")
    with pytest.raises(GraderError) as caught:
        apart.grade_apart({})
    assert "RuntimeError: broken on purpose" in str(caught.value)
    assert FAULT in str(caught.value)


def test_the_report_on_a_cell_alone_is_the_files(trusted, library):
    from grader.load import read_problem

    problem = read_problem("gru_blend", library)
    own = cell.as_part("%%grade gru_blend", SWAPPED)
    report = trusted(cell.joined([own]), of=problem)
    assert cell.in_the_cell(report, [own]) == report


def test_a_saved_part_begins_with_the_mark(tmp_path):
    part = cell.as_part("%%grade_part helpers", HELPER, name="helpers")
    file = tmp_path / "both.py"
    for _ in range(2):
        cell.save([part, cell.as_part("%%grade gru_blend", HELPED)], str(file))
    assert file.read_text().startswith("# %%grade_part helpers\ndef blend")
    assert "\n# %%grade gru_blend\n" in file.read_text()


# --- grade notebook ---


@pytest.fixture(scope="module")
def every(library):
    """The notebook of all problems, as data."""
    chosen = worksheet.chosen("recurrent", library, everything=True)
    return json.loads(worksheet.notebook("recurrent", chosen))


def sources(notebook, kind):
    return ["".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == kind]


def test_the_notebook_in_the_repository_is_what_the_command_writes_today(cli, tmp_path):
    file = tmp_path / "x.ipynb"
    assert cli("notebook", "recurrent", "--out", file).returncode == 0
    kept = ROOT / "notebooks" / "recurrent.ipynb"
    told = "grade notebook recurrent --out notebooks/recurrent.ipynb --force writes it anew"
    assert file.read_bytes() == kept.read_bytes(), told


def test_a_notebook_is_valid_and_its_ids_are_stable(every, library):
    nbformat.validate(nbformat.from_dict(every))
    assert (every["nbformat"], every["nbformat_minor"]) == (4, 5)
    ids = [c["id"] for c in every["cells"]]
    assert len(set(ids)) == len(ids) and "gru_blend-answer" in ids
    again = worksheet.chosen("recurrent", library, everything=True)
    assert json.loads(worksheet.notebook("recurrent", again)) == every


def test_every_problem_has_statement_stub_and_hint(every, library):
    code, text = sources(every, "code"), sources(every, "markdown")
    for slug in library.slugs():
        stub = (library.problems / slug / "stub.py").read_text("utf-8")
        title = (library.problems / slug / "README.md").read_text("utf-8").split("\n")[0]
        assert f"%%grade {slug}\n{stub}".rstrip() in code
        assert f"%grade_hint {slug}" in code
        assert any(f"\n{title}\n" in one for one in text)


def test_a_notebook_holds_nothing_of_the_solutions(every, library):
    whole = "\n".join(sources(every, "code") + sources(every, "markdown"))
    public = [f for name in ("stub.py", "README.md") for f in library.problems.glob(f"*/{name}")]
    given = "\n".join(file.read_text("utf-8") for file in public)
    for slug in library.slugs():
        reference = (library.solutions / slug / "reference.py").read_text("utf-8")
        new = [line for line in reference.split("\n") if line.strip() and line not in given]
        assert new and [line for line in new if f"\n{line}\n" in whole] == [], slug


def test_no_link_leads_out_of_a_notebook(every):
    text = "\n".join(sources(every, "markdown"))
    targets = re.findall(r"\]\(([^)\s]+)\)", re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S))
    anchors = set(re.findall(r'<a id="(\w+)"', text))
    assert "gru_blend" in anchors and len(targets) > 20
    for target in targets:
        assert target.startswith(("https://", "data:image/svg+xml;base64,")) or (
            target[0] == "#" and target[1:] in anchors
        ), target[:80]


def test_a_link_to_a_problem_that_is_not_there_becomes_its_name(library):
    chosen = worksheet.chosen("recurrent", library)
    text = worksheet.notebook("recurrent", chosen)
    assert {p.libraries for p in chosen} == {("numpy",)}
    assert "](#gru_cell)" not in text and "](#gru_blend)" in text


def test_a_notebook_is_never_written_over_unless_forced(cli, tmp_path):
    file = tmp_path / "recurrent.ipynb"
    file.write_text("my answers")
    done = cli("notebook", "recurrent", cwd=tmp_path, env={"PYTHONPATH": str(ROOT)})
    assert (done.returncode, file.read_text()) == (2, "my answers")
    assert done.stderr.startswith("grade: recurrent.ipynb is there already, perhaps with answers")
    forced = cli("notebook", "recurrent", "--force", cwd=tmp_path, env={"PYTHONPATH": str(ROOT)})
    assert forced.returncode == 0 and file.read_text().startswith("{")


def test_an_unknown_track_names_those_there_are(library):
    with pytest.raises(UsageError, match=r"no track 'attention'\. The tracks are: recurrent"):
        worksheet.chosen("attention", library)


def test_a_track_without_numpy_problems_asks_for_all(tmp_path, library):
    shutil.copytree(library.problems / "gru_cell", tmp_path / "gru_cell")
    with pytest.raises(UsageError, match="has no problem in NumPy alone: add --all"):
        worksheet.chosen("recurrent", Library(tmp_path, library.solutions))


def test_a_notebook_runs_from_top_to_bottom(kernel, library):
    chosen = worksheet.chosen("recurrent", library)
    code = sources(json.loads(worksheet.notebook("recurrent", chosen)), "code")
    stubs = [text for text in code if text.startswith("%%grade ")]
    assert len(stubs) == len(chosen)
    for text in stubs:
        assert "This is the stub, still untouched." in kernel.graded(text)
    answer = (chosen[0].solution / "reference.py").read_text("utf-8")
    first = stubs[0].partition("\n")[0]
    assert "All checks passed" in kernel.graded(f"{first}\n{answer}")
