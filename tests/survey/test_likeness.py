"""Tests of `survey.likeness`: of which party, and of what it delivers, does a question speak?"""

import pytest

import valuechain as vc
from valuechain.survey.likeness import Parties, share_of, telling

CHAIN = vc.loads(
    """{valuechain: 1, teams: {it: {name: IT, serves: {c: }}, it_desk: {name: IT helpdesk, serves: {c: }},
    biomed: {name: "Médico-technique & Équipements (loans)", serves: {c: }}, pay: {name: Payroll, serves: {c: }},
    tax: {name: Payroll and tax desk, serves: {c: }}, b7: {name: Bed management, serves: {c: }}}, customers: {c: }}"""
)


@pytest.mark.parametrize(
    ("text", "party", "exact"),
    [
        ("How satisfied are you with IT?", "it", True),
        ("How satisfied are you with the IT helpdesk?", "it_desk", True),
        ("EQUIPEMENTS MEDICO TECHNIQUES", "biomed", True),
        ("loans", "biomed", False),
        ("payrol", "pay", False),
        ("bed managment", "b7", False),
    ],
)
def test_names_are_found_whatever_their_accents_plurals_and_slips(text, party, exact):
    first = Parties(CHAIN).like(text)[0]
    assert (first.party, first.exact) == (party, exact)
    assert first.share > 0.99


def test_a_longer_name_goes_before_the_one_within_it():
    found = Parties(CHAIN).like("payroll and tax desk")
    assert found[0].party == "tax"
    assert "pay" in [each.party for each in found]


def test_it_in_small_letters_is_no_department():
    assert telling("How is it?") == []
    assert Parties(CHAIN).like("How easy was it to answer?") == []


def test_a_party_whose_name_says_nothing_is_never_meant():
    chain = vc.loads("{valuechain: 1, teams: {the: {name: Team, serves: {c: }}}, customers: {c: }}")
    assert Parties(chain, ["the"]).like("the team") == []


def test_only_some_parties_are_looked_for():
    assert [each.party for each in Parties(CHAIN, ["pay"]).like("payroll tax")] == ["pay"]


def test_how_much_of_a_text_is_said():
    assert share_of("user accounts", telling("the accounts of users")) == 1
    assert share_of("user accounts", telling("telephone")) == 0
    assert share_of("the", telling("telephone")) == 0
    assert share_of("workstations", telling("workstaton")) == 1
