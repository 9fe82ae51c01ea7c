"""Through whom everything runs, in rows and in words."""

import dataclasses
import random

import numpy as np
import pytest

import valuechain as vc
from chains import random_chain
from valuechain.analysis.solution import solved
from valuechain.drawing.views import pictured
from valuechain.solve.returns import amplifications

RING = """
valuechain: 1
dependence: 80%
teams:
  a: {serves: {b: {satisfaction: 50%}}}
  b: {serves: {a: , c: {satisfaction: 80%}}}
customers: {c: }
"""


def kinds(text):
    return {row.id: row.severity for row in vc.structure(vc.loads(text))}


def test_a_team_that_can_stand_in_for_one_another_is_no_grave_single_point():
    text = "{valuechain: 1, teams: {a: {people: %s, serves: {c: }}}, customers: {c: }}"
    assert kinds(text % 1)["single point: a"] == "high"
    assert kinds(text % 2)["single point: a"] == "medium"
    said = " ".join(str(vc.structure(vc.loads(text % 2))).split())
    assert said.startswith("All that the customers get runs through a (2 people).")
    assert "a (2 people), who can stand in for one another: every way to c leads" in said


def test_a_single_point_of_a_few_customers_is_less_grave():
    text = (
        "{valuechain: 1, teams: {a: {serves: {c: }}, b: {serves: {d: }}}, "
        "customers: {c: {share: 1}, d: {share: 3}}}"
    )
    found = kinds(text)
    assert (found["single point: a"], found["single point: b"]) == ("medium", "high")


def test_who_does_what_another_does_too_has_a_stand_in():
    text = """
valuechain: 1
teams:
  ann: {people: 1, serves: {c: {delivers: Advice}}}
  bob: {people: 1, serves: {c: {delivers: advice}}}
  eve: {people: 1, serves: {c: }}
  joe: {serves: {c: parcels}}
  six: {people: 6, serves: {c: phone calls}}
customers: {c: }
"""
    found = vc.structure(vc.loads(text))
    alone = {row.parties[0]: row.severity for row in found.of("no stand-in")}
    assert alone == {"eve": "medium", "joe": "low"}
    assert "eve: one person, and nobody else does this." in str(found)
    assert "1 other may have nobody: how many people they are is not said." in str(found)


def test_a_single_point_without_stand_in_is_grave():
    text = "{valuechain: 1, teams: {a: {people: 1, serves: {c: tea}}}, customers: {c: }}"
    assert kinds(text)["no stand-in: a"] == "high"


def test_a_loop_of_two_is_amplified_as_the_sum_of_its_rounds():
    found = vc.structure(vc.loads(RING))
    (loop,) = found.of("loop")
    # b passes on to a, all that a gets; a's service was observed, so that 50 % of it is left to
    # inherit: what comes round is the product of both slopes.
    solution = found.diagnosis.solution
    passed = solution.reading.effective[solution.places(["a->b", "b->a"])]
    assert loop.value == pytest.approx(1 / (1 - float(np.prod(passed))))
    assert loop.parties == ("a", "b")


def test_amplification_is_what_a_small_own_shortfall_becomes():
    text = RING.replace("{satisfaction: 50%}", "{quality: 50%}")
    solution = solved(vc.loads(text))
    reading = solution.reading
    amplified = amplifications(reading.network, reading.solved)
    assert np.nanmax(amplified) == pytest.approx(1 / (1 - 0.8**2))


def test_the_largest_loops_are_left_out(monkeypatch):
    monkeypatch.setattr("valuechain.solve.returns.FULL", 1)
    found = vc.structure(vc.loads(RING))
    assert [row.value for row in found.of("loop")] == [None]
    assert "too large to say how much of what is lacking comes back" in str(found)


def test_loose_ends_are_told():
    text = """
valuechain: 1
teams:
  a: {serves: {b: , c: }}
  b:
  x: {serves: {y: }}
  y: {serves: {x: }}
customers: {c: , d: }
"""
    found = vc.structure(vc.loads(text))
    ends = {(row.kind, row.parties[0]) for row in found} - {
        (kind, party) for kind in ("single point", "no stand-in", "loop") for party in "abcdxy"
    }
    assert ends == {
        ("nobody serves it", "a"),
        ("serves nobody", "b"),
        ("no customer reached", "x"),
        ("no customer reached", "y"),
        ("nobody serves it", "d"),
    }
    said = str(found)
    assert "b serves nobody." in said
    assert "d is served by nobody." in said
    assert "x serves, but no external customer can be reached from there." in said
    assert "a is served by nobody" not in said  # where a chain begins


def test_without_scores_no_route_is_told():
    assert not vc.structure(
        vc.loads("{valuechain: 1, teams: {a: {serves: {c: }}}, customers: {c: }}")
    ).of("weakest route", "strongest route")


def test_a_single_route_is_told_once_and_a_long_one_is_cut():
    teams = ", ".join(
        f"t{i:02}: {{serves: {{t{i + 1:02}: {{satisfaction: {90 - i}%}}}}}}" for i in range(12)
    )
    text = f"{{valuechain: 1, teams: {{{teams}, t12: {{serves: {{c: }}}}}}, customers: {{c: }}}}"
    found = vc.structure(vc.loads(text))
    (row,) = found.of("weakest route", "strongest route")
    assert row.parties == (*(f"t{i:02}" for i in range(13)), "c")
    said = " ".join(str(found).split())
    assert "t03 -> ... 6 more ... -> t10" in said
    assert "there is no other route" in said


