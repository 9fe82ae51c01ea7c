"""The aspects of weak links: from where to where each may be, and which of them drag."""

from __future__ import annotations

from itertools import accumulate
from typing import Any, NamedTuple

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from valuechain.drawing.chart import chart_axes, chart_title, dress, explain, named
from valuechain.drawing.fonts import families
from valuechain.drawing.lettering import width
from valuechain.drawing.style import GOOD, INK, MUTED, PAPER, POOR, SAME, TEXT, UNKNOWN
from valuechain.language import say
from valuechain.problems import ArgumentError
from valuechain.questions.aspect_rows import AspectRow, AspectVerdict
from valuechain.questions.aspects import Aspects
from valuechain.reports.aspects import WORDS, by_link
from valuechain.reports.intervals import span, whole
from valuechain.reports.words import counted, percent, shown, when

MOST = 12
"""Weak links that are drawn: those that cost the customers most."""
_ROW = 17.0
_WIDE = 300.0
_ROOM = 300.0


class _Mark(NamedTuple):
    """How an aspect is marked: sign, colour, and colour inside; told apart without colours."""

    sign: str
    colour: str
    inside: str


_MARKS: dict[AspectVerdict, _Mark] = {
    "drags": _Mark("s", POOR, POOR),
    "too few answers": _Mark("s", UNKNOWN, PAPER),
    "below target": _Mark("o", MUTED, MUTED),
    "on target": _Mark("o", GOOD, PAPER),
}


def draw_aspects(found: Aspects, ax: Axes | None) -> Axes:
    """Draw a row for each aspect, below the link it belongs to; its target is a line across."""
    if not found.rows:
        raise ArgumentError("nobody was asked about aspects of a weak link: nothing to show")
    links = by_link(found)
    shown_links = links[:MOST]
    heads = [_head(found, rows[0]) for rows in shown_links]
    title = chart_title(found.diagnosis, say("which aspects drag"))
    words = [shown(row.aspect) for rows in shown_links for row in rows]
    letters = families([title, *heads, *words])
    names = max(width(text, TEXT) for text in words)
    lines = sum(len(rows) + 1.4 for rows in shown_links)
    size = _WIDE, _ROW * lines
    ax = chart_axes(ax, size, (max(names + 24, 90), 82, 120, 46), title)
    ax.set_xlim(0, 100)
    ax.set_ylim(lines, 0)
    tops = accumulate((len(rows) + 1.4 for rows in shown_links), initial=0.0)
    for top, head, rows in zip(tops, heads, shown_links, strict=False):
        _draw_link(ax, top + 0.8, head, rows, letters)
    ax.set_xlabel(_key(len(links) - len(shown_links)), fontsize=TEXT, color=MUTED, loc="left")
    _draw_key(ax, letters)
    dress(ax, title, letters)
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    ax.grid(axis="x", color=SAME, linewidth=0.4, alpha=0.5)
    return ax


def _head(found: Aspects, row: AspectRow) -> str:
    service = found.diagnosis[row.service]
    return named(found.diagnosis, service, service.delivers, _ROOM)


def _draw_link(ax: Axes, top: float, head: str, rows: list[AspectRow], letters: list[str]) -> None:
    """A link's name, and below it its aspects."""
    left: dict[str, Any] = {
        "transform": ax.get_yaxis_transform(),
        "va": "center",
        "fontsize": TEXT,
        "family": letters,
        "parse_math": False,
    }
    ax.text(0, top, head, weight="bold", color=INK, **left)
    for at, row in enumerate(rows, 1):
        y, mark = top + at, _MARKS[row.verdict]
        low, high = (100 * end for end in row.interval)
        ax.plot([low, high], [y, y], color=mark.colour, linewidth=2.0, zorder=3)
        ax.plot(
            [100 * row.satisfaction],
            [y],
            mark.sign,
            color=mark.colour,
            markerfacecolor=mark.inside,
            markersize=7,
            zorder=4,
        )
        ax.text(-0.02, y, shown(row.aspect), ha="right", color=INK, **left)
        ax.text(1.02, y, _told(row), ha="left", color=INK, **left)
    bottom = top + len(rows)
    target = 100 * rows[0].target
    ends = [top + 0.5, bottom + 0.5]
    ax.plot([target, target], ends, color=INK, linewidth=0.9, linestyle=(0, (4, 3)))


def _told(row: AspectRow) -> str:
    sure = span(row.interval, whole)
    one = percent(row.satisfaction)
    return one if sure == whole(row.satisfaction) else f"{one} ({sure})"


def _key(rest: int) -> str:
    lines = [say("satisfaction, %; lines: what the answers allow; dashed: the target")]
    more = when(rest, say("not shown: {links} that cost less", links=counted(rest, "weak link")))
    return "\n".join(filter(None, [*lines, more]))


def _draw_key(ax: Axes, letters: list[str]) -> None:
    """What the marks mean, below."""
    signs: list[Artist] = [
        Line2D(
            [],
            [],
            marker=mark.sign,
            color=mark.colour,
            markerfacecolor=mark.inside,
            linewidth=0,
            label=say(WORDS[verdict]),
        )
        for verdict, mark in _MARKS.items()
    ]
    explain(ax, signs, letters, 46.0, 4)
