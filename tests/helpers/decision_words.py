"""The flower shop before and after, and the command line in one call."""

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

import valuechain as vc
from places import ROOT

SHOP, AFTER = ROOT / "examples" / "flower_shop.yaml", ROOT / "examples" / "flower_shop_after.yaml"


def chain_of(text):
    return vc.loads("valuechain: 1\n" + text)


def texts_of(ax):
    return [*ax.texts, ax.title, ax._left_title, ax.xaxis.label, ax.yaxis.label]


def words_on(ax):
    """What is written, whether it fits or not."""
    return [text.get_text() for text in texts_of(ax)]


def off_the_paper(ax):
    """Every text that does not lie on the paper."""
    figure = ax.get_figure()
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    paper = figure.bbox.padded(1)
    return [
        text.get_text()
        for text in texts_of(ax)
        if text.get_text().strip()
        and not _within(Text.get_window_extent(text, canvas.get_renderer()), paper)
    ]


def _within(box, paper):
    return paper.x0 <= box.x0 and box.x1 <= paper.x1 and paper.y0 <= box.y0 and box.y1 <= paper.y1


def inside(ax):
    """What is written, all of it on the paper."""
    assert not off_the_paper(ax)
    return words_on(ax)
