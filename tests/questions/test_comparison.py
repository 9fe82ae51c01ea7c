"""Tests of `questions.comparison`: did it help? What changed between two chains, service by service, in parts that add up to the change of the outcome."""

import dataclasses
import math
import pickle
import random

import numpy as np
import pytest

import oracle
import valuechain as vc
from chains import random_chain
from helpers.decisions import TWO, chain_of
from valuechain import Score, Service, ValueChain
from valuechain.analysis import changes
from valuechain.model.parts import service_ids


def changed_survey(rng, chain):
    """The same organisation later: other scores and weights, some services gone, some new."""
    kept = [service for service in chain.services.values() if rng.random() < 0.8]
    kept = [
        dataclasses.replace(service, satisfaction=Score.of(rng.randint(0, 100) / 100), quality=None)
        if rng.random() < 0.5
        else service
        for service in kept
    ]
    kept = [
        dataclasses.replace(service, weight=rng.choice([1.0, 2.0, 3.0]))
        if rng.random() < 0.2
        else service
        for service in kept
    ]
    inside = [party.id for party in chain.parties.values() if party.kind != "customer"]
    ends = [(rng.choice(inside), rng.choice(list(chain.parties))) for _ in range(rng.randint(0, 2))]
    ends.append((inside[0], chain.external_customers[0]))
    kept += [
        Service("", *pair, rng.choice(["orders", "new"]), satisfaction=Score.of(0.5))
        for pair in ends
        if pair[0] != pair[1]
    ]
    ids = service_ids((service.provider, service.customer) for service in kept)
    return ValueChain(
        chain.parties,
        [dataclasses.replace(s, id=name) for s, name in zip(kept, ids, strict=True)],
        rule=chain.rule,
    )


@pytest.mark.parametrize("seed", range(30))
def test_parts_add_up(seed):
    rng = random.Random(seed)
    for _ in range(40):
        waves = [random_chain(rng, parties=rng.randint(3, 7), services=rng.randint(2, 12))]
        waves += [changed_survey(rng, waves[0])]
        waves += [changed_survey(rng, waves[1])]
        diagnoses = [vc.diagnose(wave) for wave in waves]
        if any(diagnosis.outcome is None for diagnosis in diagnoses):
            continue
        first, second, whole = (
            vc.compare(diagnoses[i], diagnoses[j]) for i, j in ((0, 1), (1, 2), (0, 2))
        )
        for found in (first, second, whole):
            assert sum(row.part for row in found) == pytest.approx(found.change, abs=1e-9)
            for row in found:
                assert row.fate != "kept" or row.quality + row.position == pytest.approx(
                    row.part, abs=1e-12
                )
                assert row.fate == "kept" or (row.quality, row.position) == (0, 0)
            assert {row.id for row in found if row.fate != "vanished"} == set(
                found.after.chain.services
            )
            assert len(found) >= len(found.after.chain.services)
        for level in ("provider", "group"):
            one, two, both = (found.by(level) for found in (first, second, whole))
            assert sum(both.values()) == pytest.approx(whole.change, abs=1e-9)
            assert all(
                both[name] == pytest.approx(one.get(name, 0) + two.get(name, 0), abs=1e-12)
                for name in both
            )


def test_parts_are_what_the_contract_says():
    rng = random.Random(11)
    for _ in range(30):
        before = random_chain(rng, parties=5, services=8)
        after = changed_survey(rng, before)
        then, now = oracle.diagnose(before)["services"], oracle.diagnose(after)["services"]
        for row in vc.compare(before, after):
            if row.fate != "kept" or row.id_before != row.id:
                continue
            old, new = then[row.id], now[row.id]
            if before.rule == "fdna" and 1.0 in (old["quality"], new["quality"]):
                continue  # what nothing costs for each point is anything
            rise = new["quality"] - old["quality"]
            assert row.quality == pytest.approx(
                (old["charged"] + new["charged"]) / 2 * rise, abs=1e-9
            )
            shift = new["charged"] - old["charged"]
            assert row.position == pytest.approx(
                -(2 - old["quality"] - new["quality"]) / 2 * shift, abs=1e-9
            )


