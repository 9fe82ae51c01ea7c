"""Tests of `questions.dependence_estimate`: how much do people here depend on what they receive?"""

import json
import random
from dataclasses import replace

import numpy as np
import pytest

import valuechain as vc
from helpers.planted import chain_of, organisation, planted

SMALL = vc.loads(
    "{valuechain: 1, teams: {a: {serves: {b: {satisfaction: 60% (9 responses)}}}, "
    "b: {serves: {c: {satisfaction: 60% (9 responses)}}}}, customers: {c: }}"
)


@pytest.fixture(scope="module")
def steady():
    """Many answers, a dependence of 0.7."""
    return vc.estimate_dependence(planted(1, 0.7, answers=100, teams=14))


# What is found


@pytest.mark.parametrize("slope", [0.3, 0.8])
def test_a_planted_dependence_is_found_and_held_by_its_interval(slope):
    found = [
        vc.estimate_dependence(planted(seed, slope, answers=60, teams=12)) for seed in range(4)
    ]
    assert np.median([each.dependence for each in found]) == pytest.approx(slope, abs=0.15)
    assert sum(each.interval[0] <= slope <= each.interval[1] for each in found) >= 3


def test_harsh_and_mild_teams_are_noticed_and_taken_off():
    found = [
        vc.estimate_dependence(planted(seed, 0.8, answers=80, harshness=0.08, teams=14, layers=7))
        for seed in range(4)
    ]
    told = [each for each in found if each.dependence is not None]
    assert len(told) >= 3
    assert sum(each.harsh for each in found) >= 3
    assert np.median([each.harshness for each in found]) == pytest.approx(0.08, abs=0.02)
    assert all(each.interval[0] <= 0.8 <= each.interval[1] for each in told)
    assert "Teams seem to judge more or less harshly: by" in told[0].details.replace("\n  ", " ")


def test_from_waves_what_always_is_so_does_not_count():
    """Steady own shortfalls that rise along the flow look like dependence in one wave."""

    def of(seed, waves):
        random = np.random.default_rng(seed)
        pairs = organisation(random, teams=12)
        names = list(dict.fromkeys(name for pair in pairs for name in pair))
        steady = [0.05 * int(provider[1]) for provider, _ in pairs]
        chains = []
        for _ in range(waves):
            own = dict.fromkeys(names)
            own = random.beta(1, 9, len(pairs)) + steady
            seen = random.binomial(200, np.clip(1 - own, 0, 1)) / 200
            chains.append(chain_of(pairs, seen.tolist(), 200))
        return vc.estimate_dependence(chains)

    single = [of(seed, 1) for seed in range(4)]
    changes = [of(seed, 2) for seed in range(4)]
    assert min(each.dependence for each in single) > 0.5
    assert max(each.dependence for each in changes) < 0.45
    assert all(each.interval[0] < 0.1 for each in changes)
    assert changes[0].waves == 2
    assert len(changes[0].assumptions) == len(single[0].assumptions) + 1


@pytest.mark.parametrize(("waves", "teams"), [(2, 16), (3, 11)])
def test_a_planted_dependence_is_found_from_waves(waves, teams):
    found = [
        vc.estimate_dependence(
            planted(seed, 0.6, answers=100, waves=waves, always=0.1, teams=teams)
        )
        for seed in range(3)
    ]
    assert np.mean([each.dependence for each in found]) == pytest.approx(0.6, abs=0.15)
    assert all(each.interval[0] <= 0.6 <= each.interval[1] for each in found)


def test_dependence_and_target_of_the_file_make_no_difference(steady):
    (chain,) = steady.chains
    other = replace(
        chain,
        target=0.5,
        dependence=0.1,
        services=[replace(s, dependence=0.1, target=0.5) for s in chain.services.values()],
    )
    assert vc.estimate_dependence(other).dependence == steady.dependence


def test_a_chain_its_diagnosis_and_a_list_of_it_give_the_same(steady):
    (chain,) = steady.chains
    for asked in (chain, vc.diagnose(chain), [chain]):
        assert vc.estimate_dependence(asked) == steady
    first, later = planted(0, 0.5, waves=2)
    assert vc.estimate_dependence(first, [later]) == vc.estimate_dependence([first, later])


