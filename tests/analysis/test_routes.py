"""Tests of `analysis.routes` and `analysis.critical_path`: of all ways, the weakest, the strongest, the longest."""

import math
import random

import numpy as np
import pytest

import valuechain as vc
from chains import random_chain
from valuechain.analysis.critical_path import Schedule, arrivals
from valuechain.analysis.onward import onward
from valuechain.analysis.reading import read
from valuechain.analysis.routes import weakest_and_strongest


def without_loops(seed):
    """A chain from a seed on that has none, and its diagnosis."""
    rng = random.Random(seed)
    while True:
        chain = random_chain(rng, parties=rng.randint(3, 8), services=rng.randint(2, 12))
        if not (diagnosis := vc.diagnose(chain)).loops:
            return chain, diagnosis


def ways_to(chain, party):
    """All ways there are, each as its services."""
    into = [service for service in chain.services.values() if service.customer == party]
    return [[*way, each] for each in into for way in ways_to(chain, each.provider) or [[]]]


@pytest.mark.parametrize("seed", range(40))
def test_the_weakest_and_the_strongest_are_those_of_all_ways(seed):
    chain, diagnosis = without_loops(seed)
    quality = {
        row.id: 1.0 if row.verdict == "unmeasured" else row.quality for row in diagnosis.services
    }
    found = {
        weak.customer: (weak, strong) for weak, strong in weakest_and_strongest(diagnosis.solution)
    }
    for customer in chain.external_customers:
        ways = [[each.id for each in way] for way in ways_to(chain, customer)]
        through = [math.prod(quality[name] for name in way) for way in ways]
        assert (customer in found) == bool(ways)
        if ways:
            weak, strong = found[customer]
            assert weak.through == pytest.approx(min(through))
            assert strong.through == pytest.approx(max(through))
            assert {weak.services, strong.services} <= set(map(tuple, ways))
            assert weak.only == (len(ways) == 1)
            assert strong.only is False


@pytest.mark.parametrize("seed", range(20))
def test_of_ways_that_take_as_long_the_first_by_rank_is_told(seed):
    chain, _ = without_loops(seed)
    network = read(chain).network
    index = {party: i for i, party in enumerate(chain.parties)}
    names = [*chain.services]
    ids = [names[i] for i in network.services.tolist()]
    takes = np.random.default_rng(seed).integers(1, 3, len(ids)).astype(float)
    seconds = dict(zip(ids, takes.tolist(), strict=True))
    rank = np.argsort(np.argsort(ids))
    ends = np.array([network.position[index[name]] for name in chain.external_customers])
    parts = onward(network, ends, rank)
    arrives = arrivals(network, parts, takes[:, None])[:, 0]
    found = Schedule(network, parts, takes, arrives)
    for customer, end in zip(chain.external_customers, ends, strict=True):
        ways = [[each.id for each in way] for way in ways_to(chain, customer)]
        longest = max((sum(map(seconds.get, way)) for way in ways), default=0.0)
        told = [ids[service] for service in found.path(int(end))]
        late = [way for way in ways if sum(map(seconds.get, way)) == longest]
        assert told == min((way[::-1] for way in late), default=[])[::-1]
