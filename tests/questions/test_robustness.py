"""Tests of `questions.robustness`: for which dependence does the answer hold? Over which range each link is the first step, and each verdict stays."""

import dataclasses
import itertools
import pickle
import random

import pytest

import valuechain as vc
from chains import random_chain
from helpers.decisions import BOTTLENECKS, TWO, chain_of
from valuechain.analysis import first_step, sweep
from valuechain.tolerances import WORTH_NAMING


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
    """The links that win most, ties included; none where none wins anything."""
    best = diagnosis.steps[0].gain if diagnosis.steps else 0.0
    if best < WORTH_NAMING:
        return ()
    return tuple(sorted(step.id for step in diagnosis.steps if step.gain >= best - 1e-12))


def firsts(found):
    return [(span.low, span.high, span.steps) for span in found.first]


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
        if chain.rule == "fdna":  # a file has no room for more dependence beside a criticality
            top = 1
        for x in [rng.uniform(1e-3, top) for _ in range(6)]:
            other = vc.diagnose(at(chain, x))
            assert told_at(firsts(found), x, first_of(other)), x
            for row in other.services:
                assert told_at(found[row.id].verdicts, x, row.verdict), (x, row.id)
        for spans in [firsts(found), *(row.verdicts for row in found)]:
            assert spans[0][0] == 0
            assert spans[-1][1] == 2
            assert all(before[1] == after[0] for before, after in itertools.pairwise(spans))


def told_at(spans, x, expected):
    """Whether the spans say what is expected, or x lies within a millionth of an end."""
    near = any(abs(x - end) < 1e-6 for low, high, _ in spans for end in (low, high))
    return near or next(what for low, high, what in spans if low <= x <= high) == expected


AT = (
    0.25 / 0.7
)  # where the 30 points of the clerk, passed on, are worth what is left of the designer's 25


def test_where_nothing_can_be_won_there_is_no_line():
    sound = chain_of("teams: {a: {serves: {c: {satisfaction: 90%}}}}\ncustomers: {c: }")
    assert vc.diagnose(sound).first_holds is None
    assert vc.diagnose(TWO).first_holds == (pytest.approx(AT / 0.8), 2.0)


def test_ends_are_exact():
    found = vc.robustness(TWO)
    row = vc.diagnose(TWO)["designer->customer"]
    (low, high), *_ = found["designer->customer"].holds
    assert found.dependence(low) == pytest.approx(row.tipping_dependence, abs=1e-7)
    assert found.dependence(high) == 1
    assert found.dependence(found.first[0].high) == pytest.approx(AT, abs=1e-7)
    assert found["designer->customer"].first == ((0.0, pytest.approx(AT / 0.8)),)


def test_a_step_that_is_capped_loses_its_lead_where_it_says():
    """The last wins 14.9 points of its own whatever is passed on; the first 30 times the dependence."""
    chain = chain_of(
        """
teams:
  a: {serves: {b: {quality: 60%}}}
  b: {serves: {customer: {quality: 75.1%, target: 50%}}}
customers: {customer: }
"""
    )
    found = vc.robustness(chain)
    assert [span.steps for span in found.first] == [("b->customer",), ("a->b",)]
    assert found.dependence(found.first[0].high) == pytest.approx(0.149 / 0.3, abs=1e-7)
    assert "For dependence from 0.5 to 1: a -> b." in " ".join(str(found).split())


def test_spans_finer_than_a_millionth_are_nobodys():
    spans = [(0.0, 0.5, 1), (0.5, 0.5 + 1e-8, 2), (0.5 + 1e-8, 1.0, 1), (1.0 + 1e-8, 2.0, 3)]
    assert sweep.joined(spans, 2.0) == [
        (0.0, pytest.approx(1.0), 1),
        (pytest.approx(1.0), 2.0, 3),
    ]


def test_what_no_piece_reaches_is_left_open():
    assert sweep.joined([(0.25, 1.0, 1)], 2.0) == [(0.0, 1.0, 1)]


