"""What the charts share: a plain axes with its title, and the words of a service."""

from __future__ import annotations

from typing import Any, TypeAlias

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from valuechain.drawing.canvas import INCH, an_axes
from valuechain.drawing.lettering import width, wrapped
from valuechain.drawing.style import INK, MUTED, TEXT, TITLE
from valuechain.problems import ArgumentError
from valuechain.questions.diagnosis import Diagnosis
from valuechain.questions.service import ServiceDiagnosis
from valuechain.questions.service_change import ServiceChange
from valuechain.reports.words import shown

LONGEST = 300.0
"""Points that the words of a service may take."""


def chart_axes(
    ax: Axes | None, size: tuple[float, float], margins: tuple[float, float, float, float]
) -> Axes:
    """The axes given, or one of this size in points.

    Its margins, left, bottom, right and top, are for what stands around it.
    """
    if ax is not None:
        return an_axes(ax)
    left, bottom, right, top = margins
    wide, high = size[0] + left + right, size[1] + bottom + top
    figure = Figure(figsize=(wide / INCH, high / INCH), facecolor="white")
    return figure.add_axes((left / wide, bottom / high, size[0] / wide, size[1] / high))


def dress(
    ax: Axes, diagnosis: Diagnosis, heading: str, families: list[str], *, pad: float = 12.0
) -> None:
    """Title, frame and ticks as in every chart."""
    title = " ".join(wrapped(diagnosis.chain.title, TITLE, 500, 1, even=False))
    ax.set_title(
        ": ".join(filter(None, (title, heading))),
        fontsize=TITLE - 1,
        weight="bold",
        loc="left",
        color=INK,
        pad=pad,
        family=families,
        parse_math=False,
    )
    ax.tick_params(labelsize=TEXT, colors=MUTED, labelcolor=INK, length=0)
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        ax.spines[side].set_color(MUTED)


def leader(colour: str, gap: float) -> dict[str, Any]:
    """How matplotlib draws a thin line from a text to what it names."""
    return {"arrowstyle": "-", "color": colour, "linewidth": 0.6, "shrinkA": 0, "shrinkB": gap}


Ends: TypeAlias = ServiceDiagnosis | ServiceChange


def ends_of(diagnosis: Diagnosis, row: Ends) -> str:
    """Who serves whom."""
    parties = diagnosis.chain.parties
    return f"{shown(parties[row.provider].name)} → {shown(parties[row.customer].name)}"


def named(diagnosis: Diagnosis, row: Ends, room: float = LONGEST) -> str:
    """Who serves whom with what, in one line that fits the room.

    What is delivered is left out where not all of it fits.
    """
    ends = ends_of(diagnosis, row)
    whole = f"{ends}: {shown(row.delivers)}"
    if row.delivers and width(whole, TEXT) <= room:
        return wrapped(whole, TEXT, room, 1, even=False)[0]
    return wrapped(ends, TEXT, room, 1, even=False)[0]


def scored(diagnosis: Diagnosis, view: str) -> float:
    """The outcome, without which a chart shows nothing.

    Raises:
        ArgumentError: nothing is measured.
    """
    if diagnosis.outcome is None:
        raise ArgumentError(
            f"nothing is measured yet: a {view} needs scores; view='chain' shows what to ask about"
        )
    return diagnosis.outcome
