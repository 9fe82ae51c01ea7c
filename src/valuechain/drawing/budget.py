"""The frontier as a staircase: the best outcome at every budget, and what is done from where on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from valuechain.drawing.canvas import INCH, figure_of
from valuechain.drawing.chart import chart_axes, chart_title, dress, leader
from valuechain.drawing.fonts import families
from valuechain.drawing.lettering import wrapped
from valuechain.drawing.style import CUSTOMER_EDGE, INK, MUTED, PAPER, SAME, TEXT
from valuechain.language import say
from valuechain.problems import ArgumentError
from valuechain.questions.frontier import Frontier, FrontierStep
from valuechain.reports.words import against, listed, money, percent, shown, signed
from valuechain.tolerances import DIGITS

WORDED = 12
"""Steps whose actions are named."""
_SIZE = (430.0, 260.0)
_KEY = 300.0
_CIRCLE = 17.0
"""From the middle of a circle to that of the next, at least."""
_ABOVE = 12.0
_SHIFTS = np.array(
    sorted(
        ((-float(x), _ABOVE + y) for y in range(0, 240, 6) for x in range(0, 60, 6)),
        key=lambda shift: (shift[0] ** 2 + (shift[1] - _ABOVE) ** 2, shift),
    )
)
"""From a step to its circle: above and to the left, where the staircase has not been yet."""


def draw_frontier(frontier: Frontier, ax: Axes | None) -> Axes:
    """Draw the staircase; its steps are numbered, and beside it stands what each does."""
    if frontier.before.outcome is None:
        raise ArgumentError("nothing is measured yet: a frontier needs scores")
    named = named_steps(frontier.steps)
    target = frontier.before.chain.target
    words = [_words(number, frontier.steps[number], target) for number in named]
    title = chart_title(frontier.before, say("what money can buy"))
    letters = families([title, *words])
    lines = [line for text in words for line in wrapped(text, TEXT, _KEY, 4, even=False)]
    size = _SIZE[0], max(_SIZE[1], 12.5 * len(lines) + 10)
    ax = chart_axes(ax, size, (58, 66, _KEY + 30, 42), title)
    _stairs(ax, frontier)
    _number(ax, {number: _spot(frontier.steps[number]) for number in named})
    _beside(ax, lines, letters)
    _axes(ax, frontier)
    dress(ax, title, letters)
    return ax


def named_steps(steps: tuple[FrontierStep, ...]) -> list[int]:
    """The numbers of the steps that are named; of very many, those that win most.

    A step's number is its place in the frontier, where 0 costs nothing.
    """
    rises = {i: step.gain - steps[i - 1].gain for i, step in enumerate(steps) if i > 0}
    return sorted(sorted(rises, key=lambda i: (-round(rises[i], DIGITS), i))[:WORDED])


def _words(number: int, step: FrontierStep, target: float) -> str:
    reached = against(_reached(step) / 100, target)
    return say(
        "{number}. {cost}: {reached} ({gain}) by {changes}",
        number=number,
        cost=money(step.cost),
        reached=reached,
        gain=signed(step.gain),
        changes=_changes(step),
    )


def _changes(step: FrontierStep) -> str:
    """What is done that the step before did not do, and instead of what."""
    more = listed([shown(action.action) for action in step.entering], 3)
    if not step.leaving:
        return more
    return say(
        "{more} instead of {less}",
        more=more,
        less=listed([shown(action.action) for action in step.leaving], 3),
    )


def _reached(step: FrontierStep) -> float:
    """What the customers reach, in percent."""
    return round(100 * (step.outcome or 0.0), 9)


def _stairs(ax: Axes, frontier: Frontier) -> None:
    costs = [step.cost for step in frontier.steps]
    outcomes = [_reached(step) for step in frontier.steps]
    end = 1.08 * costs[-1] or 1.0
    xs, ys = [*costs, end], [*outcomes, outcomes[-1]]
    ax.step(xs, ys, where="post", color=CUSTOMER_EDGE, linewidth=2.2, zorder=3)
    target = 100 * frontier.before.chain.target
    ax.axhline(target, color=INK, linewidth=0.9, linestyle=(0, (4, 3)), zorder=1)
    low, high = min(*outcomes, target), max(*outcomes, target)
    ax.set_xlim(-0.02 * end, end)
    ax.set_ylim(low - 0.08 * (high - low) - 1, min(100, high + 0.14 * (high - low) + 1))


def _spot(step: FrontierStep) -> tuple[float, float]:
    return step.cost, _reached(step)


def _number(ax: Axes, spots: Mapping[int, tuple[float, float]]) -> None:
    """A circle with its number above each step; no two on one another, each led to its step."""
    white = {
        "facecolor": PAPER,
        "edgecolor": CUSTOMER_EDGE,
        "boxstyle": "circle,pad=0.25",
        "linewidth": 0.9,
    }
    unit = INCH / figure_of(ax).dpi
    corners = ax.transData.transform([*spots.values()]).reshape(-1, 2) * unit
    taken = np.empty((0, 2))
    for (number, spot), corner in zip(spots.items(), corners, strict=True):
        gaps = np.hypot(*np.moveaxis((corner + _SHIFTS)[:, None] - taken, 2, 0))
        shift = _SHIFTS[np.flatnonzero((gaps >= _CIRCLE).all(1))[0]]
        taken = np.vstack([taken, corner + shift])
        how: dict[str, Any] = {"ha": "center", "va": "center", "fontsize": TEXT - 1, "color": INK}
        if (shift != _SHIFTS[0]).any():
            how["arrowprops"] = leader(MUTED, 1)
        ax.annotate(
            str(number),
            spot,
            tuple(shift),
            textcoords="offset points",
            annotation_clip=False,
            bbox=white,
            zorder=5,
            **how,
        )


def _beside(ax: Axes, lines: list[str], letters: list[str]) -> None:
    ax.text(
        1.03,
        1.0,
        "\n".join(lines),
        transform=ax.transAxes,
        va="top",
        fontsize=TEXT,
        color=INK,
        family=letters,
        parse_math=False,
        linespacing=1.25,
    )


def _axes(ax: Axes, frontier: Frontier) -> None:
    before = frontier.before
    ax.xaxis.set_major_locator(MaxNLocator(6))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: money(float(value))))
    label = say("satisfaction of the customers, %")
    if before.upper_bound:
        label += say(", at most")
    ax.set_xlabel("\n".join(_key(frontier)), fontsize=TEXT, color=MUTED, loc="left")
    ax.set_ylabel(label, fontsize=TEXT, color=MUTED)
    ax.grid(axis="y", color=SAME, linewidth=0.4, alpha=0.5)


def _key(frontier: Frontier) -> Iterator[str]:
    target = percent(frontier.before.chain.target)
    yield say("budget")
    yield (
        say(
            "dashed: the target, {target}; right: what the customers reach, the points "
            "won in all, and what is done besides",
            target=target,
        )
    )
    if not frontier.exact:
        yield say("best plans found in time: better ones may lie between the steps")
