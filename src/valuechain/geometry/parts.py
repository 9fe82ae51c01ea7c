"""The parts of a graph that nothing joins, and in each the order of all columns."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from valuechain.geometry.columns import columns
from valuechain.geometry.graph import Graph, Node
from valuechain.geometry.grid import Grid, Ints, Line, grid
from valuechain.geometry.loops import ways_to_break
from valuechain.geometry.network import Network
from valuechain.geometry.order import ordered
from valuechain.geometry.starts import starts
from valuechain.walks import following, reached

FEW = 30
"""Nodes up to which several ways to break loops are tried."""
PASSAGE = 0.15
"""How many crossings a passage through a column is worth, where ways to break loops compete."""

Bundles = Mapping[tuple[int, int], list[int]]
"""The numbers of the edges between every two nodes that are joined, by the numbers of these."""


@dataclass(frozen=True)
class Part:
    """Nodes that belong together, in ordered columns.

    Attributes:
        numbers: of its nodes in the graph; the nodes of the grid, in this order.
        bundles: for each line of the network, the numbers of its edges in the graph.
        grid: nodes and passages in columns.
        order: the items of each column, from top to bottom.
        end: the column of the nodes that are last.
    """

    numbers: list[int]
    bundles: list[list[int]]
    grid: Grid
    order: list[list[int]]
    end: int

    def edges(self, line: Line) -> list[int]:
        """The edges in a line, from top to bottom, the same all the way."""
        return sorted(edge for member in line.members for edge in self.bundles[member])


def parts(graph: Graph) -> list[Part]:
    """Every part of a graph laid out by itself.

    The largest comes first; nodes without any edge come together, last.
    """
    number = {node.id: i for i, node in enumerate(graph.nodes)}
    bundles: dict[tuple[int, int], list[int]] = {}
    for i, edge in enumerate(graph.edges):
        bundles.setdefault((number[edge.tail], number[edge.head]), []).append(i)
    found = _together(graph, bundles)
    laid = [
        _part(graph, numbers, bundles)
        for numbers in sorted(found, key=lambda numbers: (-len(numbers), numbers))
        if len(numbers) > 1
    ]
    alone = sorted(numbers[0] for numbers in found if len(numbers) == 1)
    if alone:
        laid.append(_apart(graph, alone, max((part.end for part in laid), default=2)))
    return laid


def _together(graph: Graph, bundles: Bundles) -> list[list[int]]:
    """The numbers of the nodes that edges or groups join."""
    pairs: list[tuple[int | str, int | str]] = list(bundles)
    pairs += [(i, node.group) for i, node in enumerate(graph.nodes) if node.group]
    joined = following([*pairs, *((head, tail) for tail, head in pairs)])
    found: list[list[int]] = []
    met: set[int | str] = set()
    for i in range(len(graph.nodes)):
        if i not in met:
            together = reached([i], joined)
            met.update(together)
            found.append(sorted(node for node in together if isinstance(node, int)))
    return found


def _part(graph: Graph, numbers: list[int], bundles: Bundles) -> Part:
    place = {number: i for i, number in enumerate(numbers)}
    own = sorted((ends, edges) for ends, edges in bundles.items() if ends[0] in place)
    network = _network(
        [graph.nodes[number] for number in numbers],
        [((place[tail], place[head]), len(edges)) for (tail, head), edges in own],
    )
    _, items, position = min(_tries(network), key=lambda found: found[0])
    end = max(items.column) + (not network.last)
    return Part(numbers, [edges for _, edges in own], items, _turned(items, position), end)


def _tries(network: Network) -> Iterator[tuple[tuple[float, int], Grid, list[Ints]]]:
    """Cost, items and their positions, for each of some ways to break loops."""
    small = network.nodes <= FEW and len(network.tail) <= 4 * FEW
    for back in ways_to_break(network, most=4 if small else 1):
        items = grid(network, columns(network, back), back)
        size = len(items.column)
        crossings, position = ordered(items, starts(items, min(24, max(2, 3000 // size))))
        yield (crossings + PASSAGE * size, size), items, position


def _network(nodes: Sequence[Node], bundles: Sequence[tuple[tuple[int, int], int]] = ()) -> Network:
    groups = {name: i for i, name in enumerate(sorted({node.group for node in nodes} - {""}))}
    return Network(
        nodes=len(nodes),
        tail=[tail for (tail, _), _ in bundles],
        head=[head for (_, head), _ in bundles],
        weight=[edges for _, edges in bundles],
        last=[i for i, node in enumerate(nodes) if node.last],
        hints={i: node.column for i, node in enumerate(nodes) if node.column},
        group=[groups.get(node.group, -1) for node in nodes],
        mark=[zlib.crc32(node.id.encode()) for node in nodes],
    )


def _turned(items: Grid, position: list[Ints]) -> list[list[int]]:
    """The items in order, the right way up.

    An order and its mirror image are as good; which one it is must not change when a node is added.
    It is the one in which small marks stand rather above.
    """
    mean = sum(items.mark[: items.nodes]) / items.nodes
    drift = 0.0
    for column, places in zip(items.columns, position, strict=True):
        heights = (places + 0.5) / len(places) - 0.5
        drift += sum(
            height * (items.mark[item] - mean)
            for item, height in zip(column, heights.tolist(), strict=True)
            if item < items.nodes
        )
    order = [
        np.array(column)[np.argsort(places)].tolist()
        for column, places in zip(items.columns, position, strict=True)
    ]
    if drift >= -1e-9:
        return order
    return [column[::-1] for column in order]


def _apart(graph: Graph, alone: list[int], end: int) -> Part:
    """Nodes that no edge touches, spread over the columns."""
    nodes = [graph.nodes[number] for number in alone]
    column = [i % max(1, end) for i in range(len(alone))]
    for i, node in enumerate(nodes):
        if node.last:
            column[i] = end
    items = grid(_network(nodes), column, [])
    return Part(alone, [], items, items.columns, end)