def test_services_are_matched_by_id_then_by_what_is_delivered():
    one = "teams:\n  a: {serves: {c: {delivers: bread, satisfaction: 60%}}}\ncustomers: {c: }"
    two = "teams:\n  a: {serves: {c: [{delivers: cake, satisfaction: 90%}, {delivers: bread, satisfaction: 70%}]}}\ncustomers: {c: }"
    found = vc.compare(chain_of(one), chain_of(two))
    assert {row.id: row.fate for row in found} == {"a->c#2": "kept", "a->c#1": "appeared"}
    assert found["a->c#2"].id_before == "a->c"
    back = vc.compare(chain_of(two), chain_of(one))
    assert {row.id: row.fate for row in back} == {"a->c": "kept", "a->c#1": "vanished"}
    assert [str(difference) for difference in back.differences if difference.field == "id"] == [
        "service a->c: id a->c#2 -> a->c"
    ]


def test_worse_by_itself_and_yet_it_matters_less():
    text = "teams:\n  a: {{serves: {{c: {{satisfaction: {}%, weight: {}}}}}}}\n  b: {{serves: {{c: {{satisfaction: 80%}}}}}}\ncustomers: {{c: }}"
    found = vc.compare(chain_of(text.format(60, 3)), chain_of(text.format(50, 1)))
    row = found["a->c"]
    assert row.quality < 0 < row.position
    assert row.part == pytest.approx(0.3 - 0.25)
    assert row.own_change == pytest.approx(-0.1)
    assert not row.did  # it became worse, and yet it won the customers something: it only shifted
    text = " ".join(str(found).split())
    assert "Also shifted" in text
    assert "a->c: +5 points; satisfaction 60 to 50 %." in text
    assert "worked against" not in text


def test_compare_knows_what_sample_sizes_explain():
    text = "teams:\n  a: {{serves: {{c: {{satisfaction: {}}}}}}}\ncustomers: {{c: }}"

    def significant(then, now):
        found = vc.compare(chain_of(text.format(then)), chain_of(text.format(now)))
        return found.significant["a->c"], found.outcome_interval

    assert significant("60% (100 responses)", "90% (100 responses)")[0] is True
    assert significant("60% (3 responses)", "70% (3 responses)")[0] is False
    assert significant("60%", "90% (100 responses)") == (
        None,
        pytest.approx((0.23, 0.34), abs=0.02),
    )
    assert significant("60%", "90%") == (None, None)
    low, high = significant("60% (100 responses)", "70% (100 responses)")[1]
    assert low < 0.0 < high
    # the usual interval of a difference of shares
    sd = math.sqrt(0.6 * 0.4 / 100 + 0.7 * 0.3 / 100)
    assert (low, high) == (
        pytest.approx(0.1 - 1.96 * sd, abs=0.01),
        pytest.approx(0.1 + 1.96 * sd, abs=0.01),
    )


def test_a_census_is_certain():
    text = "teams:\n  a: {{serves: {{c: {{satisfaction: {}% (4 responses)}}}}}}\ncustomers: {{c: {{people: 4}}}}"
    found = vc.compare(chain_of(text.format(50)), chain_of(text.format(75)))
    assert found.significant["a->c"] is True
    assert found.outcome_interval == pytest.approx((0.25, 0.25))
    assert "more than chance" in str(found)


def test_no_change_is_rarely_taken_for_one():
    """Surveys of the same organisation: of a hundred, about five look different at 95 %."""
    random_numbers = np.random.default_rng(0)
    text = "teams:\n  a: {{serves: {{c: {{scale: csat, satisfied: {}, responses: 40}}}}}}\ncustomers: {{c: }}"
    text = text.replace("{{scale", "{{satisfaction: {{scale").replace("40}}", "40}}}}")
    told = []
    for _ in range(60):
        then, now = random_numbers.binomial(40, 0.7, 2)
        told.append(
            vc.compare(chain_of(text.format(then)), chain_of(text.format(now))).significant["a->c"]
        )
    assert sum(told) <= 9


def test_a_comparison_with_what_is_not_known():
    blank = chain_of("teams:\n  a: {serves: {c: x}}\ncustomers: {c: }")
    asked = chain_of(
        "teams:\n  a: {serves: {c: {delivers: x, satisfaction: 60%}}}\ncustomers: {c: }"
    )
    found = vc.compare(blank, asked)
    assert found.change is None
    assert found.customers["c"] is None
    assert "not known before" in str(found)
    assert found.to_dict()["change"] is None
    assert found["a->c"].satisfaction is None
    with pytest.raises(vc.ArgumentError, match="slope lines need scores"):
        vc.draw(found, view="slope")
    assert vc.draw(found).texts


