"""Tests of `survey.pairs` and `survey.given`: how the answers of the same people changed."""

import pickle

import pytest

import valuechain as vc
from helpers.verbs import said
from valuechain.survey.pairs import Pairs, pairs

CHAIN = """
valuechain: 1
teams:
  it: {serves: {desk: help}}
  hr: {serves: {desk: people}}
  desk: {serves: {customer: {satisfaction: 70% (9 responses)}}}
customers: {customer: }
"""


def rows(wave, marks, provider="it"):
    about = {"provider": provider, "customer": "desk", "wave": wave}
    return [about | {"respondent": who, "score": mark} for who, mark in marks.items()]


BEFORE = {f"r{i}": 2 + i % 3 for i in range(9)}
AFTER = {f"r{i}": 3 + i % 3 for i in range(2, 9)} | {"new": 1}


def test_only_who_answered_both_times_is_compared():
    survey = vc.read_survey(
        [*rows("2025", BEFORE), *rows("2026", AFTER), *rows("2026", AFTER, "hr")]
    )
    found = survey.pairs(vc.loads(CHAIN), "2025", "2026")
    assert list(found) == ["it->desk"]
    assert found["it->desk"].people == 7
    assert found["it->desk"].part == pytest.approx(7 / 8)
    assert found["it->desk"].rise == pytest.approx(0.25)
    assert found["it->desk"].error == pytest.approx(0.0)
    with pytest.raises(vc.UnknownNameError):
        survey.pairs(vc.loads(CHAIN), "2024", "2026")


def test_without_names_nobody_is_compared():
    both = [*rows("2025", BEFORE), *rows("2026", AFTER)]
    nameless = [{**row, "respondent": ""} for row in both]
    chain = vc.loads(CHAIN)
    assert vc.read_survey(nameless).pairs(chain, "2025", "2026") == {}
    unknown = [{k: v for k, v in row.items() if k != "respondent"} for row in both]
    assert vc.read_survey(unknown).pairs(chain, "2025", "2026") == {}


def test_one_pair_has_no_error():
    assert pairs({1: 0.5}, {1: 0.75}).error is None
    assert pairs({1: 0.5}, {2: 0.75}) == Pairs(0, 0.0, 0.0, None)


def test_a_comparison_with_one_pair_is_its_own_pickle():
    """Of numbers that are not known none is NaN, which differs from itself."""
    survey = vc.read_survey([*rows("1", {"x": 3, "y": 4}), *rows("2", {"x": 5, "z": 4})])
    chain = vc.loads(CHAIN)
    found = vc.compare(*survey.per_wave(chain, ("1", "2")), pairs=survey.pairs(chain, "1", "2"))
    assert found.pairs["it->desk"].people == 1
    again = pickle.loads(pickle.dumps(found))
    assert again == found and hash(again) == hash(found)
    assert again.significant == found.significant


def test_the_verb_compares_the_same_people(here):
    text = "provider,customer,wave,respondent,score\n" + "".join(
        f"{provider},desk,{wave},r{i},{mark}\n"
        for provider in ("it", "hr")
        for i in range(12)
        for wave, mark in ((2025, 2 + i % 3), (2026, 3 + (i + i // 6) % 3))
    )
    (here / "a.csv").write_text(text, encoding="utf-8")
    (here / "c.yaml").write_text(CHAIN, encoding="utf-8")
    done = said("compare", "c.yaml", "--survey", "a.csv")
    assert done.status == 0
    assert "Of 2 services the same people's answers" in " ".join(done.out.split())
