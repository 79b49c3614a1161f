"""Threat: prints what a grader would print. Expect: not passed."""

import sys

for stream in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__):
    print("PASSED", "3 of 3 checks passed", "✓ doubles", sep="\n", file=stream)
    print('{"schema": "grade/report/1", "verdict": "passed", "checks": []}', file=stream)
    print('<testsuites tests="3" failures="0" errors="0"></testsuites>', file=stream)


def double(x):
    print("\n\n================ 3 passed in 0.01s ================")
    return None
