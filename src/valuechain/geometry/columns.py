"""Which column each node stands in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import networkx

from valuechain.geometry.network import Network

HINT = 1000
"""What each column away from a hint costs, in columns that a line crosses."""


def columns(network: Network, back: Sequence[bool]) -> list[int]:
    """The column of every node, from 0, so that lines cross as few columns as possible in all.

    Every line that closes no loop spans at least one column to the right, and the nodes that are
    last share the last. Least total span is a linear programme, min sum of weight * (x_head -
    x_tail) with x_head - x_tail >= 1, the dual of a flow of least cost (Gansner, Koutsofios, North
    & Vo 1993, *A technique for drawing directed graphs*, section 2): a line that carries flow spans
    just one column, and the longest ways over all lines are the columns. A hint is one more term,
    HINT * abs(x - hint), whose two arcs carry at most HINT.

    Args:
        network: n nodes.
        back: of every line, whether it closes a loop and runs back.

    >>> shop = Network(nodes=3, tail=[0, 1, 0], head=[1, 2, 2], weight=[1, 1, 1], last=[2])
    >>> columns(shop, [False, False, False])
    [0, 1, 2]
    """
    # All last nodes are one, and column 1, from which hints are measured, is another.
    end, start = network.nodes, network.nodes + 1
    vertex = list(range(network.nodes))
    for node in network.last:
        vertex[node] = end
    # More than any line can carry: without a number, some versions of networkx take too small a
    # one for infinite, and what carries more for unbounded.
    most = sum(network.weight) + 2 * HINT * len(network.hints) + 1
    flow: networkx.DiGraph[int] = networkx.DiGraph()
    flow.add_nodes_from(range(network.nodes + 2), demand=0)
    for tail, head, weight in _forward(network, back):
        _span(flow, vertex[tail], vertex[head], weight, most)
    for node in range(network.nodes):
        if not flow.out_degree(node) and vertex[node] == node:
            _span(flow, node, end, 0, most)
    for node, hint in network.hints.items():
        flow.add_edge(start, node, weight=-(hint - 1), capacity=HINT)
        flow.add_edge(node, start, weight=hint - 1, capacity=HINT)
    _, carried = networkx.network_simplex(flow)
    longest = _longest(network.nodes + 2, list(_binding(flow, carried)))
    # Hints can leave columns empty, which are closed.
    held = {at: i for i, at in enumerate(sorted({longest[at] for at in vertex}))}
    return [held[longest[at]] for at in vertex]


def _forward(network: Network, back: Sequence[bool]) -> Iterator[tuple[int, int, int]]:
    """Left end, right end and weight of every line."""
    for tail, head, weight, reverse in zip(
        network.tail, network.head, network.weight, back, strict=True
    ):
        if reverse:
            yield head, tail, weight
        else:
            yield tail, head, weight


def _span(flow: networkx.DiGraph[int], tail: int, head: int, weight: int, most: int) -> None:
    flow.add_edge(tail, head, weight=-1, capacity=most)
    flow.nodes[tail]["demand"] -= weight
    flow.nodes[head]["demand"] += weight


def _binding(
    flow: networkx.DiGraph[int], carried: Mapping[int, Mapping[int, int]]
) -> Iterator[tuple[int, int, int]]:
    """The steps that columns must keep: (from, to, at least so many columns).

    Arcs of hints bind where they carry some, but not all they can.
    """
    for u, v, data in flow.edges(data=True):
        if carried[u][v] < data["capacity"]:
            yield u, v, -data["weight"]
        if carried[u][v]:
            yield v, u, data["weight"]


def _longest(nodes: int, steps: Sequence[tuple[int, int, int]]) -> list[int]:
    """The longest way to every node (Bellman 1958, *On a routing problem*; Ford 1956)."""
    length = [0] * nodes
    changed = True
    while changed:
        changed = False
        for u, v, step in steps:
            if length[u] + step > length[v]:
                length[v] = length[u] + step
                changed = True
    return length
