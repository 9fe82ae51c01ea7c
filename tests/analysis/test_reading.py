"""Tests of `analysis.reading`: what each service lacks by its own doing, and what it passes on."""

import random
from dataclasses import replace
from itertools import pairwise

import pytest

import valuechain as vc
from valuechain import Party, Score, Service, ValueChain
from valuechain.analysis.reading import read


def ring(qualities, dependence):
    """a, b, ... serve one another in a circle; a serves the customer, too."""
    names = [f"p{i}" for i in range(len(qualities))]
    ends = zip(names, [*names[1:], names[0]], strict=True)
    services = [
        Service(f"{a}->{b}", a, b, quality=Score.of(quality), dependence=dependence)
        for (a, b), quality in zip(ends, qualities, strict=True)
    ]
    services.append(Service("p0->z", "p0", "z", dependence=dependence))
    return ValueChain([*map(Party, names), Party("z", kind="customer")], services)


@pytest.mark.parametrize("seed", range(20))
def test_what_is_inherited_is_never_less_than_nothing(seed):
    """All that a ring lacks is the doing of one: it causes all that it delivers, to the last bit."""
    rng = random.Random(seed)
    for size in range(2, 12):
        qualities = [rng.uniform(0.1, 0.9), *[1.0] * (size - 1)]
        rows = vc.diagnose(ring(qualities, rng.uniform(0.3, 0.95))).services
        assert min(row.inherited_shortfall for row in rows) >= 0.0
        assert [row.inherited_shortfall for row in rows if row.id == "p0->p1"] == pytest.approx([0])


def test_only_who_serve_one_another_in_a_circle_are_looped():
    chain = ring([0.5, 0.7, 0.9], 0.8)
    assert read(chain).looped
    assert read(chain).all_returns
    services = {name: each for name, each in chain.services.items() if name != "p2->p0"}
    reading = read(replace(chain, services=services))
    assert not reading.looped
    assert reading.all_returns


@pytest.mark.parametrize("last", [True, False])
def test_what_if_in_a_wide_chain_is_the_chain_with_it(last):
    """So many services a level that what comes before a change is not solved again."""
    rng = random.Random(1)
    levels = [[f"p{level}-{i}" for i in range(12)] for level in range(3)] + [["z"]]
    services = [
        Service(f"{a}->{b}", a, b, quality=Score.of(rng.uniform(0.5, 0.9)))
        for before, after in pairwise(levels)
        for a in before
        for b in after
    ]
    parties = [
        Party(name, kind="customer" if name == "z" else "team")
        for level in levels
        for name in level
    ]
    chain = ValueChain(parties, services)
    assert not read(chain).network.narrow
    name = "p2-3->z" if last else "p1-3->p2-3"
    better = replace(chain.services[name], quality=Score.of(0.99))
    other = replace(chain, services=chain.services | {name: better})
    found, expected = vc.what_if(chain, {name: 0.99}), vc.diagnose(other)
    assert found.outcome == pytest.approx(expected.outcome, abs=1e-14)
    for row in expected.services:
        assert found[row.id].satisfaction == pytest.approx(row.satisfaction, abs=1e-14)
        assert found[row.id].own_shortfall == pytest.approx(row.own_shortfall, abs=1e-14)
