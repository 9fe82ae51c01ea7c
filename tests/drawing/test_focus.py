"""Tests of `drawing.focus`: one party or service, and what carries the trouble to and from it."""

import pytest

import valuechain as vc
from helpers.drawn import FLOWER, flower, lines
from helpers.verbs import flat, words
from valuechain.drawing.focus import LEAST, focused
from valuechain.drawing.style import POOR, faded
from valuechain.drawing.views import pictured
from valuechain.questions.carried import carried


def shown(on, depth=None, least=LEAST):
    diagnosis = vc.diagnose(vc.load(FLOWER))
    return pictured(diagnosis, "chain", focused(on, depth, least)).shown


def test_focus_keeps_what_leads_to_and_from_it():
    clerk = shown("clerk")
    assert clerk >= {"clerk", "inventory", "auction", "designer", "delivery", "customer"}
    assert clerk >= {"auction->inventory", "inventory->clerk", "clerk->delivery"}
    assert "inventory->designer" not in clerk
    shares = carried(vc.diagnose(vc.load(FLOWER)), "clerk")
    small = {service for service, share in shares.items() if 0 < share < LEAST}
    assert small == {"designer->delivery#1", "designer->delivery#2"}
    assert not small & clerk
    assert small <= shown("clerk", least=0)
    assert small <= shown("clerk", least=0.02)
    assert not small & shown("clerk", least=0.06)


def test_a_depth_keeps_what_is_so_many_steps_away():
    near = shown("clerk", depth=1, least=0)
    assert near == {
        "clerk",
        "inventory",
        "designer",
        "delivery",
        "inventory->clerk",
        "clerk->designer",
        "clerk->delivery",
    }
    assert shown("clerk", depth=2, least=0) > near
    assert shown("clerk", depth=9, least=0) == shown("clerk", least=0)


def test_the_rest_is_faded_and_the_picture_says_what_is_kept():
    # inventory->designer is what to start with, and not behind what the clerk gets
    ax = flower(focus="inventory->clerk")
    assert faded(POOR) in {colour for colour, _, _ in lines(ax)}
    told = flat(" ".join(words(ax)))
    assert "In focus: Inventory keeper -> Clerk, with what brings it at least 5 %" in told
    assert "1 step away at most" in flat(" ".join(words(flower(focus="clerk", depth=1))))
    assert "at least" not in flat(" ".join(words(flower(focus="clerk", least=0))))
    with pytest.raises(vc.UnknownNameError, match="did you mean 'clerk'"):
        flower(focus="clerc")


@pytest.mark.parametrize(
    "how", [{"depth": 0}, {"depth": True}, {"depth": 1.5}, {"least": -0.1}, {"least": 2}], ids=str
)
def test_what_is_no_depth_and_no_share_is_refused(how):
    with pytest.raises(vc.ArgumentError, match=next(iter(how))):
        flower(focus="clerk", **how)
    with pytest.raises(vc.ArgumentError, match="name a focus"):
        flower(depth=1)


def test_what_is_out_of_focus_is_pale_in_every_file():
    from valuechain.drawing.dot import dot
    from valuechain.drawing.mermaid import mermaid

    chain = vc.loads(
        "{valuechain: 1, teams: {a: {serves: {c: x}}, b: {serves: {d: y}}}, customers: {c: , d: }}"
    )
    picture = pictured(vc.diagnose(chain), "chain", focused("a", None, LEAST))
    assert "class n1,n3 faded" in mermaid(picture)
    assert dot(picture).count("#c3cad1") == 2
    assert all(box.received is None for box in picture.sketch.boxes)


def test_folded_what_is_inside_a_box_is_in_focus_with_it():
    diagnosis = vc.diagnose(vc.load(FLOWER))
    picture = pictured(diagnosis, "chain", focused("clerk->designer", None, 0.0), "group")
    assert {"#Shop", "#On the road", "customer"} <= picture.shown


def test_a_department_that_is_folded_can_be_in_focus():
    told = flat(" ".join(words(flower(focus="#Shop", collapse="group"))))
    assert ". In focus: #Shop" in told
