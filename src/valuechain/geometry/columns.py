"""Which column each party stands in."""

from __future__ import annotations

from collections.abc import Sequence

import networkx

from valuechain.geometry.network import Network

HINT = 1000
"""What each column away from a hint costs, in columns that a line crosses."""


def columns(network: Network, back: Sequence[bool]) -> list[int]:
    """The column of every party, from 0, so that lines cross as few columns as possible in all.

    Every line that closes no loop spans at least one column to the right, and the external
    customers share the last. Least total span is a linear programme, min sum of weight * (x_head -
    x_tail) with x_head - x_tail >= 1, the dual of a flow of least cost (Gansner, Koutsofios, North
    & Vo 1993, *A technique for drawing directed graphs*, section 2): a line that carries flow spans
    just one column, and the longest ways over all lines are the columns. A hint is one more term,
    HINT * abs(x - hint), whose two arcs carry at most HINT.

    Args:
        network: n parties.
        back: of every line, whether it closes a loop and runs back.

    >>> shop = Network(parties=3, tail=[0, 1, 0], head=[1, 2, 2], weight=[1, 1, 1], customers=[2])
    >>> columns(shop, [False, False, False])
    [0, 1, 2]
    """
    end, start = (
        network.parties,
        network.parties + 1,
    )  # all customers as one; and column 1, from which hints are measured
    ends_here = set(network.customers)
    node = [end if party in ends_here else party for party in range(network.parties)]
    flow: networkx.DiGraph[int] = networkx.DiGraph()
    flow.add_nodes_from(range(network.parties + 2), demand=0)
    for tail, head, weight, reverse in zip(
        network.tail, network.head, network.weight, back, strict=True
    ):
        _span(flow, *((node[head], node[tail]) if reverse else (node[tail], node[head])), weight)
    for party in range(network.parties):
        if not flow.out_degree(party) and node[party] == party:
            _span(flow, party, end, 0)
    for party, hint in network.hints.items():
        flow.add_edge(start, party, weight=-(hint - 1), capacity=HINT)
        flow.add_edge(party, start, weight=hint - 1, capacity=HINT)
    _, carried = networkx.network_simplex(flow)
    # Arcs of hints bind where they carry some, but not all they can.
    steps = [(u, v, 1) for u, v, data in flow.edges(data=True) if "capacity" not in data]
    steps += [(v, u, -1) for u, v, _ in steps if carried[u][v]]
    for u, v, data in flow.edges(data=True):
        if "capacity" in data:
            steps += [(u, v, -data["weight"])] if carried[u][v] < HINT else []
            steps += [(v, u, data["weight"])] if carried[u][v] else []
    longest = _longest(network.parties + 2, steps)
    held = {
        at: i for i, at in enumerate(sorted({longest[at] for at in node}))
    }  # hints can leave columns empty
    return [held[longest[at]] for at in node]


def _span(flow: networkx.DiGraph[int], tail: int, head: int, weight: int) -> None:
    flow.add_edge(tail, head, weight=-1)
    flow.nodes[tail]["demand"] -= weight
    flow.nodes[head]["demand"] += weight


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
