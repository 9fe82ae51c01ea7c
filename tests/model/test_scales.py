"""Scales: what the reader takes the schema takes, and nothing else; how single answers count."""

import json
from fractions import Fraction

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import valuechain as vc
from helpers.as_editor import as_editor_sees
from valuechain.files.schema import schema_text
from valuechain.model.scales import (
    COUNTED_WAYS,
    LONG_FORM,
    NPS,
    SCALES,
    USUAL,
    mark_scale,
    marks_of,
    scale_of,
)
from valuechain.model.score_schema import score_schema
from valuechain.survey.marks import score_of

VALIDATOR = jsonschema.Draft7Validator(json.loads(schema_text()))
BY_SUMS = (
    "cannot differ so much",
    "one answer has no standard deviation",
    "are more than",
    "not the value given",
    "counted twice",
)
"""What no schema can see: it compares one number with another."""
FILE = """valuechain: 1
teams:
  clerk:
    serves:
      customer:
        satisfaction: {}
        improve: {}
customers:
  customer:
"""


def judged(satisfaction, improve="~"):
    """Whether the schema accepts, and what the reader says against it."""
    text = FILE.format(satisfaction, improve)
    valid = VALIDATOR.is_valid(as_editor_sees(text))
    try:
        vc.loads(text)
    except vc.FormatError as error:
        return valid, [problem.message for problem in error.problems]
    return valid, []


def alike(satisfaction, improve="~"):
    valid, faults = judged(satisfaction, improve)
    if any(words in fault for fault in faults for words in BY_SUMS):
        return True
    return valid == (not faults)


# Texts, from the scales.


