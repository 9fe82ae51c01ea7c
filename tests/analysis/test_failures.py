"""Tests of `analysis.failures`: what does the failure of a service in a large loop cost?"""

import random

import pytest

import valuechain as vc
from chains import random_chain
from helpers.compared import differences
from valuechain import Party, Score, Service, ValueChain
from valuechain.analysis import failures
from valuechain.analysis.reading import read


@pytest.mark.parametrize("seed", range(20))
def test_what_is_read_off_the_inverse_is_what_solving_again_finds(seed, monkeypatch):
    """Small loops taken for large ones, against the plain oracle; where something bends it is solved."""
    monkeypatch.setattr(failures, "DIRECT", 1)
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
    assert found.known.sum() == 160
    for name in ("r0->r1", "r159->r0", "r0->z"):
        failed = vc.what_if(diagnosis, {name: "failed"})
        assert diagnosis[name].loss_if_failed == pytest.approx(-failed.change, abs=1e-12)


def test_of_bottlenecks_nothing_is_read_off(monkeypatch):
    monkeypatch.setattr(failures, "DIRECT", 1)
    chain = random_chain(random.Random(1), parties=5, services=14, rule="weakest")
    assert vc.diagnose(chain).loops
    assert not failures.straight(read(chain)).known.any()
