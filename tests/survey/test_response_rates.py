"""Tests of `survey.response_rates`: how many of those who could be asked answered?"""

import pytest

import valuechain as vc
from valuechain import ArgumentError

TEXT = """
valuechain: 1
teams:
  it: {serves: {ward: x, lab: y}}
  ward: {name: Surgical ward, people: 12, serves: {lab: z, patients: w}}
  lab: {name: Laboratory, people: 4, serves: {patients: v}}
customers: {patients: {name: Patients}}
"""


def row(provider, customer, respondent="", wave="2026"):
    return {
        "provider": provider,
        "customer": customer,
        "respondent": respondent,
        "wave": wave,
        "score": 4,
    }


ROWS = [
    *(row("it", "Surgical ward", f"r{n}") for n in range(5)),
    *(row("it", "lab", f"s{n}") for n in range(3)),
    row("ward", "lab", "s3"),
    *(row("ward", "patients", f"p{n}") for n in range(9)),
    *(row("it", "ward", f"r{n}", "2025") for n in range(11)),
]


def test_people_are_counted_once_whatever_they_were_asked():
    chain, survey = vc.loads(TEXT), vc.read_survey(ROWS)
    rates = survey.response_rates(chain)
    assert {name: (rate.answered, rate.people) for name, rate in rates.items()} == {
        "ward": (5, 12),
        "lab": (4, 4),  # three about one service and another about the other
    }
    assert rates["lab"].share == 1.0
    assert survey.response_rates(chain, "2025")["ward"].answered == 11
    told = " ".join(survey.remarks(chain))
    assert "Answered: Surgical ward 5 of 12 (42 %), Laboratory 4 of 4 (100 %)." in told
    assert "Fewer than half answered of Surgical ward: those who did not" in told
    assert "Fewer than half" not in " ".join(survey.remarks(chain, "2025"))


def test_where_nobody_knows_who_answered_the_most_answers_count():
    nobody = [{name: each[name] for name in each if name != "respondent"} for each in ROWS]
    rates = vc.read_survey(nobody).response_rates(vc.loads(TEXT))
    assert {name: rate.answered for name, rate in rates.items()} == {"ward": 5, "lab": 3}


def test_where_nobody_knows_the_people_nothing_is_said():
    chain = vc.loads(TEXT.replace("people: 12, ", "").replace("people: 4, ", ""))
    survey = vc.read_survey(ROWS)
    assert survey.response_rates(chain) == {}
    assert "Answered:" not in " ".join(survey.remarks(chain))
    with pytest.raises(ArgumentError, match="is of a ValueChain, not of str"):
        survey.response_rates("chain")


def test_many_parties_are_counted():
    teams = "\n".join(f"  t{n}: {{people: 9, serves: {{c: }}}}" for n in range(12))
    serves = ", ".join(f"t{n}: " for n in range(12))
    chain = vc.loads(
        f"valuechain: 1\nteams:\n  s: {{serves: {{{serves}}}}}\n{teams}\ncustomers: {{c: }}"
    )
    survey = vc.read_survey([row("s", f"t{n}") for n in range(12)])
    told = [each for each in survey.remarks(chain) if "t7" in each and "answer" in each.lower()]
    assert told[0].endswith("t7 1 of 9 (11 %) and 4 more.")
    assert "t7 and 4 more: those who did not" in told[1]


def test_more_people_than_there_are_is_said():
    """None of the services has more answers than people, but together more people answered."""
    chain = vc.loads(
        "{valuechain: 1, teams: {a: {serves: {b: x}}, c: {serves: {b: x}}, "
        "b: {name: Beta, people: 10, serves: {k: x}}}, customers: {k: }}"
    )
    rows = [
        {"provider": who, "customer": "b", "score": 3, "respondent": f"p{at}"}
        for who, first in (("a", 0), ("c", 4))
        for at in range(first, first + 8)
    ]
    said = vc.read_survey(rows).remarks(chain)
    assert any(each.startswith("Answered: Beta 12 of 10 (120 %)") for each in said)
    assert any(each.startswith("More people answered of Beta than there are") for each in said)
