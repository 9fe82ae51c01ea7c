"""Which lines run back: loops are broken before anything can stand left of anything."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import numpy as np

from valuechain.geometry.grid import Floats
from valuechain.geometry.network import Network
from valuechain.walks import following, reached, strong_components


def ways_to_break(network: Network, most: int) -> list[list[bool]]:
    """Up to `most` different choices of the lines that run back.

    First comes what runs against the flow, then what searches meet. Nodes of the last column are in
    no loop. A line that closes no loop never runs back.

    >>> ring = Network(nodes=3, tail=[0, 1, 1], head=[1, 0, 2], weight=[1, 1, 1], last=[2])
    >>> ways_to_break(ring, 1)
    [[False, True, False]]
    """
    graph = following(zip(network.tail, network.head, strict=True))
    loops = [set(found) for found in strong_components(graph) if len(found) > 1]
    if not loops:
        return [[False] * len(network.tail)]
    ways = [_against_the_flow(network, graph, loops)]
    if network.hints:
        return ways
    for seed in range(3 * (most - 1)):
        found = _met_again(network, seed)
        if found not in ways and len(ways) < most:
            ways.append(found)
    return ways


def _against_the_flow(
    network: Network, graph: dict[int, list[int]], loops: list[set[int]]
) -> list[bool]:
    """The lines that lead to a lower level and without which there is a loop.

    The steepest are kept longest.
    """
    level = _levels(network)
    back: set[tuple[int, int]] = set()
    for loop in loops:
        order = sorted(loop, key=lambda node: (level[node], node))
        pairs = sorted((u, v) for u in loop for v in graph[u] if v in loop)
        back |= _running_back(pairs, order, level)
    return [pair in back for pair in zip(network.tail, network.head, strict=True)]


def _running_back(
    pairs: list[tuple[int, int]], order: list[int], level: list[float]
) -> set[tuple[int, int]]:
    """The lines within a loop that run back where its nodes stand in this order."""
    place = {node: i for i, node in enumerate(order)}
    forward = following((u, v) for u, v in pairs if place[u] < place[v])
    downward = [(u, v) for u, v in pairs if place[u] > place[v]]
    back = set()
    for u, v in sorted(downward, key=lambda pair: level[pair[0]] - level[pair[1]]):
        if u in reached([v], forward):
            back.add((u, v))
        else:
            forward.setdefault(u, []).append(v)
    return back


def _levels(network: Network) -> list[float]:
    """Trophic levels: every head as nearly as possible one above its tail.

    They minimise the sum of weight * (level_head - level_tail - 1)^2 (MacKay, Johnson & Sansom
    2020, *How directed is a directed network?*, Royal Society Open Science 7). A column hint counts
    as a level that is known.
    """
    tail, head = np.array(network.tail), np.array(network.head)
    weight = np.array(network.weight, dtype=float)
    inward: Floats = np.bincount(head, weight, network.nodes).astype(float)
    outward: Floats = np.bincount(tail, weight, network.nodes).astype(float)
    excess, diagonal = inward - outward, inward + outward
    # A level is known up to a constant for each component; a weak pull towards 0 settles it.
    pull = np.full(network.nodes, 1e-9 * weight.sum())
    for node, column in network.hints.items():
        pull[node] = 1e6 * weight.sum()
        excess[node] += pull[node] * column

    def laplacian(level: Floats) -> Floats:
        near = np.bincount(head, weight * level[tail], network.nodes) + np.bincount(
            tail, weight * level[head], network.nodes
        )
        return np.asarray((diagonal + pull) * level - near)

    found: list[float] = np.round(_solved(laplacian, diagonal + pull, excess), 6).tolist()
    return found


def _solved(matrix: Callable[[Floats], Floats], diagonal: Floats, wanted: Floats) -> Floats:
    """X with matrix(x) = wanted, by preconditioned conjugate gradients (Hestenes & Stiefel 1952).

    Sparse at any size; and a dense solve would wake the threads of the linear algebra below numpy,
    which then spin.
    """
    x = np.zeros_like(wanted)
    rest = wanted.copy()
    step = rest / diagonal
    size = float((rest * step).sum())
    steps = 2 * len(wanted)
    while size > 1e-18 and steps:
        steps -= 1
        image = matrix(step)
        length = size / float((step * image).sum())
        x += length * step
        rest -= length * image
        scaled = rest / diagonal
        before, size = size, float((rest * scaled).sum())
        step = scaled + size / before * step
    return x


def _met_again(network: Network, seed: int) -> list[bool]:
    """The lines that lead back into the way a depth-first search came.

    It starts at sources, and goes on in an order drawn from the seed.
    """
    order = list(range(network.nodes))
    random.Random(seed).shuffle(order)  # noqa: S311  for variety, the same everywhere
    out: list[list[tuple[int, int]]] = [[] for _ in order]
    served = set(network.head)
    for line in sorted(range(len(network.tail)), key=lambda line: order[network.head[line]]):
        out[network.tail[line]].append((network.head[line], line))
    back = [False] * len(network.tail)
    state = [0] * network.nodes
    for root in sorted(range(network.nodes), key=lambda node: (node in served, order[node])):
        if state[root] == 0:
            _search(root, out, state, back)
    return back


def _search(
    root: int, out: list[list[tuple[int, int]]], state: list[int], back: list[bool]
) -> None:
    """Walk from a root; a node's state is 0 before, 1 while on the way, 2 after."""
    way: list[tuple[int, Iterator[tuple[int, int]]]] = [(root, iter(out[root]))]
    state[root] = 1
    while way:
        node, rest = way[-1]
        for other, line in rest:
            back[line] = state[other] == 1
            if state[other] == 0:
                state[other] = 1
                way.append((other, iter(out[other])))
                break
        else:
            state[node] = 2
            way.pop()