def test_two_chains_of_different_organisations():
    one = chain_of(
        "teams:\n  clerk: {name: Front desk, serves: {customer: x}}\ncustomers: {customer: }"
    )
    other = chain_of("teams:\n  desk: {name: front desk, serves: {guest: x}}\ncustomers: {guest: }")
    with pytest.raises(
        vc.ArgumentError, match="'front desk' is 'clerk' in one and 'desk' in the other"
    ):
        vc.compare(one, other)
    near = chain_of("teams:\n  clark: {serves: {costumer: x}}\ncustomers: {costumer: }")
    with pytest.raises(vc.ArgumentError, match="did you mean 'clerk'"):
        vc.compare(one, near)
    far = chain_of("teams:\n  x: {serves: {y: x}}\ncustomers: {y: }")
    with pytest.raises(vc.ArgumentError, match="two chains of one organisation"):
        vc.compare(one, far)


def test_a_comparison_with_a_what_if_says_what_it_would_do_where():
    found = vc.compare(TWO, vc.what_if(TWO, {"clerk->designer": 0.9}))
    assert found.change == pytest.approx(0.24)
    assert found["clerk->designer"].part == pytest.approx(0.24)
    assert found.sureness is None
    assert found["clerk->designer"].verdict_changed


def test_a_comparison_is_a_value():
    other = vc.what_if(TWO, {"clerk->designer": 0.9})
    found = vc.compare(TWO, other)
    assert pickle.loads(pickle.dumps(found)) == found
    assert hash(found) == hash(vc.compare(TWO, other))
    assert found != 3
    assert "<Comparison" in repr(found)
    assert len(found.to_pandas()) == len(found) == 2
    with pytest.raises(vc.UnknownNameError, match="no service 'x'"):
        found["x"]


def test_how_sure_a_change_of_a_large_chain_is_waits_to_be_asked(monkeypatch):
    text = "teams: {a: {serves: {c: {satisfaction: '%d%% (50 responses)'}}}}\ncustomers: {c: }"
    found = vc.compare(chain_of(text % 40), chain_of(text % 80))
    known = found.to_dict()
    assert known["services"][0]["significant"] is True
    monkeypatch.setattr(changes, "FREELY", 0)
    unasked = found.to_dict()
    assert unasked["services"][0]["significant"] is None
    assert unasked["change_interval"] is None
    assert unasked["change"] == known["change"]


def test_what_reads_the_same_does_not_differ(shop):
    then, now, later = (
        dataclasses.replace(shop, rater_correlation=each) for each in (0.2, 0.2000001, 0.3)
    )
    assert vc.compare(then, now).differences == ()
    (told,) = vc.compare(then, later).differences
    assert (told.field, told.before, told.after) == ("rater_correlation", "0.2", "0.3")


ASKED = "teams:\n  a: {serves: {c: {satisfaction: 50%% (100 responses)}}}\n  b: {serves: {c: %s}}\ncustomers: {c: }"
CUSTOMERS = "teams:\n  a: {serves: {c: {satisfaction: 60%% (500 responses)}%s}}\ncustomers: {c: {share: %d}%s}"


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        (ASKED % "{satisfaction: 60% (100 responses)}", ASKED % "", "measured"),
        (ASKED % "{satisfaction: 60% (100 responses)}", ASKED.replace("50", "45") % "", "measured"),
        (
            CUSTOMERS % (", d: {satisfaction: 90% (500 responses)}", 1, ", d: "),
            CUSTOMERS % ("", 1, ""),
            "customers",
        ),
        (
            CUSTOMERS % (", d: {satisfaction: 90% (500 responses)}", 1, ", d: "),
            CUSTOMERS % (", d: {satisfaction: 90% (500 responses)}", 9, ", d: "),
            "customers",
        ),
        (
            ASKED % "{satisfaction: 20% (100 responses)}",
            (ASKED % "x").replace("  b: {serves: {c: x}}\n", ""),
            "services",
        ),
    ],
)  # fmt: skip
def test_what_was_learnt_or_counted_otherwise_is_never_more_than_chance(before, after, why):
    for one, other in ((before, after), (after, before)):
        found = vc.compare(chain_of(one), chain_of(other))
        assert abs(found.change) > 0.1
        assert found.unlike == why
        assert found.outcome_interval is None
        assert found.to_dict()["change_interval"] is None
        assert "chance" not in found.answer
        assert "95 % sure" not in found.answer


