"""Tests of `questions.carried`: the share of the trouble that every service carries."""

import random

import pytest

import valuechain as vc
from chains import random_chain
from valuechain.questions.carried import carried


def without_loops():
    """Chains in which nothing runs back, small enough to walk along every way."""
    rng = random.Random(4)
    while True:
        chain = random_chain(rng, parties=7, services=12, critical=0, rule="mean", scores=1)
        if not vc.diagnose(chain).loops:
            yield chain


def ways(chain, start, end):
    """Every way from one party to another, as lists of services."""
    if start == end:
        yield []
        return
    for service in chain.services.values():
        if service.provider == start:
            for rest in ways(chain, service.customer, end):
                yield [service, *rest]


def handed_on(diagnosis, way):
    """What arrives at the end of a way, of each point lacking at its start."""
    chain, part = diagnosis.chain, 1.0
    for service in way:
        weights = sum(s.weight for s in chain.services.values() if s.customer == service.customer)
        part *= service.weight / weights * diagnosis[service.id].effective_dependence
    return part


def by_walking(diagnosis, focus):
    """The shares by walking every way; a plain second computation."""
    chain = diagnosis.chain
    lacking = {p: 1.0 - s for p, s in diagnosis.received.items() if s is not None}
    lacking |= {p: 1.0 - s for p, s in diagnosis.external_customers.items() if s is not None}
    found = {}
    for service in chain.services.values():
        row = diagnosis[service.id]
        weights = sum(s.weight for s in chain.services.values() if s.customer == service.customer)
        share = service.weight / weights
        short = 1.0 - row.satisfaction
        to_it = sum(handed_on(diagnosis, way) for way in ways(chain, service.customer, focus))
        shares = [0.0]
        if lacking.get(focus, 0.0) > 1e-9:
            shares.append(to_it * share * short / lacking[focus])
        if lacking[service.customer] > 1e-9:
            shares.append(share * from_it(diagnosis, focus, service) / lacking[service.customer])
        found[service.id] = max(shares)
    return found


def from_it(diagnosis, focus, service):
    """What of a service's shortfall comes from the focus."""
    if service.provider == focus:
        return 1.0 - diagnosis[service.id].satisfaction
    chain, found = diagnosis.chain, 0.0
    for first in chain.services.values():
        if first.provider == focus:
            weights = sum(s.weight for s in chain.services.values() if s.customer == first.customer)
            short = (1.0 - diagnosis[first.id].satisfaction) * first.weight / weights
            for way in ways(chain, first.customer, service.provider):
                found += short * handed_on(diagnosis, way)
    return found * diagnosis[service.id].effective_dependence


def test_shares_are_what_walking_every_way_finds():
    checked = 0
    for chain, _ in zip(without_loops(), range(25), strict=False):
        diagnosis = vc.diagnose(chain)
        for party in chain.parties:
            found = carried(diagnosis, party)
            if found:
                assert found == pytest.approx(by_walking(diagnosis, party), abs=1e-9)
                checked += 1
    assert checked > 50


def test_of_a_service_what_it_carries_is_all_of_it():
    diagnosis = vc.diagnose(
        vc.loads("""
valuechain: 1
teams:
  a: {serves: {b: {satisfaction: 50%}}}
  b: {serves: {c: {satisfaction: 60%}, d: {satisfaction: 60%}}}
customers: {c: , d: }
""")
    )
    shares = carried(diagnosis, "b->c")
    assert shares["b->c"] == 1.0
    assert shares["b->d"] == 0.0
    assert 0 < shares["a->b"] <= 1.0


def test_nothing_is_carried_where_nothing_is_lacking():
    diagnosis = vc.diagnose(
        vc.loads(
            "{valuechain: 1, teams: {a: {serves: {c: {satisfaction: 100%}}}}, customers: {c: }}"
        )
    )
    assert carried(diagnosis, "a") == {}
    with pytest.raises(vc.UnknownNameError):
        carried(diagnosis, "x")


def test_trouble_that_a_bound_passes_on_goes_past_the_service():
    """The customer thinks well of what i delivers, and yet lacks what i lacks, but for 10 points."""
    chain = vc.loads(
        "{valuechain: 1, rule: fdna, dependence: 0.5, suppliers: {s: {serves: {i: {quality: 60%}}}}, teams: {"
        "i: {serves: {c: {satisfaction: 95%, criticality: 10%}}}, j: {serves: {c: {satisfaction: 80%}}}},"
        " customers: {c: }}"
    )
    diagnosis = vc.diagnose(chain)
    assert diagnosis.outcome == pytest.approx(0.7)
    for focus in ("s", "i", "c", "s->i"):
        found = carried(diagnosis, focus)
        assert found == pytest.approx({"s->i": 1.0, "i->c": 1.0, "j->c": 0.0}), focus
