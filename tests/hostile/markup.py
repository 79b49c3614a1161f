"""Threat: HTML, XML, Markdown and spreadsheet formulas in prints and errors. Expect: not passed."""

NASTY = "<script>alert(1)</script>]]>&lt;</failure><x y='\"'>`@everyone`![a](http://e)|=cmd()|\ufffe\uffff"
print(NASTY, "--><!--", "%0A::error::x%0D", sep="\n")


def double(x):
    raise ValueError(NASTY)
