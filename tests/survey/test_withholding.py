"""Tests of `survey.withholding`: what small groups may show: nothing that tells what a few people answered, also not by subtraction."""

import itertools
import random
import statistics
from fractions import Fraction

import pytest

import valuechain as vc
from helpers.answers import CHAIN, answers
from valuechain.survey.withholding import withheld


def rank_without(rows):
    """Row-reduced, with exact fractions."""
    reduced = []
    for row in rows:
        left = list(row)
        for pivot, known in reduced:
            if left[pivot]:
                factor = left[pivot]
                left = [a - factor * b for a, b in zip(left, known, strict=True)]
        pivot = next((i for i, value in enumerate(left) if value), None)
        if pivot is not None:
            reduced.append((pivot, [value / left[pivot] for value in left]))
    return reduced


def follows(reduced, wanted):
    """Whether a combination of the unknowns follows from what is known."""
    left = list(wanted)
    for pivot, known in reduced:
        if left[pivot]:
            factor = left[pivot]
            left = [a - factor * b for a, b in zip(left, known, strict=True)]
    return not any(left)


def random_survey(rng):
    """A survey with small groups, parallel services, aspects and services asked about in aspects only."""
    rows = []
    named = rng.random() < 0.5  # each answer by somebody else, or by nobody knows whom
    for provider, customer in itertools.product("abc", "xyz"):
        if rng.random() < 0.35:
            continue
        for delivers in rng.choice([[""], [""], ["", "more"]]):
            words = rng.choice(
                [
                    [""],
                    [""],
                    [""],
                    ["", "time"],
                    ["time", "quality"],
                    ["time"],
                    ["time", "quality", "words"],
                ]
            )
            for aspect in words:
                count = rng.choice([1, 2, 3, 4, 4, 5, 6, 8, 12])
                rows += answers(
                    provider,
                    customer,
                    rng.choices(range(1, 6), k=count),
                    delivers=delivers,
                    aspect=aspect,
                )
    rows = [
        row | {"respondent": f"r{i}" if named else ""}
        for i, row in enumerate(rows or answers("a", "x", [4]))
    ]
    return vc.read_survey(rows, min_responses=rng.choice([3, 5, 5, 5, 8]))


def told(survey):
    """What a client is shown and knows: a row of coefficients for each, over the satisfaction of the survey's rows."""
    rows = survey.of_wave()
    hidden = survey.withheld()
    unit = [[Fraction(i == j) for j in range(len(rows))] for i in range(len(rows))]
    known = [unit[i] for i, row in enumerate(rows) if row not in hidden]
    for by in ("provider", "customer"):
        for name, (value, _) in survey.totals(by, withhold=True).items():
            if value is not None:
                known.append(
                    [
                        Fraction(row.responses)
                        if getattr(row, by) == name and not row.aspect
                        else Fraction(0)
                        for row in rows
                    ]
                )
    for whole in rows:
        if whole.from_aspects:
            ends = (whole.provider, whole.customer, whole.delivers)
            parts = [
                row.responses
                if row.aspect and (row.provider, row.customer, row.delivers) == ends
                else 0
                for row in rows
            ]
            if whole.responses != sum(
                parts
            ):  # respondents are not known: the mean of the aspects, else that of all respondents
                parts = [int(part > 0) for part in parts]
            known.append(
                [
                    Fraction(row is whole) - Fraction(part, sum(parts))
                    for row, part in zip(rows, parts, strict=True)
                ]
            )
    return rows, hidden, rank_without(known)


# Small groups.


def test_no_small_group_follows_from_what_is_shown():
    rng = random.Random(19)
    opened = closed = 0
    for _ in range(400):
        survey = random_survey(rng)
        rows, hidden, reduced = told(survey)
        assert set(survey.small) <= set(hidden)
        for i, row in enumerate(rows):
            if row.responses < survey.min_responses:
                assert not follows(reduced, [Fraction(i == j) for j in range(len(rows))]), (
                    row,
                    hidden,
                )
        opened += len(hidden) > len(survey.small)
        closed += any(
            value is None
            for by in ("provider", "customer")
            for value, _ in survey.totals(by, withhold=True).values()
        )
        if not survey.small:
            assert hidden == ()
    assert opened > 100
    assert closed > 50


def test_no_sum_of_groups_that_are_small_together_follows_from_what_is_shown():
    rng = random.Random(23)
    for _ in range(200):
        survey = random_survey(rng)
        rows, hidden, reduced = told(survey)
        small = [i for i, row in enumerate(rows) if row in hidden and not row.aspect]
        for size in (2, 3):
            for group in itertools.combinations(small, size):
                if sum(rows[i].responses for i in group) < survey.min_responses:
                    wanted = [
                        Fraction(rows[i].responses if i in group else 0) for i in range(len(rows))
                    ]
                    assert not follows(reduced, wanted), [
                        (rows[i].provider, rows[i].customer, rows[i].responses) for i in group
                    ]


