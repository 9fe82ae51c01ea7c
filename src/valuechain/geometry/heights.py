"""How high everything stands: lines as short and as straight as the order of columns allows."""

from __future__ import annotations

from collections.abc import Sequence

SWEEPS = 8
"""Times that every column is placed anew."""

Pull = tuple[int, float, float]
"""Towards which item, how much lower than that one, and how strongly."""


def heights(
    columns: Sequence[Sequence[int]],
    apart: Sequence[Sequence[float]],
    pulls: Sequence[Sequence[Pull]],
) -> list[float]:
    """The height of every item, downward.

    Each item wants to be at the weighted median of where its neighbours would have it, the place of
    least total length; in every column these wishes are met as well as the distances to keep allow,
    in the least-squares sense. Columns are placed one after the other, to the right and back, as
    often as it takes.

    Args:
        columns: the items of each column, from top to bottom.
        apart: for each column, how far each item must at least be below the one before it (the
            first: any number).
        pulls: of every item.

    >>> heights([[0, 1], [2]], [[0, 10], [0]], [[(2, 0, 1)], [(2, 0, 1)], [(0, 0, 1), (1, 0, 1)]])
    [-5.0, 5.0, 0.0]
    """
    height = [0.0] * len(pulls)
    for items, distances in zip(columns, apart, strict=True):
        below = 0.0
        for item, distance in zip(items, distances, strict=True):
            below += distance
            height[item] = below
        for item in items:
            height[item] -= below / 2
    there = range(len(columns))
    for sweep in range(SWEEPS):
        for at in there if sweep % 2 == 0 else reversed(there):
            items = columns[at]
            wanted = [
                _median(
                    [(height[other] + lower, strength) for other, lower, strength in pulls[item]],
                    height[item],
                )
                for item in items
            ]
            strength = [sum(pull[2] for pull in pulls[item]) or 0.01 for item in items]
            for item, placed in zip(items, kept_apart(wanted, strength, apart[at]), strict=True):
                height[item] = placed
    return height


def _median(wishes: list[tuple[float, float]], now: float) -> float:
    """The weighted median; of a whole interval, the place nearest to the present one."""
    if not wishes:
        return now
    wishes.sort()
    half = sum(strength for _, strength in wishes) / 2
    passed, i = wishes[0][1], 0
    while passed < half:
        i += 1
        passed += wishes[i][1]
    wish = wishes[i][0]
    return min(max(now, wish), wishes[i + 1][0]) if passed == half else wish


def kept_apart(
    wanted: Sequence[float], strength: Sequence[float], apart: Sequence[float]
) -> list[float]:
    """The places nearest to those wanted that keep the distances, by weighted squares.

    Less the distances, it is isotonic regression, solved by pooling adjacent violators (Ayer,
    Brunk, Ewing, Reid & Silverman 1955).

    >>> kept_apart([0, 0, 20], [1, 1, 1], [0, 10, 10])
    [-5.0, 5.0, 20.0]
    """
    pools: list[tuple[float, float, int]] = []  # each a mean, its weight, and how many are in it
    offset, offsets = 0.0, []
    for i, (wish, weight) in enumerate(zip(wanted, strength, strict=True)):
        offset += apart[i] if i else 0.0
        offsets.append(offset)
        mean, total, count = wish - offset, weight, 1
        while pools and pools[-1][0] > mean:
            before, heavy, many = pools.pop()
            mean = (before * heavy + mean * total) / (heavy + total)
            total += heavy
            count += many
        pools.append((mean, total, count))
    placed = [mean for mean, _, count in pools for _ in range(count)]
    return [place + offset for place, offset in zip(placed, offsets, strict=True)]
