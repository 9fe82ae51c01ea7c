"""Tests of `geometry.least_span`, against the linear programme solved by HiGHS, and the places furthest left."""

import math
import random

import numpy as np
import pytest
from scipy import optimize

from valuechain.geometry.least_span import Arc, LeastSpan, longest


def programme(seed, vertices=9):
    """Strict arcs from left to right, arcs that may fall short, and the pull of weights."""
    rng = random.Random(seed)
    arcs, pull = [], [0] * vertices
    for _ in range(rng.randrange(6, 25)):
        tail, head = sorted(rng.sample(range(vertices), 2))
        weight = rng.randrange(4)
        arcs.append(Arc(tail, head, rng.choice([1, 1, 2])))
        pull[tail] += weight
        pull[head] -= weight
    for _ in range(rng.randrange(6)):
        tail, head = rng.sample(range(vertices), 2)
        length = rng.randrange(-2, 6)
        arcs += [Arc(tail, head, length, 7), Arc(head, tail, -length, 7)]
    return arcs, pull


def cost(arcs, pull, place):
    short = sum(
        arc.capacity * max(0, arc.length - place[arc.head] + place[arc.tail])
        for arc in arcs
        if arc.capacity < math.inf
    )
    return short - sum(each * at for each, at in zip(pull, place, strict=True))


def least_cost(arcs, pull):
    """Places, then what each arc lacks, as variables."""
    vertices, many = len(pull), len(arcs)
    rows = np.zeros((many, vertices + many))
    for i, arc in enumerate(arcs):
        rows[i, arc.tail] += 1
        rows[i, arc.head] -= 1
        rows[i, vertices + i] = -1
    prices = [arc.capacity if arc.capacity < math.inf else 0.0 for arc in arcs]
    bounds = [(0, None)] * vertices
    bounds += [(0, None if arc.capacity < math.inf else 0) for arc in arcs]
    objective = np.concatenate([-np.array(pull), prices])
    limits = [-arc.length for arc in arcs]
    return optimize.linprog(objective, A_ub=rows, b_ub=limits, bounds=bounds).fun


@pytest.mark.parametrize("seed", range(60))
def test_places_are_best_and_as_far_left_as_any_best(seed):
    arcs, pull = programme(seed)
    place = LeastSpan(arcs, pull).least()
    assert min(place) == 0
    for arc in arcs:
        assert arc.capacity < math.inf or place[arc.head] - place[arc.tail] >= arc.length
    best = least_cost(arcs, pull)
    assert cost(arcs, pull, place) == pytest.approx(best, abs=1e-7)
    for vertex in range(len(pull)):  # none can stand further left at the same cost
        held = [Arc(len(pull), vertex, 0), Arc(vertex, len(pull), 1 - place[vertex])]
        wall = [Arc(len(pull), other, 0) for other in range(len(pull))]
        if place[vertex]:
            nearer = least_cost([*arcs, *wall, *held], [*pull, 0])
            assert nearer is None or nearer > best + 1e-7


def test_a_longest_way():
    assert longest(4, [(0, 1, 2), (1, 3, 1), (0, 3, 1)]) == [0, 2, 0, 3]
