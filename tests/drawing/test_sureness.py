"""Tests of `drawing.sureness`: what do the answers not tell? A sketch of a simulation shows it."""

from xml.etree import ElementTree

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle
from matplotlib.text import Text

import valuechain as vc
from helpers.verbs import SURE, ends, flat, words
from valuechain.drawing.style import HALO, NEAR, POOR, UNKNOWN
from valuechain.drawing.views import pictured
from valuechain.reports.simulation import decisive

BLAME = {POOR, NEAR}


def inks(ax):
    """Every colour of lines and areas on the paper; white and the transparent left out."""
    found = set()
    for artist in [*ax.patches, *ax.collections, *ax.lines]:
        for name in ("get_facecolor", "get_edgecolor", "get_color"):
            colours = np.atleast_1d(getattr(artist, name, list)())
            rows = (
                colours.reshape(1, -1)
                if colours.dtype.kind == "f" and colours.ndim == 1 and colours.size
                else colours
            )
            found |= {to_hex(colour) for colour in rows if mpl.colors.to_rgba(colour)[3]}
    return found


def interval_label(row):
    low, high = ends(row.satisfaction)
    return low if low == high else f"{low}\N{EN DASH}{high}"


def test_a_simulation_marks_what_its_sentence_says_to_start_with(clinic):
    diagnosed, simulated = vc.draw(vc.diagnose(clinic.chain)), vc.draw(clinic.simulation)
    assert not decisive(clinic.simulation)
    assert HALO in inks(diagnosed)
    assert HALO in inks(simulated)
    first, parties = clinic.simulation.first, clinic.chain.parties
    names = {text.get_text().split("\n")[0]: text.get_color() for text in simulated.texts}
    assert names[parties[first.provider].name] == "#ffffff"
    assert [names[party.name] for party in parties.values()].count("#ffffff") == 1
    picture = pictured(clinic.simulation, "chain")
    assert {arrow.id for arrow in picture.glowing} == set(first.services)
    shown = flat(" ".join(words(simulated)))
    assert f"{parties[first.provider].name} -> {parties[first.customer].name}" in shown
    assert f"first in {round(100 * first.p_first)} % of the draws" in shown


def test_a_simulation_that_is_sure_says_where_to_start():
    found = vc.simulate(vc.loads(SURE))
    assert decisive(found)
    assert HALO in inks(vc.draw(found))
    assert "start here: wins the customers most" in words(vc.draw(found))


@pytest.mark.parametrize("view", ["chain", "pyramid"])
def test_arrows_with_too_few_answers_bear_their_interval_and_no_blame(clinic, view):
    picture = pictured(clinic.simulation, view)
    arrows = {arrow.id: arrow for arrow in picture.sketch.arrows}
    shown = words(vc.draw(clinic.simulation, view=view))
    for row in clinic.simulation.too_few:
        assert not arrows[row.id].weak
        assert picture.colour(arrows[row.id]) == UNKNOWN
        assert arrows[row.id].label == interval_label(row)
        assert arrows[row.id].label in shown
    assert any("too few answers" in text for text in shown)
    for row in clinic.simulation:
        if row.verdict == "root cause":
            assert arrows[row.id].weak


def test_nothing_is_told_of_the_satisfaction_with_what_nobody_measured(tmp_path):
    text = "{valuechain: 1, teams: {a: {serves: {b: x}}, b: {serves: {c: {satisfaction: 60% (9 responses)}}}}, customers: {c: }}"
    vc.export(vc.simulate(vc.loads(text)), tmp_path / "x.svg")
    titles = [
        title.text
        for title in ElementTree.parse(tmp_path / "x.svg").iter("{http://www.w3.org/2000/svg}title")
    ]
    unmeasured = next(title for title in titles if title.startswith("a serves b"))
    assert "not measured" in unmeasured
    assert "satisfaction" not in unmeasured


