"""Tests of `questions.diagnosis`: which links are weak, whose doing it is, what each costs the external customer."""

import dataclasses
import json
import pickle
import random
import sys

import pytest

import valuechain as vc
from chains import random_chain
from helpers.diagnosed import shop
from valuechain import Party, Score, Service, ValueChain
from valuechain.analysis import changes
from valuechain.reports.roll_up import telling_level


def test_a_diagnosis_is_a_value():
    one, two = vc.diagnose(shop(bc="satisfaction: 80%")), vc.diagnose(shop(bc="satisfaction: 80%"))
    assert one == two
    assert hash(one) == hash(two)
    assert one["b->c"] == two["b->c"]
    assert one != vc.diagnose(shop(bc="satisfaction: 70%"))
    assert one != "diagnosis"
    assert pickle.loads(pickle.dumps(one)) == one
    assert pickle.loads(pickle.dumps(one["b->c"])) == one["b->c"]
    assert len(one) == 2
    assert [row.id for row in one] == ["b->c", "a->b"]
    assert repr(one) == "<Diagnosis '': outcome 0.8000, 2 services>"
    assert repr(vc.diagnose(shop())) == "<Diagnosis '': outcome unknown, 2 services>"


def test_customers_to_whom_no_score_leads_are_left_out_and_named():
    chain = vc.loads(
        "{valuechain: 1, teams: {a: {serves: {c: {satisfaction: 60%}}}, b: {serves: {d: {}}}}, customers: {c: {share: 1}, d: {share: 9, name: Far away}}}"
    )
    diagnosis = vc.diagnose(chain)
    assert diagnosis.outcome == 0.6
    assert diagnosis.external_customers == {"c": 0.6, "d": None}
    assert diagnosis["b->d"].importance == 0
    assert "Customers 60 % (target 75 %): Far away not known and c 60 %." in str(diagnosis)


def test_shares_weigh_the_customers():
    chain = vc.loads(
        "{valuechain: 1, teams: {a: {serves: {c: {satisfaction: 60%}, d: {satisfaction: 90%}}}}, customers: {c: {share: 25%}, d: {share: 75%}}}"
    )
    assert vc.diagnose(chain).outcome == pytest.approx(0.25 * 0.6 + 0.75 * 0.9)


def test_unmeasured_services_make_an_upper_bound_where_nothing_behind_them_was_observed():
    diagnosis = vc.diagnose(shop(bc="satisfaction: 80%"))
    assert not diagnosis.upper_bound  # whatever a lacks, c is as satisfied as c said
    assert diagnosis.unmeasured == ("a->b",)
    assert diagnosis.coverage == pytest.approx(1 / 1.8)
    assert str(diagnosis).startswith("Customers 80 % (target 75 %).")
    open_ = vc.diagnose(shop(bc="quality: 80%"))
    assert open_.upper_bound
    assert str(open_).startswith("Customers at most 80 % (target 75 %).")
    assert not vc.diagnose(shop(ab="satisfaction: 80%", bc="quality: 80%")).upper_bound


def test_json_has_the_names_of_the_contract():
    row = vc.diagnose(shop(ab="satisfaction: 50%", bc="satisfaction: 50%")).to_dict()
    assert row["format"] == "valuechain.diagnosis/1"
    assert list(row)[1:] == [
        "title",
        "outcome",
        "upper_bound",
        "external_customers",
        "received",
        "services",
        "loops",
        "unmeasured",
        "coverage",
        "advice",
        "steps",
        "teams",
    ]
    names = (
        "id provider customer delivers satisfaction target own_shortfall inherited_shortfall effective_dependence importance contribution reachable "
        "gain potential loss_if_failed tipping_dependence verdict"
    )
    assert list(row["services"][0]) == names.split()
    assert json.loads(json.dumps(row)) == row


def test_large_chains_leave_out_what_needs_further_solves(monkeypatch):
    monkeypatch.setattr(changes, "FREELY", 3)
    chain = random_chain(random.Random(4), parties=6, services=12, rule="weakest")
    diagnosis = vc.diagnose(chain)
    short, full = diagnosis.to_dict()["services"], diagnosis.to_dict(full=True)["services"]
    missing = ("gain", "potential", "loss_if_failed")
    assert all(row[name] is None for row in short for name in missing)
    assert diagnosis.to_dict()["steps"] is diagnosis.to_dict()["teams"] is None
    small = {row.id: row for row in diagnosis.services}
    for row in full:
        assert row["gain"] == pytest.approx(small[row["id"]].gain, abs=1e-12)
        assert row["potential"] == pytest.approx(small[row["id"]].potential, abs=1e-12)
        assert row["loss_if_failed"] == pytest.approx(small[row["id"]].loss_if_failed, abs=1e-12)
    assert diagnosis.advice.first[0] == diagnosis.steps[0]
    assert "Start with " in str(diagnosis)
    mean = vc.diagnose(
        random_chain(random.Random(4), parties=6, services=12, rule="mean", critical=0)
    ).to_dict()["services"]
    assert all(row["potential"] == row["contribution"] for row in mean)


