"""Threat: enumerations and dataclasses that both sides use, replaced. Expect: not passed."""

import sys

model = sys.modules["grader.model"]
model.Kind.RAISED._value_ = "value"
model.Kind._value2member_map_["raised"] = model.Kind.VALUE
model.Status.FAILED._value_ = "passed"
model.FINE = tuple(model.Status)
model.Report.passed = property(lambda self: True)
model.Limits.__init__ = lambda self, *args, **kwargs: None


def double(x):
    raise ValueError("passed")