def test_customers_bear_their_interval(clinic):
    shown = words(vc.draw(clinic.simulation))
    for party, interval in clinic.simulation.external_customers.items():
        low, high = ends(interval)
        assert clinic.chain.parties[party].name in shown
        assert f"{low}\N{EN DASH}{high} %" in shown


def test_folded_arrows_with_too_few_answers_bear_an_interval_too(clinic):
    picture = pictured(clinic.simulation, "chain", collapse="group")
    alone = [
        arrow
        for arrow in picture.sketch.arrows
        if arrow.verdict == "too few answers" and len(arrow.services) == 1
    ]
    assert alone
    for arrow in alone:
        assert arrow.label == interval_label(clinic.simulation[arrow.services[0]])


@pytest.mark.parametrize(
    "how", [{}, {"view": "pyramid"}, {"collapse": "group"}, {"focus": "lab"}], ids=str
)
def test_every_text_of_a_simulation_is_on_the_paper_and_none_covers_another(clinic, how):
    ax = vc.draw(clinic.simulation, **how)
    FigureCanvasAgg(ax.figure).draw()
    paper = ax.figure.bbox
    found = [
        (text.get_text(), Text.get_window_extent(text))
        for text in ax.texts
        if text.get_text().strip()
    ]
    for i, (text, place) in enumerate(found):
        assert (
            paper.x0 <= place.x0
            and place.x1 <= paper.x1
            and paper.y0 <= place.y0
            and place.y1 <= paper.y1
        ), text
        for other, there in found[:i]:
            assert not place.shrunk(0.96, 0.9).overlaps(there.shrunk(0.96, 0.9)), (text, other)


def test_a_walk_shows_from_where_to_where_the_outcome_may_be(clinic):
    ax = vc.draw(clinic.simulation, view="walk")
    spans = [
        segment[:, 0]
        for artist in ax.collections
        if isinstance(artist, LineCollection)
        for segment in artist.get_segments()
    ]
    assert any(
        span == pytest.approx([100 * end for end in clinic.simulation.outcome])
        for span in spans
        if len(span) == 2
    )
    low, high = ends(clinic.simulation.outcome)
    assert f"{low} to {high} %" in words(ax)
    left, right = ax.get_xlim()
    assert left < 100 * clinic.simulation.outcome[0] and 100 * clinic.simulation.outcome[1] < right


def test_a_walk_begins_at_nothing_so_that_bars_are_as_long_as_they_say(clinic):
    for subject in (clinic.simulation, clinic.simulation.diagnosis):
        ax = vc.draw(subject, view="walk")
        assert ax.get_xlim()[0] == 0
        customers = [patch for patch in ax.patches if patch.get_x() == 0][-1]
        assert customers.get_width() == pytest.approx(100 * clinic.simulation.diagnosis.outcome)


def test_a_walk_blames_nobody_where_it_is_not_sure(clinic):
    ax = vc.draw(clinic.simulation, view="walk")
    steps = [text.get_text() for text in ax.get_yticklabels()]
    bars = [patch for patch in ax.patches if isinstance(patch, Rectangle)]
    colour = {
        round(bar.get_y() + bar.get_height() / 2): to_hex(bar.get_facecolor()) for bar in bars
    }
    at = next(i for i, step in enumerate(steps) if "discharge letters" in step)
    assert clinic.simulation["doctors->referrer"].verdict == "too few answers"
    assert colour[at] not in BLAME


def dots(ax):
    """Place, fill and edge of every point of a map."""
    for artist in ax.collections:
        if isinstance(artist, PathCollection):
            fills, edges = artist.get_facecolors(), artist.get_edgecolors()
            for i, (x, y) in enumerate(np.asarray(artist.get_offsets())):
                fill = to_hex(fills[i % len(fills)]) if len(fills) else ""
                yield (
                    (round(float(x), 6), round(float(y), 6)),
                    fill,
                    to_hex(edges[i % len(edges)]) if len(edges) else "",
                )


