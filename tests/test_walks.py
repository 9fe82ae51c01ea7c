"""Walks, against networkx."""

from itertools import pairwise

import networkx
from hypothesis import given
from hypothesis import strategies as st

from valuechain.walks import beyond, circles, following, reached, strong_components

NODES = range(8)
PAIRS = st.lists(st.tuples(st.sampled_from(NODES), st.sampled_from(NODES)), max_size=24)
STARTS = st.lists(st.sampled_from(NODES), max_size=3)


def drawn(pairs):
    graph = networkx.DiGraph(pairs)
    graph.add_nodes_from(NODES)
    return graph


@given(PAIRS)
def test_a_graph_has_each_pair_in_its_order(pairs):
    graph = following(pairs)
    assert [(tail, head) for tail in graph for head in graph[tail]] == sorted(
        pairs, key=lambda pair: list(dict.fromkeys(tail for tail, _ in pairs)).index(pair[0])
    )


@given(PAIRS, STARTS)
def test_reached_is_whatever_a_way_leads_to(pairs, starts):
    graph = drawn(pairs)
    expected = set(starts).union(*(networkx.descendants(graph, start) for start in starts))
    assert set(reached(starts, following(pairs))) == expected


@given(PAIRS, st.sampled_from(NODES))
def test_the_nearest_are_reached_first(pairs, start):
    steps = networkx.single_source_shortest_path_length(drawn(pairs), start)
    walked = [steps[node] for node in reached([start], following(pairs))]
    assert walked == sorted(walked)


@given(PAIRS, STARTS)
def test_beyond_takes_at_least_one_step(pairs, starts):
    graph = drawn(pairs)
    first = {node for start in starts for node in graph.successors(start)}
    expected = first.union(*(networkx.descendants(graph, node) for node in first))
    assert set(beyond(starts, following(pairs))) == expected


@given(PAIRS)
def test_circles_are_circles_apart_and_none_is_left_without_them(pairs):
    graph, found = drawn(pairs), list(circles(NODES, following(pairs)))
    for circle in found:
        assert all(graph.has_edge(*step) for step in pairwise([*circle, circle[0]]))
    told = [node for circle in found for node in circle]
    assert len(told) == len(set(told))
    graph.remove_nodes_from(told)
    assert networkx.is_directed_acyclic_graph(graph)


def test_a_long_way_is_walked():
    length = 100_000
    line = {node: [node + 1] for node in range(length)}
    assert len(reached([0], line)) == length + 1
    assert list(circles([0], line)) == []
    assert list(circles([0], line | {length: [0]})) == [list(range(length + 1))]


@given(PAIRS)
def test_strong_components_are_those_of_networkx(pairs):
    found = list(strong_components(following(pairs)))
    expected = networkx.strongly_connected_components(networkx.DiGraph(pairs))
    assert sorted(map(sorted, found)) == sorted(map(sorted, expected))
