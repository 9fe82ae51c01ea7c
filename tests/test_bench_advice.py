"""The benchmark of the advice measures what it says: its worlds, its rules and its regrets."""

import sys
from dataclasses import replace
from importlib import import_module
from math import comb
from pathlib import Path

import numpy as np
import pytest

import valuechain as vc

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"
SHOP = """
valuechain: 1
suppliers:
  farm: {serves: {kitchen: {satisfaction: 30% (10 responses)}}}
teams:
  kitchen: {serves: {waiter: {satisfaction: 70% (10 responses), weight: 2}}}
  waiter:
    serves:
      guest: {satisfaction: 60% (10 responses)}
      host: {satisfaction: 40% (10 responses)}
customers:
  guest: {share: 3}
  host: {share: 1}
"""


@pytest.fixture(scope="module")
def bench():
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(BENCHMARKS)
        yield import_module("bench_advice")


@pytest.fixture(scope="module")
def made(bench):
    del bench
    return sys.modules["worlds"]


@pytest.fixture(scope="module")
def some(made):
    """One world of every setting."""
    return [next(made.worlds(number, 1, 7)) for number in range(len(made.SETTINGS))]


def test_there_are_sixteen_settings_of_different_names(made):
    assert len({setting.name for setting in made.SETTINGS}) == 16


def test_a_world_is_the_same_for_the_same_seed_and_another_for_another(made):
    first, second = made.worlds(3, 2, 0)
    assert [first, second] == list(made.worlds(3, 2, 0))
    assert first != second
    assert first != next(made.worlds(3, 1, 1))


def test_everybody_serves_a_customer_in_the_end_and_the_sizes_are_as_said(made, some):
    for setting, world in zip(made.SETTINGS, some, strict=True):
        low, high = setting.services
        assert low <= len(world.truth.services) <= high
        assert not world.truth.warnings


def test_the_causes_are_large_and_the_truth_is_known_everywhere(made, some):
    for setting, world in zip(made.SETTINGS, some, strict=True):
        own = [1 - service.quality.value for service in world.truth.services.values()]
        assert sum(0.3 <= each <= 0.6 for each in own) >= setting.causes[0]
        assert np.median(own) < 0.15


def test_the_analyst_knows_neither_the_qualities_nor_what_nobody_was_asked(made, some):
    for setting, world in zip(made.SETTINGS, some, strict=True):
        services = world.survey.services.values()
        assert not any(service.quality for service in services)
        dependences = {service.dependence for service in services}
        assert setting.told or dependences == {0.8}
        for service in services:
            if service.satisfaction is not None:
                low, high = setting.answers
                assert low <= service.satisfaction.responses <= high
        if setting.name == "20 to 30 answers, all measured":
            assert all(service.satisfaction for service in services)


def test_true_gains_are_what_the_true_model_would_win(bench, some):
    world = some[9]  # with critical services
    found = bench.true_gains(world.truth)
    for link in list(found)[:5]:
        ids = [s.id for s in world.truth.services.values() if (s.provider, s.customer) == link]
        for objective, quality in enumerate((1.0, 0.9, 0.75)):
            now = {name: world.truth.services[name].quality.value for name in ids}
            then = {name: max(quality, now[name]) for name in ids}
            won = 100 * vc.what_if(world.truth, then).change
            assert found[link][objective] == pytest.approx(won, abs=1e-9)


def test_all_rules_rank_the_same_measured_links(bench, some):
    measured = {
        (service.provider, service.customer)
        for service in some[15].survey.services.values()
        if service.satisfaction
    }
    surveyed = bench.Surveyed(vc.diagnose(some[15].survey), 0)
    for rule in bench.RULES.values():
        ranking = rule(surveyed)
        assert len(ranking) == len(measured)
        assert set(ranking) == measured


def test_rules_by_hand(bench):
    surveyed = bench.Surveyed(vc.diagnose(vc.loads(SHOP)), 0)
    first = {name: rule(surveyed)[0] for name, rule in bench.RULES.items()}
    assert first["lowest score"] == ("farm", "kitchen")
    assert first["worst the customer sees"] == ("waiter", "guest")  # 3 * 40 % against 1 * 60 %
    # Own parts: farm 70, kitchen 0 (it shields), waiter to guest 16 and to host 36.
    assert first["largest root cause"] == first["gain (diagnose)"] == ("farm", "kitchen")


def test_a_regret_is_never_negative_and_at_random_it_is_larger_than_with_true_scores(bench, some):
    found = np.array([bench.regrets(world, 0) for world in some[:4]])
    assert found.shape == (4, len(bench.EVERY), 4)
    assert (found >= -1e-9).all()
    means = dict(zip(bench.EVERY, found.mean(axis=0)[:, bench.REACHABLE], strict=True))
    assert means["gain, true scores"] < means["at random"]


@pytest.mark.parametrize("number", [3, 8, 9])
def test_whoever_knows_everything_regrets_nothing(bench, made, number):
    setting = replace(made.SETTINGS[number], told=True, unmeasured=(0.0, 0.0))
    world = made.world_of(setting, np.random.default_rng(5))
    row = bench.regrets(world, 0)[bench.EVERY.index("gain, true scores")]
    assert row == pytest.approx([row[0], 0, row[2], 1], abs=1e-9)


@pytest.mark.parametrize(("count", "good"), [(1, 1), (2, 1), (5, 2), (9, 1), (4, 3)])
def test_three_at_random(bench, count, good):
    drawn = min(3, count)
    missed = comb(count - good, drawn) / comb(count, drawn)
    assert bench._all_missed(count, good) == pytest.approx(missed)


def test_ratios_and_wins(bench):
    found = np.ones((2, 5, len(bench.EVERY), 4))
    found[:, :, 0] = 0.5
    found[1, :, bench.NAMES.index("lowest score")] = 0.4
    assert bench.ratio(found, bench.NAMES[0], bench.FORMER, 1) == pytest.approx((0.5, 0.5, 0.5))
    assert bench.wins(found, bench.NAMES[0], 1) == 1
    assert bench.half_width(found).max() == 0


def test_it_prints_a_row_for_every_rule_and_setting(bench, made, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["bench_advice.py", "--worlds", "2", "--workers", "1"])
    small = tuple(replace(setting, services=(20, 25)) for setting in made.SETTINGS)
    monkeypatch.setattr(made, "SETTINGS", small)
    bench.main()
    printed = capsys.readouterr().out
    for name in bench.EVERY:
        assert f"| {name} |" in printed
    for setting in small:
        assert printed.count(f"| {setting.name} |") == 3