def test_a_map_shows_every_interval_and_greys_what_too_few_answers_tell(clinic):
    ax = vc.draw(clinic.simulation, view="map")
    lines = [
        segment
        for artist in ax.collections
        if isinstance(artist, LineCollection)
        for segment in artist.get_segments()
    ]
    spans = {
        (round(line[0][0], 6), round(line[0][1], 6), round(line[1][1], 6))
        for line in lines
        if len(line) == 2
    }
    loops = {party for loop in clinic.simulation.diagnosis.loops for party in loop}
    for row in clinic.simulation:
        diagnosed = clinic.simulation.diagnosis[row.id]
        importance = round(diagnosed.importance, 6)
        if (
            diagnosed.provider not in loops
        ):  # nothing returns: own quality is what own shortfall leaves
            low, high = (round(100 * (1 - end), 6) for end in reversed(row.own_shortfall))
            assert (importance, low, high) in spans
        if row.verdict == "too few answers":
            spot = importance, round(100 * diagnosed.quality, 6)
            assert any(place == spot and fill == UNKNOWN for place, fill, _ in dots(ax))
    assert "95 % sure" in ax.get_xlabel()
    assert ax.get_ylim()[0] < min(low for _, low, _ in spans)


def test_a_map_blames_nobody_where_it_is_not_sure(clinic):
    shown = list(dots(vc.draw(clinic.simulation, view="map")))
    for row in clinic.simulation.too_few:
        diagnosed = clinic.simulation.diagnosis[row.id]
        spot = round(diagnosed.importance, 6), round(100 * diagnosed.quality, 6)
        assert not any(place == spot and {fill, edge} & BLAME for place, fill, edge in shown), (
            row.id
        )


def test_a_matrix_of_a_simulation_is_that_of_its_diagnosis(clinic):
    assert words(vc.draw(clinic.simulation, view="matrix")) == words(
        vc.draw(vc.diagnose(clinic.chain), view="matrix")
    )


@pytest.mark.parametrize("view", ["chain", "pyramid", "walk", "map", "matrix"])
def test_a_picture_of_a_simulation_is_drawn_on_axes_that_are_given(clinic, view):
    ax = mpl.figure.Figure(figsize=(9, 6)).add_subplot()
    assert vc.draw(clinic.simulation, ax, view) is ax


def test_other_files_of_a_simulation_say_the_same(clinic, tmp_path):
    texts = {}
    for kind in ("svg", "mmd", "dot", "graphml"):
        vc.export(clinic.simulation, tmp_path / f"x.{kind}")
        texts[kind] = (tmp_path / f"x.{kind}").read_text(encoding="utf-8")
    for row in clinic.simulation.too_few:
        for kind in ("svg", "mmd", "dot"):
            assert interval_label(row) in texts[kind]
    roots = sum(row.verdict == "root cause" for row in clinic.simulation)
    assert texts["mmd"].count("(root cause)") == roots == texts["dot"].count('class="root-cause"')
    assert texts["graphml"].count("too few answers") == len(clinic.simulation.too_few)
    titles = [
        title.text
        for title in ElementTree.fromstring(texts["svg"]).iter("{http://www.w3.org/2000/svg}title")
    ]
    letters = next(
        title for title in titles if title.startswith("Doctors serves Referring doctors")
    )
    assert "too few answers" in letters and "root cause" not in letters and "symptom" not in letters


def test_a_walk_tells_what_steps_are_worth_but_for_the_rest():
    text = "".join(
        f"  t{i}: {{serves: {{c: {{satisfaction: {40 + i}% (20 responses)}}}}}}\n"
        for i in range(20)
    )
    found = vc.simulate(vc.loads(f"valuechain: 1\nteams:\n{text}customers: {{c: }}"), draws=300)
    told = [text.get_text() for text in vc.draw(found, view="walk").texts]
    steps = [text for text in told if text.startswith("-")]
    assert len(steps) == 13
    assert [" to " in step for step in steps] == [True] * 12 + [False]
