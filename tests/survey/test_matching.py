"""Tests of `survey.matching`: whom and what a row of a survey means in a chain."""

import statistics

import pytest

import valuechain as vc
from helpers.answers import CHAIN, answers


def test_a_wave_is_filled_in_and_all_else_stays():
    chain = vc.loads(CHAIN)
    rows = [
        *answers("clerk", "designer", [4, 4, 2, 5, 1], wave="2026"),
        *answers("The Clerk", "DELIVERY", [5], delivers="Time slot", wave="2026"),
        *answers("designer", "delivery", [3], aspect="time", wave="2026"),
        *answers("clerk", "designer", [1], wave="2025"),
        *answers("delivery", "customer", [1], wave="2026", delivers="anything"),
    ]
    survey = vc.read_survey(rows)
    filled = survey.apply(chain)
    form, address, slot, bouquet, last = filled.services.values()
    assert form.satisfaction.value == pytest.approx((3.2 - 1) / 4)
    assert form.satisfaction.responses == 5
    assert form.satisfaction.sd == pytest.approx(statistics.stdev([4, 4, 2, 5, 1]) / 4)
    assert address == chain.services["clerk->delivery#1"]
    assert slot.satisfaction.value == 1
    assert (bouquet.quality, bouquet.satisfaction.value) == (None, 0.5)
    assert [(word, score.value) for word, score in bouquet.aspects] == [("time", 0.5)]
    assert last.satisfaction.value == 0
    assert filled.parties == chain.parties
    assert survey.apply(chain, "2025").services["clerk->designer"].satisfaction.value == 0
    assert (
        survey.apply(chain, "2025").services["designer->delivery"]
        == chain.services["designer->delivery"]
    )
    said = survey.remarks(chain)
    assert "Filled in: wave 2026 (the latest) of 2025, 2026." in said
    assert "Nobody was asked about 1 of 5 services: clerk->delivery#1." in said
    assert "Answers take the place of an expert's quality: designer->delivery." in said
    assert any(
        text.startswith("Fewer than 5 answers, ")
        and "clerk->DELIVERY" not in text
        and "designer->delivery: time (1)" in text
        for text in said
    )


def test_where_everything_was_asked_often_there_is_nothing_to_remark():
    chain = vc.loads("valuechain: 1\nteams:\n  a: {serves: {c: x}}\ncustomers:\n  c:\n")
    assert vc.read_survey(answers("a", "c", ["4/5"] * 5)).remarks(chain, withhold=True) == ()


def test_a_service_may_be_named_by_its_id():
    rows = answers("clerk", "delivery", [5], delivers="clerk->delivery#2")
    assert (
        vc.read_survey(rows).apply(vc.loads(CHAIN)).services["clerk->delivery#2"].satisfaction.value
        == 1
    )


# (name, rows as provider, customer, delivers; row, heading, message, hint)
UNMATCHED = [
    (
        "unknown provider",
        [("clerc", "designer", "")],
        1,
        "provider",
        "no party 'clerc'",
        "did you mean 'clerk'?",
    ),
    (
        "unknown customer",
        [("clerk", "zzz", "")],
        1,
        "customer",
        "no party 'zzz'",
        "add it to the chain",
    ),
    (
        "near a name",
        [("clerk", "Custumer", "")],
        1,
        "customer",
        "no party 'Custumer'",
        "did you mean 'Customer'?",
    ),
    (
        "no such service",
        [("designer", "clerk", "")],
        1,
        "provider",
        "no service runs from 'designer' to 'clerk'",
        "add it",
    ),
    (
        "which of two",
        [("clerk", "delivery", "")],
        1,
        "provider",
        "2 services run from 'clerk' to 'delivery'",
        "'address', 'time slot'",
    ),
    (
        "none delivers it",
        [("clerk", "delivery", "adress")],
        1,
        "provider",
        "no service from 'clerk' to 'delivery' delivers 'adress'",
        "'address'",
    ),
    (
        "something else",
        [("clerk", "designer", "zzz")],
        1,
        "provider",
        "delivers 'zzz'",
        "there is 'order form'",
    ),
    (
        "two names",
        [("clerk", "designer", ""), ("The clerk", "designer", "")],
        2,
        "provider",
        "'clerk->designer' is named in two ways",
        "row 1",
    ),
    (
        "too many answers",
        [("clerk", "designer", "")] * 9,
        1,
        "customer",
        "9 answers about 'clerk->designer', but 'designer' has only 8",
        "people",
    ),
    (
        "one name often",
        [("clerc", "designer", ""), ("clerc", "delivery", "")],
        1,
        "provider",
        "no party 'clerc'",
        "",
    ),
]