def test_pandas_comes_only_when_asked(monkeypatch):
    diagnosis = vc.diagnose(shop(bc="satisfaction: 50%"))
    frame = diagnosis.to_pandas(full=True)
    assert frame["gain"].dtype == frame["tipping_dependence"].dtype == float
    assert list(frame.index) == [row.id for row in diagnosis.services]
    assert frame.loc["b->c", "verdict"] == "undecided"
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(vc.MissingExtraError, match=r"valuechain\[pandas\]"):
        diagnosis.to_pandas()


def test_rolling_up():
    chain = shop(ab="satisfaction: 50%", bc="satisfaction: 50%")
    diagnosis = vc.diagnose(chain)
    assert diagnosis.by("provider") == pytest.approx({"a": 0.4, "b": 0.1})
    assert diagnosis.by("group") == pytest.approx({"A": 0.4, "": 0.1})
    assert list(diagnosis.by("delivers")) == ["x", "y"]


def test_the_telling_level_is_the_one_with_the_fewest_rows():
    scores = [0.1 if i % 4 == 0 else 0.99 for i in range(20)]
    services = [
        Service(f"p{i}->c", f"p{i}", "c", satisfaction=Score.of(score))
        for i, score in enumerate(scores)
    ]
    parties = [Party(f"p{i}", group="ABCD"[i % 4]) for i in range(20)]
    parties += [Party("c", kind="customer")]
    rows, level = telling_level(vc.diagnose(ValueChain(parties, services)))
    assert level == "group"
    assert [name for name, _ in rows] == ["A"]
    text = " ".join(vc.diagnose(ValueChain(parties, services)).details.split())
    assert "1 department makes 97 % of the 23 points lost." in text
    two = [Party(p.id, kind=p.kind, group="AB"[i % 2]) for i, p in enumerate(parties)]
    assert telling_level(vc.diagnose(ValueChain(two, services)))[1] != "service"
    halves = [dataclasses.replace(s, satisfaction=Score.of(0.5)) for s in services]
    assert (
        telling_level(vc.diagnose(ValueChain(two, halves)))[1] == "service"
    )  # both of two say nothing
    ungrouped = [Party(p.id, kind=p.kind) for p in parties]
    assert telling_level(vc.diagnose(ValueChain(ungrouped, services)))[1] == "service"
    one_group = [Party(p.id, kind=p.kind, group="All") for p in parties]
    assert telling_level(vc.diagnose(ValueChain(one_group, services)))[1] == "service"


def tied(count):
    """As many critical services to one customer, all equally bad."""
    parties = [Party(f"p{i}") for i in range(count)]
    services = [
        Service(f"p{i}->c", f"p{i}", "c", satisfaction=Score.of(0.5), critical=True)
        for i in range(count)
    ]
    return ValueChain([*parties, Party("c", kind="customer")], services)


def test_bottlenecks_that_hide_one_another():
    three, seven = vc.diagnose(tied(3)), vc.diagnose(tied(7))
    assert "Fix together p0 -> c, p1 -> c and p2 -> c: worth 40 points" in three.answer
    assert three.advice.kind == "together"
    assert len(seven.advice.services) == 7
    assert "p4 -> c and 2 others: worth 40 points; none of them wins" in seven.answer
    text = " ".join(seven.details.split())
    assert "it is as good as can be reached" not in text
    assert "alone it wins nothing while others hold the customer back" in text


def test_precision_warnings_point_at_the_caller():
    chain = vc.loads(
        "{valuechain: 1, dependence: 0.999999999999, teams: {a: {serves: {b: {quality: 99%}}}, b: {serves: {a: x, c: y}}}, customers: {c: }}"
    )
    with pytest.warns(vc.PrecisionWarning) as caught:
        vc.diagnose(chain)
    assert caught[0].filename == __file__
    assert vc.diagnose is not None


def test_where_nothing_matters_nothing_is_covered():
    chain = vc.loads(
        "{valuechain: 1, teams: {a: {serves: {c: {satisfaction: 50%}}}}, customers: {c: {share: 0}, d: }}"
    )
    found = vc.diagnose(chain)
    assert (found.coverage, found.outcome) == (0.0, None)
