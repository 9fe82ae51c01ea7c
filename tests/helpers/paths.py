"""Where does the path of an SVG lead?"""

import re

import numpy as np


def absolute(path):
    """The places that an SVG path of M, h, v, l, q, c and z leads through, in points."""
    here = start = np.zeros(2)
    found = []
    for letter, numbers in re.findall(r"([Mhvlqcz])([^Mhvlqcz]*)", path):
        values = [float(number) for number in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", numbers)]
        if letter in "hv":
            values = [
                number for value in values for number in {"h": (value, 0), "v": (0, value)}[letter]
            ]
        ends = {"q": 2, "c": 3}.get(letter, 1)
        for step in np.reshape(values, (-1, ends, 2)):  # a letter may be followed by several steps
            found.extend(step if letter == "M" else step + here)
            here = found[-1]
        here = start if letter == "z" else here
        start = here if letter == "M" else start
    return np.array(found)
