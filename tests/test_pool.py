"""The pool of forked runners: each serves one submission, and the pool outlives their ends."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from grader.errors import SandboxError
from grader.load import as_submission
from grader.model import SUBMISSION, Call, Kind, Limits, Problem, Ref
from grader.pipeline import grade
from grader.runner import server as module
from grader.runner import usage, zygote
from grader.runner.pool import Pool
from grader.runner.sandbox import SandboxRunner

if not sys.platform.startswith("linux"):
    pytest.skip("processes are forked on Linux only", allow_module_level=True)

ABOUT = """
import os, random, tempfile
import numpy as np
def about():
    return [os.getpid(), hash("x"), random.random(), float(np.random.rand()), tempfile.gettempdir()]
def stop():
    os._exit(3)
def loop():
    while True: pass
"""


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    with Pool((), Limits(seconds=20, call_seconds=20)) as made:
        yield made


def asked(runner: SandboxRunner, name: str = "about") -> Any:
    assert runner.load(ABOUT).kind is Kind.VALUE
    return runner.ask(Call(Ref(SUBMISSION.handle, (name,))))


def gone(pid: int) -> bool:
    for _ in range(100):
        with contextlib.suppress(OSError):
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z":
                time.sleep(0.05)
                continue
        return True
    return False


def removed(folder: str) -> bool:
    """A pool lets go of what is left when nobody waits."""
    for _ in range(100):
        if not os.path.exists(folder):
            return True
        time.sleep(0.05)
    return False


def servers(pool: Pool) -> list[int]:
    return [line._server._popen.pid for line in pool._lines]


def test_each_submission_has_a_process_of_its_own_that_ends_with_it(pool: Pool) -> None:
    runners = [pool.runner() for _ in range(4)]
    facts = [asked(runner).value for runner in runners]
    pids = [runner._process.pid for runner in runners]
    folders = [runner._process.temporary for runner in runners]
    assert len(set(pids)) == 4 and os.getpid() not in pids
    assert all(os.path.isdir(folder) for folder in folders)
    for runner in runners:
        runner.close()
    assert all(map(gone, pids)) and all(map(removed, folders))
    assert len({fact[2] for fact in facts}) == 4, "children must not share random numbers"
    assert len({fact[3] for fact in facts}) == 4, "NumPy's neither"
    assert len({fact[4] for fact in facts}) == 4, "each has a private folder"


def test_a_submission_and_its_witness_share_no_hash_seed(pool: Pool) -> None:
    one, other = pool.runner(), pool.runner()
    try:
        assert asked(one).value[1] != asked(other).value[1]
    finally:
        one.close()
        other.close()


@pytest.mark.parametrize(("name", "kind"), [("stop", Kind.DIED), ("loop", Kind.TIMED_OUT)])
def test_the_end_of_one_is_nothing_to_the_next(name: str, kind: Kind) -> None:
    with Pool((), Limits(seconds=1, call_seconds=1)) as pool:
        runner = pool.runner()
        before = servers(pool)
        outcome = asked(runner, name)
        assert outcome.kind is kind
        if kind is Kind.DIED:
            assert "exit status 3" in outcome.detail
        runner.close()
        after = [pool.runner(), pool.runner()]
        assert all(asked(runner).kind is Kind.VALUE for runner in after)
        assert servers(pool) == before
        for runner in after:
            runner.close()


def test_a_server_that_died_is_replaced(pool: Pool) -> None:
    for pid in servers(pool):
        os.kill(pid, signal.SIGKILL)
    runners = [pool.runner(), pool.runner()]
    assert all(asked(runner).kind is Kind.VALUE for runner in runners)
    for runner in runners:
        runner.close()


def test_a_server_that_grows_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    with Pool((), Limits()) as pool:
        for _ in range(2):
            pool.runner().close()
        before = servers(pool)
        for _ in range(2):
            pool.runner().close()
        assert servers(pool) == before
        monkeypatch.setattr(module, "GROWTH", 0.01)
        for _ in range(2):
            pool.runner().close()
        assert set(servers(pool)).isdisjoint(before)
        assert all(map(gone, before))


def test_a_spare_that_was_killed_is_not_handed_out() -> None:
    with Pool((), Limits(), spares=1) as pool:
        pool.refill()
        spares = [line._spares[0].pid for line in pool._lines]
        for pid in spares:
            os.kill(pid, signal.SIGKILL)
            assert gone(pid)
        runner = pool.runner()
        assert runner._process.pid not in spares
        assert asked(runner).kind is Kind.VALUE
        runner.close()


def test_spares_are_ready_before_they_are_wanted_and_used_once() -> None:
    with Pool(("jax",), Limits(), spares=1, shapes=[[3], [3, 4]]) as pool:
        pool.refill()
        spares = {line._spares[0].pid for line in pool._lines}
        runners = [pool.runner() for _ in range(3)]
        pids = [runner._process.pid for runner in runners]
        assert set(pids[:2]) == spares and pids[2] not in spares
        assert asked(runners[0]).kind is Kind.VALUE
        for runner in runners:
            runner.close()


def test_nothing_is_left_when_the_pool_is_closed() -> None:
    descriptors = len(os.listdir("/proc/self/fd"))
    with Pool((), Limits(), spares=2) as pool:
        pool.refill()
        runner = pool.runner()
        asked(runner)
        folders = [line._server._folder for line in pool._lines]
        pids = [pid for server in servers(pool) for pid in usage.tree(server)]
        assert len(pids) >= 6
    runner.close()
    assert all(map(gone, pids))
    assert not any(map(os.path.exists, folders))
    assert len(os.listdir("/proc/self/fd")) == descriptors


def test_many_in_a_row_leave_no_descriptor_and_no_folder(pool: Pool) -> None:
    def once() -> None:
        runner = pool.runner()
        assert asked(runner).kind is Kind.VALUE
        runner.close()

    once()
    once()
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(20):
        once()
    for _ in range(100):  # what is left of the last ones goes when nobody waits
        folders = [name for line in pool._lines for name in os.listdir(line._server._folder)]
        if not folders and len(os.listdir("/proc/self/fd")) <= before:
            break
        time.sleep(0.05)
    assert not folders
    assert len(os.listdir("/proc/self/fd")) <= before


def test_three_at_a_time_share_no_hash_seed_and_the_third_server_comes_when_it_is_wanted() -> None:
    with Pool((), Limits()) as pool:
        for _ in range(4):
            pool.runner().close()
        assert len(servers(pool)) == 2
        runners = [pool.runner() for _ in range(3)]
        assert len({asked(runner).value[1] for runner in runners}) == 3
        for runner in runners:
            runner.close()
        assert len(servers(pool)) == 3


def test_a_child_that_grows_is_no_reason_to_replace_its_server() -> None:
    text = "import numpy as np\nkept = np.ones(1 << 25)\ndef f(): return 1\n"
    question = Call(Ref(SUBMISSION.handle, ("f",)))
    with Pool((), Limits(memory_mb=1024)) as pool:
        runners = [pool.runner() for _ in range(3)]
        for runner in runners:
            assert runner.load(text).kind is Kind.VALUE
        before = servers(pool)
        more = [pool.runner() for _ in range(3)]
        assert servers(pool) == before
        assert [runner.ask(question).value for runner in runners] == [1, 1, 1]
        for runner in runners + more:
            runner.close()


def test_the_children_of_a_server_that_is_replaced_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    with Pool((), Limits()) as pool:
        runners = [pool.runner() for _ in range(3)]
        assert all(asked(runner).kind is Kind.VALUE for runner in runners)
        before = servers(pool)
        monkeypatch.setattr(module, "GROWTH", 0.01)
        more = [pool.runner() for _ in range(3)]
        assert set(servers(pool)).isdisjoint(before)
        question = Call(Ref(SUBMISSION.handle, ("about",)))
        assert all(runner.ask(question).kind is Kind.VALUE for runner in runners)
        for runner in runners + more:
            runner.close()
        assert all(map(gone, before)), "it ends with the last of its children"


def test_a_server_that_owes_an_answer_is_asked_nothing_more() -> None:
    with Pool((), Limits()) as pool:
        runner = pool.runner()
        assert asked(runner).kind is Kind.VALUE
        server = next(line._server for line in pool._lines if line.busy())
        server._control.settimeout(0.2)
        os.kill(usage.tree(server._popen.pid)[-2], signal.SIGSTOP)  # the last one is the child
        assert server.reap(0) == -signal.SIGKILL
        assert not server.healthy()
        runners = [pool.runner() for _ in range(2)]
        assert all(asked(runner).kind is Kind.VALUE for runner in runners)
        for each in (runner, *runners):
            each.close()


OWNER = """
import sys, time
from grader.model import Limits
from grader.runner.pool import Pool
from grader.runner import usage
pool = Pool((), Limits(), spares=1)
pool.refill()
runner = pool.runner()
runner.load("x = 1")
pids = [p for line in pool._lines for p in usage.tree(line._server._popen.pid)]
print(*pids, flush=True)
time.sleep(60)
"""


def test_the_pool_ends_with_its_owner_however_that_ends(root: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", OWNER], cwd=root, stdout=subprocess.PIPE, text=True
    ) as owner:
        assert owner.stdout is not None
        pids = [int(word) for word in owner.stdout.readline().split()]
        assert len(pids) >= 4
        owner.kill()
    assert all(map(gone, pids))


def test_a_fork_server_that_has_a_thread_refuses_to_fork() -> None:
    import threading

    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        assert "threads run in the fork server" in zygote.fault()
    finally:
        stop.set()
        thread.join()


def test_a_closed_pool_says_so() -> None:
    pool = Pool((), Limits())
    pool.close()
    with pytest.raises(SandboxError, match="closed"):
        pool.runner()


def test_the_verdicts_are_those_of_a_cold_grade(
    problem: Problem, root: Path, sandboxed: Callable[..., Any]
) -> None:
    names = ["reference.py", "rejected/unseeded_weights.py", "rejected/remembers_calls_2.py"]
    texts = [(problem.solution / name).read_text(encoding="utf-8") for name in names]
    texts.append((root / "examples" / "swapped_gate.py").read_text(encoding="utf-8"))
    with Pool(problem.libraries, problem.limits, spares=1, shapes=problem.shapes) as pool:
        for text in texts:
            pool.refill()
            warm = grade(
                problem, as_submission(text.encode(), "submission.py"), pool.runner, seed=7
            )
            cold = sandboxed(text)
            assert warm.isolation == cold.isolation
            assert [(r.name, r.status) for r in warm.results] == [
                (r.name, r.status) for r in cold.results
            ]
            assert [(d.mistakes, d.line) for d in warm.diagnoses] == [
                (d.mistakes, d.line) for d in cold.diagnoses
            ]
