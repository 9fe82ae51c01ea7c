"""Tests of `geometry.columns`: which column each node stands in."""

import itertools

import pytest

from helpers.layouts import network
from valuechain.geometry.columns import columns
from valuechain.geometry.loops import ways_to_break
from valuechain.geometry.network import Network


@pytest.mark.parametrize("seed", range(30))
def test_columns_have_least_total_span(seed):
    net = network(seed, parties=6, lines=9)
    back = ways_to_break(net, 1)[0]
    turned = [
        (b, a, w) if r else (a, b, w)
        for a, b, w, r in zip(net.tail, net.head, net.weight, back, strict=True)
    ]
    found = columns(net, back)
    best = min(
        sum(w * (x[b] - x[a]) for a, b, w in turned)
        for x in itertools.product(range(6), repeat=6)
        if all(x[b] > x[a] for a, b, _ in turned) and all(x[5] > other for other in x[:5])
    )
    assert all(found[b] > found[a] for a, b, _ in turned)
    assert all(found[5] > other for other in found[:5])
    assert sum(w * (found[b] - found[a]) for a, b, w in turned) == best


def test_a_hint_moves_a_party_as_far_as_its_services_allow():
    net = Network(4, [0, 1, 2], [1, 2, 3], [1, 1, 1], [3], {0: 1, 2: 9})
    assert columns(net, [False] * 3) == [0, 1, 2, 3]  # empty columns are closed
    free = Network(5, [0, 1, 2, 3], [1, 2, 4, 4], [1] * 4, [4], {0: 1, 3: 1})
    assert columns(free, [False] * 4) == [0, 1, 2, 0, 3]
    against = Network(3, [0, 1], [1, 2], [1, 1], [2], {0: 3, 1: 1})
    assert columns(against, [False, False]) == [0, 1, 2]
