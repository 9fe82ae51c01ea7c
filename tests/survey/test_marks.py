"""Tests of `survey.marks`: what an answer says: a mark on the scale of its question, and the score that many of them make."""

import random
import statistics
from fractions import Fraction

import numpy as np
import pytest

import valuechain as vc
from helpers.answers import LEVELS, answers, fractions_of, problems
from valuechain.model.scales import USUAL, mark_scale


@pytest.mark.parametrize("scale", LEVELS)
def test_the_score_of_a_question_is_mean_spread_and_number_of_its_answers(scale):
    rng = random.Random(scale)
    for _ in range(30):
        marks = rng.choices(LEVELS[scale], k=rng.randint(1, 40))
        (row,) = vc.read_survey(answers("clerk", "designer", marks), scale).rows
        worths = fractions_of(scale, marks)
        assert row.score.value == pytest.approx(statistics.mean(worths), abs=1e-12)
        assert row.responses == row.score.responses == len(marks)
        if scale in ("yes-no", "csat 1-5", "csat 1-7"):
            assert row.score.scale.share and row.score.sd is None
        elif len(marks) > 1:
            assert row.score.sd == pytest.approx(statistics.stdev(worths), abs=1e-9)
        else:
            assert row.score.sd is None
        assert vc.Score.parse(row.score.text) == row.score


def test_csat_is_the_share_of_the_top_two():
    (row,) = vc.read_survey(answers("a", "b", [5, 5, 4, 4, 4, 3, 2, 1, 1, 3]), "csat 1-5").rows
    assert row.score.short == "CSAT 50 % (10 responses)"


def test_nps_is_promoters_less_detractors():
    (row,) = vc.read_survey(answers("a", "b", [10, 9, 9, 8, 7, 6, 0, 10, 10, 5]), "nps").rows
    assert row.score.short == "NPS 20 (10 responses)"
    assert row.score.value == pytest.approx((20 + 100) / 200)


def test_ces_is_the_mean_ease():
    (row,) = vc.read_survey(answers("a", "b", [7, 5, 4]), "ces 1-7").rows
    assert row.score.short.startswith("CES 5.33/7")
    assert row.score.value == pytest.approx((16 / 3 - 1) / 6)


@pytest.mark.parametrize(
    ("marks", "scale", "text", "value"),
    [
        (["4/5", "5 / 5"], "0-10", "1-5", 0.875),
        (["80%", "60 %"], "1-5", "0-100", 0.7),
        (["yes", "No", "Y", "true", "n"], "1-5", "percent", 0.6),
        (["ja", "Nein", "oui", "non", "sí", "não", "sim", "nee"], "1-5", "percent", 0.5),
        ([True, False], "1-5", "percent", 0.5),
        (["7/10"], "nps", "nps", 0.5),
        (["5/7"], "ces 1-7", "ces 1-7", 4 / 6),
        (["4/7", "7/7"], "1-5", "1-7", 0.75),
        (["8/10"], "1-5", "0-10", 0.8),
        (["80/100"], "1-5", "0-100", 0.8),
        (["1", "0", "0", "0"], "yes/no", "percent", 0.25),
        ([4.0, np.int64(5), np.float64(3)], "1-5", "1-5", 0.75),
        (["3.5", "4"], "1-5", "1-5", 0.6875),
        ([" 4 ", "4"], "1 - 5", "1-5", 0.75),
        ([4], "1 to 5", "1-5", 0.75),
        ([4], "1..5", "1-5", 0.75),
        ([40, 60], "%", "0-100", 0.5),
        ([40], "Percent", "0-100", 0.4),
        (["5"], "CES 1-5", "ces 1-5", 1.0),
        ([3, 2], "csat 1-3", "csat", 1.0),
    ],
)
def test_answers_are_read_on_their_scale(marks, scale, text, value):
    (row,) = vc.read_survey(answers("a", "b", marks), scale).rows
    assert row.score.value == pytest.approx(value, abs=1e-9)
    assert row.score.text.startswith(f"{{scale: {text},")


def test_marks_between_marks_have_mean_and_spread_too():
    rng = random.Random(1)
    for scale, low, high in (("1-5", 1, 5), ("0-10", 0, 10), ("percent", 0, 100)):
        marks = [round(rng.uniform(low, high), 2) for _ in range(17)] + [low + 0.5]
        (row,) = vc.read_survey(answers("a", "b", marks), scale).rows
        worths = [(mark - low) / (high - low) for mark in marks]
        assert row.score.value == pytest.approx(statistics.mean(worths), abs=1e-9)
        assert row.score.sd == pytest.approx(statistics.stdev(worths), abs=1e-7)
    (row,) = vc.read_survey(answers("a", "b", [3.5])).rows
    assert row.score.sd is None


def test_every_usual_scale_is_one():
    for name in USUAL:
        assert mark_scale(name).name == name
        assert (
            0
            <= mark_scale(name).worth(Fraction(mark_scale(name).low))
            < mark_scale(name).worth(Fraction(mark_scale(name).high))
            <= 1
        )


def test_a_formula_in_a_text_is_called_one():
    (problem,) = problems(answers("a", "b", [4, "=AVERAGE(C2:C3)"]))
    assert (problem.message, problem.hint) == ("a formula", "write the value that it shows")
