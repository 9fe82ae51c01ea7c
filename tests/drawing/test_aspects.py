"""Tests of `drawing.aspects`: from where to where each aspect may be, and which of them drag."""

import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

import valuechain as vc
from helpers.dragging import CLINIC
from helpers.verbs import said
from valuechain import ArgumentError
from valuechain.drawing.style import POOR


@pytest.fixture(scope="module")
def found():
    return vc.aspects(vc.loads(CLINIC))


def test_each_aspect_is_a_mark_with_its_interval(found):
    ax = vc.draw(found)
    marks = [line for line in ax.lines if line.get_marker() not in ("None", None, "")]
    assert [round(line.get_xdata()[0], 9) for line in marks] == [
        round(100 * row.satisfaction, 9) for row in found
    ]
    lines = [
        line for line in ax.lines if len(set(line.get_ydata())) == 1 and len(line.get_xdata()) == 2
    ]
    assert [tuple(line.get_xdata()) for line in lines] == [
        tuple(100 * end for end in row.interval) for row in found
    ]
    dark = [to_hex(line.get_color()) == POOR for line in marks]
    assert dark == [row.verdict == "drags" for row in found]
    signs = {(line.get_marker(), to_hex(line.get_markerfacecolor())) for line in marks}
    assert len(signs) == len({row.verdict for row in found})  # told apart without colours, too
    texts = [text.get_text() for text in ax.texts]
    assert texts[:3] == ["IT helpdesk → Surgical ward: accounts", "speed", "30 % (20-42)"]
    assert ax.get_legend().get_texts()[0].get_text() == "drags"
    assert "not shown" not in ax.get_xlabel()


def test_only_the_costliest_links_are_drawn():
    teams = "\n".join(
        f"  t{i}: {{serves: {{c: {{satisfaction: {40 + i}%, aspects: {{a: 10%, b: 70%}}}}}}}}"
        for i in range(15)
    )
    many = vc.aspects(vc.loads(f"valuechain: 1\nteams:\n{teams}\ncustomers: {{c: }}\n"))
    ax = vc.draw(many)
    assert "not shown: 3 weak links that cost less" in ax.get_xlabel()
    assert "10 %" in [text.get_text() for text in ax.texts]
    figure = Figure()
    assert vc.draw(many, figure.add_subplot()).get_figure() is figure


def test_what_cannot_be_drawn(found):
    with pytest.raises(ArgumentError, match="a chart of aspects has one picture"):
        vc.draw(found, view="map")
    with pytest.raises(ArgumentError, match="not for a chart of aspects"):
        vc.draw(found, focus="it")
    with pytest.raises(ArgumentError, match="nobody was asked about aspects"):
        vc.draw(vc.aspects(vc.loads(CLINIC.replace("aspects:", "#"))))


def test_notebooks_and_the_command_line_show_it(found, tmp_path):
    assert "<svg" in found._repr_html_()
    assert "<svg" not in vc.aspects(vc.loads(CLINIC.replace("aspects:", "#")))._repr_html_()
    path = tmp_path / "clinic.yaml"
    path.write_text(CLINIC, encoding="utf-8")
    assert said("aspects", path, "-o", tmp_path / "a.svg").status == 0
    assert "which aspects drag" in (tmp_path / "a.svg").read_text(encoding="utf-8")
