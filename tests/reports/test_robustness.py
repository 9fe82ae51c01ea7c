"""Tests of `reports.robustness`: how far a diagnosis holds, in words: for which dependence, and under which rule."""

import valuechain as vc
from helpers.decision_words import chain_of
from places import ROOT
from valuechain.reports.robustness import for_which


def test_which_dependences():
    assert for_which((0.4, 2.0), None) == "for dependences from 40 % of those given to 1"
    assert for_which((1.25, 2.0), None) == "for dependences from 25 % of the way to 1 to 1"
    assert for_which((0.0, 0.5), None) == "for dependences up to 50 % of those given"
    assert for_which((0.0, 0.33333), 0.9) == "for any dependence from 0 to 0.29"


def test_ends_that_no_digits_keep_apart():
    assert (
        for_which((1.2, 1.2), None)
        == "for dependences from 20 % of the way to 1 to 20 % of the way from there to 1"
    )
    assert for_which((0.5, 0.5000001), 0.5) == "for any dependence from 0.25 to 0.25"


def test_robustness_in_words(shop):
    words = " ".join(str(vc.robustness(shop)).split())
    assert words.startswith(
        "Flower shop Start with inventory->designer: it is first for any dependence from 0.67 to 1; under the rule 'weakest' "
        "clerk->delivery is."
    )
    assert "For any dependence from 0 to 0.66: delivery->customer" in words
    plant = " ".join(str(vc.robustness(vc.load(ROOT / "examples" / "plant.yaml"))).split())
    assert "x: 0 nobody depends, 1 the file, 2 everyone fully" in plant
    sound = chain_of("teams:\n  a: {serves: {c: {satisfaction: 90%}}}\ncustomers: {c: }")
    assert "No weak link is a root cause" in str(vc.robustness(sound))
    assert "the same service comes first" in str(
        vc.robustness(chain_of("teams:\n  a: {serves: {c: {satisfaction: 50%}}}\ncustomers: {c: }"))
    )
    assert "is first" not in str(vc.diagnose(sound))


def test_where_a_root_cause_exists_under_one_rule_only():
    text = (
        "rule: weakest\nteams:\n  a: {serves: {b: {satisfaction: 20%, weight: 1}}}\n  x: {serves: {b: {satisfaction: 100%, weight: 9}}}\n"
        "  b: {serves: {c: {satisfaction: 60%}}}\ncustomers: {c: {}}"
    )
    found = vc.robustness(chain_of(text))
    assert found.first_now == "a->b"
    assert str(found)
