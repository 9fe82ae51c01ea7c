"""Tests of `drawing.importance_map`: the importance-performance map: what matters to the customer against how well it is done."""

import random

import pytest
from matplotlib.figure import Figure

import valuechain as vc
from helpers.drawn import extents, flower
from valuechain import Party, Score, Service, ValueChain

# The charts


@pytest.mark.parametrize("weak", [12, 40])
def test_the_map_labels_every_weak_link_without_overlap(weak):
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    rng = random.Random(weak)
    members = [Party(f"t{i}", f"Team number {i}") for i in range(weak)] + [
        Party("c", kind="customer")
    ]
    services = [
        Service(
            f"t{i}->c",
            f"t{i}",
            "c",
            "goods",
            Score.of(rng.choice([0.5, 0.52, 0.6])),
            target=0.9 if i == 3 else 0.75,
        )
        for i in range(weak)
    ]
    diagnosis = vc.diagnose(ValueChain(members, services))
    ax = vc.draw(diagnosis, view="map")
    FigureCanvasAgg(ax.figure)
    labels = (
        {f"Team number {i} → c: goods" for i in range(weak)}
        if weak <= 25
        else {str(i + 1) for i in range(weak)}
    )
    places = {text.get_text(): place for text, place in extents(ax) if text.get_text() in labels}
    assert set(places) == labels
    found = list(places.values())
    for i, place in enumerate(found):
        assert not any(
            place.shrunk(0.95, 0.8).overlaps(other.shrunk(0.95, 0.8)) for other in found[:i]
        )
        assert ax.figure.bbox.x0 <= place.x0 and place.x1 <= ax.figure.bbox.x1


def test_a_map_that_is_full_still_names_everything():
    members = [Party(f"t{i}", f"A rather long name of a team, number {i}") for i in range(20)] + [
        Party("c", kind="customer")
    ]
    chain = ValueChain(
        members, [Service(f"t{i}->c", f"t{i}", "c", satisfaction=Score.of(0.5)) for i in range(20)]
    )
    ax = vc.draw(chain, view="map", ax=Figure(figsize=(2, 1.5)).add_subplot())
    assert sum("rather long" in text.get_text() for text in ax.texts) == 20


# The command line


def test_a_map_of_many_is_quick_enough_to_wait_for():
    members = [Party(f"t{i}") for i in range(500)] + [Party("c", kind="customer")]
    chain = ValueChain(
        members, [Service(f"t{i}->c", f"t{i}", "c", satisfaction=Score.of(0.5)) for i in range(500)]
    )
    assert (
        len([text for text in vc.draw(chain, view="map").texts if text.get_text().isdecimal()])
        == 500
    )


def test_the_first_root_cause_is_filled_and_named_as_in_the_boxes():
    ax = flower()
    colours = {text.get_text().split("\n")[0]: text.get_color() for text in ax.texts}
    assert colours["Inventory keeper"] == "#ffffff"
    assert colours["Clerk"] != "#ffffff"
    told = " ".join(text.get_text() for text in ax.texts[:4])
    assert "Start with Inventory keeper → Designer: worth 10 points." in told
