"""Tests of `model.score`: how satisfied, in whose words: survey scores on their own scales, read exactly as fractions."""

import contextlib
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.simulated import made
from valuechain import FormatError, ModelError, Score, dumps, loads
from valuechain.model.compounds import SCORE
from valuechain.problems import Fault

GOOD = {
    "81%": Fraction(81, 100),
    "81 %": Fraction(81, 100),
    "81.5%": Fraction(815, 1000),
    "0%": Fraction(0),
    "100%": Fraction(1),
    "CSAT 81%": Fraction(81, 100),
    "3.4/5": Fraction(6, 10),
    "1/3": Fraction(0),
    "9/9": Fraction(1),
    "0/10": Fraction(0),
    "6.9/10": Fraction(69, 100),
    "55/100": Fraction(55, 100),
    "NPS 31": Fraction(131, 200),
    "NPS -100": Fraction(0),
    "NPS +8": Fraction(108, 200),
    "CES 5.2/7": Fraction(42, 60),
    "CES 1/5": Fraction(0),
    "0.81": Fraction(81, 100),
    "1.0": Fraction(1),
    "0.0": Fraction(0),
    ".5": Fraction(1, 2),
}


BAD = {
    "81": "81%",
    "0": "0%",
    "1": "'100%' or '1/5'",
    "3,4/5": "3.4/5",
    "81,5%": "81.5%",
    "3,4/5 (9 responses)": "3.4/5 (9 responses)",
    "6/5": "",
    "0/5": "",
    "101%": "",
    "NPS 101": "",
    "3/11": "scales are",
    "1/2": "scales are",
    "CES 5/6": "CES",
    "good": "write '81%'",
    "nan": "write",
    "inf": "write",
    "1e999": "write",
    "-5%": "write",
    "81% (0 responses)": "leave the score out",
    "81% (9 answers)": "(9 responses)",
    "1.5": "",
    "9" * 10_000: "",
    "0." + "9" * 10_000: "",
    "": "",
}


@pytest.mark.parametrize("text", GOOD)
def test_fractions_are_rounded_once(text):
    for suffix, responses in (("", None), (" (9 responses)", 9), (" (1 response)", 1)):
        score = Score.parse(text + suffix)
        assert score.value == float(GOOD[text])
        assert score.responses == responses
        assert score.text == text + suffix


@pytest.mark.parametrize("text", BAD, ids=lambda text: text[:20])
def test_what_is_no_score(text):
    with pytest.raises(ModelError) as caught:
        Score.parse(text)
    (problem,) = caught.value.problems
    assert BAD[text] in problem.hint
    assert len(str(problem)) < 400


@given(st.decimals(0, 100, places=4))
def test_every_percentage_is_correctly_rounded(number):
    assert Score.parse(f"{number}%").value == float(Fraction(str(number)) / 100)


@given(st.decimals(1, 7, places=3))
def test_every_mean_is_correctly_rounded(number):
    assert Score.parse(f"CES {number}/7").value == float((Fraction(str(number)) - 1) / 6)


@given(st.floats(0, 1))
def test_of_keeps_the_float(value):
    score = Score.of(value)
    assert score.value == pytest.approx(value, abs=1e-58)
    assert Score.parse(score.text) == score
    if value > 1e-40:
        assert score.value == value


def test_long_forms():
    score = Score.parse("{scale: 1-5, value: 3.4, responses: 9, sd: 0.8}")
    assert (score.value, score.responses, score.sd) == (0.6, 9, 0.2)
    assert score.short == "3.4/5 (9 responses)"
    answers = Score.parse("{scale: 1-5, answers: {1: 0, 2: 1, 3: 4, 4: 3, 5: 1}}")
    assert answers.value == float((Fraction(2 + 12 + 12 + 5, 9) - 1) / 4)
    mean = Fraction(31, 9)
    variance = sum(n * (m - mean) ** 2 for m, n in {2: 1, 3: 4, 4: 3, 5: 1}.items()) / 8
    assert answers.sd == pytest.approx(float(variance) ** 0.5 / 4)
    assert answers.responses == 9


