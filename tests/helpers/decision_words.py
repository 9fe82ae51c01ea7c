"""The flower shop before and after, and the command line in one call."""

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

import valuechain as vc
from places import ROOT

SHOP, AFTER = ROOT / "examples" / "flower_shop.yaml", ROOT / "examples" / "flower_shop_after.yaml"


def chain_of(text):
    return vc.loads("valuechain: 1\n" + text)


def inside(ax):
    """Every text lies on the paper."""
    figure = ax.get_figure()
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    frame = figure.bbox
    told = [*ax.texts, ax.title, ax._left_title, ax.xaxis.label, ax.yaxis.label]
    for text in told:
        if text.get_text().strip():
            box = Text.get_window_extent(text, canvas.get_renderer())
            assert box.x0 >= frame.x0 - 1, text.get_text()
            assert box.x1 <= frame.x1 + 1, text.get_text()
            assert box.y0 >= frame.y0 - 1, text.get_text()
            assert box.y1 <= frame.y1 + 1, text.get_text()
    return [text.get_text() for text in told]
