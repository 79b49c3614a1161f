"""Draws scan.svg: the worked example as the compiler runs it. Plain Python and NumPy.

python figure.py > scan.svg
"""

import numpy as np

X = np.array([[1, -1, 0.5], [0, 0.5, -1], [-0.5, 0.25, 1], [0.2, 0, -0.3]])
H0 = np.array([0.5, -0.5])
W_R = np.array([[0.5, -0.3], [0.1, 0.4], [-0.2, 0.6], [0.7, -0.1], [-0.4, 0.2]])
W_Z = np.array([[-0.6, 0.2], [0.3, 0.5], [0.4, -0.7], [0.1, 0.8], [-0.5, 0.3]])
W_H = np.array([[0.9, -0.5], [-0.2, 0.7], [0.3, 0.1], [0.6, -0.8], [0.4, 0.5]])
B_R, B_Z, B_H = np.array([0.1, -0.1]), np.array([0.2, -0.3]), np.array([0.05, -0.05])

WIDTH, HEIGHT, FIRST, PITCH, BOX = 760, 300, 175, 130, 74
TOP, MIDDLE, BOTTOM = 62, 160, 262
INK, CARRY, SHOWN = "#333", "#b5540a", "#1a5fa8"


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def step(h, x):
    xh = np.concatenate([x, h])
    r, z = sigmoid(xh @ W_R + B_R), sigmoid(xh @ W_Z + B_Z)
    return (1 - z) * h + z * np.tanh(np.concatenate([x, r * h]) @ W_H + B_H)


def numbers(row):
    return ", ".join(f"{v:.2f}".replace("-", "−") for v in row)


def text(x, y, words, colour=INK, size=13, anchor="middle", weight="normal"):
    return (
        f'<text x="{x}" y="{y}" fill="{colour}" font-size="{size}" text-anchor="{anchor}" '
        f'font-weight="{weight}">{words}</text>'
    )


def arrow(x1, y1, x2, y2, colour):
    return (
        f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{colour}" stroke-width="2" '
        f'marker-end="url(#{colour[1:]})"/>'
    )


def tip(colour):
    return (
        f'<marker id="{colour[1:]}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" '
        f'markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z" fill="{colour}"/></marker>'
    )


def picture():
    half = BOX / 2
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'font-family="sans-serif" role="img" aria-label="A scan over four inputs: the state goes '
        f'from step to step, and each new state is collected as well">',
        f"<defs>{''.join(tip(c) for c in (INK, CARRY, SHOWN))}</defs>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        text(FIRST - half - 84, MIDDLE - 9, "carry in", CARRY, 12),
        text(FIRST - half - 84, MIDDLE + 9, "h0", CARRY, 14, weight="bold"),
        text(FIRST - half - 84, MIDDLE + 27, numbers(H0), CARRY, 12),
        text(18, TOP - 26, "collected: hs", SHOWN, 14, "start", "bold"),
        text(18, BOTTOM + 5, "inputs: xs", INK, 14, "start", "bold"),
        arrow(FIRST - half - 48, MIDDLE, FIRST - half - 2, MIDDLE, CARRY),
    ]
    h = H0
    for t, x in enumerate(X):
        h, at = step(h, x), FIRST + t * PITCH
        parts += [
            f'<rect x="{at - half}" y="{MIDDLE - 24}" width="{BOX}" height="48" rx="8" '
            f'fill="#f4f1ea" stroke="{INK}"/>',
            text(at, MIDDLE + 5, "step", INK, 15),
            text(at, BOTTOM - 8, f"xs[{t}]", INK, 13, weight="bold"),
            text(at, BOTTOM + 12, numbers(x), INK, 12),
            arrow(at, BOTTOM - 24, at, MIDDLE + 26, INK),
            text(at, TOP - 26, f"hs[{t}]", SHOWN, 13, weight="bold"),
            text(at, TOP - 8, numbers(h), SHOWN, 12),
            arrow(at, MIDDLE - 25, at, TOP, SHOWN),
            arrow(at + half + 1, MIDDLE, at + PITCH - half - 2, MIDDLE, CARRY),
        ]
    last = FIRST + (len(X) - 1) * PITCH + PITCH - half + 22
    parts += [
        text(last, MIDDLE - 9, "carry out", CARRY, 12),
        text(last, MIDDLE + 9, "h_T", CARRY, 14, weight="bold"),
        text(last, MIDDLE + 27, numbers(h), CARRY, 12),
        "</svg>",
    ]
    return "\n".join(parts)


if __name__ == "__main__":
    print(picture())
