"""Tests of `geometry.order`: who stands above whom within a column, so that few lines cross."""

import itertools

import numpy as np
import pytest

import valuechain as vc
from helpers.layouts import network
from organisations import faults, inversions, organisation
from valuechain.geometry.columns import columns
from valuechain.geometry.grid import grid
from valuechain.geometry.loops import ways_to_break
from valuechain.geometry.order import Orders, ordered
from valuechain.geometry.starts import starts


@pytest.mark.parametrize("seed", range(25))
def test_crossings_are_counted_right_and_the_best_order_is_found_in_small_grids(seed):
    net = network(seed, parties=7, lines=11)
    back = ways_to_break(net, 1)[0]
    items = grid(net, columns(net, back), back)
    found, position = ordered(items, starts(items, 24))
    order = [
        np.array(column)[np.argsort(p)].tolist()
        for column, p in zip(items.columns, position, strict=True)
    ]
    assert found == inversions(items, order)
    if (
        np.prod([np.prod(range(1, len(column) + 1)) for column in items.columns], dtype=float)
        < 3000
    ):
        best = min(
            inversions(items, every)
            for every in itertools.product(*(itertools.permutations(c) for c in items.columns))
        )
        assert found == best


@pytest.mark.parametrize("departments", [False, True])
def test_moving_parties_keeps_the_count_and_never_makes_it_worse(departments):
    net = network(
        5,
        parties=14,
        lines=30,
        **({"group": [i % 3 for i in range(12)] + [-1, -1]} if departments else {}),
    )
    back = ways_to_break(net, 1)[0]
    items = grid(net, columns(net, back), back)
    orders = Orders(items, starts(items, 5))
    orders.gather()
    orders.measure()
    before = orders.crossings()
    for party in [*range(14), *range(14)]:
        orders.move(party)
        after = orders.crossings()
        assert (after <= before).all()
        before = after
    for i in range(5):
        order = [
            np.array(column)[np.argsort(p[i])].tolist()
            for column, p in zip(items.columns, orders.position, strict=True)
        ]
        assert inversions(items, order) == after[i]
        for column in order:
            assert departments is False or _departments_in_one_piece(items, column)


def _departments_in_one_piece(items, column):
    groups = [
        items.group[item] if items.group[item] >= 0 else -2 - item
        for item in column
        if item < items.nodes or items.group[item] >= 0
    ]
    return len(list(itertools.groupby(groups))) == len(set(groups))


def test_grids_too_large_to_move_parties_are_still_ordered(monkeypatch):
    monkeypatch.setattr("valuechain.geometry.order.MOST_WORK", 3)
    chain = organisation(1)
    assert not any(faults(chain, vc.layout(chain)).values())
