"""Tests of `drawing.legend`: what the colours and lines mean, with their numbers; below the flow, and only what occurs."""

import valuechain as vc
from chains import EXAMPLES
from helpers.drawn import flower
from valuechain import Party, Score, Service, ValueChain

# What stands on the paper


def test_the_legend_gives_the_numbers_and_only_what_occurs():
    told = [text.get_text() for text in flower().texts]
    assert {
        "75 % or more: on target",
        "below 75 %",
        "65 % or less",
        "likely root cause; framed: whose doing it is",
    } <= set(told)
    assert "runs back: closes a loop" not in told
    assert "not measured" not in told
    plant = [
        text.get_text()
        for text in vc.draw(vc.load(next(p for p in EXAMPLES if p.stem == "plant"))).texts
    ]
    assert "runs back: closes a loop" in plant
    assert "10 points or more below its target" in plant


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