def test_net_promoter_counts():
    score = Score.parse("{scale: nps, value: 31, responses: 140, promoters: 62, detractors: 19}")
    assert score.value == 131 / 200
    net = [100] * 62 + [0] * 59 + [-100] * 19
    mean = sum(net) / 140
    assert score.sd == pytest.approx((sum((x - mean) ** 2 for x in net) / 139) ** 0.5 / 200)
    exact = Score.parse("{scale: nps, responses: 140, promoters: 62, detractors: 19}")
    assert exact.value == (62 - 19 + 140) / 280
    marks = Score.parse("{scale: nps, answers: {0: 19, 7: 59, 9: 60, 10: 2}}")
    assert (marks.value, marks.sd) == pytest.approx((exact.value, exact.sd))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{value: 3.4}", "needs its 'scale'"),
        ("{scale: 1-5}", "needs a 'value'"),
        ("{scale: 2-5, value: 3}", "no scale"),
        ("{scale: 1-12, value: 3}", "no scale"),
        ("{scale: stars, value: 3}", "no scale"),
        ("{scale: ces 1-6, value: 3}", "CES"),
        ("{scale: 1-5, value: 6}", "outside"),
        ("{scale: 1-5, value: much}", "not a number"),
        ("{scale: 1-5, value: 3, valeu: 3}", "unknown key"),
        ("{scale: 1-5, value: 3, sd: 5}", "standard deviation"),
        ("{scale: 1-5, value: 3, responses: 0}", "number of people"),
        ("{scale: 1-5, value: 3, promoters: 2}", "belong to"),
        ("{scale: 1-5, value: 3, answers: {1: 2}}", "twice"),
        ("{scale: csat, satisfied: 7, responses: 9, promoters: 3}", "belong to"),
        ("{scale: 1-5, answers: 3}", "count for each mark"),
        ("{scale: 1-5, answers: {6: 1}}", "not a mark"),
        ("{scale: 1-5, answers: {1: x}}", "number of answers"),
        ("{scale: 1-5, answers: {1: 0}}", "no answers"),
        ("{scale: percent, answers: {1: 3}}", "with marks"),
        ("{scale: nps, value: 31, promoters: 62}", "come together"),
        ("{scale: nps, promoters: 62}", "NPS needs"),
        ("{scale: nps, value: 31, responses: 10, promoters: 8, detractors: 8}", "more than"),
        ("{scale: nps, value: 90, responses: 140, promoters: 62, detractors: 19}", "not the value"),
        ("{scale: nps, value: 31, responses: 140, promoters: 62, detractors: 19, sd: 3}", "twice"),
        ("{scale: {a: b}, value: 3}", "one value"),
        ("{scale: 1-5, value: 3", "not a score"),
        ("{scale: 1-5, value: 3, value: 4}", "twice"),
        ("{scale: 1-5, value: 3,4}", "not a score"),
        ("{scale: 1-5, value: 3, foo}", "not a score"),
        ("{}", "not a score"),
    ],
)
def test_long_forms_that_are_none(text, message):
    with pytest.raises(ModelError, match=message):
        Score.parse(text)


def test_targets_on_the_scores_own_scale():
    shown = {
        "81%": "75 %",
        "CSAT 81%": "CSAT 75 %",
        "3/5": "4/5",
        "7/10": "7.5/10",
        "NPS 3": "NPS 50",
        "CES 5/7": "CES 5.5/7",
        "0.4": "0.75",
    }
    for text, target in shown.items():
        assert Score.parse(text).scale.show(0.75) == target


@pytest.mark.parametrize("value", [-0.1, 1.1, float("nan"), "good", None])
def test_of_takes_fractions(value):
    with pytest.raises(ModelError, match="fraction"):
        Score.of(value)


@pytest.mark.parametrize("responses", [0, -1, 1.5, "3", True, 10**9])
def test_of_takes_whole_responses(responses):
    with pytest.raises(ModelError, match="whole number"):
        Score.of(0.5, responses)


def test_of_takes_numbers_of_numpy_and_gaps():
    assert Score.of(np.float64(0.5), np.int64(3)) == Score.of(0.5, 3)
    assert Score.of(0.5, float("nan")).responses is None


def test_a_score_is_a_number_too():
    assert float(Score.parse("4/5")) == 0.75


def test_one_answer_has_no_spread():
    for text in (
        "{scale: 1-5, answers: {4: 1}}",
        "{scale: nps, responses: 1, promoters: 1, detractors: 0}",
    ):
        score = Score.parse(text)
        assert (score.responses, score.sd) == (1, None)


def test_a_comma_is_said_before_a_scale_that_there_is_not():
    with pytest.raises(ModelError, match=r"write .3\.4/11."):
        Score.parse("3,4/11")


