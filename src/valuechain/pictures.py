"""The public names that draw; loaded when the first of them is used, because matplotlib and networkx are heavy."""

from valuechain.drawing.draw import draw
from valuechain.drawing.export import export
from valuechain.drawing.fonts import GlyphWarning
from valuechain.drawing.placing import layout
from valuechain.geometry.places import Layout

__all__ = ["GlyphWarning", "Layout", "draw", "export", "layout"]
