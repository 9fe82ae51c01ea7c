"""Tests of `analysis.observed`: what was observed of whom, and what cannot be used."""

import random
from dataclasses import replace

import numpy as np
import pytest

import valuechain as vc
from chains import random_chain
from valuechain.analysis.observed import REASONS, observed
from valuechain.sampling.errors import error_variances

TEXT = """
valuechain: 1
suppliers:
  farm: {serves: {kitchen: {satisfaction: 60% (10 responses), weight: 3}}}
  mill: {serves: {kitchen: {satisfaction: 80% (10 responses)}}}
teams:
  kitchen: {serves: {waiter: {satisfaction: 70% (10 responses)}}}
  waiter: {serves: {guest: {satisfaction: 90% (10 responses)}}}
customers:
  guest:
"""
IDS = ("farm->kitchen", "mill->kitchen", "kitchen->waiter", "waiter->guest")


def seen(*texts):
    chains = [vc.loads(text) for text in texts]
    return observed(chains, [error_variances(chain) for chain in chains])


def test_what_a_provider_receives_is_weighed():
    found = seen(TEXT)
    assert found.used.tolist() == [2, 3]
    assert found.received.tolist() == pytest.approx([0.65, 0.7])
    assert found.satisfaction.tolist() == pytest.approx([0.7, 0.9])
    assert found.shortfalls.received.tolist() == pytest.approx(
        np.array([[0] * 4, [0] * 4, [0.75, 0.25, 0, 0], [0, 0, 1, 0]])
    )
    assert found.shortfalls.seen[:, 0].tolist() == pytest.approx([0.4, 0.2, 0.3, 0.1])
    assert found.providers == {"kitchen", "waiter"}
    assert found.left_out == {"the provider receives nothing": 2}


def test_the_worst_critical_service_counts_alone_where_it_is_worse_than_the_mean():
    worst = seen(TEXT.replace("weight: 3", "critical: true")).shortfalls.received[2]
    assert worst.tolist() == [1, 0, 0, 0]
    harmless = TEXT.replace("80% (10 responses)}", "80% (10 responses), critical: true}")
    assert seen(harmless).shortfalls.received[2].tolist() == [0.75, 0.25, 0, 0]
    tied = TEXT.replace("valuechain: 1", "valuechain: 1\nrule: weakest").replace("60%", "80%")
    assert seen(tied).shortfalls.received[2].tolist() == [0.5, 0.5, 0, 0]


def test_a_provider_of_which_half_or_less_is_measured_is_not_linked():
    found = seen(TEXT.replace("satisfaction: 60% (10 responses), ", ""))
    assert found.used.tolist() == [3]
    assert not found.shortfalls.received[2].any()
    reason = "most of what the provider receives was not measured"
    assert found.left_out == {"nobody was asked": 1, "the provider receives nothing": 1, reason: 1}
    most = seen(TEXT.replace("satisfaction: 80% (10 responses)", ""))
    assert most.used.tolist() == [2, 3]
    assert most.received[0] == pytest.approx(0.6)


def test_every_reason_is_counted_once():
    text = """
valuechain: 1
teams:
  a: {serves: {b: , c: {quality: 80%}, d: {satisfaction: 80%}, e: {satisfaction: 4/5 (9 responses)}}}
  b: {serves: {end: {satisfaction: 80% (9 responses)}}}
  c: {serves: {end: {satisfaction: 80% (9 responses)}}}
  d: {serves: {end: {satisfaction: 80% (9 responses)}}}
  e: {serves: {end: {satisfaction: 80% (9 responses)}, f: {satisfaction: 80% (9 responses)}}}
  f: {serves: {end: {satisfaction: 80% (9 responses)}}}
  g: {serves: {end: {satisfaction: 80% (9 responses)}}}
customers: {end: }
"""
    found = seen(text)
    assert found.left_out == dict(zip(REASONS, (1, 1, 1, 1, 1, 5), strict=True))
    assert len(found.used) == 1


def test_of_waves_the_contrasts_are_at_right_angles_and_free_of_what_is_always_so():
    texts = [TEXT.replace("70%", share) for share in ("70%", "50%", "20%")]
    found = seen(*texts)
    first, second = found.shortfalls.seen[2]
    assert first == pytest.approx(0.2 / np.sqrt(2))
    assert second == pytest.approx((2 * 0.8 - 0.3 - 0.5) / np.sqrt(6))
    assert found.shortfalls.seen[[0, 1, 3]] == pytest.approx(np.zeros((3, 2)))
    errors = [error_variances(vc.loads(text))[2] for text in texts]
    contrasts = np.array([[-1, 1, 0] / np.sqrt(2), [-1, -1, 2] / np.sqrt(6)])
    assert found.shortfalls.error[2] == pytest.approx(contrasts @ np.diag(errors) @ contrasts.T)
    assert found.satisfaction[0] == pytest.approx((0.7 + 0.5 + 0.2) / 3)


