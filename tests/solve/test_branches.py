"""Tests of `solve.branches`: which services count, where nothing is left of what a provider lacks."""

import random
from dataclasses import replace

import pytest

import valuechain as vc
from chains import random_chain
from helpers.compared import differences


def bounded(rng, chain):
    """The chain with a criticality of 0 here and there; None where a loop would then lose nothing."""
    services = {
        name: replace(each, criticality=0.0) if rng.random() < 0.4 and not each.critical else each
        for name, each in chain.services.items()
    }
    try:
        return replace(chain, services=services, rule="fdna")
    except vc.ModelError:
        return None


@pytest.mark.parametrize("seed", range(6))
def test_what_a_provider_lacks_bounds_as_what_it_delivers_does(seed):
    """A criticality of 0 is that of a critical service, but for what goes around the service."""
    rng = random.Random(seed)
    chains = [
        bounded(
            rng,
            random_chain(
                rng,
                parties=rng.randint(3, 6),
                services=rng.randint(2, 10),
                rule="mean",
                critical=0.1,
            ),
        )
        for _ in range(8)
    ]
    told = [chain for chain in chains if chain is not None]
    assert len(told) > 2
    assert not any(differences(chain) for chain in told)
