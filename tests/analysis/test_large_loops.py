"""A large loop that is all but total keeps no diagnosis waiting."""

import warnings
from dataclasses import replace
from fractions import Fraction

import pytest

import valuechain as vc
from valuechain import Party, Score, Service, ValueChain
from valuechain.analysis import changes
from valuechain.solve import fixed_point


def ring(size, dependence, *, critical):
    """So many parties that serve one another in a circle, one of whom serves the customer."""
    ids = [f"p{i}" for i in range(size)]
    services = [
        Service(f"{a}->{b}", a, b, satisfaction=Score.of(0.8), dependence=dependence)
        for a, b in zip(ids, ids[1:] + ids[:1], strict=True)
    ]
    services.append(Service("p0->c", "p0", "c", satisfaction=Score.of(0.7)))
    if critical:
        services = [replace(each, critical=i % 10 == 0) for i, each in enumerate(services)]
    return ValueChain([*map(Party, ids), Party("c", kind="customer")], services)


def told(size, dependence, *, critical):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", vc.PrecisionWarning)
        diagnosis = vc.diagnose(ring(size, dependence, critical=critical))
        assert "Start with" in str(diagnosis)
        return diagnosis.to_dict()["services"]


def test_what_takes_a_matrix_for_each_case_is_left_to_full():
    assert all(row["gain"] is None for row in told(300, 0.999, critical=True))
    # Where nothing bends, or where a loop loses enough to be iterated, nothing is left out.
    for loop in (told(300, 0.999, critical=False), told(300, 0.8, critical=True)):
        assert all(row["gain"] is not None for row in loop)


def rated(size, usual, odd):
    """A ring without critical services, judged by experts, in which one dependence is another."""
    ids = [f"p{i}" for i in range(size)]
    services = [
        Service(f"{a}->{b}", a, b, quality=Score.of(0.999), dependence=usual)
        for a, b in zip(ids, ids[1:] + ids[:1], strict=True)
    ]
    services[3] = replace(services[3], dependence=odd)
    services.append(Service("p0->c", "p0", "c", quality=Score.of(0.9), dependence=0.5))
    return ValueChain([*map(Party, ids), Party("c", kind="customer")], services)


def walked(chain, failed=None):
    """What the customer lacks, in fractions: round the ring from who fails, or often enough."""
    *ring, last = chain.services.values()
    start = [service.id for service in ring].index(failed) if failed else 0
    lacks = Fraction(1 if failed else 0)
    at_first = Fraction(0)
    for _ in range(1 if failed else 400):
        for service in ring[start + 1 :] + ring[: start + 1]:
            if service.id == ring[0].id:
                at_first = lacks  # what its provider, the party that serves the customer, lacks
            if service.id != failed:
                passed = Fraction(service.dependence) * lacks
                lacks = min(Fraction(1), 1 - Fraction(service.quality.value) + passed)
            lacks = Fraction(round(lacks * 10**30), 10**30)
    return 1 - Fraction(last.quality.value) + Fraction(last.dependence) * at_first


@pytest.mark.parametrize("odd", [0.8, 0.1])
def test_failures_in_a_ring_that_is_total_but_at_one_place(odd, monkeypatch):
    """Each caps others all round it; none takes a matrix of its own."""
    chain, by_matrix, directly = rated(200, 1.0, odd), [], fixed_point._directly
    monkeypatch.setattr(
        fixed_point, "_directly", lambda *given: by_matrix.append(1) or directly(*given)
    )
    diagnosis = vc.diagnose(chain)
    assert diagnosis.error < 1e-10
    assert len(diagnosis.to_dict()["services"]) == 201
    assert len(by_matrix) < 10
    now = walked(chain)
    for service in [*chain.services][:-1:9]:
        lost = walked(chain, service) - now
        assert diagnosis[service].loss_if_failed == pytest.approx(float(lost), abs=1e-12)


def test_what_takes_many_rounds_of_a_long_ring_is_left_to_full():
    chain = rated(1200, 1.0, 0.8)
    diagnosis = vc.diagnose(chain)
    rows = diagnosis.to_dict()["services"]
    assert all(row["loss_if_failed"] is None for row in rows)
    assert all(row["gain"] is not None for row in rows)
    lost = walked(chain, "p700->p701") - walked(chain)
    assert diagnosis["p700->p701"].loss_if_failed == pytest.approx(float(lost), abs=1e-12)


def test_a_loop_that_is_iterated_quickly_is_left_to_full_where_it_is_very_large(monkeypatch):
    """As many iterations for each of its services as it has services: here as if it were larger."""
    monkeypatch.setattr(changes, "_WORK", changes._WORK / 100)
    assert all(row["gain"] is None for row in told(300, 0.8, critical=True))
    assert all(row["gain"] is not None for row in told(160, 0.8, critical=True))


@pytest.mark.parametrize("slow", range(3))
def test_what_a_matrix_for_each_case_takes_is_counted(slow, monkeypatch):
    """Four services, and matrices of three rows; wherever in the loop it is that little is lost."""
    ids = ["p0", "p1", "p2"]
    ends = list(zip(ids, [*ids[1:], ids[0]], strict=True))
    services = [
        Service(f"{a}->{b}", a, b, dependence=0.99 if i == slow else 0.5, critical=True)
        for i, (a, b) in enumerate(ends)
    ]
    services.append(Service("p0->c", "p0", "c", satisfaction=Score.of(0.7)))
    chain = ValueChain([*map(Party, ids), Party("c", kind="customer")], services)
    found = vc.diagnose(chain).solution.changes
    assert found._work == 0
    monkeypatch.setattr(changes, "DIRECT", 2)
    found = vc.diagnose(chain).solution.changes
    work = 4 * 3**3 + 4 * 3 * 300  # a matrix for each case, and 300 iterations of three services
    assert found._work == work
    for name, most in (("FREELY", 4), ("_WORK", work)):
        monkeypatch.setattr(changes, name, most)
        assert found.few
    monkeypatch.setattr(changes, "FREELY", 3)
    assert not found.few
    monkeypatch.setattr(changes, "FREELY", 4)
    monkeypatch.setattr(changes, "_WORK", work - 1)
    assert not found.few


def test_a_loop_that_is_solved_directly_takes_no_matrix_for_each_case(monkeypatch):
    monkeypatch.setattr(changes, "DIRECT", 12)
    chain = ring(12, 0.999, critical=True)
    assert vc.diagnose(chain).solution.changes._work == 0
