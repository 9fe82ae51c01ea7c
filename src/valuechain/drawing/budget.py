"""The frontier as a staircase: the best outcome at every budget, and what is done from where on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from valuechain.drawing.chart import chart_axes, dress
from valuechain.drawing.fonts import families
from valuechain.drawing.lettering import wrapped
from valuechain.drawing.style import CUSTOMER_EDGE, INK, MUTED, PAPER, SAME, TEXT
from valuechain.problems import ArgumentError
from valuechain.questions.frontier import Frontier, FrontierStep
from valuechain.reports.words import against, listed, money, percent, shown, signed
from valuechain.tolerances import DIGITS

WORDED = 12
"""Steps whose actions are named."""
_SIZE = (430.0, 260.0)
_KEY = 290.0


def draw_frontier(frontier: Frontier, ax: Axes | None) -> Axes:
    """Draw the staircase; its steps are numbered, and beside it stands what each does."""
    if frontier.before.outcome is None:
        raise ArgumentError("nothing is measured yet: a frontier needs scores")
    named = _named_steps(frontier.steps)
    words = [_words(number, step) for number, step in named]
    letters = families([frontier.before.chain.title, *words])
    lines = [line for text in words for line in wrapped(text, TEXT, _KEY, 3, even=False)]
    size = _SIZE[0], max(_SIZE[1], 12.5 * len(lines) + 10)
    ax = chart_axes(ax, size, (58, 66, _KEY + 30, 42))
    _stairs(ax, frontier)
    _number(ax, named, frontier.before.chain.target, letters)
    _beside(ax, lines, letters)
    _axes(ax, frontier)
    dress(ax, frontier.before, "what money can buy", letters)
    return ax


def _named_steps(steps: tuple[FrontierStep, ...]) -> list[tuple[int, FrontierStep]]:
    """The steps that are named, with their numbers; of very many, those that win most."""
    numbered = list(enumerate(steps))[1:]
    if len(numbered) <= WORDED:
        return numbered
    rises = {i: step.gain - steps[i - 1].gain for i, step in numbered}
    kept = sorted(rises, key=lambda i: (-round(rises[i], DIGITS), i))[:WORDED]
    return [(number, steps[i]) for number, i in enumerate(sorted(kept), 1)]


def _words(number: int, step: FrontierStep) -> str:
    return f"{number}. {money(step.cost)}: {_changes(step)} ({signed(step.gain)})"


def _changes(step: FrontierStep) -> str:
    """What is done that the step before did not do, and instead of what."""
    more = listed([shown(action.action) for action in step.entering], 3)
    if not step.leaving:
        return more
    return f"{more} instead of {listed([shown(action.action) for action in step.leaving], 3)}"


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
    low, high = min(outcomes), max(*outcomes, target)
    ax.set_xlim(-0.02 * end, end)
    ax.set_ylim(low - 0.08 * (high - low) - 1, min(100, high + 0.14 * (high - low) + 1))


def _number(
    ax: Axes, named: list[tuple[int, FrontierStep]], target: float, letters: list[str]
) -> None:
    """Numbers on the steps, and what the customers reach there."""
    white = {
        "facecolor": PAPER,
        "edgecolor": CUSTOMER_EDGE,
        "boxstyle": "circle,pad=0.25",
        "linewidth": 0.9,
    }
    how: dict[str, Any] = {"va": "center", "fontsize": TEXT - 1, "color": INK}
    how |= {"textcoords": "offset points"}
    for number, step in named:
        spot = (step.cost, _reached(step))
        reached = against(spot[1] / 100, target)
        ax.annotate(reached, spot, (9, 11), annotation_clip=False, **how)
        beside: dict[str, Any] = {"family": letters, "bbox": white, "zorder": 5}
        ax.annotate(str(number), spot, (0, 11), ha="center", **beside, **how)


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
    label = "satisfaction of the customers, %"
    if before.upper_bound:
        label += ", at most"
    ax.set_xlabel("\n".join(_key(frontier)), fontsize=TEXT, color=MUTED, loc="left")
    ax.set_ylabel(label, fontsize=TEXT, color=MUTED)
    ax.grid(axis="y", color=SAME, linewidth=0.4, alpha=0.5)


def _key(frontier: Frontier) -> Iterator[str]:
    target = percent(frontier.before.chain.target)
    yield "budget"
    yield (
        f"dashed: the target, {target}; "
        "right: what each step does besides, and the points won in all"
    )
    if not frontier.exact:
        yield "best plans found in time: better ones may lie between the steps"