def test_a_survey_with_its_chain_is_its_waves():
    (chain,) = planted(2, 0.6, answers=20)
    random = np.random.default_rng(0)
    rows = [
        {
            "provider": service.provider,
            "customer": service.customer,
            "score": "yes" if random.random() < service.satisfaction.value else "no",
            "wave": wave,
        }
        for wave in ("2025", "2026")
        for service in chain.services.values()
        for _ in range(8)
    ]
    survey = vc.read_survey(rows, "yes-no")
    both = vc.estimate_dependence(survey, chain=chain)
    assert both.waves == 2
    assert both == vc.estimate_dependence(survey.per_wave(chain, ("2025", "2026")))
    assert vc.estimate_dependence(survey, ["2026"], chain=chain).waves == 1
    with pytest.raises(
        vc.ArgumentError, match=r"estimate_dependence\(survey, chain=load\(path\)\)"
    ):
        vc.estimate_dependence(survey)
    with pytest.raises(vc.ArgumentError, match="no wave is asked for"):
        vc.estimate_dependence(survey, [], chain=chain)
    with pytest.raises(vc.UnknownNameError, match="no wave '2024'"):
        vc.estimate_dependence(survey, ["2024"], chain=chain)


# What is written


def test_the_interval_is_written_in_hundredths_rounded_outwards(steady):
    low, high = steady.written
    assert low <= steady.interval[0] < low + 0.01 and high - 0.01 < steady.interval[1] <= high
    (chain,) = steady.chains
    written = steady.apply(chain)
    assert written.dependence_range == (low, high)
    assert all(service.dependence_range == (low, high) for service in written.services.values())
    assert vc.loads(vc.dumps(written)) == written
    assert f"dependence: {low:g}..{high:g}\n" in vc.dumps(written)


def test_services_with_a_dependence_of_their_own_keep_it(steady):
    (chain,) = steady.chains
    first = next(iter(chain.services))
    own = replace(
        chain, services={**chain.services, first: replace(chain.services[first], dependence=0.3)}
    )
    assert steady.apply(own).services[first] == own.services[first]


def test_where_a_loop_would_lose_nothing_the_upper_end_is_less_than_1(steady):
    loop = vc.loads(
        "{valuechain: 1, teams: {a: {serves: {b: , c: }}, b: {serves: {a: }}}, customers: {c: }}"
    )
    most = replace(steady, interval=(0.9, 1.0))
    assert most.apply(loop).dependence_range == (0.9, 0.99)
    assert replace(steady, interval=(0.995, 1.0)).apply(loop).dependence_range == (0.98, 0.99)
    assert most.apply(SMALL).dependence_range == (0.9, 1.0)


def test_what_cannot_be_written_is_said(steady):
    with pytest.raises(vc.ArgumentError, match="no estimate to write: 1 service can be used"):
        vc.estimate_dependence(SMALL).apply(SMALL)
    with pytest.raises(vc.ArgumentError, match="apply takes a ValueChain, not str"):
        steady.apply("shop.yaml")


# What is said


def test_it_is_said_in_a_sentence_with_what_it_rests_on(steady):
    text = steady.details.replace("\n  ", " ")
    low, high = steady.written
    assert steady.answer.startswith(
        f"The dependence is about {steady.dependence:.2f}, between {low:g} and {high:g} (95 %)."
    )
    assert f"Used: 126 services of {steady.providers} providers." in text
    assert "does not show" in text or "harshly: by" in text
    assert "28 services: the provider receives nothing." in text
    assert "Supposed: one dependence holds for all services" in text
    assert "Nothing uses it unasked" in text
    assert repr(steady).endswith(f"{steady.dependence:.2f}>")
    assert str(steady[0]) == (
        f"{steady[0].id}: {round(100 * steady[0].satisfaction)} % satisfied, its provider "
        f"{int(100 * steady[0].received + 0.5)} % with what it receives"
    )


def test_an_interval_that_says_hardly_anything_is_said_to(steady):
    assert "That is wide" in replace(steady, interval=(0.1, 0.9)).answer
    assert "That is wide" not in replace(steady, interval=(0.5, 0.9)).answer


