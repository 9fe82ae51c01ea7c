"""Tests of `questions.robustness`: for which dependence does the answer hold? Over which range each service is the first root cause, and its verdict stays."""

import dataclasses
import itertools
import pickle
import random

import pytest

import valuechain as vc
from chains import random_chain
from helpers.decisions import BOTTLENECKS, TWO, chain_of
from valuechain.analysis import first_cause, sweep


def at(chain, x):
    """The chain with every dependence at x."""

    def moved(dependence):
        return x * dependence if x <= 1 else dependence + (x - 1) * (1 - dependence)

    services = {
        name: dataclasses.replace(service, dependence=moved(service.dependence))
        for name, service in chain.services.items()
    }
    return dataclasses.replace(chain, services=services)


def first_of(diagnosis):
    return diagnosis.root_causes[0].id if diagnosis.root_causes else None


@pytest.mark.parametrize("seed", range(20))
def test_robustness_against_diagnoses_of_other_dependences(seed):
    rng = random.Random(seed)
    for _ in range(6):
        chain = random_chain(
            rng,
            parties=rng.randint(3, 7),
            services=rng.randint(2, 11),
            critical=rng.choice([0, 0.3]),
            scores=rng.choice([0.95, 0.6]),
        )
        found = vc.robustness(chain)
        top = 1.999 if found.diagnosis.loops else 2
        for x in [rng.uniform(1e-3, top) for _ in range(6)]:
            other = vc.diagnose(at(chain, x))
            assert told_at(found.first, x, first_of(other)), x
            for row in other.services:
                assert told_at(found[row.id].verdicts, x, row.verdict), (x, row.id)
        for spans in [found.first, *(row.verdicts for row in found)]:
            assert spans[0][0] == 0
            assert spans[-1][1] == 2
            assert all(before[1] == after[0] for before, after in itertools.pairwise(spans))


def told_at(spans, x, expected):
    """Whether the spans say what is expected, or x lies within a millionth of an end."""
    near = any(abs(x - end) < 1e-6 for low, high, _ in spans for end in (low, high))
    return near or next(what for low, high, what in spans if low <= x <= high) == expected


def test_where_there_is_no_root_cause_there_is_no_line():
    sound = chain_of("teams: {a: {serves: {c: {satisfaction: 90%}}}}\ncustomers: {c: }")
    assert vc.diagnose(sound).first_holds is None
    assert vc.diagnose(TWO).first_holds == (pytest.approx(0.4375 / 0.8), 2.0)


def test_ends_are_exact():
    found = vc.robustness(TWO)
    row = vc.diagnose(TWO)["designer->customer"]
    (low, high), *_ = found["designer->customer"].holds
    assert found.dependence(low) == pytest.approx(row.tipping_dependence, abs=1e-7)
    assert found.dependence(high) == 1
    assert found.dependence(found.first[0][1]) == pytest.approx(0.4375, abs=1e-7)
    assert found["designer->customer"].first == ((0.0, pytest.approx(0.4375 / 0.8)),)


def test_a_short_reign_is_not_missed():
    """A root cause over a span narrower than the first pieces, found because its signs come and go."""
    chain = chain_of(
        """
dependence: 0.79
teams:
  a: {serves: {b: {quality: 60%}}}
  b: {serves: {customer: {quality: 74.9%, target: 50%}}}
customers: {customer: }
"""
    )
    found = vc.robustness(chain)
    (low, high), *_ = found["b->customer"].first
    assert low < 0.625 / 0.79 < high
    assert [name for *_, name in found.first] == ["a->b", "b->customer", "a->b"]
    words = " ".join(str(found).split())
    assert "For any dependence from 0.623 to 0.627: b->customer." in " ".join(words.split())


def test_spans_finer_than_a_millionth_are_nobodys():
    spans = [(0.0, 0.5, 1), (0.5, 0.5 + 1e-8, 2), (0.5 + 1e-8, 1.0, 1), (1.0 + 1e-8, 2.0, 3)]
    assert sweep.joined(spans, 2.0) == [
        (0.0, pytest.approx(1.0), 1),
        (pytest.approx(1.0), 2.0, 3),
    ]


def test_twins_share_no_end():
    """Two services that cost exactly the same at every dependence tie by id and never change places."""
    twins = chain_of(
        """
teams:
  b: {serves: {c: {satisfaction: 60%}}}
  a: {serves: {c: {satisfaction: 60%}}}
customers: {c: }
"""
    )
    found = vc.robustness(twins)
    assert found.first == ((0.0, 2.0, "a->c"),)
    assert "for any dependence" in str(vc.diagnose(twins))


def test_what_cannot_be_settled_is_not_halved_for_ever(monkeypatch):
    monkeypatch.setattr(first_cause, "_MANY", 0)
    found = vc.robustness(TWO)
    assert found.dependence(found.first[0][1]) == pytest.approx(0.4375, abs=0.05)


def test_a_loop_is_left_out_at_full_dependence():
    chain = chain_of(
        """
teams:
  a: {serves: {b: {quality: 80%}, c: {satisfaction: 50%}}}
  b: {serves: {a: {quality: 90%}}}
customers: {c: }
"""
    )
    found = vc.robustness(chain)
    assert found.first[-1][1] == 2
    assert found["a->c"].verdicts[0][2] == "root cause"


def test_the_rule_is_tried_the_other_way_round():
    for rule, other in (("mean", "weakest"), ("weakest", "mean")):
        chain = dataclasses.replace(BOTTLENECKS, rule=rule)
        found = vc.robustness(chain)
        assert found.other_rule == other
        assert found.first_under_other_rule == first_of(
            vc.diagnose(dataclasses.replace(chain, rule=other))
        )
        assert found.depends_on_rule == (found.first_now != found.first_under_other_rule)


def test_robustness_is_a_value():
    found = vc.robustness(TWO)
    assert pickle.loads(pickle.dumps(found)) == found
    assert hash(found) == hash(vc.robustness(TWO))
    assert found != 3
    assert "<Robustness" in repr(found)
    assert len(found) == len(list(found)) == 2
    assert set(found.to_pandas().columns) == {"verdict", "from", "to"}
    assert found.to_dict()["first"][1]["id"] == "clerk->designer"
    assert "clerk->designer: root cause for x in 0.000 to 2.000" in str(found["clerk->designer"])
    with pytest.raises(vc.UnknownNameError, match="no service 'x'"):
        found["x"]
    with pytest.raises(vc.ArgumentError, match="not a what-if"):
        vc.robustness(vc.what_if(TWO, {}))
