"""Threat: a tracer that edits the runner's variables as it runs. Expect: not passed."""

import sys


def trace(frame, event, argument):
    for name in ("outcome", "value", "got", "frame", "kind"):
        if name in frame.f_locals and frame.f_code.co_name != "trace":
            try:
                frame.f_locals[name] = True
            except Exception:
                pass
    return trace


def double(x):
    sys.settrace(trace)
    sys.setprofile(trace)
    frame = sys._getframe()
    while frame is not None:
        frame.f_trace = trace
        frame = frame.f_back
    return x
