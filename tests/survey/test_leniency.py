"""Tests of `survey.leniency`: whose answers run high: removing each respondent's own level."""

import random
import statistics

import numpy as np
import pytest

import valuechain as vc
from helpers.answers import answers, problems, table
from valuechain.survey.leniency import without_leniency


def lenient(worth, who, question):
    """The formula of the documentation, one answer at a time."""
    out = []
    for x, r, q in zip(worth, who, question, strict=True):
        own = [
            worth[j]
            - statistics.mean(worth[k] for k in range(len(worth)) if question[k] == question[j])
            for j in range(len(worth))
            if who[j] == r
        ]
        out.append(x - statistics.mean(own) if r >= 0 and len(own) > 1 else x)
        assert q >= 0
    return out


def test_leniency_is_what_its_formula_says():
    rng = random.Random(7)
    for _ in range(60):
        count = rng.randint(1, 25)
        worth = [rng.randint(0, 4) / 4 for _ in range(count)]
        who = [rng.randint(-1, 5) for _ in range(count)]
        question = [rng.randint(0, 3) for _ in range(count)]
        found = without_leniency(np.array(worth), np.array(who), np.array(question))
        assert found.tolist() == pytest.approx(lenient(worth, who, question), abs=1e-12)


def test_where_everyone_answers_everything_means_stay_and_levels_leave_the_spread():
    marks = {"r1": (5, 4, 5), "r2": (2, 1, 3), "r3": (4, 4, 2)}
    given = [
        {"provider": "a", "customer": f"c{q}", "respondent": who, "score": mark}
        for who, own in marks.items()
        for q, mark in enumerate(own)
    ]
    plain, adjusted = vc.read_survey(given), vc.read_survey(given, leniency=True)
    grand = statistics.mean((mark - 1) / 4 for own in marks.values() for mark in own)
    for q, (before, after) in enumerate(zip(plain, adjusted, strict=True)):
        centred = [
            (own[q] - 1) / 4 - statistics.mean((mark - 1) / 4 for mark in own) + grand
            for own in marks.values()
        ]
        assert after.score.value == pytest.approx(before.score.value, abs=1e-9)
        assert after.score.sd == pytest.approx(statistics.stdev(centred), abs=1e-7)
        assert after.responses == 3


def test_leniency_shifts_means_where_people_answer_different_questions_and_stays_within_the_scale():
    given = [
        *answers("a", "b", [5, 5], respondent="kind"),
        *answers("a", "c", [5], respondent="kind"),
        *answers("a", "c", [1], respondent="stern"),
        *answers("a", "d", [1], respondent="stern"),
        *answers("a", "d", [3]),
    ]
    given[1]["delivers"] = "x"
    worth = [1.0, 1.0, 1.0, 0.0, 0.0, 0.5]
    question = [0, 1, 2, 2, 3, 3]
    expected = lenient(worth, [0, 0, 0, 1, 1, -1], question)
    for q, row in enumerate(vc.read_survey(given, leniency=True)):
        own = [x for x, asked in zip(expected, question, strict=True) if asked == q]
        assert row.score.value == pytest.approx(min(1, max(0, statistics.mean(own))), abs=1e-9)


def test_leniency_leaves_aspects_their_whole():
    given = [
        {"provider": "a", "customer": "b", "aspect": aspect, "respondent": who, "score": mark}
        for who, marks in (("r1", (5, 3)), ("r2", (2, 2)))
        for aspect, mark in zip(("time", "quality"), marks, strict=True)
    ]
    whole, time, quality = vc.read_survey(given, leniency=True).rows
    assert whole.score.value == pytest.approx(
        (time.score.value + quality.score.value) / 2, abs=1e-9
    )
    assert whole.score.sd == pytest.approx(0, abs=1e-6)


def test_leniency_leaves_out_who_did_not_answer():
    rows = ["a,b,5,r1", "a,c,5,r1", "a,b,,r2", "a,b,1,r3", "a,c,1,r3"]
    survey = vc.read_survey(table(*rows, head="provider,customer,score,respondent"), leniency=True)
    assert [(row.responses, row.score.value) for row in survey] == [(2, 0.5), (2, 0.5)]


def test_leniency_needs_respondents_and_marks():
    (problem,) = problems(answers("a", "b", [4]), leniency=True)
    assert "leniency needs to know who answered" in problem.message
    assert "respondent" in problem.hint
    with pytest.raises(vc.ArgumentError, match="share of people such as nps"):
        vc.read_survey(answers("a", "b", [4], respondent="r"), "nps", leniency=True)


def test_adjusted_answers_beyond_the_scale_are_held_to_what_is_possible():
    """The second question's answers become 1.125 and 0, which no two answers on a scale are."""
    rows = ["p1,c,2,r0", "p0,c,5,r1", "p1,c,1,r1", "p0,c,1,r2"]
    survey = vc.read_survey(table(*rows, head="provider,customer,score,respondent"), leniency=True)
    expected = lenient([0.25, 1.0, 0.0, 0.0], [0, 1, 1, 2], [0, 1, 0, 1])
    for row, worths in zip(
        survey, ((expected[0], expected[2]), (expected[1], expected[3])), strict=True
    ):
        mean = statistics.mean(worths)
        assert row.score.value == pytest.approx(min(1, max(0, mean)), abs=1e-9)
        widest = (2 * row.score.value * (1 - row.score.value)) ** 0.5
        assert row.score.sd == pytest.approx(min(widest, statistics.stdev(worths)), abs=1e-6)


@pytest.mark.parametrize("seed", range(300))
def test_sound_answers_are_never_refused(seed):
    """Small surveys of extreme answers, with aspects and repeated questions."""
    rng = random.Random(seed)
    given = [
        {
            "provider": rng.choice(["p0", "p1"]),
            "customer": "c",
            "aspect": rng.choice(["", "time", "tone"][: 1 + 2 * (seed % 2)]),
            "respondent": f"r{rng.randint(0, 3)}",
            "score": rng.choice([1, 1, 2, 5, 5]),
        }
        for _ in range(rng.randint(2, 9))
    ]
    once = {(row["provider"], row["aspect"], row["respondent"]): row for row in given}
    survey = vc.read_survey(list(once.values()), leniency=True)
    for row in survey:
        limit = row.score.value * (1 - row.score.value) * row.responses / max(1, row.responses - 1)
        assert 0 <= row.score.value <= 1 and (row.score.sd or 0) ** 2 <= limit + 1e-8
