"""Draws highway.svg: how far J is from diag(1 - z) and from the identity, as b_z falls.

python problems/gru_jacobian/figure.py
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

x, h_prev = np.array([1.0, -1.0, 0.5]), np.array([0.5, -0.5])
W_r = np.array([[0.5, -0.3], [0.1, 0.4], [-0.2, 0.6], [0.7, -0.1], [-0.4, 0.2]])
W_z = np.array([[-0.6, 0.2], [0.3, 0.5], [0.4, -0.7], [0.1, 0.8], [-0.5, 0.3]])
W_h = np.array([[0.9, -0.5], [-0.2, 0.7], [0.3, 0.1], [0.6, -0.8], [0.4, 0.5]])
b_r, b_h = np.array([0.1, -0.1]), np.array([0.05, -0.05])

WIDTH, HEIGHT = 640, 360
LEFT, RIGHT, TOP, BOTTOM = 70, 200, 30, 50
BIASES = np.linspace(4, -8, 121)
DECADES = (-4, 1)  # powers of ten on the vertical axis
CURVES = (("|J − I|", "#b3541e"), ("|J − diag(1 − z)|", "#1f5fa8"))


def distances(b_z: float) -> tuple[float, float]:
    """|J - I| and |J - diag(1 - z)|, Frobenius norms, equation 7."""
    xh = np.concatenate([x, h_prev])
    r, z = (1 / (1 + np.exp(-(xh @ W + b))) for W, b in ((W_r, b_r), (W_z, b_z)))
    n = np.tanh(np.concatenate([x, r * h_prev]) @ W_h + b_h)
    by_update = ((n - h_prev) * z * (1 - z))[:, None] * W_z[3:].T
    mask = np.diag(r) + (h_prev * r * (1 - r))[:, None] * W_r[3:].T
    rest = by_update + (z * (1 - n**2))[:, None] * (W_h[3:].T @ mask)
    return np.linalg.norm(rest - np.diag(z)), np.linalg.norm(rest)


def across(b_z: float) -> float:
    return LEFT + (BIASES[0] - b_z) / (BIASES[0] - BIASES[-1]) * (WIDTH - LEFT - RIGHT)


def down(value: float) -> float:
    low, high = DECADES
    return TOP + (high - np.log10(value)) / (high - low) * (HEIGHT - TOP - BOTTOM)


def figure() -> str:
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        'font-family="sans-serif" font-size="13" fill="#333">',
        "<title>As b_z falls, J approaches diag(1 - z), and both approach the identity</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
    ]
    for power in range(DECADES[0], DECADES[1] + 1):
        y = down(10.0**power)
        parts.append(
            f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="#ddd"/>'
            f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:g}</text>'
        )
    for b_z in range(4, -9, -2):
        said = str(b_z).replace("-", "−")
        parts.append(
            f'<text x="{across(b_z):.1f}" y="{HEIGHT - BOTTOM + 20}" '
            f'text-anchor="middle">{said}</text>'
        )
    middle = (LEFT + WIDTH - RIGHT) / 2
    parts.append(
        f'<text x="{middle}" y="{HEIGHT - 8}" text-anchor="middle">'
        "bias of the update gate b_z (z closes to the right)</text>"
    )
    values = np.array([distances(b_z) for b_z in BIASES])
    for (name, colour), column in zip(CURVES, values.T, strict=True):
        points = " ".join(
            f"{across(b):.1f},{down(v):.1f}" for b, v in zip(BIASES, column, strict=True)
        )
        parts.append(
            f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>'
        )
        parts.append(
            f'<text x="{WIDTH - RIGHT + 10}" y="{down(column[-1]) + 4:.1f}" fill="{colour}">'
            f"{name}</text>"
        )
    return "\n".join([*parts, "</svg>"]) + "\n"


if __name__ == "__main__":
    (Path(__file__).parent / "highway.svg").write_text(figure(), encoding="utf-8")
