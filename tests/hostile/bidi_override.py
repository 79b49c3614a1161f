"""Threat: bidi overrides and invisible characters in prints and errors. Expect: not passed."""

NASTY = "".join(map(chr, [*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A)]))
NASTY += "\u2028\u2029\ufeff\u00ad\U000e0001\U000e0041\ud800\udfff"
print(NASTY.encode("utf-8", "surrogatepass"), NASTY[:-2], "passed\u202edessap")


def double(x):
    raise ValueError(NASTY)
