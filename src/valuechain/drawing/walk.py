"""The satisfaction walk: from 100 % down to the outcome, one step for each service that costs the customer much."""

from __future__ import annotations

from matplotlib.axes import Axes

from valuechain.drawing.chart import chart_axes, dress, named, scored
from valuechain.drawing.fonts import families
from valuechain.drawing.style import CUSTOMER_EDGE, FAINT, INK, MUTED, TEXT, UNKNOWN, band
from valuechain.questions.diagnosis import Diagnosis
from valuechain.reports.words import bare_points, counted, percent

EXPLAINED = 0.8
"""The part of the loss told step by step; the others make one step."""
_ROW, _BAR = 25.0, 0.62
_ON_WHITE = {"facecolor": "white", "edgecolor": "none", "pad": 0.8}


def steps(
    diagnosis: Diagnosis, unsure: frozenset[str] = frozenset()
) -> list[tuple[str, float, str]]:
    """Words, size and colour of each step: the largest contributions until 80 % are explained, then the rest in one.

    The sizes sum to 1 - outcome. What the answers do not tell is `unsure` and grey.
    """
    parts = [row for row in diagnosis.services if row.contribution > 1e-12]
    loss = sum(row.contribution for row in parts)
    told: list[tuple[str, float, str]] = []
    explained = 0.0
    for i, row in enumerate(parts):
        if explained >= EXPLAINED * loss - 1e-12 and len(parts) - i > 1:
            told.append(
                (f"the rest: {counted(len(parts) - i, 'service')}", loss - explained, UNKNOWN)
            )
            break
        known = row.verdict != "unmeasured" and row.id not in unsure
        told.append(
            (
                named(diagnosis, row),
                row.contribution,
                band(row.satisfaction if known else None, row.target),
            )
        )
        explained += row.contribution
    return told


def draw_walk(diagnosis: Diagnosis, ax: Axes | None, unsure: frozenset[str]) -> Axes:
    """Draw the walk, one row a step."""
    outcome = scored(diagnosis, "walk")
    told = steps(diagnosis, unsure)
    letters = families([diagnosis.chain.title, *(words for words, _, _ in told)])
    ax = chart_axes(ax, (430, _ROW * (len(told) + 2)), (325, 60, 40, 40))
    start = max(
        0.0, 10.0 * ((100 * min(outcome, diagnosis.chain.target) - 12) // 10)
    )  # the steps are what there is to see
    last = len(told) + 1
    ax.barh(0, 100, height=_BAR, color=FAINT)
    ax.text(99, 0, "100", ha="right", va="center", fontsize=TEXT, color=INK)
    _draw_steps(ax, told)
    ax.barh(last, round(100 * outcome, 9), height=_BAR, color=CUSTOMER_EDGE)
    end = max(100 * outcome - 0.6, start + 4)
    ax.text(
        end,
        last,
        percent(outcome),
        ha="right",
        va="center",
        fontsize=TEXT,
        color="white",
        weight="bold",
    )
    target = 100 * diagnosis.chain.target
    ax.axvline(target, color=INK, linewidth=0.9, linestyle=(0, (4, 3)), zorder=0)
    bound = ", at most" if diagnosis.upper_bound else ""
    words = [
        "if nobody lacked anything",
        *(words for words, _, _ in told),
        f"the customers today{bound}",
    ]
    ax.set_yticks(range(last + 1), words, family=letters, parse_math=False)
    ax.set_ylim(last + 0.6, -0.6)
    ax.set_xlim(start, 103)
    key = "each step: what a service costs by its own doing; red, amber, blue: how it stands to its target"
    axis = f"satisfaction of the external customers, %; dashed: the target, {percent(diagnosis.chain.target)}"
    ax.set_xlabel(f"{axis}\n{key}", fontsize=TEXT, color=MUTED)
    dress(ax, diagnosis, "what costs the customers their satisfaction", letters)
    return ax


def _draw_steps(ax: Axes, told: list[tuple[str, float, str]]) -> None:
    """One bar below the other, each from where the last one ended; thin lines join them."""
    at = 100.0
    for i, (_, size, colour) in enumerate(told, 1):
        points = round(
            100 * size, 9
        )  # without the last bits, which depend on the order of the file
        weight = "bold" if i == 1 and colour != UNKNOWN else "normal"
        ax.vlines(at, i - 1 + _BAR / 2, i + _BAR / 2, colors=MUTED, linewidth=0.7, zorder=1)
        ax.barh(i, points, left=at - points, height=_BAR, color=colour, zorder=2)
        number = f"-{bare_points(size)}"
        ax.text(
            at - points - 0.8,
            i,
            number,
            ha="right",
            va="center",
            fontsize=TEXT,
            color=INK,
            weight=weight,
            bbox=_ON_WHITE,
        )
        at = round(at - points, 9)
    ax.vlines(
        at, len(told) + _BAR / 2, len(told) + 1 + _BAR / 2, colors=MUTED, linewidth=0.7, zorder=1
    )