@pytest.mark.parametrize("case", UNMATCHED, ids=[case[0] for case in UNMATCHED])
def test_one_name_that_the_chain_lacks_is_one_problem(case):
    _, rows, row, heading, message, hint = case
    survey = vc.read_survey(
        [{"provider": p, "customer": c, "delivers": d, "score": 4} for p, c, d in rows]
    )
    with pytest.raises(vc.FormatError) as caught:
        survey.apply(vc.loads(CHAIN))
    assert len(caught.value.problems) == 1, str(caught.value)
    (problem,) = caught.value.problems
    assert message in problem.message
    assert hint in problem.hint
    assert (problem.line, problem.heading) == (row, heading)


def test_both_ends_unknown_are_two_problems_and_all_come_at_once():
    survey = vc.read_survey(
        [
            {"provider": p, "customer": c, "score": 4}
            for p, c in (("x", "y"), ("designer", "clerk"), ("z", "clerk"))
        ]
    )
    with pytest.raises(vc.FormatError) as caught:
        survey.apply(vc.loads(CHAIN))
    found = [(problem.line, problem.heading) for problem in caught.value.problems]
    assert [line for line, _ in found] == [1, 1, 2, 3]
    assert sorted(found) == [(1, "customer"), (1, "provider"), (2, "provider"), (3, "provider")]


def test_a_name_of_several_parties_is_told():
    chain = vc.loads(
        "valuechain: 1\nteams:\n  a: {name: Desk, serves: {c: x}}\n  b: {name: desk, serves: {c: y}}\ncustomers:\n  c:\n"
    )
    with pytest.raises(vc.FormatError) as caught:
        vc.read_survey(answers("Desk", "c", [4])).apply(chain)
    (problem,) = caught.value.problems
    assert "'Desk' names 2 parties" in problem.message
    assert problem.hint == "write the id: 'a', 'b'"


def test_several_services_that_deliver_the_same_are_told():
    chain = vc.loads("valuechain: 1\nteams:\n  a: {serves: {c: [x, x]}}\ncustomers:\n  c:\n")
    with pytest.raises(vc.FormatError, match="2 services run from 'a' to 'c'"):
        vc.read_survey(answers("a", "c", [4], delivers="x")).apply(chain)


def test_apply_takes_a_chain():
    with pytest.raises(vc.ArgumentError, match="a survey is of a ValueChain, not of dict"):
        vc.read_survey(answers("a", "b", [4])).apply({})


ASPECTS_OF_OLD = """
valuechain: 1
teams:
  a:
    serves:
      b: {satisfaction: 70% (30 responses), aspects: {speed: 60% (30 responses)}}
      c:
        satisfaction: 50% (40 responses)
        aspects: {speed: 20% (40 responses), manners: 80% (40 responses)}
customers: {b: , c: }
"""


@pytest.mark.parametrize("withhold", [False, True])
def test_aspects_of_earlier_answers_do_not_stand_beside_a_new_score(withhold):
    chain = vc.loads(ASPECTS_OF_OLD)
    marks = [3, 3, 3, 2, 3, 4][: 3 if withhold else 6]
    survey = vc.read_survey(answers("a", "c", marks))
    filled = survey.apply(chain, withhold=withhold)
    assert filled.services["a->c"].aspects == ()
    assert (filled.services["a->c"].satisfaction is None) == withhold
    assert filled.services["a->b"] == chain.services["a->b"]
    dropped = "Earlier aspects that these answers leave out are dropped: a->c (manners, speed)."
    assert dropped in survey.remarks(chain, withhold=withhold)


def test_of_earlier_aspects_those_asked_about_again_are_replaced_and_no_others_are_left():
    chain = vc.loads(ASPECTS_OF_OLD)
    survey = vc.read_survey(answers("a", "c", [5, 4, 4, 5, 3], aspect="speed"))
    filled = survey.apply(chain)
    assert [(word, score.value) for word, score in filled.services["a->c"].aspects] == [
        ("speed", 0.8)
    ]
    said = survey.remarks(chain)
    assert "Earlier aspects that these answers leave out are dropped: a->c (manners)." in said
    assert not any("dropped" in each for each in survey.remarks(filled))
