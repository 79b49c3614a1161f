"""`grade doctor`: each finding is proved by trying, and each lack says what to do."""

import dataclasses
import json
import sys

import pytest

from grader import doctor
from grader.commands.system import lines
from grader.doctor import attacks, installed, layers, personal
from grader.doctor.findings import Examination, Finding, State, Surroundings
from grader.errors import SandboxError
from grader.runner import levels

HERE = Surroundings(attended=False, encoding="utf-8", symbols=True, colour=False, columns=80)
NAMES = {attack.name for attack in attacks.ATTACKS}
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="isolation is for Linux")


@pytest.fixture(scope="module")
def examined(cli):
    """The command's own run, as JSON and with its exit status."""
    done = cli("doctor", "--json")
    assert done.stderr == ""
    return done.returncode, json.loads(done.stdout)


# --- the attacks ---


@linux
def test_without_isolation_every_attack_gets_something():
    loot = attacks.attack("none")
    assert isinstance(loot, attacks.Loot)
    assert loot.got == NAMES


@linux
def test_standard_stops_all_but_the_one_that_it_does_not_claim():
    loot = attacks.attack("standard")
    assert isinstance(loot, attacks.Loot), str(loot)
    assert loot.got == {"see"}


@linux
def test_strong_stops_all():
    if levels.missing_bubblewrap():
        pytest.skip(levels.missing_bubblewrap())
    loot = attacks.attack("strong")
    assert isinstance(loot, attacks.Loot), str(loot)
    assert loot.got == frozenset()


def test_a_level_that_cannot_be_had_is_an_error_to_tell(monkeypatch):
    monkeypatch.setattr(levels, "missing_lockdown", lambda: "the kernel has no Landlock")
    found = attacks.attack("standard")
    assert isinstance(found, SandboxError) and "the kernel has no Landlock" in str(found)


# --- isolation ---


@pytest.fixture
def loot(monkeypatch):
    """loot(level=names): what the attacks get at each level, without a runner."""
    monkeypatch.setattr(levels, "missing_lockdown", lambda: "")
    monkeypatch.setattr(levels, "missing_bubblewrap", lambda: "")

    def pretend(**got):
        monkeypatch.setattr(attacks, "attack", lambda level: attacks.Loot(frozenset(got[level])))
        return {finding.name: finding for finding in layers.isolation(HERE)}

    return pretend


def test_an_attack_that_gets_through_is_bad_and_says_what_it_means(loot):
    found = loot(none=NAMES, standard={"see", "read"}, strong=())
    broken = found["standard: reading a file outside"]
    assert broken.state is State.BAD
    assert broken.said == "this got through: a submission can read what you can"
    assert found["strong: reading a file outside"].state is State.OK


def test_what_standard_does_not_claim_is_a_lack(loot):
    found = loot(none=NAMES, standard={"see"}, strong=())["standard: seeing that a file exists"]
    assert (found.state, found.next) == (State.LACKS, "strong prevents it")


def test_what_fails_without_isolation_too_proves_nothing(loot):
    found = loot(none=NAMES - {"connect"}, standard={"see"}, strong=())
    assert "this proves nothing" in found["strong: connecting to the network"].said
    assert found["none"].said.startswith("confines nothing: 5 of 6 attacks work there")


def test_a_missing_bubblewrap_is_a_lack_with_the_next_step(loot, monkeypatch):
    monkeypatch.setattr(levels, "missing_bubblewrap", lambda: "no bwrap was found")
    monkeypatch.setattr(layers, "in_container", lambda: False)
    monkeypatch.setattr(layers, "_first_line", lambda file: "0")
    monkeypatch.setattr(layers, "distribution", lambda: ["linuxmint", "ubuntu"])
    found = loot(none=NAMES, standard={"see"}, strong=())["strong"]
    assert (found.state, found.said) == (State.LACKS, "no bwrap was found")
    assert found.next == "sudo apt install bubblewrap; without it standard is used"


@pytest.mark.parametrize(
    "container, apparmor, said",
    [(True, "1", "containers mostly forbid bubblewrap"),
     (False, "1", "Ubuntu forbids ordinary users a user namespace")],
)  # fmt: skip
def test_the_advice_fits_the_place(monkeypatch, container, apparmor, said):
    monkeypatch.setattr(layers, "in_container", lambda: container)
    monkeypatch.setattr(layers, "_first_line", lambda file: apparmor)
    assert layers.bubblewrap_advice().startswith(said)


@pytest.mark.parametrize(
    "system, release, said",
    [("darwin", "24.0", "macOS has nothing like it"), ("win32", "11", "use WSL2"),
     ("linux", "4.4.0-19041-Microsoft", "wsl --update"), ("linux", "5.4", "use Linux 5.13")],
)  # fmt: skip
def test_the_advice_fits_the_system(monkeypatch, system, release, said):
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr("platform.release", lambda: release)
    assert layers.lockdown_advice().startswith(said)


