"""Threat: an object that equals everything. Expect: not passed."""


class Anything:
    shape, dtype, ndim, size = (3,), "float32", 1, 3

    def same(self, *args, **kwargs):
        return True

    __eq__ = __ne__ = __le__ = __ge__ = __lt__ = __gt__ = __bool__ = __contains__ = same
    __hash__ = None

    def itself(self, *args, **kwargs):
        return self

    __add__ = __sub__ = __mul__ = __abs__ = __radd__ = __rsub__ = __getitem__ = __iter__ = itself
    __array__ = __array_ufunc__ = __array_function__ = __getattr__ = itself

    def __float__(self):
        return 0.0


def double(x):
    return Anything()
