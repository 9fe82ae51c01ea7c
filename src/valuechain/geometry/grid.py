"""Everything that takes up a place in a column: parties, and the passages of the lines that cross it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from valuechain.geometry.network import Network

Ints = NDArray[np.intp]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Line:
    """What runs between two parties, from left to right: the network's lines in it (two, where one of them runs back)."""

    left: int
    right: int
    passages: tuple[int, ...]
    members: tuple[int, ...]
    weight: int
    """How many services they stand for."""

    @property
    def stations(self) -> tuple[int, ...]:
        """Every item it touches, from left to right."""
        return (self.left, *self.passages, self.right)


@dataclass(frozen=True)
class Grid:
    """Items in columns, numbered parties first; a proper layered graph, in which lines join neighbouring columns only.

    Attributes:
        parties: how many of the items are parties.
        column: (items,) where each stands.
        place: (items,) its number among the items of its column, which says nothing about their
            order.
        columns: the items of each column.
        lines: one for every two parties that are joined.
        group: (items,) its department; -1 for none, and for passages. A department also takes up a
            place, without a line, in a column between its parties where it has none, so that its
            band can pass.
    """

    parties: int
    column: list[int]
    place: list[int]
    columns: list[list[int]]
    lines: list[Line]
    group: list[int]
    mark: list[int]
    """(items,) whole numbers that depend on nothing but the parties they belong to; see `Network`."""


def grid(network: Network, columns: Sequence[int], back: Sequence[bool]) -> Grid:
    """The items of a network whose parties stand in these columns."""
    column = list(columns)
    group = list(network.group) or [-1] * network.parties
    between: dict[tuple[int, int], list[int]] = {}
    for number, (tail, head, reverse) in enumerate(
        zip(network.tail, network.head, back, strict=True)
    ):
        between.setdefault((head, tail) if reverse else (tail, head), []).append(number)
    mark = list(network.mark) or list(range(network.parties))
    lines = []
    for (left, right), members in between.items():
        passed = range(columns[left] + 1, columns[right])
        passages = tuple(range(len(column), len(column) + len(passed)))
        lines.append(
            Line(
                left,
                right,
                passages,
                tuple(members),
                sum(network.weight[member] for member in members),
            )
        )
        column += passed
        mark += [(31 * mark[left] + 17 * mark[right] + i) % 2**32 for i in range(len(passed))]
    group += [-1] * (len(column) - network.parties)
    for department in sorted(set(group) - {-1}):
        held = {columns[party] for party in range(network.parties) if group[party] == department}
        missing = [at for at in range(min(held), max(held)) if at not in held]
        column += missing
        group += [department] * len(missing)
        mark += [department] * len(missing)
    inside: list[list[int]] = [[] for _ in range(max(column) + 1)]
    place = []
    for item, at in enumerate(column):
        place.append(len(inside[at]))
        inside[at].append(item)
    return Grid(network.parties, column, place, inside, lines, group, mark)