def test_data_and_rows(steady):
    told = steady.to_dict()
    assert json.loads(json.dumps(told)) == told
    assert told["services_used"] == len(told["services"]) == len(steady) == 126
    assert steady.to_pandas().index.name == "id"
    assert set(steady.to_pandas().columns) == {"provider", "received", "satisfaction"}


# Refusals


def test_below_60_services_it_refuses_and_says_what_it_takes():
    found = vc.estimate_dependence(planted(0, 0.8, teams=9, layers=4))
    assert (found.dependence, found.interval, found.written) == (None, None, None)
    assert found.refused == (
        "45 services can be used, and it takes 60: measure more, with the number of answers"
    )
    assert found.answer == f"The dependence cannot be estimated: {found.refused}."
    assert "refused" in repr(found)
    assert "Nothing uses it" not in found.details


def test_scores_without_answers_cannot_be_used_and_are_counted():
    (chain,) = planted(0, 0.8)
    bare = replace(
        chain,
        services=[
            replace(service, satisfaction=vc.Score.of(service.satisfaction.value))
            for service in chain.services.values()
        ],
    )
    found = vc.estimate_dependence(bare)
    assert found.refused.startswith("0 services can be used")
    assert found.left_out == {"the number of answers is not said": 110}
    assert "110 services: the number of answers is not said." in found.details


def test_few_providers_are_no_witnesses():
    pairs = [("top", "t0")] + [(f"t{i}", f"t{i + 1}") for i in range(5)]
    pairs += [(f"t{i % 6}", f"c{i}") for i in range(60)]
    parties = [vc.Party(name) for name in ("top", *(f"t{i}" for i in range(6)))]
    parties += [vc.Party(f"c{i}", kind="customer") for i in range(60)]
    random = np.random.default_rng(0)
    services = [
        vc.Service(f"{a}->{b}", a, b, satisfaction=vc.Score.of(random.uniform(0.5, 1), 20))
        for a, b in pairs
    ]
    found = vc.estimate_dependence(vc.ValueChain(parties, services))
    assert found.refused.startswith("they come from 6 providers, and it takes 10")


def test_where_what_is_received_is_mostly_chance_it_refuses():
    found = vc.estimate_dependence(planted(4, 0.3, answers=3))
    assert found.dependence is None and found.reliability < 0.4
    assert "are real, and it takes 40 %" in found.refused


def refusals(reliability, without):
    from valuechain.analysis.passed_on import Fit, PassedOn
    from valuechain.questions.dependence_estimate import _unreliable

    fit = Fit(0.5, 0.0, np.zeros(3))
    return [
        _unreliable(PassedOn(fit, 0.5, 0.0, 1.0, True, reliability, without), waves)
        for waves in (1, 2)
    ]


def test_a_refusal_says_what_it_would_take():
    """With 20 % real and 80 % chance, as much chance as 30 % of what is seen would leave 40 %."""
    assert "2.7 times as many answers would do" in refusals(0.2, 0.2)[0]
    once, twice = refusals(0.2, 0.7)
    assert "ask a second time" in once
    assert "in the same manner" in twice
    assert "providers receive much the same" in refusals(0.0, 0.3)[0]
    assert "providers receive much the same" in refusals(0.01, 0.01)[0]


# Mistakes


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ((7,), "not int: make one with load"),
        (("shop.yaml",), "not str"),
        ((SMALL, 7), "not int"),
        ((SMALL, SMALL.parties), "not mappingproxy"),
        (([SMALL, "x"],), "not str"),
        (([],), "there is no chain"),
        ((vc.what_if(SMALL, {"a->b": 0.9}),), "not a what-if"),
    ],
)
def test_what_is_no_chain_is_refused(asked, said):
    with pytest.raises(vc.ArgumentError, match=said):
        vc.estimate_dependence(*asked)


def test_a_chain_beside_a_chain_is_refused():
    with pytest.raises(vc.ArgumentError, match="chain= goes with a survey"):
        vc.estimate_dependence(SMALL, chain=SMALL)


