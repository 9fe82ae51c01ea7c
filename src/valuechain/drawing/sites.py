"""Many organisations in one picture: how each does, between what that lies, and its first step."""

from __future__ import annotations

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


def draw_portfolio(found: Portfolio, ax: Axes | None) -> Axes:
    """Draw a row for each site whose outcome is known, the best on top."""
    known = [site for site in found.rows if site.outcome is not None]
    if not known:
        raise ArgumentError("no site has an outcome that is known: nothing to show")
    sites = known[:MOST][::-1]
    title = "How each site does, and what to do first"
    names = [shown(called(site), _LONGEST) for site in sites]
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
    ax.set_xlabel(_key(found, len(known) - len(sites)), fontsize=TEXT, color=MUTED, loc="left")
    _draw_key(ax, letters)
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


def _draw(ax: Axes, y: int, site: Site) -> None:
    outcome, target = site.outcome or 0.0, site.target or 0.0
    met = outcome >= target - FAVOUR
    colour = GOOD if met else POOR
    if site.interval is not None:
        low, high = site.interval
        ax.plot([100 * low, 100 * high], [y, y], color=colour, linewidth=2.0, zorder=3)
    ax.plot(
        [100 * outcome],
        [y],
        "s" if met else "o",
        color=colour,
        markerfacecolor=PAPER if met else colour,
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


def _key(found: Portfolio, left_out: int) -> str:
    lines = when(found.draws, f"; lines: what the answers allow, {as_given(found.level)} sure")
    more = when(left_out, f"\nnot shown: {counted(left_out, 'site')} that do better")
    return f"satisfaction of the customers, %{lines}{more}"


def _draw_key(ax: Axes, letters: list[str]) -> None:
    """What the marks mean, below."""
    signs: list[Artist] = [
        Line2D([], [], marker="o", color=POOR, linewidth=0, label="below its target"),
        Line2D([], [], marker="s", color=GOOD, linewidth=0, label="on its target",
               markerfacecolor=PAPER),
        Line2D([], [], marker="|", color=INK, linewidth=0, label="target", markersize=9),
    ]  # fmt: skip
    explain(ax, signs, letters, 52.0, 3)
