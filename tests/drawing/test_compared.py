"""Tests of `drawing.compared`: the chain of both times, each arrow with what it won or lost the customers."""

import dataclasses

import networkx
import pytest
from matplotlib.colors import to_hex

import valuechain as vc
from helpers.decision_words import chain_of, inside
from organisations import organisation
from valuechain import Score
from valuechain.drawing.export import exported
from valuechain.drawing.focus import focused
from valuechain.drawing.labels import change_label
from valuechain.drawing.style import CHANGES, GAINED, POOR
from valuechain.drawing.views import pictured


def test_the_chain_coloured_by_change(proof):
    ax = vc.draw(proof)
    texts = inside(ax)
    changes = {change_label(row.part) for row in proof.services}
    assert changes <= set(texts)
    assert {"+17", "\u22121.5", "0"} <= changes
    assert {"64 →", "80 %"} <= set(texts)
    assert "Inventory keeper -> Designer (+17)" in " ".join(" ".join(texts).split())
    colours = {
        to_hex(colour)
        for lines in ax.collections
        if not len(lines.get_facecolors())
        for colour in lines.get_edgecolors()
    }
    assert {CHANGES["better"], POOR} <= colours
    assert GAINED in colours  # behind what won most
    looks = {
        arrow.id: (arrow.verdict, arrow.great) for arrow in pictured(proof, "chain").sketch.arrows
    }
    assert looks["inventory->designer"] == ("better", True)
    assert looks["clerk->designer"] == ("worse", False)
    # half a point beside seventeen is hardly anything
    assert looks["designer->delivery#2"] == ("same", False)
    # what a service lost only because others changed is not its doing
    assert looks["delivery->customer"] == ("shifted", False)
    assert proof["delivery->customer"].part < -0.01


def test_the_legend_explains_only_what_is_there():
    blank = chain_of(
        "teams:\n"
        + "".join(f"  t{i}: {{serves: {{c: x}}}}\n" for i in range(60))
        + "customers: {c: }"
    )
    texts = inside(vc.draw(vc.compare(blank, blank)))
    assert "hardly anything either way" in texts
    assert not [text for text in texts if "points of the change" in text or "then and now" in text]


def test_what_appeared_and_vanished_is_drawn(shop):
    fewer = {
        name: service
        for name, service in shop.services.items()
        if name not in ("inventory->clerk", "auction->inventory")
    }
    parties = {name: party for name, party in shop.parties.items() if name != "auction"}
    without = dataclasses.replace(shop, services=fewer, parties=parties, scenarios=())
    for before, after, look in ((shop, without, "vanished"), (without, shop, "appeared")):
        picture = pictured(vc.compare(before, after), "chain")
        assert {arrow.verdict for arrow in picture.sketch.arrows} >= {look}
        assert {box.id for box in picture.sketch.boxes} == set(shop.parties)
        texts = inside(vc.draw(vc.compare(before, after), view="pyramid"))
        assert {"vanished": "no more", "appeared": "new"}[look] in texts
        for kind in (".mmd", ".dot", ".graphml", ".svg"):
            from valuechain.drawing.export import exported

            assert exported(vc.compare(before, after), kind)


def test_what_was_measured_only_once_is_not_said_to_have_won_anything(shop):
    service = shop.services["clerk->designer"]
    less = {**shop.services, service.id: dataclasses.replace(service, satisfaction=None)}
    found = vc.compare(shop, dataclasses.replace(shop, services=less))
    arrows = {arrow.id: arrow for arrow in pictured(found, "chain").sketch.arrows}
    assert arrows[service.id].lines[1].endswith("points learnt, not won")
    assert arrows["clerk->delivery"].lines[1].startswith("won the customers")


def test_what_only_shifted_is_not_said_to_have_won_anything(proof):
    row = proof["delivery->customer"]
    assert row.shifted
    assert str(row) == "delivery->customer: -1.8 points only shifted, not by its own score"
    arrows = {arrow.id: arrow for arrow in pictured(proof, "chain").sketch.arrows}
    assert arrows[row.id].lines[1] == "-1.8 points only shifted, not by its own score"


def test_a_comparison_folds():
    before = organisation(3, 160, 1.6)
    services = {
        name: dataclasses.replace(
            service,
            satisfaction=Score.of(min(1.0, service.satisfaction.value + (-0.2 if i % 3 else 0.1))),
        )
        if service.satisfaction and service.satisfaction.value > 0.2 and i % 2
        else service
        for i, (name, service) in enumerate(before.services.items())
    }
    found = vc.compare(before, dataclasses.replace(before, services=services))
    sketch = pictured(found, "chain").sketch
    assert len(sketch.boxes) < 160
    assert sum(arrow.change for arrow in sketch.arrows) != 0
    assert any("worse" in box.name for box in sketch.boxes)
    assert all(arrow.verdict in CHANGES for arrow in sketch.arrows)
    several = [arrow for arrow in sketch.arrows if len(arrow.services) > 1]
    assert several
    assert all(arrow.lines[0].endswith(" of the change") for arrow in several)
    inside(vc.draw(found))


def test_focus_on_a_change(proof):
    picture = pictured(proof, "chain", focus=focused("clerk", None, 0.05))
    assert (
        picture.colour(
            next(arrow for arrow in picture.sketch.arrows if arrow.id == "auction->inventory")
        )
        != CHANGES["worse"]
    )
    picture = pictured(proof, "chain", focus=focused("clerk->delivery", None, 0.05))
    hidden = next(arrow for arrow in picture.sketch.arrows if arrow.id == "clerk->designer")
    assert picture.colour(hidden) != CHANGES["worse"]


def test_what_vanished_keeps_its_weight_though_another_bears_its_id():
    tea, news = (
        "{delivers: tea, satisfaction: 50%, weight: 9}",
        "{delivers: news, satisfaction: 70%}",
    )
    text = "teams:\n  a: {serves: {c: [%s]}}\ncustomers: {c: }"
    more = "{delivers: books, satisfaction: 70%}"
    found = vc.compare(
        chain_of(text % f"{tea}, {news}, {more}"), chain_of(text % f"{news}, {more}")
    )
    drawn = {arrow.id: arrow.weight for arrow in pictured(found, "chain").sketch.arrows}
    assert (drawn["a->c#1 (vanished)"], drawn["a->c#1"]) == pytest.approx((9 / 11, 1 / 2))


def test_bounds_are_told_on_boxes_and_lines_and_what_was_measured_once_is_counted():
    text = (
        "teams:\n  a: {serves: {c: %s}}\n  b: {serves: {c: {satisfaction: %s}}}\ncustomers: {c: }"
    )
    both, less = chain_of(text % ("{satisfaction: 60%}", "70%")), chain_of(text % ("x", "40%"))
    for before, after, box, line in (
        (both, less, "65 \u2192 \u2264 70 %", "all customers (at most, after)"),
        (less, both, "\u2264 70 \u2192 65 %", "all customers (at most, before)"),
        (less, less, "\u2264 70 %", "all customers, at most"),
    ):
        found = vc.compare(before, after)
        boxes = {each.id: each.number for each in pictured(found, "chain").sketch.boxes}
        assert boxes["c"] == box
        nodes = networkx.parse_graphml(exported(found, ".graphml"))
        assert nodes.nodes["c"].get("upper_bound", False) == (after is less)
        assert any("some was not measured" in text for text in inside(vc.draw(found)))
        ax = vc.draw(found, view="slope")
        assert any(line in text.get_text().casefold() for text in ax.texts)
        assert "1 service not measured both times" in ax.get_xlabel()
