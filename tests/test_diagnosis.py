"""The diagnosis as a value, and what it says."""

import json
import pickle
import random
import sys

import pytest

import valuechain as vc
from chains import random_chain
from valuechain import Party, Score, Service, ValueChain
from valuechain.analysis import changes
from valuechain.reports.diagnosis import report
from valuechain.reports.roll_up import telling_level


def shop(**scores):
    text = "valuechain: 1\nteams:\n  a: {group: A, serves: {b: {delivers: x, %s}}}\n  b: {serves: {c: {delivers: y, %s}}}\ncustomers:\n  c: {name: Customer}\n"
    return vc.loads(text % (scores.get("ab", ""), scores.get("bc", "")))


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
    assert "Far away: left out, no scored service leads there." in str(diagnosis)


def test_shares_weigh_the_customers():
    chain = vc.loads(
        "{valuechain: 1, teams: {a: {serves: {c: {satisfaction: 60%}, d: {satisfaction: 90%}}}}, customers: {c: {share: 25%}, d: {share: 75%}}}"
    )
    assert vc.diagnose(chain).outcome == pytest.approx(0.25 * 0.6 + 0.75 * 0.9)


def test_unmeasured_services_make_an_upper_bound():
    diagnosis = vc.diagnose(shop(bc="satisfaction: 80%"))
    assert diagnosis.upper_bound
    assert diagnosis.unmeasured == ("a->b",)
    assert diagnosis.coverage == pytest.approx(1 / 1.8)
    assert str(diagnosis).startswith("Customers at most 80 % (target 75 %).")
    assert not vc.diagnose(shop(ab="satisfaction: 80%", bc="satisfaction: 80%")).upper_bound


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
    ]
    names = (
        "id provider customer delivers satisfaction target own_shortfall inherited_shortfall effective_dependence importance contribution gain "
        "loss_if_failed tipping_dependence verdict"
    )
    assert list(row["services"][0]) == names.split()
    assert json.loads(json.dumps(row)) == row


def test_large_chains_leave_out_what_needs_further_solves(monkeypatch):
    monkeypatch.setattr(changes, "FREELY", 3)
    chain = random_chain(random.Random(4), parties=6, services=12, rule="weakest")
    diagnosis = vc.diagnose(chain)
    short, full = diagnosis.to_dict()["services"], diagnosis.to_dict(full=True)["services"]
    assert all(row["gain"] is None and row["loss_if_failed"] is None for row in short)
    small = {row.id: row for row in diagnosis.services}
    for row in full:
        assert row["gain"] == pytest.approx(small[row["id"]].gain, abs=1e-12)
        assert row["loss_if_failed"] == pytest.approx(small[row["id"]].loss_if_failed, abs=1e-12)
    assert diagnosis["p0" and next(iter(chain.services))].id in str(diagnosis)
    mean = vc.diagnose(
        random_chain(random.Random(4), parties=6, services=12, rule="mean", critical=0)
    ).to_dict()["services"]
    assert all(row["gain"] == row["contribution"] for row in mean)


def test_pandas_comes_only_when_asked(monkeypatch):
    diagnosis = vc.diagnose(shop(bc="satisfaction: 50%"))
    frame = diagnosis.to_pandas(full=True)
    assert frame["gain"].dtype == frame["tipping_dependence"].dtype == float
    assert list(frame.index) == [row.id for row in diagnosis.services]
    assert frame.loc["b->c", "verdict"] == "root cause"
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
    services = [Service(f"p{i}->c", f"p{i}", "c", satisfaction=Score.of(0.5)) for i in range(20)]
    parties = [Party(f"p{i}", group="AB"[i % 2]) for i in range(20)] + [Party("c", kind="customer")]
    rows, level = telling_level(vc.diagnose(ValueChain(parties, services)))
    assert level == "group"
    assert [name for name, _ in rows] == ["A", "B"]
    text = str(vc.diagnose(ValueChain(parties, services)))
    assert "2 departments make 100 % of the 50 points lost." in text
    ungrouped = [Party(p.id, kind=p.kind) for p in parties]
    assert telling_level(vc.diagnose(ValueChain(ungrouped, services)))[1] == "service"
    one_group = [Party(p.id, kind=p.kind, group="All") for p in parties]
    assert telling_level(vc.diagnose(ValueChain(one_group, services)))[1] == "service"


@pytest.mark.parametrize(
    ("scores", "sentence"),
    [
        (
            {"ab": "satisfaction: 90%", "bc": "satisfaction: 90%"},
            "Every measured service meets its target.",
        ),
        (
            {"ab": "satisfaction: 50%", "bc": "satisfaction: 60%"},
            "Start with a->b: worth 40 points. B gets the complaints",
        ),
        ({"bc": "satisfaction: 60%"}, "Start with b->c: worth 40 points."),
        (
            {"ab": "satisfaction: 99%, target: 100%", "bc": "satisfaction: 99%"},
            "Start with a->b: worth 0.8 points.",
        ),
        (
            {"ab": "satisfaction: 76%", "bc": "satisfaction: 62%, target: 60%"},
            "Every measured service meets its own target;",
        ),
        (
            {"ab": "satisfaction: 60%, target: 50%", "bc": "satisfaction: 60%"},
            "No weak link is a root cause; the largest part of the loss, 32 points",
        ),
    ],
)
def test_the_first_sentences_are_the_answer(scores, sentence):
    assert sentence in " ".join(str(vc.diagnose(shop(**scores))).split())


def test_just_below_the_target_is_said():
    assert "Customers just below 75 % (target 75 %)" in str(
        vc.diagnose(shop(ab="satisfaction: 100%", bc="satisfaction: 74.9%"))
    )