def test_the_answer_names_what_everything_runs_through():
    found = vc.structure(vc.example("flower_shop"))
    assert found.answer.startswith(
        "All that the customers get runs through Delivery person (3 people), Inventory keeper "
        "(one person) and Floral auction. "
        "Were Inventory keeper to fail, they would lose 32 points."
    )
    lost = found["single point: inventory"].value
    failed = vc.what_if(found.diagnosis, {"inventory": "failed"})
    assert lost == pytest.approx(found.diagnosis.outcome - failed.outcome)


def test_nothing_single_is_said_to_be_so():
    text = "{valuechain: 1, teams: {a: {serves: {c: }}, b: {serves: {c: }}}, customers: {c: }}"
    assert vc.structure(vc.loads(text)).answer.startswith("Whoever fails, some way")


def test_departments_in_words():
    said = " ".join(str(vc.structure(vc.example("hospital"))).split())
    assert "Surgery keeps to itself." in said
    assert "Surgery: 100 % of what it gives to departments stays within it, 7 services" in said
    assert "Nothing runs between Nursing and Surgery; chance would have 2.4 services." in said
    assert "The share of services within departments is 13 points more than chance would" in said
    firm = vc.structure(vc.example("professional_firm")).answer
    assert firm.endswith("Market and Tax keep to themselves.")


def test_a_structure_has_the_charts_of_its_diagnosis():
    found = vc.structure(vc.example("flower_shop"))
    axes = vc.draw(found, view="walk")
    again = vc.draw(found.diagnosis, view="walk")
    assert [text.get_text() for text in axes.texts] == [text.get_text() for text in again.texts]


def test_kinds_are_found_by_name():
    found = vc.structure(vc.example("flower_shop"))
    assert found.title == "Flower shop"
    assert found.table()[1][:3] == ["id", "kind", "severity"]
    assert repr(found) == f"<Structure 'Flower shop': {len(found)} findings, 3 of them grave>"


def test_single_points_are_framed_in_the_picture():
    found = vc.structure(vc.example("flower_shop"))
    axes = vc.draw(found)
    legend = [text.get_text() for text in axes.texts if text.get_text().startswith("single point")]
    assert legend == ["single point of failure: all that a customer gets runs through it"]
    titles = [box.title for box in pictured(found, "chain").sketch.boxes if box.single]
    assert len(titles) == 3
    assert all("single point of failure" in title for title in titles)
    plain = vc.draw(found.diagnosis)
    assert not [text for text in plain.texts if text.get_text().startswith("single point")]


@pytest.mark.parametrize("seed", range(40))
def test_what_a_first_screen_mentions_is_what_the_structure_finds(seed, monkeypatch):
    draw = random.Random(seed)
    chain = random_chain(draw, parties=7, services=12, rule="mean", critical=0)
    parties = {
        name: dataclasses.replace(party, people=draw.choice([None, 1, 1000, 1]))
        for name, party in chain.parties.items()
    }
    services = [
        dataclasses.replace(service, satisfaction=None, quality=None, aspects=())
        for service in chain.services.values()
    ]
    chain = dataclasses.replace(chain, parties=parties, services=services)
    points = vc.structure(chain).of("single point")
    expected = [
        name
        for name, party in parties.items()
        if party.people == 1
        and any(point.parties == (name,) and point.share > 0.999 for point in points)
    ]
    assert list(vc.diagnose(chain).noteworthy.single) == expected
    monkeypatch.setattr("valuechain.questions.noteworthy._FEW", 0)
    assert list(vc.diagnose(dataclasses.replace(chain)).noteworthy.single) == expected


def test_whose_loss_a_failure_is_told_of():
    text = (
        "{valuechain: 1, teams: {a: {serves: {x: {satisfaction: 90%}, y: {satisfaction: 90%}}}, "
        "c: {serves: {z: {satisfaction: 90%}}}}, customers: {x: , y: , z: }}"
    )
    assert vc.structure(vc.loads(text)).answer == (
        "All that most customers get runs through a. Were a to fail, all customers together would "
        "lose 60 points."
    )


def test_no_way_leads_to_whom_nobody_serves():
    text = "{valuechain: 1, teams: {a: {people: 2, serves: {x: {satisfaction: 90%}}}}, customers: {x: , y: , z: }}"
    assert vc.structure(vc.loads(text)).answer == "Most customers are served by nobody."


def test_ways_that_lead_on_do_not_help_where_a_critical_service_fails():
    text = (
        "{valuechain: 1%s, teams: {a: {people: 2, serves: {k: {satisfaction: 90%%}}}, "
        "b: {people: 2, serves: {k: {satisfaction: 90%%}}}}, customers: {k: }}"
    )
    on = "Whoever fails, some way leads on to most customers."
    assert vc.structure(vc.loads(text % "")).answer == on
    critical = vc.structure(vc.loads(text % ", rule: weakest")).answer
    assert critical == (
        f"{on} A critical service that fails may take everything with it, whatever ways lead on."
    )


def test_routes_in_loops_are_said_to_go_nearer():
    loop = "{valuechain: 1, teams: {a: {serves: {b: {satisfaction: 60%}, k: {satisfaction: 90%}}}, b: {serves: {a: {satisfaction: 55%}}}}, customers: {k: }}"
    assert "In loops, routes go only nearer" in " ".join(str(vc.structure(vc.loads(loop))).split())
    assert "In loops" not in str(
        vc.structure(vc.loads(loop.replace("a: {satisfaction: 55%}", "k: {satisfaction: 55%}")))
    )
