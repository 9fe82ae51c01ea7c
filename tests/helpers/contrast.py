"""How well letters can be read on a ground, as WCAG 2.2 counts it."""

import numpy as np
from matplotlib.colors import to_rgb

READABLE = 4.5
"""Of small letters, at level AA."""


def light(colour):
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in to_rgb(colour)
    ]
    return float(np.dot((0.2126, 0.7152, 0.0722), linear))


def contrast(one, other):
    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)
