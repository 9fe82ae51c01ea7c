"""The picture of a chapter: inline in a page, or in pixels for a document."""

from __future__ import annotations

from dataclasses import replace

from valuechain.drawing.picture import Picture
from valuechain.drawing.subject import Result
from valuechain.drawing.svg import inline_svg
from valuechain.drawing.views import View, is_chart, pictured

_BARE = ("map",)
"""Views without intervals in a document: there they would run through the names."""


def picture_of(result: Result, view: View) -> Picture:
    """A drawing of the chain without the answer, which stands in the words beside it."""
    return replace(pictured(result, view), answer="")


def inline(result: Result, view: View) -> str:
    """An SVG for a page."""
    if not is_chart(result, view):
        return inline_svg(picture_of(result, view))
    from valuechain.drawing.draw import inline_chart  # loads matplotlib

    return inline_chart(result, view, whiskers=view not in _BARE)


def pixels(result: Result, view: View) -> bytes:
    """A PNG."""
    from valuechain.drawing.draw import inked_chart  # loads matplotlib
    from valuechain.drawing.ink import inked_picture

    if is_chart(result, view):
        return inked_chart(result, "png", view, whiskers=view not in _BARE)
    return inked_picture(picture_of(result, view), "png")