def test_what_keeps_chains_from_being_waves_is_told_all_at_once():
    fewer = vc.loads("{valuechain: 1, teams: {a: {serves: {b: , c: }}, b: }, customers: {c: }}")
    heavy = replace(SMALL.services["a->b"], weight=2.0)
    weights = replace(SMALL, services={**SMALL.services, "a->b": heavy})
    weakest = replace(SMALL, rule="weakest")
    with pytest.raises(vc.ModelError) as caught:
        vc.estimate_dependence([SMALL, SMALL, fewer, weights, weakest])
    told = str(caught.value)
    assert "waves 1 and 2 are the same: give each wave once" in told
    assert "wave 3 lacks 'b->c', which wave 1 has: " in told
    assert "wave 3 has 'a->c', which wave 1 lacks: " in told
    assert "'a->b' has another weight, or is critical, in wave 4 only" in told
    assert "wave 5 has another rule than wave 1" in told


def test_more_answers_than_people_are_refused():
    few = replace(SMALL.parties["c"], people=3)
    with pytest.raises(vc.ModelError, match="9 responses, but 'c' only 3 people"):
        vc.estimate_dependence(replace(SMALL, parties={**SMALL.parties, "c": few}))


def test_what_is_too_large_is_refused_before_it_takes_hours(monkeypatch):
    monkeypatch.setattr("valuechain.questions.dependence_estimate.LARGEST", 1)
    with pytest.raises(vc.ArgumentError, match="2 services, times waves less one, are more than 1"):
        vc.estimate_dependence(SMALL)


def test_where_only_the_spread_is_missing_that_is_what_it_takes():
    text = "{valuechain: 1, teams: {a: {serves: {b: {satisfaction: 3.4/5 (9 responses)}}}, b: {serves: {c: {satisfaction: 3.1/5 (9 responses)}}}}, customers: {c: }}"
    refused = vc.estimate_dependence(vc.loads(text)).refused
    assert refused == (
        "0 services can be used, and it takes 60: say of 2 how far their answers differ "
        "('sd', or the answers themselves), and measure more"
    )


def where_teams_judge_alike(seed, score):
    """A chain in which whoever receives says much the same of all who deliver."""
    rng = random.Random(seed)
    levels = [rng.choice([50, 60, 70, 80, 90]) for _ in range(31)]
    lines = ["valuechain: 1", "teams:"]
    for at in range(30):
        served = sorted({min(30, at + 1 + rng.randint(0, 4)) for _ in range(4)})
        each = [
            f"{'k' if to == 30 else f't{to}'}: {{satisfaction: {score(levels[to])}}}"
            for to in served
        ]
        lines.append(f"  t{at}: {{people: 5, serves: {{{', '.join(each)}}}}}")
    return vc.loads("\n".join([*lines, "customers: {k: {people: 5}}"]))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(
    "score",
    [
        lambda level: f"{level}% (5 responses)",  # everybody answered
        lambda level: "80% (4 responses)",  # noqa: ARG005  all are the same
        lambda level: f"{{units: 100, on_time: {level}}}",
    ],
)
def test_scores_without_error_or_difference_end_in_an_answer(seed, score):
    found = vc.estimate_dependence(where_teams_judge_alike(seed, score))
    assert found.refused or 0 <= found.interval[0] <= found.dependence <= found.interval[1] <= 1
    assert 0 <= found.reliability <= 1


def test_where_nobody_measured_what_nobody_serves_there_is_an_answer():
    """Every measured service is linked; the only other one is what a supplier gives, unasked."""
    rng = random.Random(3)
    lines = ["valuechain: 1", "suppliers: {s: {serves: {k: }}}", "teams:"]
    for at in range(30):
        ends = [f"t{(at + 1) % 30}", f"t{(at + 3) % 30}", *["k"] * (at == 0)]
        each = [f"{end}: {{satisfaction: {rng.randint(30, 95)}% (9 responses)}}" for end in ends]
        lines.append(f"  t{at}: {{serves: {{{', '.join(each)}}}}}")
    found = vc.estimate_dependence(vc.loads("\n".join([*lines, "customers: {k: }"])))
    assert found.refused or 0 <= found.dependence <= 1
    assert found.reliability is not None
