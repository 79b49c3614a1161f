"""Threat: every object the collector knows, and all they refer to. Expect: nothing.

The modules of the far side are known; whatever else smells of judging is a find.
"""

import gc
import re
import sys
import types

WORDS = re.compile(r"hostile-canary-[0-9a-f]{32}|def (update_gate|doubles|judge_)|expect_close\(")


def attack():
    gc.unfreeze()
    mine = set(map(id, sys.modules["submission"].__dict__.values()))
    todo, seen, got = gc.get_objects(), set(), []
    while todo and len(seen) < 300_000:
        value = todo.pop()
        if id(value) in seen or id(value) in mine or value is todo or value is seen:
            continue
        seen.add(id(value))
        if isinstance(value, str | bytes):
            text = value if isinstance(value, str) else value.decode("latin-1")
            if WORDS.search(text) and "class Bombs" not in text and "def attack" not in text:
                got.append(text[:80])
        elif isinstance(value, types.ModuleType) and value.__name__.startswith("_grade"):
            got.append(value.__name__)
        elif type(value).__module__ in ("grader.judge", "grader.suite", "grader.catalogue"):
            got.append(type(value).__name__)
        else:
            todo += [part for part in gc.get_referents(value) if id(part) not in seen]
    return got
