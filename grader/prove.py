"""A problem's own files -> the proof that its checks deserve trust.

The reference and every accepted variant pass, the untouched stub is told so politely, each
rejected file fails first at the check that it names and is diagnosed as the mistake that it names,
mutants of the reference are rejected or listed as equivalent, every check earns its place, and what
the statement says can be run. All of these files are ours, so they run in trusted workers; a
sample goes through the sandbox, as a learner's file does.
"""

from __future__ import annotations

import collections
import json
from collections.abc import Callable, Iterable, Sequence, Set
from pathlib import Path
from typing import Any

from grader.catalogue import Catalogue
from grader.errors import ProblemError
from grader.known import Known, equivalents, known_files
from grader.load import Library, load_catalogue, load_suite, read_problem, read_submission
from grader.model import DEFINES, LOADS, Problem
from grader.mutants import Mutant, mutants
from grader.proof import Proof, Section, Survivor
from grader.separate import Separation, separate
from grader.statement import statement_faults
from grader.suite import Check, Suite
from grader.trial import Attempt, Trial, Workers, as_trial, attempt

TOUCH = "\n_TOUCHED = True\n"  # the stub as a learner has it who has not done anything yet
REFERENCE_SEEDS = 20  # the reference is cheap enough to be asked this often in every proof


def prove(
    problem: Problem,
    library: Library,
    workers: Workers,
    *,
    seeds: int = 1,
    every: int = 1,
    sandbox: bool = True,
    tell: Callable[[str], None] = lambda text: None,
) -> Proof:
    """Try everything that can be proved of a problem.

    Args:
        seeds: how many seeds every known file is graded with; the first is the file's own.
        every: grade only each so-manieth accepted file, rejected file and mutant, for a quick look.
            Whether each check catches something by itself cannot be told then.
        sandbox: also grade two files through the sandbox.
        tell: told what is being done.

    Raises:
        ProblemError: when the problem cannot be read: its files are not what they must be.
    """
    import time

    began = time.monotonic()
    slug = problem.slug
    everything, listed = known_files(problem), equivalents(problem)
    known = _sampled(everything, every)
    catalogue, suite = load_catalogue(problem), load_suite(problem)
    reference = known[0].path.read_text(encoding="utf-8")

    tell(f"{slug}: {len(known)} known files")
    texts = [k.path.read_text(encoding="utf-8") for k in known]
    first = workers.map(attempt, [Attempt(slug, library, text) for text in texts])
    touched = workers.map(attempt, [Attempt(slug, library, texts[1] + TOUCH)])
    parted = workers.map(separate, [(slug, library, 0)])
    stated = workers.map(statement_faults, [(slug, library)])
    again = workers.map(attempt, _again(slug, library, known, texts, seeds, every))
    made = mutants(reference)
    keys = {mutant.key for mutant in made}
    chosen = made[::every]
    tried = workers.map(attempt, [Attempt(slug, library, m.text, brief=True) for m in chosen])
    sandboxed = _sandboxed(problem, known) if sandbox else []

    trials = dict(zip(known, first, strict=True))
    separation, pages = next(parted), next(stated)
    tell(f"{slug}: {seeds} seeds")
    repeats = _gathered(known, seeds, every, again)
    tell(f"{slug}: {len(chosen)} mutants")
    outcomes = list(zip(chosen, tried, strict=True))

    survivors = [m for m, trial in outcomes if trial.passed and m.key not in listed]
    sections = [
        _kind("reference", "the reference passes", trials),
        _stub(trials[known[1]], next(touched), texts[1]),
        _kind("accepted", "every accepted variant passes", trials),
        _kind("rejected", "every rejected file is caught and named", trials),
        _shown(everything, catalogue),
        _separated(separation, len(catalogue.formulas()), passes=trials[known[0]].passed),
        _steady(known, trials, repeats),
        _killed(outcomes, survivors, listed, keys, problem),
        Section(
            "statement", "the statement's code, formulas, hints and links hold",
            int(not pages), 1, tuple(pages),
        ),
    ]  # fmt: skip
    if every == 1:
        wrong = [*trials.values(), *(trial for _, trial in outcomes)]
        sections.append(_earned(suite.checks, wrong))
    if sandbox:
        sections.append(_agreed(sandboxed, trials))
    counts = _counts(problem, everything, catalogue, suite, seeds)
    counts |= {"mutants": len(made), "equivalent": len(keys & listed.keys())}
    tried_for = len(outcomes) - sum(m.key in listed for m, _ in outcomes)
    counts["kill_rate"] = round(1 - len(survivors) / tried_for, 4) if tried_for else 1.0
    return Proof(
        slug, problem.title, tuple(sections),
        tuple(Survivor(m.line, m.what, m.before, m.after) for m in survivors),
        separation.hidden if separation else (), counts, time.monotonic() - began,
    )  # fmt: skip


