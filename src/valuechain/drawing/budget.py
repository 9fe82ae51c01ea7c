"""The frontier as a staircase: the best outcome at every budget, and what is done from where on."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from valuechain.drawing.chart import chart_axes, dress
from valuechain.drawing.fonts import families
from valuechain.drawing.lettering import wrapped
from valuechain.drawing.style import CUSTOMER_EDGE, INK, MUTED, PAPER, SAME, TEXT
from valuechain.problems import ArgumentError
from valuechain.questions.frontier import Frontier, FrontierStep
from valuechain.reports.verdict import against
from valuechain.reports.words import listed, money, percent, shown, signed

WORDED = 12
"""Steps whose actions are named."""
_SIZE = (430.0, 260.0)
_KEY = 290.0


def draw_frontier(frontier: Frontier, ax: Axes | None) -> Axes:
    """Draw the staircase; its steps are numbered, and beside it stands what each does."""
    before = frontier.before.outcome
    if before is None:
        raise ArgumentError("nothing is measured yet: a frontier needs scores")
    steps = frontier.steps
    told = _told(steps)
    words = [f"{i}. {money(step.cost)}: {_changes(step)} ({signed(step.gain)})" for i, step in told]
    letters = families([frontier.before.chain.title, *words])
    lines = [line for text in words for line in wrapped(text, TEXT, _KEY, 3, even=False)]
    ax = chart_axes(ax, (_SIZE[0], max(_SIZE[1], 12.5 * len(lines) + 10)), (58, 66, _KEY + 30, 42))
    costs = [step.cost for step in steps]
    outcomes = [round(100 * (step.outcome or 0.0), 9) for step in steps]
    end = 1.08 * costs[-1] if costs[-1] > 0 else 1.0
    ax.step(
        [*costs, end],
        [*outcomes, outcomes[-1]],
        where="post",
        color=CUSTOMER_EDGE,
        linewidth=2.2,
        zorder=3,
    )
    ax.axhline(
        100 * frontier.before.chain.target,
        color=INK,
        linewidth=0.9,
        linestyle=(0, (4, 3)),
        zorder=1,
    )
    low, high = min(outcomes), max(*outcomes, 100 * frontier.before.chain.target)
    ax.set_xlim(-0.02 * end, end)
    ax.set_ylim(low - 0.08 * (high - low) - 1, min(100, high + 0.14 * (high - low) + 1))
    _number(ax, told, frontier.before.chain.target, letters)
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
    ax.xaxis.set_major_locator(MaxNLocator(6))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: money(float(value))))
    bound = ", at most" if frontier.before.upper_bound else ""
    key = f"dashed: the target, {percent(frontier.before.chain.target)}; right: what each step does besides, and the points won in all"
    more = (
        ""
        if frontier.exact
        else "\nbest plans found in time: better ones may lie between the steps"
    )
    ax.set_xlabel(f"budget\n{key}{more}", fontsize=TEXT, color=MUTED, loc="left")
    ax.set_ylabel(f"satisfaction of the customers, %{bound}", fontsize=TEXT, color=MUTED)
    ax.grid(axis="y", color=SAME, linewidth=0.4, alpha=0.5)
    dress(ax, frontier.before, "what money can buy", letters)
    return ax


def _told(steps: tuple[FrontierStep, ...]) -> list[tuple[int, FrontierStep]]:
    """The steps that are named, with their numbers; of very many, those that win most."""
    numbered = list(enumerate(steps))[1:]
    if len(numbered) <= WORDED:
        return numbered
    rises = {i: step.gain - steps[i - 1].gain for i, step in numbered}
    kept = sorted(rises, key=lambda i: (-round(rises[i], 12), i))[:WORDED]
    return [(number, steps[i]) for number, i in enumerate(sorted(kept), 1)]


def _changes(step: FrontierStep) -> str:
    """What is done that the step before did not do, and instead of what."""
    more = listed([shown(action.action) for action in step.entering], 3)
    return (
        f"{more} instead of {listed([shown(action.action) for action in step.leaving], 3)}"
        if step.leaving
        else more
    )


def _number(
    ax: Axes, told: list[tuple[int, FrontierStep]], target: float, letters: list[str]
) -> None:
    """Numbers on the steps, and what the customers reach there."""
    white = {
        "facecolor": PAPER,
        "edgecolor": CUSTOMER_EDGE,
        "boxstyle": "circle,pad=0.25",
        "linewidth": 0.9,
    }
    for i, step in told:
        spot = (step.cost, round(100 * (step.outcome or 0.0), 9))
        reached = against(spot[1] / 100, target)
        ax.annotate(
            reached,
            spot,
            (9, 11),
            textcoords="offset points",
            va="center",
            fontsize=TEXT - 1,
            color=INK,
            annotation_clip=False,
        )
        ax.annotate(
            str(i),
            spot,
            (0, 11),
            textcoords="offset points",
            ha="center",
            va="center",
            fontsize=TEXT - 1,
            color=INK,
            family=letters,
            bbox=white,
            zorder=5,
        )
