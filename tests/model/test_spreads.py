"""Tests of `model.spreads`: can answers with this mean spread so far?"""

import itertools
import statistics

import pytest

import valuechain as vc
from helpers.answers import problems, table
from valuechain.model.spreads import spread_fault

NONE = (0.0, 0.0)


def test_no_answers_that_there_can_be_are_refused_and_the_widest_are_at_the_bound():
    """All ways in which five people can answer on a scale from 1 to 5."""
    widest = {}
    for marks in itertools.combinations_with_replacement(range(5), 5):
        worths = [mark / 4 for mark in marks]
        mean, sd = statistics.mean(worths), statistics.stdev(worths)
        assert spread_fault(mean, sd, 5, NONE) is None
        widest[mean] = max(widest.get(mean, 0.0), sd)
    for mean, sd in widest.items():
        if (mean * 5).is_integer():  # when each is 0 or 1
            assert spread_fault(mean, sd * 1.001 + 1e-6, 5, NONE) is not None


def test_what_is_rounded_is_not_refused():
    """4.96 is written 5.0, and 0.44 is 0.4."""
    for text in (
        "{scale: 1-5, value: 5.0, responses: 100, sd: 0.4}",
        "{scale: 1-5, value: 1, responses: 7, sd: 1.0}",
        "{scale: 1-5, value: 3, responses: 2, sd: 2.83}",
        "{scale: 1-5, value: 3, sd: 2.82}",
        "{scale: 1-5, value: 5, responses: 1, sd: 0}",
        "{scale: 0-100, value: 0, responses: 9, sd: 0}",
    ):
        assert vc.Score.parse(text).text == text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{scale: 1-5, value: 5, responses: 100, sd: 2.0}", "cannot differ so much"),
        ("{scale: 1-5, value: 5.00, responses: 100, sd: 0.5}", "cannot differ so much"),
        ("{scale: 1-5, value: 1.2, responses: 9, sd: 1.5}", "cannot differ so much"),
        ("{scale: 0-10, value: 9.9, sd: 4}", "cannot differ so much"),
        ("{scale: 1-5, value: 3, responses: 100, sd: 2.2}", "cannot differ so much"),
        ("{scale: 1-5, value: 3, responses: 1, sd: 0.5}", "one answer has no standard deviation"),
        ("{scale: nps, value: 95, responses: 40, sd: 90}", "cannot differ so much"),
    ],
)
def test_what_cannot_be_is_a_problem_with_its_place(text, message):
    with pytest.raises(vc.ModelError, match=message):
        vc.Score.parse(text)
    chain = f"valuechain: 1\nteams:\n  a:\n    serves:\n      c:\n        satisfaction: {text}\ncustomers: {{c: }}\n"
    with pytest.raises(vc.FormatError, match=message) as caught:
        vc.loads(chain)
    assert [(each.line, each.column) for each in caught.value.problems] == [
        (6, 8 + len("satisfaction: ") + text.index("sd:") + 1)
    ]
    services = [{"provider": "a", "customer": "c", "satisfaction": text}]
    parties = [{"id": "a", "kind": "team"}, {"id": "c", "kind": "customer"}]
    with pytest.raises(vc.FormatError, match=message):
        vc.read_tables(parties, services)


def test_means_of_a_table_of_answers():
    head = "provider,customer,score,n,sd"
    (problem,) = problems(table("a,b,5.0,100,2.0", "a,c,3.4,9,1.2", head=head))
    assert (problem.line, problem.heading) == (2, "sd")
    assert problem.message == "answers with this mean cannot differ so much"
    (problem,) = problems(table("a,b,4.0,1,0.7", "a,c,3.4,9,1.2", head=head))
    assert problem.message == "one answer has no standard deviation"
    assert vc.read_survey(table("a,b,4.0,1,0", "a,c,3.4,9,1.2", head=head)).answers == 10
    assert vc.read_survey(table("a,b,4.0,1,", "a,c,3.4,9,1.2", head=head)).rows[0].score.sd is None