# --- what is asked of the workers ------------------------------------------------------------


def _again(
    slug: str,
    library: Library,
    known: Sequence[Known],
    texts: Sequence[str],
    seeds: int,
    every: int,
) -> list[Attempt]:
    """Every file but the stub with further seeds; of wrong ones only the verdict is wanted."""
    jobs = []
    for file, text in zip(known, texts, strict=True):
        for seed in _seeds(file, seeds, every):
            jobs.append(Attempt(slug, library, text, seed, brief=file.kind == "rejected"))
    return jobs


def _seeds(file: Known, seeds: int, every: int) -> range:
    if file.kind == "stub":
        return range(0)
    if file.kind == "reference":
        return range(1, max(seeds, REFERENCE_SEEDS // every))
    return range(1, seeds)


def _gathered(
    known: Sequence[Known], seeds: int, every: int, trials: Iterable[Trial]
) -> dict[Known, list[Trial]]:
    taken = iter(trials)
    return {file: [next(taken) for _ in _seeds(file, seeds, every)] for file in known}


def _sampled(known: Sequence[Known], every: int) -> list[Known]:
    """The reference, the stub, and of the other kinds each `every`-th file."""
    kinds: dict[str, list[Known]] = {}
    for file in known:
        kinds.setdefault(file.kind, []).append(file)
    return [file for files in kinds.values() for file in files[::every]]


def _sandboxed(problem: Problem, known: Sequence[Known]) -> list[tuple[Known, Trial]]:
    """The reference and the first rejected file, graded as a learner's file is."""
    from grader.pipeline import grade
    from grader.runner.sandbox import SandboxRunner

    sample = [known[0], *[file for file in known if file.kind == "rejected"][:1]]
    found = []
    for file in sample:
        submission = read_submission(str(file.path), lambda size: b"")
        report = grade(
            problem, submission, lambda: SandboxRunner(problem.libraries, problem.limits)
        )
        found.append((file, as_trial(report)))
    return found


# --- the sections ----------------------------------------------------------------------------


def faults(known: Known, trial: Trial) -> list[str]:
    """What is wrong with a known file's verdict, each as a sentence for the problem's author."""
    name = known.name
    told = [f"{name}: a check has a fault: {text}" for text in trial.broken]
    if known.kind in ("reference", "accepted"):
        if not trial.passed:
            told.append(_refused(known, trial))
        elif known.kind == "accepted" and trial.remarks != known.remarks:
            said = ", ".join(sorted(trial.remarks)) or "nothing"
            want = ", ".join(sorted(known.remarks)) or "nothing"
            told.append(
                f"{name}: its docstring says the remark is {want}, but it was {said}. Correct its "
                "Remark: line, or what the checks remark"
            )
        return told
    if known.kind == "stub":
        return told
    if trial.passed:
        return [
            *told,
            f"{name} is wrong, but these checks would pass this program. Ask a question that it "
            f"answers differently, in {known.catcher}",
        ]
    if trial.failed[:1] != (known.catcher,):
        first = trial.failed[0] if trial.failed else "no check"
        told.append(f"{name} should fail first at {known.catcher}, but failed at {first}")
    if trial.named != (known.mistakes,):
        said = "; ".join(" + ".join(sorted(names)) or "no known mistake" for names in trial.named)
        want = " + ".join(sorted(known.mistakes))
        told.append(f"{name} should be named {want}, but was named {said or 'nothing'}")
    return told


def _refused(known: Known, trial: Trial) -> str:
    where = f"{', '.join(trial.failed)} ({trial.summary}) with seed {trial.seed}"
    if known.kind == "reference":
        return (
            f"{known.name} is refused by {where}. Either it is wrong or equations.py is: hold both "
            "against the statement, equation by equation"
        )
    return (
        f"{known.name} is right, but was refused by {where}. Loosen that check, or move the file "
        "to rejected/ if it is wrong after all"
    )


def _kind(kind: str, sentence: str, trials: dict[Known, Trial]) -> Section:
    mine = [(file, trial) for file, trial in trials.items() if file.kind == kind]
    told = [faults(file, trial) for file, trial in mine]
    every = [fault for found in told for fault in found]
    if kind in ("accepted", "rejected") and not mine:
        every = [f"there is no file in {kind}/: write at least one"]
    return Section(kind, sentence, sum(not found for found in told), len(mine), tuple(every))


def _stub(untouched: Trial, touched: Trial, text: str) -> Section:
    """The stub is known as such; run as it is, it loads, defines what it must, and says TODO."""
    told = []
    if untouched.passed or not untouched.note or untouched.failed != (LOADS,):
        told.append("stub.py should be told politely that it is untouched")
    if touched.passed:
        told.append("stub.py passes as it is: there is nothing left to write")
    elif touched.failed[:1] in ((LOADS,), (DEFINES,)):
        said = f"{touched.failed[0]}: {touched.summary}"
        told.append(f"stub.py must load and define what is asked as it is, but fails at {said}")
    if "TODO" not in text:
        told.append("stub.py has no TODO: mark what is to be written, and raise there")
    sentence = "the untouched stub is told so politely"
    return Section("stub", sentence, int(not told), 1, tuple(told))


def _shown(known: Sequence[Known], catalogue: Catalogue) -> Section:
    shown = {name for file in known for name in file.mistakes}
    lacking = [mistake.name for mistake in catalogue if mistake.name not in shown]
    told = tuple(f"no file in rejected/ makes the mistake {name!r}: write one" for name in lacking)
    every = len(list(catalogue))
    return Section("mistakes", "every known mistake has a file", every - len(lacking), every, told)


def _separated(found: Separation | None, formulas: int, *, passes: bool) -> Section:
    sentence = "reference and equations agree, no two mistakes look alike"
    if found is None:
        return Section("separate", sentence, 0, formulas, ("the reference could not be asked",))
    told = [*found.faults]
    if not found.agrees and passes:
        told.append(
            "reference.py and equations.py give different answers to a question that no check "
            "holds against anything: compare both with the statement"
        )
    for one, other in found.alike:
        told.append(
            f"the mistakes {one} and {other} answer every question alike: ask one that separates "
            "them, or make them one mistake"
        )
    for name in found.silent:
        told.append(f"the mistake {name} answers every question rightly: ask one that shows it")
    bad = {name for pair in found.alike for name in pair} | set(found.silent)
    return Section("separate", sentence, formulas - len(bad), formulas, tuple(told))


def _steady(
    known: Sequence[Known],
    trials: dict[Known, Trial],
    repeats: dict[Known, list[Trial]],
) -> Section:
    """False rejects and false accepts over all seeds; a verdict may not depend on the seed."""
    told, grades = [], 0
    wrong = collections.Counter[str]()
    for file in known:
        more = repeats[file]
        grades += 1 + len(more)
        right = file.kind in ("reference", "accepted")
        if file.kind == "stub" or trials[file].passed is not right:
            continue  # told already, with the file's own seed
        bad = [trial for trial in more if trial.passed is not right]
        broken = [trial for trial in more if trial.broken]
        moved = [t for t in more if not right and not t.passed and t.failed[0] != file.catcher]
        if bad:
            wrong["false reject" if right else "false accept"] += len(bad)
            listed = ", ".join(str(trial.seed) for trial in bad[:6])
            by = f" by {bad[0].failed[0]} ({bad[0].summary})" if bad[0].failed else ""
            verb = f"refused{by}" if right else "passed"
            told.append(
                f"{file.name} is {verb} with seed {listed} but not with its own: a check is flaky. "
                "It judges by chance; draw enough, or compare less tightly"
            )
        elif broken:
            told.append(f"{file.name}: seed {broken[0].seed}: {broken[0].broken[0]}")
        elif moved:
            told.append(
                f"{file.name} fails first at {file.catcher} with its own seed, but at "
                f"{moved[0].failed[0]} with seed {moved[0].seed}: make the earlier check certain"
            )
    rejects, accepts = wrong["false reject"], wrong["false accept"]
    note = f"{grades} grades, {rejects} false rejects, {accepts} false accepts"
    good = len(known) - 1 - len(told)
    sentence = "the verdicts are the same for every seed"
    return Section("seeds", sentence, good, len(known) - 1, tuple(told), note)


def _killed(
    outcomes: Sequence[tuple[Mutant, Trial]],
    survivors: Sequence[Mutant],
    listed: dict[str, str],
    made: Set[str],
    problem: Problem,
) -> Section:
    file = problem.solution / "equivalent.toml"
    told = [
        f"line {m.line}: {m.what}: {m.key}: these checks would pass this program. Ask a question "
        f"that shows it, or list it with the reason in {file.name}"
        for m in survivors
    ]
    tried = {m.key: trial for m, trial in outcomes}
    for change in listed:
        if change not in made:
            told.append(f"{file.name}: no mutant makes the change {change!r}: delete the entry")
        elif change in tried and not tried[change].passed:
            told.append(f"{file.name}: {change!r} is rejected after all: delete the entry")
    killed = sum(not trial.passed for _, trial in outcomes)
    equivalent = len(outcomes) - killed - len(survivors)
    note = f"{killed} rejected, {equivalent} equivalent"
    broken = [f"mutant {m.key}: {t.broken[0]}" for m, t in outcomes if t.broken]
    return Section(
        "mutants", "every mutant of the reference is rejected",
        killed + equivalent, len(outcomes), (*told, *broken), note,
    )  # fmt: skip


def _earned(checks: Sequence[Check], trials: Sequence[Trial]) -> Section:
    """Each check is the one that catches some wrong program, or says why it is there."""
    catchers = {trial.failed for trial in trials if len(trial.failed) == 1}
    idle = [check for check in checks if (check.name,) not in catchers and not check.alone]
    told = tuple(
        f"the check {check.name} is never the one that catches a wrong program: it may be blind. "
        "Write a file for rejected/ that only it catches, say why it is there with "
        "alone=..., or delete it"
        for check in idle
    )
    sentence = "every check catches something by itself"
    return Section("checks", sentence, len(checks) - len(told), len(checks), told)


def _agreed(sampled: Sequence[tuple[Known, Trial]], trials: dict[Known, Trial]) -> Section:
    def verdict(trial: Trial) -> tuple[Any, ...]:
        return trial.passed, trial.failed, trial.named

    told = tuple(
        f"{file.name}: the sandbox gave another verdict: {', '.join(trial.failed) or 'passed'}"
        for file, trial in sampled
        if verdict(trial) != verdict(trials[file])
    )
    sentence = "the sandbox gives the same verdicts"
    return Section("sandbox", sentence, len(sampled) - len(told), len(sampled), told)


# --- what is kept ----------------------------------------------------------------------------


def _counts(
    problem: Problem, known: Sequence[Known], catalogue: Catalogue, suite: Suite, seeds: int
) -> dict[str, Any]:
    """What `proof.json` holds beside the mutants: numbers, and with what they were found."""
    from importlib.metadata import version

    kinds = collections.Counter(file.kind for file in known)
    return {
        "problem": problem.slug,
        "version": problem.version,
        "checks": len(suite.checks),
        "mistakes": len(list(catalogue)),
        "accepted": kinds["accepted"],
        "rejected": kinds["rejected"],
        "seeds": seeds,
        "versions": {name: version(name) for name in ("jax", "flax", "numpy")},
    }


def proof_file(problem: Problem) -> Path:
    return problem.solution / "proof.json"


def save(problem: Problem, proof: Proof) -> None:
    """Keep the counts beside the problem's solutions."""
    text = json.dumps(dict(proof.counts), indent=2) + "\n"
    proof_file(problem).write_text(text, encoding="utf-8")


def saved(problem: Problem) -> dict[str, Any]:
    """The counts that were kept.

    Raises:
        ProblemError: when there are none, or they cannot be read.
    """
    file = proof_file(problem)
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        said = f"{file} is missing: run grade prove {problem.slug} --save"
        raise ProblemError(said) from None
    except ValueError as error:
        raise ProblemError(f"{file}: not JSON: {error}") from error
    if not isinstance(found, dict):
        raise ProblemError(f"{file}: an object was expected: run grade prove {problem.slug} --save")
    return found


def find_all(library: Library) -> list[Problem]:
    """Every problem of a library, in the order of its track."""
    problems = [read_problem(slug, library) for slug in library.slugs()]
    return sorted(problems, key=lambda problem: (problem.track, problem.order, problem.slug))
