"""Tests of `sampling.significance`: is a change more than chance?"""

import random
from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

import valuechain as vc
from helpers.simulated import made
from valuechain.sampling import significance
from valuechain.sampling.same_people import Move, SamePeople
from valuechain.survey.pairs import Pairs, pairs


def marks(random, mean, people):
    """So many marks from 1 to 5 around a mean, as a score."""
    given = np.clip(np.rint(mean + random.normal(size=people)), 1, 5).astype(int)
    counts = ", ".join(f"{mark}: {int((given == mark).sum())}" for mark in range(1, 6))
    return given, f"{{scale: 1-5, answers: {{{counts}}}}}"


def test_of_two_services_it_is_the_test_of_welch():
    """Too few services for anything to be usual; the draws are surer, so that they do not count."""
    random = np.random.default_rng(1)
    for _ in range(12):
        then, one = marks(random, 2.6, 6)
        now, two = marks(random, 3.6, 9)
        before, after = made(("a", "x", one)), made(("a", "x", two))
        found = vc.compare(before, after)
        chance = found.sureness.chance["a->x"]
        variances = then.var(ddof=1) / 6, now.var(ddof=1) / 9
        whole = int(sum(variances) ** 2 / (variances[0] ** 2 / 5 + variances[1] ** 2 / 8))
        t = (now.mean() - then.mean()) / np.sqrt(sum(variances))
        assert chance >= 2 * stats.t.sf(abs(t), whole) - 1e-9
        ends = found.before.solution, found.after.solution
        means = significance._means(*ends, {"a->x": "a->x"})
        drawn = significance._unpaired(means, {"a->x": 0.0})
        assert drawn["a->x"] == pytest.approx(2 * stats.t.sf(abs(t), whole), abs=1e-9)


def many(random, people, change=0.0, services=30):
    """Two surveys, and the pairs of those who answered both."""
    then, now, told = [], [], {}
    for i in range(services):
        first = np.clip(np.rint(3.2 + random.normal(size=people)), 1, 5).astype(int)
        second = np.clip(first + np.rint(change + 0.6 * random.normal(size=people)), 1, 5)
        told[f"t{i}->x"] = pairs(*(dict(enumerate((each - 1) / 4)) for each in (first, second)))
        for kept, given in ((then, first), (now, second)):
            counts = ", ".join(f"{m}: {int((given == m).sum())}" for m in range(1, 6))
            kept.append((f"t{i}", "x", f"{{scale: 1-5, answers: {{{counts}}}}}"))
    return made(*then), made(*now), told


def test_without_any_change_hardly_any_service_is_named():
    named = 0
    for seed in range(40):
        random = np.random.default_rng(seed)
        before, _, _ = many(random, 8)
        after, _, _ = many(random, 8)
        named += any(vc.compare(before, after).significant.values())
    assert named <= 5  # one in twenty, and what chance may add


def test_the_same_people_show_what_others_hide():
    before, after, told = many(np.random.default_rng(3), 10, change=0.7)
    apart, together = vc.compare(before, after), vc.compare(before, after, told)
    assert sum(together.significant.values()) > 2 * sum(apart.significant.values())
    assert together.sureness.paired == frozenset(told)
    assert "the same people's answers are compared" in " ".join(str(together).split())
    assert "taken as independent" in " ".join(str(apart).split())
    assert not apart.sureness.paired


def test_few_pairs_and_pairs_that_agree_wholly():
    before, after = made(("a", "x", "40% (20 responses)")), made(("a", "x", "60% (20 responses)"))
    few = {"a->x": Pairs(4, 1.0, 0.2, 0.05)}
    part = {"a->x": Pairs(9, 0.4, 0.2, 0.05)}
    unknown = {"a->x": Pairs(9, 1.0, 0.2, None)}
    plain = vc.compare(before, after).sureness.chance
    for told in (few, part, unknown, {"b->x": Pairs(9, 1.0, 0.2, 0.05)}):
        assert vc.compare(before, after, told).sureness.chance == plain
    for rise, chance in ((0.2, 2**-8), (0.0, 1.0)):
        alike = vc.compare(before, after, {"a->x": Pairs(9, 1.0, rise, 0.0)}).sureness
        assert alike.chance["a->x"] == chance, "by the signs alone"
        assert alike.paired == {"a->x"}
    sure = vc.compare(before, after, {"a->x": Pairs(9, 1.0, 0.2, 0.05)}).sureness
    assert sure.chance["a->x"] == pytest.approx(2 * stats.t.sf(4.0, 8), abs=1e-9)


