"""Tests of `analysis.failures`: what does the failure of each service cost?"""

import random
from itertools import pairwise

import numpy as np
import pytest

import valuechain as vc
from chains import random_chain
from helpers.compared import differences
from valuechain import Party, Score, Service, ValueChain
from valuechain.analysis import failures
from valuechain.analysis.reading import read


@pytest.mark.parametrize("seed", range(20))
def test_what_is_read_off_is_what_solving_again_finds(seed):
    """Loops and none, against the plain oracle; where something bends it is solved."""
    rng = random.Random(seed)
    for _ in range(15):
        chain = random_chain(
            rng,
            parties=rng.randint(3, 7),
            services=rng.randint(4, 16),
            critical=rng.choice([0.0, 0.0, 0.2]),
            rule="mean",
        )
        assert not differences(chain)


def test_in_a_large_ring_each_failure_is_read_off():
    names = [f"r{i}" for i in range(160)]
    ends = [*zip(names, [*names[1:], names[0]], strict=True), (names[0], "z")]
    services = [Service(f"{a}->{b}", a, b, quality=Score.of(0.99), dependence=0.5) for a, b in ends]
    chain = ValueChain([*map(Party, names), Party("z", kind="customer")], services)
    diagnosis = vc.diagnose(chain)
    found = failures.straight(diagnosis.solution.reading)
    assert found.known.all()
    for name in ("r0->r1", "r159->r0", "r0->z"):
        failed = vc.what_if(diagnosis, {name: "failed"})
        assert diagnosis[name].loss_if_failed == pytest.approx(-failed.change, abs=1e-12)


def test_where_a_cap_is_near_it_is_solved():
    """10 points are left: the failure of a costs b 5 of them, that of x would cost it 60."""
    chain = vc.loads(
        "{valuechain: 1, dependence: 1, suppliers: {a: {serves: {b: {quality: 20%}}},"
        " x: {serves: {b: {quality: 80%, weight: 3}}}},"
        " teams: {b: {serves: {c: {quality: 45%}}}}, customers: {c: }}"
    )
    diagnosis = vc.diagnose(chain)
    assert diagnosis.outcome == pytest.approx(0.1)
    found = failures.straight(diagnosis.solution.reading)
    known = dict(zip(chain.services, diagnosis.solution.in_file_order(found.known), strict=True))
    assert known == {"a->b": True, "x->b": False, "b->c": True}
    lost = [diagnosis[name].loss_if_failed for name in chain.services]
    assert lost == pytest.approx([0.05, 0.1, 0.1])


@pytest.mark.parametrize("seed", range(3))
def test_most_of_many_failures_are_read_off(seed):
    """In a chain of ten levels nearly all; each is what solving again finds."""
    rng = random.Random(seed)
    names = [[f"p{level}-{i}" for i in range(20)] for level in range(10)] + [["c"]]
    ends = {
        (one, other)
        for before, after in pairwise(names)
        for one in before
        for other in rng.sample(after, min(3, len(after)))
    }
    services = [
        Service(f"{one}->{other}", one, other, quality=Score.of(rng.uniform(0.8, 1)))
        for one, other in sorted(ends)
    ]
    parties = [
        Party(name, kind="customer" if name == "c" else "team") for level in names for name in level
    ]
    changes = vc.diagnose(ValueChain(parties, services)).solution.changes
    found = failures.straight(changes.reading)
    assert found.known.mean() > 0.9
    again = changes._losses_of(np.arange(len(services)))
    assert np.abs(changes.losses - again).max() < 1e-12


def test_of_loops_too_large_for_an_inverse_nothing_is_read_off(monkeypatch):
    monkeypatch.setattr(failures, "FULL", 1)
    ends = ["ab", "bc", "ca", "sa", "cz"]
    services = [Service(f"{a}->{b}", a, b, quality=Score.of(0.9), dependence=0.5) for a, b in ends]
    parties = [*map(Party, "abcs"), Party("z", kind="customer")]
    found = failures.straight(read(ValueChain(parties, services)))
    assert found.known.sum() == 1  # c->z, whose customer is in no loop


def test_of_bottlenecks_nothing_is_read_off():
    chain = random_chain(random.Random(1), parties=5, services=14, rule="weakest")
    assert vc.diagnose(chain).loops
    assert not failures.straight(read(chain)).known.any()
