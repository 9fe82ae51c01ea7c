"""What the charts share: a plain axes with its title, and the words of a service."""

from __future__ import annotations

from typing import Any, Protocol

from matplotlib.artist import Artist
from matplotlib.axes import Axes

from valuechain.drawing.canvas import INCH, an_axes, figure_of, own_axes
from valuechain.drawing.lettering import LINE, whole, width, wrapped
from valuechain.drawing.sizes import BOLD
from valuechain.drawing.style import INK, MUTED, TEXT, TITLE
from valuechain.problems import ArgumentError
from valuechain.questions.diagnosis import Diagnosis
from valuechain.reports.words import headline, shown

LONGEST = 300.0
"""Points that the words of a service may take."""
_HEADING = TITLE - 1
_BOLD = BOLD * _HEADING
"""Sizes of a title's letters: as drawn, and as wide as bold ones are."""
_EDGE, _NARROWEST = 12.0, 60.0
"""Paper left beside a title, and the width that it takes at least."""


def chart_title(diagnosis: Diagnosis, heading: str) -> str:
    """What stands above a chart: the chain's title, and what the chart shows."""
    return ": ".join(filter(None, (headline(diagnosis.chain.title), heading)))


def chart_axes(
    ax: Axes | None,
    size: tuple[float, float],
    margins: tuple[float, float, float, float],
    title: str,
) -> Axes:
    """The axes given, or one of this size in points.

    Its margins, left, bottom, right and top, are for what stands around it; the top grows with the
    lines that the title takes.
    """
    if ax is not None:
        return an_axes(ax)
    left, bottom, right, top = margins
    top += (len(whole(title, _BOLD, size[0] + right - _EDGE)) - 1) * _HEADING * LINE
    wide, high = size[0] + left + right, size[1] + bottom + top
    return own_axes((wide, high), (left / wide, bottom / high, size[0] / wide, size[1] / high))


def dress(ax: Axes, title: str, families: list[str], *, pad: float = 12.0) -> None:
    """Title, whole, frame and ticks as in every chart."""
    ax.set_title(
        "\n".join(whole(title, _BOLD, _title_room(ax))),
        fontsize=_HEADING,
        linespacing=LINE - 0.1,
        weight="bold",
        loc="left",
        color=INK,
        pad=pad,
        family=families,
        parse_math=False,
    )
    ax.tick_params(labelsize=TEXT, colors=MUTED, labelcolor=INK, length=0, labelfontfamily=families)
    for axis in (ax.xaxis, ax.yaxis):
        axis.label.set_fontfamily(families)
    for side, spine in ax.spines.items():
        spine.set_visible(side in ("left", "bottom"))
        spine.set_color(MUTED)


def _title_room(ax: Axes) -> float:
    """How wide a title may be: up to the edge of the paper, or beside others as its axes."""
    figure, place = figure_of(ax), ax.get_window_extent()
    right = place.x1
    if len(figure.axes) == 1:
        right = figure.bbox.x1 - _EDGE * figure.dpi / INCH
    return max(float(right - place.x0) * INCH / figure.dpi, _NARROWEST)


def explain(ax: Axes, signs: list[Artist], families: list[str], below: float, columns: int) -> None:
    """What marks mean, so many points below an axes."""
    high = ax.get_window_extent().height * INCH / ax.figure.dpi
    ax.legend(
        handles=signs,
        loc="upper left",
        bbox_to_anchor=(0, -below / high),
        ncols=columns,
        frameon=False,
        prop={"family": families, "size": TEXT},
        labelcolor=MUTED,
        handlelength=1.4,
        handletextpad=0.5,
        columnspacing=1.2,
        borderaxespad=0,
    )


def leader(colour: str, gap: float) -> dict[str, Any]:
    """How matplotlib draws a thin line from a text to what it names."""
    return {"arrowstyle": "-", "color": colour, "linewidth": 0.6, "shrinkA": 0, "shrinkB": gap}


class Ends(Protocol):
    """Anything that is served by somebody to somebody."""

    @property
    def provider(self) -> str:
        """Id of who serves."""

    @property
    def customer(self) -> str:
        """Id of who is served."""


def ends_of(diagnosis: Diagnosis, row: Ends) -> str:
    """Who serves whom."""
    parties = diagnosis.chain.parties
    return f"{shown(parties[row.provider].name)} → {shown(parties[row.customer].name)}"


def named(diagnosis: Diagnosis, row: Ends, delivers: str, room: float = LONGEST) -> str:
    """Who serves whom with what, in one line that fits the room.

    What is delivered is left out where not all of it fits.
    """
    ends = ends_of(diagnosis, row)
    full = f"{ends}: {shown(delivers)}"
    if delivers and width(full, TEXT) <= room:
        return wrapped(full, TEXT, room, 1, even=False)[0]
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
