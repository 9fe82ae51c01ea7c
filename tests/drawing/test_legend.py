"""Tests of `drawing.legend`: what the colours and lines mean, with their numbers; below the flow, and only what occurs."""

import valuechain as vc
from chains import EXAMPLES
from helpers.drawn import flower, of_teams
from valuechain import Party, Score, Service, ValueChain

# What stands on the paper


def test_the_legend_gives_the_numbers_and_only_what_occurs():
    told = [text.get_text() for text in flower().texts]
    assert {
        "start here: wins the customers most",
        "below target; the darker and wider, the more it wins",
        "on target, likewise",
        "likely root cause",
    } <= set(told)
    assert "65 % or less" not in told
    assert "runs back: closes a loop" not in told
    assert "not measured" not in told
    plant = [
        text.get_text()
        for text in vc.draw(vc.load(next(p for p in EXAMPLES if p.stem == "plant"))).texts
    ]
    assert "runs back: closes a loop" in plant


def few_weak(more):
    return vc.loads(f"""
valuechain: 1
teams:
  a: {{serves: {{b: {{satisfaction: 50%{more}}}}}}}
  b: {{serves: {{customer: {{satisfaction: 80%}}}}}}
  d: {{serves: {{customer: {{satisfaction: 90%}}}}}}
  e: {{serves: {{customer: {{satisfaction: 90%}}}}}}
customers: {{customer: }}
""")


def test_bands_are_told_in_numbers_where_all_have_one_target():
    told = [text.get_text() for text in vc.draw(few_weak("")).texts]
    assert {"75 % or more: on target", "65 % or less"} <= set(told)
    assert "likely root cause; framed: whose doing it is" in told
    own = [text.get_text() for text in vc.draw(few_weak(", target: 80%")).texts]
    assert {"on its target", "10 points or more below its target"} <= set(own)


def test_equals_are_told_as_such():
    weak = "serves: {c: {satisfaction: 50%}}"
    twins = vc.loads(f"valuechain: 1\nteams: {{a: {{{weak}}}, b: {{{weak}}}}}\ncustomers: {{c: }}")
    told = [text.get_text() for text in vc.draw(twins).texts]
    assert "start with one of these: they win the customers most" in told


def test_a_team_that_comes_first_is_told_as_a_whole():
    diagnosis = vc.diagnose(of_teams())
    assert diagnosis.advice.kind == "teams"
    told = [text.get_text() for text in vc.draw(diagnosis).texts]
    assert "start here: wins the customers most, as a whole" in told


# The command line


def test_a_legend_without_numbers_to_explain():
    members = [Party(f"t{i}") for i in range(60)] + [Party("c", kind="customer")]
    chain = ValueChain(
        members, [Service(f"t{i}->c", f"t{i}", "c", satisfaction=Score.of(0.9)) for i in range(60)]
    )
    told = [text.get_text() for text in vc.draw(chain).texts]
    assert "75 % or more: on target" in told
    assert "satisfaction with this service, %" not in told
    assert "satisfaction with this service, %" in [text.get_text() for text in flower().texts]
