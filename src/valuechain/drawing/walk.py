"""The satisfaction walk: from 100 % down to the outcome, step by step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes

from valuechain.drawing.chart import chart_axes, dress, named, scored
from valuechain.drawing.fonts import families
from valuechain.drawing.style import CUSTOMER_EDGE, FAINT, INK, MUTED, TEXT, UNKNOWN, band
from valuechain.questions.diagnosis import Diagnosis
from valuechain.reports.words import bare_points, counted, percent
from valuechain.tolerances import TIE

EXPLAINED = 0.8
"""The part of the loss told step by step; the others make one step."""
_ROW, _BAR = 25.0, 0.62
_KEY = (
    "each step: what a service costs by its own doing; "
    "red, amber, blue: how it stands to its target"
)
_ON_WHITE = {"facecolor": "white", "edgecolor": "none", "pad": 0.8}


@dataclass(frozen=True)
class Step:
    """What one service costs, or the rest together; `service` is its id, ``""`` for the rest."""

    words: str
    size: float
    colour: str
    service: str = ""


def steps(diagnosis: Diagnosis, unsure: frozenset[str] = frozenset()) -> list[Step]:
    """The largest contributions until 80 % of the loss are explained, then the rest in one step.

    The sizes sum to 1 - outcome. What the answers do not tell is `unsure` and grey.
    """
    parts = [row for row in diagnosis.services if row.contribution > TIE]
    loss = sum(row.contribution for row in parts)
    found: list[Step] = []
    explained = 0.0
    for i, row in enumerate(parts):
        left = len(parts) - i
        if explained >= EXPLAINED * loss - TIE and left > 1:
            rest = f"the rest: {counted(left, 'service')}"
            return [*found, Step(rest, loss - explained, UNKNOWN)]
        colour = band(row.satisfaction, row.target)
        if row.verdict == "unmeasured" or row.id in unsure:
            colour = UNKNOWN
        found.append(Step(named(diagnosis, row), row.contribution, colour, row.id))
        explained += row.contribution
    return found


def draw_walk(diagnosis: Diagnosis, ax: Axes | None, unsure: frozenset[str]) -> Axes:
    """Draw the walk, one row a step."""
    outcome = scored(diagnosis, "walk")
    found = steps(diagnosis, unsure)
    letters = families([diagnosis.chain.title, *(step.words for step in found)])
    ax = chart_axes(ax, (430, _ROW * (len(found) + 2)), (325, 60, 40, 40))
    target, last = diagnosis.chain.target, len(found) + 1
    lowest = 100 * min(outcome, target)
    start = max(0.0, 10.0 * ((lowest - 12) // 10))  # the steps are what there is to see
    ax.barh(0, 100, height=_BAR, color=FAINT)
    ax.text(99, 0, "100", ha="right", va="center", fontsize=TEXT, color=INK)
    _draw_steps(ax, found)
    _draw_outcome(ax, outcome, last, start)
    ax.axvline(100 * target, color=INK, linewidth=0.9, linestyle=(0, (4, 3)), zorder=0)
    words = ["if nobody lacked anything", *(step.words for step in found), _end(diagnosis)]
    ax.set_yticks(range(last + 1), words, family=letters, parse_math=False)
    ax.set_ylim(last + 0.6, -0.6)
    ax.set_xlim(start, 103)
    axis = f"satisfaction of the external customers, %; dashed: the target, {percent(target)}"
    ax.set_xlabel(f"{axis}\n{_KEY}", fontsize=TEXT, color=MUTED)
    dress(ax, diagnosis, "what costs the customers their satisfaction", letters)
    return ax


def _end(diagnosis: Diagnosis) -> str:
    if diagnosis.upper_bound:
        return "the customers today, at most"
    return "the customers today"


def _draw_outcome(ax: Axes, outcome: float, row: int, start: float) -> None:
    ax.barh(row, round(100 * outcome, 9), height=_BAR, color=CUSTOMER_EDGE)
    end = max(100 * outcome - 0.6, start + 4)
    how: dict[str, Any] = {
        "ha": "right",
        "va": "center",
        "fontsize": TEXT,
        "color": "white",
        "weight": "bold",
    }
    ax.text(end, row, percent(outcome), **how)


def _draw_steps(ax: Axes, found: list[Step]) -> None:
    """One bar below the other, each from where the last one ended; thin lines join them."""
    at = 100.0
    for i, step in enumerate(found, 1):
        points = round(100 * step.size, 9)  # the last bits depend on the order of the file
        _join(ax, at, i)
        ax.barh(i, points, left=at - points, height=_BAR, color=step.colour, zorder=2)
        ax.text(
            at - points - 0.8,
            i,
            number(step.size),
            ha="right",
            va="center",
            fontsize=TEXT,
            color=INK,
            bbox=_ON_WHITE,
        )
        at = round(at - points, 9)
    _join(ax, at, len(found) + 1)
    if found and found[0].colour != UNKNOWN:
        ax.texts[-len(found)].set_fontweight("bold")


def number(size: float) -> str:
    """What a step says that it costs."""
    return f"-{bare_points(size)}"


def _join(ax: Axes, at: float, row: int) -> None:
    """A thin line from the bar above a row to its own."""
    above, below = row - 1 + _BAR / 2, row + _BAR / 2
    ax.vlines(at, above, below, colors=MUTED, linewidth=0.7, zorder=1)
