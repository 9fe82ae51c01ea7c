"""Tests of `geometry.loops`: which lines run back: loops are broken before anything can stand left of anything."""

import networkx
import pytest

from helpers.layouts import network
from valuechain.geometry.loops import ways_to_break
from valuechain.geometry.network import Network


@pytest.mark.parametrize("seed", range(40))
def test_what_is_left_has_no_loop_and_nothing_runs_back_without_need(seed):
    net = network(seed, parties=8, lines=20)
    graph = networkx.DiGraph(list(zip(net.tail, net.head, strict=True)))
    ways = ways_to_break(net, 4)
    assert len({tuple(way) for way in ways}) == len(ways)
    for back in ways:
        turned = [(b, a) if r else (a, b) for a, b, r in zip(net.tail, net.head, back, strict=True)]
        assert networkx.is_directed_acyclic_graph(networkx.DiGraph(turned))
        for a, b, reverse in zip(net.tail, net.head, back, strict=True):
            assert not reverse or networkx.has_path(graph, b, a)
            if reverse:  # put forward again, it would close a loop
                rest = networkx.DiGraph(
                    [(u, v) for u, v, r in zip(net.tail, net.head, back, strict=True) if not r]
                )
                assert b in rest
                assert a in rest
                assert networkx.has_path(rest, b, a)


def test_the_line_against_the_flow_runs_back():
    # 0 -> 1 -> 2 -> 3 -> customer, and 3 -> 1: turning that one round is what anybody would do
    net = Network(5, [0, 1, 2, 3, 3], [1, 2, 3, 4, 1], [1] * 5, [4])
    assert ways_to_break(net, 1) == [[False, False, False, False, True]]


def test_hints_decide_where_a_loop_is_broken():
    net = Network(4, [0, 1, 2, 2], [1, 2, 0, 3], [1] * 4, [3], {1: 1, 2: 2, 0: 3})
    assert ways_to_break(net, 4) == [[True, False, False, False]]