@st.composite
def numbers(draw, low, high):
    """Numbers within, at and just beyond the ends, in all spellings."""
    whole = str(draw(st.sampled_from([low, high, low + 1, high - 1, (low + high) // 2])))
    if draw(st.integers(0, 9)) == 0:
        whole = str(draw(st.sampled_from([low - 1, high + 1])))
    sign, digits = ("-", whole[1:]) if whole[0] == "-" else ("", whole)
    sign = draw(st.sampled_from([sign] * 8 + ["+", "-"]))
    zeros = "0" * draw(st.sampled_from([0] * 8 + [1, 11 - len(digits) + 1, 12]))
    decimals = draw(st.sampled_from(["", "", ".0", ".5", ".01", ".", "." + "0" * 60]))
    if draw(st.integers(0, 30)) == 0:
        decimals = "." + "0" * 60 + draw(st.sampled_from(["0", "1"]))
    return sign + zeros + digits + decimals


@st.composite
def spelt(draw, words):
    """A word in some capitals, rarely with a slip."""
    how = draw(st.sampled_from([str, str, str, str.upper, str.lower, str.title, str.swapcase]))
    words = how(words)
    if words and draw(st.integers(0, 15)) == 0:
        at = draw(st.integers(0, len(words) - 1))
        words = words[:at] + draw(st.sampled_from(["", "x", "\u017f", "  "])) + words[at + 1 :]
    return words


@st.composite
def short_forms(draw):
    scale = draw(st.sampled_from(list(SCALES.values())))
    blank = draw(st.sampled_from([""] * 6 + [" ", "  ", "\u00a0"]))
    ending = scale.after.strip()
    if ending[:1] == "/":
        ending = "/" + draw(st.sampled_from([""] * 4 + [" "])) + ending[1:]
        top = draw(st.sampled_from([ending] * 6 + ["/2", "/05", "/010", "/0100", "/11", "/005"]))
        ending = top
    text = draw(spelt(scale.before)) + draw(numbers(scale.low, scale.high)) + blank + ending
    if draw(st.booleans()):
        count = draw(st.sampled_from(["1", "9", "0", "00", "007", "123456789", "1234567890", "x"]))
        word = draw(spelt("responses")) if draw(st.booleans()) else "response"
        text += draw(st.sampled_from(["", " ", "  "])) + f"({count} {word})"
    return text


BARE = ["0.81", ".5", "00.5", "1.0", "0.0", "1.00", "1.1", "1.", "0", "1", "-0.5", "+0.5", "2.0"]
QUOTED = [
    f"'{text}'" for text in (*BARE, "0.5 ", " 0.5", "0.5 (3 responses)", "", "~", "81%\u2003")
]


@settings(max_examples=400)
@given(short_forms(), st.booleans())
def test_short_forms_are_judged_alike(text, quoted):
    assert alike(f"'{text}'" if quoted else text)


@pytest.mark.parametrize("text", QUOTED)
def test_quoted_fractions_are_judged_alike(text):
    assert alike(text)


@pytest.mark.parametrize("text", [*BARE, "5e-1"])
def test_of_a_bare_number_a_schema_sees_the_worth_not_the_spelling(text):
    valid, faults = judged(text)
    assert valid == (0 <= float(text) <= 1)
    assert valid or faults


@settings(max_examples=200)
@given(short_forms())
def test_qualities_are_judged_alike(text):
    assert alike("80%", f"[{{action: x, cost: 1, quality: '{text}'}}]")


# The long form.

NAMES = [*SCALES, "CSAT", "Percent", "NPS", "CES 1-7", "1-05", "0-0100", "01-5"]
NO_NAMES = [
    "1-2",
    "1-10",
    "0-5",
    "2-5",
    "ces 1-6",
    "ces  1-7",
    "stars",
    "c\u017fat",
    "fraction",
    "''",
]
NOTHING = ["~", "", "null"]
WRONG = ["x", "[1]", "{a: 1}", "true", "'3,4'", "-1", "''", "'1e0'", "'+'"]


@st.composite
def entries(draw, text):
    """A number as a file may have it: in quotes, or plain where an editor sees how it is spelt."""
    plain = str(float(text)) == text or (text.lstrip("-").isdigit() and str(int(text)) == text)
    return text if plain and draw(st.booleans()) else f"'{text}'"


@st.composite
def people(draw, most):
    text = str(draw(st.integers(0, most)))
    return draw(
        entries(draw(st.sampled_from([text] * 6 + ["0", "007", "1234567890", "1.5", "-1"])))
    )


@st.composite
def answers(draw, scale):
    low, high = scale.marks
    marks = draw(st.lists(st.integers(low, high).map(str), unique=True, max_size=4))
    if draw(st.integers(0, 8)) == 0:
        marks.append(draw(st.sampled_from([str(high + 1), "x", "007", "1.0", "''"])))
    counts = st.one_of(st.just("0"), people(9), st.sampled_from(["x", "~"]))
    return "{" + ", ".join(f"{mark}: {draw(counts)}" for mark in marks) + "}"


@st.composite
def long_forms(draw):
    scale = draw(st.sampled_from(list(SCALES.values())))
    ends = st.just((scale.low, scale.high)), st.just((0, scale.high - scale.low))
    texts = {
        "scale": st.sampled_from([scale.name] * 12 + NAMES + NO_NAMES),
        "value": ends[0].flatmap(lambda ends: numbers(*ends)).flatmap(entries),
        "sd": ends[1].flatmap(lambda ends: numbers(*ends)).flatmap(entries),
        "answers": answers(scale),
        "responses": people(40),
        "satisfied": people(20),
        "promoters": people(15),
        "detractors": people(15),
        "units": people(30),
        "opportunities": people(4),
        "defects": people(30),
        "on_time": people(30),
    }
    way = draw(st.sampled_from([*scale.ways, *COUNTED_WAYS]))
    named = [] if way in COUNTED_WAYS else ["scale"]
    may = draw(st.lists(st.sampled_from(way.may_have or way.needs), unique=True))
    keys = dict.fromkeys([*named, *way.needs, *may])
    if draw(st.integers(0, 4)) == 0:
        keys.pop(draw(st.sampled_from(list(keys))))
    if draw(st.integers(0, 3)) == 0:
        keys[draw(st.sampled_from([*LONG_FORM, "valeu"]))] = None
    said = {key: draw(texts.get(key, people(3))) for key in keys}
    if said and draw(st.integers(0, 3)) == 0:
        key = draw(st.sampled_from(list(said)))
        said[key] = draw(st.sampled_from(NOTHING + WRONG))
    return "{" + ", ".join(f"{key}: {value}" for key, value in said.items()) + "}"


@settings(max_examples=700)
@given(long_forms())
def test_long_forms_are_judged_alike(text):
    assert alike(text)


def test_the_shipped_schema_of_a_score_is_the_scales_own():
    assert json.loads(schema_text())["definitions"]["score"] == score_schema()


# How answers count.


@pytest.mark.parametrize("scale", SCALES.values(), ids=lambda scale: scale.name)
def test_a_scale_reads_what_it_shows_and_says_what_it_is(scale):
    for fraction in (0.0, 0.25, 1.0):
        shown = vc.Score.parse(scale.show(fraction))
        assert (shown.scale, shown.value) == (scale, fraction)
    assert scale_of(scale.name.upper()) is scale
    assert scale.note.endswith(".") and "\n" not in scale.note


def test_a_scale_is_shown_by_its_ends_and_what_stands_around_a_number():
    shown = "name='nps', low=-100, high=100, before='NPS ', after='', share=False"
    assert repr(NPS) == f"Scale({shown})"
    assert repr(mark_scale("nps")) == "MarkScale(name='nps', measure='nps', low=0, high=10)"


@pytest.mark.parametrize(
    ("name", "worths"),
    {
        "1-5": {1: 0, 2: Fraction(1, 4), 5: 1},
        "0-10": {0: 0, 3: Fraction(3, 10), 10: 1},
        "percent": {0: 0, 35: Fraction(35, 100), 100: 1},
        "yes-no": {0: 0, 1: 1},
        "csat 1-5": {1: 0, 3: 0, 4: 1, 5: 1},
        "csat 0-10": {8: 0, 9: 1, 10: 1},
        "nps": {0: 0, 6: 0, 7: Fraction(1, 2), 8: Fraction(1, 2), 9: 1, 10: 1},
        "ces 1-7": {1: 0, 4: Fraction(1, 2), 7: 1},
    }.items(),
)
def test_what_a_mark_is_worth(name, worths):
    scale = mark_scale(name)
    assert {mark: scale.worth(Fraction(mark)) for mark in worths} == worths


@pytest.mark.parametrize("name", USUAL)
def test_the_score_of_answers_is_the_mean_of_their_worths(name):
    scale = mark_scale(name)
    counts = {Fraction(mark): mark + 1 for mark in range(scale.low, min(scale.high, 10) + 1)}
    total = sum(counts.values())
    mean = sum(scale.worth(mark) * count for mark, count in counts.items()) / total
    score = score_of(scale, counts)
    assert (score.value, score.responses) == (float(mean), total)
    assert score.scale == scale.makes


def test_the_marks_of_a_score_are_those_of_its_answers():
    assert marks_of(NPS) == mark_scale("nps")
    assert marks_of(scale_of("1-7")) == mark_scale("1 to 7")


@pytest.mark.parametrize(
    ("number", "hint"),
    [
        ("81", "write '81%', or the mark with its top"),
        ("100", "write '100%', or the mark with its top"),
        ("101", "write a percentage such as '81%' or 'NPS 31'"),
        ("250", "write a percentage such as '81%' or 'NPS 31'"),
    ],
)
def test_what_no_percentage_can_be_is_not_suggested_as_one(number, hint):
    with pytest.raises(vc.ValueChainError) as caught:
        vc.Score.parse(number)
    assert hint in str(caught.value)
