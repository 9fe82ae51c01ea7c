"""Tests of `drawing.room`: is it more than a picture holds?"""

import re

import pytest

import valuechain as vc
from valuechain.drawing import room
from valuechain.drawing.export import exported
from valuechain.drawing.sketch import Arrow
from valuechain.drawing.views import pictured


def star(many, group=""):
    """One team that serves so many others, each of which serves the customer."""
    parties = [vc.Party("c", kind="customer"), vc.Party("a")]
    services = []
    for number in range(many):
        other = f"t{number}"
        parties.append(vc.Party(other, group=group))
        services.append(vc.Service(f"a->{other}", "a", other, satisfaction=vc.Score(0.6, "60%")))
        services.append(vc.Service(f"{other}->c", other, "c", satisfaction=vc.Score(0.7, "70%")))
    return vc.ValueChain(parties, services)


@pytest.fixture
def _small(monkeypatch):
    """Pictures that hold little."""
    monkeypatch.setattr(room, "PARTS", 25)
    monkeypatch.setattr(room, "CELLS", 20)


@pytest.mark.usefixtures("_small")
@pytest.mark.parametrize(
    ("many", "view", "told"),
    [
        (8, "chain", "10 boxes and 16 arrows are more than a picture holds (25): give the"),
        (8, "pyramid", "collapse='group' folds them into one box each, or draw the view walk"),
        (8, "matrix", "10 parties or departments and 16 pairs of them are"),
        (13, "map", "26 services are more than a picture holds (25): leave out what is not asked"),
    ],
)
def test_what_is_more_is_refused_with_the_limit_and_the_way_out(many, view, told):
    with pytest.raises(vc.ArgumentError, match=re.escape(told)):
        exported(star(many), ".svg", view)
    with pytest.raises(vc.ArgumentError, match=re.escape(told)):
        vc.draw(star(many), view=view)


@pytest.mark.usefixtures("_small")
@pytest.mark.parametrize(("many", "view"), [(7, "chain"), (12, "map"), (100, "walk")])
def test_what_is_no_more_is_drawn(many, view):
    assert exported(star(many), ".svg", view)


@pytest.mark.usefixtures("_small")
@pytest.mark.parametrize("view", ["chain", "matrix"])
def test_departments_count_as_what_they_are_drawn_as(view):
    grouped = star(200, group="shops")
    assert exported(grouped, ".svg", view)  # three boxes and two arrows
    if view == "chain":
        with pytest.raises(vc.ArgumentError, match="202 boxes and 400 arrows"):
            exported(grouped, ".svg", view, collapse="none")


def test_no_arrow_is_searched_for_among_those_to_start_with(monkeypatch):
    chain = star(160)
    assert len(pictured(chain, "chain").first) > 100

    def compared(*_):
        raise AssertionError("time grows with the square")

    monkeypatch.setattr(Arrow, "__eq__", compared)
    for kind in (".svg", ".mmd", ".dot", ".graphml"):
        assert exported(chain, kind)
