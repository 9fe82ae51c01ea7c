"""Tests of `reports.verdict`: what a diagnosis says, in words: the answer first, then what supports it, then the table."""

import random

import pytest

import valuechain as vc
from chains import random_chain
from helpers.diagnosed import shop
from helpers.verbs import ASPECTS
from valuechain import Party, Score, Service, ValueChain
from valuechain.analysis import changes
from valuechain.reports.diagnosis import report


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


def test_half_and_half_is_not_mostly():
    text = " ".join(str(vc.diagnose(shop(ab="satisfaction: 75%", bc="satisfaction: 60%"))).split())
    assert "B gets the complaints, but no more than half of them by its own doing." in text


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


# How far it is


def test_a_weak_link_says_which_aspect_drags_it():
    chain = vc.loads(ASPECTS)
    told = " ".join(str(vc.diagnose(chain)).split())
    assert "lowest in time (2/5 (20 responses)). It costs" in told
    assert "lowest in price (20%)" in told
    assert "88%" not in told
    assert "Lowest in time (2/5 (20 responses))." in " ".join(str(vc.simulate(chain, 500)).split())
