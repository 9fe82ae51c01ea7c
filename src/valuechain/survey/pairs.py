"""How did the answers of the same people change? Person by person, from one wave to another."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Pairs:
    """Changes of the answers of people who answered both times.

    Attributes:
        people: how many they are.
        part: of the smaller of both waves, the share that they are, 0..1.
        rise: by how much more satisfied they are on average, -1..1.
        error: standard error of that; ``None`` where fewer than two are known.
    """

    people: int
    part: float
    rise: float
    error: float | None


def pairs(before: Mapping[int, float], after: Mapping[int, float]) -> Pairs:
    """Compare the answers of each person.

    Args:
        before: satisfaction by person then, 0..1.
        after: the same now.

    >>> pairs({1: 0.5, 2: 0.25, 3: 0.5}, {1: 0.75, 2: 0.75, 4: 1.0})
    Pairs(people=2, part=0.6666666666666666, rise=0.375, error=0.125)
    """
    both = before.keys() & after.keys()
    smaller = min(len(before), len(after))
    if not both:
        return Pairs(0, 0.0, 0.0, None)
    rises = np.array([after[person] - before[person] for person in sorted(both)])
    error = None
    if len(rises) > 1:
        error = float(rises.std(ddof=1) / math.sqrt(len(rises)))
    return Pairs(len(rises), len(rises) / smaller, float(rises.mean()), error)
