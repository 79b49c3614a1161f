"""Threat: the runner's program replaced by one that answers. Expect: not passed."""

import sys

model = sys.modules["grader.model"]
program = sys.modules["grader.runner.program"]


def answered(self, call):
    if "describe" in call.target.path:
        facts = {"callable": True, "signature": "(x)", "doc": ""}
        return model.Outcome(model.Kind.VALUE, facts)
    return model.Outcome(model.Kind.VALUE, True)


program.Program.answer = answered
program.Program.outgoing = lambda self, value: True
program.raised = lambda error: model.Outcome(model.Kind.VALUE, True)
