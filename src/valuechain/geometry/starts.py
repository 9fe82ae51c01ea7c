"""Orders to start the search from: different ways to see who belongs beside one another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from valuechain.geometry.grid import Floats, Grid, Ints

ROUNDS = 100
"""Steps of the power iteration; more make the starts no better."""


def starts(grid: Grid, most: int) -> Floats:
    """(most, items) keys: smaller stands further up.

    The first two are spectral, then come walks, then seeded chance.

    >>> from valuechain.geometry.network import Network
    >>> from valuechain.geometry.grid import grid
    >>> starts(grid(Network(2, [0], [1], [1]), [0, 1], [False]), 3).shape
    (3, 2)
    """
    known: list[Callable[[], Floats]] = [
        lambda: _spectral(grid, 0),
        lambda: _spectral(grid, 1),
        lambda: _walk(grid, [-at for at in grid.column]),
        lambda: _walk(grid, grid.column),
    ]
    if most < 5:  # then chance is worth more than a second walk
        known.pop()
    chosen = [found() for found in known[:most]]
    return np.stack(chosen + [_chance(grid, seed) for seed in range(most - len(chosen))])


def _spectral(grid: Grid, which: int) -> Floats:
    """An eigenvector of the grid's walk matrix that varies within columns (Koren 2005).

    By power iteration: repeatedly, every item moves halfway to the mean of its neighbours (*Drawing
    graphs by eigenvectors*, Computers and Mathematics with Applications 49); the mean of every
    column is taken out, so that what is left orders within columns.
    """
    items = len(grid.column)
    left, right, weight = _segments(grid)
    degree = np.maximum(np.bincount(left, weight, items) + np.bincount(right, weight, items), 1e-9)
    column = np.array(grid.column)
    total = np.bincount(column, degree)
    found: list[Floats] = []
    for number in range(which + 1):
        y = _chance(grid, number) - 0.5
        for _ in range(ROUNDS):
            y = y - (np.bincount(column, degree * y) / total)[column]
            for other in found:
                y = y - _share(y, other, degree) * other
            near = np.bincount(left, weight * y[right], items) + np.bincount(
                right, weight * y[left], items
            )
            y = (y + near / degree) / 2
            y /= max(np.abs(y).max(), 1e-9)
        found.append(np.round(y, 9) + 0.0)  # what is left of it is noise
    return found[-1]


def _share(y: Floats, other: Floats, degree: Floats) -> float:
    """How much of another vector there is in this one."""
    return float((degree * other * y).sum() / max((degree * other * other).sum(), 1e-300))


def _segments(grid: Grid) -> tuple[Ints, Ints, Floats]:
    pairs = [
        (a, b, line.weight)
        for line in grid.lines
        for a, b in zip(line.stations, line.stations[1:], strict=False)
    ]
    left, right, weight = np.array(pairs, dtype=np.intp).reshape(-1, 3).T
    return left, right, weight.astype(float)


def _walk(grid: Grid, urgency: Sequence[int]) -> Floats:
    """The order in which a breadth-first walk meets the items, from the least urgency on."""
    near: list[list[int]] = [[] for _ in grid.column]
    for line in grid.lines:
        for a, b in zip(line.stations, line.stations[1:], strict=False):
            near[a].append(b)
            near[b].append(a)
    met: dict[int, None] = {}
    for root in sorted(range(len(grid.column)), key=lambda item: (urgency[item], item)):
        for item in _breadth_first(root, near, met):
            met[item] = None
    keys = np.empty(len(met))
    keys[list(met)] = np.arange(len(met))
    return keys


def _breadth_first(root: int, near: list[list[int]], met: dict[int, None]) -> Iterator[int]:
    if root in met:
        return
    seen, waiting = {root}, [root]
    for item in waiting:
        yield item
        fresh = [other for other in near[item] if other not in seen and other not in met]
        seen.update(fresh)
        waiting += dict.fromkeys(fresh)


def _chance(grid: Grid, seed: int) -> Floats:
    """A number from 0 to 1 for every item, from its mark and the seed.

    The mixing step of Steele, Lea & Flood 2014, SplitMix.
    """
    start = np.uint64((seed + 1) * 0x9E3779B97F4A7C15 % 2**64)
    mixed = np.array(grid.mark, dtype=np.uint64) + start
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    return np.asarray((mixed ^ (mixed >> np.uint64(31))) / 2.0**64)
