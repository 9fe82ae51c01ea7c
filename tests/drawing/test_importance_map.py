"""Tests of `drawing.importance_map`: the importance-performance map: what matters to the customer against how well it is done."""

import numpy as np
import pytest
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure

import valuechain as vc
from chains import EXAMPLES
from helpers.drawn import FLOWER, extents, flower
from valuechain import Party, Score, Service, ValueChain
from valuechain.drawing.importance_map import NAMED

# The charts


def many(count, names="Team number {}"):
    """So many weak services of one customer, of which it weighs each the more the later."""
    members = [Party(f"t{i}", names.format(i)) for i in range(count)]
    services = [
        Service(
            f"t{i}->c",
            f"t{i}",
            "c",
            "goods",
            Score.of([0.5, 0.52, 0.6][i % 3]),
            weight=1 + i / count,
            target=0.9 if i == 3 else 0.75,
        )
        for i in range(count)
    ]
    return ValueChain([*members, Party("c", kind="customer")], services)


@pytest.mark.parametrize("count", [12, 40, 500])
def test_the_map_names_what_wins_most_and_nothing_overlaps(count):
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    diagnosis = vc.diagnose(many(count))
    ax = vc.draw(diagnosis, view="map")
    FigureCanvasAgg(ax.figure)
    labels = []
    for step in diagnosis.steps[:NAMED]:
        label = f"Team number {step.provider.removeprefix('t')} → c: goods"
        first = not set(step.services).isdisjoint(diagnosis.advice.services)
        labels.append(f"start here: {label}" if first else label)
    assert labels[0].startswith("start here: ")
    places = {text.get_text(): place for text, place in extents(ax)}
    assert {name for name in places if "Team" in name} == set(labels)
    found = [places[name] for name in labels]
    for i, place in enumerate(found):
        assert not any(
            place.shrunk(0.95, 0.8).overlaps(other.shrunk(0.95, 0.8)) for other in found[:i]
        )
        assert ax.figure.bbox.x0 <= place.x0 and place.x1 <= ax.figure.bbox.x1


def test_a_map_that_is_full_still_names_what_wins_most():
    chain = many(20, "A rather long name of a team, number {}")
    ax = vc.draw(chain, view="map", ax=Figure(figsize=(2, 1.5)).add_subplot())
    assert sum("rather long" in text.get_text() for text in ax.texts) == NAMED


def marks(ax):
    """Every point, where it stands."""
    return {
        (round(float(x), 6), round(float(y), 6))
        for artist in ax.collections
        if isinstance(artist, PathCollection)
        for x, y in np.asarray(artist.get_offsets())
    }


def test_points_stand_where_importance_and_own_quality_are():
    diagnosis = vc.diagnose(vc.load(FLOWER))
    ax = vc.draw(diagnosis, view="map")
    found = marks(ax)
    (first,) = diagnosis.advice.services
    assert (
        round(diagnosis[first].importance, 6),
        round(100 * diagnosis[first].quality, 6),
    ) in found
    drawn = ax.transData.transform(sorted(found)) * 72 / ax.figure.dpi
    for row in diagnosis.services:
        place = ax.transData.transform((row.importance, 100 * row.quality)) * 72 / ax.figure.dpi
        # beside one another where they would cover one another
        assert np.hypot(*(drawn - place).T).min() < 10


def test_lines_join_what_costs_the_customers_the_same():
    for path in EXAMPLES:
        diagnosis = vc.diagnose(vc.load(path))
        if diagnosis.outcome is None:
            continue
        ax = vc.draw(diagnosis, view="map")
        drawn = [line for line in ax.lines if line.get_gid()]
        assert drawn
        for line in drawn:
            told = float(line.get_gid().split()[1]) / 100
            importance, quality = line.get_data()
            assert importance * (1 - quality / 100) == pytest.approx(told)
        # and what a service costs is the one times what is lacking of the other
        for row in diagnosis.services:
            cost = row.importance * (1 - row.quality)
            assert row.contribution == pytest.approx(cost, abs=1e-9)


def test_the_first_step_is_filled_and_named_as_in_the_boxes():
    ax = flower()
    colours = {text.get_text().split("\n")[0]: text.get_color() for text in ax.texts}
    assert colours["Inventory keeper"] == "#ffffff"
    assert colours["Clerk"] != "#ffffff"
    told = " ".join(text.get_text() for text in ax.texts[:4])
    assert "Start with Inventory keeper -> Designer" in told
    (start,) = (t for t in flower("map").texts if t.get_text().startswith("start here: "))
    assert "Inventory keeper → Designer" in start.get_text()
    assert start.get_fontweight() == "bold"


def test_few_root_causes_are_named_however_little_they_win():
    diagnosis = vc.diagnose(vc.load(FLOWER))
    told = " ".join(text.get_text() for text in vc.draw(diagnosis, view="map").texts)
    assert len(diagnosis.root_causes) <= 6
    parties = diagnosis.chain.parties
    for row in diagnosis.root_causes:
        assert f"{parties[row.provider].name} → {parties[row.customer].name}" in told


def test_a_level_that_all_can_reach_is_drawn_and_none_where_they_differ():
    own = "valuechain: 1\nteams: {a: {serves: {c: {satisfaction: 50%, reachable: 95%}, d: {satisfaction: 60%}}}}"
    told = [
        t.get_text() for t in vc.draw(vc.loads(own + "\ncustomers: {c: , d: }"), view="map").texts
    ]
    assert not any("can be reached" in text for text in told)
    assert "can be reached: 90 %" in [t.get_text() for t in flower("map").texts]