def test_a_share_of_counts():
    assert Score.parse("{scale: csat, satisfied: 7, responses: 8}").value == 7 / 8
    with pytest.raises(ModelError, match="9 satisfied are more than 8 responses"):
        Score.parse("{scale: csat, satisfied: 9, responses: 8}")


@pytest.mark.parametrize(
    ("text", "value", "responses"),
    [
        ("62% (12)", 0.62, 12),
        ("62 %(n=12)", 0.62, 12),
        ("4.2 / 5 (n = 12)", 0.8, 12),
        ("4.2 out of 5", 0.8, None),
        ("CES 5.2 Out Of 7 (9 responses)", 0.7, 9),
        ("-8 NPS", 0.46, None),
        ("NPS: 31 (140)", 0.655, 140),
        ("81\u00a0%", 0.81, None),
        ("CSAT 81\u202f% (3 responses)", 0.81, 3),
    ],
)
def test_scores_as_people_write_them(text, value, responses):
    score = Score.parse(text)
    assert (score.value, score.responses, score.text) == (pytest.approx(value), responses, text)
    assert "(" not in score.bare


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("4.1", "'4.1/5' or '4.1/7' or '4.1/10'"),
        ("2", "write the mark with its top, such as '2/5' or '2/7' or '2/10'"),
        ("5", "'5/5' or '5/7' or '5/10'"),
        ("5.1", "such as '5.1/7' or '5.1/10'"),
        ("7", "such as '7/7' or '7/10'"),
        ("8.1", "'8.1/10'"),
        ("10", "such as '10/10'"),
        ("10.5", "write '10.5%', or the mark"),
        ("3,4/5 (some)", "write '81%', '3.4/5'"),
        ("x" * 70, "write '81%', '3.4/5'"),
        ("81", "'81%'"),
        ("NPS \u22128", "a minus sign (U+2212): write -, as in 'NPS -8'"),
        ("\u201c81%\u201d", "a curly double quote (U+201C)"),
        ("81\u2007%", "a figure space (U+2007): write a plain space"),
        ("\uff18\uff11%", "write '81%'"),
    ],
)
def test_what_was_meant_is_named(text, hint):
    with pytest.raises(Fault) as caught:
        SCORE.read(text)
    assert hint in caught.value.hint
    if text.startswith(("4", "8.")):
        assert "%" not in caught.value.hint


@pytest.mark.parametrize("digits", [62, 90, 300])
def test_a_number_that_is_too_long_is_said_to_be(digits):
    with pytest.raises(Fault, match="a number too long to be a score"):
        SCORE.read("0." + "1" * digits)


@pytest.mark.parametrize(
    ("sd", "said"), [("4", "cannot differ so much"), ("4.01", "is not a standard deviation on")]
)
def test_a_standard_deviation_is_no_wider_than_its_scale(sd, said):
    with pytest.raises(ModelError, match=said):
        Score.parse(f"{{scale: 1-5, value: 3, responses: 9, sd: {sd}}}")


@pytest.mark.parametrize("promoters", range(0, 201, 7))
def test_a_published_nps_agrees_with_its_counts_where_it_is_rounded_either_way(promoters):
    """Of 200 answers each is half a point; half a point may be rounded up or down."""
    agreeing = []
    for value in range(101):
        said = (
            f"{{scale: nps, value: {value}, responses: 200, promoters: {promoters}, detractors: 0}}"
        )
        text = f"{{valuechain: 1, teams: {{a: {{serves: {{z: {{satisfaction: {said}}}}}}}}}, customers: {{z: }}}}"
        with contextlib.suppress(FormatError):
            agreeing += [value] * len(loads(text).services)
    assert agreeing == [value for value in range(101) if abs(2 * value - promoters) <= 1]


WHITE = [chr(code) for code in range(0x3001) if chr(code).isspace()]


@pytest.mark.parametrize("white", WHITE, ids=lambda each: f"U+{ord(each):04X}")
@pytest.mark.parametrize("form", ["55%{}(8 responses)", "3.4{}/5", "{{scale:{}1-5, value: 3}}"])
def test_whatever_is_between_is_refused_or_comes_back(form, white):
    """Some white space is a control character that no file may hold."""
    try:
        score = Score.parse(form.format(white))
    except ModelError:
        return
    chain = made(("a", "x", score.text))
    assert loads(dumps(chain)) == chain