def test_who_asked_everyone_knows_the_change():
    people = {"x": 12}
    score = "{{scale: 1-5, answers: {{1: {}, 2: 3, 3: 3, 4: {}, 5: 0}}}}"
    before = made(("a", "x", score.format(4, 2)), people=people)
    after = made(("a", "x", score.format(3, 3)), people=people)
    assert vc.compare(before, after).significant["a->x"] is True
    everyone = {"a->x": Pairs(12, 1.0, 0.05, 0.02)}
    found = vc.compare(before, after, everyone).sureness
    assert found.chance["a->x"] == 0.0
    assert not found.paired, "there is nothing left to be unsure of"
    open_ = made(("a", "x", score.format(4, 2))), made(("a", "x", score.format(3, 3)))
    assert vc.compare(*open_).significant["a->x"] is False


def test_answers_of_people_who_are_known_and_answer_otherwise_again():
    """Nothing is written down of these, so they are drawn; the same every time."""
    one, two = (made(("a", "x", f"{share}% (10 responses)")) for share in (20, 90))
    before, after = (replace(each, repeat_sd=0.2) for each in (one, two))
    people = [replace(each, parties=known(each, 12)) for each in (before, after)]
    found = [vc.compare(*people).sureness.chance for _ in range(2)]
    assert found[0] == found[1]
    assert found[0]["a->x"] < 0.01


def known(chain, people):
    """Its parties, so many people each."""
    return {name: replace(party, people=people) for name, party in chain.parties.items()}


@pytest.mark.parametrize(("services", "draws"), [(1, 10_000), (200, 5_000), (2_000, 1_000)])
def test_larger_chains_are_drawn_less_often(monkeypatch, services, draws):
    asked = []
    drawn = significance.drawn

    def counted(ensemble, random, cases):
        asked.append(cases)
        return drawn(ensemble, random, cases)

    monkeypatch.setattr(significance, "drawn", counted)
    told = [(f"t{i}", "x", "60% (20 responses)") for i in range(services)]
    low, high = vc.compare(made(*told), made(*told)).outcome_interval
    assert sum(asked) == 2 * draws
    assert low < 0 < high


def marked(answers):
    """A chain of one service, by the marks from 1 to 5 of each person."""
    counts = ", ".join(f"{mark}: {list(answers).count(mark)}" for mark in range(1, 6))
    return made(("a", "x", f"{{scale: 1-5, answers: {{{counts}}}}}"))


def test_what_the_same_people_say_holds_for_the_outcome_too():
    """Eleven of twelve give one mark more; how far apart they are says nothing of the change."""
    then = [1, 2, 3, 4, 1, 2, 3, 4, 2, 3, 1, 4]
    now = [mark + 1 for mark in then[:-1]] + then[-1:]
    told = pairs(*(dict(enumerate((mark - 1) / 4 for mark in marks)) for marks in (then, now)))
    before, after = marked(then), marked(now)
    apart, together = vc.compare(before, after), vc.compare(before, after, {"a->x": told})
    assert not apart.sureness.outcome_exceeds
    assert together.significant["a->x"] is together.sureness.outcome_exceeds is True
    low, high = together.outcome_interval
    assert high - low == pytest.approx(2 * stats.t.ppf(0.975, 11) * told.error, rel=0.15)
    assert (low + high) / 2 == pytest.approx(together.change, abs=0.03)


