"""Tests of `drawing.focus`: one party or service, and what leads to and from it."""

import pytest

import valuechain as vc
from helpers.drawn import FLOWER, flower, lines
from valuechain.drawing.draw import pictured
from valuechain.drawing.style import NEAR, POOR, faded

# What stands on the paper


def test_focus_keeps_what_leads_to_and_from_it():
    picture = pictured(vc.diagnose(vc.load(FLOWER)), "chain", "clerk")
    assert picture.shown >= {
        "clerk",
        "inventory",
        "auction",
        "designer",
        "delivery",
        "customer",
        "clerk->delivery",
    }
    assert "inventory->designer" not in picture.shown
    assert faded(NEAR) in {
        colour for colour, _, _ in lines(flower(focus="inventory->clerk"))
    } or faded(POOR)
    ax = flower(focus="inventory->clerk")
    assert faded(POOR) in {
        colour for colour, _, _ in lines(ax)
    }  # inventory->designer is not downstream of it
    assert any("In focus: inventory->clerk" in text.get_text() for text in ax.texts)
    with pytest.raises(vc.UnknownNameError, match="did you mean 'clerk'"):
        flower(focus="clerc")


# The command line


def test_what_is_out_of_focus_is_pale_in_every_file():
    from valuechain.drawing.dot import dot
    from valuechain.drawing.mermaid import mermaid

    chain = vc.loads(
        "{valuechain: 1, teams: {a: {serves: {c: x}}, b: {serves: {d: y}}}, customers: {c: , d: }}"
    )
    picture = pictured(vc.diagnose(chain), "chain", "a")
    assert "class n1,n3 faded" in mermaid(picture)
    assert dot(picture).count("#c3cad1") == 2
    assert all(box.received is None for box in picture.sketch.boxes)