def test_withholding_keeps_cells_of_any_table():
    rng = random.Random(29)
    for _ in range(400):
        sizes = [rng.choice([0, 1, 2, 4, 5, 7, 9, 20]) for _ in range(rng.randint(1, 9))]
        totals = [
            sorted(rng.sample(range(len(sizes)), rng.randint(1, len(sizes))))
            for _ in range(rng.randint(0, 6))
        ]
        hidden, closed = withheld(sizes, totals, 5)
        shown = [
            [Fraction(i == j) for j in range(len(sizes))]
            for i in range(len(sizes))
            if i not in hidden
        ]
        shown += [
            [Fraction(i in cells) for i in range(len(sizes))]
            for at, cells in enumerate(totals)
            if at not in closed
        ]
        reduced = rank_without(shown)
        for i, size in enumerate(sizes):
            if 0 < size < 5:
                assert i in hidden
                assert not follows(reduced, [Fraction(i == j) for j in range(len(sizes))])
    assert withheld([9, 9], [[0, 1]], 5) == (set(), set())


def test_totals_are_the_means_of_all_answers():
    rng = random.Random(31)
    for _ in range(50):
        survey = random_survey(rng)
        for by in ("provider", "customer"):
            sums = {}
            for row in survey:
                if not row.aspect:
                    sums.setdefault(getattr(row, by), []).extend([row.score.value] * row.responses)
            found, shown = survey.totals(by), survey.totals(by, withhold=True)
            assert list(found) == list(shown) == list(sums)
            for name, worths in sums.items():
                assert found[name][0] == pytest.approx(statistics.mean(worths))
                assert found[name][1] == shown[name][1] == len(worths)
                assert shown[name][0] in (None, found[name][0])
    with pytest.raises(vc.UnknownNameError, match="no level to sum up by"):
        survey.totals("provder")


def test_what_would_be_found_by_subtraction_is_withheld_too():
    given = [*answers("a", "x", [1] * 3), *answers("a", "y", [4] * 6), *answers("a", "z", [5] * 9)]
    survey = vc.read_survey(given)
    assert [row.customer for row in survey.small] == ["x"]
    assert [row.customer for row in survey.withheld()] == ["x", "y"]
    assert survey.totals("provider", withhold=True)["a"][0] is not None
    assert {
        name: value is None for name, (value, _) in survey.totals("customer", withhold=True).items()
    } == {
        "x": True,
        "y": True,
        "z": False,
    }


def test_a_group_alone_closes_its_total():
    survey = vc.read_survey(answers("a", "x", [1] * 3))
    assert survey.totals("provider", withhold=True) == {"a": (None, 3)}
    assert survey.totals("provider") == {"a": (0.0, 3)}


def test_withheld_scores_are_not_filled_in():
    chain = vc.loads(CHAIN)
    given = [
        *answers("clerk", "designer", [2] * 3),
        *answers("clerk", "delivery", [4] * 6, delivers="address"),
        *answers("clerk", "delivery", [4] * 9, delivers="time slot"),
        *answers("designer", "delivery", [4] * 9, aspect="time"),
        *answers("designer", "delivery", [4] * 2, aspect="quality"),
    ]
    survey = vc.read_survey(given)
    hidden = {(row.provider, row.customer, row.delivers, row.aspect) for row in survey.withheld()}
    filled = survey.apply(chain, withhold=True)
    for row in survey:
        (asked,) = (
            s
            for s in filled.services.values()
            if (s.provider, s.customer) == (row.provider, row.customer)
            and row.delivers in ("", s.delivers)
        )
        kept = dict(asked.aspects).get(row.aspect) if row.aspect else asked.satisfaction
        assert (kept is None) == ((row.provider, row.customer, row.delivers, row.aspect) in hidden)
    assert filled.services["designer->delivery"].quality.value == 0.7  # nothing took its place
    assert ("clerk", "designer", "", "") in hidden
    said = survey.remarks(chain, withhold=True)
    assert any("fewer than 5 answered" in text and "clerk->designer" in text for text in said)
    assert not any(text.startswith("Fewer than 5") for text in said)


def test_many_names_are_cut_short():
    rows = [row for i in range(8) for row in answers("clerk", "designer", [4], aspect=f"a{i}")]
    said = vc.read_survey(rows).remarks(vc.loads(CHAIN))
    assert any(text.endswith(" and 4 more.") for text in said)


# As a value.


def test_where_groups_are_too_many_to_try_no_sum_of_them_is_shown():
    hidden, closed = withheld([1] * 80 + [9, 9], [[*range(80), 80], [*range(40), 81], [80, 81]], 5)
    assert hidden == set(range(80))
    assert closed == {0, 1}


def test_many_small_groups_are_withheld_quickly():
    rows = [
        {"provider": f"p{i % 30}", "customer": f"q{i // 30}", "aspect": a, "score": 4}
        for i in range(200)
        for a in ("", "t", "u")
        for _ in range(3)
    ]
    survey = vc.read_survey(rows)
    assert len(survey.withheld()) == len(survey)
    assert all(told is None for told, _ in survey.totals("provider", withhold=True).values())
