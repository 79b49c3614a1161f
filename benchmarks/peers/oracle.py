"""The statement's equations in float64 NumPy, and random arrays to put into them."""

import numpy as np

LARGE = (24, 16)  # D, H: enough entries to judge a distribution by


def shapes(D, H):
    """The six parameters, by the names that these graders pin."""
    return {
        "W_r": (D + H, H), "W_z": (D + H, H), "W_h": (D + H, H),
        "b_r": (H,), "b_z": (H,), "b_h": (H,),
    }  # fmt: skip


def sigmoid(a):
    return 0.5 * (1 + np.tanh(0.5 * a))


def affine(w, letter, left, right):
    seen = np.concatenate([left, right]).astype(np.float64)
    return seen @ w[f"W_{letter}"].astype(np.float64) + w[f"b_{letter}"]


def candidate(w, x, h, r):
    return np.tanh(affine(w, "h", x, r * h))  # (3)


def gru(w, x, h):
    r = sigmoid(affine(w, "r", x, h))  # (1)
    z = sigmoid(affine(w, "z", x, h))  # (2)
    return (1 - z) * h + z * candidate(w, x, h, r)  # (4)


def normal(rng, *shape, scale=1.0):
    return (scale * rng.standard_normal(shape)).astype(np.float32)


def draw(rng, D, H, scale=1.0):
    """Weights, x and h, biases not zero: a bias left at zero hides a missing one."""
    weights = {name: normal(rng, *shape) for name, shape in shapes(D, H).items()}
    return weights, normal(rng, D, scale=scale), normal(rng, H)


def hold(weights, **values):
    """`weights` with gates held: `z=50` makes W_z zero and every entry of b_z 50."""
    held = dict(weights)
    for letter, value in values.items():
        held[f"W_{letter}"] = np.zeros_like(weights[f"W_{letter}"])
        held[f"b_{letter}"] = np.full_like(weights[f"b_{letter}"], value)
    return held


def slopes(rng, weights, x, h, c, step=1e-5):
    """For each of the eight arrays a random direction, and the slope of c . gru along it."""
    arrays = {name: a.astype(np.float64) for name, a in {**weights, "x": x, "h_prev": h}.items()}

    def value(changed):
        a = arrays | changed
        return c @ gru(a, a["x"], a["h_prev"])

    for name, array in arrays.items():
        v = rng.standard_normal(array.shape)
        up, down = value({name: array + step * v}), value({name: array - step * v})
        yield name, v, (up - down) / (2 * step)