# --- versions ---


@pytest.mark.parametrize(
    "version, asked, good",
    [("0.7.2", ">=0.7.2", True), ("0.7.1", ">=0.7.2", False), ("0.10.2", ">=0.7.2,<0.13", True),
     ("0.13.0", ">=0.7.2,<0.13", False), ("2.0.0rc1", ">=2.0", True), ("1.26", ">=2.0", False),
     ("3", "", True), ("3.11", ">=3.11", True), ("3.10.9", ">=3.11", False),
     ("1.0", "~=0.9", True)],
)  # fmt: skip
def test_a_version_is_held_against_its_range(version, asked, good):
    assert installed.fits(version, asked) is good


def test_an_old_library_is_bad_and_the_next_step_installs_it(monkeypatch):
    monkeypatch.setattr("importlib.metadata.version", lambda name: "0.1")
    found = installed._version("flax", ">=0.11.2")
    assert (found.state, found.said) == (State.BAD, "0.1, but >=0.11.2 is asked")
    assert found.next == 'python -m pip install "flax>=0.11.2"'


def test_a_library_that_does_not_import_in_the_runner_is_told(monkeypatch):
    monkeypatch.setattr(installed, "LIBRARIES", ("no_such_library_as_this",))
    (found,) = installed.libraries(HERE)
    assert found.state is State.BAD
    assert found.said == "ModuleNotFoundError: No module named 'no_such_library_as_this'."


# --- files and terminal ---


def test_the_data_folder_is_tried_and_left_as_it_was(monkeypatch, tmp_path):
    monkeypatch.setenv("GRADE_DATA", str(tmp_path / "a" / "b"))
    found = personal.files(HERE)[0]
    assert (found.state, found.said) == (State.OK, f"{tmp_path / 'a' / 'b'} can be written to")
    assert list(tmp_path.iterdir()) == []


def test_a_data_folder_that_is_a_file_is_bad(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("mine")
    monkeypatch.setenv("GRADE_DATA", str(tmp_path / "file" / "data"))
    found = personal.files(HERE)[0]
    assert found.state is State.BAD
    assert found.next == "set GRADE_DATA to a folder that you may write to"
    assert (tmp_path / "file").read_text() == "mine"


def test_a_poor_terminal_is_a_lack_and_never_bad(monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    poor = dataclasses.replace(HERE, encoding="ascii", symbols=False, columns=40)
    found = {finding.name: finding for finding in personal.terminal(poor)}
    assert {finding.state for finding in found.values()} == {State.LACKS}
    assert found["symbols"].said == "ascii has none: words are used instead"
    assert found["colour"].said == "not used: NO_COLOR is set"


# --- the whole ---


def test_the_command_proves_this_machine(examined):
    status, data = examined
    assert (status, data["schema"], data["can_grade"]) == (0, "grade/doctor/1", True)
    assert {finding["section"] for finding in data["findings"]} >= {
        "isolation", "python", "files", "terminal"
    }  # fmt: skip
    (runner,) = [f for f in data["findings"] if f["name"] == "jax in a runner"]
    assert runner["state"] == "OK" and f"isolation {data['isolation']}" in runner["said"]


def test_every_bad_and_every_lack_of_isolation_has_a_next_step(examined):
    _, data = examined
    for finding in data["findings"]:
        if finding["state"] == "BAD" or (finding["level"] and finding["state"] == "LACKS"):
            assert finding["next"], finding


def test_each_line_begins_with_a_word_and_fits():
    found = (
        Finding("isolation", "strong", State.LACKS, "no bwrap was found " * 6, "install it", "x"),
        Finding("python", "jax", State.BAD, "is not installed", 'python -m pip install "jax"'),
    )
    page = [line for _, line in lines(Examination(found, "standard"), 80)]
    assert page[1].startswith("  LACKS  strong: no bwrap was found")
    assert '         next: python -m pip install "jax"' in page
    assert page[-1] == "Grading does not work yet: see each BAD above for its next step."
    assert max(map(len, page)) <= 80


def test_only_the_level_that_is_used_decides():
    broken = Finding("isolation", "standard: x", State.BAD, "this got through", "", "standard")
    assert Examination((broken,), "strong").can_grade
    assert not Examination((broken,), "standard").can_grade
    assert not Examination((), "").can_grade


def test_where_auto_gives_nothing_the_way_out_is_said(monkeypatch):
    monkeypatch.setattr(levels, "missing_lockdown", lambda: "macOS has neither")
    monkeypatch.setattr(doctor, "SECTIONS", (personal.terminal,))
    found = doctor.examine(HERE)
    assert (found.level, found.can_grade) == ("", False)
    assert "--isolation none" in lines(found, 80)[-1][1]
