"""Many organisations in one picture: how each does, between what that lies, and its first step."""

from __future__ import annotations

from typing import NamedTuple

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from valuechain.drawing.chart import chart_axes, dress, explain
from valuechain.drawing.fonts import families
from valuechain.drawing.lettering import width
from valuechain.drawing.style import GOOD, INK, MUTED, PAPER, POOR, SAME, TEXT
from valuechain.problems import ArgumentError
from valuechain.questions.portfolio import Portfolio, Site
from valuechain.reports.portfolio import called, first_step
from valuechain.reports.words import as_given, counted, shown, when
from valuechain.tolerances import FAVOUR

MOST = 40
"""Sites that are drawn: those with the lowest outcomes."""
_ROW, _WIDE = 18.0, 300.0
_LONGEST, _STEP = 36, 52  # letters of a site's name and of a first step


class _Mark(NamedTuple):
    """How a site stands to its target, and the sign of it."""

    meaning: str
    sign: str
    colour: str
    inside: str


_BELOW = _Mark("below its target", "o", POOR, POOR)
_MET = _Mark("on its target", "s", GOOD, PAPER)
_PERHAPS = _Mark("perhaps on it*", "D", MUTED, PAPER)


def draw_portfolio(found: Portfolio, ax: Axes | None) -> Axes:
    """Draw a row for each site whose outcome is known, the best on top."""
    known = [site for site in found.rows if site.outcome is not None]
    if not known:
        raise ArgumentError("no site has an outcome that is known: nothing to show")
    sites = known[:MOST][::-1]
    title = "How each site does, and what to do first"
    names = [f"{shown(called(site), _LONGEST)}{' *' * site.upper_bound}" for site in sites]
    steps = [shown(first_step(site), _STEP) for site in sites]
    letters = families([title, *names, *steps])
    room = max(width(text, TEXT) for text in names)
    beside = max(width(text, TEXT) for text in steps)
    size = _WIDE, _ROW * len(sites)
    ax = chart_axes(ax, size, (room + 18, 74, beside + 24, 42), title)
    ax.set_xlim(*_ends(sites))
    ax.set_ylim(len(sites) - 0.4, -0.6)
    for y, (site, step) in enumerate(zip(sites, steps, strict=True)):
        _draw(ax, y, site)
        _say_beside(ax, y, step, letters)
    ax.set_yticks(range(len(sites)), labels=names)
    used = {_BELOW, _MET, *map(_mark, sites)}
    marks = [mark for mark in (_BELOW, _MET, _PERHAPS) if mark in used]
    key = _key(found, sites, len(known))
    ax.set_xlabel(key, fontsize=TEXT, color=MUTED, loc="left")
    _draw_key(ax, marks, letters)
    dress(ax, title, letters)
    ax.grid(axis="x", color=SAME, linewidth=0.4, alpha=0.5)
    return ax


def _ends(sites: list[Site]) -> tuple[float, float]:
    """In percent, from a little below the lowest to a little above the highest."""
    every = [
        end
        for site in sites
        for end in (*(site.interval or ()), site.outcome, site.target)
        if end is not None
    ]
    return max(0.0, 100 * min(every) - 4), min(101.0, 100 * max(every) + 4)


def _mark(site: Site) -> _Mark:
    if (site.outcome or 0.0) < (site.target or 0.0) - FAVOUR:
        return _BELOW
    return _PERHAPS if site.upper_bound else _MET


def _draw(ax: Axes, y: int, site: Site) -> None:
    outcome, target = site.outcome or 0.0, site.target or 0.0
    mark = _mark(site)
    if site.interval is not None:
        low, high = site.interval
        ax.plot([100 * low, 100 * high], [y, y], color=mark.colour, linewidth=2.0, zorder=3)
    ax.plot(
        [100 * outcome],
        [y],
        mark.sign,
        color=mark.colour,
        markerfacecolor=mark.inside,
        markersize=7,
        zorder=4,
    )
    ax.plot([100 * target] * 2, [y - 0.38, y + 0.38], color=INK, linewidth=1.4, zorder=5)


def _say_beside(ax: Axes, y: int, step: str, letters: list[str]) -> None:
    """What to do there first, on the right of the row."""
    ax.annotate(
        step,
        (1, y),
        xycoords=ax.get_yaxis_transform(),
        xytext=(8, 0),
        textcoords="offset points",
        va="center",
        fontsize=TEXT,
        family=letters,
        color=INK,
        annotation_clip=False,
    )


def _key(found: Portfolio, sites: list[Site], known: int) -> str:
    better, unknown = known - len(sites), len(found.rows) - known
    bounded = any(site.upper_bound for site in sites)
    lines = when(found.draws, f"; lines: what the answers allow, {as_given(found.level)} sure")
    rest = [
        when(bounded, "* at most: some was not measured"),
        when(better, f"not shown: {counted(better, 'site')} that do better"),
        when(unknown, f"not shown: {counted(unknown, 'site')} of which no outcome is known"),
    ]
    return "\n".join([f"satisfaction of the customers, %{lines}", *filter(None, rest)])


def _draw_key(ax: Axes, marks: list[_Mark], letters: list[str]) -> None:
    """What the marks mean, below."""
    signs: list[Artist] = [
        Line2D(
            [],
            [],
            marker=mark.sign,
            color=mark.colour,
            linewidth=0,
            label=mark.meaning,
            markerfacecolor=mark.inside,
        )
        for mark in marks
    ]
    signs.append(Line2D([], [], marker="|", color=INK, linewidth=0, label="target", markersize=9))
    explain(ax, signs, letters, 52.0, len(signs))