def test_every_text_names_the_assumption():
    for chain in (shop(), shop(bc="satisfaction: 60%")):
        text = " ".join(str(vc.diagnose(chain)).split())
        assert "does not prove causes" in text
        assert "0.8 unless the file says otherwise" in text


def test_names_cannot_break_the_page_or_the_terminal():
    chain = ValueChain(
        [
            Party("a", name="<script>alert(1)</script>"),
            Party("b", name="x\u200b[31m\nred"),
            Party("c", kind="customer", name="a\tbc"),
        ],
        [
            Service("a->b", "a", "b", "<b>", satisfaction=Score.of(0.2)),
            Service("b->c", "b", "c", satisfaction=Score.of(0.3)),
        ],
        title="<i>",
    )
    diagnosis = vc.diagnose(chain)
    for text in (str(diagnosis), str(chain), diagnosis._repr_html_(), chain._repr_html_()):
        assert "\u200b" not in text
        assert "\nred" not in text
        assert "\t" not in text
    assert "<script>" not in chain._repr_html_() + diagnosis._repr_html_()


def test_verdicts_in_words():
    diagnosis = vc.diagnose(shop(ab="satisfaction: 50%", bc="satisfaction: 60%"))
    assert (
        str(diagnosis["a->b"])
        == "a->b: 50 %, target 75 %; likely root cause; costs the customer 40 points"
    )
    assert str(diagnosis["b->c"]) == "b->c: 60 %, target 75 %; symptom: passes on what it receives"
    assert (
        str(diagnosis.explain("a->b"))
        == "a->b: 50 = 100 - 50 own - 0 inherited (target 75 %; likely root cause)."
    )


def test_hundreds_of_services_are_told_in_a_screen():
    rng = random.Random(8)
    chain = random_chain(rng, parties=60, services=400, rule="mean", critical=0)
    told = report(vc.diagnose(chain))
    assert len(told.table.rows) == 25
    assert told.table.rest.startswith("and 375 more services")
    assert all(len(section.items) <= 11 for section in told.sections)
    assert len(str(vc.diagnose(chain)).splitlines()) < 120


def test_undecided_first():
    chain = vc.loads(
        "{valuechain: 1, teams: {a: {serves: {b: {satisfaction: 30%}}}, x: {serves: {b: {weight: 9}}}, b: {serves: {c: {satisfaction: 50%}}}},"
        " customers: {c: }, target: 30%}"
    )
    text = str(
        vc.diagnose(
            vc.loads(
                vc.dumps(chain)
                .replace("target: 30%", "target: 60%")
                .replace("satisfaction: 30%", "satisfaction: 30%, target: 10%")
            )
        )
    )
    assert "Where to start is undecided: first measure x->b." in text
    assert "it hangs on x->b" in text


def tied(count):
    """As many critical services to one customer, all equally bad."""
    parties = [Party(f"p{i}") for i in range(count)]
    services = [
        Service(f"p{i}->c", f"p{i}", "c", satisfaction=Score.of(0.5), critical=True)
        for i in range(count)
    ]
    return ValueChain([*parties, Party("c", kind="customer")], services)


def test_bottlenecks_that_hide_one_another():
    assert "Fix together p0->c, p1->c and p2->c: worth 50 points" in " ".join(
        str(vc.diagnose(tied(3))).split()
    )
    text = " ".join(str(vc.diagnose(tied(7))).split())
    assert (
        "Start with p0->c, the largest part of the loss (7.1 points); alone it wins nothing."
        in text
    )
    assert "fixing it alone wins nothing while others hold the customer back" in text


def test_half_and_half_is_not_mostly():
    text = " ".join(str(vc.diagnose(shop(ab="satisfaction: 75%", bc="satisfaction: 60%"))).split())
    assert "B gets the complaints, but no more than half of them by its own doing." in text


def test_precision_warnings_point_at_the_caller():
    chain = vc.loads(
        "{valuechain: 1, dependence: 0.999999999999, teams: {a: {serves: {b: {quality: 99%}}}, b: {serves: {a: x, c: y}}}, customers: {c: }}"
    )
    with pytest.warns(vc.PrecisionWarning) as caught:
        vc.diagnose(chain)
    assert caught[0].filename == __file__
    assert vc.diagnose is not None


def test_a_root_cause_that_costs_the_customer_nothing():
    chain = vc.loads(
        "{valuechain: 1, teams: {a: {serves: {b: {satisfaction: 10%}}}, b: {serves: {a: x}}, d: {serves: {c: {satisfaction: 90%}}}}, customers: {c: }}"
    )
    text = " ".join(str(vc.diagnose(chain)).split())
    assert (
        "The root causes cost the customers nothing at present; the largest part of the loss, 10 points, comes from d->c."
        in text
    )
    assert "At present it costs the customers nothing." in text


def test_many_customers_and_no_loss():
    parties = [Party("a"), *(Party(f"c{i}", kind="customer") for i in range(14))]
    services = [Service(f"a->c{i}", "a", f"c{i}", satisfaction=Score.of(1)) for i in range(14)]
    told = report(vc.diagnose(ValueChain(parties, services)))
    assert told.sections[0].items[-1] == "and 4 more"
    assert not any("loss" in section.heading for section in told.sections)


def test_a_large_first_file_is_ranked_by_importance(monkeypatch):
    monkeypatch.setattr(changes, "FREELY", 1)
    text = " ".join(str(vc.diagnose(shop())).split())
    assert "each 10 points it lacks would cost the customers 10 points" in text
    assert "importance" in text
