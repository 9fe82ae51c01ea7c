"""Tests of `solve.levels`: on which level is each party, and who runs in a loop with whom?"""

import networkx as nx
import numpy as np
import pytest

from valuechain.solve.levels import components, places_by, reached_from


@pytest.mark.parametrize("below", [1, 2, 65_536, 65_537, 2**33])
def test_places_are_those_of_a_stable_sort(below):
    keys = np.random.default_rng(below).integers(0, below, 3000)
    keys[:50] = below - 1  # some the same
    assert places_by(keys, below).tolist() == np.argsort(keys, kind="stable").tolist()
    assert places_by(keys[:0], below).tolist() == []


def by_networkx(parties, tail, head):
    """Members and level of each party's component, by the longest way over the condensation."""
    graph = nx.MultiDiGraph()
    graph.add_nodes_from(range(parties))
    graph.add_edges_from(zip(tail.tolist(), head.tolist(), strict=True))
    whole = nx.condensation(nx.DiGraph(graph))
    level: dict[int, int] = {}
    for node in nx.topological_sort(whole):
        level[node] = max((level[other] + 1 for other in whole.predecessors(node)), default=0)
    return {
        party: (frozenset(whole.nodes[node]["members"]), level[node])
        for party, node in whole.graph["mapping"].items()
    }


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(("parties", "depth"), [(40, 5), (900, 3), (900, 9), (5000, 60)])
def test_components_and_levels_are_those_of_the_condensation(parties, depth, seed):
    """Wide ones are peeled level by level, narrow ones party by party, most of these both ways."""
    random = np.random.default_rng(seed)
    place = random.integers(0, depth, parties)
    tail, head = random.integers(0, parties, (2, 3 * parties))
    forward = place[tail] < place[head]
    back = (random.random(len(tail)) < 0.002 * (seed % 3)) & (tail != head)
    tail, head = tail[forward | back], head[forward | back]
    component, size, level = components(parties, tail, head)
    for party, (members, high) in by_networkx(parties, tail, head).items():
        own = component[party]
        assert set(np.flatnonzero(component == own).tolist()) == members
        assert (size[own], level[own]) == (len(members), high)


def test_who_is_reached_is_who_networkx_reaches():
    random = np.random.default_rng(3)
    tail, head = random.integers(0, 200, (2, 220))
    graph = nx.DiGraph(list(zip(tail.tolist(), head.tolist(), strict=True)))
    graph.add_nodes_from(range(200))
    start = np.zeros(200, dtype=bool)
    start[[3, 77]] = True
    found = {3, 77} | nx.descendants(graph, 3) | nx.descendants(graph, 77)
    assert set(np.flatnonzero(reached_from(start, tail, head)).tolist()) == found