def test_what_one_wave_did_not_ask_is_not_measured():
    later = TEXT.replace("waiter: {satisfaction: 70% (10 responses)}", "waiter: ")
    found = seen(TEXT, later)
    assert found.shortfalls.measured.tolist() == [True, True, False, True]
    assert found.left_out["nobody was asked"] == 1


def drawn(seed):
    """Waves of a chain, some of its services not asked in some, with variances."""
    rng = random.Random(seed)
    rule = rng.choice(["mean", "mean", "weakest"])
    chain = random_chain(rng, 7, rng.randint(6, 18), scores=0.9, quality=0.1, rule=rule)
    waves = []
    for _ in range(rng.randint(1, 3)):
        services = [
            replace(each, satisfaction=vc.Score.of(rng.randint(0, 10) / 10, 9))
            if each.satisfaction and rng.random() < 0.9
            else replace(each, satisfaction=None)
            for each in chain.services.values()
        ]
        waves.append(replace(chain, services={each.id: each for each in services}))
    sizes = [
        (rng.random() / 100, np.nan)[rng.random() < 0.05] for _ in chain.services for _ in waves
    ]
    return waves, np.array(sizes).reshape(len(waves), -1)


def lacks(each):
    return 1 - each.satisfaction.value


def against_those_before(column):
    """What a service lacks in each wave against the mean of those before, as wide as one wave."""
    seen = [lacks(each) for each in column]
    if len(seen) == 1:
        return seen
    return [(seen[k] - sum(seen[:k]) / k) / np.sqrt(1 + 1 / k) for k in range(1, len(seen))]


def plainly(waves, variances):
    """By service in file order: whether it is measured; of linked ones what their provider receives."""
    columns = list(zip(*(wave.services.values() for wave in waves), strict=True))
    measured = [
        all(each.satisfaction for each in column) and not np.isnan(variances[:, i]).any()
        for i, column in enumerate(columns)
    ]
    mean = [
        np.mean([lacks(each) for each in column]) if ok else 0.0
        for ok, column in zip(measured, columns, strict=True)
    ]
    received = []
    for service in waves[0].services.values():
        into = [i for i, (each, *_) in enumerate(columns) if each.customer == service.provider]
        known = [i for i in into if measured[i]]
        weight = {i: columns[i][0].weight for i in into}
        row = {}
        if sum(weight[i] for i in known) > sum(weight.values()) / 2:
            average = sum(weight[i] * mean[i] for i in known) / sum(weight[i] for i in known)
            alone = [i for i in known if columns[i][0].critical or waves[0].rule == "weakest"]
            worst = max((mean[i] for i in alone), default=-1.0)
            top = [i for i in alone if mean[i] > worst - 1e-9]
            row = {i: each / sum(weight.values()) for i, each in weight.items()}
            if worst > average - 1e-9:
                row = dict.fromkeys(top, 1 / len(top))
        received.append(row)
    return measured, mean, received


@pytest.mark.parametrize("seed", range(40))
def test_what_was_observed_by_its_definition(seed):
    waves, variances = drawn(seed)
    found = observed(waves, [*variances])
    measured, mean, received = plainly(waves, variances)
    assert found.shortfalls.measured.tolist() == measured
    assert found.shortfalls.linked.tolist() == [bool(row) for row in received]
    for mine, row in zip(found.shortfalls.received, received, strict=True):
        assert dict(enumerate(mine)) == pytest.approx(dict.fromkeys(range(len(mine)), 0) | row)
    for i, column in enumerate(zip(*(wave.services.values() for wave in waves), strict=True)):
        if measured[i]:
            assert found.shortfalls.seen[i] == pytest.approx(against_those_before(column))
    used = [i for i, row in enumerate(received) if row and measured[i]]
    assert found.used.tolist() == used
    services = list(waves[0].services.values())
    assert found.providers == {services[i].provider for i in used}
    assert found.satisfaction == pytest.approx([1 - mean[i] for i in used])
    for i, got in zip(used, found.received, strict=True):
        known = {j: share for j, share in received[i].items() if measured[j]}
        average = sum(share * mean[j] for j, share in known.items()) / sum(known.values())
        assert got == pytest.approx(1 - average)
    assert sum(found.left_out.values()) == len(services) - len(used)


def test_a_chain_without_services_has_nothing_to_use():
    chain = vc.ValueChain(
        [vc.Party("a", kind="customer"), vc.Party("b")], [vc.Service("b->a", "b", "a")]
    )
    found = observed([chain], [error_variances(chain)])
    assert len(found.used) == 0 and found.left_out == {"nobody was asked": 1}
