"""Everything that takes up a place in a column: nodes, and the passages of lines that cross it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from valuechain.geometry.network import Network

Ints = NDArray[np.intp]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Line:
    """What runs between two nodes, from left to right.

    Attributes:
        left, right: the nodes.
        passages: the items by which it crosses the columns between.
        members: the network's lines in it: two, where one of them runs back.
        weight: how many edges they stand for.
    """

    left: int
    right: int
    passages: tuple[int, ...]
    members: tuple[int, ...]
    weight: int

    @property
    def stations(self) -> tuple[int, ...]:
        """Every item it touches, from left to right."""
        return (self.left, *self.passages, self.right)


@dataclass(frozen=True)
class Grid:
    """A proper layered graph: items in columns, and lines that join neighbouring columns only.

    Attributes:
        nodes: how many of the items are nodes; these are numbered first.
        column: (items,) where each stands.
        place: (items,) its number among the items of its column, which says nothing about their
            order.
        columns: the items of each column.
        lines: one for every two nodes that are joined.
        group: (items,) its group; -1 for none, and for passages. A group also takes up a place,
            without a line, in a column between its nodes where it has none, so that its band can
            pass.
        mark: (items,) whole numbers that depend on nothing but the nodes they belong to; see
            `Network`.
    """

    nodes: int
    column: list[int]
    place: list[int]
    columns: list[list[int]]
    lines: list[Line]
    group: list[int]
    mark: list[int]


def grid(network: Network, columns: Sequence[int], back: Sequence[bool]) -> Grid:
    """The items of a network whose nodes stand in these columns."""
    column = list(columns)
    group = list(network.group) or [-1] * network.nodes
    mark = list(network.mark) or list(range(network.nodes))
    lines = []
    for (left, right), members in _joined(network, back).items():
        passed = range(columns[left] + 1, columns[right])
        passages = tuple(range(len(column), len(column) + len(passed)))
        weight = sum(network.weight[member] for member in members)
        lines.append(Line(left, right, passages, tuple(members), weight))
        column += passed
        mark += [(31 * mark[left] + 17 * mark[right] + i) % 2**32 for i in range(len(passed))]
    group += [-1] * (len(column) - network.nodes)
    for number, missing in _kept(group[: network.nodes], columns):
        column += missing
        group += [number] * len(missing)
        mark += [number] * len(missing)
    inside: list[list[int]] = [[] for _ in range(max(column) + 1)]
    place = []
    for item, at in enumerate(column):
        place.append(len(inside[at]))
        inside[at].append(item)
    return Grid(network.nodes, column, place, inside, lines, group, mark)


def _joined(network: Network, back: Sequence[bool]) -> dict[tuple[int, int], list[int]]:
    """The lines between every two nodes that are joined, by the left and the right one."""
    found: dict[tuple[int, int], list[int]] = {}
    for number, (left, right) in enumerate(zip(network.tail, network.head, strict=True)):
        ends = left, right
        if back[number]:
            ends = right, left
        found.setdefault(ends, []).append(number)
    return found


def _kept(group: Sequence[int], columns: Sequence[int]) -> Iterator[tuple[int, list[int]]]:
    """For every group, the columns between its nodes where it has none."""
    for number in sorted(set(group) - {-1}):
        held = {at for at, own in zip(columns, group, strict=True) if own == number}
        yield number, [at for at in range(min(held), max(held)) if at not in held]
