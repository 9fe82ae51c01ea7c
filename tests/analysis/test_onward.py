"""Tests of `analysis.onward` and `analysis.dependence`: which way leads on, and how far."""

import random

import numpy as np
import pytest

from chains import random_chain
from valuechain import Party, Service, ValueChain
from valuechain.analysis.dependence import span_at_file
from valuechain.analysis.onward import onward
from valuechain.analysis.reading import read


@pytest.mark.parametrize("seed", range(30))
def test_every_way_ends_and_from_wherever_an_end_is_reached_some_way_leads_on(seed):
    rng = random.Random(seed)
    chain = random_chain(rng, parties=rng.randint(3, 9), services=rng.randint(4, 16))
    assert sum(map(len, leads_on(chain))) <= len(chain.services)


@pytest.mark.parametrize("size", [2, 3, 9])
def test_of_a_ring_all_but_what_closes_it_leads_on(size):
    names = [f"p{i}" for i in range(size)]
    ends = [*zip(names, [*names[1:], names[0]], strict=True), ("s", names[0]), (names[-1], "z")]
    services = [Service(f"{a}->{b}", a, b) for a, b in ends]
    chain = ValueChain([*map(Party, ["s", *names]), Party("z", kind="customer")], services)
    assert sum(map(len, leads_on(chain))) == size + 1


def leads_on(chain):
    """The parts, once they are what they are said to be."""
    network = read(chain).network
    index = {party: i for i, party in enumerate(chain.parties)}
    ends = np.array([network.position[index[name]] for name in chain.external_customers])
    rank = np.arange(len(network.services))[::-1]
    parts = onward(network, ends, rank)
    along = np.concatenate(parts)
    assert len(set(along.tolist())) == len(along)
    solved = set()
    for i, part in enumerate(parts):  # all that a provider gets stands in earlier parts
        later = {network.customer[service] for other in parts[i:] for service in other}
        assert later.isdisjoint(network.provider[part].tolist())
        assert solved.isdisjoint(network.customer[part].tolist())
        solved |= set(network.customer[part].tolist())
        for party in set(network.customer[part].tolist()):
            together = rank[part[network.customer[part] == party]]
            assert together.tolist() == sorted(together)
    reached = set(ends.tolist())
    while (
        more := {
            p
            for p, c in zip(network.provider.tolist(), network.customer.tolist(), strict=True)
            if c in reached
        }
        - reached
    ):
        reached |= more
    assert set(network.provider[along].tolist()) >= reached - set(ends.tolist())
    outside = np.flatnonzero(~network.looped)
    assert set(outside.tolist()) <= set(along.tolist())
    return parts


def test_a_span_holds_its_ends():
    assert span_at_file(((0.0, 0.5), (0.5, 1.0))) == (0.5, 1.0)
    assert span_at_file(((1.0, 2.0),)) == (1.0, 2.0)
    assert span_at_file(((0.0, 0.9), (1.1, 2.0))) is None
