"""Slope lines: the satisfaction with every service then and now, the steepest in colour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes

from valuechain.drawing.canvas import INCH, figure_of
from valuechain.drawing.chart import chart_axes, chart_title, dress, leader, named
from valuechain.drawing.fonts import families
from valuechain.drawing.labels import bare_percent, look_of
from valuechain.drawing.lettering import width
from valuechain.drawing.style import CHANGES, CUSTOMER_EDGE, INK, MUTED, SAME, STROKES, TEXT, Stroke
from valuechain.geometry.grid import Floats
from valuechain.language import say
from valuechain.problems import ArgumentError
from valuechain.questions.comparison import Comparison
from valuechain.questions.service_change import ServiceChange
from valuechain.reports.words import counted, listed, percent, signed, when
from valuechain.tolerances import FAVOUR

MOST = 20
"""Services that are drawn: those whose satisfaction changed most."""
_ROOM = 260.0
_ROW = 14.0
_WIDE = 250.0
_CUSTOMERS = "ALL CUSTOMERS"


@dataclass(frozen=True)
class _Line:
    """Satisfaction then and now, in percent; the words at its end; its look."""

    ends: tuple[float, float]
    words: str
    colour: str
    stroke: Stroke


@dataclass(frozen=True)
class _Side:
    """One end of all lines: where it is, where texts begin beside it, to which side they go."""

    at: int
    aside: float
    ha: str


_SIDES = (_Side(0, -14, "right"), _Side(1, 14, "left"))


def draw_slope(comparison: Comparison, ax: Axes | None) -> Axes:
    """Draw a line for each service with which satisfaction changed, and a thick one for all."""
    measured = [row for row in comparison.services if row.satisfaction is not None]
    if not measured or comparison.change is None:
        raise ArgumentError(
            "nothing was measured both times: slope lines need scores then and now; "
            "view='chain' shows what changed"
        )
    rows = [row for row in measured if abs(row.satisfaction or 0.0) > FAVOUR]
    rows.sort(key=lambda row: (-round(abs(row.satisfaction or 0.0), 9), row.id))
    lines = [_outcome(comparison), *(_line(comparison, row) for row in rows[:MOST])]
    title = chart_title(comparison.after, say("before and after"))
    letters = families([title, *(line.words for line in lines)])
    names = max(width(line.words, TEXT) for line in lines)
    size = _WIDE, max(220.0, 1.2 * _ROW * (len(lines) + 3))
    ax = chart_axes(ax, size, (60, 60, names + 46, 52), title)
    values = [value for line in lines for value in line.ends]
    ax.set_xlim(0, 1)
    ax.set_ylim(max(0.0, min(values) - 4), min(100.0, max(values) + 4))
    _write(ax, lines, letters)
    _draw(ax, lines)
    unshown = _Unshown(
        less=len(rows[MOST:]),
        unchanged=len(measured) - len(rows),
        once=len(comparison) - len(measured),
    )
    ax.set_xlabel(_key(comparison, unshown), fontsize=TEXT, color=MUTED, loc="left")
    _dressed(ax, 100 * comparison.after.chain.target, title, letters)
    return ax


def _outcome(comparison: Comparison) -> _Line:
    """The line of the customers."""
    assert comparison.before.outcome is not None
    assert comparison.after.outcome is not None
    assert comparison.change is not None
    ends = round(100 * comparison.before.outcome, 9), round(100 * comparison.after.outcome, 9)
    words = f"{_CUSTOMERS}{_bounds(comparison)}  {signed(comparison.change)}"
    return _Line(ends, words, CUSTOMER_EDGE, Stroke(4.2))


def _bounds(comparison: Comparison) -> str:
    """Which of both outcomes what nobody measured may lower."""
    then, now = comparison.before.upper_bound, comparison.after.upper_bound
    if then == now:
        return when(now, say(", at most"))
    return f" {say('(at most, after)')}" if now else f" {say('(at most, before)')}"


def _line(comparison: Comparison, row: ServiceChange) -> _Line:
    """The line of a service."""
    then, now = row.satisfaction_before, row.satisfaction_after
    assert then is not None
    assert now is not None
    rise = row.satisfaction or 0.0
    look = look_of(rise)
    ends = round(100 * then, 9), round(100 * now, 9)
    words = f"{named(comparison.after, row, row.delivers, _ROOM)}  {signed(rise)}"
    known = look != "same" and comparison.is_quickly_sure
    if known and comparison.significant[row.id] is False:
        words += say(" (may be chance)")
    return _Line(ends, words, CHANGES[look], STROKES[look])


def _write(ax: Axes, lines: list[_Line], letters: list[str]) -> None:
    """The numbers beside the ends, and the names on the right."""
    numbers = [[bare_percent(end / 100) for end in line.ends] for line in lines]
    left = [then for then, _ in numbers]
    right = [f"{now}  {line.words}" for (_, now), line in zip(numbers, lines, strict=True)]
    for side, texts in zip(_SIDES, (left, right), strict=True):
        _beside(ax, side, [line.ends[side.at] for line in lines], texts, letters)


def _beside(
    ax: Axes, side: _Side, values: list[float], texts: list[str], letters: list[str]
) -> None:
    """Texts beside one end; moved apart where they would cover one another."""
    low, high = ax.get_ylim()
    tall = ax.get_window_extent().height * INCH / figure_of(ax).dpi
    places = _apart(np.array(values), _ROW * (high - low) / tall, low, high)
    for value, place, text in zip(values, places.tolist(), texts, strict=True):
        shift = (place - value) * tall / (high - low)
        how: dict[str, Any] = {}
        if abs(shift) > _ROW / 2:
            how["arrowprops"] = leader(SAME, 3) | {"relpos": (1 - side.at, 0.5)}
        ax.annotate(
            text,
            (side.at, value),
            (side.aside, shift),
            textcoords="offset points",
            ha=side.ha,
            va="center",
            fontsize=TEXT,
            color=INK,
            family=letters,
            parse_math=False,
            annotation_clip=False,
            **how,
        )
    ax.texts[-len(values)].set_fontweight("bold")  # the customers


def _apart(values: Floats, least: float, low: float, high: float) -> Floats:
    """Places near the values, in their order, no nearer to one another and within the ends.

    Means of those that would touch.
    """
    order = np.argsort(-values, kind="stable")
    # Where the first of each block would like to be, and how many there are in it.
    blocks: list[tuple[float, int]] = []
    for i, value in enumerate(values[order].tolist()):
        blocks.append((value + i * least, 1))
        while len(blocks) > 1 and blocks[-2][0] < blocks[-1][0]:
            (above, many), (below, few) = blocks[-2:]
            blocks[-2:] = [((above * many + below * few) / (many + few), many + few)]
    wanted = np.clip(
        np.concatenate([np.full(many, place) for place, many in blocks]),
        low + least * (len(values) - 1),
        high,
    )
    places = np.empty(len(values))
    places[order] = wanted - least * np.arange(len(values))
    return places


def _draw(ax: Axes, lines: list[_Line]) -> None:
    for line in reversed(lines):
        ax.plot(
            [0, 1],
            line.ends,
            color=line.colour,
            linewidth=line.stroke.width,
            linestyle=line.stroke.style,
            solid_capstyle="round",
            marker="o",
            markersize=4.5,
            clip_on=False,
        )


class _Unshown(NamedTuple):
    """How many services have no line: less changed, unchanged, and measured once or never."""

    less: int
    unchanged: int
    once: int


def _key(comparison: Comparison, unshown: _Unshown) -> str:
    target = percent(comparison.after.chain.target)
    lines = [say("satisfaction, %; dashed across: the target, {target}", target=target)]
    reasons = (
        "{services} that changed less",
        "{services} that did not change",
        "{services} not measured both times",
    )
    left_out = [
        when(many, say(reason, services=counted(many, "service")))
        for reason, many in zip(reasons, unshown, strict=True)
    ]
    if any(left_out):
        lines.append(say("not shown: {left}", left=listed([*filter(None, left_out)])))
    return "\n".join([*lines, say("blue, solid: more satisfied; dark, dashed: less")])


def _dressed(ax: Axes, target: float, title: str, letters: list[str]) -> None:
    ax.axhline(target, color=SAME, linewidth=0.9, linestyle=(0, (4, 3)), zorder=0)
    how: dict[str, Any] = {"ha": "center", "va": "bottom", "fontsize": TEXT, "color": MUTED}
    for at, words in ((0, say("before")), (1, say("after"))):
        ax.axvline(at, color=MUTED, linewidth=0.9, zorder=0)
        ax.text(at, 1.02, words, transform=ax.get_xaxis_transform(), **how)
    dress(ax, title, letters, pad=26)
    ax.set_xticks([])
    ax.set_yticks([])
    ax.spines[["left", "bottom"]].set_visible(False)
