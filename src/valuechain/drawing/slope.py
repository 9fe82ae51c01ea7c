"""Slope lines: the satisfaction with every service then and now, the steepest in colour."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes

from valuechain.drawing.chart import chart_axes, dress, named
from valuechain.drawing.fonts import families
from valuechain.drawing.lettering import width
from valuechain.drawing.style import CUSTOMER_EDGE, INK, MUTED, SAME, STROKES, TEXT, change_colour
from valuechain.geometry.grid import Floats
from valuechain.problems import ArgumentError
from valuechain.questions.comparison import Comparison, ServiceChange
from valuechain.reports.words import counted, percent, signed

MOST = 20
"""Services that are drawn: those whose satisfaction changed most."""
_ROOM = 260.0
_ROW = 14.0
_WIDE = 250.0
_CUSTOMERS = "ALL CUSTOMERS"


def draw_slope(comparison: Comparison, ax: Axes | None) -> Axes:
    """Draw a line for each service that was measured both times, and a thick one for the customers."""
    rows = [row for row in comparison.services if row.satisfaction is not None]
    if not rows or comparison.change is None:
        raise ArgumentError(
            "nothing was measured both times: slope lines need scores then and now; view='chain' shows what changed"
        )
    rows.sort(key=lambda row: (-round(abs(row.satisfaction or 0.0), 9), row.id))
    told = rows[:MOST]
    lines: list[tuple[tuple[float, float], str, str, float, Any]] = [
        (
            _ends(comparison),
            f"{_CUSTOMERS}  {signed(comparison.change)}",
            CUSTOMER_EDGE,
            4.2,
            "solid",
        )
    ]
    lines += [_line(comparison, row) for row in told]
    letters = families([comparison.after.chain.title, *(words for _, words, *_ in lines)])
    names = max(width(words, TEXT) for _, words, *_ in lines)
    ax = chart_axes(
        ax, (_WIDE, max(220.0, 1.2 * _ROW * (len(lines) + 3))), (60, 60, names + 46, 52)
    )
    values = [value for ends, *_ in lines for value in ends]
    low, high = max(0.0, min(values) - 4), min(100.0, max(values) + 4)
    ax.set_xlim(0, 1)
    ax.set_ylim(low, high)
    for at, ends in ((0, [line[0][0] for line in lines]), (1, [line[0][1] for line in lines])):
        _numbers(ax, at, ends, [words for _, words, *_ in lines] if at else None, letters)
    for (then, now), _, colour, thick, dashes in reversed(lines):
        ax.plot(
            [0, 1],
            [then, now],
            color=colour,
            linewidth=thick,
            linestyle=dashes,
            solid_capstyle="round",
            marker="o",
            markersize=4.5,
            clip_on=False,
        )
    _dressed(ax, comparison, len(rows) - len(told), letters)
    return ax


def _ends(comparison: Comparison) -> tuple[float, float]:
    assert comparison.before.outcome is not None
    assert comparison.after.outcome is not None
    return round(100 * comparison.before.outcome, 9), round(100 * comparison.after.outcome, 9)


def _line(
    comparison: Comparison, row: ServiceChange
) -> tuple[tuple[float, float], str, str, float, Any]:
    """Ends, words, colour, width and dashes of a service's line."""
    then, now = row.satisfaction_before, row.satisfaction_after
    assert then is not None
    assert now is not None
    rise = row.satisfaction or 0.0
    look = "same" if abs(rise) < 5e-4 else "better" if rise > 0 else "worse"
    stroke = STROKES[look]
    ends = round(100 * then, 9), round(100 * now, 9)
    doubtful = (
        look != "same" and comparison.is_quickly_sure and comparison.significant[row.id] is False
    )
    sure = " (may be chance)" if doubtful else ""
    words = f"{named(comparison.after, row, _ROOM)}  {signed(rise)}{sure}"
    return (
        ends,
        words,
        change_colour(look),
        stroke.width,
        (0, stroke.dashes) if stroke.dashes else "solid",
    )


def _numbers(
    ax: Axes, at: int, values: list[float], words: list[str] | None, letters: list[str]
) -> None:
    """The numbers beside the ends, and the names on the right; moved apart where they would cover one another."""
    low, high = ax.get_ylim()
    figure = ax.get_figure(root=True)
    assert figure is not None
    tall = ax.get_window_extent().height * 72 / figure.dpi
    places = _apart(np.array(values), _ROW * (high - low) / tall, low, high)
    for i, (value, place) in enumerate(zip(values, places.tolist(), strict=True)):
        number = percent(value / 100).removesuffix(" %")
        text = number if words is None else f"{number}  {words[i]}"
        shift = (place - value) * tall / (high - low)
        ax.annotate(
            text,
            (at, value),
            (-14 if at == 0 else 14, shift),
            textcoords="offset points",
            ha="right" if at == 0 else "left",
            va="center",
            fontsize=TEXT,
            color=INK,
            family=letters,
            parse_math=False,
            weight="bold" if i == 0 else "normal",
            annotation_clip=False,
            arrowprops={
                "arrowstyle": "-",
                "color": SAME,
                "linewidth": 0.6,
                "shrinkA": 0,
                "shrinkB": 3,
                "relpos": (1 - at, 0.5),
            }
            if abs(shift) > _ROW / 2
            else None,
        )


def _apart(values: Floats, least: float, low: float, high: float) -> Floats:
    """Places near the values, in their order, no nearer to one another than this and within the ends: means of those that would touch."""
    order = np.argsort(-values, kind="stable")
    blocks: list[
        tuple[float, int]
    ] = []  # where the first of a block would like to be, and how many there are
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


def _dressed(ax: Axes, comparison: Comparison, rest: int, letters: list[str]) -> None:
    ax.axhline(
        100 * comparison.after.chain.target,
        color=SAME,
        linewidth=0.9,
        linestyle=(0, (4, 3)),
        zorder=0,
    )
    for at, words in ((0, "before"), (1, "after")):
        ax.axvline(at, color=MUTED, linewidth=0.9, zorder=0)
        ax.text(
            at,
            1.02,
            words,
            transform=ax.get_xaxis_transform(),
            ha="center",
            va="bottom",
            fontsize=TEXT,
            color=MUTED,
        )
    more = f"; {counted(rest, 'service')} that changed less not shown" if rest else ""
    axis = f"satisfaction, %; dashed across: the target, {percent(comparison.after.chain.target)}{more}"
    ax.set_xlabel(
        f"{axis}\nblue, solid: more satisfied; dark, dashed: less",
        fontsize=TEXT,
        color=MUTED,
        loc="left",
    )
    dress(ax, comparison.after, "before and after", letters, pad=26)
    ax.set_xticks([])
    ax.set_yticks([])
    for side in ("left", "bottom"):
        ax.spines[side].set_visible(False)