def test_draws_of_the_same_people_are_put_in_order_and_stay_what_they_are():
    random = np.random.default_rng(8)
    before = random.normal(0.5, 0.1, (3, 20_000))
    after = random.normal(0.6, 0.2, (3, 20_000))
    kept = after.copy()
    services, spread, answers = np.arange(2), np.array([0.03, 1.0]), np.full(2, 40.0)
    SamePeople(services, services, spread, answers, answers, answers).put_in_order(before, after)
    assert np.sort(after, axis=1) == pytest.approx(np.sort(kept, axis=1))
    assert (after[0] - before[0]).var() == pytest.approx(0.03, rel=0.02)
    assert (after[1:] == kept[1:]).all()  # no wider than what is independent; not asked twice


def test_who_does_not_vary_is_put_in_no_order():
    still, moving = np.full((1, 50), 0.5), np.random.default_rng(9).random((1, 50))
    kept = moving.copy()
    at, nine = np.zeros(1, dtype=int), np.full(1, 9.0)
    SamePeople(at, at, np.ones(1), nine, nine, nine).put_in_order(still, moving)
    assert (moving == kept).all()


def test_whoever_answered_once_makes_the_means_less_alike():
    """By m / sqrt(n N), where m of n and N answers are the same people's."""
    random = np.random.default_rng(10)
    before, after = (random.normal(0.5, 0.1, (1, 40_000)) for _ in range(2))
    at, spread = np.zeros(1, dtype=int), np.zeros(1)
    people = SamePeople(at, at, spread, *(np.full(1, n) for n in (20.0, 40.0, 30.0)))
    people = replace(people, spread=np.array([0.1**2 * (40 + 30 - 2 * 0.9 * 1200**0.5) / 20]))
    people.put_in_order(before, after)
    assert np.corrcoef(before[0], after[0])[0, 1] == pytest.approx(0.9 * 20 / 1200**0.5, abs=0.02)


@pytest.mark.parametrize("part", [1.0, 0.8, 0.5])
def test_where_nothing_changed_hardly_any_outcome_is_more_than_chance(part):
    """Some people are exchanged for others; one in twenty, and what 120 surveys leave of chance."""
    draw, named = random.Random(11), 0
    chain = made(("a", "x"))
    for _ in range(120):
        rows = list(exchanged(draw, 50, part))
        survey = vc.read_survey(rows)
        waves = survey.per_wave(chain, ["1", "2"])
        found = vc.compare(*waves, survey.pairs(chain, "1", "2"))
        named += found.sureness.outcome_exceeds
    assert named <= 14


def exchanged(draw, people, part):
    """Answers of two waves in which nothing changed but who answered."""
    for i in range(people):
        same, then = i < people * part, draw.randint(1, 5)
        now = then if same else draw.randint(1, 5)
        now = min(5, max(1, now + draw.choice([-1, 0, 0, 0, 1])))
        for wave, mark, who in (("1", then, i), ("2", now, i if same else i + 1000)):
            row = {"provider": "a", "customer": "x", "score": f"{mark}/5"}
            yield row | {"respondent": f"p{who}", "wave": wave}


def test_of_one_service_the_outcome_is_as_sure_as_the_service():
    """Few answers, whose spread is hardly known: never surer, and hardly ever less sure."""
    draw, apart, sure = random.Random(5), 0, 0
    for _ in range(150):
        chains = [marked([draw.randint(1, 5) for _ in range(draw.randint(2, 9))]) for _ in "ab"]
        found = vc.compare(*chains)
        service, outcome = found.significant["a->x"], found.sureness.outcome_exceeds
        assert service or not outcome
        apart += service != outcome
        sure += service
    assert sure >= 3
    assert apart <= 3


def test_a_change_has_the_spread_with_which_a_normal_one_is_as_sure():
    move = Move(0.3, 0.01, 9.0, 10)
    assert move.chance == pytest.approx(2 * stats.t.sf(3.0, 9))
    assert move.spread == pytest.approx(0.01 * (stats.t.ppf(0.975, 9) / stats.norm.ppf(0.975)) ** 2)
    alike = Move(0.3, 0.0, 9.0, 6)
    assert alike.spread == pytest.approx((0.3 / stats.norm.isf(2**-6)) ** 2)
    assert Move(0.0, 0.0, 9.0, 6).spread == 0.0
