"""A chapter of the document: a question that a reader has, and its answer."""

from __future__ import annotations

from dataclasses import dataclass

from valuechain.drawing.subject import Result
from valuechain.drawing.views import View
from valuechain.reports.report import Report


@dataclass(frozen=True)
class Chapter:
    """A question that a reader has, and its answer.

    Attributes:
        anchor: by which a link finds it.
        heading: the question in few words.
        shows: what its picture is drawn of, and in which view; ``None`` for none.
        about: what the picture shows, for who does not see it.
        report: its words; ``None`` for none.
    """

    anchor: str
    heading: str
    shows: tuple[Result, View] | None = None
    about: str = ""
    report: Report | None = None


def chart(anchor: str, heading: str, result: Result, view: View, about: str) -> Chapter:
    """A chapter that is a picture."""
    return Chapter(anchor, heading, (result, view), about)
