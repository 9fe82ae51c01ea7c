"""Times with their units."""

import jsonschema
import pytest

import valuechain as vc
from helpers.as_editor import as_editor_sees
from valuechain import Duration
from valuechain.model.schemas import TIME


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("40 min", 2400, 2400),
        ("1.5 h", 5400, 5400),
        ("1 h 30 min", 5400, 5400),
        ("90 s", 90, 90),
        ("2 d", 172_800, 172_800),
        ("2 working days", 57_600, 57_600),
        ("1 working day", 28_800, 28_800),
        ("3 workdays", 86_400, 86_400),
        ("30..45 min", 1800, 2700),
        ("30 min..1 h", 1800, 3600),
        ("30 min .. 1 h 5 min", 1800, 3900),
        ("0 s", 0, 0),
        ("40min", 2400, 2400),
        ("2 Hours", 7200, 7200),
        ("0.1 s", 0.1, 0.1),
    ],
)
def test_times_are_read_exactly(text, low, high):
    found = Duration.parse(text)
    assert (found.low, found.high, str(found)) == (low, high, text)
    assert found.middle == (low + high) / 2
    if text == text.lower():
        jsonschema.validate(text, TIME)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("40", "'40' has no unit"),
        ("30..40", "'30..40' has no unit"),
        ("-40 min", "a time of '-40 min' is negative"),
        ("-4", "a time of '-4' is negative"),
        ("45..30 min", "ends before it begins"),
        ("soon", "'soon' is not a time"),
        ("4 minx", "is not a time"),
        ("4 parsecs", "is not a time"),
        ("min", "is not a time"),
        ("", "is not a time"),
        ("99999 d", "is too long"),
        ("1,5 h", "is not a time"),
    ],
)
def test_what_is_no_time_says_what_is(text, message):
    with pytest.raises(vc.ModelError, match=message) as error:
        Duration.parse(text)
    assert error.value.problems[0].hint
    if "too long" not in message and "ends before" not in message:
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(text, TIME)
    with pytest.raises(vc.ArgumentError, match="a time is a text"):
        Duration.parse(40)


FILE = """valuechain: 1
teams:
  a:
    serves:
      b: {takes: 40 min, standard: 30 min}
  b: {serves: {c: }}
customers: {c: {promise: 1 h}, d: {promise: 20 min}}
"""


def problem_of(text):
    with pytest.raises(vc.FormatError) as error:
        vc.loads(text)
    (problem,) = error.value.problems
    return problem


def test_what_is_wrong_with_a_time_stands_at_its_place():
    for word in ("40", "-40 min", "soon"):
        problem = problem_of(FILE.replace("40 min", word))
        assert (problem.line, problem.column) == (5, 18)
    assert "is a range" in problem_of(FILE.replace("30 min", "20..30 min")).message
    team = problem_of(FILE.replace("b: {serves: {c: }}", "b: {promise: 1 h, serves: {c: }}"))
    assert "of a service it is 'standard'" in team.hint


def test_a_standard_longer_than_the_promise_it_leads_to_is_a_problem():
    problem = problem_of(FILE.replace("standard: 30 min", "standard: 2 h"))
    assert (problem.line, problem.column) == (5, 7)
    assert problem.message == (
        "the standard of 'a->b', 2 h, is longer than the promise to 'c', 1 h"
    )
    # d is promised less, and a does not lead to it.
    assert vc.loads(FILE).parties["d"].promise == Duration.parse("20 min")
    closer = FILE.replace("serves: {c: }", "serves: {c: , d: }")
    assert "the promise to 'd', 20 min" in problem_of(closer).message


def test_times_come_back_from_everywhere():
    chain = vc.loads(FILE)
    assert chain.services["a->b"].takes == Duration.parse("40 min")
    assert vc.loads(vc.dumps(chain)) == chain
    assert vc.read_tables(*chain.to_tables()) == chain
    assert vc.ValueChain.from_networkx(chain.graph) == chain
    assert as_editor_sees(FILE)


def test_times_made_in_python_are_checked():
    service = vc.Service("a->c", "a", "c", takes=Duration(1, 2, "5 min"))
    with pytest.raises(vc.ModelError, match=r"takes is Duration"):
        vc.ValueChain([vc.Party("a"), vc.Party("c", kind="customer")], [service])
    for wrong in ("5 min", Duration(1, 2, "never")):
        service = vc.Service("a->c", "a", "c", standard=wrong)
        with pytest.raises(vc.ModelError, match="standard is"):
            vc.ValueChain([vc.Party("a"), vc.Party("c", kind="customer")], [service])
