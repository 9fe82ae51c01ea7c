"""What keeps a customer waiting: every service as a bar from its beginning to its end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from valuechain.drawing.chart import chart_axes, chart_title, dress, explain, named
from valuechain.drawing.fonts import families
from valuechain.drawing.lettering import width
from valuechain.drawing.style import FAINT, INK, MUTED, PAPER, POOR, SAME, TEXT
from valuechain.language import say
from valuechain.model.durations import UNITS
from valuechain.problems import ArgumentError
from valuechain.questions.timing import CustomerTiming, TimedService, Timing
from valuechain.reports.diagnosed import name_of
from valuechain.reports.timing import most_pressing, span_in, time_in
from valuechain.reports.words import counted, when

MOST = 20
"""Services that are drawn: those on the critical path, then those with the least slack."""
_ROW, _WIDE, _ROOM, _BAR = 20.0, 340.0, 220.0, 0.56
_DOTS = (0, (1, 2))
_PERHAPS = "////"


@dataclass(frozen=True)
class _Bar:
    """A service from its beginning on, in seconds; what follows begins in the middle of a range."""

    row: TimedService
    begins: float
    low: float
    high: float
    told: str
    critical: bool

    @property
    def ends(self) -> float:
        """When it is done, in the middle of its range."""
        return self.begins + (self.low + self.high) / 2

    @property
    def over(self) -> bool:
        """Whether it may miss its standard."""
        return self.row.meets in ("broken", "perhaps")

    def pieces(self) -> Iterator[tuple[float, float, bool, bool]]:
        """Each from where to where it runs, whether that is beyond its standard, and only perhaps.

        Seconds from its beginning on.
        """
        standard = (self.row.standard or 0.0) if self.over else self.high
        cuts = sorted({0.0, self.low, self.high, standard})
        for start, stop in pairwise(cuts):
            yield start, stop, start >= standard, start >= self.low


def draw_timing(found: Timing, ax: Axes | None) -> Axes:
    """Draw the services that lead to the customer who presses most, in the order of their time."""
    if not found.leading:
        raise ArgumentError(
            "nobody says how long anything takes that leads to a customer: nothing to show"
        )
    customer = most_pressing(found)
    bars, left_out = _bars(found, customer)
    whom = name_of(found.diagnosis.chain.parties, customer.customer)
    title = chart_title(found.diagnosis, say("what keeps {whom} waiting", whom=whom))
    words = [_words(found, bar) for bar in bars]
    letters = families([title, *words])
    room = max(width(text, TEXT) for text in words)
    size = _WIDE, _ROW * len(bars)
    ax = chart_axes(ax, size, (room + 16, 104, 80, 42), title)
    end = _end(bars, customer)
    days = "working day" if found.in_working_days else "d"
    unit = next(name for name in (days, "h", "min", "s") if end >= 2 * UNITS[name] or name == "s")
    ax.set_xlim(0, 1.02 * end / UNITS[unit])
    ax.set_ylim(len(bars) - 0.4, -0.6)
    for y, bar in enumerate(bars):
        _draw(ax, y, bar, UNITS[unit])
    if customer.promise is not None:
        told = say("promised {promise}", promise=time_in(found, customer.promise))
        _draw_promise(ax, customer.promise / UNITS[unit], told, letters)
    ax.set_yticks(range(len(bars)), labels=words)
    ax.set_xlabel(_key(unit, left_out), fontsize=TEXT, color=MUTED, loc="left")
    _draw_key(ax, letters, bars)
    dress(ax, title, letters, pad=20)
    ax.grid(axis="x", color=SAME, linewidth=0.4, alpha=0.5)
    return ax


def _bars(found: Timing, customer: CustomerTiming) -> tuple[list[_Bar], int]:
    """The bars, and how many services are left out."""
    begins = found.begins
    rows = list(found.leading)
    critical = set(customer.path)
    rows.sort(key=lambda row: row.id not in critical)
    some = [
        _Bar(
            row,
            begins[row.id],
            *(row.takes or (0.0, 0.0)),
            span_in(found, row.takes or (0, 0)),
            row.id in critical,
        )
        for row in rows[:MOST]
    ]
    some.sort(key=lambda bar: (bar.begins, bar.ends, bar.row.id))
    return some, len(rows) - len(some)


def _end(bars: list[_Bar], customer: CustomerTiming) -> float:
    last = max(max(bar.begins + bar.high, bar.ends + (bar.row.slack or 0.0)) for bar in bars)
    return max(last, customer.promise or 0.0, 1.0)


def _words(found: Timing, bar: _Bar) -> str:
    service = found.diagnosis.chain.services[bar.row.id]
    return named(found.diagnosis, service, service.delivers, _ROOM)


def _draw(ax: Axes, y: int, bar: _Bar, unit: int) -> None:
    usual = INK if bar.critical else FAINT
    for start, stop, over, perhaps in bar.pieces():
        how: dict[str, Any] = {"color": POOR if over else usual, "edgecolor": MUTED}
        if perhaps:
            how = {"facecolor": PAPER, "edgecolor": how["color"], "hatch": _PERHAPS}
        left = (bar.begins + start) / unit
        ax.barh(y, (stop - start) / unit, _BAR, left=left, linewidth=0.6, zorder=3, **how)
    late = (bar.ends + (bar.row.slack or 0.0)) / unit
    ax.plot([bar.ends / unit, late], [y, y], color=MUTED, linewidth=1.0, linestyle=_DOTS, zorder=2)
    ax.annotate(
        bar.told,
        (max(late, (bar.begins + bar.high) / unit), y),
        xytext=(4, 0),
        textcoords="offset points",
        va="center",
        fontsize=TEXT - 1,
        color=INK,
        zorder=5,
    )


def _draw_promise(ax: Axes, at: float, told: str, letters: list[str]) -> None:
    ax.axvline(at, color=PAPER, linewidth=3.0, zorder=4)  # seen on dark bars too
    ax.axvline(at, color=INK, linewidth=1.2, linestyle=(0, (5, 3)), zorder=4)
    ax.annotate(
        told,
        (at, 1),
        xycoords=ax.get_xaxis_transform(),
        xytext=(0, 3),
        textcoords="offset points",
        ha="center",
        fontsize=TEXT,
        family=letters,
        color=INK,
    )


def _key(unit: str, left_out: int) -> str:
    more = when(
        left_out,
        say("\nnot shown: {services} with more slack", services=counted(left_out, "service")),
    )
    return say("time, {unit}{more}", unit=say(unit.replace("day", "days")), more=more)


def _draw_key(ax: Axes, letters: list[str], bars: list[_Bar]) -> None:
    """What the bars mean, below, and only what occurs."""
    waits = say("critical path: the customer waits for it")
    signs: list[Artist] = [Patch(color=INK, label=waits)]
    if any(bar.over for bar in bars):
        signs.append(Patch(color=POOR, label=say("longer than its standard")))
    if any(bar.low < bar.high for bar in bars):
        edge: dict[str, Any] = {"facecolor": PAPER, "edgecolor": INK, "hatch": _PERHAPS}
        signs.append(Patch(label=say("may take so long"), **edge))
    if any(not bar.critical for bar in bars):
        signs.append(Patch(facecolor=FAINT, edgecolor=MUTED, label=say("others")))
    if any(bar.row.slack for bar in bars):
        signs.append(
            Line2D([], [], color=MUTED, linewidth=1.0, linestyle=_DOTS, label=say("slack"))
        )
    explain(ax, signs, letters, 44.0, 2)
