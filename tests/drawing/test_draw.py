"""Tests of `drawing.draw`: one verb for every picture."""

import subprocess
import sys

import matplotlib
import numpy as np
import pytest
from matplotlib.figure import Figure

import valuechain as vc
from chains import EXAMPLES
from helpers.drawn import FLOWER, VIEWS, extents, flower
from valuechain.drawing.views import pictured

# As pictures


def test_what_no_picture_shows(proof, shop):
    with pytest.raises(vc.ArgumentError, match="slope lines show a comparison"):
        vc.draw(shop, view="slope")
    with pytest.raises(vc.ArgumentError, match="a walk shows one diagnosis"):
        vc.draw(proof, view="walk")
    with pytest.raises(vc.ArgumentError, match="not for slope"):
        vc.draw(proof, view="slope", focus="clerk")


def drawn(chain, **how):
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    ax = vc.draw(chain, **how)
    FigureCanvasAgg(ax.figure)
    return ax


# What stands on the paper


@pytest.mark.parametrize("view", ["chain", "pyramid"])
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_text_is_on_the_paper_and_none_covers_another(path, view):
    ax = drawn(vc.load(path), view=view)
    paper = ax.figure.bbox
    found = extents(ax)
    for text, place in found:
        assert paper.x0 <= place.x0 and place.x1 <= paper.x1, text.get_text()
        assert paper.y0 <= place.y0 and place.y1 <= paper.y1, text.get_text()
    for i, (text, place) in enumerate(found):
        for other, there in found[:i]:
            assert not place.shrunk(0.96, 0.9).overlaps(there.shrunk(0.96, 0.9)), (
                text.get_text(),
                other.get_text(),
            )


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_names_stay_in_their_boxes_and_every_box_is_there(path):
    chain = vc.load(path)
    ax = drawn(chain)
    picture = pictured(vc.diagnose(chain), "chain")
    texts = {text.get_text().split("\n")[0]: place for text, place in extents(ax)}
    for party, (x, y, wide, high) in picture.layout.boxes.items():
        first = picture.layout.names[party][0]
        place = texts[first].transformed(ax.transData.inverted())
        left, low = np.array([x - wide / 2, y - high / 2]) + picture.sheet.corner
        assert left <= place.x0 and place.x1 <= left + wide
        assert low <= place.y0 and place.y1 <= low + high


def test_axes_in_axes_out_and_everything_scales():
    figure = Figure(figsize=(3, 2))
    for view in VIEWS:
        ax = figure.add_subplot()
        assert flower(view, ax=ax) is ax
    sizes = [
        {text.get_fontsize() for text in flower(ax=Figure(figsize=size).add_subplot()).texts}
        for size in ((3, 2), (12, 8))
    ]
    assert max(sizes[0]) < max(sizes[1])
    with pytest.raises(vc.ArgumentError, match="matplotlib Axes"):
        flower(ax="ax")
    with pytest.raises(vc.ArgumentError, match="matplotlib Axes"):
        flower("walk", ax=figure)


def test_wrong_questions():
    with pytest.raises(vc.UnknownNameError, match="did you mean 'pyramid'"):
        flower("pyramids")
    with pytest.raises(vc.UnknownNameError, match="collapse"):
        flower(collapse="groups")
    for how in ({"focus": "clerk"}, {"collapse": "group"}):
        with pytest.raises(vc.ArgumentError, match="for the views chain and pyramid"):
            flower("map", **how)
    with pytest.raises(
        vc.ArgumentError,
        match="of a ValueChain, a Diagnosis or what was found for one, such as a Simulation",
    ):
        vc.draw("chain.yaml")


