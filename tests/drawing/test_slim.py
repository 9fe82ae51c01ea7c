"""Tests of `drawing.slim`: an SVG of matplotlib's, in fewer letters."""

import random
import re

import numpy as np

from helpers.paths import absolute
from valuechain.drawing.slim import slim


def test_neighbours_that_look_alike_say_so_once():
    texts = "\n".join(f'<text style="fill: red" x="{i}" y="2">{i}</text>' for i in range(3))
    assert slim(texts).count("fill:red") == 1
    assert slim(texts.rpartition("\n")[0]).count("fill:red") == 2


def test_short_paths_lead_through_the_same_places():
    rng = random.Random(1)
    numbers = [round(rng.uniform(-3000, 3000), 6) for _ in range(12)]
    a, b, c, d, e, f, g, h, i, j, k, m = numbers
    long = f"M {a} {b} \nL {c} {b} \nC {d} {e} {f} {g} {h} {i} \nL {h} {j} \nQ {k} {m} {a} {a} \nz\nM {b} {c} L {d} {d}"
    found = re.search('d="(.*?)"', slim(f'<path d="{long}" style="fill: none"/>'))[1]
    wanted = [(a, b), (c, b), (d, e), (f, g), (h, i), (h, j), (k, m), (a, a), (b, c), (d, d)]
    assert np.abs(absolute(found) - np.array(wanted)).max() <= 0.0501
    assert len(found) < 0.8 * len(long)
    assert slim('a text that says d="M 1 2"') == 'a text that says d="M 1 2"'
