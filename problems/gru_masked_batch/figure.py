"""Draws padding.svg: three rows of different length, what counts, and where each state ends.

python figure.py > padding.svg
"""

import numpy as np

X = np.array([[1, -1, 0.5], [0, 0.5, -1], [-0.5, 0.25, 1], [0.2, 0, -0.3]])
LENGTHS = (4, 2, 0)
H0 = np.array([0.5, -0.5])
W_R = np.array([[0.5, -0.3], [0.1, 0.4], [-0.2, 0.6], [0.7, -0.1], [-0.4, 0.2]])
W_Z = np.array([[-0.6, 0.2], [0.3, 0.5], [0.4, -0.7], [0.1, 0.8], [-0.5, 0.3]])
W_H = np.array([[0.9, -0.5], [-0.2, 0.7], [0.3, 0.1], [0.6, -0.8], [0.4, 0.5]])
B_R, B_Z, B_H = np.array([0.1, -0.1]), np.array([0.2, -0.3]), np.array([0.05, -0.05])

WIDTH, LEFT, TOP, CELL_W, CELL_H, ROW = 760, 210, 62, 104, 46, 66
INK, STATE, EDGE = "#333", "#b5540a", "#8a8a8a"


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def step(h, x):
    xh = np.concatenate([x, h])
    r, z = sigmoid(xh @ W_R + B_R), sigmoid(xh @ W_Z + B_Z)
    return (1 - z) * h + z * np.tanh(np.concatenate([x, r * h]) @ W_H + B_H)


def numbers(row):
    return ", ".join(f"{v:.2f}".replace("-", "−") for v in row)


def text(x, y, words, colour=INK, size=13, weight="normal"):
    return (
        f'<text x="{x}" y="{y}" fill="{colour}" font-size="{size}" text-anchor="middle" '
        f'font-weight="{weight}">{words}</text>'
    )


def cell(x, y, counts):
    fill = "#dcebf7" if counts else "url(#hatched)"
    return (
        f'<rect x="{x}" y="{y}" width="{CELL_W}" height="{CELL_H}" fill="{fill}" stroke="{EDGE}"/>'
    )


def picture():
    T, end = len(X), LEFT + len(X) * CELL_W
    height = TOP + len(LENGTHS) * ROW + 4
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'font-family="sans-serif" role="img" aria-label="Three rows of lengths 4, 2 and 0: the '
        f"state is shown where a step counts and is 0 in the padding; each row returns the state "
        f'at its own end">',
        '<defs><pattern id="hatched" width="8" height="8" patternUnits="userSpaceOnUse">'
        '<rect width="8" height="8" fill="#f3f3f3"/>'
        '<path d="M0 8L8 0" stroke="#cfcfcf"/></pattern></defs>',
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
        text(45, TOP - 14, "lengths", INK, 13, "bold"),
        text(140, TOP - 14, "h0", STATE, 13, "bold"),
        text(LEFT + T * CELL_W / 2, TOP - 36, "hs", INK, 14, "bold"),
        text((end + WIDTH) / 2, TOP - 14, "h_last", STATE, 13, "bold"),
    ]
    parts += [text(LEFT + (t + 0.5) * CELL_W, TOP - 14, f"t = {t}") for t in range(T)]
    for b, length in enumerate(LENGTHS):
        y, h = TOP + b * ROW, H0
        middle = y + CELL_H / 2 + 5
        parts += [text(45, middle, str(length)), text(140, middle, numbers(h), STATE, 12)]
        for t in range(T):
            counts, x = t < length, LEFT + t * CELL_W
            h = step(h, X[t]) if counts else h
            shown, colour = (numbers(h), INK) if counts else ("0, 0", EDGE)
            parts += [cell(x, y, counts), text(x + CELL_W / 2, middle, shown, colour, 12)]
        at = LEFT + length * CELL_W
        parts += [
            f'<line x1="{at}" y1="{y - 6}" x2="{at}" y2="{y + CELL_H + 6}" stroke="{STATE}" '
            f'stroke-width="3"/>',
            text((end + WIDTH) / 2, middle, numbers(h), STATE, 12, "bold"),
        ]
    return "\n".join([*parts, "</svg>"])


if __name__ == "__main__":
    print(picture())