def test_what_is_learnt_behind_what_was_observed_both_times_leaves_the_outcome_sure():
    """Whose doing it is changes, not how satisfied the customers say they are."""
    text = "teams:\n  v: {serves: {a: %s}}\n  a: {serves: {c: {satisfaction: %d%% (200 responses)}}}\ncustomers: {c: }"
    found = vc.compare(
        chain_of(text % ("", 40)), chain_of(text % ("{satisfaction: 60% (50 responses)}", 80))
    )
    assert found["v->a"].measured_once
    assert found.unlike is None
    assert found.outcome_interval[0] > 0
    assert "more than chance" in found.answer


def test_whatever_asking_or_not_asking_alone_changes_in_the_outcome_was_learnt():
    """Of random chains one service after the other is asked about, or is not any more."""
    rng, told = random.Random(7), {True: 0, False: 0}
    for _ in range(40):
        chain = random_chain(rng)
        for name, service in chain.services.items():
            score = None if service.score else Score.of(0.3)
            other = dataclasses.replace(service, satisfaction=score, quality=None)
            changed = dataclasses.replace(
                chain, services={**chain.services, name: other}, scenarios=()
            )
            found = vc.compare(chain, changed)
            if found.change is not None and abs(found.change) > 1e-9:
                assert found.unlike, (name, found.change)
            told[bool(found.unlike)] += 1
    assert min(told.values()) > 20


def of_one_link(*services):
    """A chain in which a clerk delivers these things, with these satisfactions, in this order."""
    listed = ", ".join(
        f"{{{what}, satisfaction: {score}% (20 responses)}}" for what, score in services
    )
    return chain_of(
        f"teams:\n  clerk: {{serves: {{designer: [{listed}]}}}}\n  designer: {{serves: {{c: {{satisfaction: 60% (50 responses)}}}}}}\ncustomers: {{c: }}"
    )  # fmt: skip


ORDERS, DATES, ADVICE = ("delivers: orders", 40), ("delivers: dates", 90), ("delivers: advice", 70)


def test_the_order_of_services_between_two_changes_nothing():
    rng = random.Random(3)
    several = [(f"delivers: thing {i}", rng.randint(10, 99)) for i in range(6)]
    for _ in range(10):
        found = vc.compare(of_one_link(*several), of_one_link(*rng.sample(several, 6)))
        assert {row.fate for row in found} == {"kept"}
        assert max(abs(row.part) for row in found) < 1e-12
        assert not any(found.significant.values())
        assert found.answer == "Customers as satisfied as before: 60 %."
        before = found.before.chain.services
        assert all(before[row.id_before].delivers == row.delivers for row in found)


def test_services_between_two_are_matched_by_what_only_they_deliver():
    one, more = of_one_link(ORDERS, DATES), of_one_link(ADVICE, ORDERS, DATES)
    added, gone = vc.compare(one, more), vc.compare(more, one)
    assert {row.delivers: row.fate for row in added if row.fate != "kept"} == {"advice": "appeared"}
    assert {row.delivers: row.fate for row in gone if row.fate != "kept"} == {"advice": "vanished"}
    for found in (added, gone):
        assert {row.satisfaction for row in found} == {0.0, None}
        assert sum(row.part for row in found) == pytest.approx(found.change, abs=1e-12)
        assert not any(found.significant.values())
        (told,) = [each for each in found.differences if not each.field]
        assert {told.before, told.after} == {"", "advice (70% (20 responses))"}
        assert [each.field for each in found.differences if each.field] == ["id", "id"]
    records = {(each["delivers"], each["fate"]): each for each in gone.to_dict()["services"]}
    assert records["advice", "vanished"]["id"] == records["orders", "kept"]["id"]
    assert records["advice", "vanished"]["significant"] is None
    assert records["orders", "kept"]["significant"] is False
    assert gone["clerk->designer#1"].delivers == "orders"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([ORDERS, DATES], [("delivers: orders", 40), ("delivers: prices", 20)]),  # renamed
        ([ORDERS, ("", 90)], [("", 20), ORDERS]),  # one says nothing
        ([ORDERS, ORDERS], [ORDERS, DATES]),  # two say the same
    ],
)
def test_where_what_is_delivered_does_not_tell_them_apart_their_ids_do(before, after):
    found = vc.compare(
        *(of_one_link(*((what or "weight: 1", score) for what, score in each)) for each in (before, after))
    )  # fmt: skip
    assert all(row.id_before == row.id for row in found)
