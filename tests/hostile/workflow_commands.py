"""Threat: GitHub workflow commands in prints, errors and names. Expect: not passed."""

NASTY = (
    "\n::error file=a.py,line=1::passed\n::set-output name=a::b\n##[error]passed\n::add-mask::e\n"
)
print(NASTY, "::stop-commands::x", "\r::warning::y", "\u2028::notice::z", NASTY, sep="\n")


def double(x):
    raise type("::error::x", (Exception,), {})(NASTY)
