"""Which column each node stands in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from valuechain.geometry.least_span import Arc, LeastSpan
from valuechain.geometry.network import Network

HINT = 1000
"""What each column away from a hint costs, in columns that a line crosses."""


def columns(network: Network, back: Sequence[bool]) -> list[int]:
    """The column of every node, from 0, so that lines cross as few columns as possible in all.

    Every line that closes no loop spans at least one column to the right, and the nodes that are
    last share the last. Least total span is a linear programme (Gansner, Koutsofios, North & Vo
    1993, *A technique for drawing directed graphs*, section 2), min sum of weight * (x_head -
    x_tail) with x_head - x_tail >= 1. A hint is one more term, HINT * abs(x - hint): two arcs that
    need not be kept.

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
    arcs, pull = [], [0] * (network.nodes + 2)
    for tail, head, weight in _forward(network, back):
        arcs.append(Arc(vertex[tail], vertex[head], 1))
        pull[vertex[tail]] += weight
        pull[vertex[head]] -= weight
    leading = {arc.tail for arc in arcs}
    ends = [node for node, at in enumerate(vertex) if node == at and node not in leading]
    arcs += [Arc(node, end, 1) for node in ends]
    for node, hint in network.hints.items():
        arcs.append(Arc(start, node, hint - 1, HINT))
        arcs.append(Arc(node, start, 1 - hint, HINT))
    best = LeastSpan(arcs, pull).least()
    # Hints can leave columns empty, which are closed.
    held = {at: i for i, at in enumerate(sorted({best[at] for at in vertex}))}
    return [held[best[at]] for at in vertex]


def _forward(network: Network, back: Sequence[bool]) -> Iterator[tuple[int, int, int]]:
    """Left end, right end and weight of every line."""
    for tail, head, weight, reverse in zip(
        network.tail, network.head, network.weight, back, strict=True
    ):
        if reverse:
            yield head, tail, weight
        else:
            yield tail, head, weight