def test_nothing_outside_is_touched():
    script = (
        "import matplotlib, sys, warnings, valuechain as vc\n"
        "before, filters = matplotlib.rcParams.copy(), list(warnings.filters)\n"
        f"d = vc.diagnose(vc.load({str(FLOWER)!r})); vc.draw(d); vc.draw(d, view='map'); d._repr_html_()\n"
        "print(matplotlib.rcParams.copy() == before, warnings.filters == filters, 'matplotlib.pyplot' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["True", "True", "False"]


# The command line


def test_unsuitable_axes_are_refused_before_anything_is_drawn():
    figure = Figure()
    polar, gone, flat = (
        figure.add_subplot(projection="polar"),
        figure.add_subplot(),
        figure.add_axes((0, 0, 0, 1)),
    )
    gone.remove()
    for view in VIEWS:
        for ax, why in ((polar, "not polar"), (gone, "was removed"), (flat, "no room")):
            with pytest.raises(vc.ArgumentError, match=why):
                flower(view, ax=ax)


@pytest.mark.parametrize("view", VIEWS)
def test_a_users_settings_change_nothing(view, tmp_path):
    vc.export(vc.load(FLOWER), tmp_path / "a.svg", view)
    hostile = {
        "text.usetex": True,
        "figure.dpi": 300,
        "axes.facecolor": "black",
        "svg.fonttype": "path",
        "savefig.bbox": "tight",
    }
    with matplotlib.rc_context(hostile):
        vc.export(vc.load(FLOWER), tmp_path / "b.svg", view)
        assert matplotlib.rcParams["text.usetex"]
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()


@pytest.mark.parametrize("path", [None, 3, b"x.svg", "a\0.svg", []])
def test_a_path_is_the_name_of_a_file(path):
    with pytest.raises(vc.ArgumentError, match="name of a file"):
        vc.export(vc.load(FLOWER), path)


@pytest.mark.parametrize(
    "how", [{"view": 3}, {"focus": 3}, {"collapse": None}, {"view": np.array([1, 2])}]
)
def test_questions_are_texts(how):
    with pytest.raises(vc.ArgumentError, match="is a text"):
        flower(**how)


def test_a_folder_in_the_way_is_named(tmp_path):
    (tmp_path / "chain.svg").mkdir()
    with pytest.raises(OSError, match="directory") as caught:
        vc.export(vc.load(FLOWER), tmp_path / "chain.svg")
    assert caught.value.filename == str(tmp_path / "chain.svg")
    assert len(list(tmp_path.iterdir())) == 1


# Curves


def test_a_part_of_a_figure_is_drawn_on_and_scales_with_it():
    figure = Figure(figsize=(12, 6))
    left, right = figure.subfigures(1, 2)
    ax = flower(ax=left.subfigures(2, 1)[0].add_subplot())
    assert flower("map", ax=right.add_subplot()).figure is right
    alone = Figure(figsize=(6, 3)).add_subplot()
    assert max(text.get_fontsize() for text in ax.texts) == pytest.approx(
        max(text.get_fontsize() for text in flower(ax=alone).texts)
    )
    assert all(collection.get_clip_on() for collection in ax.collections)


@pytest.mark.parametrize("view", ["chain", "map"])
def test_a_chain_is_diagnosed_once_for_its_picture(view, monkeypatch):
    from valuechain.drawing import subject

    asked = []
    monkeypatch.setattr(
        subject, "diagnose", lambda chain: asked.append(chain) or vc.diagnose(chain)
    )
    vc.draw(vc.load(FLOWER), view=view)
    assert len(asked) == 1


def test_a_picture_bears_the_answer_of_its_report_with_names(monkeypatch):
    from valuechain.reports import diagnosis as told
    from valuechain.reports.dispatch import report_of

    chain = vc.load(FLOWER)
    diagnosis = vc.diagnose(chain)
    better = vc.what_if(diagnosis, {"inventory->designer": 0.9})
    bare = vc.diagnose(vc.loads("{valuechain: 1, teams: {a: {serves: {c: x}}}, customers: {c: }}"))
    simulation = vc.simulate(chain, draws=100, seed=1)
    wanted = {
        result: report_of(result).answer
        for result in (diagnosis, better, bare, simulation, vc.compare(diagnosis, better))
    }
    monkeypatch.setattr(told, "report", None)  # no picture asks for all of it
    for result, answer in wanted.items():
        assert pictured(result, "chain").answer == answer
        assert not any(service in answer for service in chain.services)