def test_large_loops_are_swept_like_small_ones(monkeypatch):
    """Iterating many cases at once and solving one after the other finds the same ends."""
    loop = chain_of(
        """
teams:
  a: {serves: {b: {satisfaction: 60%}}}
  b: {serves: {a: {satisfaction: 80%}, c: {satisfaction: 55%}}}
customers: {c: }
"""
    )
    exact = firsts(vc.robustness(loop))
    monkeypatch.setattr(first_step, "DIRECT", 1)
    found = firsts(vc.robustness(loop))
    assert [name for *_, name in found] == [name for *_, name in exact]
    assert [high for _, high, _ in found] == pytest.approx([high for _, high, _ in exact], abs=1e-6)


def test_twins_share_no_end():
    """Two steps that win exactly the same at every dependence are first together."""
    twins = chain_of(
        """
teams:
  b: {serves: {c: {satisfaction: 60%}}}
  a: {serves: {c: {satisfaction: 60%}}}
customers: {c: }
"""
    )
    found = vc.robustness(twins)
    assert firsts(found) == [(0.0, 2.0, ("a->c", "b->c"))]
    assert found["b->c"].first == ((0.0, 2.0),)
    assert "for any dependence" in str(vc.diagnose(twins))


def test_what_cannot_be_settled_is_not_halved_for_ever(monkeypatch):
    monkeypatch.setattr(first_step, "_MANY", 0)
    found = vc.robustness(TWO)
    assert found.dependence(found.first[0].high) == pytest.approx(AT, abs=0.05)


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
    assert found.first[-1].high == 2
    assert found["a->c"].verdicts[0][2] == "root cause"


@pytest.mark.parametrize(
    ("rule", "others"),
    [("mean", ["weakest"]), ("weakest", ["mean"]), ("fdna", ["mean", "weakest"])],
)
def test_the_other_rules_are_tried(rule, others):
    chain = dataclasses.replace(BOTTLENECKS, rule=rule)
    found = vc.robustness(chain)
    assert list(found.under_rules) == others
    for other, first in found.under_rules.items():
        assert first == first_of(vc.diagnose(dataclasses.replace(chain, rule=other)))
        differs = found.first_now != first and not set(found.first_now) & set(first)
        assert (other in found.otherwise) is differs
    assert found.first_now == first_of(found.diagnosis)
    assert found.depends_on_rule == bool(found.otherwise)


def test_under_the_other_rules_criticalities_are_dropped():
    """Bound by its one critical service, c lacks 45 points; by weight, b's many count for more."""
    chain = vc.loads(
        "{valuechain: 1, rule: fdna, dependence: 0.5, teams: {a: {serves: {c: {quality: 50%, criticality: 5%}}},"
        " b: {serves: {c: {quality: 60%, weight: 5}}}}, customers: {c: }}"
    )
    found = vc.robustness(chain)
    assert found.first_now == ("a->c",)
    assert found.under_rules == {"mean": ("b->c",), "weakest": ("a->c",)}
    assert found.otherwise == {"mean": ("b->c",)}
    told = " ".join(str(found).split())
    assert "and under the rule 'weakest' too; under the rule 'mean' b -> c is." in told
    assert "Where services count by their weights (rule: mean), the first step is b -> c." in told
    assert "(rule: mean), the first step is b -> c" in " ".join(
        str(found.diagnosis.details).split()
    )


def test_robustness_is_a_value():
    found = vc.robustness(TWO)
    assert pickle.loads(pickle.dumps(found)) == found
    assert hash(found) == hash(vc.robustness(TWO))
    assert found != 3
    assert "<Robustness" in repr(found)
    assert len(found) == len(list(found)) == 2
    assert set(found.to_pandas().columns) == {"verdict", "from", "to"}
    assert found.to_dict()["first"][1]["steps"] == ["clerk->designer"]
    assert "clerk->designer: root cause for x in 0.000 to 2.000" in str(found["clerk->designer"])
    with pytest.raises(vc.UnknownNameError, match="no service 'x'"):
        found["x"]
    with pytest.raises(vc.ArgumentError, match="not a what-if"):
        vc.robustness(vc.what_if(TWO, {}))
