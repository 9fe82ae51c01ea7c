"""Pictures on the axes of others: whatever style they have, a picture brings its own paper."""

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib import style as styles
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

import valuechain as vc
from chains import EXAMPLES
from helpers.contrast import contrast, light
from valuechain.drawing.canvas import own_axes

VIEWS = ("chain", "pyramid", "walk", "map", "matrix")
NAVY = {"figure.facecolor": "navy", "axes.facecolor": "navy", "text.color": "white"}
STYLES = [*(styles.library[name] for name in ("dark_background", "ggplot")), NAVY]
LATEX = {"text.usetex": True}


@pytest.fixture(scope="module")
def shop():
    return vc.diagnose(vc.load(next(path for path in EXAMPLES if path.stem == "flower_shop")))


def pixels(figure):
    figure.canvas.draw()
    return np.asarray(figure.canvas.buffer_rgba())[::-1, :, :3]


def behind(figure, text):
    """The colours at the corners of a text's box."""
    box = text.get_window_extent()
    shown = pixels(figure)
    high, wide = shown.shape[:2]
    return [
        tuple(shown[min(int(y), high - 1), min(int(x), wide - 1)] / 255)
        for x in (max(box.x0, 0), box.x1)
        for y in (max(box.y0, 0), box.y1)
    ]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("alone", [True, False])
def test_titles_and_ticks_can_be_read_on_any_style(shop, view, style, alone):
    with mpl.rc_context(dict(style)):
        figure = Figure(figsize=(14, 6))
        FigureCanvasAgg(figure)
        ax = figure.add_axes((0.3, 0.25, 0.35, 0.6))
        if not alone:
            figure.add_axes((0.8, 0.3, 0.15, 0.5))
        vc.draw(shop, ax=ax, view=view)
        around = [text for text in ax.findobj(Text) if text.get_text() and text.get_visible()]
        for text in around:
            if text.get_bbox_patch() is None and text not in ax.texts:
                grounds = behind(figure, text)
                assert max(contrast(text.get_color(), ground) for ground in grounds) >= 3
        assert light(pixels(figure)[0, -1] / 255) == pytest.approx(
            1.0 if alone else light(figure.get_facecolor())
        )


@pytest.mark.parametrize("view", VIEWS)
def test_no_text_goes_through_latex(shop, view):
    with mpl.rc_context(LATEX):
        figure = Figure(figsize=(9, 5))
        ax = vc.draw(shop, ax=figure.add_subplot(), view=view)
        assert not [text for text in ax.findobj(Text) if text.get_text() and text.get_usetex()]
    if not ax.yaxis.get_visible():
        return
    # Its ticks stay when it is drawn again, with LaTeX still switched on.
    before = [text.get_text() for text in ax.get_yticklabels()]
    with mpl.rc_context(LATEX):
        assert [text.get_text() for text in ax.get_yticklabels()] == before
        assert not any(text.get_usetex() for text in ax.get_yticklabels())


def test_drawing_again_lays_one_sheet(shop):
    figure = Figure()
    FigureCanvasAgg(figure)
    ax, _ = figure.subplots(1, 2)
    vc.draw(shop, ax=ax)
    vc.draw(shop, ax=ax)
    assert len(figure.artists) == 1
    ax.set_visible(False)
    figure.canvas.draw()


def test_the_last_expression_of_a_cell_shows_its_picture(shop):
    for view in VIEWS:
        shown = vc.draw(shop, view=view)._repr_mimebundle_()
        assert "<svg" in shown["image/svg+xml"]
        assert len(shown["image/svg+xml"]) < 300_000
    assert "<title>" in vc.draw(shop)._repr_mimebundle_()["image/svg+xml"]


def test_a_picture_that_is_too_large_for_a_cell_is_shown_in_pixels(shop, monkeypatch):
    monkeypatch.setattr("valuechain.drawing.shown_axes.MOST_BYTES", 1000)
    assert vc.draw(shop)._repr_mimebundle_(include=None)["image/png"].startswith(b"\x89PNG")


def test_axes_of_our_own_show_nothing_before_they_are_drawn_on():
    shown = own_axes((100, 50), (0, 0, 1, 1))._repr_mimebundle_()
    assert list(shown) == ["text/plain"]
