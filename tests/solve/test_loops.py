"""Tests of `solve.loops` and `fixed_point`: what the parties of a loop lack, when each passes its shortfall on to the next."""

import dataclasses
import math
import random

import numpy as np
import pytest

import oracle
import valuechain as vc
from chains import random_chain
from helpers.compared import differences
from valuechain import Party, Score, Service, ValueChain
from valuechain.solve import amplification, loops, policies


@pytest.fixture
def iterated_loops(monkeypatch):
    """Iterate small loops as if they were too large for a dense solve."""
    monkeypatch.setattr(loops, "DIRECT", 1)


@pytest.mark.usefixtures("iterated_loops")
@pytest.mark.parametrize("seed", range(20))
def test_iterated_loops(seed):
    rng = random.Random(2000 + seed)
    for _ in range(15):
        assert not differences(
            random_chain(rng, parties=rng.randint(3, 6), services=rng.randint(4, 14))
        )


@pytest.mark.usefixtures("iterated_loops")
def test_iterated_loops_that_lose_little_fall_back_to_dense(monkeypatch):
    for module in (loops, amplification):
        monkeypatch.setattr(module, "PATIENCE", 5)
    rng = random.Random(5)
    for _ in range(5):
        assert not differences(random_chain(rng, parties=5, services=12, dependence=0.97))


@pytest.mark.usefixtures("iterated_loops")
def test_loops_too_large_for_dense_are_iterated_to_the_end(monkeypatch):
    monkeypatch.setattr(loops, "DENSE", 1)
    rng = random.Random(6)
    for _ in range(20):
        assert not differences(random_chain(rng, parties=4, services=9))


def ring(size, dependences):
    names = [f"r{i}" for i in range(size)]
    services = [
        Service(
            f"{a}->{b}",
            a,
            b,
            dependence=dependences[i % len(dependences)],
            quality=Score.of(0.9) if i == 1 else None,
        )
        for i, (a, b) in enumerate(zip(names, [*names[1:], names[0]], strict=True))
    ]
    return ValueChain(
        [*(Party(n) for n in names), Party("z", kind="customer")],
        [*services, Service("r0->z", "r0", "z")],
    )


@pytest.mark.usefixtures("iterated_loops")
def test_iterated_loops_with_total_dependences():
    assert not differences(ring(3, [1, 1, 0.7]))
    assert not differences(ring(5, [0.9995, 1, 0.999, 1, 0.8]))


@pytest.mark.usefixtures("iterated_loops")
def test_what_cannot_be_vouched_for_is_refused(monkeypatch):
    monkeypatch.setattr(loops, "DENSE", 1)
    for module in (loops, amplification):
        monkeypatch.setattr(module, "ENDLESS", 5)
    with pytest.raises(vc.ValueChainError, match="lower the dependence"):
        vc.diagnose(ring(3, [1, 1, 0.99]))
    observed = dataclasses.replace(
        ring(3, [1, 1, 0.99]),
        services=[
            dataclasses.replace(s, quality=None, satisfaction=Score.of(0.5))
            for s in ring(3, [1, 1, 0.99]).services.values()
        ],
    )
    with pytest.raises(vc.ValueChainError, match="lower the dependence"):
        vc.diagnose(observed)


def test_policies_that_run_out_are_not_passed_off_as_a_solution(monkeypatch):
    monkeypatch.setattr(policies, "_POLICIES", 1)
    rng = random.Random(9)
    refused = 0
    for _ in range(20):
        chain = random_chain(rng, parties=5, services=12, critical=0.6, scores=1.0, quality=1.0)
        try:
            diagnosis = vc.diagnose(chain)
        except vc.ValueChainError:
            refused += 1
        else:
            assert diagnosis.received == pytest.approx(oracle.diagnose(chain)["received"], abs=1e-8)
    assert refused


@pytest.mark.parametrize("dependences", [[0.8] + [1] * 399, [0.99] + [1] * 399, [0.999, 1]])
def test_large_rings_against_their_closed_form(dependences):
    """A ring of 400 parties, entered by one own shortfall of 0.1 behind the service that loses."""
    chain = ring(400, dependences)
    diagnosis = vc.diagnose(chain)
    around = math.prod(dependences[i % len(dependences)] for i in range(400))
    behind = min(1.0, 0.1 / (1 - around))  # what the party behind the flawed service lacks
    assert 1 - diagnosis.received["r2"] == pytest.approx(behind, abs=1e-10)
    assert sum(row.contribution for row in diagnosis.services) == pytest.approx(
        1 - diagnosis.outcome, abs=1e-9
    )


@pytest.mark.parametrize("calm", [1, 40, 2**18])
def test_many_cases_are_multiplied_in_pieces_that_make_up_the_whole(calm, monkeypatch):
    monkeypatch.setattr(loops, "_CALM", calm)
    numbers = np.random.default_rng(3)
    for count, size, cases in [(1, 3, 11), (2, 4, 3), (3, 2, 1), (1, 1, 7)]:
        matrix = numbers.random((count, size, size))
        columns = numbers.random((count * size, cases))
        found = loops.times(matrix, columns)
        for loop in range(count):
            part = slice(loop * size, (loop + 1) * size)
            assert found[part] == pytest.approx(matrix[loop] @ columns[part], abs=1e-14)
